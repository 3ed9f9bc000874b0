import { defineConfig } from 'vitest/config'

const onPostgres = process.env.TEST_ENGINE === 'postgres'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts', ...(onPostgres ? ['test/support/postgres/global-setup.ts'] : [])],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})

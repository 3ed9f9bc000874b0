import { defineConfig } from 'vitest/config'

const onPostgres = process.env.TEST_ENGINE === 'postgres'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts', ...(onPostgres ? ['test/support/postgres/global-setup.ts'] : [])],
    // A busy machine takes its time.
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

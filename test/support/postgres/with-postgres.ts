import { afterAll, describe, test } from 'vitest'
import { type TestPostgres, testPostgres } from './databases.ts'

interface Needs {
  /** A server of which the tests know the certificate, and on which they may do everything. */
  readonly own?: boolean
}

/** Tests that need a real PostgreSQL; where there is none, one skipped test says why. */
export async function describeWithPostgres(
  name: string,
  { own = false }: Needs,
  tests: (postgres: TestPostgres) => void,
): Promise<void> {
  const postgres = await testPostgres(own ? undefined : process.env.TEST_DATABASE_URL)
  if (typeof postgres === 'string') {
    test.skip(`${name}: ${postgres}`, () => undefined)
    return
  }
  describe(name, () => {
    afterAll(() => postgres.stop())
    tests(postgres)
  })
}

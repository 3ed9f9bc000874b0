import { describeWithPostgres } from '../support/postgres/with-postgres.ts'
import { storeContract } from './contract.ts'

await describeWithPostgres('PostgreSQL', {}, (postgres) => {
  storeContract('PostgreSQL', {
    fresh: postgres.fresh,
    pretendMigrated: async (url, migration) => {
      await postgres.execute(
        url,
        `insert into kysely_migration (name, timestamp) values ('${migration}', '2030-01-01')`,
      )
    },
  })
})

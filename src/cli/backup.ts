import { Command } from 'commander'
import { isPostgresUrl, sqlitePath } from '../store/open.ts'
import { print } from './command.ts'
import { CommandError, exitCodes } from './exit.ts'
import { databaseOption, forceOption } from './options.ts'

const elsewhere = 'PostgreSQL has programs of its own for that: pg_dump and pg_restore, or an archive of its log.'

interface BackupOptions {
  readonly out: string
  readonly force?: boolean
  readonly database: string
}

export function backupCommand(): Command {
  return new Command('backup')
    .description('write a database of SQLite, as it is at one moment, into a file, while it is served')
    .requiredOption('--out <file>', 'the file to write')
    .addOption(forceOption())
    .addOption(databaseOption())
    .addHelpText('after', '\nExample:\n  $ lectern backup --out lectern-backup.db')
    .action(async ({ out, force = false, database }: BackupOptions) => {
      if (isPostgresUrl(database)) throw new CommandError(elsewhere, exitCodes.usage)
      const { backupSqlite } = await import('../store/sqlite/backup.ts')
      await backupSqlite(sqlitePath(database), out, force)
      print(`Wrote ${out}.`)
    })
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup in the place of a database of SQLite that is not in use')
    .argument('<file>', 'what `lectern backup` wrote')
    .option('--force', 'replace the database that exists; it is kept beside the new one')
    .addOption(databaseOption())
    .addHelpText('after', '\nExample:\n  $ lectern restore lectern-backup.db --database sqlite:restored.db')
    .action(async (file: string, { force = false, database }: { force?: boolean; database: string }) => {
      if (isPostgresUrl(database)) throw new CommandError(elsewhere, exitCodes.usage)
      const { restoreSqlite } = await import('../store/sqlite/backup.ts')
      const path = sqlitePath(database)
      const restored = await restoreSqlite(file, path, force)
      if (restored.kind === 'occupied')
        throw new CommandError(`There is a database at ${path} already; --force puts the backup in its place.`)
      print(`Restored ${path}.`)
      if (restored.replaced !== null) print(`The database that it replaces is ${restored.replaced}.`)
    })
}

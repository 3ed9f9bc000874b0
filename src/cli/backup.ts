import { Command } from 'commander'
import { isPostgresUrl, sqlitePath } from '../store/open.ts'
import { print } from './command.ts'
import { CommandError, errnoOf, exitCodes } from './exit.ts'
import { databaseOption } from './options.ts'

const elsewhere = 'PostgreSQL has programs of its own for that: pg_dump and pg_restore, or an archive of its log.'

export function backupCommand(): Command {
  return new Command('backup')
    .description('write a database of SQLite, as it is at one moment, into a file, while it is served')
    .requiredOption('--out <file>', 'the file to write')
    .addOption(databaseOption())
    .addHelpText('after', '\nExample:\n  $ lectern backup --out lectern-backup.db')
    .action(async ({ out, database }: { out: string; database: string }) => {
      if (isPostgresUrl(database)) throw new CommandError(elsewhere, exitCodes.usage)
      const { backupSqlite } = await import('../store/sqlite/backup.ts')
      await systemErrorsOf(out, () => backupSqlite(sqlitePath(database), out))
      print(`Wrote ${out}.`)
    })
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup in the place of a database of SQLite that nobody uses')
    .argument('<file>', 'what `lectern backup` wrote')
    .option('--force', 'in the place of one that is there')
    .addOption(databaseOption())
    .addHelpText('after', '\nExample:\n  $ lectern restore lectern-backup.db --database sqlite:restored.db')
    .action(async (file: string, { force = false, database }: { force?: boolean; database: string }) => {
      if (isPostgresUrl(database)) throw new CommandError(elsewhere, exitCodes.usage)
      const { restoreSqlite } = await import('../store/sqlite/backup.ts')
      const path = sqlitePath(database)
      const isDone = await systemErrorsOf(path, () => restoreSqlite(file, path, force))
      if (!isDone)
        throw new CommandError(`There is a database at ${path} already; --force puts the backup in its place.`)
      print(`Restored ${path}.`)
    })
}

async function systemErrorsOf<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const errno = errnoOf(error)
    throw errno.startsWith('E') ? new CommandError(`Cannot write ${path} (${errno}).`) : error
  }
}

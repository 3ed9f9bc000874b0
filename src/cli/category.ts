import { Command } from 'commander'
import { addCategory, listCategories } from '../services/events/categories.ts'
import { withSnapshot } from '../store/open.ts'
import { cliAuditContext, print, printJson, printTable, unwrap, withStore } from './command.ts'
import { clientOption, databaseOption, jsonOption, wholeNumber } from './options.ts'

interface CategoryOptions {
  readonly client: number
  readonly database: string
  readonly json?: boolean
}

export function categoryCommand(): Command {
  const category = new Command('category')
    .description('categories, which events may be of')
    .addHelpText('after', '\nExample:\n  $ lectern category add --client 25363 --id 3 --name "Workshops"')
  category
    .command('add')
    .description('add a category')
    .addOption(clientOption())
    .requiredOption('--id <number>', 'its number, as in Categories of an event', wholeNumber(1, 2_147_483_647))
    .requiredOption('--name <text>', 'what people call it')
    .addOption(databaseOption())
    .addOption(jsonOption('the category'))
    .addHelpText('after', '\nExample:\n  $ lectern category add --client 25363 --id 3 --name "Workshops"')
    .action(({ client, id, name, database, json }: CategoryOptions & { id: number; name: string }) =>
      withStore(database, async (engine) => {
        const added = unwrap(await addCategory(engine, client, { id, name }, cliAuditContext()))
        if (json) printJson(added)
        else print(`Added category ${added.id}, ${added.name}.`)
      }),
    )
  category
    .command('list')
    .description('the categories of a client')
    .addOption(clientOption())
    .addOption(databaseOption())
    .addOption(jsonOption('the categories'))
    .addHelpText('after', '\nExample:\n  $ lectern category list --client 25363')
    .action(({ client, database, json }: CategoryOptions) =>
      withSnapshot(database, async (reader) => {
        const categories = unwrap(await listCategories(reader, client))
        if (json) printJson(categories)
        else
          printTable(
            ['ID', 'NAME'],
            categories.map(({ id, name }) => [String(id), name]),
          )
      }),
    )
  return category
}

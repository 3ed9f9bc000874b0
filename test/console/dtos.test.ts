import { expect, test } from 'vitest'
import { consoleDtos, dtosPath } from '../../scripts/console-dtos.ts'

test('the console has the types of the contract as it is; `npm run console:dtos` renews them', async () => {
  await expect(consoleDtos()).toMatchFileSnapshot(dtosPath)
})

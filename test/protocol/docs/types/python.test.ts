import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { source } from './operations.ts'

const hasPython = spawnSync('python3', ['--version']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'types-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The declarations that the classes need at import, where the packages themselves are not installed. */
const servicestack = `
from typing import Generic, TypeVar
T = TypeVar('T')
class IReturn(Generic[T]): pass
class IGet: pass
class IPost: pass
class IPut: pass
class IDelete: pass
class ResponseStatus: pass
class ResponseError: pass
`
const dataclassesJson = `
class Undefined: EXCLUDE = 'exclude'
def dataclass_json(undefined=None):
    return lambda cls: cls
def config(field_name=None):
    return {'dataclasses_json': {'field_name': field_name}}
`

/** Imports the module, resolves every annotation, and prints the fields with their names on the wire and types. */
const main = `
import dataclasses, json, sys, typing
sys.path.insert(0, '.')
import dtos
out = {}
for name, cls in list(vars(dtos).items()):
    if dataclasses.is_dataclass(cls):
        cls()
        hints = {f.name: eval(f.type, {}, vars(dtos)) for f in dataclasses.fields(cls)}
        wire = lambda f: f.metadata.get('dataclasses_json', {}).get('field_name') or f.name
        out[name] = [[wire(f), str(hints[f.name])] for f in dataclasses.fields(cls)]
print(json.dumps(out))
`

function load(dtos: string): Record<string, [name: string, type: string][]> {
  writeFileSync(join(folder, 'servicestack.py'), servicestack)
  writeFileSync(join(folder, 'dataclasses_json.py'), dataclassesJson)
  writeFileSync(join(folder, 'dtos.py'), dtos)
  execFileSync('python3', ['-m', 'py_compile', 'dtos.py'], { cwd: folder })
  return JSON.parse(execFileSync('python3', ['-B', '-c', main], { cwd: folder }).toString())
}

test.skipIf(!hasPython)('the module loads, and its fields have the wire names and the right types', async () => {
  const classes = load(await source('python'))
  const { Gatherings, RegistrationSessionRequest, Awkward } = classes
  expect(Gatherings).toEqual([
    ['EventId', "<class 'int'>"],
    ['Tags', 'typing.Optional[typing.List[str]]'],
    ['Signup', 'typing.Optional[dtos.Signup]'],
    ['Venue', 'typing.Optional[dtos.Venue]'],
    ['Type', 'typing.Optional[dtos.Signup]'],
    ['DateTimeOffset', "<class 'float'>"],
    ['SKU', 'typing.Optional[str]'],
  ])
  expect(RegistrationSessionRequest).toContainEqual(['SessionIds', 'typing.Optional[typing.List[int]]'])
  expect(RegistrationSessionRequest).toContainEqual(['ResponseStatus', 'typing.Optional[dtos.ResponseStatus]'])
  expect(Awkward?.map(([name]) => name)).toEqual(expect.arrayContaining(['class', 'return', 'Field', 'None', 'await']))
})

test.skipIf(!hasPython)('the module loads with everything added, and without the types of the client', async () => {
  const added = { AddResponseStatus: 'true', AddImplicitVersion: '3', InitializeCollections: 'true' }
  expect(load(await source('python', added)).Gatherings?.map(([name]) => name)).toContain('Version')
  expect(load(await source('python', { AddServiceStackTypes: 'false' }))).not.toHaveProperty('ResponseError')
})

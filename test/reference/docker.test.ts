import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DockerfileParser, type Entrypoint } from 'dockerfile-ast'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { root, run } from '../support/program.ts'
import { read, rejectedOptions, rejectedSettings } from './deployment.ts'

const packageFile: { bin: { lectern: string }; scripts: Record<string, string> } = JSON.parse(read('package.json'))

describe('the Dockerfile', () => {
  const dockerfile = DockerfileParser.parse(read('deploy/Dockerfile'))
  const instructions = dockerfile.getInstructions()
  const only = (keyword: string) => instructions.filter((each) => each.getKeyword() === keyword).at(-1)
  const argumentsOf = (keyword: string) => only(keyword)?.getArgumentsContent() ?? ''
  const env: Record<string, string> = Object.fromEntries(
    dockerfile
      .getENVs()
      .flatMap((each) => each.getProperties())
      .map((property) => [property.getName(), property.getValue() ?? '']),
  )
  const jsonOf = (instruction: Entrypoint | undefined) =>
    instruction?.getJSONStrings().map((each) => JSON.parse(each.getValue())) ?? []
  const healthCheck: string[] = JSON.parse(/CMD (\[.*\])$/.exec(argumentsOf('HEALTHCHECK'))?.[1] ?? '[]')

  test('uses base images of an exact version, the same one to build and to run', () => {
    const defaults = new Map(
      dockerfile.getInitialARGs().map((arg) => [arg.getProperty()?.getName(), arg.getProperty()?.getValue()]),
    )
    const images = dockerfile.getFROMs().map((from) => {
      const image = from.getImage() ?? ''
      return defaults.get(/^\$\{(\w+)\}$/.exec(image)?.[1]) ?? image
    })
    expect(images.length).toBe(2)
    for (const image of images) expect(image).toMatch(/^node:\d+\.\d+\.\d+-\w+-slim(@sha256:\w{64})?$/)
    expect(new Set(images).size).toBe(1)
  })

  test('copies files that exist and that .dockerignore lets into the build', () => {
    const ignored = read('.dockerignore').split('\n')
    const sources = dockerfile
      .getCOPYs()
      .filter((copy) => copy.getFromFlag() === null)
      .flatMap((copy) => copy.getArguments().slice(0, -1))
      .map((argument) => argument.getValue())
    expect(sources.length).toBeGreaterThan(5)
    for (const source of sources) {
      expect([source, existsSync(join(root, source))]).toEqual([source, true])
      expect(ignored).toContain(`!${source}`)
    }
  })

  test('runs npm scripts that exist', () => {
    const commands = instructions
      .filter((each) => each.getKeyword() === 'RUN')
      .map((each) => each.getArgumentsContent())
    const names = commands.flatMap((each) => [...(each ?? '').matchAll(/npm run (\S+)/g)].map(([, name]) => name))
    expect(names).toContain('build')
    for (const name of names) expect(Object.keys(packageFile.scripts)).toContain(name)
  })

  test('sets only settings that the program reads, to values that it accepts', () => {
    expect(Object.keys(env).filter((name) => name.startsWith('LECTERN_')).length).toBeGreaterThan(2)
    expect(rejectedSettings(env)).toEqual([])
  })

  test('exposes the port that the server listens on, on every address', () => {
    expect(argumentsOf('EXPOSE')).toBe(env.LECTERN_PORT)
    expect(env.LECTERN_HOST).toBe('0.0.0.0')
  })

  test('keeps the database in its volume, in a directory that only its user can open', () => {
    const volume = argumentsOf('VOLUME')
    expect(dirname(env.LECTERN_DATABASE_URL?.slice('sqlite:'.length) ?? '')).toBe(volume)
    const user = argumentsOf('USER')
    expect(user).toMatch(/^[1-9]\d*$/)
    const setUp = instructions
      .filter((each) => each.getKeyword() === 'RUN')
      .map((each) => each.getArgumentsContent())
      .at(-1)
    expect(setUp).toContain(`useradd --system --uid ${user} --no-create-home lectern`)
    expect(setUp).toContain(`install -d -o lectern -g lectern -m 700 ${volume}`)
  })

  test('has an entry point that runs every command, and serves where none is given', () => {
    expect(jsonOf(dockerfile.getENTRYPOINTs().at(-1))).toEqual(['lectern'])
    expect(JSON.parse(argumentsOf('CMD'))).toEqual(['serve'])
    const links = instructions.map((each) =>
      /ln -s (\S+) \/usr\/local\/bin\/lectern/.exec(each.getArgumentsContent() ?? ''),
    )
    expect(links.flatMap((link) => link?.[1] ?? [])).toEqual([`${argumentsOf('WORKDIR')}/${packageFile.bin.lectern}`])
  })

  test('has a health check that the program understands, of the process that Docker starts', async () => {
    expect(healthCheck).toEqual(['lectern', 'health', '--process', '1'])
    // This machine's own process 1 is no server; a command line that is wrong would exit with 2.
    expect((await run(healthCheck.slice(1))).code).toBe(1)
  })
})

interface ComposeService {
  readonly build?: { readonly context: string; readonly dockerfile: string }
  readonly image?: string
  readonly command?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, object>>
  readonly ports?: readonly string[]
  readonly tmpfs?: readonly string[]
  readonly volumes?: readonly string[]
}

describe('the compose file', () => {
  const compose: { services: Record<string, ComposeService>; volumes: Record<string, object> } = parse(
    read('deploy/compose.yaml'),
  )
  const dockerfile = DockerfileParser.parse(read('deploy/Dockerfile'))
  const { lectern, database } = compose.services
  const mounts = (service: ComposeService) => (service.volumes ?? []).map((each) => each.split(':'))

  test('builds the image of the Dockerfile', () => {
    expect(existsSync(join(root, 'deploy', lectern?.build?.context ?? '', lectern?.build?.dockerfile ?? ''))).toBe(true)
  })

  test('starts a server with options and settings that the program accepts', () => {
    const [command, ...options] = lectern?.command ?? []
    expect(command).toBe('serve')
    expect(rejectedOptions(options)).toEqual([])
    expect(rejectedSettings({ ...lectern?.environment })).toEqual([])
  })

  test('publishes the port of the image, on loopback alone', () => {
    const exposed = dockerfile.getInstructions().find((each) => each.getKeyword() === 'EXPOSE')
    expect(lectern?.ports).toEqual([`127.0.0.1:8080:${exposed?.getArgumentsContent()}`])
  })

  test('connects to the database that it starts, as its user, with its password', () => {
    const url = new URL(lectern?.environment.LECTERN_DATABASE_URL ?? '')
    expect(Object.keys(lectern?.depends_on ?? {})).toEqual([url.hostname])
    expect(Object.keys(compose.services)).toContain(url.hostname)
    expect(database?.environment.POSTGRES_USER).toBe(url.username)
    expect(database?.environment.POSTGRES_DB).toBe(url.pathname.slice(1))
    expect(database?.environment.POSTGRES_PASSWORD).toBe(lectern?.environment.PGPASSWORD)
    expect(database?.image).toMatch(/^postgres:\d+\.\d+-\w+(@sha256:\w{64})?$/)
  })

  test('declares the volumes that its services use, and makes no others', () => {
    const used = Object.values(compose.services).flatMap((service) => mounts(service).map(([name]) => name))
    expect(used.sort()).toEqual(Object.keys(compose.volumes).sort())
    const volumes = dockerfile.getInstructions().filter((each) => each.getKeyword() === 'VOLUME')
    // A VOLUME of the image that nothing is mounted on becomes an anonymous volume.
    for (const volume of volumes.map((each) => each.getArgumentsContent())) {
      expect([...(lectern?.tmpfs ?? []), ...(lectern ? mounts(lectern).map(([, path]) => path) : [])]).toContain(volume)
    }
  })
})

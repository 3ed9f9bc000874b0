/** The import directions of ARCHITECTURE.md: one rule for each folder, within services/ and the console too. */

/** Files below `root/folder` may import only their own folder and `allowed`, besides packages. */
const layer = (root, folder, allowed) => ({
  name: `${root}/${folder}`.replaceAll('/', '-'),
  comment: `${root}/${folder} may import only: ${[folder, ...allowed].join(', ')} (and packages)`,
  severity: 'error',
  from: { path: `^${root}/${folder}(/|\\.)` },
  to: { path: `^${root}/`, pathNot: [folder, ...allowed].map((name) => `^${root}/${name}(/|\\.)`) },
})

/** runtime/ holds what any folder needs of the process: guarded callbacks and turns of the event loop. */
const src = (folder, allowed) => layer('src', folder, ['runtime', ...allowed])

/** Each area of services/ may import the areas before it in this list, and those of `beside` that stand on its floor. */
const service = (area, allowed) => layer('src/services', area, ['shared', ...allowed])

const protocol = ['protocol/schema', 'protocol/formats', 'protocol/host']
const rulesAndTime = ['registration', 'time']

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'only-the-entry-point-at-the-root',
      comment: 'src/ holds folders, the entry point cli.ts and version.ts',
      severity: 'error',
      from: {},
      to: { path: '^src/[^/]+$', pathNot: '^src/(cli|version)\\.ts$' },
    },

    layer('src', 'runtime', []),
    src('files', []),
    src('protocol/schema', []),
    src('protocol/formats', ['protocol/schema']),
    src('protocol/host', ['protocol/formats', 'protocol/schema']),
    src('protocol/docs', protocol),
    src('contract', ['protocol/schema']),
    {
      name: 'src-registration',
      comment: 'src/registration is pure: it imports no package and no other folder',
      severity: 'error',
      from: { path: '^src/registration' },
      to: { pathNot: '^src/registration' },
    },
    src('time', []),
    src('store', ['registration', 'files']),
    src('accounts', ['store', 'protocol/schema']),
    src('services', ['accounts', 'store', ...rulesAndTime, 'contract', 'protocol/schema']),
    src('transfer/import', ['store', ...rulesAndTime, 'transfer/export']),
    src('transfer/export', ['store', 'registration']),
    src('demo', ['transfer/import', 'accounts', 'store', 'registration']),
    src('observability', ['protocol/host', 'protocol/schema', 'store']),
    src('extensions/sandbox', [
      'services',
      'accounts',
      'transfer/export',
      'store',
      'registration',
      'contract',
      ...protocol,
    ]),
    {
      name: 'src-server',
      comment: 'src/server wires everything but the commands',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(server|cli)(/|\\.)' },
      to: { path: '^src/server/' },
    },
    {
      name: 'src-cli',
      comment: 'nothing imports the commands',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli' },
      to: { path: '^src/cli' },
    },

    service('shared', []),
    service('middleware', []),
    service('auth', ['middleware']),
    service('assignments', ['middleware']),
    service('sessions', ['middleware', 'assignments']),
    service('tickets', ['middleware', 'assignments']),
    service('registrations', ['middleware', 'assignments', 'sessions', 'tickets']),
    service('events', ['middleware', 'assignments', 'sessions', 'tickets', 'registrations']),
    service('attendance', ['middleware', 'assignments', 'sessions', 'tickets', 'registrations']),
    service('reporting', ['middleware', 'assignments', 'sessions', 'tickets', 'registrations']),

    layer('console/src', 'api', []),
    layer('console/src', 'model', ['api']),
    layer('console/src', 'lib', ['api', 'model', 'styles']),
    layer('console/src', 'ui', ['api', 'model', 'lib', 'styles']),
    layer('console/src', 'pages', ['api', 'model', 'lib', 'ui', 'styles']),
    {
      name: 'console-uses-the-public-api',
      comment: 'the console talks to the server through the public API, whose types are generated into it',
      severity: 'error',
      from: { path: '^console/src' },
      to: { path: '^(src|test|bench|scripts)/' },
    },
    {
      name: 'nothing-imports-the-console',
      severity: 'error',
      from: { path: '^(src|bench)/' },
      to: { path: '^console/' },
    },

    {
      name: 'domain-without-http',
      comment: 'only the protocol, the server and the commands know HTTP',
      severity: 'error',
      from: { path: '^src/(contract|registration|time|store|accounts|services|transfer|demo)/' },
      to: { path: '(^|/)fastify(/|$)|^(node:)?https?$' },
    },
    {
      name: 'sqlite-driver',
      comment: 'only the SQLite engine imports its driver',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/sqlite' },
      to: { path: 'node_modules/better-sqlite3' },
    },
    {
      name: 'postgres-driver',
      comment: 'only the PostgreSQL engine imports its driver',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/postgres' },
      to: { path: 'node_modules/(@types/)?pg/' },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
}

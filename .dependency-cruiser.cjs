/** The directions of ARCHITECTURE.md: two towers, joined by the services and wired in server.ts. */
const only = (name, from, allowed) => ({
  name,
  comment: `src/${from} may import only: ${[from, ...allowed].join(', ')} (and packages)`,
  severity: 'error',
  from: { path: `^src/${from}` },
  to: { path: '^src/', pathNot: [from, ...allowed].map((p) => `^src/${p}`) },
})

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('schema-is-the-ground', 'protocol/schema', []),
    only('formats-over-schema', 'protocol/formats', ['protocol/schema']),
    only('host-over-formats', 'protocol/host', ['protocol/formats', 'protocol/schema']),
    only('docs-over-formats', 'protocol/docs', ['protocol/formats', 'protocol/schema', 'protocol/host']),
    only('contract-over-schema', 'contract', ['protocol/schema']),
    {
      name: 'rules-import-nothing',
      comment: 'registration/ is pure: no package, no other folder',
      severity: 'error',
      from: { path: '^src/registration' },
      to: { pathNot: '^src/registration' },
    },
    // How people write dates, times and zones: the services read them in calls, importing in files.
    only('programme-imports-nothing', 'programme', []),
    only('store-over-rules', 'store', ['registration']),
    only('accounts-over-store', 'accounts', ['store', 'protocol/schema']),
    only('services-over-accounts', 'services', [
      'accounts',
      'store',
      'registration',
      'programme',
      'contract',
      'protocol/schema',
    ]),
    only('sight-over-host', 'sight', ['protocol/host', 'protocol/schema', 'store']),
    only('moving-over-store', 'moving', ['store', 'registration']),
    only('importing-over-store', 'importing', ['store', 'registration', 'programme']),
    only('demo-over-importing', 'demo', ['importing', 'accounts', 'store', 'registration']),
    {
      name: 'events-know-no-http',
      severity: 'error',
      from: { path: '^src/(contract|registration|programme|store|accounts|services|importing|moving|demo)' },
      to: { path: '(^|/)fastify(/|$)|^(node:)?https?$' },
    },
    {
      name: 'one-driver-one-place',
      comment: 'only an engine talks to its driver',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/sqlite' },
      to: { path: 'node_modules/better-sqlite3' },
    },
    {
      name: 'one-driver-one-place-postgres',
      comment: 'only an engine talks to its driver',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/postgres' },
      to: { path: 'node_modules/(@types/)?pg/' },
    },
    {
      name: 'console-knows-the-api-only',
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
      name: 'nothing-imports-the-command',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli' },
      to: { path: '^src/cli' },
    },
    {
      name: 'no-dev-packages',
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

// The layers, written once: each may import itself and what stands before it, nothing after.
const layers = [
  'lib',
  'lib/pricing',
  'lib/metering',
  'lib/catalog',
  'lib/subscription',
  'lib/credit',
  'lib/onboarding',
  'lib/rating',
  'lib/entitlement',
  'lib/notification',
  'lib/billing',
  'lib/revenue',
  'lib/figures',
  'lib/api',
  'lib/server',
  'app',
];
const pure = layers.slice(0, layers.indexOf('lib/server'));

/** The files of a layer; `lib` itself is only what lies directly in it. */
const files = (layer) => (layer === 'lib' ? '^lib/[^/]+$' : `^${layer}/`);
const tests = '\\.test\\.tsx?$';

const layerRules = layers.slice(0, -1).map((layer, i) => ({
  name: `nothing above ${layer}`,
  comment: 'imports point left only: see docs/architecture.md',
  severity: 'error',
  from: { path: files(layer) },
  to: { path: layers.slice(i + 1).map(files) },
}));

export default {
  forbidden: [
    ...layerRules,
    { name: 'no cycles', severity: 'error', from: { pathNot: '^lib/server/generated/' }, to: { circular: true } },
    {
      name: 'nothing below the edge knows HTTP',
      severity: 'error',
      from: { path: '^lib/server/', pathNot: ['^lib/server/(api|testing)/', tests] },
      to: { path: '^lib/server/api/' },
    },
    { name: 'nothing unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'components stay in the browser',
      comment: 'they talk to the server through the HTTP API',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: ['^lib/server/', '^app/', '^scripts/', '^prisma/'] },
    },
    {
      name: 'lib does not draw',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: ['^components/', '^scripts/', '^prisma/', '^e2e/'] },
    },
    {
      name: 'pure folders neither draw nor read nor write',
      comment: 'their functions run in the browser, on the server and in tests alike',
      severity: 'error',
      from: { path: pure.map(files), pathNot: tests },
      to: { path: ['^node_modules/(react|react-dom|next|next-auth|pg|@prisma|pino|hono)/'] },
    },
    {
      name: 'no Node in pure folders',
      severity: 'error',
      from: { path: pure.map(files), pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'tests are not imported',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'programs do not import development dependencies',
      severity: 'error',
      from: {
        path: '^(app|components|lib|server\\.ts|proxy\\.ts)',
        pathNot: [tests, '^lib/server/(testing/|usage/clickhouse/testing)', '/arbitrary-[a-z-]+\\.ts$'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^lib/server/generated/'] },
    exclude: { path: ['^\\.next/', '^dist/', 'next-env', '^scripts/test/clickhouse/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default', 'types'], exportsFields: ['exports'] },
  },
};

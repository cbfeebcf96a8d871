/** The import rules of the house. */
const adapters = '^src/(object-store/(folder|s3)|mail/(smtp|outbox)|accounting/[a-z0-9-]+/)'
/** A vendor package and the one room (or file) that may import it. */
const vendors = {
  '^(@electric-sql/pglite)': '^src/database/embedded/',
  '^(kysely|pg)$':
    '^src/(database|pipeline|stages|suppliers|intake|approvals|people|review|http|web|mail|doctor|bench|insight|evidence)/',
  '^(bullmq|ioredis)$': '^src/job-queue/',
  '^(@aws-sdk/.*|minio)$': '^src/object-store/',
  '^(tesseract.js|pdfjs-dist|sharp|@napi-rs/canvas|eld)$': '^(src/recognition/|fixtures/)',
  '^(smtp-server|mailparser)$': '^src/intake/',
  '^(nodemailer)$': '^(src/mail/|src/bench/|fixtures/|src/.*\\.(test|int)\\.ts$|src/commands/)',
  '^(fastify|@fastify/.*|fastify-type-provider-zod)$': '^src/(http|web)/',
  '^(standardwebhooks)$': '^src/accounting/webhook/',
  '^(commander)$': '^src/cli\\.ts$',
  '^(prom-client)$': '^src/insight/',
  '^(zxing-wasm)$': '^(src/recognition/codes/|fixtures/)',
  '^(saxes)$': '^src/e-invoices/xml/',
  '^(react|react-dom|react-router|@mantine/.*|@tanstack/.*|recharts)$': '^src/web/workspace/',
}

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'schemas-import-zod-alone',
      severity: 'error',
      from: { path: '^schemas/' },
      to: { pathNot: ['^schemas/', '^node_modules/zod/'] },
    },
    {
      name: 'readers-and-rules-are-pure',
      comment: 'extraction and validation: no IO, no clock, no configuration',
      severity: 'error',
      from: { path: '^src/(extraction|validation)/', pathNot: '\\.test\\.ts$' },
      to: {
        pathNot: [
          '^schemas/',
          '^src/(extraction|validation|e-invoices|wording)/',
          '^node_modules/(decimal\\.js|ibantools|stdnum|eld|fuse\\.js|zod|libphonenumber-js)/',
        ],
      },
    },
    {
      name: 'readers-never-import-one-another',
      severity: 'error',
      from: { path: '^src/extraction/readers/([^/]+)/' },
      to: { path: '^src/extraction/readers/([^/]+)/', pathNot: '^src/extraction/readers/$1/' },
    },
    {
      name: 'e-invoices-are-pure',
      comment: 'syntax readers and rules: no IO, no clock, no configuration',
      severity: 'error',
      from: { path: '^src/e-invoices/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^schemas/', '^src/e-invoices/', '^node_modules/(decimal\\.js|saxes)/'] },
    },
    {
      name: 'wording-is-words',
      comment: 'what people are told in their languages: every room and the browser may have it',
      severity: 'error',
      from: { path: '^src/wording/', pathNot: '\\.test\\.ts$' },
      to: { pathNot: ['^schemas/', '^src/wording/'] },
    },
    {
      name: 'syntaxes-never-import-one-another',
      severity: 'error',
      from: { path: '^src/e-invoices/(ubl|cii|fattura-pa)/' },
      to: { path: '^src/e-invoices/(ubl|cii|fattura-pa)/', pathNot: '^src/e-invoices/$1/' },
    },
    {
      name: 'rules-never-import-one-another',
      severity: 'error',
      from: { path: '^src/validation/rules/([^/]+)\\.ts$' },
      to: { path: '^src/validation/rules/', pathNot: '^src/validation/rules/$1\\.ts$' },
    },
    {
      name: 'connectors-never-import-one-another',
      severity: 'error',
      from: { path: '^src/accounting/([^/]+)/', pathNot: '^src/accounting/testing/' },
      to: { path: '^src/accounting/([^/]+)/', pathNot: ['^src/accounting/$1/', '^src/accounting/testing/'] },
    },
    {
      name: 'stages-see-ports-never-adapters',
      severity: 'error',
      from: {
        path: '^src/(stages|pipeline|approvals|review|people|http|web|intake)/',
        pathNot: '\\.(test|int|contract)\\.ts$|/testing/',
      },
      to: { path: [adapters, '^src/database/embedded/'] },
    },
    {
      name: 'the-top-is-the-top',
      comment:
        'only commands and the command line know the application; only app.ts and its like read the configuration',
      severity: 'error',
      from: {
        path: '^(src|workers)/',
        pathNot: '^src/(app|cli|config|launch)\\.(ts|mjs)$|^src/(commands|project|bench|torture)/|\\.(test|int)\\.ts$',
      },
      to: { path: '^src/(app|cli|config)\\.ts$' },
    },
    {
      name: 'rooms-do-not-know-who-runs-them',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(app\\.ts|project/)' },
      to: { path: '^workers/' },
    },
    {
      name: 'products-do-not-import-tests',
      severity: 'error',
      from: { pathNot: '\\.(test|int|contract)\\.ts$' },
      to: { path: '\\.(test|int)\\.ts$' },
    },
    {
      name: 'the-workspace-runs-in-a-browser',
      comment: 'it knows the server by types alone; beside itself it may run what is pure',
      severity: 'error',
      from: { path: '^src/web/workspace/', pathNot: '\\.(test|int)\\.ts$' },
      to: {
        path: '^(src|workers|schemas)/',
        pathNot: [
          '^src/web/workspace/',
          '^src/web/assets/look\\.css$',
          '^src/extraction/notation/number\\.ts$',
          '^src/pipeline/lifecycle\\.ts$',
          '^src/wording/',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    ...Object.entries(vendors).map(([vendor, room], index) => ({
      name: `vendor-in-one-room-${index}`,
      comment: `${vendor} is imported in ${room} only`,
      severity: 'error',
      from: { path: '^(src|workers|schemas)/', pathNot: [room, '\\.(test|int)\\.ts$|/testing/|^src/torture/'] },
      to: { path: `^node_modules/${vendor.slice(1).replace(/\$$/, '')}(/|$)` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
}

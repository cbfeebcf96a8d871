/** The composition root: configuration -> adapters -> application. The only file that names an adapter. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { v7 as uuidV7 } from 'uuid'
import { startWorkers } from '../workers/main.ts'
import type { WorkerPorts } from '../workers/spec.ts'
import { openConnectors } from './accounting/registry.ts'
import { openClamd } from './antivirus/clamd.ts'
import type { Antivirus, ObserveScan } from './antivirus/index.ts'
import type { Config } from './config.ts'
import { inBackground } from './database/background.ts'
import { type Database, type OpenDatabase, openDatabase } from './database/index.ts'
import { openMetrics } from './insight/metrics.ts'
import type { FolderPorts } from './intake/folder.ts'
import type { SmtpIntake } from './intake/smtp.ts'
import { openSpool } from './intake/spool.ts'
import { type JobQueue, openJobQueue, type QueueSettings, type WorkName } from './job-queue/index.ts'
import { type Logger, openLog } from './log.ts'
import type { MailSender } from './mail/index.ts'
import { openOutbox } from './mail/outbox.ts'
import type { ObjectStore } from './object-store/index.ts'
import { bringIntoShape, makeReady, openObjectStore } from './object-store/open.ts'
import type { S3Settings } from './object-store/s3.ts'
import { inAdvance, lazily } from './opening.ts'
import { ensureAdministrator } from './people/ensure-administrator.ts'
import { ensureCompany } from './people/ensure-company.ts'
import { ensureLocalKey } from './people/ensure-local-key.ts'
import { dispatchTo } from './pipeline/dispatch.ts'
import { killAt } from './pipeline/failpoint.ts'
import { keepSweeping } from './pipeline/keep-sweeping.ts'
import { releaseLeases } from './pipeline/sweep.ts'
import type { DocumentReader } from './recognition/index.ts'
import type { ChildPool } from './sandbox/index.ts'
import { openSecrets, type Secrets } from './secrets/seal.ts'

/** Between two looks for due work that has no job. The queue gives hints at once; this is for what got lost and for retries. */
const SWEEP_EVERY_MS = 3_000

/** A head a day; looked for this often, so that an outage or a process that runs now and then does not miss the day. */
const EXPORT_HEADS_EVERY_MS = 10 * 60_000

/** What runs has this long to end by itself when the process stops; most do. Supervisors kill after 30 seconds and more. */
const FINISH_MS = 15_000

/** For what no event told of; each listing of an S3 store is paid for. */
const LIST_BUCKET_EVERY_MS = 3 * 60_000

/** A program that writes a file rarely rests for three seconds; a listing of a few files costs nothing. */
const FOLDER_PATIENCE = { everyMs: 2_000, settleMs: 3_000 }

export type App = {
  logger: Logger
  /** Where people open it; null where this process does not serve. */
  publicUrl: string
  httpPort: number | null
  smtpPort: number | null
  ingestDomain: string
  /** A one-time link for the administrator, until one has signed in. */
  administrator: { email: string; url: string } | null
  /** For commands that look inside. */
  records: { db: Database; objects: ObjectStore }
  close(): Promise<void>
}

/**
 * Starts Billhook in this process: serving people and channels, working, or both.
 * @throws BillhookError with the remedy when a part can't be had; what was started before is closed again.
 */
export async function startApp(config: Config, role: { serve: boolean; work: readonly WorkName[] }): Promise<App> {
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const closer of closers.reverse().splice(0)) await closer()
  }
  try {
    return { ...(await start(config, { role, onClose: (closer) => closers.push(closer) })), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function start(
  config: Config,
  {
    role,
    onClose,
  }: { role: { serve: boolean; work: readonly WorkName[] }; onClose: (closer: () => Promise<unknown>) => void },
): Promise<Omit<App, 'close'>> {
  const logger = openLog(config.LOG_LEVEL)
  const now = () => new Date()
  const newId = () => uuidV7()
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 })

  // The embedded database opens in its own thread; meanwhile this one reads what it will need.
  const rooms = role.serve ? [import('./http/app.ts'), import('./intake/smtp.ts')] : []
  for (const room of rooms) inAdvance<unknown>(room)

  // Closed in the opposite order, so that what others need is registered first: what still runs has its records, store and mail to the end.
  const mailSender = await openMail(config)
  onClose(() => mailSender.close())
  const objects = await openObjects(config)
  onClose(() => objects.close())
  const s3 = s3SettingsOf(config)
  const log = (message: string, details: Record<string, unknown>) => logger.info(details, message)
  const warn = (message: string, details: Record<string, unknown>) => logger.warn(details, message)
  const objectsAreReady = inAdvance(makeReady(objects, { s3, log: warn }))
  const databaseIsOpen = inAdvance(openDatabaseOf(config))
  onClose(async () => (await databaseIsOpen.catch(() => null))?.close())
  const queueIsOpen = inAdvance(
    config.REDIS_URL
      ? openQueue({ kind: 'redis', url: config.REDIS_URL }, logger)
      : databaseIsOpen.then(({ pool }) => openQueue({ kind: 'postgres', pool }, logger)),
  )
  onClose(async () => (await queueIsOpen.catch(() => null))?.close())

  const database = await databaseIsOpen
  const { db } = database
  if (database.unrestricted !== null)
    logger.warn(
      { reason: database.unrestricted },
      'the audit trail is protected by its trigger alone: see README, "Roles"',
    )

  await objectsAreReady
  const queue = await queueIsOpen
  const dispatch = dispatchTo(queue, (work, error) =>
    logger.warn({ work, error: String(error) }, 'a hint was lost; the sweep finds it'),
  )

  const metrics = openMetrics({ db, now, countJobs: () => queue.count() })
  const antivirus = openAntivirus(config, metrics.observeScan)
  // An outage of the scanner holds documents; it is no reason not to take them in.
  void antivirus?.check().catch((error: Error) => logger.warn(error.message))
  const secrets = openSecretsOf(config)
  const spool = await openSpool({ folder: join(config.dataFolder, 'spool') })

  await ensureCompany(
    { db, now },
    {
      id: config.COMPANY,
      name: config.COMPANY_NAME,
      own: { names: [config.COMPANY_NAME], vatIds: [], ibans: [] },
      policy: { rules: [{ approvers: [config.APPROVER_EMAIL] }], linkHours: 14 * 24 },
      connectors: [
        {
          kind: 'hledger',
          expenseAccount: 'expenses:unsorted',
          taxAccount: 'assets:vat',
          payableAccount: 'liabilities:payable',
        },
        { kind: 'csv' },
      ],
    },
  )

  // Embedded, nobody else can be at work: what a killed process held is due at once.
  if (database.kind === 'embedded') {
    await releaseLeases({ db, now })
    if (!config.REDIS_URL) await queue.clear()
  }

  const failpoint = config.FAILPOINT ? killAt(config.FAILPOINT) : undefined
  const receivePorts = { db, objects, now, newId, dispatch, spool, log, ...(failpoint && { failpoint }) }
  let publicUrl = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`
  let httpPort: number | null = null
  let smtp: SmtpIntake | null = null

  if (role.serve) {
    const { buildHttp } = await import('./http/app.ts')
    const http = await buildHttp({
      ...receivePorts,
      publicUrl: () => publicUrl,
      ingestDomain: config.INGEST_DOMAIN,
      sessionSecret: config.SESSION_SECRET ?? keepSecret(join(config.dataFolder, 'session-secret')),
      logger,
      mailLeaves: mailSender.leaves,
      metrics,
      metricsToken: config.METRICS_TOKEN,
      scansOriginals: antivirus !== null,
      secrets,
    })
    onClose(() => http.close())
    await http.listen({ port: config.PORT, host: config.HOST })
    const address = http.server.address()
    httpPort = typeof address === 'object' && address ? address.port : config.PORT
    publicUrl = config.PUBLIC_URL ?? `http://localhost:${httpPort}`

    const { startSmtp } = await import('./intake/smtp.ts')
    smtp = await startSmtp(
      { port: config.SMTP_PORT, host: config.HOST, ingestDomain: config.INGEST_DOMAIN },
      receivePorts,
    )
    const listening = smtp
    onClose(() => listening.close())
    await startDrops(config, { ports: receivePorts, warn, onClose })
  }

  if (role.work.length > 0) {
    const reader = lazily<DocumentReader>(async () => {
      const { openDocumentReader } = await import('./recognition/index.ts')
      return openDocumentReader({ processes: config.processes, ocrLanguages: config.ocrLanguages })
    })
    onClose(async () => (await reader.opened())?.close())
    const mailChildren = lazily<ChildPool>(async () => {
      const [{ openChildPool }, { PARSE_CHILDREN }] = await Promise.all([
        import('./sandbox/index.ts'),
        import('./intake/unpack.ts'),
      ])
      return openChildPool(PARSE_CHILDREN)
    })
    onClose(async () => (await mailChildren.opened())?.close())
    const extraction = lazily(async () => (await import('./stages/extract-in-child.ts')).openExtraction())
    onClose(async () => (await extraction.opened())?.close())
    const connectorPorts = { folder: join(config.dataFolder, 'books'), now }
    const ports: WorkerPorts = {
      ...receivePorts,
      observe: metrics.observe,
      get publicUrl() {
        return publicUrl
      },
      temporaryFolder: join(config.dataFolder, 'work'),
      documentReader: reader.get,
      antivirus,
      secrets,
      extract: async (transcript, context) => (await extraction.get()).extract(transcript, context),
      learn: async (input) => (await extraction.get()).learn(input),
      readStack: async (transcript, context) => (await extraction.get()).readStack(transcript, context),
      connectorsOf: (company) => openConnectors(company, connectorPorts),
      mailSender,
      unpackPorts: async () => ({ ...receivePorts, antivirus, children: await mailChildren.get() }),
    }
    await inBackground(() => startWorkers(queue, { names: role.work, ports, processes: config.processes }))
    // Closing the children before would be the end of what runs; after this they interrupt it, and it is handed back.
    onClose(() => Promise.race([queue.finish(), delay(FINISH_MS, undefined, { ref: false })]))
    const sweepPorts = {
      db,
      now,
      dispatch,
      onRepairs: metrics.countRepairs,
      onError: (error: unknown) => logger.warn({ error: String(error) }, 'the sweep failed; it runs again'),
    }
    const sweeper = inBackground(() => keepSweeping(sweepPorts, { everyMs: SWEEP_EVERY_MS }))
    onClose(() => sweeper.stop())
    const { keepExportingHeads } = await import('./evidence/audit-heads.ts')
    const heads = keepExportingHeads({ db, objects, now, log: warn }, { everyMs: EXPORT_HEADS_EVERY_MS })
    onClose(() => heads.stop())
    if (!role.serve && config.METRICS_PORT !== undefined) {
      const { serveMetrics } = await import('./insight/serve-metrics.ts')
      const settings = { port: config.METRICS_PORT, host: config.HOST, token: config.METRICS_TOKEN }
      const served = await serveMetrics(metrics, settings)
      onClose(() => served.close())
      logger.info({ port: served.port }, 'metrics are served')
    }
  }

  if (role.serve) {
    await ensureLocalKey(
      { db, now, newId },
      { path: join(config.dataFolder, 'local-key.json'), url: publicUrl, company: config.COMPANY },
    )
  }
  const administrator = role.serve
    ? await ensureAdministrator({ db, now, newId, publicUrl }, { companyId: config.COMPANY, email: config.ADMIN_EMAIL })
    : null
  return {
    logger,
    publicUrl,
    httpPort,
    smtpPort: smtp?.port ?? null,
    ingestDomain: config.INGEST_DOMAIN,
    administrator,
    records: { db, objects },
  }
}

/** The records and originals alone, for commands that look after them. @throws BillhookError `database.locked` while a server runs embedded. */
export async function openRecords(config: Config): Promise<{
  db: Database
  objects: ObjectStore
  antivirus: Antivirus | null
  secrets: Secrets
  close(): Promise<void>
}> {
  const database = await openDatabaseOf(config)
  const objects = await openObjects(config)
  return {
    db: database.db,
    objects,
    antivirus: openAntivirus(config),
    secrets: openSecretsOf(config),
    async close() {
      await objects.close()
      await database.close()
    },
  }
}

function openDatabaseOf(config: Config): Promise<OpenDatabase> {
  return openDatabase(
    config.DATABASE_URL
      ? {
          kind: 'server',
          url: config.DATABASE_URL,
          ...(config.DATABASE_OWNER_URL ? { ownerUrl: config.DATABASE_OWNER_URL } : {}),
        }
      : { kind: 'embedded', folder: config.dataFolder },
  )
}

function openAntivirus({ CLAMD_URL: url }: Config, onScan?: ObserveScan): Antivirus | null {
  return url === undefined ? null : openClamd({ url, ...(onScan && { onScan }) })
}

function openQueue(settings: QueueSettings, logger: Logger): Promise<JobQueue> {
  return inBackground(() =>
    openJobQueue(settings, (error) =>
      logger.warn({ error: error.message }, 'the job queue has trouble; the sweep finds what is due'),
    ),
  )
}

function openObjects(config: Config): Promise<ObjectStore> {
  return openObjectStore({ s3: s3SettingsOf(config), folder: join(config.dataFolder, 'objects') })
}

function s3SettingsOf(config: Config): S3Settings | null {
  const { S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, S3_KEEP_DAYS } = config
  if (!S3_ENDPOINT || !S3_ACCESS_KEY_ID || !S3_SECRET_ACCESS_KEY) return null
  return {
    endpoint: S3_ENDPOINT,
    bucket: config.S3_BUCKET,
    region: config.S3_REGION,
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
    ...(S3_KEEP_DAYS === undefined ? {} : { keepDays: S3_KEEP_DAYS }),
  }
}

/** The channels on which nobody waits for an answer: the bucket's inbox and the watched folder. */
async function startDrops(
  config: Config,
  {
    ports,
    warn,
    onClose,
  }: { ports: FolderPorts; warn: FolderPorts['log']; onClose: (closer: () => Promise<unknown>) => void },
): Promise<void> {
  const s3 = s3SettingsOf(config)
  if (s3) {
    await bringIntoShape(s3, warn)
    const [{ openBucketInbox }, { INBOX_PREFIX, startBucketIntake }] = await Promise.all([
      import('./object-store/bucket-inbox.ts'),
      import('./intake/bucket.ts'),
    ])
    const inbox = await openBucketInbox(s3, { prefix: INBOX_PREFIX })
    onClose(() => inbox.close())
    const bucket = startBucketIntake({ ...ports, inbox }, { listEveryMs: LIST_BUCKET_EVERY_MS })
    onClose(() => bucket.stop())
  }
  if (config.inboxFolder !== null) {
    const { startFolderIntake } = await import('./intake/folder.ts')
    for (const { id } of await ports.db.selectFrom('company').select('id').execute())
      mkdirSync(join(config.inboxFolder, id), { recursive: true, mode: 0o700 })
    const folder = startFolderIntake(ports, { folder: config.inboxFolder, ...FOLDER_PATIENCE })
    onClose(() => folder.stop())
  }
}

async function openMail(config: Config): Promise<MailSender> {
  if (!config.MAIL_URL) return openOutbox()
  const { openSmtp } = await import('./mail/smtp.ts')
  return openSmtp({ url: config.MAIL_URL, from: config.MAIL_FROM })
}

function openSecretsOf({ SECRETS_KEY, SESSION_SECRET, dataFolder }: Config): Secrets {
  return openSecrets(SECRETS_KEY ?? SESSION_SECRET ?? keepSecret(join(dataFolder, 'secrets-key')))
}

/** A secret that the first start makes and every later one reads. */
function keepSecret(path: string): string {
  try {
    writeFileSync(path, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx', flush: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(path, 'utf8').trim()
}

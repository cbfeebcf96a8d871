/**
 * Kills a Billhook again and again while the world around it goes on, waits for quiet, and compares what it promised with what it has.
 * Everything random comes from the seed: the moments of the kills, the failpoints, the documents.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateInvoice } from '../../fixtures/generate/index.ts'
import { createRandom } from '../../fixtures/generate/random.ts'
import { openRecords } from '../app.ts'
import { readConfig } from '../config.ts'
import { checkInvariants } from '../doctor/check-invariants.ts'
import { createApiKey } from '../people/api-keys.ts'
import { effectKey } from '../pipeline/effects.ts'
import { FAILPOINTS } from '../pipeline/failpoint.ts'
import { stageOf } from '../pipeline/lifecycle.ts'
import { findFreePort } from '../project/testing/free-port.ts'
import { type RunningBillhook, startBillhook } from '../project/testing/start-billhook.ts'
import { openLedger, type Promised } from './ledger.ts'
import { startWorld } from './world.ts'

export type TortureOptions = {
  kills: number
  seed: string
  folder: string
  /** Beyond ports and folder: DATABASE_URL and its like. */
  environment?: Record<string, string>
  log: (line: string) => void
}

export type TortureReport = {
  kills: number
  seed: string
  delivered: number
  approved: number
  posted: number
  /** Milliseconds from each restart to the first new acknowledgement. */
  firstAcknowledgements: number[]
  problems: string[]
}

const QUIET_TIMEOUT_MS = 300_000

export async function runTorture({
  kills,
  seed,
  folder,
  environment = {},
  log,
}: TortureOptions): Promise<TortureReport> {
  const random = createRandom(`torture/${seed}`)
  const ledger = openLedger(join(folder, 'ledger.jsonl'))
  const port = await findFreePort()
  const smtpPort = await findFreePort()
  const settings = {
    ...environment,
    DATA_DIR: join(folder, 'data'),
    PORT: String(port),
    SMTP_PORT: String(smtpPort),
    LOG_LEVEL: 'warn',
  }
  const start = (failpoint?: string) =>
    startBillhook(settings.DATA_DIR, { ...settings, ...(failpoint ? { FAILPOINT: failpoint } : {}) })

  // One clean start makes the company; its administrator's key lets the world read the mails.
  await (await start()).kill('SIGTERM')
  const key = await makeKey(settings)
  const world = startWorld({
    url: `http://127.0.0.1:${port}`,
    smtpPort,
    key,
    company: 'acme',
    ingestDomain: 'in.localhost',
    ledger,
    document: async (n) =>
      (await generateInvoice({ seed: `torture/${seed}/${n}`, wishes: { type: 'invoice', lines: 2 } })).pdf,
    restMs: 300,
  })
  const firstAcknowledgements: number[] = []
  try {
    for (let kill = 1; kill <= kills; kill++) {
      const failpoint = random.chance(0.5) ? `${random.pick([...FAILPOINTS])}:${random.integer(1, 4)}` : undefined
      const lifetime = random.integer(300, 4000)
      const billhook = await start(failpoint)
      firstAcknowledgements.push(await waitForAcknowledgement(world, billhook))
      await Promise.race([rest(lifetime), ended(billhook)])
      await billhook.kill('SIGKILL')
      log(`kill ${kill}/${kills} ${failpoint ?? `after ${lifetime} ms`}, ${world.acknowledged()} acknowledged`)
    }
    const billhook = await start()
    await waitForAcknowledgement(world, billhook)
    await world.stopSending()
    await waitForQuiet({ url: billhook.url, key })
    await world.stop()
    await billhook.kill('SIGTERM')
  } finally {
    await world.stop()
  }
  return { kills, seed, firstAcknowledgements, ...(await compare(settings, ledger.read())) }
}

const rest = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

function ended({ process: child }: RunningBillhook): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => child.once('exit', () => resolve()))
}

async function waitForAcknowledgement(world: { acknowledged(): number }, billhook: RunningBillhook): Promise<number> {
  const before = world.acknowledged()
  const started = performance.now()
  let over = false
  void ended(billhook).then(() => {
    over = true
  })
  while (world.acknowledged() === before && !over && performance.now() - started < 60_000) await rest(20)
  return Math.round(billhook.startedIn + performance.now() - started)
}

async function makeKey(settings: Record<string, string>): Promise<string> {
  const records = await openRecords(readConfig(settings))
  const now = () => new Date()
  const ports = { db: records.db, now, newId: () => crypto.randomUUID() }
  const { key } = await createApiKey(ports, { companyId: 'acme', name: 'torture', role: 'admin', actor: 'torture' })
  await records.close()
  return key
}

/** Until no invoice is in a stage, waits for the clerk or the approver, and no delivery is open; what shows a failure counts as quiet. */
async function waitForQuiet({ url, key }: { url: string; key: string }): Promise<void> {
  const deadline = performance.now() + QUIET_TIMEOUT_MS
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${url}/api/companies/acme/${path}`, { headers: { authorization: `Bearer ${key}` } })
    return (await response.json()) as T
  }
  for (let quiet = 0; quiet < 3; ) {
    if (performance.now() > deadline) return
    const open = ['received', 'identified', 'recognized', 'extracted', 'validated', 'awaiting-approval', 'approved']
    let waiting = 0
    for (const status of open)
      waiting += (await get<{ invoices: unknown[] }>(`invoices?status=${status}&limit=1`)).invoices.length
    const { deliveries } = await get<{ deliveries: { disposedAt: string | null }[] }>('deliveries?limit=100')
    waiting += deliveries.filter(({ disposedAt }) => disposedAt === null).length
    quiet = waiting === 0 ? quiet + 1 : 0
    await rest(1000)
  }
}

/** What was promised against what is there: records, originals, books. */
async function compare(settings: Record<string, string>, promised: Promised[]) {
  const config = readConfig(settings)
  const records = await openRecords(config)
  try {
    const { db } = records
    const { problems: broken } = await checkInvariants({ ...records, now: () => new Date() })
    const problems = broken.map(({ check, subject, message }) => `${check}: ${subject}: ${message}`)

    const originals = new Set((await db.selectFrom('original').select('sha256').execute()).map((row) => row.sha256))
    const delivered = promised.filter((promise) => promise.kind === 'delivered')
    for (const { sha256, channel } of delivered) {
      if (!originals.has(sha256))
        problems.push(`lost: an invoice acknowledged over ${channel} (${sha256}) is not there`)
    }
    const invoices = await db.selectFrom('invoice').select(['id', 'version', 'status', 'failure']).execute()
    const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]))
    const approved = new Set(
      promised.filter((promise) => promise.kind === 'approved').map((promise) => promise.invoiceId),
    )
    for (const id of approved) {
      if (byId.get(id)?.status !== 'posted')
        problems.push(`invoice ${id} was approved, but is ${byId.get(id)?.status ?? 'not there'}`)
    }
    const unfinished = invoices.filter((invoice) => stageOf(invoice.status) !== null)
    for (const { id, status, failure } of unfinished)
      problems.push(`invoice ${id} is stuck at ${status}: ${failure?.message ?? 'no failure'}`)

    const journalPath = join(config.dataFolder, 'books', 'acme', 'journal.ledger')
    const journal = existsSync(journalPath) ? readFileSync(journalPath, 'utf8') : ''
    const posted = invoices.filter((invoice) => invoice.status === 'posted')
    for (const { id, version } of posted) {
      // The version grows by one with the move to posted.
      const reference = effectKey({ invoiceId: id, version: version - 1 }, 'hledger')
      const entries = journal.split('\n').filter((line) => /^\d{4}-\d\d-\d\d /.test(line) && line.includes(id)).length
      if (entries !== 1) problems.push(`invoice ${id} stands ${entries} times in the journal (${reference})`)
    }
    return { delivered: delivered.length, approved: approved.size, posted: posted.length, problems }
  } finally {
    await records.close()
  }
}

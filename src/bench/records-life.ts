/** What one invoice costs the database from its arrival to its payment, through the code that does it in life; nothing is read or sent. */
import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { v7 as uuidV7 } from 'uuid'
import type { Company } from '../../schemas/company.ts'
import type { Draft, FieldName } from '../../schemas/draft.ts'
import type { StageName } from '../../schemas/invoice.ts'
import type { Connector, Receipt } from '../accounting/index.ts'
import { type Database, openDatabase } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { receive } from '../intake/receive.ts'
import { sendMessage } from '../mail/send.ts'
import { move } from '../pipeline/move.ts'
import { runStage, type Stage } from '../pipeline/run-stage.ts'
import { summaryOf } from '../pipeline/summary.ts'
import type { StagePorts } from '../stages/ports.ts'
import { post } from '../stages/post.ts'
import { route } from '../stages/route.ts'
import { validate } from '../stages/validate.ts'

const TRIES = { attempts: 3, timeoutMs: 60_000, backoffMs: [1000] }
/** A process holds twelve connections; two lives at once leave some to spare. */
const AT_ONCE = 2

export type LifeCost = {
  /** Of each life, all its transactions together. */
  milliseconds: number[]
  /** Pages of 8 kB that were looked at for one life: the cost that no other program on the machine can change. */
  pages: number
  /** Bytes written ahead for one life. */
  logged: number
}

/** Leads so many invoices of the company through their lives. */
export async function measureLives(
  url: string,
  { companyId, lives }: { companyId: string; lives: number },
): Promise<LifeCost> {
  // The first ones fill caches of the process and of the server's sessions.
  await leadAll(url, { companyId, lives: 20 })
  const before = await readCounters(url)
  const milliseconds = await leadAll(url, { companyId, lives })
  const after = await readCounters(url)
  return {
    milliseconds,
    pages: (after.pages - before.pages) / lives,
    logged: (after.logged - before.logged) / lives,
  }
}

async function leadAll(url: string, { companyId, lives }: { companyId: string; lives: number }): Promise<number[]> {
  const database = await openDatabase({ kind: 'server', url })
  const milliseconds: number[] = []
  let left = lives
  const lead = async () => {
    while (left-- > 0) {
      const started = performance.now()
      await leadLife(portsOver(database.db), companyId)
      milliseconds.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lead))
  await database.close()
  return milliseconds
}

async function leadLife(ports: StagePorts, companyId: string): Promise<void> {
  const { db, now } = ports
  const bytes = Buffer.from(`%PDF-1.7 ${ports.newId()}`)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const spool = { content: bytes, sha256, bytes: bytes.length, head: bytes, remove: async () => {} }
  const envelope = { by: 'clerk@acme.example' }
  const files = [{ name: `scan-${sha256.slice(0, 6)}.pdf`, declaredType: 'application/pdf', spool }]
  const { delivery } = await receive(ports, { companyId, channel: 'http-upload', envelope, files })
  const invoiceId = delivery.parts[0]?.invoiceId as string

  const draft = draftOf(sha256)
  const run = <N extends StageName>(stage: N, version: number, does: Stage<N, StagePorts>) =>
    runStage(ports, { stage, invoiceId, version }, { run: does, tries: TRIES })
  await run('identify', 0, async () => ({ outcome: 'identified', patch: { media_type: 'application/pdf' } }))
  await run('recognize', 1, async () => ({ outcome: 'recognized', patch: { page_count: 1 }, data: { pages: 1 } }))
  const fields = Object.fromEntries(Object.entries(draft.fields).map(([name, field]) => [name, field.value]))
  const patch = { draft: asJson(draft), ...summaryOf(draft) }
  await run('extract', 2, async () => ({ outcome: 'extracted', patch, data: { type: draft.type, fields } }))
  await run('validate', 3, validate)
  await run('route', 4, route)
  for (const { id } of await db.selectFrom('message').select('id').where('invoice_id', '=', invoiceId).execute())
    await sendMessage({ db, now, sender: { leaves: true, send: async () => {}, close: async () => {} } }, id)
  const read = () => db.selectFrom('invoice').selectAll().where('id', '=', invoiceId).executeTakeFirstOrThrow()
  const approver = 'boss@acme.example'
  await move(ports, {
    invoice: await read(),
    outcome: 'approve',
    actor: approver,
    patch: { approved_by: approver, approved_at: now() },
    async together(transaction) {
      const decided = { decided_at: now(), decision: 'approve' as const }
      await transaction.updateTable('decision_request').set(decided).where('invoice_id', '=', invoiceId).execute()
    },
  })
  await run('post', 6, post)
  const paid = await move(ports, { invoice: await read(), outcome: 'pay', actor: 'bank' })
  if (paid?.status !== 'paid') throw new Error(`invoice ${invoiceId} did not come to its end`)
}

function portsOver(db: Database): StagePorts {
  const unused = () => Promise.reject(new Error('not measured'))
  const nothing = async () => {}
  return {
    db,
    objects: { put: nothing, get: unused, has: unused, check: nothing, close: nothing },
    now: () => new Date(),
    newId: () => uuidV7(),
    dispatch: nothing,
    log: () => {},
    publicUrl: 'https://billhook.example',
    temporaryFolder: '',
    documentReader: unused,
    extract: unused,
    readStack: unused,
    connectorsOf: (company: Company) => ['csv', 'hledger'].map((target) => acceptAll(company, target)),
  }
}

function acceptAll(_: Company, target: string): Connector {
  return {
    target,
    find: async () => null,
    post: async (bill, reference): Promise<Receipt> => ({
      reference,
      foreignId: `${target}:${bill.invoiceId}`,
      at: new Date().toISOString(),
      total: { amount: bill.grossTotal, currency: bill.currency },
    }),
  }
}

/** A draft without a doubt, of about the size that real ones have. */
function draftOf(sha256: string): Draft {
  const today = new Date().toISOString().slice(0, 10)
  const values: Partial<Record<FieldName, string>> = {
    invoiceNumber: `L-${sha256.slice(0, 10)}`,
    issueDate: today,
    dueDate: today,
    supplierName: 'Nordlicht Papier GmbH',
    customerName: 'Acme Ltd',
    currency: 'EUR',
    netTotal: '100.00',
    taxTotal: '19.00',
    grossTotal: '119.00',
    paymentReference: sha256.slice(0, 10),
  }
  const fields = Object.entries(values).map(([name, value], index) => {
    const place = { page: 1, box: [72, 72 + 20 * index, 200, 84 + 20 * index] as [number, number, number, number] }
    return [name, { value, confidence: 0.99, place, source: 'labelled-text', satisfies: [], alternatives: [] }]
  })
  return { type: 'invoice', typeConfidence: 0.99, fields: Object.fromEntries(fields), lines: [], vatBreakdown: [] }
}

/** Of the whole server, on which nothing else runs. Sessions report what they did when they end. */
async function readCounters(url: string): Promise<{ pages: number; logged: number }> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(
    `select (select (blks_hit + blks_read)::float8 from pg_stat_database where datname = current_database()) as pages,
       (pg_current_wal_insert_lsn() - '0/0')::float8 as logged`,
  )
  await client.end()
  return rows[0] as { pages: number; logged: number }
}

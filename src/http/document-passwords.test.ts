import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import PdfDocument from 'pdfkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import type { StageName } from '../../schemas/invoice.ts'
import { checkInvariants } from '../doctor/check-invariants.ts'
import { originalKey } from '../object-store/index.ts'
import { runStage } from '../pipeline/run-stage.ts'
import { type DocumentReader, openDocumentReader } from '../recognition/index.ts'
import { openSecrets } from '../secrets/seal.ts'
import { identify } from '../stages/identify.ts'
import type { StageOf, StagePorts } from '../stages/ports.ts'
import { recognize } from '../stages/recognize.ts'
import { insertCompany, insertInvoice, newId, readInvoice } from './testing/records.ts'
import { makeKey, startTestHttp, type TestHttp } from './testing/start-http.ts'

const PASSWORD = 'Sommer-der-Stadtwerke-2026'
const TRIES = { attempts: 3, timeoutMs: 60_000, backoffMs: [1_000] }

let http: TestHttp
let reader: DocumentReader
let folder: string
let company: Company
let keys: Record<'clerk' | 'admin' | 'auditor', { authorization: string }>
const logged: unknown[] = []

beforeAll(async () => {
  http = await startTestHttp()
  folder = await mkdtemp(join(tmpdir(), 'billhook-passwords-'))
  reader = openDocumentReader({ processes: 1, ocrLanguages: ['eng'] })
})
afterAll(async () => {
  await reader?.close()
  await http?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  company = await insertCompany(http.db)
  const of = { companyId: company.id }
  keys = {
    clerk: await makeKey(http, { ...of, role: 'clerk' }),
    admin: await makeKey(http, { ...of, role: 'admin' }),
    auditor: await makeKey(http, { ...of, role: 'auditor' }),
  }
})

async function makePdf(text: string, userPassword: string): Promise<Buffer> {
  const pdf = new PdfDocument({ size: 'A4', userPassword, ownerPassword: newId(), pdfVersion: '1.7' })
  const chunks: Buffer[] = []
  const done = new Promise((resolve) => pdf.on('data', (chunk) => chunks.push(chunk)).on('end', resolve))
  pdf.text(`Invoice ${text}, total amount due 1,751.20 EUR`).end()
  await done
  return Buffer.concat(chunks)
}

/** An invoice as it is after its protected PDF has arrived. */
async function receive({ password = PASSWORD }: { password?: string } = {}): Promise<string> {
  const content = await makePdf(newId(), password)
  const sha256 = createHash('sha256').update(content).digest('hex')
  await http.objects.put(originalKey(sha256), content, { sha256, mediaType: 'application/pdf' })
  const invoice = await insertInvoice(http.db, { company, status: 'received', values: {}, content })
  await http.db.updateTable('invoice').set({ due_at: http.ports.now() }).where('id', '=', invoice.id).execute()
  return invoice.id
}

async function run<N extends StageName>(stage: N, { id, does }: { id: string; does: StageOf<N> }) {
  const ports = {
    ...http.ports,
    log: (...line: unknown[]) => logged.push(line),
    temporaryFolder: join(folder, 'work'),
    documentReader: async () => reader,
  } as Partial<Record<keyof StagePorts, unknown>> as StagePorts
  const { version } = await readInvoice(http.db, id)
  await runStage(ports, { stage, invoiceId: id, version }, { run: does, tries: TRIES })
  return await readInvoice(http.db, id)
}
const identifyIt = (id: string) => run('identify', { id, does: identify })
const recognizeIt = (id: string) => run('recognize', { id, does: recognize })

const api = async (path: string, { by = keys.admin, body, method = body ? 'POST' : 'GET' } = {} as Request) =>
  await http.app.inject({
    method,
    url: `/api/companies/${company.id}/${path}`,
    headers: by,
    ...(body ? { payload: body } : {}),
  })
type Request = { by?: { authorization: string }; body?: object; method?: 'GET' | 'POST' | 'DELETE' }
const list = async () => (await api('document-passwords')).json().passwords as { id: string; label: string }[]
const add = async (label: string, password = PASSWORD) =>
  (await api('document-passwords', { body: { label, password } })).json() as { id: string }
async function enter(id: string, given: { password: string; keep?: boolean; label?: string }) {
  const { version } = await readInvoice(http.db, id)
  return await api(`invoices/${id}/password`, { by: keys.clerk, body: { version, ...given } })
}
const eventsOf = () =>
  http.db
    .selectFrom('event')
    .select(['kind', 'actor', 'data', 'invoice_id'])
    .where('company_id', '=', company.id)
    .orderBy('seq')
    .execute()

describe('a PDF that needs a password', () => {
  test('waits for it with the reason when there is none, and is read once a clerk has entered it', async () => {
    const id = await receive()
    expect(await identifyIt(id)).toMatchObject({
      status: 'in-review',
      unreadable: { code: 'encrypted', message: expect.stringMatching(/protected by a password/) },
    })
    const entered = await enter(id, { password: PASSWORD })
    expect([entered.statusCode, entered.json()]).toMatchObject([200, { invoiceId: id, status: 'received' }])
    expect(http.work).toContainEqual(expect.objectContaining({ name: 'identify', invoiceId: id }))
    expect(await identifyIt(id)).toMatchObject({ status: 'identified', unreadable: null, page_count: 1 })
    expect(await recognizeIt(id)).toMatchObject({ status: 'recognized' })
  })

  test('a wrong one says so and is forgotten; nothing is tried on other documents', async () => {
    const [id, other] = [await receive(), await receive({ password: 'wrong' })]
    await identifyIt(id)
    await enter(id, { password: 'wrong', keep: true })
    expect(await list()).toMatchObject([{ invoiceId: id }])
    expect(await identifyIt(id)).toMatchObject({
      status: 'in-review',
      unreadable: { code: 'encrypted', message: expect.stringMatching(/entered does not open this PDF/) },
    })
    expect(await list()).toEqual([])
    expect((await identifyIt(other)).unreadable).toMatchObject({ code: 'encrypted' })
  })

  test('one that is not to be kept opens this document, again and again, and no other', async () => {
    const [id, other] = [await receive(), await receive()]
    await identifyIt(id)
    await enter(id, { password: PASSWORD })
    expect((await identifyIt(id)).status).toBe('identified')
    expect((await identifyIt(other)).unreadable).toMatchObject({ code: 'encrypted' })
    expect(await list()).toMatchObject([{ invoiceId: id, usedAt: expect.any(String) }])
  })

  test('one that is to be kept is the company’s once it has opened a document, and then opens the next by itself', async () => {
    const [id, next] = [await receive(), await receive()]
    await identifyIt(id)
    await enter(id, { password: PASSWORD, keep: true, label: 'Stadtwerke' })
    expect(await list()).toMatchObject([{ label: 'Stadtwerke', invoiceId: id, usedAt: null }])
    await identifyIt(id)
    expect(await list()).toMatchObject([{ label: 'Stadtwerke', invoiceId: null, usedAt: expect.any(String) }])
    expect((await identifyIt(next)).status).toBe('identified')
    expect((await recognizeIt(next)).status).toBe('recognized')
    const events = await eventsOf()
    expect(events.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
      ...Array(3).fill('api-key.made test'),
      'invoice.unreadable stage:identify',
      'invoice.retry key:test clerk',
      'company.password-added key:test clerk',
      'invoice.identified stage:identify',
      'invoice.identified stage:identify',
      'invoice.recognized stage:recognize',
    ])
    const used = { password: { label: 'Stadtwerke', id: expect.any(String) } }
    expect(events.filter(({ kind }) => kind === 'invoice.identified').map(({ data }) => data)).toMatchObject([
      used,
      used,
    ])
  })

  test('keeping one that the company has already makes no second one', async () => {
    const id = await receive()
    await identifyIt(id)
    await add('Stadtwerke')
    await enter(id, { password: PASSWORD, keep: true })
    await identifyIt(id)
    const kept = (await list()) as unknown as { invoiceId: string | null }[]
    expect(kept.filter(({ invoiceId }) => invoiceId === null)).toHaveLength(1)
  })

  test('one that an administrator adds opens what waits for it, but for what was typed in by hand', async () => {
    const [id, typed] = [await receive(), await receive()]
    for (const one of [id, typed]) {
      await http.db.updateTable('invoice').set({ draft: null }).where('id', '=', one).execute()
      await identifyIt(one)
    }
    const { version } = await readInvoice(http.db, typed)
    await api(`invoices/${typed}/correct`, { by: keys.clerk, body: { version, fields: { invoiceNumber: 'R-1' } } })
    await add('Stadtwerke')
    expect(http.work).toContainEqual(expect.objectContaining({ name: 'identify', invoiceId: id }))
    expect((await identifyIt(id)).status).toBe('identified')
    expect((await readInvoice(http.db, typed)).status).toBe('in-review')
  })

  test('stored ones that do not fit are named as the reason', async () => {
    await add('another supplier', 'something else')
    const id = await receive()
    expect((await identifyIt(id)).unreadable?.message).toMatch(/none of the stored ones opens it/)
  })

  test('a password of another company is never tried', async () => {
    await add('Stadtwerke')
    company = await insertCompany(http.db)
    expect((await identifyIt(await receive())).unreadable).toMatchObject({ code: 'encrypted' })
  })

  test('a password can only be entered where one is missing, at the version that was seen, by who may review', async () => {
    const readable = await insertInvoice(http.db, { company, status: 'in-review' })
    expect((await enter(readable.id, { password: PASSWORD })).json().error.code).toBe('pipeline.illegal-outcome')
    const id = await receive()
    await identifyIt(id)
    const body = { version: 0, password: PASSWORD }
    expect((await api(`invoices/${id}/password`, { by: keys.clerk, body })).statusCode).toBe(409)
    expect((await api(`invoices/${id}/password`, { by: keys.auditor, body })).statusCode).toBe(403)
    expect((await enter(id, { password: '' })).statusCode).toBe(400)
    expect((await enter(id, { password: 'x'.repeat(128) })).statusCode).toBe(400)
    expect(await list()).toEqual([])
  })
})

describe('the company’s passwords', () => {
  test('are added and removed by an administrator, on record, and shown by their labels alone', async () => {
    const { id } = await add('Stadtwerke')
    expect(await list()).toEqual([
      {
        id,
        label: 'Stadtwerke',
        invoiceId: null,
        createdBy: 'key:test admin',
        createdAt: expect.any(String),
        usedAt: null,
      },
    ])
    expect((await api('document-passwords', { by: keys.auditor })).statusCode).toBe(200)
    for (const by of [keys.clerk, keys.auditor])
      expect((await api('document-passwords', { by, body: { label: 'x', password: 'y' } })).statusCode).toBe(403)
    expect((await api(`document-passwords/${id}`, { by: keys.clerk, method: 'DELETE' })).statusCode).toBe(403)
    expect((await api(`document-passwords/${id}`, { method: 'DELETE' })).statusCode).toBe(204)
    expect((await api(`document-passwords/${id}`, { method: 'DELETE' })).statusCode).toBe(404)
    expect(await list()).toEqual([])
    const kinds = (await eventsOf()).map(({ kind }) => kind).filter((kind) => kind.includes('password'))
    expect(kinds).toEqual(['company.password-added', 'company.password-removed'])
  })

  test('of another company can be neither seen nor removed', async () => {
    const { id } = await add('Stadtwerke')
    company = await insertCompany(http.db)
    keys.admin = await makeKey(http, { companyId: company.id, role: 'admin' })
    expect(await list()).toEqual([])
    expect((await api(`document-passwords/${id}`, { method: 'DELETE' })).statusCode).toBe(404)
  })

  test('are fifty at most', async () => {
    for (let index = 0; index < 50; index += 1) await add(`supplier ${index}`, `password ${index}`)
    const refused = await api('document-passwords', { body: { label: 'one more', password: PASSWORD } })
    expect([refused.statusCode, refused.json().error.message]).toEqual([400, expect.stringMatching(/Remove one/)])
  })

  test('that were kept under another key are reported by the doctor and do not stop the work', async () => {
    await add('Stadtwerke')
    const other = openSecrets('the secret of another installation')
    const problemsWith = async (secrets: typeof other) => {
      const { problems } = await checkInvariants({ ...http.ports, secrets })
      return problems.filter(({ check, subject }) => check === 'secrets-can-be-opened' && subject.includes(company.id))
    }
    expect(await problemsWith(http.ports.secrets)).toEqual([])
    expect(await problemsWith(other)).toMatchObject([{ message: expect.stringMatching(/another SECRETS_KEY/) }])
    const mine = http.ports.secrets
    try {
      http.ports.secrets = other
      expect((await identifyIt(await receive())).unreadable).toMatchObject({ code: 'encrypted' })
    } finally {
      http.ports.secrets = mine
    }
  })
})

test('no password stands in the records, the log or an answer', async () => {
  const id = await receive()
  await identifyIt(id)
  const answers = [await enter(id, { password: PASSWORD, keep: true })]
  await identifyIt(id)
  await recognizeIt(id)
  await add('again', `${PASSWORD} twice`)
  for (const path of ['document-passwords', `invoices/${id}`, `invoices/${id}/events`, 'settings'])
    answers.push(await api(path))
  const tables = ['company_secret', 'event', 'invoice', 'company', 'session'] as const
  const rows = []
  for (const table of tables)
    rows.push((await sql`select * from ${sql.table(`billhook.${table}`)}`.execute(http.db)).rows)
  const everything = JSON.stringify([answers.map(({ body }) => body), rows, logged, http.logged])
  expect(everything).toContain(id)
  expect(everything).not.toContain(PASSWORD)
})

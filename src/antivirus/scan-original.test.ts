import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import type { OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { checkInvariants } from '../doctor/check-invariants.ts'
import { BillhookError } from '../errors.ts'
import { insertCompany, insertInvoice, newId, readInvoice, startClock } from '../http/testing/records.ts'
import { openFolderStore } from '../object-store/folder.ts'
import { type ObjectStore, originalKey } from '../object-store/index.ts'
import { runStage } from '../pipeline/run-stage.ts'
import { sweep } from '../pipeline/sweep.ts'
import type { DocumentReader } from '../recognition/index.ts'
import { retry } from '../review/retry.ts'
import { identify } from '../stages/identify.ts'
import type { StagePorts } from '../stages/ports.ts'
import type { Verdict } from './index.ts'

const CLEAN: Verdict = { kind: 'clean' }
const FOUND: Verdict = { kind: 'found', signature: 'Test.Virus' }
const TRIES = { attempts: 3, timeoutMs: 10_000, backoffMs: [1_000] }

let database: OpenDatabase
let objects: ObjectStore
let folder: string
let company: Company
const clock = startClock()
/** What the scanner says next; an outage when there is nothing. */
let verdicts: Verdict[] = []
const seen: string[] = []
let opened: string[] = []
let ports: StagePorts

beforeAll(async () => {
  database = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'billhook-scan-'))
  objects = openFolderStore({ folder: join(folder, 'objects') })
  company = await insertCompany(database.db)
  const reader = {
    async identify(file) {
      opened.push(file.path)
      return { ok: true, identification: { mediaType: 'application/pdf', pageCount: 1 } }
    },
  } as Pick<DocumentReader, 'identify'> as DocumentReader
  ports = {
    db: database.db,
    objects,
    now: clock.now,
    newId,
    dispatch: async () => {},
    log: () => {},
    publicUrl: '',
    temporaryFolder: join(folder, 'work'),
    documentReader: async () => reader,
    antivirus: {
      async scan(content) {
        seen.push(content.toString())
        const verdict = verdicts.shift()
        if (verdict === undefined) throw new BillhookError('antivirus.unavailable', 'The virus scanner is out.')
        return verdict
      },
      async check() {
        throw new BillhookError('antivirus.unavailable', 'The virus scanner is out.')
      },
    },
    extract: async () => Promise.reject(new Error('not reached')),
    readStack: async () => Promise.reject(new Error('not reached')),
    connectorsOf: () => [],
  }
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  verdicts = []
  seen.length = 0
  opened = []
})

async function receive() {
  const content = Buffer.from(`%PDF-1.7 ${newId()}`)
  const invoice = await insertInvoice(database.db, { company, status: 'received', values: {}, content })
  const sha256 = createHash('sha256').update(content).digest('hex')
  await objects.put(originalKey(sha256), content, { sha256, mediaType: 'application/pdf' })
  await database.db.updateTable('invoice').set({ due_at: clock.now() }).where('id', '=', invoice.id).execute()
  return { id: invoice.id, sha256, content: content.toString() }
}

async function identifyOnce(id: string) {
  const { version } = await readInvoice(database.db, id)
  await runStage(ports, { stage: 'identify', invoiceId: id, version }, { run: identify, tries: TRIES })
  return await readInvoice(database.db, id)
}
const retryByHand = async (id: string) => {
  const { version } = await readInvoice(database.db, id)
  await retry(ports, { companyId: company.id, invoiceId: id, version, actor: 'clerk' })
}

test('what the scanner finds is never opened; the invoice waits with the reason', async () => {
  const { id, content } = await receive()
  verdicts = [FOUND]
  const invoice = await identifyOnce(id)
  expect(invoice).toMatchObject({ status: 'in-review', failure: null, unreadable: { code: 'malware' } })
  expect(invoice.unreadable?.message).toMatch(/found Test\.Virus in it.*not opened/)
  expect(seen).toEqual([content])
  expect(opened).toEqual([])
  await expect(readdir(join(folder, 'work'))).rejects.toThrow('ENOENT')
})

test('what is too large for the scanner is not opened either', async () => {
  const { id } = await receive()
  verdicts = [{ kind: 'too-large' }]
  expect((await identifyOnce(id)).unreadable).toMatchObject({
    code: 'malware',
    message: expect.stringMatching(/larger than the virus scanner takes/),
  })
  expect(opened).toEqual([])
})

test('a person may try again: it is scanned anew, and opened when the scanner has changed its mind', async () => {
  const { id } = await receive()
  verdicts = [FOUND, FOUND, CLEAN]
  await identifyOnce(id)
  await retryByHand(id)
  expect((await identifyOnce(id)).status).toBe('in-review')
  await retryByHand(id)
  expect(await identifyOnce(id)).toMatchObject({ status: 'identified', unreadable: null })
  expect(opened).toHaveLength(1)
})

test('a clean verdict is enough for an hour, not longer', async () => {
  const { id, sha256 } = await receive()
  verdicts = [CLEAN, CLEAN]
  expect((await identifyOnce(id)).status).toBe('identified')
  const again = async (minutes: number) => {
    clock.advance(minutes * 60_000)
    await database.db
      .updateTable('invoice')
      .set({ status: 'received', due_at: clock.now() })
      .where('id', '=', id)
      .execute()
    await identifyOnce(id)
  }
  await again(59)
  expect(seen).toHaveLength(1)
  await again(2)
  expect(seen).toHaveLength(2)
  const scan = database.db.selectFrom('scan').selectAll().where('sha256', '=', sha256).executeTakeFirstOrThrow()
  expect(await scan).toMatchObject({ verdict: 'clean', scanned_at: clock.now() })
})

test('while the scanner is out the invoice waits, uses up no attempt, however long, and then goes on by itself', async () => {
  const { id } = await receive()
  for (let outage = 0; outage < 20; outage += 1) {
    const invoice = await identifyOnce(id)
    expect(invoice).toMatchObject({ status: 'received', attempts: 0, failure: { code: 'antivirus.unavailable' } })
    expect(invoice.due_at).not.toBeNull()
    clock.advance(30_000)
    const hints: unknown[] = []
    await sweep({ ...ports, dispatch: async (work) => void hints.push(work) })
    expect(hints).toContainEqual(expect.objectContaining({ name: 'identify', invoiceId: id }))
  }
  expect(opened).toEqual([])
  verdicts = [CLEAN]
  expect(await identifyOnce(id)).toMatchObject({ status: 'identified', failure: null })
})

test('the doctor says that the scanner does not answer, and nothing where there is none', async () => {
  const problemsOf = async (antivirus: StagePorts['antivirus']) => {
    const { problems } = await checkInvariants({ ...ports, antivirus: antivirus ?? null })
    return problems.filter(({ check }) => check === 'scanner-answers')
  }
  expect(await problemsOf(ports.antivirus)).toMatchObject([{ message: expect.stringMatching(/is out.*wait/) }])
  expect(await problemsOf(null)).toEqual([])
})

test('the doctor finds an invoice that is on its way though its original is held back', async () => {
  const { id, sha256 } = await receive()
  verdicts = [FOUND]
  await identifyOnce(id)
  const problems = async () =>
    (await checkInvariants({ ...ports, antivirus: null })).problems.filter(
      ({ check }) => check === 'malware-is-not-opened',
    )
  expect(await problems()).toEqual([])
  await database.db.updateTable('invoice').set({ status: 'approved' }).where('original_sha256', '=', sha256).execute()
  expect(await problems()).toMatchObject([{ subject: `invoice ${id}` }])
})

import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import type { Transcript } from '../../schemas/transcript.ts'
import type { OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { pagesAreInOneBill } from '../doctor/checks/pages-are-in-one-bill.ts'
import { extract as extractDraft } from '../extraction/index.ts'
import { readStack } from '../extraction/stacks/index.ts'
import { pageOf } from '../extraction/testing/page-of.ts'
import { insertCompany, insertInvoice, newId, readInvoice, startClock } from '../http/testing/records.ts'
import type { Work } from '../job-queue/index.ts'
import { openFolderStore } from '../object-store/folder.ts'
import { derivedKey } from '../object-store/index.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { listPieces } from '../pipeline/pieces.ts'
import { runStage } from '../pipeline/run-stage.ts'
import { extract } from './extract.ts'
import type { StagePorts } from './ports.ts'
import { TRANSCRIPT_NAME } from './recognize.ts'

const folder = mkdtempSync(join(tmpdir(), 'billhook-split-'))
const objects = openFolderStore({ folder })
const clock = startClock()
const tries = { attempts: 5, timeoutMs: 10_000, backoffMs: [1_000] }
let database: OpenDatabase
let company: Company
beforeAll(async () => {
  database = await openTestDatabase()
  company = await insertCompany(database.db)
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

const pageWith = (number: string, supplier: string) => [
  supplier,
  'INVOICE',
  `Invoice number: ${number}`,
  'Invoice date: 3 March 2026',
  'Hosting|1|100.00',
  'Total due EUR|119.00',
  ...Array.from({ length: 40 }, () => ''),
  'Page 1 of 1',
]
const FILE: Transcript = {
  pages: [pageWith('INV-1001', 'Fernhill Hosting Ltd'), pageWith('RE-77-20', 'Clasen GmbH')].map((lines, index) => ({
    ...pageOf(lines).pages[0]!,
    number: index + 1,
  })),
  ocrLanguages: [],
  notes: [],
}

/** A file with two invoices whose pages were recognized. */
async function insertRecognized(): Promise<InvoiceRow> {
  const { id, original_sha256: original } = await insertInvoice(database.db, { company, status: 'recognized' })
  const values = { page_count: 2, due_at: clock.now(), attempts: 0, draft: null }
  await database.db.updateTable('invoice').set(values).where('id', '=', id).execute()
  const content = gzipSync(JSON.stringify(FILE))
  const sha256 = createHash('sha256').update(content).digest('hex')
  await objects.put(derivedKey(original, TRANSCRIPT_NAME), content, { sha256, mediaType: 'application/gzip' })
  return await readInvoice(database.db, id)
}

function openPorts(work: Work[], failpoint: StagePorts['failpoint'] = () => {}): StagePorts {
  return {
    db: database.db,
    objects,
    now: clock.now,
    newId,
    publicUrl: '',
    temporaryFolder: folder,
    log: () => {},
    dispatch: async (one) => void work.push(one),
    failpoint,
    documentReader: () => Promise.reject(new Error('not reached')),
    extract: async (transcript, context) => extractDraft(transcript, context),
    readStack: async (transcript, context) => readStack(transcript, context),
    connectorsOf: () => [],
  }
}

async function runExtract({ id, version }: InvoiceRow, ports: StagePorts): Promise<void> {
  await runStage(ports, { stage: 'extract', invoiceId: id, version }, { run: extract, tries })
}

test('a crash in the middle of splitting leaves no piece, and the next try makes each once', async () => {
  const file = await insertRecognized()
  const crash = (point: string) => {
    if (point === 'pieces.written') throw new Error('the power went')
  }
  await runExtract(file, openPorts([], crash))
  expect(await listPieces(database.db, file.id)).toEqual([])
  expect(await readInvoice(database.db, file.id)).toMatchObject({
    status: 'recognized',
    version: file.version,
    stack: null,
  })
  clock.advance(60_000)
  const work: Work[] = []
  await runExtract(await readInvoice(database.db, file.id), openPorts(work))
  const pieces = await listPieces(database.db, file.id)
  expect(pieces.map(({ first_page, last_page }) => [first_page, last_page])).toEqual([
    [1, 1],
    [2, 2],
  ])
  expect(work).toEqual(pieces.map(({ id }) => ({ name: 'identify', invoiceId: id, version: 0 })))
  expect(await readInvoice(database.db, file.id)).toMatchObject({ status: 'replaced', due_at: null, failure: null })
  expect(await pagesAreInOneBill({ db: database.db, objects, now: clock.now })).toEqual([])
})

test('a job that comes again after the split does nothing', async () => {
  const file = await insertRecognized()
  const ports = openPorts([])
  await runExtract(file, ports)
  await Promise.all([runExtract(file, ports), runExtract(file, ports)])
  expect(await listPieces(database.db, file.id)).toHaveLength(2)
  const events = await database.db
    .selectFrom('event')
    .select('kind')
    .where('kind', '=', 'invoice.split')
    .where('invoice_id', '=', file.id)
    .execute()
  expect(events).toHaveLength(1)
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Company } from '../../schemas/company.ts'
import type { OpenDatabase } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { insertCompany, insertInvoice, newId } from '../http/testing/records.ts'
import { listDeliveries } from './list-deliveries.ts'

let opened: OpenDatabase
let company: Company
const ids = new Map<string, string>()

beforeAll(async () => {
  opened = await openTestDatabase()
  company = await insertCompany(opened.db)
  await arrive('energy', {
    from: 'billing@stadtwerke-mitte.example',
    subject: 'Ihre Rechnung Nr. 2026/17',
    at: '2026-03-01',
  })
  await arrive('scan', { subject: 'Scan', fileName: 'Scan_2026-02-28 Müller.pdf', at: '2026-02-01' })
  await arrive('old', { subject: 'Rechnung', at: '2024-02-01' })
  const other = await insertCompany(opened.db)
  await insertInvoice(opened.db, { company: other, status: 'posted', subject: 'Ihre Rechnung' })
})
afterAll(() => opened?.close())

type Given = { from?: string; subject?: string; fileName?: string; at: string }
async function arrive(name: string, { from, subject, fileName = 'bill.pdf', at }: Given) {
  const invoice = await insertInvoice(opened.db, { company, status: 'posted', fileName, at: new Date(at) })
  ids.set(name, invoice.delivery_id)
  // As unpacking does once it has read the mail.
  await opened.db
    .updateTable('delivery')
    .set({ envelope: asJson({ ...(from ? { from } : {}), ...(subject ? { subject } : {}) }) })
    .where('id', '=', invoice.delivery_id)
    .execute()
}

async function find(q: string, open = false): Promise<string[]> {
  const found: string[] = []
  let cursor: string | undefined
  do {
    const page = await listDeliveries(opened.db, { companyId: company.id, q, open, cursor, limit: 1 })
    found.push(...page.deliveries.map(({ id }) => [...ids].find(([, known]) => known === id)?.[0] ?? 'unknown'))
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return found
}

test.each([
  ['the whole address', 'billing@stadtwerke-mitte.example', ['energy']],
  ['a part of the address', 'mitte', ['energy']],
  ['words of the subject, newest first', 'rechnung', ['energy', 'old']],
  ['a number in the subject', '2026/17', ['energy']],
  ['a word of a file name', 'muller', ['scan']],
  ['a date in a file name', '2026-02-28', ['scan']],
  ['subject and file name together', 'scan pdf', ['scan']],
  ['nothing for what did not arrive', 'stadtwerke scan', []],
  ['nothing for nothing', '@ /', []],
])('a delivery is found by %s', async (_, q, names) => {
  expect(await find(q)).toEqual(names)
})

test('only the open ones are found where only those are asked for', async () => {
  expect(await find('rechnung', true)).toEqual([])
  await opened.db
    .updateTable('delivery')
    .set({ disposed_at: null })
    .where('id', '=', ids.get('old') ?? newId())
    .execute()
  expect(await find('rechnung', true)).toEqual(['old'])
})

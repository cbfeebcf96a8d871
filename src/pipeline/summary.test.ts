import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRandom } from '../../fixtures/generate/random.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { insertCompany, insertInvoice, makeDraft, PLAIN_BILL } from '../http/testing/records.ts'
import { billKey } from '../validation/bill-key.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

test('the longest values that a person or an e-invoice can give fit what lists and search stand on', async () => {
  // what does not repeat can not be packed either
  const random = createRandom('long values')
  const longest = () => Array.from({ length: 1000 }, () => String.fromCharCode(random.integer(0x4e00, 0x9e00))).join('')
  const values = { ...PLAIN_BILL, supplierName: longest(), invoiceNumber: longest() }
  const key = billKey(makeDraft(values))
  const company = await insertCompany(database.db)
  const invoice = await insertInvoice(database.db, {
    company,
    status: 'in-review',
    values,
    ...(key && { billKey: key }),
  })
  expect(invoice.supplier_name).toBe(values.supplierName.slice(0, 300))
  expect(invoice.draft?.fields.supplierName?.value).toBe(values.supplierName)
})

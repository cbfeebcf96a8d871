import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeConnector } from '../connector.contract.ts'
import { anyBill } from '../testing/any-bill.ts'
import { sampleBill } from '../testing/sample-bill.ts'
import { openCsv } from './index.ts'

const now = () => new Date('2026-11-21T10:00:00.000Z')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-csv-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
let books = 0
const newBook = () => join(folder, `company-${++books}`)

/** A strict reader of RFC 4180: throws on anything a lenient one would forgive. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let at = 0
  while (at < text.length) {
    const row: string[] = []
    for (;;) {
      const cell = /"((?:[^"]|"")*)"|[^",\r\n]*/y
      cell.lastIndex = at
      const [whole, quoted] = cell.exec(text)!
      at += whole.length
      row.push(quoted === undefined ? whole : quoted.replaceAll('""', '"'))
      if (text[at] !== ',') break
      at++
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`no end of line at ${at}: ${text.slice(at, at + 20)}`)
    at += 2
    rows.push(row)
  }
  return rows
}
const readFileOf = async (book: string, name: string) => readCsv(await readFile(join(book, name), 'utf8'))

let sharedBook: string
describeConnector('CSV files', {
  open: async () => {
    sharedBook ??= newBook()
    return openCsv({ folder: sharedBook, now })
  },
  count: async (reference) => (await readFileOf(sharedBook, 'bills.csv')).filter((row) => row[0] === reference).length,
  canBeAsked: true,
})

const CODES = ['account', 'cost_centre', 'tax_code']

describe('the CSV files', () => {
  test('hold a row a bill and a row a line, each with a header', async () => {
    const book = newBook()
    await openCsv({ folder: book, now }).post(sampleBill(), 'ref-1')
    const [header, ...bills] = await readFileOf(book, 'bills.csv')
    expect(bills).toHaveLength(1)
    const bill = Object.fromEntries(header!.map((name, index) => [name, bills[0]![index]]))
    expect(bill).toMatchObject({
      reference: 'ref-1',
      posted_at: '2026-11-21T10:00:00.000Z',
      invoice_number: 'RE-2026-0815',
      supplier: 'Müller & Söhne GmbH',
      supplier_tax_number: '',
      gross_total: '119.00',
      approved_by: 'boss@acme.example',
    })
    expect(await readFileOf(book, 'lines.csv')).toEqual([
      [...'reference line description quantity unit unit_price net_amount vat_rate'.split(' '), ...CODES],
      ['ref-1', '1', 'Paper, A4', '10', 'box', '5.00', '50.00', '19', '', '', ''],
      ['ref-1', '2', 'Toner "black"', '1', '', '', '50.00', '19', '', '', ''],
    ])
  })

  test('say under which account, cost centre and tax code each line and the bill are booked', async () => {
    const book = newBook()
    const [first, second] = sampleBill().lines
    const lines = [{ ...first!, coding: { account: '4930', costCentre: 'Berlin', taxCode: 'V19' } }, second!]
    await openCsv({ folder: book, now }).post(sampleBill({ lines, coding: { account: '4900' } }), 'ref-1')
    const rows = await readFileOf(book, 'lines.csv')
    expect(rows.map((row) => row.slice(-3))).toEqual([CODES, ['4930', 'Berlin', 'V19'], ['', '', '']])
    const [header, bill] = await readFileOf(book, 'bills.csv')
    expect(CODES.map((name) => bill![header!.indexOf(name)])).toEqual(['4900', '', ''])
  })

  test('hold no formula that a spreadsheet would run, and negative amounts stay amounts', async () => {
    const book = newBook()
    const supplier = { name: '=HYPERLINK("http://evil.example","click")', vatId: '\t@SUM(1)' }
    const bill = sampleBill({ supplier, paymentReference: '-2+3+cmd|calc', amountDue: '-5.00' })
    await openCsv({ folder: book, now }).post(bill, 'ref-1')
    const [header, row] = await readFileOf(book, 'bills.csv')
    const cell = (name: string) => row![header!.indexOf(name)]
    expect(cell('supplier')).toBe(`'${supplier.name}`)
    expect(cell('supplier_vat_id')).toBe("'@SUM(1)")
    expect(cell('payment_reference')).toBe("'-2+3+cmd|calc")
    expect(cell('amount_due')).toBe('-5.00')
  })

  test('hold one row of the right width for any bill, whatever its supplier wrote', async () => {
    await fc.assert(
      fc.asyncProperty(anyBill, async (bill) => {
        const book = newBook()
        await openCsv({ folder: book, now }).post(bill, 'ref-1')
        for (const name of ['bills.csv', 'lines.csv']) {
          const [header, ...rows] = await readFileOf(book, name)
          expect(rows).toHaveLength(name === 'bills.csv' ? 1 : bill.lines.length)
          for (const row of rows) expect(row).toHaveLength(header!.length)
          for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+@]|[\r\n]/)
        }
      }),
      { numRuns: 60 },
    )
  })
})

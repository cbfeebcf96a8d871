import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bill } from '../../../schemas/bill.ts'
import { describeConnector } from '../connector.contract.ts'
import { anyBill } from '../testing/any-bill.ts'
import { sampleBill } from '../testing/sample-bill.ts'
import { openHledger } from './index.ts'

const SETTINGS = {
  kind: 'hledger',
  expenseAccount: 'expenses:unsorted',
  taxAccount: 'assets:vat',
  payableAccount: 'liabilities:payable',
} as const
const now = () => new Date('2026-11-21T10:00:00.000Z')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'billhook-hledger-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
let books = 0
const newBook = () => join(folder, 'books', `company-${++books}`)
const readJournal = (book: string) => readFile(join(book, 'journal.ledger'), 'utf8')

/** The entries of a journal as hledger's manual defines them: a line that begins with a date, and the indented lines after it. */
function readEntries(journal: string) {
  return journal
    .split(/\n(?=\d{4}-)/)
    .slice(1)
    .map((entry) => {
      const [head = '', ...rest] = entry.split('\n')
      const postings = rest
        .filter((line) => line.startsWith(' ') && !line.trim().startsWith(';'))
        .map(
          (line) => /^ {4}(.+?) {2}(-?[\d.]+) ([A-Z]{3})(?: {2};.*)?$/.exec(line)?.slice(1) ?? ['unreadable', line, ''],
        )
      const strays = rest.filter((line) => line !== '' && !line.startsWith('    '))
      return { head, postings, strays }
    })
}

let sharedBook: string
describeConnector('a plain-text ledger', {
  open: async () => {
    sharedBook ??= newBook()
    return openHledger(SETTINGS, { folder: sharedBook, now })
  },
  count: async (reference) =>
    readEntries(await readJournal(sharedBook)).filter((entry) => entry.head.includes(`(${reference})`)).length,
  canBeAsked: true,
})

async function postAndRead(bill: Bill) {
  const book = newBook()
  await openHledger(SETTINGS, { folder: book, now }).post(bill, 'ref-1')
  return await readJournal(book)
}

describe('an entry of the journal', () => {
  test('states cost and tax against what is owed, with our reference as its code and as a tag', async () => {
    expect(
      await postAndRead(sampleBill()),
    ).toBe(`; Bills posted by Billhook. Entries of your own may be added; leave the lines with "billhook:" as they are.
decimal-mark .

2026-11-02 * (ref-1) Müller & Söhne GmbH | invoice RE-2026-0815
    ; billhook:ref-1, posted:2026-11-21T10:00:00.000Z
    ; invoice:RE-2026-0815
    ; supplier-vat-id:DE123456789
    ; due:2026-12-02
    ; iban:DE89370400440532013000
    ; approved-by:boss@acme.example
    ; original:${'ab'.repeat(32)}
    expenses:unsorted  100.00 EUR
    assets:vat  19.00 EUR
    liabilities:payable  -119.00 EUR
`)
  })

  test.each<[string, Partial<Bill>, string[]]>([
    ['a credit note is turned round', { type: 'credit-note' }, ['-100.00', '-19.00', '119.00']],
    ['without tax there is no tax posting', { taxTotal: '0.00', netTotal: '119.00' }, ['119.00', '-119.00']],
    ['a rounding difference goes to the cost', { netTotal: '99.99' }, ['100.00', '19.00', '-119.00']],
    ['decimals are those of the bill', { grossTotal: '119.005' }, ['100.005', '19.000', '-119.005']],
  ])('%s', async (_, change, amounts) => {
    const [entry] = readEntries(await postAndRead(sampleBill(change)))
    expect(entry!.postings.map((posting) => posting[1])).toEqual(amounts)
  })

  const [paper, toner] = sampleBill().lines
  const office = { account: 'expenses:office', costCentre: 'Berlin', taxCode: 'V19' }
  const costsOf = async (change: Partial<Bill>) => {
    const [entry] = readEntries(await postAndRead(sampleBill(change)))
    return entry!.postings
      .filter(([account]) => account?.startsWith('expenses'))
      .map(([account, value]) => [account, value])
  }

  test('each line is booked to its account, with cost centre and tax code as tags', async () => {
    const lines = [
      { ...paper!, coding: office },
      { ...toner!, netAmount: '30.00', coding: { account: 'expenses:print' } },
    ]
    const more = { description: 'Delivery', netAmount: '20.00', coding: office }
    const journal = await postAndRead(sampleBill({ lines: [...lines, more] }))
    expect(journal).toContain('    expenses:office  70.00 EUR  ; cost-centre:Berlin, tax-code:V19\n')
    expect(journal).toContain('    expenses:print  30.00 EUR\n')
    expect(journal).not.toContain('unsorted')
  })

  test.each<[string, Partial<Bill>, [string, string][]]>([
    ['a bill without lines is booked as a whole', { lines: [], coding: office }, [['expenses:office', '100.00']]],
    [
      'lines that hold their tax share the cost',
      {
        lines: [
          { ...paper!, netAmount: '59.50', coding: office },
          { ...toner!, netAmount: '59.50' },
        ],
      },
      [
        ['expenses:office', '50.00'],
        ['expenses:unsorted', '50.00'],
      ],
    ],
    [
      'a cent of rounding goes where most is',
      {
        lines: [
          { ...paper!, netAmount: '60.00', coding: office },
          { ...toner!, netAmount: '39.99' },
        ],
      },
      [
        ['expenses:office', '60.01'],
        ['expenses:unsorted', '39.99'],
      ],
    ],
    [
      'what no line tells is booked as the bill is',
      { lines: [{ ...paper!, coding: office }, { description: 'no amount' }], coding: { account: 'expenses:rest' } },
      [
        ['expenses:office', '50.00'],
        ['expenses:rest', '50.00'],
      ],
    ],
  ])('%s', async (_, change, costs) => {
    expect(await costsOf(change)).toEqual(costs)
  })

  test('a journal with entries of one’s own is added to, whether its last line ends or not', async () => {
    const book = newBook()
    const connector = openHledger(SETTINGS, { folder: book, now })
    await connector.post(sampleBill(), 'ref-1')
    const own = '\n2026-11-03 coffee\n    expenses:coffee  3.00 EUR\n    assets:cash'
    await writeFile(join(book, 'journal.ledger'), own, { flag: 'a' })
    await connector.post(sampleBill(), 'ref-2')
    const journal = await readJournal(book)
    expect(journal).toContain(own)
    expect(readEntries(journal).map((entry) => entry.head)).toHaveLength(3)
    expect(await connector.find('ref-1')).not.toBeNull()
  })

  test('an account that would break the journal is refused, and nothing is written', async () => {
    const book = newBook()
    const settings = { ...SETTINGS, taxAccount: 'assets:vat  1 EUR\n2026-01-01 x' }
    const connector = openHledger(settings, { folder: book, now })
    await expect(connector.post(sampleBill(), 'ref-1')).rejects.toMatchObject({ code: 'accounting.refused' })
    expect(await connector.find('ref-1')).toBeNull()
  })

  test('any bill, whatever its supplier wrote, is one balanced entry', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyBill, { minLength: 1, maxLength: 3 }), async (bills) => {
        const book = newBook()
        const connector = openHledger(SETTINGS, { folder: book, now })
        for (const [index, bill] of bills.entries()) await connector.post(bill, `ref-${index}`)
        const entries = readEntries(await readJournal(book))
        expect(entries).toHaveLength(bills.length)
        for (const [index, { head, postings, strays }] of entries.entries()) {
          expect(head.startsWith(`2026-11-02 * (ref-${index}) `)).toBe(true)
          expect(head).not.toContain(';')
          expect(strays).toEqual([])
          expect(Decimal.sum(...postings.map((posting) => posting[1]!)).toNumber()).toBe(0)
        }
      }),
      { numRuns: 60 },
    )
  })
})

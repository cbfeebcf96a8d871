import { describe, expect, test } from 'vitest'
import type { Concern, Transcript } from '../../../schemas/transcript.ts'
import { pageOf } from '../testing/page-of.ts'
import { readStack } from './index.ts'
import { takePages } from './take-pages.ts'

const own = { names: ['Brightwater Ltd'], vatIds: [], ibans: [] }

/** A file of pages, each given by its lines. */
function fileOf(pages: readonly (readonly string[])[]): Transcript {
  return {
    pages: pages.map((lines, index) => ({ ...pageOf(lines).pages[0]!, number: index + 1 })),
    ocrLanguages: [],
    notes: [],
  }
}
const startsOf = (pages: readonly (readonly string[])[]) => {
  const { pieces, sure } = readStack(fileOf(pages), { own })
  return { starts: pieces.map(({ firstPage }) => firstPage), sure }
}

const gap = (count: number) => Array.from({ length: count }, () => '')

/** The first page of an invoice; with its total unless it goes on. */
function invoicePage({
  number,
  supplier = 'Fernhill Hosting Ltd',
  vatId = 'GB123456782',
  mark,
  total = '119.00',
}: {
  number: string
  supplier?: string
  vatId?: string
  mark?: string
  total?: string | null
}): string[] {
  return [
    `${supplier} | VAT ID: ${vatId}`,
    '12 Harbour Street, Bristol',
    'INVOICE',
    `Invoice number: ${number}`,
    'Invoice date: 3 March 2026',
    'Bill to: Brightwater Ltd',
    ...gap(3),
    'Description|Quantity|Amount',
    'Hosting of servers|1|100.00',
    ...(total === null ? [] : ['Net total|100.00', 'VAT 19 %|19.00', `Total due EUR|${total}`]),
    ...(mark ? [...gap(34), mark] : []),
  ]
}
const TERMS = [
  'General Terms and Conditions',
  ...Array.from({ length: 40 }, (_, at) => `${at + 1}. These terms apply to all deliveries unless agreed otherwise`),
]

describe('a file of several pages', () => {
  test('is cut where the number, the title and the supplier change', () => {
    const pages = [
      invoicePage({ number: 'INV-1001' }),
      invoicePage({ number: 'RE-77-20', supplier: 'Clasen GmbH', vatId: 'DE136695976' }),
      invoicePage({ number: 'F20260091', supplier: 'Pemberton LLP', vatId: 'GB980780684' }),
    ]
    expect(startsOf(pages)).toEqual({ starts: [1, 2, 3], sure: true })
  })

  test('is cut between invoices of one supplier that count on', () => {
    const pages = ['INV-1001', 'INV-1002', 'INV-1003'].map((number) => invoicePage({ number, mark: 'Page 1 of 1' }))
    expect(startsOf(pages)).toEqual({ starts: [1, 2, 3], sure: true })
  })

  test('stays whole where pages count on, though they show other numbers', () => {
    const pages = [
      invoicePage({ number: 'INV-1001', mark: 'Page 1 of 2', total: null }),
      ['Brought forward|100.00', 'Invoice number: 88-1231', 'Total due EUR|119.00', ...gap(40), 'Page 2 of 2'],
    ]
    expect(startsOf(pages)).toEqual({ starts: [1], sure: true })
  })

  test.each([
    'Seite 2 von 2',
    'Page 2 sur 2',
    'Pagina 2 di 2',
    'Página 2 de 2',
    'Strona 2 z 2',
    'Sivu 2 (2)',
    'Sida 2 (2)',
    'Side 2 af 2',
    'Sayfa 2 / 2',
    'Strana 2/2',
    '2/2',
  ])('goes on with a page that says "%s"', (mark) => {
    const going = [
      invoicePage({ number: 'INV-1001', total: null }),
      ['Server|100.00', 'Total due EUR|119.00', ...gap(46), mark],
    ]
    expect(startsOf(going)).toEqual({ starts: [1], sure: true })
  })

  test('keeps the number that is repeated on its pages', () => {
    const pages = [invoicePage({ number: 'INV-1001', total: null }), invoicePage({ number: 'INV-1001' })]
    expect(startsOf(pages)).toEqual({ starts: [1], sure: true })
  })

  test('keeps terms with the invoice before them, as an attachment', () => {
    const transcript = fileOf([invoicePage({ number: 'INV-1001' }), TERMS, [], invoicePage({ number: 'INV-1002' })])
    const { pieces } = readStack(transcript, { own })
    expect(pieces).toMatchObject([
      { firstPage: 1, lastPage: 3, roles: ['invoice', 'attachment', 'separator'] },
      { firstPage: 4, lastPage: 4, roles: ['invoice'] },
    ])
  })

  test('keeps a delivery note with the invoice before it, though it has a number and pages of its own', () => {
    const note = ['Delivery Note', 'Number: LS-4711', 'Description|Quantity', 'Server|1', ...gap(40), 'Page 1 of 1']
    expect(startsOf([invoicePage({ number: 'INV-1001' }), note])).toMatchObject({ starts: [1] })
  })

  test('is cut at a sheet that was put between two documents, in any language', () => {
    for (const sheet of ['Separator Sheet', 'Trennblatt', 'Page de séparation']) {
      const pages = [invoicePage({ number: 'INV-1001' }), [sheet], invoicePage({ number: 'INV-1002' })]
      expect(startsOf(pages)).toEqual({ starts: [1, 3], sure: true })
    }
  })

  test('is cut where a bookmark names a file, and says so', () => {
    const later = ['Reference INV-1002', 'Server|100.00', 'Total due EUR|119.00']
    const whole = fileOf([invoicePage({ number: 'INV-1001' }), TERMS, later])
    const bookmarks = [
      { page: 1, title: 'acme-1001.pdf' },
      { page: 3, title: 'acme-1002.pdf' },
    ]
    const { pieces } = readStack({ ...whole, bookmarks }, { own })
    expect(pieces.map(({ firstPage }) => firstPage)).toEqual([1, 3])
    expect(pieces[1]?.because).toContain('bookmark "acme-1002.pdf"')
  })

  test('stays whole where bookmarks are the chapters of one invoice', () => {
    const details = ['Details of INV-1001', 'Server|100.00', 'Rack|19.00']
    const bookmarks = ['Invoice', 'Details', 'Terms'].map((title, at) => ({ page: at + 1, title }))
    const whole = fileOf([invoicePage({ number: 'INV-1001' }), details, TERMS])
    expect(readStack({ ...whole, bookmarks }, { own })).toMatchObject({ pieces: [{ firstPage: 1 }], sure: true })
  })

  test('is left to a person where two pages may be two invoices without numbers', () => {
    const page = (supplier: string) => [supplier, 'INVOICE', 'Total due EUR|119.00', ...gap(40), 'Page 1 of 1']
    expect(startsOf([page('Fernhill Hosting Ltd'), page('Clasen GmbH')]).sure).toBe(false)
  })

  test('is left to a person where the same invoice comes twice', () => {
    const page = invoicePage({ number: 'INV-1001', mark: 'Page 1 of 1' })
    const { starts, sure } = startsOf([page, page])
    expect(starts.length > 1 && sure).toBe(false)
  })

  test('is one where a person says so, with the roles of its pages', () => {
    const transcript = fileOf([invoicePage({ number: 'INV-1001' }), invoicePage({ number: 'INV-1002' }), TERMS])
    const { pieces } = readStack(transcript, { own, asOne: true })
    expect(pieces).toMatchObject([{ firstPage: 1, lastPage: 3, roles: ['invoice', 'invoice', 'attachment'] }])
  })
})

test('a file of 200 pages that are an invoice each is cut into 200', () => {
  const pages = Array.from({ length: 200 }, (_, at) => invoicePage({ number: `INV-${1000 + at}`, mark: 'Page 1 of 1' }))
  expect(startsOf(pages).starts).toHaveLength(200)
})

test('pages that are taken from a file count from 1, and so do the places on them', () => {
  const whole = fileOf([['one'], ['two'], ['three']])
  const maskedOn = (page: number): Concern => ({
    ...{ code: 'content-masked', page, characters: 1, visibleCharacters: 1 },
    ...{ reasons: [], telling: [], sample: '' },
  })
  const bookmarks = [{ page: 3, title: 'three' }]
  const taken = takePages({ ...whole, bookmarks, concerns: [maskedOn(1), maskedOn(3)] }, { firstPage: 2, lastPage: 3 })
  expect(taken.pages.map(({ number, words }) => [number, words[0]?.text])).toEqual([
    [1, 'two'],
    [2, 'three'],
  ])
  expect(taken.concerns).toMatchObject([{ page: 2 }])
  expect(taken.bookmarks).toBeUndefined()
})

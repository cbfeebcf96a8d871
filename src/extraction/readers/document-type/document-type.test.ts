import { describe, expect, test } from 'vitest'
import type { DocumentType } from '../../../../schemas/draft.ts'
import { extract } from '../../index.ts'
import { LOCALES } from '../../locales/index.ts'
import { entriesOf, type Locale } from '../../locales/locale.ts'
import { pageOf } from '../../testing/page-of.ts'

const own = { names: [], vatIds: [], ibans: [] }
const typeOf = (lines: string[]): DocumentType => extract(pageOf(lines), { own }).type

/** What stands on any business paper: it must be the title that tells them apart. */
const paper = (title: string, words: string) => [
  'Pemberton Werke 4711',
  '12 George Lane | 14.03.2026',
  '',
  title.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()),
  '',
  words.replaceAll(';', ' '),
  'A-1093 | 2 | 300,00 | 600,00',
  'B-1121 | 4 | 100,00 | 400,00',
]

describe.each((LOCALES as readonly Locale[]).map((locale) => [locale.code, locale] as const))('in %s', (_, locale) => {
  const titles = Object.entries(locale.titles).filter(([type]) => type !== 'other') as [DocumentType, string][]
  test.each(titles)('a paper is called %s by its title', (type, list) => {
    const wrong = entriesOf(list)
      .slice(0, 4)
      .map((title) => [title, typeOf(paper(title, locale.words))] as const)
      .filter(([, read]) => read !== type)
    expect(wrong).toEqual([])
  })
})

describe('an invoice stays one', () => {
  test('where it names an order, a contract and a delivery note among its facts', () => {
    const lines = [
      'Invoice',
      'Invoice no: A-1093 | Order no: 4711',
      'Invoice date: 14 May 2026 | Contract: V-22',
      'Delivery note: L-9 | Quote: Q-17',
      'Total | $1,471.60',
    ]
    expect(typeOf(lines)).toBe('invoice')
  })

  test('where its terms speak of reminders and statements in running text', () => {
    const lines = [
      'Rechnung',
      'Rechnungsnummer: 4711',
      'Rechnungsdatum: 14.05.2026',
      'Gesamtbetrag | 119,00 EUR',
      'Bei Verzug erhalten Sie eine Mahnung und einen Kontoauszug.',
    ]
    expect(typeOf(lines)).toBe('invoice')
  })
})

test('a reminder that lists invoices is no invoice', () => {
  const lines = [
    'Payment reminder',
    'Invoice no. | Invoice date | Due date | Open amount',
    'A-1093 | 14 May 2026 | 13 June 2026 | 1,200.00',
    'Please pay 1,200.00 by 1 August 2026.',
  ]
  expect(typeOf(lines)).toBe('reminder')
})

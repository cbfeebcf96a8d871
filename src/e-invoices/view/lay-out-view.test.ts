import { describe, expect, test } from 'vitest'
import { readEInvoice } from '../read-e-invoice.ts'
import { SOUND_CII } from '../testing/sound-cii.ts'
import { SOUND_FATTURA } from '../testing/sound-fattura.ts'
import { SOUND_UBL } from '../testing/sound-ubl.ts'
import { isTrouble } from '../xml/trouble.ts'
import { layOutView } from './lay-out-view.ts'
import { type Measure, RIGHT, SHEET_HEIGHT, type Sheet } from './sheet.ts'

/** Letters of half their size: the pages look different, their contents do not. */
const measure: Measure = (text, { size }) => text.length * size * 0.5

function draw(xml: string): Sheet {
  const read = readEInvoice(new TextEncoder().encode(xml), 'invoice.xml')
  const [invoice] = isTrouble(read) ? [] : read.invoices
  if (!invoice) throw new Error('not read')
  return layOutView(invoice, measure)
}
const textOf = ({ pages }: Sheet): string =>
  pages
    .flatMap(({ texts }) => texts.map(({ text }) => text))
    .join('\n')
    .replaceAll('\u00a0', ' ')

describe('an invoice is drawn', () => {
  test('in German for a buyer in Germany, with everything that is said', () => {
    const sheet = draw(SOUND_UBL)
    expect(sheet).toMatchObject({ language: 'de', title: 'Rechnung R-2026-77' })
    const text = textOf(sheet)
    for (const said of [
      'Mühle GmbH',
      'USt-IdNr. DE136695976',
      'Bäckerei KG',
      '02.03.2026',
      'PO-9',
      'Flour',
      '40 kg',
      '2,50',
      '−10,00 EUR',
      'Freight',
      '166,55 EUR',
      '100,00 EUR',
      'DE79 0000 0000 1234 5678 90',
      'SEPA-Überweisung',
      'times.csv, Hours (eingebettet)',
      'Thank you.',
    ])
      expect(text).toContain(said)
  })

  test('in English for everybody else', () => {
    const sheet = draw(SOUND_FATTURA)
    expect(sheet).toMatchObject({ language: 'en', title: 'Invoice 12/2026' })
    expect(textOf(sheet)).toContain('2 Mar 2026')
    expect(textOf(sheet)).toContain('1,118.80 EUR')
  })

  test.each([SOUND_UBL, SOUND_CII, SOUND_FATTURA])('within its pages', (xml) => {
    for (const { texts } of draw(xml).pages)
      for (const { text, x, y, size, bold } of texts) {
        expect(x, text).toBeGreaterThanOrEqual(0)
        expect(x + measure(text, { size, bold }), text).toBeLessThanOrEqual(RIGHT + 1)
        expect(y, text).toBeLessThan(SHEET_HEIGHT)
      }
  })

  test('with the place of each value by its XPath', () => {
    const texts = draw(SOUND_UBL).pages.flatMap((page) => page.texts)
    expect(texts.find(({ path }) => path?.endsWith('/cbc:PayableAmount'))?.text).toContain('100,00')
  })

  test('of very many lines in part, and says how many are not shown', () => {
    const line = /<cac:InvoiceLine>[\s\S]*?<\/cac:InvoiceLine>/.exec(SOUND_UBL)?.[0] ?? ''
    const sheet = draw(SOUND_UBL.replace('</Invoice>', `${line.repeat(4_998)}</Invoice>`))
    expect(sheet.pages.length).toBeLessThan(60)
    expect(textOf(sheet)).toContain('und 4.750 weitere Positionen')
  })

  test('whatever is in its texts: words without end, line breaks, characters that turn the line', () => {
    const odd = SOUND_UBL.replace('>Flour<', `>${'Mehl'.repeat(2_000)}\u202Eevil&#10;&#10;next<`)
    const text = textOf(draw(odd))
    expect(text).toContain('MehlMehl')
    expect(text).not.toContain('\u202e')
  })
})

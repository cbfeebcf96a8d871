import { expect, test } from 'vitest'
import type { TranscriptPage } from '../../schemas/transcript.ts'
import { judgeMasked, type MaskedPage } from './judge-masked.ts'

function pageOf(text: string, source: TranscriptPage['source'] = 'text-layer', number = 1): TranscriptPage {
  const words = text
    .split(' ')
    .filter((word) => word !== '')
    .map((word) => ({
      text: word,
      box: [0, 0, 1, 1] as [number, number, number, number],
      source: 'ocr' as const,
      confidence: 1,
    }))
  return { number, width: 595, height: 842, source, words }
}
function maskedOf(text: string, page = 1): MaskedPage {
  return { page, characters: text.replaceAll(' ', '').length, reasons: ['white'], text }
}
const VISIBLE = 'Invoice RE-2026-4711 Total 1.190,00 IBAN DE89 3704 0044 0532 0130 00 thank you for your order'
const tellingOf = (masked: MaskedPage, ...pages: TranscriptPage[]) => judgeMasked([masked], pages)[0]?.telling

test.each([
  ['Total 9.999,00', '9.999,00'],
  ['please pay 12 345.60 today', '12 345.60'],
  ['pay into GB33 BUKB 2020 1555 5555 55', 'GB33 BUKB 2020 1555 5555 55'],
  ['Invoice no. RE-99', 'Invoice no. RE-99'],
  ['Rechnung Nr. 2026-17', 'Rechnung Nr. 2026-17'],
])('%j out of sight is telling', (text, piece) => {
  expect(tellingOf(maskedOf(text), pageOf(VISIBLE))).toContain(piece)
})

test('what can be seen as well is no secret, on whatever page and however it is set', () => {
  expect(judgeMasked([maskedOf('1.190,00')], [pageOf(VISIBLE)])).toEqual([])
  expect(
    judgeMasked([maskedOf('DE89370400440532013000')], [pageOf('see overleaf'), pageOf(VISIBLE, 'text-layer', 2)]),
  ).toEqual([])
})

test('a few characters that tell nothing are how programs work', () => {
  expect(judgeMasked([maskedOf('{{signature}} 2026')], [pageOf(VISIBLE)])).toEqual([])
})

test('much text that tells nothing is told, without an accusation', () => {
  const [concern] = judgeMasked(
    [maskedOf('set with the free edition of a program that says so here')],
    [pageOf(VISIBLE)],
  )
  expect(concern).toMatchObject({ code: 'content-masked', characters: 45, telling: [], reasons: ['white'] })
})

test("a scanner's hidden layer says what the picture says, with other mistakes", () => {
  const scan = pageOf(VISIBLE, 'ocr')
  const layer = maskedOf('lnvoice RE-2O26-4711 Tota1 1.19O,00 lBAN DE89 37O4 thank you for your order')
  expect(judgeMasked([layer], [scan])).toEqual([])
  const lie = maskedOf('Gutschrift GS-9 Betrag 9.999,00 an Konto FR76 3000 6000 0112 3456 7890 189')
  expect(tellingOf(lie, scan)).toEqual(expect.arrayContaining(['9.999,00', 'FR76 3000 6000 0112 3456 7890 189']))
})

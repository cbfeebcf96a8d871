import type { Concern, MaskReason, TranscriptPage } from '../../schemas/transcript.ts'

/** What a page holds that nobody can see. `characters` counts all of it, without blanks; `text` may be less. */
export type MaskedPage = { page: number; characters: number; reasons: MaskReason[]; text: string }

type MaskedText = Extract<Concern, { code: 'content-masked' }>

// A few characters out of sight are how programs work (blanks, marks for signatures); more is worth telling.
const NOTABLE_CHARACTERS = 20
// Of the words of a scanner's hidden layer, those that OCR finds in the picture, at least: both misread some.
const SAME_WORDS = 0.3
// Of the words out of sight, those that can be seen elsewhere.
const SAID_TWICE = 0.9
const MOST_TELLING = 5
const SAMPLE_CHARACTERS = 120

/** What only a bill would hide: amounts with cents, accounts, and what a label announces. */
const TELLING = [
  /(?<![\d.,])\d{1,3}(?:[.,'’ \u00a0]?\d{3})*[.,]\d{2}(?![\d.,]*\d)/g,
  /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g,
  /\b(?:invoice|rechnung|facture|fattura|factura|factuur|total|summe|gesamt|betrag|amount|iban|konto|account|bic|ust|vat)\b[\p{L}. :#-]{0,20}[A-Z-]{0,6}\d[\w/.-]*/giu,
]

/**
 * Decides which of the text that nobody can see is worth telling, by all that can be seen: what stands on a page as well, and the hidden
 * layer that a scanner put behind its picture, is no secret. Pure.
 */
export function judgeMasked(masked: readonly MaskedPage[], pages: readonly TranscriptPage[]): MaskedText[] {
  if (masked.length === 0) return []
  const visible = squeeze(pages.flatMap(({ words }) => words.map(({ text }) => text)).join(' '))
  return masked.flatMap((one): MaskedText[] => {
    const page = pages.find(({ number }) => number === one.page)
    if (page === undefined || saysWhatThePictureSays(one, page) || isSaidInSight(one, visible)) return []
    const telling = findTelling(one.text).filter((piece) => !visible.includes(squeeze(piece)))
    if (telling.length === 0 && one.characters < NOTABLE_CHARACTERS) return []
    const visibleCharacters = page.words.reduce((sum, { text }) => sum + [...text].length, 0)
    const { characters, reasons, text } = one
    const sample = text.slice(0, SAMPLE_CHARACTERS)
    return [
      {
        code: 'content-masked',
        page: one.page,
        characters,
        visibleCharacters,
        reasons,
        telling: telling.slice(0, MOST_TELLING),
        sample,
      },
    ]
  })
}

function findTelling(text: string): string[] {
  return [...new Set(TELLING.flatMap((pattern) => [...text.matchAll(pattern)].map(([piece]) => piece.trim())))]
}

/** Text that is printed twice, as a shadow or on another page. */
function isSaidInSight({ text }: MaskedPage, visible: string): boolean {
  const words = text.split(' ').map(squeeze)
  return words.filter((word) => visible.includes(word)).length >= words.length * SAID_TWICE
}

/** A hidden layer beneath a page that was read by OCR. It is never used, whatever it says. */
function saysWhatThePictureSays({ text }: MaskedPage, page: TranscriptPage): boolean {
  if (page.source !== 'ocr' && page.source !== 'mixed') return false
  const seen = new Set(page.words.map((word) => squeeze(word.text)))
  const words = text
    .split(' ')
    .map(squeeze)
    .filter((word) => word.length >= 3)
  if (words.length === 0) return true
  return words.filter((word) => seen.has(word)).length >= words.length * SAME_WORDS
}

/** Letters and digits alone: blanks and marks differ between two ways to write the same. */
function squeeze(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

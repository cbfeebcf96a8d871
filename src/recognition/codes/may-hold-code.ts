import type { Word } from '../../../schemas/transcript.ts'
import type { Painted } from '../pdf/walk-content.ts'

/** What stands beside payment codes, in the languages of the countries that print them. */
const HINT =
  /zahlteil|empfangsschein|payment part|section paiement|r[ée]c[ée]piss[ée]|sezione pagamento|girocode|giro-code|qr[ -]?(?:code|rechnung|bill|facture|fattura)|scan(?:nen)? (?:to pay|(?:&|and|und) )|code scannen|mobil bezahlen|bankcode/i

// In points: smaller ones can't be scanned, larger ones are pictures.
const SIDES = [40, 260] as const
/** A code that is drawn module by module. */
const FEWEST_MODULES = 150
const MODULE_POINTS = 8

/** Whether the words of a page speak of a payment code. */
export function speaksOfCode(words: readonly Word[]): boolean {
  return HINT.test(words.map(({ text }) => text).join(' '))
}

/** Whether a page whose words need no picture is worth one for a code: it speaks of it, or something on it looks like one. */
export function mayHoldCode(painted: readonly Painted[], words: readonly Word[]): boolean {
  return painted.some(isSquarePicture) || painted.filter(isModule).length >= FEWEST_MODULES || speaksOfCode(words)
}

function isSquarePicture({ kind, box, image }: Painted): boolean {
  const [width, height] = [box[2] - box[0], box[3] - box[1]]
  const isSquare = Math.abs(width - height) < 0.04 * width && width >= SIDES[0] && width <= SIDES[1]
  if (kind === 'image' || kind === 'mask')
    return isSquare && image !== undefined && Math.abs(image.width - image.height) <= 2
  return false
}

function isModule({ kind, box }: Painted): boolean {
  return kind === 'fill' && box[3] - box[1] <= MODULE_POINTS
}

import type { Place } from '../../../schemas/draft.ts'
import { coverBoxes } from '../layout/boxes.ts'
import type { Line } from '../layout/types.ts'
import type { Sight } from '../sight.ts'
import { isBelgianReference, isCreditorReference, isFinnishReference, isKid, isQrReference } from './references.ts'

export type FoundReference = { value: string; place: Place; kind: 'creditor' | 'qr' | 'belgian' | 'finnish' | 'kid' }

type Format = {
  kind: FoundReference['kind']
  /** As it is printed, blanks included. */
  pattern: RegExp
  /** What must stand on the line before it: formats that one number in ten fits. */
  label?: RegExp
  isRight: (compact: string) => boolean
}

const FORMATS: readonly Format[] = [
  {
    kind: 'creditor',
    pattern: /(?<![A-Z0-9])RF\d{2}(?: ?[A-Z0-9]{1,4}){1,6}(?![A-Z0-9])/gi,
    isRight: isCreditorReference,
  },
  { kind: 'qr', pattern: /(?<!\d)\d{2}(?: ?\d{5}){5}(?!\d)/g, isRight: isQrReference },
  { kind: 'belgian', pattern: /[+*]{3} ?\d{3} ?\/ ?\d{4} ?\/ ?\d{5} ?[+*]{3}/g, isRight: isBelgianReference },
  {
    kind: 'finnish',
    pattern: /(?<!\d)\d(?: ?\d){3,19}(?!\d)/g,
    label: /viite(?:numero|nro)?|referensnummer|ref\.? ?nr/i,
    isRight: isFinnishReference,
  },
  { kind: 'kid', pattern: /(?<!\d)\d(?: ?\d){1,23}[\d-](?!\d)/g, label: /\bkid(?:-?n(?:umme)?r)?\b/i, isRight: isKid },
]

/** References on the pages whose check digits are right, best known formats first. */
export function findReferences({ layout }: Sight): FoundReference[] {
  return FORMATS.flatMap((format) => layout.lines.flatMap((line) => findOn(line, format)))
}

function findOn(line: Line, { kind, pattern, label, isRight }: Format): FoundReference[] {
  const from = label ? label.exec(line.text) : undefined
  if (label && !from) return []
  const start = from ? from.index + from[0].length : 0
  return [...line.text.matchAll(pattern)].flatMap((match) => {
    if (match.index < start) return []
    const value = match[0].replace(kind === 'creditor' || kind === 'kid' ? /\s/g : /\D/g, '').toUpperCase()
    return isRight(value) ? [{ kind, value, place: { page: line.page, box: boxOf(line, match) } }] : []
  })
}

function boxOf(line: Line, match: RegExpExecArray): Place['box'] {
  const end = match.index + match[0].length
  const atoms = line.atoms.filter((atom, index) => {
    const at = line.offsets[index] ?? 0
    return at < end && at + atom.text.length > match.index
  })
  return atoms.length > 0 ? coverBoxes(atoms.map(({ box }) => box)) : line.box
}

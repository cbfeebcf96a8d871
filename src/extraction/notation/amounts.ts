import { spanOf } from '../layout/boxes.ts'
import type { Atom, Line, Span } from '../layout/types.ts'
import { CURRENCY_CODES, CURRENCY_SIGNS } from './currency-signs.ts'
import { type NumberStyle, readNumber, undoLookalikes } from './number.ts'

/** A number that stands on the page and may be money. */
export type AmountSighting = Span & {
  page: number
  /** Decimal string, sign included. */
  value: string
  decimals: number
  /** The currency sign or code printed with it, as printed. */
  sign?: string
  percent: boolean
  /** 0 to 1: how much it looks like money rather than a count, a year or a part of an address. */
  moneylike: number
  certain: boolean
}

const SIGN_PATTERN = Object.keys(CURRENCY_SIGNS)
  .filter((sign) => !/^\p{L}+\.?$/u.test(sign))
  .toSorted((a, b) => b.length - a.length)
  .map((sign) => sign.replace(/[$.]/g, '\\$&'))
  .join('|')
const NUMBER = "\\d[\\d.,'’´` ]*(?:[.,](?:-{1,2}|–|—))?|[.,]\\d{2}"
const AMOUNT = new RegExp(
  `^(?<open>[(\\[*~]*)(?<minus>[-–−+]?)\\s?(?<before>${SIGN_PATTERN}|[A-Z]{3}|[Rr][Ss]\\.?|RM|[Kk][Rr]\\.?|Fr\\.?)?\\s?(?<minus2>[-–−]?)\\s?(?<number>${NUMBER})\\s?(?<after>${SIGN_PATTERN}|[A-Z]{3}|z[łl]|K[čc]|[Kk][Rr]\\.?|TL|lei|Ft)?(?<minus3>[-–−]?)(?<percent>%?)(?<close>[)\\]*.;,:]*)$`,
  'u',
)

/** All numbers of a line that may be amounts, left to right. Numbers grouped by blanks ("1 471,60") come as one. */
export function readAmounts(line: Line, style: NumberStyle): AmountSighting[] {
  const found: AmountSighting[] = []
  for (let at = 0; at < line.atoms.length; at++) {
    if (!/[\d]/.test(line.atoms[at]!.text)) continue
    const sighting = amountAt(line, { at, style })
    if (!sighting) continue
    found.push(sighting)
    at = sighting.to - 1
  }
  return found
}

function amountAt(line: Line, { at, style }: { at: number; style: NumberStyle }): AmountSighting | null {
  const atoms = line.atoms
  let to = at + 1
  let text = atoms[at]!.text
  // Groups of three set apart by a narrow blank belong together, unless the next one stands in another column.
  if (/^[^\d]*\d{1,3}$/.test(text)) {
    while (to < atoms.length && /^\d{3}(?!\d)/.test(atoms[to]!.text) && (isTight(line, to) || isLooseGroup(line, to))) {
      text += ` ${atoms[to]!.text}`
      to++
      if (/[.,%\p{L}]/u.test(atoms[to - 1]!.text)) break
    }
  }
  // "12 ,50" or "12, 50" as recognition likes to split.
  if (to < atoms.length && (isTight(line, to) || isTornDecimal(line, to))) {
    const next = atoms[to]!.text
    if (/^[^\d]*\d+$/.test(text) && /^[.,]\d{2}$/.test(next)) text += atoms[to++]!.text
    else if (/^[^\d]*\d+[.,]$/.test(text) && /^\d{2}$/.test(next)) text += atoms[to++]!.text
  }
  if (atoms[at]!.source === 'ocr') text = mendSpecks(text)
  let match = AMOUNT.exec(text)
  let certain = true
  if (!match && to === at + 1) {
    const fixed = undoLookalikes(text)
    if (fixed !== null && /[.,]\d{2}$/.test(fixed)) {
      match = AMOUNT.exec(fixed)
      certain = false
    }
  }
  const parts = match?.groups
  if (!parts) return null
  const read = readNumber(parts['number']!.trim(), style)
  if (!read) return null
  let from = at
  let sign = parts['before'] ?? parts['after']
  if (sign !== undefined && /^[A-Z]{3}$/.test(sign) && !CURRENCY_CODES.has(sign)) return null
  let minus = Boolean(
    parts['minus']!.match(/[-–−]/) ||
      parts['minus2'] ||
      parts['minus3'] ||
      (parts['open']!.includes('(') && parts['close']!.includes(')')),
  )
  let percent = parts['percent'] === '%'
  const next = atoms[to]
  if (!percent && next && /^%/.test(next.text) && isNear(line, to)) {
    percent = true
    to++
  } else if (!percent && sign === undefined) {
    const before = signBefore(line, from)
    if (before) {
      sign = before.sign
      from = before.from
      if (before.minus) minus = true
    } else if (next && isNear(line, to)) {
      const after = signOf(next)
      if (after !== undefined) {
        sign = after
        to++
      }
    }
  }
  const lone = from > 0 ? atoms[from - 1]! : undefined
  if (lone && /^[-–−]$/.test(lone.text) && isTight(line, from) && sign !== undefined) {
    minus = true
    from--
  }
  if (sign !== undefined && endsCompanyName(line, from)) return null
  const span = spanOf(line, { from, to })
  const value = minus && !/^0(\.0+)?$/.test(read.value) ? `-${read.value}` : read.value
  if (value.replace(/[-.]/g, '').length > 15) return null
  return {
    ...span,
    page: line.page,
    value,
    decimals: read.decimals,
    ...(sign === undefined ? {} : { sign }),
    percent,
    moneylike: percent
      ? 0
      : judgeMoney({ decimals: read.decimals, signed: sign !== undefined, digits: parts['number']! }) *
        (certain ? 1 : 0.8),
    certain: certain && read.certain,
  }
}

/** "SDN BHD" is the Malaysian legal form, not Bahraini dinars; recognition reads its first word in many ways. */
export function endsCompanyName(line: Line, at: number): boolean {
  if (!/^BHD\b/.test(line.atoms[at]!.text)) return false
  // Where its first half is lost, the register's number tells: it has no decimals, dinars have three.
  if (/^\(?\d{4,7}\b(?!\.)/.test(line.atoms[at + 1]?.text ?? '')) return true
  return /^\(?[S5]\.?[DOC0]\.?[NH]\.?\)?$/i.test(line.atoms[at - 1]?.text ?? '')
}

/** "1.978,51’", "121;71", "37-257,25": specks of a scan behind the cents, above a comma, and in the blank of the thousands. */
function mendSpecks(text: string): string {
  return text
    .replace(/(?<=\d);(?=\d{2}\D*$)/, ',')
    .replace(/(?<=^\D*\d{1,3})[-~_](?=\d{3}[.,]\d{2}\D*$)/, ' ')
    .replace(/(?<=[.,]\d{2})['’‘´`".,;:*]+$/, '')
}

function judgeMoney({ decimals, signed, digits }: { decimals: number; signed: boolean; digits: string }): number {
  if (signed) return decimals === 2 || decimals === 0 ? 1 : 0.8
  if (decimals === 2) return 0.95
  if (/[.,](-|–|—)/.test(digits)) return 0.9
  if (decimals > 0) return 0.45
  if (/\d[.,' ]\d{3}/.test(digits)) return 0.6
  return /^0\d/.test(digits) || digits.length > 7 ? 0.05 : 0.25
}

function isTight(line: Line, at: number): boolean {
  const gap = line.atoms[at]!.box[0] - line.atoms[at - 1]!.box[2]
  return gap < 0.5 * line.height || isOneBlank(line, { at, gap })
}

/** "10 830,88" in a scan: boxes are as high as digits only, so that a blank seems wider. Another column stands further off. */
function isLooseGroup(line: Line, at: number): boolean {
  const [before, after] = [line.atoms[at - 1]!, line.atoms[at]!]
  const gap = after.box[0] - before.box[2]
  return (
    before.source === 'ocr' &&
    /^\d{3}[.,]\d{2}(?!\d)/.test(after.text) &&
    gap < Math.max(0.78, 1.35 * line.blank) * line.height
  )
}

/** "65. 20" on a receipt: recognition puts a blank behind the point. */
function isTornDecimal(line: Line, at: number): boolean {
  const [before, after] = [line.atoms[at - 1]!, line.atoms[at]!]
  return (
    before.source === 'ocr' &&
    /\d[.,]$/.test(before.text) &&
    /^\d{2}$/.test(after.text) &&
    after.box[0] - before.box[2] < 1.1 * line.height
  )
}

/** In type of even width a blank is as wide as a digit. */
function isOneBlank(line: Line, { at, gap }: { at: number; gap: number }): boolean {
  const advance = (atom: Atom): number => (atom.box[2] - atom.box[0]) / atom.text.length
  const own = advance(line.atoms[at]!)
  if (gap > 1.35 * own || gap > line.height) return false
  return line.atoms.every((atom) => Math.abs(advance(atom) - own) < 0.08 * own)
}

function isNear(line: Line, at: number): boolean {
  return line.atoms[at]!.box[0] - line.atoms[at - 1]!.box[2] < 1.3 * line.height
}

function signOf(atom: Atom): string | undefined {
  const text = atom.text.replace(/[:;)*]+$/, '')
  if (CURRENCY_CODES.has(text)) return text
  const lower = text.toLowerCase()
  if (lower in CURRENCY_SIGNS) return lower
  return text in CURRENCY_SIGNS ? text : undefined
}

/** The sign may stand far left of its number, at the other edge of the column ("€        18,60"). */
function signBefore(line: Line, at: number): { sign: string; from: number; minus: boolean } | null {
  const atom = line.atoms[at - 1]
  if (!atom) return null
  const minus = /^[-–−]/.test(atom.text) || /[-–−]$/.test(atom.text)
  const sign = signOf({ ...atom, text: atom.text.replace(/^[-–−(]|[-–−]$/g, '') })
  if (sign === undefined) return null
  const gap = (line.atoms[at]!.box[0] - atom.box[2]) / line.height
  const symbol = !/^\p{L}/u.test(sign)
  return gap < (symbol ? 9 : 1.5) ? { sign, from: at - 1, minus } : null
}

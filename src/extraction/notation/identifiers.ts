import { spanOf } from '../layout/boxes.ts'
import type { Line, Span } from '../layout/types.ts'

/** Something that may be the number of a document: holds a digit, is no date and no amount. */
export type IdentifierSighting = Span & {
  page: number
  value: string
  /** 0 to 1 by shape alone: a lone small number is a poor one, "INV-2023-0815" a good one. */
  shapely: number
}

const PART = /^[\p{L}\p{N}_][\p{L}\p{N}\-–/._\\+&]*$/u
const TRIM = /^[#*"'“”„([{:.,;=]+|[*"'“”)\]}:.,;=]+$/g

/** The identifiers of a line. `taken` are the spans that are known to be dates or money. */
export function readIdentifiers(line: Line, taken: readonly Span[]): IdentifierSighting[] {
  const found: IdentifierSighting[] = []
  const isTaken = (at: number): boolean => taken.some((span) => span.from <= at && at < span.to)
  for (let at = 0; at < line.atoms.length; at++) {
    if (isTaken(at)) continue
    const first = trim(line.atoms[at]!.text)
    if (!PART.test(first) || /@|www\.|\.(com|de|net|org|eu)$/i.test(first)) continue
    let to = at + 1
    let text = first
    let digits = /\d/.test(first)
    const prefix = !digits && /^\p{Lu}{1,5}[-/.]?$/u.test(first)
    if (!digits && !prefix) {
      // Capitals without any digit are rarely a number, yet some are ("ABCDE").
      if (/^\p{Lu}{5,}$/u.test(first)) found.push(sightingOf(line, { from: at, to, text }))
      continue
    }
    while (to < line.atoms.length && !isTaken(to)) {
      const joined = joinNext(line, { to, text, digits })
      if (joined === null) break
      text = joined.text
      digits ||= /\d/.test(text)
      to = joined.to
    }
    if (!digits) continue
    found.push(sightingOf(line, { from: at, to, text }))
    if (to > at + 1 && /\d/.test(first)) found.push(sightingOf(line, { from: at, to: at + 1, text: first }))
    at = to - 1
  }
  return found
}

function trim(text: string): string {
  return text.replace(TRIM, '')
}

function joinNext(
  line: Line,
  { to, text, digits }: { to: number; text: string; digits: boolean },
): { text: string; to: number } | null {
  const atom = line.atoms[to]!
  if (atom.box[0] - line.atoms[to - 1]!.box[2] > 0.75 * line.height) return null
  if (/[,;:)]$/.test(line.atoms[to - 1]!.text)) return null
  const next = trim(atom.text)
  if (/^[-–/]$/.test(atom.text)) {
    const after = line.atoms[to + 1]
    if (!after || !/\d/.test(after.text) || after.box[0] - atom.box[2] > 0.75 * line.height) return null
    return { text: `${text}${atom.text}${trim(after.text)}`, to: to + 2 }
  }
  if (!PART.test(next) && !/^[-/]/.test(next)) return null
  if (/[-/_]$/.test(text) || /^[-/]\p{L}?\d/u.test(next)) return { text: text + next, to: to + 1 }
  if (!digits && /^\d[\p{L}\p{N}\-/._]*$/u.test(next)) return { text: `${text} ${next}`, to: to + 1 }
  // The programme account behind a Canadian business number.
  if (/^\d{9}$/.test(text) && /^R[CMPT]\d{4}$/.test(next)) return { text: `${text} ${next}`, to: to + 1 }
  // Groups of digits set apart for the eye: 12 345 678 901.
  if (/^[\d ]+$/.test(text) && /^\d{2,5}$/.test(next) && text.split(' ').every((group) => group.length <= 5))
    return { text: `${text} ${next}`, to: to + 1 }
  return null
}

function sightingOf(line: Line, { from, to, text }: { from: number; to: number; text: string }): IdentifierSighting {
  const value = text.replace(/–/g, '-').replace(/[-/.]+$/, '')
  return { ...spanOf(line, { from, to }), page: line.page, value, shapely: judgeShape(value) }
}

function judgeShape(value: string): number {
  const digits = value.match(/\d/g)?.length ?? 0
  if (digits === 0) return 0.25
  if (value.length > 32) return 0.1
  if (digits === 1 && value.length <= 2) return 0.45
  if (/^\d{1,3}$/.test(value)) return 0.65
  if (/^\p{L}{3,}\d$/u.test(value) || /^(19|20)\d{2}$/.test(value)) return 0.6
  return digits >= 3 ? 1 : 0.8
}

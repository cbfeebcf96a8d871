import { spanOf, spanOfText, widestGap } from '../../layout/boxes.ts'
import { segmentBelow } from '../../layout/find-wrapped-labels.ts'
import type { Line } from '../../layout/types.ts'
import { isRightIban } from '../../notation/check-digits.ts'
import { type Claim, claim, type Reader } from '../../reading.ts'
import type { Sight } from '../../sight.ts'

const NAME = 'iban'

/** Length of the IBAN by country (SWIFT IBAN registry); only these countries have one. */
const LENGTHS: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BR: 29,
  BY: 28,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  DO: 28,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MR: 27,
  MT: 31,
  MU: 30,
  NL: 18,
  NO: 15,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  SA: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  XK: 20,
}
const CANDIDATE = /(?<![A-Za-z0-9])([A-Za-z]{2}\s?[0-9OoIlSB]{2}(?:[\s.-]?[A-Za-z0-9]){11,40})/g

/** International bank account numbers: check digits speak for one, a label for an invalid one (a person must see that it is wrong). */
export const iban: Reader = {
  name: NAME,
  read(sight) {
    const evidence: Claim[] = []
    let rank = 0
    for (const line of sight.layout.lines) {
      evidence.push(...readWrapped(line, sight))
      for (const { at, read } of findCandidates(line.text)) {
        const span = spanOfText(line, { start: at, end: at + read.length })
        if (widestGap(span) > 2.5) continue
        const before = line.text.slice(Math.max(0, at - 30), at)
        const above = sight.layout.lines[line.index - 1]?.text ?? ''
        const labelled = /iban/i.test(before) || (/iban/i.test(above) && !/iban/i.test(line.text))
        if (!read.valid && !labelled) continue
        if (sight.own.ibans.some((own) => own.replace(/\s/g, '').toUpperCase() === read.iban)) continue
        const score =
          (read.valid ? (labelled ? 0.97 : 0.85) : 0.55) * (read.corrected ? 0.8 : 1) - 0.02 * Math.min(rank++, 10)
        evidence.push(
          claim(span, {
            field: 'iban',
            value: read.iban,
            score,
            reader: NAME,
            because: read.corrected
              ? 'misread digits put right by the check digits'
              : read.valid
                ? 'check digits are right'
                : 'stands behind "IBAN", but its check digits are wrong',
            traits: {
              checkDigits: read.valid ? 1 : 0,
              isMended: read.corrected ? 1 : 0,
              labelQuality: labelled ? 1 : 0,
              labelRank: Math.min(rank, 10),
            },
          }),
        )
      }
    }
    return { evidence }
  },
}

/** "IT40 D197 6375 4589 5518 5122" over "694": groups that go on in the line below, where the check digits say so. */
function readWrapped(line: Line, sight: Sight): Claim[] {
  return line.segments.flatMap((segment) => {
    const start = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:\s?[A-Z0-9]){4,30}$/.exec(segment.text)
    const lower = start && segmentBelow(segment, { line, lines: sight.layout.lines })
    const rest = lower && /^[A-Z0-9]{1,4}(?: [A-Z0-9]{1,4}){0,5}(?![A-Za-z0-9])/.exec(lower.text)?.[0]
    if (!start || !rest) return []
    const read = readIban(`${start[0]} ${rest}`)
    if (!read?.valid || read.corrected || read.length <= start[0].length) return []
    if (sight.own.ibans.some((own) => own.replace(/\s/g, '').toUpperCase() === read.iban)) return []
    return [
      claim(spanOf(line, segment), {
        field: 'iban',
        value: read.iban,
        score: 0.95,
        reader: NAME,
        because: 'runs over two lines, check digits are right',
        traits: { checkDigits: 1 },
      }),
    ]
  })
}

/** Every place where an IBAN may begin; a word that only looks like one must not swallow the true one behind it. */
function findCandidates(text: string): { at: number; read: NonNullable<ReturnType<typeof readIban>> }[] {
  const found = []
  const candidate = new RegExp(CANDIDATE)
  for (let match = candidate.exec(text); match; match = candidate.exec(text)) {
    const read = readIban(match[1]!)
    if (read) found.push({ at: match.index, read })
    candidate.lastIndex = match.index + (read?.length ?? 1)
  }
  return found
}

/** Cuts the run at the country's length. `length`: characters of the printed text that were used. */
function readIban(printed: string): { iban: string; valid: boolean; corrected: boolean; length: number } | null {
  const compact = printed.replace(/[\s.-]/g, '').toUpperCase()
  const expected = LENGTHS[compact.slice(0, 2)]
  if (expected === undefined) return null
  const wanted = Math.min(expected, compact.length)
  let length = 0
  for (let seen = 0; length < printed.length && seen < wanted; length++) if (!/[\s.-]/.test(printed[length]!)) seen++
  const cut = compact.slice(0, wanted)
  if (cut.length === expected && isRightIban(cut)) return { iban: cut, valid: true, corrected: false, length }
  const checkDigits = cut.slice(2, 4).replace(/S/g, '5').replace(/B/g, '8')
  const fixed = cut.slice(0, 2) + (checkDigits + cut.slice(4)).replace(/O/g, '0').replace(/[IL]/g, '1')
  if (fixed.length === expected && isRightIban(fixed)) return { iban: fixed, valid: true, corrected: true, length }
  // An invalid one is given as printed up to the end of its groups, so that a person sees what stands there.
  if (Math.abs(cut.length - expected) > 2 || (cut.match(/\d/g)?.length ?? 0) < 8) return null
  return { iban: cut, valid: false, corrected: false, length }
}

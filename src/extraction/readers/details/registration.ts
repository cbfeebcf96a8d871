import { spanOf } from '../../layout/boxes.ts'
import { zoneAt } from '../../layout/find-party-zones.ts'
import type { Line, Span } from '../../layout/types.ts'
import type { DetailClaim } from '../../reading.ts'
import type { Sight } from '../../sight.ts'

/** Registers whose name is a part of the number, or whose numbers have a shape of their own: no label is needed. */
const SHAPES: readonly { pattern: RegExp; write: (groups: readonly string[]) => string }[] = [
  // Germany: Handelsregister A and B, Genossenschafts-, Partnerschafts- and Vereinsregister.
  {
    pattern:
      /(?<![\p{L}\d])(HR\s?[AB]|GnR|PR|VR)[.:]?\s?(?:(?:Nr|No)[.:]*\s?)?(\d{1,6}(?:\s[A-Z](?![\p{L}\d]))?)(?![\d.,]*\d)/u,
    write: ([register, number]) => `${register!.replace(/\s/g, '')} ${number}`,
  },
  // Austria: Firmenbuch.
  {
    pattern: /(?<![\p{L}\d])FN[.:]?\s?(\d{5,6})\s?([a-z])(?![\p{L}\d])/u,
    write: ([number, letter]) => `FN ${number}${letter}`,
  },
  // France: the SIREN behind the register and its town.
  {
    pattern:
      /(?<!\p{L})R\.?C\.?S\.?[\s:]+(?:\p{Lu}[\p{L}-]*[\s:]+){0,4}(?:n[°o]\s?)?(\d{3}[ .]?\d{3}[ .]?\d{3})(?!\d)/u,
    write: ([number]) => number!.replace(/\D/g, ''),
  },
  // Switzerland, before the UID.
  { pattern: /(?<![p{L}\d])(CH-\d{3}\.\d\.\d{3}\.\d{3}-\d)(?!\d)/, write: ([number]) => number! },
  // Italy: the chamber's province before the number.
  {
    pattern: /(?<!\p{L})R\.?E\.?A\.?[\s:]+(?:n[.°]?\s?)?([A-Z]{2})[\s-]+(\d{5,7})(?!\d)/u,
    write: ([town, number]) => `${town}-${number}`,
  },
  // Spain: volume, folio and sheet.
  {
    pattern:
      /(?<!\p{L})((?:R\.?\s?M\.?|(?:Reg\.|Registro)\s+Mercantil)(?:\s+de)?\s+(?:\p{Lu}\p{L}+[\s,]+){1,3}T(?:omo|\.)?[\s:]\s?\d[^·|•]{0,60}\d)/u,
    write: ([entry]) => entry!,
  },
]
/** Behind a label: perhaps "No.", perhaps letters of the register, and digits in groups. */
const NUMBER =
  /^[\s:.#]*(?:n[°ºo]?[.:]?\s|nr[.:]?\s|no[.:]?\s|num[.:]?\s)?(?<number>(?:[A-Z]{1,4}[\s-]?)?\d[\d .\-/]*\d(?:[\s-]?[A-Z])?)(?![\p{L}\d])/iu
const FEWEST_DIGITS = 4
/** In characters behind the label. */
const REACH = 60

/** The supplier's number in the register of companies: where a register's own form shows it, else behind a label. */
export function readRegistrations(sight: Sight): DetailClaim[] {
  return sight.layout.lines.flatMap((line) => [...readShapes(line, sight), ...readLabelled(line, sight)])
}

/** What one of the shapes begins with. */
const MAY_BE_SHAPE = /H\s?R|GnR|PR|VR|FN|C\.?S|CH-|E\.?A|R\.?\s?M|ercantil/

function readShapes(line: Line, sight: Sight): DetailClaim[] {
  if (!MAY_BE_SHAPE.test(line.text)) return []
  return SHAPES.flatMap(({ pattern, write }) => {
    const match = pattern.exec(line.text)
    if (!match) return []
    const span = spanAt(line, match.index, match.index + match[0].length)
    return [
      claimOf(span, {
        value: write(match.slice(1)),
        score: 0.9,
        because: 'a number as registers of companies give them',
        sight,
      }),
    ]
  })
}

function readLabelled(line: Line, sight: Sight): DetailClaim[] {
  const { labels } = sight.lines[line.index]!
  return labels.flatMap((label) => {
    if (label.meaning !== 'registration' || label.to >= line.atoms.length) return []
    const start = line.offsets[label.to]!
    const next = labels.find((other) => other.from >= label.to && (other.colon || other.leads))
    const text = line.text.slice(start, Math.min(start + REACH, next ? line.offsets[next.from]! : line.text.length))
    const match = NUMBER.exec(text)
    const number = match?.groups?.['number']
    if (!match || number === undefined || number.replace(/\D/g, '').length < FEWEST_DIGITS) return []
    const span = spanAt(line, start, start + match[0].length)
    return [
      claimOf(span, { value: number.trim(), score: 0.95 * label.quality, because: `right of "${label.raw}"`, sight }),
    ]
  })
}

/** The register's number of the receiver is not the supplier's. */
function claimOf(
  span: Span,
  { value, score, because, sight }: { value: string; score: number; because: string; sight: Sight },
): DetailClaim {
  const kind = zoneAt(sight.zones, { page: span.line.page, box: span.box })?.kind
  const share = kind === 'customer' || kind === 'otherParty' ? 0.1 : 1
  return { name: 'supplierRegistration', value, score: score * share, span, because }
}

/** The atoms that the characters [start, end) of a line belong to. */
function spanAt(line: Line, start: number, end: number): Span {
  const from = line.offsets.findLastIndex((offset) => offset <= start)
  const to = line.offsets.findLastIndex((offset) => offset < end) + 1
  return spanOf(line, { from: Math.max(0, from), to: Math.max(to, from + 1) })
}

import type { PaymentTerms } from '../../../../schemas/detail.ts'
import { coverBoxes } from '../../layout/boxes.ts'
import type { Line } from '../../layout/types.ts'
import { LOCALES } from '../../locales/index.ts'
import { entriesOf, type Locale } from '../../locales/locale.ts'
import { foldLetters } from '../../notation/plain-text.ts'
import type { Sight } from '../../sight.ts'

/** A term is no longer than a year; larger numbers are something else. */
const LONGEST_TERM = 365
/** What is taken off for early payment is no more than this. */
const HIGHEST_DISCOUNT = 10

/** In line heights. */
const WRAP_GAP = 0.8

const DAY_WORDS = [...new Set((LOCALES as readonly Locale[]).flatMap((locale) => entriesOf(locale.days)))]
  .map(foldLetters)
  .toSorted((a, b) => b.length - a.length)
  .join('|')
/** "14 Tage", "30-day", "i 10 dage": a count and its unit. Longer units first. */
const DAYS = new RegExp(`(?<![\\d.,/-])(\\d{1,3})[\\s-]{0,2}(?:${DAY_WORDS})(?!\\p{L})`, 'gu')
const PERCENT = /(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\s?%|%\s?(\d{1,2}(?:[.,]\d{1,2})?)(?![\d.,]*\d)/g
/** Words of payment in all languages, folded; without one a line with days speaks of deliveries, guarantees or interest. */
const PAYS =
  /pa(?:y|id)|zahl|netto|\bnet\b|skonto|discount|faellig|fallig|ohne abzug|reglement|paiement|payable|escompte|betal|korting|pagament|pagar|scont|sconto|vencim|descuento|desconto|platn|zaplat|rabat|termin|sleva|uhrad|splat|skonto|kassa|maksu|alennus|rabatt|forfald|odeme|vade|iskonto|due|pago|prazo/
/** Late payment, guarantees and the like: not what is due when. */
const NOT_TERMS =
  /mahn|verzug|interest|late|zins|retard|rente|mora|odsetk|urok|drojsmal|viivast|gecikme|garant|return|retour|rueckg/

/** Lines that say within how many days to pay and what early payment saves: "2 % Skonto bei Zahlung innerhalb von 10 Tagen, 30 Tage netto". */
export function readTerms(sight: Sight): PaymentTerms[] {
  const found: PaymentTerms[] = []
  for (const [index, line] of sight.layout.lines.entries()) {
    if (line.segments.length > 4) continue
    const isLabelled = sight.lines[index]!.labels.some((label) => label.meaning === 'terms' && label.leads)
    const next = goesOn(line, sight.layout.lines[index + 1])
    const terms = (next && readLines([line, next], { sight, isLabelled })) ?? readLines([line], { sight, isLabelled })
    if (terms) found.push(terms)
  }
  return found
}

/** The line below, where a sentence with a discount breaks before its days: "2% discount if paid within" over "10 days". */
function goesOn(line: Line, next: Line | undefined): Line | null {
  if (!next || next.page !== line.page || next.box[1] - line.box[3] > WRAP_GAP * line.height) return null
  if (Math.abs(next.box[0] - line.box[0]) > line.height || /[.:;!]$/.test(line.text)) return null
  return line.text.includes('%') ? next : null
}

function readLines(
  lines: readonly [Line, ...Line[]],
  { sight, isLabelled }: { sight: Sight; isLabelled: boolean },
): PaymentTerms | null {
  const printed = lines.map((line) => line.text).join(' ')
  const text = foldLetters(printed)
  if (!(isLabelled || PAYS.test(text)) || NOT_TERMS.test(text)) return null
  const discounts: PaymentTerms['discounts'] = []
  const net: number[] = []
  // Percent and days of one clause belong together: "30 days net, 2 % within 10 days."
  const clauses = text.split(/(?<=\p{L}{2,}|\))[.;,]\s+/u)
  for (const [at, sentence] of clauses.entries()) {
    const own = findNumbers(sentence, DAYS).filter(({ value }) => value <= LONGEST_TERM)
    // "2 % Skonto, wenn Sie binnen 10 Tagen zahlen": the days may follow the comma.
    const days = own.length > 0 || at + 1 >= clauses.length ? own : findNumbers(clauses[at + 1]!, DAYS)
    const taken = new Set<number>()
    for (const percent of findNumbers(sentence, PERCENT)) {
      if (percent.value <= 0 || percent.value > HIGHEST_DISCOUNT) continue
      const near = days
        .filter((one) => !taken.has(one.at))
        .toSorted((a, b) => distance(a, percent) - distance(b, percent))[0]
      const until = lines
        .flatMap((line) => sight.lines[line.index]!.dates)
        .find((date) => sentence.includes(foldLetters(date.raw)))
      if (near) {
        taken.add(near.at)
        discounts.push({ percent: String(percent.value), days: near.value })
      } else if (until) discounts.push({ percent: String(percent.value), until: until.readings[0]!.iso })
    }
    net.push(...own.filter((one) => !taken.has(one.at)).map((one) => one.value))
  }
  if (discounts.length === 0 && net.length === 0) return null
  return {
    text: printed,
    ...(net.length > 0 ? { netDays: Math.max(...net) } : {}),
    discounts,
    place: { page: lines[0].page, box: coverBoxes(lines.map((line) => line.box)) },
  }
}

type Found = { at: number; end: number; value: number }

function findNumbers(text: string, pattern: RegExp): Found[] {
  return [...text.matchAll(pattern)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    value: Number((match[1] ?? match[2])!.replace(',', '.')),
  }))
}

/** Between the end of what stands first and the start of what follows. */
function distance(a: Found, b: Found): number {
  return a.at < b.at ? b.at - a.end : a.at - b.end
}

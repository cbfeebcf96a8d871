import { Decimal } from 'decimal.js'
import type { DraftField, DraftVatGroup } from '../../../schemas/draft.ts'
import { categorizeExemption } from '../notation/vat-category.ts'
import type { VatGroupClaim } from '../reading.ts'
import type { Sight } from '../sight.ts'

/** The groups that sum up to the chosen tax; where none do, those that are sure in themselves. Without any, what the paper says of why. */
export function chooseVatGroups(
  groups: readonly VatGroupClaim[],
  { tax, net, sight }: { tax: DraftField | undefined; net: DraftField | undefined; sight: Sight },
): DraftVatGroup[] {
  const whole = groups.filter((group) => group.tax !== undefined && group.score >= 0.6)
  const sum = (list: typeof whole): Decimal => list.reduce((total, group) => total.plus(group.tax ?? 0), new Decimal(0))
  const fits = tax !== undefined && sum(whole).minus(tax.value).abs().lte('0.03')
  const chosen = fits ? whole : whole.filter((group) => group.score >= 0.8)
  const phrase = sight.lines.flatMap((line) => line.taxFree)[0]
  const free = phrase && { category: categorizeExemption(phrase.raw), reason: sentenceAround(phrase) }
  if (chosen.length === 0 && free && (tax === undefined || new Decimal(tax.value).isZero()))
    return [{ rate: '0', ...(net ? { base: net.value } : {}), tax: '0.00', ...free }]
  return chosen.map(({ rate, base, tax: amount }) => ({
    rate,
    ...(base === undefined ? {} : { base }),
    ...(amount === undefined ? {} : { tax: amount }),
    ...(new Decimal(rate).isZero() ? (free ?? { category: 'Z' as const }) : { category: 'S' as const }),
  }))
}

/** The reason as printed: the text that the phrase stands in, unless it is a whole paragraph. */
function sentenceAround(phrase: Sight['lines'][number]['taxFree'][number]): string {
  const own = phrase.line.segments.find((segment) => segment.from <= phrase.from && phrase.to <= segment.to)
  return own && own.text.length <= 200 ? own.text : phrase.raw
}

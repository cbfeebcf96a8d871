import { spanOf } from '../../layout/boxes.ts'
import type { Phrase } from '../../layout/find-phrases.ts'
import { segmentBelow } from '../../layout/find-wrapped-labels.ts'
import type { Line, Segment, Span } from '../../layout/types.ts'
import { MONTHS } from '../../locales/index.ts'
import type { LabelMeaning } from '../../locales/locale.ts'
import { readPeriod } from '../../notation/periods.ts'
import type { DetailClaim } from '../../reading.ts'
import type { Sight } from '../../sight.ts'

/** In line heights: what stands further right belongs to another column. */
const REACH = 30
/** Of a period that no label names. */
const UNLABELLED = 0.4
/** The period behind a label such as "Service period", in its line, below it, or going on in the next line. */
export function readLabelledPeriod(label: Phrase<LabelMeaning>, sight: Sight): DetailClaim[] {
  for (const { segments, share, direction } of placesOf(label, sight)) {
    const text = segments.map((segment) => segment.text).join(' ')
    const claims = claimsOf(segments, {
      text,
      score: 0.95 * label.quality * share,
      because: `${direction} "${label.raw}"`,
      sight,
    })
    if (claims.length > 0) return claims
  }
  return []
}

/** Where bills give the period of each line or nothing names it: the first of the beginnings to the last of the ends. */
export function readPrintedPeriods(sight: Sight): DetailClaim[] {
  const found = sight.layout.lines.flatMap((line) => {
    const { dates, labels } = sight.lines[line.index]!
    // Months are read behind labels alone; in running text they may be anything.
    if (dates.length < 2 || labels.some((label) => label.leads && label.meaning !== 'servicePeriod')) return []
    return line.segments.flatMap((segment) =>
      dates.filter(({ from, to }) => from >= segment.from && to <= segment.to).length < 2
        ? []
        : [claimsOf([segment], { text: segment.text, score: UNLABELLED, because: 'two dates as of a period', sight })],
    )
  })
  const [starts, ends] = [found.flatMap(([start]) => start ?? []), found.flatMap(([, end]) => end ?? [])]
  const first = starts.toSorted((a, b) => (a.value < b.value ? -1 : 1))[0]
  const last = ends.toSorted((a, b) => (a.value > b.value ? -1 : 1))[0]
  return first && last ? [first, last] : []
}

type Where = { segments: Segment[]; share: number; direction: string }

function placesOf(label: Phrase<LabelMeaning>, sight: Sight): Where[] {
  const { line } = label
  const { lines } = sight.layout
  const own = line.segments.find((segment) => segment.from <= label.from && label.from < segment.to)
  if (!own) return []
  const rest = own.to > label.to ? cut(line, { from: label.to, to: own.to }) : null
  const next = line.segments.find((segment) => segment.from >= own.to)
  const near = next && next.box[0] - label.box[2] < REACH * line.height && !leadsLabel(next, sight) ? next : null
  const right = rest ?? near
  const onward = right && segmentBelow(right, { line, lines })
  // What wraps under its label begins at the label's edge.
  const under = segmentBelow(own, { line, lines })
  const below = under && !leadsLabel(under, sight) ? under : null
  const further = below && segmentBelow(below, { line: lines[below.line]!, lines })
  const more = (first: Segment, second: Segment | null | undefined): Segment[][] =>
    second && !leadsLabel(second, sight) ? [[first, second], [first]] : [[first]]
  return [
    ...(right
      ? more(right, onward ?? (rest ? below : null)).map((segments) => ({ segments, share: 1, direction: 'right of' }))
      : []),
    ...(below ? more(below, further).map((segments) => ({ segments, share: 0.9, direction: 'below' })) : []),
  ]
}

function leadsLabel(segment: Segment, sight: Sight): boolean {
  return sight.lines[segment.line]!.labels.some((label) => label.from === segment.from && (label.colon || label.alone))
}

function cut(line: Line, { from, to }: { from: number; to: number }): Segment {
  const { box, raw } = spanOf(line, { from, to })
  return { page: line.page, line: line.index, from, to, text: raw, box }
}

function claimsOf(
  segments: readonly Segment[],
  { text, score, because, sight }: { text: string; score: number; because: string; sight: Sight },
): DetailClaim[] {
  const { order, certainty } = sight.dateHabit
  const period = readPeriod(text, { months: MONTHS, order })
  if (!period) return []
  const span = spanIn(segments[0]!, sight)
  const common = { score: score * (period.isAmbiguous ? certainty : 1), span, because }
  return [
    { name: 'periodStart', value: period.start, ...common },
    { name: 'periodEnd', value: period.end, ...common },
  ]
}

function spanIn({ line, from, to }: Segment, sight: Sight): Span {
  return spanOf(sight.layout.lines[line]!, { from, to })
}

import type { Draft, FieldName } from '../../../schemas/draft.ts'
import { AMOUNT_FIELDS } from '../../../schemas/draft.ts'
import type { Box } from '../../../schemas/transcript.ts'
import { horizontalOverlap } from '../layout/boxes.ts'
import type { Sight } from '../sight.ts'
import type { Furniture } from './find-furniture.ts'
import type { Occurrence } from './find-value.ts'

const MOST_PLACES = 2
/** A second place is kept where it is hardly worse: which of the two is meant shows on later bills. */
const HARDLY_WORSE = 1.2
/** Points from a value to words that may name it. */
const LABEL_REACH = 300
const ABOVE = 2.6

/** The places of a value that are likeliest meant: where a reader found it, under or right of words, not among the goods. */
export function rankOccurrences(
  occurrences: readonly Occurrence[],
  around: { field: FieldName; sight: Sight; draft: Draft; furniture: readonly Furniture[] },
): Occurrence[] {
  const judged = occurrences
    .map((occurrence) => ({ occurrence, worth: worthOf(occurrence, around) }))
    .toSorted((a, b) => b.worth - a.worth)
  const best = judged[0]?.worth ?? 0
  return judged
    .filter(({ worth }) => best - worth <= HARDLY_WORSE)
    .slice(0, MOST_PLACES)
    .map(({ occurrence }) => occurrence)
}

function worthOf(
  { span, before }: Occurrence,
  { field, sight, draft, furniture }: { field: FieldName; sight: Sight; draft: Draft; furniture: readonly Furniture[] },
): number {
  const { line, box } = span
  const page = sight.layout.pages[line.page - 1]!
  const down = box[1] / page.height
  const isAmount = AMOUNT_FIELDS.some((name) => name === field)
  const read = draft.fields[field]
  const isRead = read?.source !== 'person' && read?.place?.page === line.page && overlaps(read.place.box, box)
  const atoms = line.atoms.slice(span.from, span.to)
  const isGoods = draft.lines.some(({ place }) => place?.page === line.page && overlaps(place.box, box))
  return (
    (isRead ? 4 : 0) +
    (isNamed(span, furniture) ? 2 : before !== '' ? 1 : 0) +
    (atoms.some((atom) => atom.bold) ? 0.3 : 0) +
    // Sums stand below the goods and on the last page; what names the bill in its head.
    (isAmount ? down + line.page / sight.layout.pages.length : 1 - down - 0.5 * (line.page - 1)) -
    (isGoods ? 3 : 0)
  )
}

/** Words left of it with nothing between, or right over it. */
function isNamed({ line, from, box }: Occurrence['span'], furniture: readonly Furniture[]): boolean {
  return furniture.some((words) => {
    if (words.line === line)
      return words.to <= from && box[0] - words.box[2] < LABEL_REACH && isFree(line, { from: words.to, to: from })
    const over = words.line.page === line.page ? box[1] - words.box[3] : -1
    return over > -1 && over < ABOVE * line.height && horizontalOverlap(words.box, box) > 0
  })
}

function isFree(line: Occurrence['span']['line'], { from, to }: { from: number; to: number }): boolean {
  return line.atoms.slice(from, to).every((atom) => !/[\p{L}\d]/u.test(atom.text))
}

function overlaps(a: Box, b: Box): boolean {
  return horizontalOverlap(a, b) > 0 && Math.min(a[3], b[3]) > Math.max(a[1], b[1])
}

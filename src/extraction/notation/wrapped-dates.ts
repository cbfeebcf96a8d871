import { spanOf } from '../layout/boxes.ts'
import { segmentBelow } from '../layout/find-wrapped-labels.ts'
import { joinAtoms } from '../layout/join-atoms.ts'
import type { Line } from '../layout/types.ts'
import { type DateSighting, type MonthNames, readDates } from './dates.ts'

/** "19 de septiembre de", "12. heinäkuuta", "March 3,": a year is missing. */
const NO_YEAR = /(?:^|\s)(?:\d{1,2}\.?\s(?:de\s)?\p{L}{3,}\.?(?:\s(?:de|del))?|\p{L}{3,}\s\d{1,2},)$/u
const YEAR = /^(?:del?\s)?((?:19|20)\d{2})(?!\d)/

/** Dates in words whose year stands in the line below, as in narrow boxes. They lie where day and month stand. */
export function readWrappedDates(
  line: Line,
  { lines, months }: { lines: readonly Line[]; months: MonthNames },
): DateSighting[] {
  const found: DateSighting[] = []
  for (const segment of line.segments) {
    const printed = NO_YEAR.exec(segment.text)?.[0].trim()
    if (printed === undefined) continue
    // Its label may stand before it in the same run of words.
    const from = segment.to - printed.split(' ').length
    const part = { ...segment, from, box: spanOf(line, { from, to: segment.to }).box }
    const lower = segmentBelow(part, { line, lines })
    const year = lower && YEAR.exec(lower.text)?.[1]
    if (!year) continue
    // Read as one line: the year put behind the month, where the segment ends.
    const end = segment.to - 1
    const atoms = line.atoms.map((atom, at) => (at === end ? { ...atom, text: `${atom.text} ${year}` } : atom))
    for (const date of readDates({ ...line, atoms, ...joinAtoms(atoms) }, months))
      if (date.from >= segment.from && date.to === segment.to && date.raw.endsWith(year)) found.push({ ...date, line })
  }
  return found
}

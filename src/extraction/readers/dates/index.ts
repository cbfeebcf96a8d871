import { weighReadings } from '../../notation/date-order.ts'
import type { DateSighting } from '../../notation/dates.ts'
import { type Claim, claim, type Reader } from '../../reading.ts'
import { relateValues } from '../../relate-values.ts'
import type { Sight } from '../../sight.ts'

const NAME = 'dates'

/** A day that is called the due date elsewhere, while another day stands there without a label too. */
const IS_DUE = 0.5

/** Dates without a label of their own: letters, receipts and many small invoices print the date of issue just so. */
export const dates: Reader = {
  name: NAME,
  read(sight) {
    const evidence: Claim[] = []
    const free = sight.lines.flatMap((lineSight) =>
      lineSight.dates.filter((date) => {
        const before = lineSight.labels.findLast(
          (label) => label.to <= date.from && (label.key.length > 2 || label.colon),
        )
        return (
          before === undefined ||
          (date.box[0] - before.box[2]) / date.line.height > 12 ||
          before.meaning === 'number' ||
          before.meaning === 'invoiceNumber'
        )
      }),
    )
    const distinct = new Set(free.map(dayOf))
    const due = dueDays(sight)
    const hasOther = [...distinct].some((day) => !due.has(day))
    for (const [rank, date] of free.slice(0, 8).entries()) {
      const page = sight.layout.pages[date.page - 1]
      const high = date.page === 1 && page !== undefined && date.box[1] < 0.45 * page.height
      const doubt = hasOther && due.has(dayOf(date)) ? IS_DUE : 1
      const base = ((high ? 0.42 : 0.2) + (distinct.size === 1 ? 0.18 : 0) - 0.05 * rank) * doubt
      for (const reading of weighReadings(date, sight.dateHabit)) {
        evidence.push(
          claim(date, {
            field: 'issueDate',
            value: reading.iso,
            score: base * reading.probability,
            reader: NAME,
            because: high ? 'a date in the head of the document' : 'a date without a label',
            traits: { reading: reading.probability, labelRank: rank, isWeakLabel: 1 },
          }),
        )
      }
    }
    return { evidence }
  },
}

function dueDays(sight: Sight): ReadonlySet<string> {
  return new Set(
    sight.lines.flatMap((lineSight) =>
      lineSight.labels
        .filter(({ meaning }) => meaning === 'dueDate')
        .flatMap((label) => relateValues(label, { sight, lineSight, pick: (one) => one.dates }).slice(0, 1))
        .map(({ target }) => dayOf(target)),
    ),
  )
}

function dayOf({ readings }: DateSighting): string {
  return readings[0]!.iso
}

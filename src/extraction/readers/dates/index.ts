import { weighReadings } from '../../notation/date-order.ts'
import { type Claim, claim, type Reader } from '../../reading.ts'

const NAME = 'dates'

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
    const distinct = new Set(free.map((date) => date.readings[0]!.iso))
    for (const [rank, date] of free.slice(0, 8).entries()) {
      const page = sight.layout.pages[date.page - 1]
      const high = date.page === 1 && page !== undefined && date.box[1] < 0.45 * page.height
      const base = (high ? 0.42 : 0.2) + (distinct.size === 1 ? 0.18 : 0) - 0.05 * rank
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

import type { DetailName } from '../../../../schemas/detail.ts'
import { spanOf } from '../../layout/boxes.ts'
import { zoneAt } from '../../layout/find-party-zones.ts'
import type { Phrase } from '../../layout/find-phrases.ts'
import type { Line } from '../../layout/types.ts'
import type { LabelMeaning } from '../../locales/locale.ts'
import { weighReadings } from '../../notation/date-order.ts'
import type { DetailClaim, Reader } from '../../reading.ts'
import { relateValues } from '../../relate-values.ts'
import type { LineSight, Sight } from '../../sight.ts'
import { readLabelledPeriod, readPrintedPeriods } from './period.ts'
import { readRegistrations } from './registration.ts'
import { readTerms } from './terms.ts'

const NUMBERS: Partial<Record<LabelMeaning, DetailName>> = {
  customerNumber: 'customerNumber',
  contract: 'contract',
  project: 'project',
  precedingInvoice: 'precedingInvoice',
}
/** Words behind the label of a project name it as well as a number does. */
const LONGEST_NAME = 60

/** What stands beside the fields of a bill: delivery and service period, numbers that are not the invoice's own, mail, terms of payment. */
export const details: Reader = {
  name: 'details',
  read(sight) {
    const found: DetailClaim[] = []
    for (const [index, lineSight] of sight.lines.entries()) {
      const line = sight.layout.lines[index]!
      for (const label of lineSight.labels) found.push(...readLabel(label, { line, lineSight, sight }))
      found.push(...readMail(line, sight))
    }
    const periods = found.some(({ name }) => name === 'periodStart') ? [] : readPrintedPeriods(sight)
    return { details: [...found, ...periods, ...readRegistrations(sight)], terms: readTerms(sight) }
  },
}

type Around = { line: Line; lineSight: LineSight; sight: Sight }

function readLabel(label: Phrase<LabelMeaning>, around: Around): DetailClaim[] {
  if (label.meaning === 'deliveryDate' || label.meaning === 'servicePeriod') {
    // Each may stand behind the other's label: "Leistungsdatum: 1.3. - 31.3.2026", "Leistungszeitraum: 15.03.2026".
    const [start, end] = readLabelledPeriod(label, around.sight)
    const delivery = readDelivery(label, around)
    const isPeriod =
      label.meaning === 'servicePeriod' || delivery[0] === undefined || delivery[0].value === start?.value
    return start && end && isPeriod ? [start, end] : delivery
  }
  const name = NUMBERS[label.meaning]
  if (!name) return []
  const related = relateValues(label, { ...around, pick: (one) => one.identifiers })
  const numbers = related.map(({ target, nearness, direction }) => ({
    name,
    value: target.value,
    score: 0.95 * label.quality * nearness * target.shapely,
    span: target,
    because: `${direction} "${label.raw}"`,
  }))
  return numbers.length === 0 && name === 'project' ? readName(label, around.line) : numbers.slice(0, 1)
}

/** "Project: New school at the harbour". */
function readName(label: Phrase<LabelMeaning>, line: Line): DetailClaim[] {
  if (!label.colon) return []
  const own = line.segments.find((segment) => segment.from <= label.from && label.to <= segment.to)
  const next =
    own && own.to > label.to
      ? { from: label.to, to: own.to }
      : line.segments.find((segment) => segment.from === label.to)
  if (!next) return []
  const span = spanOf(line, next)
  if (!/\p{L}{3}/u.test(span.raw) || span.raw.length > LONGEST_NAME) return []
  return [{ name: 'project', value: span.raw, score: 0.6 * label.quality, span, because: `behind "${label.raw}"` }]
}

function readDelivery(label: Phrase<LabelMeaning>, { lineSight, sight }: Around): DetailClaim[] {
  const [related] = relateValues(label, { sight, lineSight, pick: (one) => one.dates })
  if (!related) return []
  const { target, nearness, direction } = related
  const reading = weighReadings(target, sight.dateHabit).reduce((a, b) => (b.probability > a.probability ? b : a))
  return [
    {
      name: 'deliveryDate',
      value: reading.iso,
      score: 0.95 * label.quality * nearness * reading.probability,
      span: target,
      because: `${direction} "${label.raw}"`,
    },
  ]
}

/** A mail address that does not stand with the receiver. */
function readMail(line: Line, sight: Sight): DetailClaim[] {
  return line.atoms.flatMap((atom, at) => {
    const mail = /[\p{L}\d._%+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\p{L}{2,}/u.exec(atom.text)?.[0]
    if (mail === undefined) return []
    const span = spanOf(line, { from: at, to: at + 1 })
    const zone = zoneAt(sight.zones, { page: line.page, box: span.box })?.kind
    const score = zone === 'customer' || zone === 'otherParty' ? 0.05 : zone === 'supplier' ? 0.85 : 0.7
    return [
      {
        name: 'supplierMail' as const,
        value: mail.toLowerCase(),
        score,
        span,
        because: 'a mail address of nobody else',
      },
    ]
  })
}

import type { OwnIdentity } from '../../schemas/company.ts'
import type { DocumentType } from '../../schemas/draft.ts'
import type { SupplierMemory } from '../../schemas/lesson.ts'
import type { Transcript } from '../../schemas/transcript.ts'
import { findPartyZones, type PartyZone } from './layout/find-party-zones.ts'
import { findPhrases, type LanguageWeights, type Phrase } from './layout/find-phrases.ts'
import { joinWrappedLabels } from './layout/find-wrapped-labels.ts'
import { layOut } from './layout/lay-out-page.ts'
import type { Layout, Line } from './layout/types.ts'
import { mainLanguage, weighLanguages } from './layout/weigh-languages.ts'
import { COLUMNS, LABELS, localeOf, MONTHS, TAX_FREE, TITLES } from './locales/index.ts'
import type { ColumnMeaning, LabelMeaning } from './locales/locale.ts'
import { type AmountSighting, readAmounts } from './notation/amounts.ts'
import { type CountryHints, findCountries } from './notation/countries.ts'
import { type DateHabit, decideDateHabit } from './notation/date-order.ts'
import { type DateSighting, readDates } from './notation/dates.ts'
import { type IdentifierSighting, readIdentifiers } from './notation/identifiers.ts'
import { decideNumberStyle, type NumberStyle } from './notation/number.ts'
import { readWrappedDates } from './notation/wrapped-dates.ts'

/** What stands on one line, typed. */
export type LineSight = {
  labels: Phrase<LabelMeaning>[]
  titles: Phrase<DocumentType>[]
  columns: Phrase<ColumnMeaning>[]
  taxFree: Phrase<'taxFree'>[]
  amounts: AmountSighting[]
  dates: DateSighting[]
  identifiers: IdentifierSighting[]
}

/** Everything that all readers look at: the layout, and what its lines hold, found once. */
export type Sight = {
  layout: Layout
  languages: LanguageWeights
  language: string
  numberStyle: NumberStyle
  countries: CountryHints
  /** Parallel to `layout.lines`. */
  lines: LineSight[]
  zones: PartyZone[]
  dateHabit: DateHabit
  /** Height of ordinary text in points. */
  bodyHeight: number
  own: OwnIdentity
  /** What is known of the supplier, where one was recognized. */
  memory?: SupplierMemory
}

export function takeSight(transcript: Transcript, own: OwnIdentity): Sight {
  const layout = layOut(transcript)
  const languages = weighLanguages(layout)
  const language = mainLanguage(languages)
  const text = layout.lines.map((line) => line.text).join('\n')
  const numberStyle = decideNumberStyle(text, localeOf(language)?.decimal ?? '.')
  const countries = findCountries(layout, { languages })
  const lines = layout.lines.map((line) => sightLine(line, { languages, numberStyle, lines: layout.lines }))
  joinWrappedLabels(layout.lines, { labelsOf: (line) => lines[line.index]!.labels, book: LABELS, languages })
  const zones = findPartyZones(layout, { labelsOf: (line) => lines[line.index]!.labels })
  const dateHabit = decideDateHabit(
    lines.flatMap((line) => line.dates),
    { countries, languages, amounts: lines.flatMap((line) => line.amounts) },
  )
  const heights = layout.lines.map((line) => line.height).toSorted((a, b) => a - b)
  const bodyHeight = heights[heights.length >> 1] ?? 10
  return { layout, languages, language, numberStyle, countries, lines, zones, dateHabit, bodyHeight, own }
}

function sightLine(
  line: Line,
  { languages, numberStyle, lines }: { languages: LanguageWeights; numberStyle: NumberStyle; lines: readonly Line[] },
): LineSight {
  const dates = [...readDates(line, MONTHS), ...readWrappedDates(line, { lines, months: MONTHS })].toSorted(
    (a, b) => a.from - b.from,
  )
  const amounts = readAmounts(line, numberStyle).filter(
    (amount) => !dates.some((date) => date.from < amount.to && amount.from < date.to),
  )
  const labels = findPhrases(line, { book: LABELS, languages })
  const titles = findPhrases(line, { book: TITLES, languages })
  const taken = [
    ...dates,
    // "FAKTURA VAT 2026": the last word of the title is no prefix of the number.
    ...titles.filter((title) => title.meaning === 'invoice' || title.meaning === 'credit-note'),
    // "No. 001": the label is not a prefix of its number.
    ...labels.filter((label) => label.meaning === 'number' || label.meaning === 'invoiceNumber'),
    ...amounts.filter(
      (amount) => amount.percent || amount.sign !== undefined || (amount.decimals === 2 && amount.moneylike > 0.6),
    ),
  ]
  return {
    labels,
    titles,
    columns: findPhrases(line, { book: COLUMNS, languages }),
    taxFree: findPhrases(line, { book: TAX_FREE, languages }),
    amounts,
    dates,
    identifiers: readIdentifiers(line, taken),
  }
}

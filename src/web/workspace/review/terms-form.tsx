import type { PaymentTerms } from '../../../../schemas/detail.ts'
import { useTexts } from '../texts/texts.tsx'
import { ConflictBox } from './conflict-box.tsx'
import { isSame, valueIn } from './edit.ts'
import { EntryInput } from './entry-input.tsx'
import { Grid, type GridColumn } from './grid.tsx'
import { isAmount, readAmount, readTyped } from './read-typed.ts'
import { useSpots } from './spots.ts'
import type { Review } from './use-review.ts'

type Discount = PaymentTerms['discounts'][number]

const NO_TERMS: PaymentTerms = { text: '', discounts: [] }
const isDays = (text: string) => text === '' || /^\d{1,4}$/.test(text)
const isDay = (text: string) => text === '' || 'value' in readTyped('dueDate', text)

/** When what is to be paid: the words, the days until all of it is due, and what an early payment saves. */
export function TermsForm({ review, canEdit }: { review: Review; canEdit: boolean }) {
  const { t } = useTexts()
  const spots = useSpots()
  const onFocus = () => spots.focus('terms')
  const terms = review.valueOf('terms') ?? NO_TERMS
  const columns: GridColumn[] = [
    { name: 'percent', title: t('terms.percent'), kind: 'amount', isReadable: (text) => text !== '' && isAmount(text) },
    { name: 'days', title: t('terms.days'), kind: 'amount', isReadable: isDays },
    { name: 'until', title: t('terms.until'), kind: 'text', isReadable: isDay },
  ]
  const enter = (change: Partial<PaymentTerms>) => review.enter('terms', { ...terms, ...change })
  const save = (entered: PaymentTerms) => {
    const read = readTerms(entered)
    if (read === undefined) review.markProblem('terms', t('terms.problem'))
    else if (!isSame(entered, valueIn(review.draft, 'terms')) || review.problems.terms)
      review.commitParts({ terms: read })
  }
  return (
    <>
      <div className="fields">
        <div className="field wide">
          <EntryInput
            id="field-terms"
            label={t('field.terms')}
            value={terms.text}
            readOnly={!canEdit}
            maxLength={1000}
            problem={review.problems.terms}
            onChange={(event) => enter({ text: event.currentTarget.value })}
            onFocus={onFocus}
            onBlur={() => save(terms)}
          />
        </div>
        <div className="field">
          <EntryInput
            id="field-net-days"
            label={t('terms.net-days')}
            value={String(terms.netDays ?? '')}
            readOnly={!canEdit}
            inputMode="numeric"
            onChange={(event) => review.enter('terms', withDays(terms, event.currentTarget.value))}
            onFocus={onFocus}
            onBlur={() => save(terms)}
          />
        </div>
      </div>
      <Grid
        id="terms"
        label={t('terms.discounts')}
        columns={columns}
        rows={terms.discounts.map(({ percent, days, until }) => ({
          percent,
          days: String(days ?? ''),
          until: until ?? '',
        }))}
        canEdit={canEdit}
        nameOf={(n) => t('terms.name', { n })}
        onChange={(row, { column, text }) =>
          enter({ discounts: terms.discounts.map((one, at) => (at === row ? withCell(one, { column, text }) : one)) })
        }
        onCommit={() => save(terms)}
        onRemove={(row) => save({ ...terms, discounts: terms.discounts.filter((_, at) => at !== row) })}
        onAdd={() => enter({ discounts: [...terms.discounts, { percent: '' }] })}
        addLabel={t('terms.add')}
      />
      <ConflictBox slot="terms" review={review} />
    </>
  )
}

function withDays({ netDays: _, ...others }: PaymentTerms, typed: string): PaymentTerms {
  const digits = typed.replace(/\D/g, '').slice(0, 4)
  return digits === '' ? others : { ...others, netDays: Number(digits) }
}

function withCell(discount: Discount, { column, text }: { column: string; text: string }): Discount {
  if (column === 'percent') return { ...discount, percent: text }
  if (column === 'until') {
    const { until: _, ...others } = discount
    return text === '' ? others : { ...others, until: text }
  }
  const { days: _, ...others } = discount
  const digits = text.replace(/\D/g, '').slice(0, 4)
  return digits === '' ? others : { ...others, days: Number(digits) }
}

/** The terms as they are saved: null where there are none any more, undefined while something in them can't be read. */
function readTerms({ text, discounts, ...others }: PaymentTerms): PaymentTerms | null | undefined {
  const read = discounts.map(({ percent, until, ...rest }) => {
    const rate = readAmount(percent)
    const day = until === undefined ? { value: '' } : readTyped('dueDate', until)
    if (!('value' in rate) || !('value' in day)) return null
    return { ...rest, percent: rate.value, ...(day.value !== '' && { until: day.value }) }
  })
  if (!read.every((discount) => discount !== null)) return undefined
  if (text.trim() === '' && others.netDays === undefined && read.length === 0) return null
  return { ...others, text: text.trim() || sayTerms({ ...others, discounts: read }), discounts: read }
}

/** The words of terms of which only numbers were entered. */
function sayTerms({ netDays, discounts }: Omit<PaymentTerms, 'text'>): string {
  const steps = discounts.map(({ percent, days, until }) => `${percent} % ${until ?? `${days ?? 0} d`}`)
  return [...steps, ...(netDays === undefined ? [] : [`net ${netDays} d`])].join(', ')
}

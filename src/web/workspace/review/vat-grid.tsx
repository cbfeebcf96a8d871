import type { DraftVatGroup } from '../../../../schemas/draft.ts'
import { useTexts } from '../texts/texts.tsx'
import { ConflictBox } from './conflict-box.tsx'
import { isSame, valueIn } from './edit.ts'
import { groupHolds, wholeGroup } from './equations.ts'
import { Grid, type GridColumn } from './grid.tsx'
import { isAmount, readAmounts } from './read-typed.ts'
import type { Review } from './use-review.ts'

const CATEGORIES = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'] as const satisfies readonly DraftVatGroup['category'][]
const AMOUNTS = ['rate', 'base', 'tax'] as const

/** VAT by rate; whether base times rate is the tax is shown while somebody types. */
export function VatGrid({ review, canEdit }: { review: Review; canEdit: boolean }) {
  const { t, amount } = useTexts()
  const groups = review.valueOf('vatBreakdown')
  // Most bills have one rate, and then it follows from the totals.
  const whole = wholeGroup({ netTotal: review.valueOf('netTotal'), taxTotal: review.valueOf('taxTotal') })
  const amountColumn = (name: (typeof AMOUNTS)[number]): GridColumn => ({
    name,
    title: t(`vat.${name}`),
    kind: 'amount',
    isReadable: (text) => isAmount(text) && (name !== 'rate' || text !== ''),
  })
  const columns: GridColumn[] = [
    amountColumn('rate'),
    {
      name: 'category',
      title: t('vat.category'),
      kind: 'text',
      options: [
        { value: '', label: '–' },
        ...CATEGORIES.map((code) => ({ value: code, label: `${code} – ${t(`vat.category-${code}`)}` })),
      ],
    },
    amountColumn('base'),
    amountColumn('tax'),
  ]
  const commit = () => {
    const read = groups.map(readGroup)
    if (!read.every((group) => group !== null)) return
    if (!isSame(groups, valueIn(review.draft, 'vatBreakdown'))) review.commitParts({ vatBreakdown: read })
  }
  const mark = (row: number) => {
    const group = groups[row]
    const read = group && groupHolds(readGroup(group) ?? group)
    if (!read) return null
    return (
      <span className="row-mark" data-holds={read.holds}>
        <span aria-hidden="true">{read.holds ? '✓' : '✗'}</span>
        <span className="for-readers">{t(read.holds ? 'sum.holds' : 'sum.breaks')}</span>
        {!read.holds && ` ≠ ${amount(read.expected)}`}
      </span>
    )
  }
  return (
    <>
      <Grid
        id="vatBreakdown"
        label={t('review.vat')}
        columns={columns}
        rows={groups}
        canEdit={canEdit}
        nameOf={(n) => t('vat.name', { n })}
        onChange={(row, { column, text }) =>
          review.enter(
            'vatBreakdown',
            groups.map((group, at) => (at === row ? withCell(group, { column, text }) : group)),
          )
        }
        onCommit={commit}
        onRemove={(row) => review.commitParts({ vatBreakdown: groups.filter((_, at) => at !== row) })}
        onAdd={() => review.enter('vatBreakdown', groups.length === 0 ? [whole] : [...groups, { rate: '' }])}
        addLabel={t('vat.add')}
        markOf={mark}
      />
      <ConflictBox slot="vatBreakdown" review={review} />
    </>
  )
}

function withCell(group: DraftVatGroup, { column, text }: { column: string; text: string }): DraftVatGroup {
  if (column === 'rate') return { ...group, rate: text }
  const { [column as 'base']: _, ...others } = group
  return text === '' ? others : { ...others, [column]: text }
}

/** A group is told by its rate; without one there is nothing to save yet. */
function readGroup(group: DraftVatGroup): DraftVatGroup | null {
  return group.rate.trim() === '' ? null : readAmounts(group, AMOUNTS)
}

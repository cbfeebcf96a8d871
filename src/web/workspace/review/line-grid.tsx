import type { DraftLine } from '../../../../schemas/draft.ts'
import { useTexts } from '../texts/texts.tsx'
import { ConflictBox } from './conflict-box.tsx'
import { isSame, valueIn } from './edit.ts'
import { sumLines } from './equations.ts'
import { Grid, type GridColumn } from './grid.tsx'
import { isAmount, readAmounts } from './read-typed.ts'
import type { Review } from './use-review.ts'

const TEXTS = ['description', 'unit'] as const
const AMOUNTS = ['quantity', 'grossPrice', 'unitPrice', 'vatRate', 'netAmount'] as const
const COLUMNS = ['description', 'quantity', 'unit', 'grossPrice', 'unitPrice', 'vatRate', 'netAmount'] as const

/** The lines of the bill as a grid; its sum follows what is typed, and a row is saved when it is left. */
export function LineGrid({ review, canEdit }: { review: Review; canEdit: boolean }) {
  const { t, amount } = useTexts()
  const lines = review.valueOf('lines')
  // A price before a discount stands on few bills.
  const names = COLUMNS.filter((name) => name !== 'grossPrice' || lines.some((line) => line.grossPrice !== undefined))
  const columns = names.map(
    (name): GridColumn => ({
      name,
      title: t(`line.${name}`),
      ...(isText(name) ? { kind: 'text' } : { kind: 'amount', isReadable: isAmount }),
    }),
  )
  /** What was typed becomes amounts; a row that holds something else stays unsaved, and says so. */
  const commit = () => {
    const read = lines.map((line) => readAmounts(line, AMOUNTS))
    if (!read.every((line) => line !== null)) return
    if (!isSame(lines, valueIn(review.draft, 'lines'))) review.commitParts({ lines: read })
  }
  return (
    <>
      <Grid
        id="lines"
        label={t('review.lines')}
        columns={columns}
        rows={lines.map(({ place: _, coding: __, ...texts }) => texts)}
        canEdit={canEdit}
        nameOf={(n) => t('line.name', { n })}
        onChange={(row, { column, text }) =>
          review.enter(
            'lines',
            lines.map((line, at) => (at === row ? withCell(line, { column, text }) : line)),
          )
        }
        onCommit={commit}
        onRemove={(row) => review.commitParts({ lines: lines.filter((_, at) => at !== row) })}
        onAdd={() => review.enter('lines', [...lines, { description: '' }])}
        addLabel={t('line.add')}
        foot={
          <tfoot>
            <tr>
              <th scope="row" colSpan={names.length - 1}>
                {t('line.sum')}
              </th>
              <td data-column="netAmount">{amount(sumLines(lines)?.toFixed(2) ?? null)}</td>
              {canEdit && <td />}
            </tr>
          </tfoot>
        }
      />
      <ConflictBox slot="lines" review={review} />
    </>
  )
}

function isText(column: string): boolean {
  return TEXTS.some((name) => name === column)
}

function withCell(line: DraftLine, { column, text }: { column: string; text: string }): DraftLine {
  if (column === 'description') return { ...line, description: text }
  const { [column as 'unit']: _, ...others } = line
  return text === '' ? others : { ...others, [column]: text }
}

import { Button } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import type { DraftLine } from '../../../../schemas/draft.ts'
import { useTexts } from '../texts/texts.tsx'
import { sumLines } from './equations.ts'
import { readAmount } from './read-typed.ts'
import type { Review } from './use-review.ts'

const COLUMNS = ['description', 'quantity', 'unit', 'unitPrice', 'vatRate', 'netAmount'] as const
type Column = (typeof COLUMNS)[number]
const TEXTS: readonly Column[] = ['description', 'unit']

/** The lines of the bill as a grid; its sum follows what is typed, and a row is saved when it is left. */
export function LineGrid({ review, canEdit }: { review: Review; canEdit: boolean }) {
  const { t, amount } = useTexts()
  const saved = review.invoice?.draft?.lines ?? []
  const lines = review.lines ?? saved
  const sum = sumLines(lines)

  const change = (index: number, column: Column, text: string) => {
    review.changeLines(lines.map((line, at) => (at === index ? withCell(line, column, text) : line)))
  }
  /** What was typed becomes amounts; a row that holds something else stays unsaved, and says so. */
  const commit = () => {
    if (!review.lines) return
    const read = lines.map(readLine)
    if (read.every((line) => line !== null) && JSON.stringify(read) !== JSON.stringify(saved)) review.commitLines(read)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const [, row = '', column = ''] = /^line-(\d+)-(\w+)$/.exec((event.target as HTMLElement).id) ?? []
    const next = document.getElementById(`line-${Number(row) + (event.key === 'ArrowDown' ? 1 : -1)}-${column}`)
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  return (
    <div className="lines">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className="lines-scroll" aria-label={t('table-of', { title: t('review.lines') })} tabIndex={0}>
        <table onKeyDown={onKeyDown}>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" data-column={column}>
                  {t(`line.${column}`)}
                </th>
              ))}
              {canEdit && (
                <th scope="col">
                  <span className="for-readers">{t('remove')}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
              <tr key={index}>
                {COLUMNS.map((column) => (
                  <td key={column} data-column={column}>
                    <input
                      id={`line-${index}-${column}`}
                      aria-label={t('line.cell', { column: t(`line.${column}`), n: index + 1 })}
                      aria-invalid={!isReadable(column, line[column])}
                      value={line[column] ?? ''}
                      readOnly={!canEdit}
                      inputMode={TEXTS.includes(column) ? 'text' : 'decimal'}
                      onChange={(event) => change(index, column, event.currentTarget.value)}
                      onBlur={commit}
                    />
                  </td>
                ))}
                {canEdit && (
                  <td>
                    <Button
                      variant="subtle"
                      size="compact-xs"
                      aria-label={t('line.remove', { n: index + 1 })}
                      onClick={() => review.commitLines(lines.filter((_, at) => at !== index))}
                    >
                      ✕
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={COLUMNS.length - 1}>
                {t('line.sum')}
              </th>
              <td data-column="netAmount">{amount(sum?.toFixed(2) ?? null)}</td>
              {canEdit && <td />}
            </tr>
          </tfoot>
        </table>
      </section>
      {canEdit && (
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => {
            review.changeLines([...lines, { description: '' }])
            requestAnimationFrame(() => document.getElementById(`line-${lines.length}-description`)?.focus())
          }}
        >
          {t('line.add')}
        </Button>
      )}
    </div>
  )
}

function withCell(line: DraftLine, column: Column, text: string): DraftLine {
  const { [column]: _, ...others } = line
  if (column === 'description') return { ...line, description: text }
  return text === '' ? ({ ...others } as DraftLine) : { ...line, [column]: text }
}

function isReadable(column: Column, text: string | undefined): boolean {
  return TEXTS.includes(column) || text === undefined || 'value' in readAmount(text)
}

function readLine(line: DraftLine): DraftLine | null {
  const read: DraftLine = { description: line.description }
  if (line.unit !== undefined) read.unit = line.unit
  for (const column of ['quantity', 'unitPrice', 'vatRate', 'netAmount'] as const) {
    const text = line[column]
    if (text === undefined) continue
    const typed = readAmount(text)
    if (!('value' in typed)) return null
    read[column] = typed.value
  }
  return read
}

import { Button } from '@mantine/core'
import type { KeyboardEvent, ReactNode } from 'react'
import { WideTable } from '../frame/wide-table.tsx'
import { useTexts } from '../texts/texts.tsx'
import type { PartName } from './edit.ts'

export type GridColumn = {
  name: string
  title: string
  kind: 'text' | 'amount'
  /** Only these can be chosen; the first is nothing. */
  options?: readonly { value: string; label: string }[]
  isReadable?: (text: string) => boolean
}
export type GridRow = Readonly<Record<string, string | undefined>>

/** Rows of texts that people edit cell by cell; the arrow keys go up and down, and leaving a cell commits. */
export function Grid({
  id,
  label,
  columns,
  rows,
  canEdit,
  nameOf,
  onChange,
  onCommit,
  onRemove,
  onAdd,
  addLabel,
  markOf,
  foot,
}: {
  id: PartName
  label: string
  columns: readonly GridColumn[]
  rows: readonly GridRow[]
  canEdit: boolean
  /** What a row is called, from 1: `line 2`. */
  nameOf: (number: number) => string
  onChange: (row: number, cell: { column: string; text: string }) => void
  onCommit: () => void
  onRemove: (row: number) => void
  onAdd: () => void
  addLabel: string
  /** What is said at a row's end. */
  markOf?: (row: number) => ReactNode
  foot?: ReactNode
}) {
  const { t } = useTexts()
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    const cell = event.target as HTMLElement
    const [, row = '', column = ''] = /^[A-Za-z]+-(\d+)-(\w+)$/.exec(cell.id) ?? []
    const next = document.getElementById(`${id}-${Number(row) + (event.key === 'ArrowDown' ? 1 : -1)}-${column}`)
    if (!next || cell instanceof HTMLSelectElement) return
    event.preventDefault()
    next.focus()
  }
  const add = () => {
    onAdd()
    requestAnimationFrame(() => document.getElementById(`${id}-${rows.length}-${columns[0]?.name}`)?.focus())
  }
  return (
    <div className="lines">
      {rows.length > 0 && (
        <WideTable className="lines-scroll" title={label}>
          <table onKeyDown={onKeyDown}>
            <thead>
              <tr>
                {columns.map(({ name, title }) => (
                  <th key={name} scope="col" data-column={name}>
                    {title}
                  </th>
                ))}
                {markOf && (
                  <th scope="col">
                    <span className="for-readers">{t('sum.title')}</span>
                  </th>
                )}
                {canEdit && (
                  <th scope="col">
                    <span className="for-readers">{t('remove')}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
                <tr key={index}>
                  {columns.map((column) => (
                    <td key={column.name} data-column={column.name} data-kind={column.kind}>
                      <Cell
                        id={`${id}-${index}-${column.name}`}
                        label={t('grid.cell', { column: column.title, row: nameOf(index + 1) })}
                        column={column}
                        text={row[column.name] ?? ''}
                        canEdit={canEdit}
                        onChange={(text) => onChange(index, { column: column.name, text })}
                        onCommit={onCommit}
                      />
                    </td>
                  ))}
                  {markOf && <td>{markOf(index)}</td>}
                  {canEdit && (
                    <td>
                      <Button
                        variant="subtle"
                        size="compact-xs"
                        aria-label={t('grid.remove', { row: nameOf(index + 1) })}
                        onClick={() => onRemove(index)}
                      >
                        ✕
                      </Button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
            {foot}
          </table>
        </WideTable>
      )}
      {canEdit && (
        <Button variant="default" size="compact-sm" onClick={add}>
          {addLabel}
        </Button>
      )}
    </div>
  )
}

function Cell({
  id,
  label,
  column: { kind, options, isReadable },
  text,
  canEdit,
  onChange,
  onCommit,
}: {
  id: string
  label: string
  column: GridColumn
  text: string
  canEdit: boolean
  onChange: (text: string) => void
  onCommit: () => void
}) {
  if (options)
    return (
      <select
        id={id}
        aria-label={label}
        value={text}
        disabled={!canEdit}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={onCommit}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    )
  return (
    <input
      id={id}
      aria-label={label}
      aria-invalid={isReadable ? !isReadable(text) : false}
      value={text}
      // Long words are cut off by the cell.
      title={kind === 'text' ? text : undefined}
      readOnly={!canEdit}
      inputMode={kind === 'text' ? 'text' : 'decimal'}
      autoComplete="off"
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onCommit}
    />
  )
}

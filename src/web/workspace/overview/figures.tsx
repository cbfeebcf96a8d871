import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { WideTable } from '../frame/wide-table.tsx'
import { useTexts } from '../texts/texts.tsx'
import { writeCsv } from './write-csv.ts'

/** A chart with the table that says the same, and the table as a file. `rows` are as the file has them, `show` makes them readable. */
export function Figures({
  title,
  name,
  columns,
  rows,
  show,
  chart,
}: {
  title: string
  name: string
  columns: string[]
  rows: string[][]
  show: (row: string[]) => string[]
  chart: ReactNode
}) {
  const { t } = useTexts()
  const isNumber = (index: number) => rows.every((row) => /^-?\d+(?:\.\d+)?$/.test(row[index] ?? ''))
  const download = () => {
    const url = URL.createObjectURL(new Blob([writeCsv([columns, ...rows])], { type: 'text/csv' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `billhook-${name}.csv`
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <section className="figure" aria-labelledby={`figure-${name}`}>
      <h2 id={`figure-${name}`}>{title}</h2>
      {rows.length === 0 ? (
        <p className="quiet">{t('nothing-here')}</p>
      ) : (
        <>
          {chart && <div aria-hidden="true">{chart}</div>}
          <WideTable className="table low" title={title}>
            <table>
              <thead>
                <tr>
                  {columns.map((column, index) => (
                    <th key={column} scope="col" data-number={isNumber(index)}>
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.join(' ')}>
                    {show(row).map((cell, index) => (
                      <td key={columns[index]} data-number={isNumber(index)}>
                        {cell}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </WideTable>
          <Button variant="default" size="compact-sm" onClick={download}>
            {t('download-csv')}
          </Button>
        </>
      )}
    </section>
  )
}

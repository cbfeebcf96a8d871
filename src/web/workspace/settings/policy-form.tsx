import { Button, NumberInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { ApprovalPolicy, ApprovalRule } from '../../../../schemas/company.ts'
import { WideTable } from '../frame/wide-table.tsx'
import { useTexts } from '../texts/texts.tsx'
import { TryOut } from './try-out.tsx'
import { useChange } from './use-change.ts'

const CELLS = ['minimum', 'below', 'currency', 'supplier', 'approvers'] as const
type Cell = (typeof CELLS)[number]
type Row = Record<Cell, string> & { id: number }

let lastId = 0

/** The approval rules as rows that are typed into; the server says what is wrong with them. */
export function PolicyForm({ policy, canChange }: { policy: ApprovalPolicy; canChange: boolean }) {
  const { t } = useTexts()
  const change = useChange()
  const [rows, setRows] = useState<Row[]>(() => policy.rules.map(toRow))
  const [linkHours, setLinkHours] = useState(policy.linkHours)
  const titles: Record<Cell, string> = {
    minimum: t('settings.minimum'),
    below: t('settings.below'),
    currency: t('field.currency'),
    supplier: t('settings.supplier'),
    approvers: t('settings.approvers'),
  }
  const entered: ApprovalPolicy = { ...policy, rules: rows.map(toRule), linkHours }
  const save = (event: FormEvent) => {
    event.preventDefault()
    void change('settings', { method: 'PUT', body: { policy: entered } })
  }
  return (
    <form onSubmit={save} aria-labelledby="settings-policy">
      <h2 id="settings-policy">{t('settings.policy')}</h2>
      <p className="quiet">{t('settings.policy-lead')}</p>
      <WideTable className="lines-scroll" title={t('settings.policy')}>
        <table>
          <thead>
            <tr>
              {CELLS.map((cell) => (
                <th key={cell} scope="col">
                  {titles[cell]}
                </th>
              ))}
              <th scope="col">
                <span className="for-readers">{t('remove')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={row.id}>
                {CELLS.map((cell) => (
                  <td key={cell} data-column={cell}>
                    <input
                      aria-label={t('settings.rule-cell', { column: titles[cell], n: index + 1 })}
                      readOnly={!canChange}
                      value={row[cell]}
                      onChange={({ currentTarget: { value } }) =>
                        setRows((now) => now.map((each) => (each.id === row.id ? { ...each, [cell]: value } : each)))
                      }
                    />
                  </td>
                ))}
                <td>
                  {canChange && (
                    <Button
                      variant="subtle"
                      size="compact-xs"
                      aria-label={t('settings.remove-rule', { n: index + 1 })}
                      onClick={() => setRows((now) => now.filter(({ id }) => id !== row.id))}
                    >
                      ✕
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {canChange && (
        <>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => setRows((now) => [...now, toRow({ approvers: [] })])}
          >
            {t('settings.add-rule')}
          </Button>
          <NumberInput
            label={t('settings.link-hours')}
            min={1}
            max={8760}
            hideControls
            value={linkHours}
            onChange={(value) => setLinkHours(Number(value) || 1)}
          />
          <TryOut policy={entered} />
          <Button type="submit">{t('save')}</Button>
        </>
      )}
    </form>
  )
}

function toRow({
  minimum = '',
  below = '',
  currency = '',
  supplier = '',
  approvers,
}: Omit<ApprovalRule, 'approvers'> & { approvers: string[] }): Row {
  lastId += 1
  return { id: lastId, minimum, below, currency, supplier, approvers: approvers.join(', ') }
}

function toRule({ minimum, below, currency, supplier, approvers }: Row): ApprovalRule {
  return {
    ...(minimum.trim() ? { minimum: minimum.trim() } : {}),
    ...(below.trim() ? { below: below.trim() } : {}),
    ...(currency.trim() ? { currency: currency.trim().toUpperCase() } : {}),
    ...(supplier.trim() ? { supplier: supplier.trim() } : {}),
    approvers: approvers.split(/[\s,;]+/).filter((address) => address !== ''),
  }
}

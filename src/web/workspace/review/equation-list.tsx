import { useTexts } from '../texts/texts.tsx'
import { findEquations } from './equations.ts'
import type { Review } from './use-review.ts'

/** What must add up and whether it does, following what is typed. */
export function EquationList({ review }: { review: Review }) {
  const { t, amount, date } = useTexts()
  const names = ['netTotal', 'taxTotal', 'grossTotal', 'amountDue', 'issueDate', 'dueDate'] as const
  const values = Object.fromEntries(names.map((name) => [name, review.valueOf(name)]))
  const equations = findEquations({
    values,
    lines: review.valueOf('lines'),
    vatBreakdown: review.valueOf('vatBreakdown'),
  })
  if (equations.length === 0) return null
  return (
    <ul className="equations" aria-label={t('sum.title')} aria-live="polite">
      {equations.map(({ name, holds, left, right }) => {
        const show = name === 'dates' ? date : (value: string) => amount(value)
        return (
          <li key={name} data-holds={holds}>
            <span aria-hidden="true">{holds ? '✓' : '✗'}</span> {t(`sum.${name}`)}
            <span className="for-readers"> {t(holds ? 'sum.holds' : 'sum.breaks')}</span>
            {!holds && <strong> {t('equation.step', { left: show(left), right: show(right) })}</strong>}
          </li>
        )
      })}
    </ul>
  )
}

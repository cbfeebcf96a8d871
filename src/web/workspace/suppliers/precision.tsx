import type { FieldPrecision } from '../../../http/supplier-shapes.ts'
import { SheetTable } from '../pages/sheet.tsx'
import { useTexts } from '../texts/texts.tsx'

/** How well this supplier's bills are read, by what people confirmed or corrected. */
export function Precision({ rows }: { rows: readonly FieldPrecision[] }) {
  const { t, word, number } = useTexts()
  const share = (part: number, of: number) => (of === 0 ? '–' : `${Math.floor((part / of) * 100)} %`)
  return (
    <section aria-labelledby="supplier-precision">
      <h2 id="supplier-precision">{t('suppliers.precision')}</h2>
      <p className="quiet">{t('suppliers.precision-lead')}</p>
      <SheetTable
        label={t('suppliers.precision')}
        rows={rows}
        keyOf={({ field }) => field}
        columns={[
          { title: t('overview.field'), cell: ({ field }) => word('field', field) },
          { title: t('suppliers.bills'), cell: ({ bills }) => number(bills), isNumber: true },
          { title: t('suppliers.right'), cell: ({ right, bills }) => share(right, bills), isNumber: true },
          { title: t('suppliers.wrong'), cell: ({ wrong }) => number(wrong), isNumber: true },
          { title: t('suppliers.missing'), cell: ({ missing }) => number(missing), isNumber: true },
          { title: t('suppliers.sure-right'), cell: ({ sureRight, sure }) => share(sureRight, sure), isNumber: true },
        ]}
      />
    </section>
  )
}

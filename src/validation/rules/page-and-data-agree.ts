import type { FieldName } from '../../../schemas/draft.ts'
import type { SaidValue } from '../../../schemas/said.ts'
import { asRead, type Found, type Rule } from '../rule.ts'

/** A wrong one of these pays the wrong bill, sum or account. */
const GRAVE: readonly FieldName[] = ['invoiceNumber', 'netTotal', 'taxTotal', 'grossTotal', 'amountDue', 'iban']

/** What people see on the page is what programs read from the data that travels with it. */
export const pageAndDataAgree: Rule = ({ eInvoice, fields }) =>
  // What a person has entered since is settled.
  (eInvoice?.disagreements ?? [])
    .filter(({ field }) => fields[field]?.source !== 'person')
    .map(({ field, embedded, visible, place }) => ({
      severity: GRAVE.includes(field) ? 'error' : 'warning',
      field,
      says: contradiction(
        {
          field: { word: `field.${field}` },
          file: eInvoice?.name || 'XML',
          embedded: asRead(field, embedded),
        },
        visible === undefined ? undefined : { visible: asRead(field, visible), page: place?.page },
      ),
    }))

function contradiction(
  data: Record<'field' | 'file' | 'embedded', SaidValue>,
  seen: { visible: SaidValue; page: number | undefined } | undefined,
): Found['says'] {
  if (seen === undefined) return { text: 'page-and-data-agree.nowhere', values: data }
  const { visible, page } = seen
  return page === undefined
    ? { text: 'page-and-data-agree', values: { ...data, visible } }
    : { text: 'page-and-data-agree.on-page', values: { ...data, visible, page } }
}

import type { FieldName } from '../../../schemas/draft.ts'
import type { Finding } from '../../../schemas/finding.ts'
import { FIELD_WORDS, type Rule } from '../rule.ts'

/** A wrong one of these pays the wrong bill, sum or account. */
const GRAVE: readonly FieldName[] = ['invoiceNumber', 'netTotal', 'taxTotal', 'grossTotal', 'amountDue', 'iban']

/** What people see on the page is what programs read from the data that travels with it. */
export const pageAndDataAgree: Rule = ({ eInvoice, fields }) =>
  // What a person has entered since is settled.
  (eInvoice?.disagreements ?? [])
    .filter(({ field }) => fields[field]?.source !== 'person')
    .map(({ field, embedded, visible, place }): Omit<Finding, 'code'> => {
      const where = place ? ` on page ${place.page}` : ''
      const says =
        visible === undefined ? 'that can be found nowhere on the page' : `but the page says "${visible}"${where}`
      return {
        severity: GRAVE.includes(field) ? 'error' : 'warning',
        field,
        message: `The ${FIELD_WORDS[field]} in the data of this invoice (${eInvoice?.name || 'XML'}) is "${embedded}", ${says}. Ask the supplier which of the two is right before it is paid.`,
      }
    })

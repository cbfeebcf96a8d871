import { CORE_FIELDS, type Rule } from '../rule.ts'

/** BR-02, BR-03, BR-05, BR-06, BR-14: number, issue date, currency, supplier and total. */
export const requiredFieldsArePresent: Rule = (draft) =>
  CORE_FIELDS.filter((field) => !draft.fields[field]?.value.trim()).map((field) => ({
    severity: 'error',
    field,
    says: { text: 'required-fields-are-present', values: { field: { word: `field.${field}` } } },
  }))

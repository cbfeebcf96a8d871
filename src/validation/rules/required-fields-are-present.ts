import { CORE_FIELDS, FIELD_WORDS, type Rule } from '../rule.ts'

/** BR-02, BR-03, BR-05, BR-06, BR-14: number, issue date, currency, supplier and total. */
export const requiredFieldsArePresent: Rule = (draft) =>
  CORE_FIELDS.filter((field) => !draft.fields[field]?.value.trim()).map((field) => ({
    severity: 'error',
    field,
    message: `The ${FIELD_WORDS[field]} was not found. Enter it from the page.`,
  }))

import type { Finding } from '../../schemas/finding.ts'
import type { Said } from '../../schemas/said.ts'
import { english } from '../wording/en.ts'
import { sayForRecord } from '../wording/say.ts'
import { eInvoiceFindings } from './e-invoice-findings.ts'
import { normFindings } from './norm-findings.ts'
import type { CheckedDraft, Rule, ValidationContext } from './rule.ts'
import { bankDetailsAreTrusted } from './rules/bank-details-are-trusted.ts'
import { billIsNotADuplicate } from './rules/bill-is-not-a-duplicate.ts'
import { contentIsVisible } from './rules/content-is-visible.ts'
import { currencyIsKnown } from './rules/currency-is-known.ts'
import { dataCanBeRead } from './rules/data-can-be-read.ts'
import { dateOrderIsCertain } from './rules/date-order-is-certain.ts'
import { datesMakeSense } from './rules/dates-make-sense.ts'
import { digitsAreCertain } from './rules/digits-are-certain.ts'
import { documentIsAnInvoice } from './rules/document-is-an-invoice.ts'
import { fileRunsNothing } from './rules/file-runs-nothing.ts'
import { ibanIsValid } from './rules/iban-is-valid.ts'
import { isOneInvoice } from './rules/is-one-invoice.ts'
import { languageIsRead } from './rules/language-is-read.ts'
import { linesAddUp } from './rules/lines-add-up.ts'
import { pageAndDataAgree } from './rules/page-and-data-agree.ts'
import { policyLetsItPass } from './rules/policy-lets-it-pass.ts'
import { requiredFieldsArePresent } from './rules/required-fields-are-present.ts'
import { supplierIsKnown } from './rules/supplier-is-known.ts'
import { supplierIsNotOurOwnCompany } from './rules/supplier-is-not-our-own-company.ts'
import { totalsAddUp } from './rules/totals-add-up.ts'
import { valuesAreSure } from './rules/values-are-sure.ts'
import { vatIdIsValid } from './rules/vat-id-is-valid.ts'

export type { ValidationContext } from './rule.ts'

/** Whether a finding keeps a bill from going on by itself. */
export function holds({ severity, holds }: Finding): boolean {
  return severity !== 'info' && holds !== false
}

/** Every rule by the code of its findings, in the order in which people read them. */
const RULES = {
  'document-is-an-invoice': documentIsAnInvoice,
  'is-one-invoice': isOneInvoice,
  'bill-is-not-a-duplicate': billIsNotADuplicate,
  'supplier-is-not-our-own-company': supplierIsNotOurOwnCompany,
  'bank-details-are-trusted': bankDetailsAreTrusted,
  'supplier-is-known': supplierIsKnown,
  'required-fields-are-present': requiredFieldsArePresent,
  'totals-add-up': totalsAddUp,
  'dates-make-sense': datesMakeSense,
  'date-order-is-certain': dateOrderIsCertain,
  'digits-are-certain': digitsAreCertain,
  'currency-is-known': currencyIsKnown,
  'iban-is-valid': ibanIsValid,
  'vat-id-is-valid': vatIdIsValid,
  'values-are-sure': valuesAreSure,
  'lines-add-up': linesAddUp,
  'page-and-data-agree': pageAndDataAgree,
  'data-can-be-read': dataCanBeRead,
  'language-is-read': languageIsRead,
  'content-masked': contentIsVisible,
  'active-content': fileRunsNothing,
  'policy-lets-it-pass': policyLetsItPass,
} as const satisfies Record<string, Rule>

export const RULE_CODES = Object.keys(RULES)

/** Checks a draft against every rule. @returns what does not hold, in plain words; empty for a sound bill. */
export function validate(draft: CheckedDraft, context: ValidationContext): Finding[] {
  const ours = Object.entries(RULES).flatMap(([code, rule]) =>
    rule(draft, context).map(
      ({ says, ...finding }): Finding => ({
        code,
        ...finding,
        message: sayForRecord(says as Said, english),
        says: says as Said,
      }),
    ),
  )
  // What is told already in words for clerks is not told again in those of the norm.
  const told = new Set(ours.filter(({ severity }) => severity !== 'info').map(({ field }) => field))
  const norm = normFindings(draft).filter(({ field }) => field === undefined || !told.has(field))
  return [...ours, ...eInvoiceFindings(draft), ...norm]
}

import { z } from 'zod'
import { CodeLists } from './coding.ts'
import { Amount, CurrencyCode } from './money.ts'
import { Language } from './said.ts'

/** The company's short name in addresses and URLs: `acme` in acme@in.example. */
export const CompanySlug = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a company is named by lower-case letters, digits and hyphens')
export type CompanySlug = z.infer<typeof CompanySlug>

/** Who "we" are on an invoice: the names and numbers that mark the buyer, never the supplier. */
export const OwnIdentity = z.object({
  names: z.array(z.string()),
  vatIds: z.array(z.string()),
  ibans: z.array(z.string()),
})
export type OwnIdentity = z.infer<typeof OwnIdentity>

/** One rule of the approval policy; the first that fits decides. An absent condition fits everything. */
export const ApprovalRule = z.object({
  /** Fits gross totals of at least this, in `currency`. */
  minimum: Amount.optional(),
  /** Fits gross totals below this, in `currency`. */
  below: Amount.optional(),
  /** The currency that the band is stated in; a bill in another currency does not fit a rule with a band. */
  currency: CurrencyCode.optional(),
  /** Part of the supplier's name, case ignored, or its VAT id. */
  supplier: z.string().min(1).optional(),
  /** Mail addresses; one decision by any of them is enough. */
  approvers: z.array(z.email()).min(1),
})
export type ApprovalRule = z.infer<typeof ApprovalRule>

/** Which bills a person of the company looks at although nothing about them is doubtful. */
export const ReviewPolicy = z.object({
  /** Every bill. */
  everything: z.boolean().default(false),
  /** Bills of suppliers of whom none was approved yet. */
  newSuppliers: z.boolean().optional(),
  /** Gross totals of at least this, in `currency`, and those in every other currency. */
  minimum: Amount.optional(),
  currency: CurrencyCode.optional(),
  /** Bills of suppliers of whose sure values so far a smaller share than this was right, by what people corrected. */
  leastPrecision: z.number().min(0).max(1).optional(),
})
export type ReviewPolicy = z.infer<typeof ReviewPolicy>

export const ApprovalPolicy = z.object({
  rules: z.array(ApprovalRule),
  /** Absent: what is sure and breaks no rule goes on to its approver unseen. */
  review: ReviewPolicy.optional(),
  /** How long a link can be used, in hours. */
  linkHours: z
    .int()
    .positive()
    .default(24 * 14),
})
export type ApprovalPolicy = z.infer<typeof ApprovalPolicy>

/** Where bills are posted; each is one folder of src/accounting. */
export const ConnectorSettings = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hledger'),
    expenseAccount: z.string().default('expenses:unsorted'),
    taxAccount: z.string().default('assets:vat'),
    payableAccount: z.string().default('liabilities:payable'),
  }),
  z.object({ kind: z.literal('csv') }),
  z.object({ kind: z.literal('webhook'), url: z.url(), secret: z.string().min(1) }),
  z.object({
    kind: z.literal('rest'),
    /** Bills are created by POST here, listed by GET with `?reference=`, and read by GET below it. */
    url: z.url(),
    token: z.string().min(1),
    /** How long a new bill may take to be found by its reference, with a request that went on after we hung up. */
    searchLagSeconds: z.int().min(0).max(86_400).default(60),
  }),
])
export type ConnectorSettings = z.infer<typeof ConnectorSettings>

export const Company = z.object({
  id: CompanySlug,
  name: z.string().min(1),
  own: OwnIdentity,
  policy: ApprovalPolicy,
  connectors: z.array(ConnectorSettings),
  /** Absent: nothing is coded in this company. */
  codeLists: CodeLists.optional(),
  /** Of its mails to people who chose none. Absent: English. */
  language: Language.optional(),
})
export type Company = z.infer<typeof Company>

export const Role = z.enum(['clerk', 'approver', 'admin', 'auditor'])
export type Role = z.infer<typeof Role>

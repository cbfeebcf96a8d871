/** What the workspace asks for beyond `shapes.ts`: whole lists and sums for people who look at a screen. Amounts are decimal strings. */
import { z } from 'zod'
import { Role } from '../../schemas/company.ts'
import { InvoiceStatus } from '../../schemas/invoice.ts'
import { Language } from '../../schemas/said.ts'
import { Box } from '../../schemas/transcript.ts'
import { InvoiceSummary } from './shapes.ts'

const Instant = z.iso.datetime()

export const InboxRow = InvoiceSummary.omit({ issueDate: true, deliveryId: true, findings: true, links: true }).extend({
  finding: z.string().nullable().describe('Code of its gravest finding.'),
  failure: z.string().nullable().describe('Code of the outage that holds it.'),
  unreadable: z.string().nullable().describe('Why its file could not be read.'),
})
export type InboxRow = z.infer<typeof InboxRow>

export const Inbox = z.object({
  seq: z.int().describe('Place in the audit trail before the rows were read; changes are told from there on.'),
  ended: z.partialRecord(InvoiceStatus, z.int()).describe('How many have left the inbox, by status.'),
  rows: z.array(InboxRow),
})
export type Inbox = z.infer<typeof Inbox>

export const FoundInvoices = z.object({
  open: z.array(z.string()).describe('Ids of invoices in the inbox, newest first.'),
  ended: z.array(InboxRow).describe('The newest that have left it.'),
})
export type FoundInvoices = z.infer<typeof FoundInvoices>

/** The data of one server-sent event `changed`. */
export const ChangedEvent = z.object({ seq: z.int(), kinds: z.array(z.string()), rows: z.array(InboxRow) })
export type ChangedEvent = z.infer<typeof ChangedEvent>

export const PageWords = z.object({
  width: z.number().describe('In PDF points, as the boxes.'),
  height: z.number(),
  words: z.array(z.object({ text: z.string(), box: Box })),
})
export type PageWords = z.infer<typeof PageWords>

/** By what people know an invoice again. */
const Known = z.object({
  invoiceId: z.string(),
  ...InvoiceSummary.pick({ supplierName: true, invoiceNumber: true, currency: true, grossTotal: true }).shape,
})

export const OpenDecision = Known.extend({
  dueDate: z.string().nullable(),
  approver: z.string(),
  since: Instant,
  expiresAt: Instant,
})
export type OpenDecision = z.infer<typeof OpenDecision>

export const Posting = Known.extend({
  target: z.string(),
  state: z.enum(['intended', 'done', 'refused', 'uncertain']),
  attempts: z.int(),
  message: z.string().nullable(),
  updatedAt: Instant,
})
export type Posting = z.infer<typeof Posting>

export const TrailEvent = z.object({
  seq: z.int(),
  at: Instant,
  actor: z.string(),
  kind: z.string(),
  invoiceId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
})
export type TrailEvent = z.infer<typeof TrailEvent>

export const Member = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  language: Language.nullable().describe("Null: the company's."),
})
export type Member = z.infer<typeof Member>

export const TriedRule = Known.extend({
  approvers: z.array(z.string()).nullable(),
  reason: z.string().nullable().describe('Why nobody would be asked.'),
})
export type TriedRule = z.infer<typeof TriedRule>

export const Overview = z.object({
  weeks: z.array(
    z.object({ week: z.string().describe('Its Monday.'), currency: z.string(), invoices: z.int(), amount: z.string() }),
  ),
  stages: z.array(z.object({ status: z.string(), moves: z.int(), medianSeconds: z.number(), slowSeconds: z.number() })),
  touchless: z.object({ posted: z.int(), untouched: z.int() }),
  corrections: z.array(z.object({ field: z.string(), supplier: z.string(), count: z.int() })),
  aging: z.array(
    z.object({
      bucket: z.enum(['overdue', 'week', 'month', 'later', 'undated']),
      blocker: z.enum(['review', 'approval', 'posting', 'payment']),
      currency: z.string(),
      invoices: z.int(),
      amount: z.string(),
    }),
  ),
})
export type Overview = z.infer<typeof Overview>

export const Health = z.object({
  mailLeaves: z.boolean().describe('False: mail stays in the outbox of this Billhook.'),
  scansOriginals: z.boolean(),
  ingestAddress: z.string(),
  ownIdentity: z.boolean().describe('Whether anything marks our own company beside its name.'),
  hasRules: z.boolean(),
  hasConnectors: z.boolean(),
  uncertainPostings: z.int(),
  failures: z.int().describe('Invoices that an outage holds.'),
})
export type Health = z.infer<typeof Health>

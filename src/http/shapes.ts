/** What the API answers. Times are ISO 8601 in UTC with milliseconds. */

import type { Selectable } from 'kysely'
import { z } from 'zod'
import { ApprovalPolicy, CompanySlug, ConnectorSettings, OwnIdentity, Role } from '../../schemas/company.ts'
import { Channel, Disposition } from '../../schemas/delivery.ts'
import { Draft } from '../../schemas/draft.ts'
import { Finding } from '../../schemas/finding.ts'
import { Failure, InvoiceStatus } from '../../schemas/invoice.ts'
import { MediaType, Unreadable } from '../../schemas/original.ts'
import { Language } from '../../schemas/said.ts'
import { PageRole, Stack, StackReading } from '../../schemas/stack.ts'
import { SupplierMatch } from '../../schemas/supplier.ts'
import type { MessageTable } from '../database/schema.ts'
import type { ReceivedDelivery } from '../intake/record-deliveries.ts'
import type { ApiKey as ApiKeyRecord } from '../people/api-keys.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import { explainApart } from '../review/join.ts'
import type { DeliveryWithParts } from '../review/list-deliveries.ts'
import type { ListedInvoice } from '../review/list-invoices.ts'

export const Problem = z
  .object({
    error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()).optional() }),
  })
  .describe('Every error has this shape; `code` is stable, `message` is for people.')

export const InCompany = z.object({ company: CompanySlug })
export const OfInvoice = InCompany.extend({ invoice: z.uuid() })
export const OfDelivery = InCompany.extend({ delivery: z.uuid() })
export const PageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

const Instant = z.iso.datetime()

export const InvoiceSummary = z.object({
  id: z.string(),
  status: InvoiceStatus,
  version: z.int(),
  type: z.string().nullable(),
  supplierName: z.string().nullable(),
  invoiceNumber: z.string().nullable(),
  issueDate: z.string().nullable(),
  dueDate: z.string().nullable(),
  currency: z.string().nullable(),
  grossTotal: z.string().nullable(),
  fileName: z.string(),
  deliveryId: z.string(),
  findings: z.array(Finding),
  failure: Failure.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  links: z.object({ self: z.string(), page: z.string(), original: z.string() }),
})
export type InvoiceSummary = z.infer<typeof InvoiceSummary>

export const Invoice = InvoiceSummary.extend({
  mediaType: MediaType,
  pageCount: z.int().nullable(),
  splitFrom: z
    .string()
    .nullable()
    .describe('Of a piece of a file with several invoices: the invoice that is the whole file.'),
  firstPage: z
    .int()
    .nullable()
    .describe('Of a piece: its pages in the file, counted from 1. Everywhere else its own pages count from 1.'),
  lastPage: z.int().nullable(),
  pageRoles: z.array(PageRole).nullable().describe('One for each page, where there are several.'),
  stack: Stack.nullable().describe('Of a whole file: how its pages fall apart into invoices.'),
  originalSha256: z.string(),
  draft: Draft.nullable(),
  unreadable: Unreadable.nullable(),
  supplierId: z.string().nullable().describe('Who of the master data sent it; null: not known.'),
  supplierMatch: SupplierMatch.nullable(),
  touchedBy: z.array(z.string()),
  approvedBy: z.string().nullable(),
  approvedAt: Instant.nullable(),
  links: z.object({
    self: z.string(),
    page: z.string(),
    original: z.string(),
    events: z.string(),
    pages: z.array(z.string()),
  }),
})
export type Invoice = z.infer<typeof Invoice>

const Part = z.object({
  fileName: z.string(),
  mediaType: MediaType,
  bytes: z.int(),
  sha256: z.string(),
  disposition: Disposition,
  reason: z.string(),
  invoiceId: z.string().nullable(),
  links: z.object({ invoice: z.string().optional() }),
})
export const Delivery = z.object({
  id: z.string(),
  channel: Channel,
  receivedAt: Instant,
  disposedAt: Instant.nullable(),
  from: z.string().nullable(),
  subject: z.string().nullable(),
  failure: Failure.nullable(),
  parts: z.array(Part),
  links: z.object({ self: z.string(), raw: z.string().optional() }),
})
export type Delivery = z.infer<typeof Delivery>

const PieceOfFile = z.object({
  invoiceId: z.string(),
  status: InvoiceStatus,
  version: z.int(),
  firstPage: z.int().describe('In the file, counted from 1.'),
  lastPage: z.int(),
})

export const Reviewed = z.object({
  invoiceId: z.string(),
  status: InvoiceStatus,
  version: z.int(),
  pieces: z.array(PieceOfFile).optional().describe('Of a split or a join: the invoices that were made of its pages.'),
})

export const InvoiceStack = z.object({
  whole: z.object({
    invoiceId: z.string(),
    status: InvoiceStatus,
    version: z.int(),
    fileName: z.string(),
    pageCount: z.int().nullable(),
  }),
  state: Stack.shape.state.nullable().describe('null: not looked at (yet), or of one page.'),
  by: z.string().nullable().describe('Who decided so: a stage or a person.'),
  reading: StackReading.nullable().describe('What Billhook made of the pages.'),
  pieces: z
    .array(PieceOfFile.extend({ invoiceNumber: z.string().nullable(), supplierName: z.string().nullable() }))
    .describe('The invoices that stand for the pages now; none: the whole does.'),
  canJoin: z.boolean().describe('Whether one action can make it one invoice again.'),
})
export type InvoiceStack = z.infer<typeof InvoiceStack>

export const Event = z.object({
  seq: z.int(),
  at: Instant,
  actor: z.string(),
  kind: z.string(),
  data: z.record(z.string(), z.unknown()),
})

export const Message = z.object({
  id: z.string(),
  invoiceId: z.string().nullable(),
  kind: z.string(),
  recipient: z.string(),
  subject: z.string(),
  text: z.string().describe('With working links only while mail does not leave Billhook.'),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  failure: Failure.nullable(),
})

export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  role: Role,
  createdAt: Instant,
  revokedAt: Instant.nullable(),
})

const ShownWebhook = z.object({ kind: z.literal('webhook'), url: z.string(), hasSecret: z.boolean() })
const ShownRest = z.object({
  kind: z.literal('rest'),
  url: z.string(),
  searchLagSeconds: z.number(),
  hasToken: z.boolean(),
})
const ShownConnector = z.discriminatedUnion('kind', [
  ConnectorSettings.options[0],
  ConnectorSettings.options[1],
  ShownWebhook,
  ShownRest,
])
export const CompanySettings = z.object({
  id: CompanySlug,
  name: z.string(),
  language: Language,
  ingestAddress: z.string(),
  own: OwnIdentity,
  policy: ApprovalPolicy,
  connectors: z.array(ShownConnector),
})
export type CompanySettings = z.infer<typeof CompanySettings>

export function showInvoiceSummary(companyId: string, row: ListedInvoice): InvoiceSummary {
  const self = `/api/companies/${companyId}/invoices/${row.id}`
  return {
    id: row.id,
    status: row.status,
    version: row.version,
    type: row.type,
    supplierName: row.supplier_name,
    invoiceNumber: row.invoice_number,
    issueDate: row.issue_date,
    dueDate: row.due_date,
    currency: row.currency,
    grossTotal: row.gross_total,
    fileName: row.file_name,
    deliveryId: row.delivery_id,
    findings: row.findings,
    failure: row.failure,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    links: { self, page: `/workspace/${companyId}/invoices/${row.id}`, original: `${self}/original` },
  }
}

export function showInvoice(row: InvoiceRow): Invoice {
  const summary = showInvoiceSummary(row.company_id, row)
  const { self } = summary.links
  return {
    ...summary,
    mediaType: row.media_type,
    pageCount: row.page_count,
    splitFrom: row.split_from,
    firstPage: row.first_page,
    lastPage: row.last_page,
    pageRoles: row.page_roles,
    stack: row.stack,
    originalSha256: row.original_sha256,
    draft: row.draft,
    unreadable: row.unreadable,
    supplierId: row.supplier_id,
    supplierMatch: row.supplier_match,
    touchedBy: row.touched_by,
    approvedBy: row.approved_by,
    approvedAt: row.approved_at?.toISOString() ?? null,
    links: {
      ...summary.links,
      events: `${self}/events`,
      pages: Array.from({ length: row.page_count ?? 0 }, (_, index) => `${self}/pages/${index + 1}`),
    },
  }
}

/** A delivery that was written at this moment, as `showDelivery` shows it later. */
export function showReceived(received: ReceivedDelivery, { by }: { by: string }): Delivery {
  const { id, companyId, channel, receivedAt, disposedAt } = received
  return {
    id,
    channel,
    receivedAt: receivedAt.toISOString(),
    disposedAt: disposedAt?.toISOString() ?? null,
    from: by,
    subject: null,
    failure: null,
    parts: received.parts.map((part) => ({ ...part, links: linkInvoice(companyId, part.invoiceId) })),
    links: { self: `/api/companies/${companyId}/deliveries/${id}` },
  }
}

const linkInvoice = (companyId: string, invoiceId: string | null) =>
  invoiceId === null ? {} : { invoice: `/api/companies/${companyId}/invoices/${invoiceId}` }

export function showDelivery(row: DeliveryWithParts): Delivery {
  const self = `/api/companies/${row.company_id}/deliveries/${row.id}`
  return {
    id: row.id,
    channel: row.channel,
    receivedAt: row.received_at.toISOString(),
    disposedAt: row.disposed_at?.toISOString() ?? null,
    from: row.envelope.from ?? row.envelope.by ?? null,
    subject: row.envelope.subject ?? null,
    failure: row.failure,
    parts: row.parts.map((part) => ({
      fileName: part.file_name,
      mediaType: part.media_type,
      bytes: part.bytes,
      sha256: part.sha256,
      disposition: part.disposition,
      reason: part.reason,
      invoiceId: part.invoice_id,
      links: linkInvoice(row.company_id, part.invoice_id),
    })),
    links: { self, ...(row.raw_sha256 ? { raw: `${self}/raw` } : {}) },
  }
}

export function showApiKey({ id, name, role, createdAt, revokedAt }: ApiKeyRecord): z.infer<typeof ApiKey> {
  return { id, name, role, createdAt: createdAt.toISOString(), revokedAt: revokedAt?.toISOString() ?? null }
}

export function showMessage(row: Selectable<MessageTable>): z.infer<typeof Message> {
  const { id, kind, recipient, subject, text, failure } = row
  const times = { createdAt: row.created_at.toISOString(), sentAt: row.sent_at?.toISOString() ?? null }
  return { id, invoiceId: row.invoice_id, kind, recipient, subject, text, ...times, failure }
}

export function showStack({ whole, pieces }: { whole: InvoiceRow; pieces: InvoiceRow[] }): InvoiceStack {
  return {
    whole: {
      invoiceId: whole.id,
      status: whole.status,
      version: whole.version,
      fileName: whole.file_name,
      pageCount: whole.page_count,
    },
    state: whole.stack?.state ?? null,
    by: whole.stack?.by ?? null,
    reading: whole.stack?.reading ?? null,
    pieces: pieces.map((piece) => ({
      invoiceId: piece.id,
      status: piece.status,
      version: piece.version,
      firstPage: piece.first_page ?? 1,
      lastPage: piece.last_page ?? 1,
      invoiceNumber: piece.invoice_number,
      supplierName: piece.supplier_name,
    })),
    canJoin: explainApart(pieces) === null,
  }
}

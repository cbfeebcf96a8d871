import { createHash } from 'node:crypto'
import { v7 as uuidV7 } from 'uuid'
import type { ApprovalPolicy, Company, OwnIdentity } from '../../../schemas/company.ts'
import type { Draft, FieldName } from '../../../schemas/draft.ts'
import type { Finding } from '../../../schemas/finding.ts'
import type { InvoiceStatus } from '../../../schemas/invoice.ts'
import type { Language } from '../../../schemas/said.ts'
import type { Database } from '../../database/index.ts'
import { asJson } from '../../database/json.ts'
import type { InvoiceRow } from '../../pipeline/move.ts'
import { summaryOf } from '../../pipeline/summary.ts'

export const newId = () => uuidV7()

/** A clock that stands still until it is moved on. */
export function startClock(from = '2026-03-02T09:00:00.000Z') {
  let at = new Date(from)
  return {
    now: () => at,
    advance(milliseconds: number) {
      at = new Date(at.getTime() + milliseconds)
    },
  }
}

/** Inserts a company; its approver is `boss@acme.example` unless a policy says otherwise. */
export async function insertCompany(
  db: Database,
  options: { id?: string; name?: string; own?: OwnIdentity; policy?: ApprovalPolicy; language?: Language } = {},
): Promise<Company> {
  const company: Company = {
    id: options.id ?? `c-${newId().slice(-12)}`,
    name: options.name ?? 'Acme Ltd',
    own: options.own ?? { names: ['Acme Ltd'], vatIds: [], ibans: [] },
    policy: options.policy ?? { rules: [{ approvers: ['boss@acme.example'] }], linkHours: 48 },
    connectors: [{ kind: 'csv' }],
    ...(options.language && { language: options.language }),
  }
  const { id, name, own, policy, connectors } = company
  await db
    .insertInto('company')
    .values({
      id,
      name,
      own: asJson(own),
      policy: asJson(policy),
      connectors: asJson(connectors),
      language: options.language ?? null,
      created_at: new Date('2026-01-01T00:00:00Z'),
    })
    .execute()
  return company
}

/** A draft with these values, each read with full confidence from page 1. */
export function makeDraft(values: Partial<Record<FieldName, string>>, type: Draft['type'] = 'invoice'): Draft {
  const fields = Object.entries(values).map(([name, value], index) => [
    name,
    {
      value,
      confidence: 0.98,
      place: { page: 1, box: [72, 72 + 20 * index, 200, 84 + 20 * index] },
      source: 'labelled-text',
      satisfies: [],
      alternatives: [],
    },
  ])
  return { type, typeConfidence: 0.9, fields: Object.fromEntries(fields), lines: [], vatBreakdown: [] }
}

/** The values of a complete, plain bill. */
export const PLAIN_BILL = {
  invoiceNumber: 'R-2026-17',
  issueDate: '2026-02-20',
  dueDate: '2026-03-20',
  supplierName: 'Nordlicht Papier GmbH',
  currency: 'EUR',
  netTotal: '100.00',
  taxTotal: '19.00',
  grossTotal: '119.00',
} satisfies Partial<Record<FieldName, string>>

/** Inserts an invoice with its delivery, part and original, as the stages would have left it. */
export async function insertInvoice(
  db: Database,
  {
    company,
    status,
    ...given
  }: {
    company: Pick<Company, 'id'>
    status: InvoiceStatus
    version?: number
    values?: Partial<Record<FieldName, string>>
    findings?: Finding[]
    touchedBy?: string[]
    fileName?: string
    subject?: string
    content?: Buffer
    billKey?: string
    at?: Date
  },
): Promise<InvoiceRow> {
  const at = given.at ?? new Date('2026-03-01T08:00:00Z')
  const content = given.content ?? Buffer.from(`%PDF-1.7 ${newId()}`)
  const sha256 = createHash('sha256').update(content).digest('hex')
  const draft = makeDraft(given.values ?? PLAIN_BILL)
  const deliveryId = newId()
  const id = newId()
  const fileName = given.fileName ?? 'bill.pdf'
  await db
    .insertInto('delivery')
    .values({
      id: deliveryId,
      company_id: company.id,
      channel: 'http-upload',
      digest: sha256,
      idempotency_key: null,
      raw_sha256: null,
      envelope: asJson({ by: 'clerk@acme.example', ...(given.subject ? { subject: given.subject } : {}) }),
      received_at: at,
      disposed_at: at,
    })
    .execute()
  await db
    .insertInto('original')
    .values({ company_id: company.id, sha256, bytes: content.length, media_type: 'application/pdf', kept_at: at })
    .execute()
  await db
    .insertInto('invoice')
    .values({
      id,
      company_id: company.id,
      delivery_id: deliveryId,
      original_sha256: sha256,
      file_name: fileName,
      media_type: 'application/pdf',
      page_count: 1,
      status,
      version: given.version ?? 5,
      draft: asJson(draft),
      findings: asJson(given.findings ?? []),
      bill_key: given.billKey ?? null,
      touched_by: asJson(given.touchedBy ?? []),
      approved_by: null,
      ...summaryOf(draft),
      created_at: at,
      updated_at: at,
    })
    .execute()
  await db
    .insertInto('delivery_part')
    .values({
      id: newId(),
      delivery_id: deliveryId,
      position: 0,
      file_name: fileName,
      declared_type: 'application/pdf',
      media_type: 'application/pdf',
      sha256,
      bytes: content.length,
      disposition: 'invoice',
      reason: 'a PDF',
      invoice_id: id,
    })
    .execute()
  return await readInvoice(db, id)
}

export async function readInvoice(db: Database, id: string): Promise<InvoiceRow> {
  return await db.selectFrom('invoice').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

import type { ColumnType, Generated, RawBuilder } from 'kysely'
import type { CodeLists, Coding } from '../../schemas/coding.ts'
import type { ApprovalPolicy, ConnectorSettings, OwnIdentity, Role } from '../../schemas/company.ts'
import type { Channel, Disposition } from '../../schemas/delivery.ts'
import type { Draft } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'
import type { Failure, InvoiceStatus } from '../../schemas/invoice.ts'
import type { LayoutPrint, LessonContent } from '../../schemas/lesson.ts'
import type { MediaType, Unreadable } from '../../schemas/original.ts'
import type { Language } from '../../schemas/said.ts'
import type { PageRole, Stack } from '../../schemas/stack.ts'
import type { IdentifierKind, LessonKind, LessonSubject, SupplierMatch } from '../../schemas/supplier.ts'

/** timestamptz; Billhook writes and reads whole milliseconds. */
type Timestamp = ColumnType<Date, Date, Date>
type NullableTimestamp = ColumnType<Date | null, Date | null | undefined, Date | null>
/** jsonb: read as the value, written through `asJson()` of ./json.ts, because drivers turn bare arrays into PostgreSQL arrays. */
type Json<T extends object> = ColumnType<T, RawBuilder<T>, RawBuilder<T>>
type NullableJson<T extends object> = ColumnType<T | null, RawBuilder<T> | null | undefined, RawBuilder<T> | null>

type Nullable<T> = ColumnType<T | null, T | null | undefined, T | null>

export type CompanyTable = {
  id: string
  name: string
  own: Json<OwnIdentity>
  policy: Json<ApprovalPolicy>
  connectors: Json<ConnectorSettings[]>
  /** Null: nothing is coded in this company. */
  code_lists: NullableJson<CodeLists>
  /** Null: English. */
  language: Language | null
  created_at: Timestamp
}

export type DeliveryTable = {
  id: string
  company_id: string
  channel: Channel
  /** SHA-256 of the raw mail, or of the list of (name, SHA-256) of an upload's files: the same bytes again are the same delivery. */
  digest: string
  idempotency_key: string | null
  /** The raw mail; null for an upload, whose parts are originals themselves. */
  raw_sha256: string | null
  /** What the channel said: sender, recipients, address of the peer, subject once it is known. Hostile text. */
  envelope: Json<DeliveryEnvelope>
  received_at: Timestamp
  /** When every part was disposed of; null keeps it visible and in the sweep. */
  disposed_at: NullableTimestamp
  attempts: Generated<number>
  /** When the sweep looks at it (again); null: it waits for nothing or for a person. */
  due_at: NullableTimestamp
  failure: NullableJson<Failure>
}

export type DeliveryEnvelope = {
  from?: string
  to?: string[]
  peer?: string
  subject?: string
  messageId?: string
  /** Mail address of the person or name of the key that uploaded it. */
  by?: string
}

export type DeliveryPartTable = {
  id: string
  delivery_id: string
  /** Counts from 0 in the order of arrival. */
  position: number
  /** As sent. Hostile: never a path, escaped wherever shown. */
  file_name: string
  declared_type: string
  media_type: MediaType
  sha256: string
  bytes: number
  disposition: Disposition
  /** Plain words: why it was ignored, quarantined, which invoice has the same bytes. */
  reason: string
  invoice_id: string | null
}

export type OriginalTable = {
  company_id: string
  sha256: string
  bytes: number
  media_type: MediaType
  kept_at: Timestamp
}

export type InvoiceTable = {
  id: string
  company_id: string
  delivery_id: string
  original_sha256: string
  /** Of a piece of a file with several invoices: the invoice that is the whole file. */
  split_from: Nullable<string>
  /** Of a piece: its pages in the file, counted from 1; everywhere else its own pages count from 1. */
  first_page: Nullable<number>
  last_page: Nullable<number>
  /** One for each page; null until it was extracted, and for one page. */
  page_roles: NullableJson<PageRole[]>
  /** Of a whole: how its pages fall apart into invoices. */
  stack: NullableJson<Stack>
  file_name: string
  media_type: MediaType
  page_count: number | null
  /** Written by pipeline/move.ts alone. */
  status: InvoiceStatus
  /** Grows by one with every move; the fence against jobs, links and pages from the past. */
  version: number
  /** Tries of the current stage at the current version. */
  attempts: Generated<number>
  /** When the sweep dispatches it (again); null: no stage is due. */
  due_at: NullableTimestamp
  failure: NullableJson<Failure>
  unreadable: NullableJson<Unreadable>
  draft: NullableJson<Draft>
  findings: Json<Finding[]>
  /** Identity of the bill (supplier and number), set by validation; unique among the company's invoices that are on their way to be paid. */
  bill_key: string | null
  /** Mail addresses of the people who entered or changed it: they may not approve it. */
  touched_by: Json<string[]>
  approved_by: string | null
  approved_at: NullableTimestamp
  /** From the draft, for lists and search. */
  type: string | null
  supplier_name: string | null
  invoice_number: string | null
  issue_date: string | null
  due_date: string | null
  currency: string | null
  gross_total: string | null
  /** Whose bill it is, as matched or picked by a person; null: nobody known, or several could be meant. */
  supplier_id: string | null
  supplier_match: NullableJson<SupplierMatch>
  created_at: Timestamp
  updated_at: Timestamp
}

/** What a search looks at; kept by triggers on `invoice`. */
export type InvoiceSearchTable = {
  invoice_id: string
  company_id: string
  /** Weeks since 1970 of `created_at`. */
  week: number
  created_at: Timestamp
  /** Supplier, number, total, currency and file name, folded by `billhook.fold_words`, one blank between words. */
  words: string
}

/** The words of an invoice's pages, beside those of its fields; written when its draft is made (src/stages/keep-words.ts). */
export type InvoiceTextTable = {
  invoice_id: string
  company_id: string
  week: number
  created_at: Timestamp
  fields: string
  pages: string
}

/** How many invoices (`status`) and effects (`state`) of a company are in a state; kept by triggers. */
export type TallyTable = {
  company_id: string
  record: 'invoice' | 'effect'
  state: string
  /** bigint: drivers give it as a string. */
  count: ColumnType<string, number, number>
}

export type EventTable = {
  company_id: string
  /** Counts from 1 in each company, without gaps. */
  seq: number
  invoice_id: string | null
  at: Timestamp
  /** `system`, a stage (`stage:extract`), or a person's mail address. */
  actor: string
  kind: string
  data: Json<Record<string, unknown>>
  previous_hash: string
  hash: string
}

/** The end of each company's audit chain; its row lock puts the company's events in order. */
export type EventHeadTable = { company_id: string; seq: number; hash: string }

export type DecisionRequestTable = {
  id: string
  company_id: string
  invoice_id: string
  /** The version the approver is shown; any change of the bill voids the request. */
  invoice_version: number
  approver: string
  token_hash: string
  created_at: Timestamp
  expires_at: Timestamp
  voided_at: NullableTimestamp
  decided_at: NullableTimestamp
  decision: 'approve' | 'reject' | null
  comment: string | null
}

export type MessageTable = {
  id: string
  company_id: string
  invoice_id: string | null
  /** `decision-request`, `sign-in`, ... */
  kind: string
  recipient: string
  subject: string
  text: string
  html: string
  /** RFC 5322 Message-ID, made once: the reference by which a repeated send can be recognised. */
  message_id: string
  created_at: Timestamp
  sent_at: NullableTimestamp
  attempts: Generated<number>
  due_at: NullableTimestamp
  failure: NullableJson<Failure>
}

export type EffectTable = {
  /** Stable: invoice id, version and target; never per attempt. */
  key: string
  company_id: string
  invoice_id: string
  invoice_version: number
  target: string
  /** `intended`: recorded, the outcome of the call is not known. */
  state: 'intended' | 'done' | 'refused' | 'uncertain'
  attempts: number
  receipt: NullableJson<Record<string, unknown>>
  message: string | null
  created_at: Timestamp
  updated_at: Timestamp
}

export type PersonTable = {
  id: string
  email: string
  name: string
  /** Null: the language of the company that writes. */
  language: Language | null
  created_at: Timestamp
}
export type MembershipTable = { person_id: string; company_id: string; role: Role }
export type SignInLinkTable = {
  token_hash: string
  person_id: string
  expires_at: Timestamp
  used_at: NullableTimestamp
}
export type SessionTable = { id_hash: string; data: Json<Record<string, unknown>>; expires_at: Timestamp }
export type ApiKeyTable = {
  id: string
  company_id: string
  name: string
  key_hash: string
  role: Role
  created_at: Timestamp
  revoked_at: NullableTimestamp
}

/** What the virus scanner said about an original, last. */
export type ScanTable = {
  sha256: string
  verdict: 'clean' | 'found' | 'too-large'
  /** What it found. */
  signature: string | null
  scanned_at: Timestamp
}

/** A password of documents, encrypted under the installation's key (src/secrets). */
export type CompanySecretTable = {
  id: string
  company_id: string
  /** The only invoice it is for; null: any document of the company. */
  invoice_id: string | null
  /** What people call it; never the password. */
  label: string
  sealed: string
  /** Of an invoice's password: whether it becomes the company's once it has opened the document. */
  keep: boolean
  created_by: string
  created_at: Timestamp
  /** When it opened a document, last. */
  used_at: NullableTimestamp
}

export type SupplierTable = {
  id: string
  company_id: string
  name: string
  currency: string | null
  coding: Json<Coding>
  /** The bill that it arose from; null: a person entered or edited it. */
  created_from: string | null
  created_at: Timestamp
  updated_at: Timestamp
}

export type SupplierIdentifierTable = {
  supplier_id: string
  company_id: string
  kind: IdentifierKind
  /** As it is compared: no blanks, no case, no legal form. */
  value: string
  /** As people read it. */
  shown: string
  /** Of an account: on a bill that was approved, or entered by a person. */
  trusted: boolean
  /** The bill it was first seen on; null: entered by a person. */
  invoice_id: string | null
  created_at: Timestamp
}

export type SupplierLayoutTable = {
  id: string
  supplier_id: string
  print: Json<LayoutPrint>
  invoice_id: string
  created_at: Timestamp
}

export type SupplierLessonTable = {
  id: string
  supplier_id: string
  /** Null: for all layouts of the supplier. */
  layout_id: string | null
  kind: LessonKind
  subject: LessonSubject
  content: Json<LessonContent>
  hits: number
  misses: number
  invoice_id: string
  edited_by: string | null
  /** Kept, so that the same is not learned from the same invoice again. */
  forgotten_at: NullableTimestamp
  created_at: Timestamp
}

/** What an invoice has added to the counts of its supplier. */
export type SupplierLearningTable = {
  invoice_id: string
  supplier_id: string
  /** Lesson id: whether it held. */
  verdicts: Json<Record<string, boolean>>
  outcomes: Json<Record<string, FieldOutcome>>
}

export type FieldOutcome = { read: 'right' | 'wrong' | 'missing'; sure: boolean }

export type SupplierPrecisionTable = {
  supplier_id: string
  field: string
  right_count: number
  wrong_count: number
  missing_count: number
  sure_count: number
  sure_right_count: number
}

/** An invoice that there is something to learn from; `id` is the invoice's. */
export type LessonDueTable = {
  id: string
  company_id: string
  actor: string
  /** Grows with every note: what was noted while it was being learned is learned again. */
  noted: number
  attempts: Generated<number>
  due_at: NullableTimestamp
  failure: NullableJson<Failure>
}

export type Schema = {
  company: CompanyTable
  delivery: DeliveryTable
  delivery_part: DeliveryPartTable
  original: OriginalTable
  invoice: InvoiceTable
  invoice_search: InvoiceSearchTable
  invoice_text: InvoiceTextTable
  tally: TallyTable
  event: EventTable
  event_head: EventHeadTable
  decision_request: DecisionRequestTable
  message: MessageTable
  effect: EffectTable
  person: PersonTable
  membership: MembershipTable
  sign_in_link: SignInLinkTable
  session: SessionTable
  api_key: ApiKeyTable
  scan: ScanTable
  company_secret: CompanySecretTable
  supplier: SupplierTable
  supplier_identifier: SupplierIdentifierTable
  supplier_layout: SupplierLayoutTable
  supplier_lesson: SupplierLessonTable
  supplier_learning: SupplierLearningTable
  supplier_precision: SupplierPrecisionTable
  lesson_due: LessonDueTable
}

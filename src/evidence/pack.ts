/** What stands in an evidence pack: a folder about one invoice that can be checked without Billhook, years later. */
import { z } from 'zod'
import { Channel, Disposition } from '../../schemas/delivery.ts'
import { Draft } from '../../schemas/draft.ts'
import { Finding } from '../../schemas/finding.ts'
import { Failure, InvoiceStatus } from '../../schemas/invoice.ts'
import { Sha256 } from '../../schemas/money.ts'
import { MediaType, Unreadable } from '../../schemas/original.ts'

const Time = z.iso.datetime()

/** The files of the pack that always have this name; originals, pages and supporting documents are named by their hash or number. */
export const PACK_FILES = {
  readme: 'README.txt',
  record: 'record.json',
  delivery: 'delivery.json',
  decisions: 'decisions.json',
  messages: 'messages.json',
  postings: 'postings.json',
  /** One event a line, canonical JSON. */
  chain: 'chain.jsonl',
  /** The exported head of the audit trail that the chain leads to. */
  head: 'head.json',
} as const
export const MANIFEST = 'manifest.json'
/** As `sha256sum --check` reads it. */
export const MANIFEST_SUM = 'manifest.sha256'

/** Paths in a pack; never of a sender's making. */
export const PackPath = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)?$/)

export const Manifest = z.object({
  format: z.literal('billhook-evidence-1'),
  company: z.string(),
  invoice: z.string(),
  exportedAt: Time,
  files: z.record(PackPath, z.object({ sha256: Sha256, bytes: z.int().nonnegative() })),
  /** What was not to be had, in plain words. */
  notes: z.array(z.string()),
})
export type Manifest = z.infer<typeof Manifest>

export const PackRecord = z.object({
  company: z.object({ id: z.string(), name: z.string() }),
  invoice: z.string(),
  delivery: z.string(),
  status: InvoiceStatus,
  version: z.int().nonnegative(),
  original: z.object({
    sha256: Sha256,
    fileName: z.string(),
    mediaType: MediaType,
    pages: z.int().nullable(),
    /** Where in the original its pages begin, if it is a piece of it. */
    firstPage: z.int().positive().optional(),
  }),
  draft: Draft.nullable(),
  findings: z.array(Finding),
  unreadable: Unreadable.nullable(),
  failure: Failure.nullable(),
  touchedBy: z.array(z.string()),
  approvedBy: z.string().nullable(),
  approvedAt: Time.nullable(),
  createdAt: Time,
  updatedAt: Time,
})
export type PackRecord = z.infer<typeof PackRecord>

export const PackDelivery = z.object({
  id: z.string(),
  channel: Channel,
  envelope: z.record(z.string(), z.unknown()),
  receivedAt: Time,
  /** The list of names and hashes, or the raw mail's hash, as the audit trail has it. */
  digest: z.string(),
  rawSha256: Sha256.nullable(),
  parts: z.array(
    z.object({
      position: z.int(),
      fileName: z.string(),
      declaredType: z.string(),
      mediaType: MediaType,
      sha256: Sha256,
      bytes: z.int(),
      disposition: Disposition,
      reason: z.string(),
      invoice: z.string().nullable(),
    }),
  ),
})
export type PackDelivery = z.infer<typeof PackDelivery>

export const PackDecision = z.object({
  id: z.string(),
  version: z.int(),
  approver: z.string(),
  askedAt: Time,
  expiresAt: Time,
  voidedAt: Time.nullable(),
  decidedAt: Time.nullable(),
  decision: z.enum(['approve', 'reject']).nullable(),
  comment: z.string().nullable(),
})
export type PackDecision = z.infer<typeof PackDecision>

/** The secrets of links are blotted out. */
export const PackMessage = z.object({
  kind: z.string(),
  recipient: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  messageId: z.string(),
  createdAt: Time,
  sentAt: Time.nullable(),
})
export type PackMessage = z.infer<typeof PackMessage>

export const PackPosting = z.object({
  key: z.string(),
  version: z.int(),
  target: z.string(),
  state: z.string(),
  attempts: z.int(),
  receipt: z.record(z.string(), z.unknown()).nullable(),
  message: z.string().nullable(),
  createdAt: Time,
  updatedAt: Time,
})
export type PackPosting = z.infer<typeof PackPosting>

export const PackEvent = z.object({
  companyId: z.string(),
  seq: z.int().positive(),
  invoiceId: z.string().nullable(),
  at: Time,
  actor: z.string(),
  kind: z.string(),
  data: z.record(z.string(), z.unknown()),
  previousHash: Sha256,
  hash: Sha256,
})
export type PackEvent = z.infer<typeof PackEvent>

import type { InvoiceStatus, StageName } from '../../schemas/invoice.ts'

/** Who an invoice waits for where no stage is due. */
type WaitsFor = 'clerk' | 'approver' | 'payment'

/** An invoice that is a piece of a file gives its pages back: to the whole, or to pieces that are cut otherwise. */
const PIECE = { 'give-back': 'replaced' } as const

/**
 * The whole life of an invoice, the only place where two statuses stand together: in this status this stage runs (or it waits for this
 * person), and each outcome leads to the next status. `correct` and its like change the bill: the version grows and links are void.
 * `merged`: another document of the same bill leads, and this one supports it. `replaced`: other invoices stand for its pages, the pieces of a
 * file or the whole of it; nothing but `join` brings a whole back, so that no page is ever in two bills.
 */
export const LIFECYCLE = {
  received: { stage: 'identify', outcomes: { identified: 'identified', unreadable: 'in-review', ...PIECE } },
  identified: { stage: 'recognize', outcomes: { recognized: 'recognized', unreadable: 'in-review', ...PIECE } },
  recognized: { stage: 'extract', outcomes: { extracted: 'extracted', split: 'replaced', ...PIECE } },
  extracted: {
    stage: 'validate',
    outcomes: { clean: 'validated', doubtful: 'in-review', merged: 'duplicate', ...PIECE },
  },
  validated: {
    stage: 'route',
    outcomes: { routed: 'awaiting-approval', unroutable: 'in-review', merged: 'duplicate', ...PIECE },
  },
  'in-review': {
    waitsFor: 'clerk',
    outcomes: {
      correct: 'in-review',
      accept: 'validated',
      retry: 'received',
      reject: 'rejected',
      'mark-duplicate': 'duplicate',
      file: 'filed',
      merged: 'duplicate',
      split: 'replaced',
      ...PIECE,
    },
  },
  'awaiting-approval': {
    waitsFor: 'approver',
    outcomes: {
      approve: 'approved',
      reject: 'rejected',
      correct: 'in-review',
      recall: 'in-review',
      merged: 'duplicate',
      ...PIECE,
    },
  },
  approved: { stage: 'post', outcomes: { posted: 'posted', refused: 'in-review' } },
  posted: { waitsFor: 'payment', outcomes: { pay: 'paid' } },
  paid: { outcomes: {} },
  rejected: { outcomes: { reopen: 'in-review', ...PIECE } },
  duplicate: { outcomes: { reopen: 'in-review', ...PIECE } },
  filed: { outcomes: { reopen: 'in-review', ...PIECE } },
  replaced: { outcomes: { join: 'recognized' } },
} as const satisfies Record<
  InvoiceStatus,
  ({ stage: StageName } | { waitsFor: WaitsFor } | object) & { outcomes: Record<string, InvoiceStatus> }
>

type Lifecycle = typeof LIFECYCLE
type OutcomesOf<S extends InvoiceStatus> = keyof Lifecycle[S]['outcomes'] & string
/** Every outcome that any status knows. */
export type Outcome = { [S in InvoiceStatus]: OutcomesOf<S> }[InvoiceStatus]
/** The status in which the stage runs. */
type StatusOfStage<N extends StageName> = {
  [S in InvoiceStatus]: Lifecycle[S] extends { stage: N } ? S : never
}[InvoiceStatus]
/** The outcomes that a stage may return. */
export type OutcomeOf<N extends StageName> = Exclude<OutcomesOf<StatusOfStage<N>>, keyof typeof PIECE>

/** The stage that runs in this status, or null where the invoice waits or has ended. */
export function stageOf(status: InvoiceStatus): StageName | null {
  const row: { stage?: StageName; outcomes: object } = LIFECYCLE[status]
  return row.stage ?? null
}

/** In which a stage is to run: an invoice leaves them without anybody's doing. */
export const STATUSES_IN_WORK: readonly InvoiceStatus[] = (Object.keys(LIFECYCLE) as InvoiceStatus[]).filter(
  (status) => stageOf(status) !== null,
)

/** In which a stage, the clerk or the approver still has to act; in the others a bill is posted or has ended. */
export const STATUSES_OPEN: readonly InvoiceStatus[] = (Object.keys(LIFECYCLE) as InvoiceStatus[]).filter((status) => {
  const row: { stage?: StageName; waitsFor?: WaitsFor; outcomes: object } = LIFECYCLE[status]
  return row.stage !== undefined || (row.waitsFor !== undefined && row.waitsFor !== 'payment')
})

/** In which a bill is approved, whatever has become of it since. */
export const STATUSES_APPROVED: readonly InvoiceStatus[] = ['approved', 'posted', 'paid']

/** In which a bill is on its way to be paid, or was paid: one of each supplier and number (the index `invoice_one_per_bill`). */
export const STATUSES_OF_BILLS: readonly InvoiceStatus[] = ['validated', 'awaiting-approval', ...STATUSES_APPROVED]

/** In which an invoice is no bill to be paid, or another invoice is. */
export const STATUSES_WITHDRAWN: readonly InvoiceStatus[] = ['rejected', 'duplicate', 'filed', 'replaced']

/** Where the outcome leads from this status; null where the status does not know it. */
export function nextStatus(status: InvoiceStatus, outcome: Outcome): InvoiceStatus | null {
  const outcomes: Partial<Record<string, InvoiceStatus>> = LIFECYCLE[status].outcomes
  return outcomes[outcome] ?? null
}

/** The lifecycle as a Mermaid state diagram, for the README. */
export function drawLifecycle(): string {
  const lines = ['stateDiagram-v2', '  [*] --> received']
  for (const [status, row] of Object.entries(LIFECYCLE)) {
    const name = status.replaceAll('-', '_')
    const by = 'stage' in row ? row.stage : 'waitsFor' in row ? row.waitsFor : null
    if (name !== status || by) lines.push(`  state "${status}${by ? ` (${by})` : ''}" as ${name}`)
    for (const [outcome, next] of Object.entries(row.outcomes)) {
      lines.push(`  ${name} --> ${next.replaceAll('-', '_')}: ${outcome}`)
    }
    if (Object.keys(row.outcomes).length === 0) lines.push(`  ${name} --> [*]`)
  }
  return lines.join('\n')
}

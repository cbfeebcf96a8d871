import type { InvoiceStatus, StageName } from '../../schemas/invoice.ts'

/** Who an invoice waits for where no stage is due. */
type WaitsFor = 'clerk' | 'approver' | 'payment'

/**
 * The whole life of an invoice, the only place where two statuses stand together: in this status this stage runs (or it waits for this
 * person), and each outcome leads to the next status. `correct` and its like change the bill: the version grows and links are void.
 * `merged`: another document of the same bill leads, and this one supports it.
 */
export const LIFECYCLE = {
  received: { stage: 'identify', outcomes: { identified: 'identified', unreadable: 'in-review' } },
  identified: { stage: 'recognize', outcomes: { recognized: 'recognized', unreadable: 'in-review' } },
  recognized: { stage: 'extract', outcomes: { extracted: 'extracted' } },
  extracted: { stage: 'validate', outcomes: { clean: 'validated', doubtful: 'in-review', merged: 'duplicate' } },
  validated: {
    stage: 'route',
    outcomes: { routed: 'awaiting-approval', unroutable: 'in-review', merged: 'duplicate' },
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
    },
  },
  approved: { stage: 'post', outcomes: { posted: 'posted', refused: 'in-review' } },
  posted: { waitsFor: 'payment', outcomes: { pay: 'paid' } },
  paid: { outcomes: {} },
  rejected: { outcomes: { reopen: 'in-review' } },
  duplicate: { outcomes: { reopen: 'in-review' } },
  filed: { outcomes: { reopen: 'in-review' } },
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
export type OutcomeOf<N extends StageName> = OutcomesOf<StatusOfStage<N>>

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

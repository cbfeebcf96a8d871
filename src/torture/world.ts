/**
 * The world around a Billhook that keeps dying: a supplier who sends again until it is acknowledged, a clerk who accepts what waits in
 * review and retries what gave up, an approver who clicks. Each does one thing at a time over real HTTP and SMTP and minds no failure.
 */
import { createHash } from 'node:crypto'
import { STATUSES_IN_WORK } from '../pipeline/lifecycle.ts'
import { type Address, call, isTaken, listAll, mail, upload } from './deliver.ts'
import type { Ledger } from './ledger.ts'

export type WorldOptions = Address & {
  ledger: Ledger
  /** The nth document, always the same for the same n; each a bill of its own. */
  document: (n: number) => Promise<Buffer>
  /** Between two documents, in milliseconds. */
  restMs: number
}

export type World = {
  /** How many deliveries were acknowledged so far. */
  acknowledged(): number
  /** How often the clerk had to press Retry: for a document that was in work at three kills in a row, which looks like a poisonous one. */
  retried(): number
  /** No new documents; what waits for a person is still served. */
  stopSending(): Promise<void>
  stop(): Promise<void>
}

export function startWorld(options: WorldOptions): World {
  const ending = new AbortController()
  const sending = new AbortController()
  let acknowledged = 0
  let retried = 0

  const supplier = repeat(sending.signal, options.restMs, async (turn) => {
    const bytes = await options.document(turn)
    const channel = turn % 3 === 0 ? 'smtp' : 'http'
    while (!sending.signal.aborted) {
      const answer = await (channel === 'smtp' ? mail(options, { bytes, turn }) : upload(options, bytes)).catch(() => 0)
      if (isTaken(answer)) {
        options.ledger.note({ kind: 'delivered', channel, sha256: createHash('sha256').update(bytes).digest('hex') })
        acknowledged++
        return
      }
      await rest(100)
    }
  })
  const clerk = repeat(ending.signal, 200, async () => {
    await acceptDoubtful(options)
    await retryExhausted(options, () => retried++)
  })
  const approver = repeat(ending.signal, 200, () => approveMailed(options))

  return {
    acknowledged: () => acknowledged,
    retried: () => retried,
    async stopSending() {
      sending.abort()
      await supplier
    },
    async stop() {
      sending.abort()
      ending.abort()
      await Promise.all([supplier, clerk, approver])
    },
  }
}

async function repeat(signal: AbortSignal, everyMs: number, act: (turn: number) => Promise<void>): Promise<void> {
  for (let turn = 1; !signal.aborted; turn++) {
    await act(turn).catch(() => {})
    await rest(everyMs)
  }
}

const rest = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

type Listed = { id: string; version: number; failure: { code: string } | null }
type OpenDelivery = { id: string; failure: { code: string } | null }
type Message = { invoiceId: string | null; text: string }

async function acceptDoubtful(options: WorldOptions): Promise<void> {
  const base = `/api/companies/${options.company}/invoices`
  for await (const { id, version } of listAll<Listed>(options, 'invoices', { status: 'in-review' })) {
    const response = await act(options, { path: `${base}/${id}/accept`, body: { version } })
    // What lacks a value can't be accepted; this clerk does not type, and ends it.
    if (response.status === 422) await act(options, { path: `${base}/${id}/file`, body: { version } })
  }
}

async function retryExhausted(options: WorldOptions, onRetry: () => void): Promise<void> {
  const isExhausted = ({ failure }: { failure: { code: string } | null }) =>
    failure?.code === 'pipeline.attempts-exhausted'
  const stuck: { path: string; body: object }[] = []
  for (const status of STATUSES_IN_WORK) {
    for await (const invoice of listAll<Listed>(options, 'invoices', { status })) {
      if (isExhausted(invoice)) stuck.push({ path: `invoices/${invoice.id}`, body: { version: invoice.version } })
    }
  }
  for await (const delivery of listAll<OpenDelivery>(options, 'deliveries', { open: 'true' })) {
    if (isExhausted(delivery)) stuck.push({ path: `deliveries/${delivery.id}`, body: {} })
  }
  for (const { path, body } of stuck) {
    const response = await act(options, { path: `/api/companies/${options.company}/${path}/retry`, body })
    if (response.ok) onRetry()
  }
}

async function act(options: WorldOptions, { path, body }: { path: string; body: object }): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  const response = await call(options, path, { method: 'POST', headers, body: JSON.stringify(body) })
  await response.arrayBuffer()
  return response
}

/** Approves the invoices that wait; the ledger is told after the page has said so. */
async function approveMailed(options: WorldOptions): Promise<void> {
  const waiting = new Set<string>()
  for await (const { id } of listAll<Listed>(options, 'invoices', { status: 'awaiting-approval' })) waiting.add(id)
  if (waiting.size === 0) return
  for await (const { invoiceId, text } of listAll<Message>(options, 'messages')) {
    const path = /\/decide\/[A-Za-z0-9_-]+/.exec(text)?.[0]
    if (!path || invoiceId === null || !waiting.delete(invoiceId)) continue
    const response = await call(options, path, { method: 'POST', body: new URLSearchParams({ decision: 'approve' }) })
    if ((await response.text()).includes('You approved this bill')) options.ledger.note({ kind: 'approved', invoiceId })
    if (waiting.size === 0) return
  }
}

/**
 * The world around a Billhook that keeps dying: a supplier who sends again until it is acknowledged, a clerk who accepts what waits in
 * review and retries what gave up, an approver who clicks. Each does one thing at a time over real HTTP and SMTP and minds no failure.
 */
import { createHash } from 'node:crypto'
import { type Address, call, isTaken, mail, upload } from './deliver.ts'
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

type Listed = { invoices: { id: string; version: number; failure: { code: string } | null }[] }

async function acceptDoubtful(options: WorldOptions): Promise<void> {
  const base = `/api/companies/${options.company}/invoices`
  const { invoices } = (await (await call(options, `${base}?status=in-review&limit=50`)).json()) as Listed
  for (const { id, version } of invoices) {
    const response = await act(options, { path: `${base}/${id}/accept`, body: { version } })
    // What lacks a value can't be accepted; this clerk does not type, and ends it.
    if (response.status === 422) await act(options, { path: `${base}/${id}/file`, body: { version } })
  }
}

async function retryExhausted(options: WorldOptions, onRetry: () => void): Promise<void> {
  const base = `/api/companies/${options.company}`
  const isExhausted = ({ failure }: { failure: { code: string } | null }) =>
    failure?.code === 'pipeline.attempts-exhausted'
  const { invoices } = (await (await call(options, `${base}/invoices?limit=100`)).json()) as Listed
  const { deliveries } = (await (await call(options, `${base}/deliveries?limit=100`)).json()) as {
    deliveries: { id: string; failure: { code: string } | null }[]
  }
  const stuck = [
    ...invoices.filter(isExhausted).map(({ id, version }) => ({ path: `invoices/${id}`, body: { version } })),
    ...deliveries.filter(isExhausted).map(({ id }) => ({ path: `deliveries/${id}`, body: {} })),
  ]
  for (const { path, body } of stuck) {
    const response = await act(options, { path: `${base}/${path}/retry`, body })
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
  const base = `/api/companies/${options.company}`
  const { invoices } = (await (
    await call(options, `${base}/invoices?status=awaiting-approval&limit=50`)
  ).json()) as Listed
  const waiting = new Set(invoices.map(({ id }) => id))
  if (waiting.size === 0) return
  const { messages } = (await (await call(options, `${base}/messages?limit=100`)).json()) as {
    messages: { invoiceId: string | null; text: string }[]
  }
  for (const { invoiceId, text } of messages) {
    const path = /\/decide\/[A-Za-z0-9_-]+/.exec(text)?.[0]
    if (!path || invoiceId === null || !waiting.has(invoiceId)) continue
    const response = await call(options, path, { method: 'POST', body: new URLSearchParams({ decision: 'approve' }) })
    if ((await response.text()).includes('You approved this bill')) options.ledger.note({ kind: 'approved', invoiceId })
  }
}

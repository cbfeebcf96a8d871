import { setTimeout as rest } from 'node:timers/promises'
import { INVOICE, invoicePdf } from '../../fixtures/hostile/invoice-pdf.ts'
import type { Delivery, Invoice } from '../http/shapes.ts'
import { STATUSES_IN_WORK } from '../pipeline/lifecycle.ts'
import { endWithUs } from '../project/testing/end-with-us.ts'
import { type RunningBillhook, startBillhook } from '../project/testing/start-billhook.ts'
import { findMisread, type Judgement, judgeOutcome, type Outcome, type Suspect } from './judge-hostile.ts'
import { watchLargestChild } from './watch-children.ts'

export type Trial = Judgement & {
  /** From the upload to the end. */
  milliseconds: number
  /** Most resident memory of one child while it ran. */
  megabytes: number
}

/** What the server said about its own event loop, in milliseconds, over all trials. */
export type LoopDelay = { p99: number; most: number }

export type HostileService = {
  /** Uploads a file, and a good invoice beside it, waits for their end, and judges it. @throws Error when the server has died. */
  tryFile(file: { name: string; content: Buffer }, expect: Suspect['expect']): Promise<Trial>
  /** The good invoices: how many, and which were not read as they are. */
  neighbours(): { read: number; harmed: string[] }
  measureDelay(): Promise<LoopDelay>
  close(): Promise<void>
}

const LOOK_EVERY_MS = 100
/** Many times what a document may take: where others take the machine it waits longer. */
const PATIENCE_MS = 1_800_000
/** A look at the metrics within this gets the answer of the one before; each starts the measuring of the event loop anew. */
const METRICS_ARE_OLD_AFTER_MS = 5_100

/** Starts a server of its own in the folder, as an operator would, for hostile files. */
export async function openHostileService(folder: string): Promise<HostileService> {
  const billhook = await startBillhook(folder, { COMPANY_NAME: 'Brightwater Handels GmbH', LOG_LEVEL: 'warn' })
  endWithUs(billhook.process)
  const neighbours = { read: 0, harmed: [] as string[] }

  async function readNeighbour(beside: string): Promise<void> {
    neighbours.read += 1
    const invoiceNumber = `HI-2026-${1000 + neighbours.read}`
    const content = Buffer.from(
      invoicePdf().toString('latin1').replaceAll(INVOICE.invoiceNumber, invoiceNumber),
      'latin1',
    )
    const outcome = await deliver(billhook, { name: 'good-invoice.pdf', content })
    const misread =
      outcome.kind === 'read'
        ? findMisread(outcome.draft, { ...INVOICE, invoiceNumber })
        : judgeOutcome(outcome, { kind: 'words' }).state
    if (misread !== undefined) neighbours.harmed.push(`beside ${beside}: ${misread}`)
  }

  // What a server does once, with its first document, is not the doing of a hostile one.
  await readNeighbour('nothing')
  await readLoopDelay(billhook)
  let measuredAt = performance.now()

  return {
    async tryFile(file, expect) {
      const memory = watchLargestChild(billhook.process.pid as number)
      const started = performance.now()
      const neighbour = readNeighbour(file.name)
      const outcome = await deliver(billhook, file)
      const milliseconds = performance.now() - started
      await neighbour
      const { exitCode, signalCode } = billhook.process
      const megabytes = memory.stop()
      if (exitCode !== null || signalCode !== null)
        throw new Error(`the server died of ${file.name} (${signalCode ?? exitCode}): ${billhook.log().slice(-2000)}`)
      return { ...judgeOutcome(outcome, expect), milliseconds, megabytes }
    },
    neighbours: () => neighbours,
    async measureDelay() {
      await rest(Math.max(0, measuredAt + METRICS_ARE_OLD_AFTER_MS - performance.now()))
      measuredAt = performance.now()
      return await readLoopDelay(billhook)
    },
    close: () => billhook.kill('SIGTERM'),
  }
}

/** Uploads a file and waits for its end. Never rejects. */
async function deliver(
  billhook: RunningBillhook,
  { name, content }: { name: string; content: Buffer },
): Promise<Outcome> {
  try {
    const body = new FormData()
    body.append('files', new Blob([new Uint8Array(content)]), name)
    const answer = await ask(billhook, 'deliveries', { method: 'POST', body })
    if (answer.status === 413) {
      const { error } = (await answer.json()) as { error: { message: string } }
      return { kind: 'unreadable', unreadable: { code: 'too-large', message: error.message } }
    }
    if (!answer.ok) return lose('refused', `${answer.status} ${(await answer.text()).slice(0, 200)}`)
    return await follow(billhook, (await answer.json()) as Delivery)
  } catch (error) {
    return lose('no answer', String((error as Error).cause ?? error))
  }
}

function lose(state: string, detail: string): Outcome {
  return { kind: 'lost', state, detail }
}

/** Waits for what becomes of the delivery's one file, or of what was in it. */
async function follow(billhook: RunningBillhook, delivery: Delivery): Promise<Outcome> {
  const until = performance.now() + PATIENCE_MS
  let now = delivery
  while (now.disposedAt === null) {
    if (now.failure !== null && performance.now() > until) return lose(now.failure.code, now.failure.message)
    if (performance.now() > until) return lose('hangs', 'it was not unpacked')
    await rest(LOOK_EVERY_MS)
    now = await read<Delivery>(billhook, `deliveries/${delivery.id}`)
  }
  const outcomes: Outcome[] = []
  for (const { invoiceId } of now.parts)
    if (invoiceId !== null) outcomes.push(await followInvoice(billhook, { id: invoiceId, until }))
  const aside = now.parts.find(({ invoiceId }) => invoiceId === null)
  if (aside !== undefined) outcomes.push({ kind: 'put-aside', disposition: aside.disposition, reason: aside.reason })
  const inOrder = (['lost', 'read', 'unreadable', 'put-aside'] as const).flatMap((kind) =>
    outcomes.filter((outcome) => outcome.kind === kind),
  )
  return inOrder[0] ?? lose('lost', 'the delivery has no parts')
}

async function followInvoice(
  billhook: RunningBillhook,
  { id, until }: { id: string; until: number },
): Promise<Outcome> {
  for (;;) {
    const invoice = await read<Invoice>(billhook, `invoices/${id}`)
    if (!STATUSES_IN_WORK.includes(invoice.status)) return await describeEnd(billhook, invoice)
    if (performance.now() > until) {
      const { failure } = invoice
      return lose(failure?.code ?? 'hangs', failure?.message ?? `it is still ${invoice.status}`)
    }
    await rest(LOOK_EVERY_MS)
  }
}

async function describeEnd(billhook: RunningBillhook, invoice: Invoice): Promise<Outcome> {
  const { id, draft, findings, unreadable, status } = invoice
  if (unreadable !== null) return { kind: 'unreadable', unreadable }
  if (draft === null) return lose(status, 'nobody can tell why it was not read')
  type Events = { events: { kind: string; data: { sources?: string[] } }[] }
  const { events } = await read<Events>(billhook, `invoices/${id}/events`)
  const { sources = [] } = events.findLast(({ kind }) => kind === 'invoice.recognized')?.data ?? {}
  return { kind: 'read', draft, findings, hasWords: sources.some((source) => source !== 'none') }
}

function ask({ url, company, key }: RunningBillhook, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${key}` }
  return fetch(`${url}/api/companies/${company}/${path}`, { ...init, headers })
}

async function read<T>(billhook: RunningBillhook, path: string): Promise<T> {
  const answer = await ask(billhook, path)
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`)
  return (await answer.json()) as T
}

async function readLoopDelay({ url }: RunningBillhook): Promise<LoopDelay> {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const find = (name: string) =>
    Number(new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)`, 'm').exec(metrics)?.[1])
  return { p99: find('p99') * 1000, most: find('max') * 1000 }
}

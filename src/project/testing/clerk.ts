import { expect } from 'vitest'
import type { Delivery, Invoice } from '../../http/shapes.ts'
import { STATUSES_IN_WORK } from '../../pipeline/lifecycle.ts'
import type { RunningBillhook } from './start-billhook.ts'

/** What a clerk does with a running Billhook, by its API and the clerk's own key. */
export type Clerk = {
  /** Asks for a path below the company's. */
  ask(path: string, init?: RequestInit): Promise<Response>
  bytesOf(path: string): Promise<Buffer>
  invoice(id: string): Promise<Invoice>
  delivery(id: string): Promise<Delivery>
  upload(name: string, content: Uint8Array | string): Promise<Delivery>
  /** Does something with an invoice: `accept`, `retry`, ... */
  act(id: string, action: string, body: object): Promise<Response>
  /** The invoice when Billhook itself has no more to do with it: a person has, or nobody. */
  untilItRests(id: string): Promise<Invoice>
  /** Uploads a file that is one invoice, and waits until it rests. */
  bringIn(name: string, content: Uint8Array | string): Promise<Invoice>
}

// A busy machine reads a difficult scan for minutes.
const PATIENCE = { timeout: 400_000, interval: 100 }

/** @param billhook asked each time, as a test starts it after this is called, and may start it again */
export function workAsClerk(billhook: () => RunningBillhook): Clerk {
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const { url, key, company } = billhook()
    const headers = { authorization: `Bearer ${key}`, ...init.headers }
    return await fetch(`${url}/api/companies/${company}/${path}`, { ...init, headers })
  }
  const invoice = async (id: string) => (await (await ask(`invoices/${id}`)).json()) as Invoice
  const upload = async (name: string, content: Uint8Array | string): Promise<Delivery> => {
    const body = new FormData()
    body.append('files', new Blob([new Uint8Array(Buffer.from(content))]), name)
    const answer = await ask('deliveries', { method: 'POST', body })
    expect(answer.status).toBe(201)
    return (await answer.json()) as Delivery
  }
  const untilItRests = async (id: string): Promise<Invoice> => {
    await expect.poll(async () => STATUSES_IN_WORK.includes((await invoice(id)).status), PATIENCE).toBe(false)
    return await invoice(id)
  }
  return {
    ask,
    bytesOf: async (path) => Buffer.from(await (await ask(path)).arrayBuffer()),
    invoice,
    delivery: async (id) => (await (await ask(`deliveries/${id}`)).json()) as Delivery,
    upload,
    act: (id, action, body) =>
      ask(`invoices/${id}/${action}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    untilItRests,
    async bringIn(name, content) {
      const { parts } = await upload(name, content)
      expect(parts).toMatchObject([{ disposition: 'invoice' }])
      return await untilItRests(parts[0]?.invoiceId as string)
    },
  }
}

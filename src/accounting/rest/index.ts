/**
 * Posts bills to a JSON API whose other side can be searched, as most accounting systems offer one (directly or behind an integration):
 * - `POST url` with `{ reference, bill }` creates a bill and answers `{ id }`; the reference goes along as Idempotency-Key too
 *   (draft-ietf-httpapi-idempotency-key-header), which the other side may mind or not;
 * - `GET url/ID` answers `{ id, reference, total, currency }`, by which what was created is read back;
 * - `GET url?reference=R` answers `{ bills: [...] }` of the same; it may lag and may answer with more than was asked for.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ConnectorSettings } from '../../../schemas/company.ts'
import { Amount, CurrencyCode } from '../../../schemas/money.ts'
import { BillhookError, isBillhookError } from '../../errors.ts'
import type { Connector, ConnectorPorts, Receipt } from '../index.ts'
import { toOneLine } from '../one-line.ts'
import { readRetryAfter } from '../retry-after.ts'

type RestSettings = Extract<ConnectorSettings, { kind: 'rest' }>
type RestPorts = Pick<ConnectorPorts, 'now'> & { timeoutMs?: number }

/** As the webhook's; what the other side does after it is `searchLagSeconds`' business. */
const TIMEOUT_MS = 20_000

const Created = z.object({ id: z.coerce.string().min(1) })
const StoredBill = Created.extend({ reference: z.string(), total: Amount, currency: CurrencyCode })
const Found = z.object({ bills: z.array(StoredBill) })

/** 401 and 403 are an outage: the token in the settings is at fault, not the bill. */
const MAY_BE_TRIED_AGAIN = new Set([401, 403, 408, 409, 425, 429])

export function openRest(settings: RestSettings, ports: RestPorts): Connector {
  const call = caller(settings, ports)
  const toReceipt = ({ id, reference, total, currency }: z.infer<typeof StoredBill>): Receipt => ({
    reference,
    foreignId: `${reference}/${id}`,
    at: ports.now().toISOString(),
    total: { amount: total, currency },
  })

  async function find(reference: string): Promise<Receipt | null> {
    const { bills } = await call(Found, { query: { reference } })
    const ours = new Map(bills.filter((bill) => bill.reference === reference).map((bill) => [bill.id, bill]))
    if (ours.size > 1) {
      throw new BillhookError(
        'accounting.differs',
        `${new URL(settings.url).host} has this bill ${ours.size} times, as ${[...ours.keys()].join(', ')}. Take all but one away there, then retry.`,
      )
    }
    const [only] = ours.values()
    return only ? toReceipt(only) : null
  }

  return {
    target: `rest-${createHash('sha256').update(settings.url).digest('hex').slice(0, 8)}`,
    searchLagMs: settings.searchLagSeconds * 1000,
    find,
    async post(bill, reference) {
      try {
        const { id } = await call(Created, { create: { reference, bill } })
        const stored = await call(StoredBill, { id })
        if (stored.reference === reference) return toReceipt(stored)
        throw new BillhookError(
          'accounting.unavailable',
          `${id} came back under another reference, ${stored.reference}.`,
        )
      } catch (error) {
        // Refused because it is there already, says many an API; then it can be found.
        const found = isBillhookError(error) && error.details.status === 409 ? await find(reference) : null
        if (found) return found
        throw error
      }
    },
  }
}

type Asked = { create: { reference: string; bill: unknown } } | { id: string } | { query: { reference: string } }

function caller(settings: RestSettings, { now, timeoutMs = TIMEOUT_MS }: RestPorts) {
  const { host } = new URL(settings.url)
  return async <T>(shape: z.ZodType<T>, asked: Asked): Promise<T> => {
    const { response, text } = await send(settings, { asked, timeoutMs })
    const { status } = response
    if (!response.ok) {
      const said = toOneLine(text.slice(0, 300))
      const about = `${host} answered ${status}${said === '' ? '' : `: ${said}`}`
      const isRefusal = 'create' in asked && status >= 400 && status < 500 && !MAY_BE_TRIED_AGAIN.has(status)
      if (isRefusal) throw new BillhookError('accounting.refused', `${about}.`, { details: { status } })
      const remedy = status === 401 || status === 403 ? 'Give it a valid token in the settings.' : 'It is tried again.'
      throw new BillhookError('accounting.unavailable', `${about}. ${remedy}`, {
        details: { status, ...readRetryAfter(response, now()) },
      })
    }
    const read = shape.safeParse(parseJson(text))
    if (read.success) return read.data
    throw new BillhookError(
      'accounting.unavailable',
      `${host} answered ${status} with something else than was expected (${z.prettifyError(read.error).slice(0, 300)}).`,
      { details: { status } },
    )
  }
}

async function send(
  settings: RestSettings,
  { asked, timeoutMs }: { asked: Asked; timeoutMs: number },
): Promise<{ response: Response; text: string }> {
  const url = new URL(settings.url)
  if ('id' in asked) url.pathname = `${url.pathname.replace(/\/$/, '')}/${encodeURIComponent(asked.id)}`
  if ('query' in asked) url.searchParams.set('reference', asked.query.reference)
  const headers = new Headers({ authorization: `Bearer ${settings.token}`, accept: 'application/json' })
  const init: RequestInit = { headers, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) }
  if ('create' in asked) {
    headers.set('content-type', 'application/json')
    headers.set('idempotency-key', asked.create.reference)
    Object.assign(init, { method: 'POST', body: JSON.stringify(asked.create) })
  }
  try {
    const response = await fetch(url, init)
    return { response, text: await response.text() }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    const doubt = 'create' in asked ? ' Whether it has the bill is not known; it is asked before it is sent again.' : ''
    throw new BillhookError('accounting.unavailable', `${url.host} did not answer (${cause}).${doubt}`, {
      cause: error,
    })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

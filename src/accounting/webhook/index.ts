/**
 * Posts bills as JSON to a URL, signed as Standard Webhooks (https://www.standardwebhooks.com): `webhook-id` is our reference, the same at
 * every try, by which the receiver recognises a repeat. It cannot be asked what it has, so `find` always answers null: posting again under
 * the same reference is what the standard prescribes after an unknown outcome.
 */
import { createHash } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import type { ConnectorSettings } from '../../../schemas/company.ts'
import { BillhookError } from '../../errors.ts'
import type { Connector, ConnectorPorts } from '../index.ts'
import { toOneLine } from '../one-line.ts'
import { readRetryAfter } from '../retry-after.ts'

type WebhookSettings = Extract<ConnectorSettings, { kind: 'webhook' }>

// The standard recommends 15 to 30 s.
const TIMEOUT_MS = 20_000

export function openWebhook(settings: WebhookSettings, ports: Pick<ConnectorPorts, 'now'>): Connector {
  const host = new URL(settings.url).host
  return {
    target: `webhook-${createHash('sha256').update(settings.url).digest('hex').slice(0, 8)}`,
    async post(bill, reference) {
      const at = ports.now()
      const body = JSON.stringify({ type: 'bill.approved', timestamp: at.toISOString(), data: bill })
      const response = await send(settings, { body, reference, at })
      const { status } = response
      if (response.ok) return { reference, foreignId: reference, at: at.toISOString(), details: { status } }
      const said = toOneLine((await response.text().catch(() => '')).slice(0, 300))
      const about = `${host} answered ${status}${said === '' ? '' : `: ${said}`}`
      const isForGood = status >= 400 && status < 500 && status !== 408 && status !== 429
      if (isForGood) throw new BillhookError('accounting.refused', `${about}.`, { details: { status } })
      throw new BillhookError('accounting.unavailable', `${about}. It is tried again.`, {
        details: { status, ...readRetryAfter(response, at) },
      })
    },
    async find() {
      return null
    },
  }
}

async function send(
  settings: WebhookSettings,
  { body, reference, at }: { body: string; reference: string; at: Date },
): Promise<Response> {
  const isEncoded = settings.secret.startsWith('whsec_')
  const signer = isEncoded ? new Webhook(settings.secret) : new Webhook(settings.secret, { format: 'raw' })
  try {
    return await fetch(settings.url, {
      method: 'POST',
      body,
      // A redirect could send the bill, signed, to somebody else.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json',
        'webhook-id': reference,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signer.sign(reference, at, body),
      },
    })
  } catch (error) {
    const { host } = new URL(settings.url)
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    throw new BillhookError(
      'accounting.unavailable',
      `${host} did not answer (${cause}). Whether it has the bill is not known; it is sent again under the same id.`,
      { cause: error },
    )
  }
}

import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { describeConnector } from '../connector.contract.ts'
import { sampleBill } from '../testing/sample-bill.ts'
import { openWebhook } from './index.ts'

const SECRET = `whsec_${Buffer.from('a secret of 24 bytes, or so').toString('base64')}`
// The verifier of the standard's own library looks at the real clock.
const now = () => new Date(Math.floor(Date.now() / 60_000) * 60_000)

/** A receiver as the standard wants it: verifies, and takes each webhook-id once. */
const taken = new Map<string, unknown>()
const verify: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const headers = request.headers as IncomingHttpHeaders & Record<string, string>
    const body = new Webhook(SECRET).verify(Buffer.concat(chunks).toString(), headers)
    taken.set(headers['webhook-id'] as string, body)
    response.writeHead(204).end()
  })
}
let answer: RequestListener = verify
const server = createServer((request, response) => answer(request, response))
let url: string

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bills`
})
beforeEach(() => {
  answer = verify
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
const open = (change: { secret?: string; url?: string } = {}) =>
  openWebhook({ kind: 'webhook', url, secret: SECRET, ...change }, { now })

describeConnector('a webhook', {
  open: async () => open(),
  count: async (reference) => (taken.has(reference) ? 1 : 0),
  canBeAsked: false,
})

describe('a webhook', () => {
  test('carries the bill, signed, under our reference', async () => {
    await open().post(sampleBill(), 'ref-1')
    expect(taken.get('ref-1')).toMatchObject({ type: 'bill.approved', data: sampleBill() })
  })

  test('takes a secret that is plain text too', async () => {
    let signature: { headers: IncomingHttpHeaders; body: string } | undefined
    answer = (request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (text) => {
        body += text
      })
      request.on('end', () => {
        signature = { headers: request.headers, body }
        response.end()
      })
    }
    await open({ secret: 'not base64!' }).post(sampleBill(), 'ref-2')
    const verifier = new Webhook('not base64!', { format: 'raw' })
    expect(() => verifier.verify(signature!.body, signature!.headers as Record<string, string>)).not.toThrow()
  })

  test.each([400, 401, 404, 410, 422])(
    'answered %i is refused for good, with what the other side said',
    async (status) => {
      answer = (_request, response) => void response.writeHead(status).end('account\nis closed')
      const post = open().post(sampleBill(), 'ref-3')
      await expect(post).rejects.toMatchObject({ code: 'accounting.refused', details: { status } })
      await expect(post).rejects.toThrow(/account is closed/)
    },
  )

  test.each([302, 408, 429, 500, 503])('answered %i may be tried again', async (status) => {
    answer = (_request, response) => void response.writeHead(status, { location: url }).end()
    await expect(open().post(sampleBill(), 'ref-4')).rejects.toMatchObject({
      code: 'accounting.unavailable',
      retry: true,
    })
    expect(taken.has('ref-4')).toBe(false)
  })

  test('says when the other side wants it again, in seconds or as a date', async () => {
    const date = new Date(now().getTime() + 90_000).toUTCString()
    for (const [value, retryAfterSeconds] of [
      ['7', 7],
      [date, 90],
    ] as const) {
      answer = (_request, response) => void response.writeHead(429, { 'retry-after': value }).end()
      await expect(open().post(sampleBill(), 'ref-5')).rejects.toMatchObject({ details: { retryAfterSeconds } })
    }
  })

  test('whose answer is lost, or that nobody takes, is a doubt and not a success', async () => {
    answer = (request) => void request.socket.destroy()
    await expect(open().post(sampleBill(), 'ref-6')).rejects.toMatchObject({ code: 'accounting.unavailable' })
    const gone = createServer()
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
    const { port } = gone.address() as AddressInfo
    await new Promise((resolve) => gone.close(resolve))
    const nobody = open({ url: `http://127.0.0.1:${port}/` })
    await expect(nobody.post(sampleBill(), 'ref-6')).rejects.toThrow(/ECONNREFUSED/)
  })
})

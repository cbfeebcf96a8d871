/**
 * An accounting system for tests: a real HTTP server on the loopback address with the API that ../rest speaks, and with every habit by
 * which real ones make integrations post twice or not at all. What it does when is drawn from the seed; its time is the test's.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRandom } from '../../../fixtures/generate/random.ts'
import type { Bill } from '../../../schemas/bill.ts'

export const MISBEHAVIOURS = [
  'commits-then-drops',
  'commits-then-500',
  'times-out-then-succeeds',
  'says-429-with-time',
  'says-429',
  'ignores-the-key',
  'accepts-duplicates',
  'searches-late',
  'loses-replies',
  'changes-totals',
] as const
export type Misbehaviour = (typeof MISBEHAVIOURS)[number]

export type StoredBill = { id: string; reference: string; total: string; currency: string; committedAt: number }
type Asked = { reference: string; bill: Bill }
export type StandIn = {
  url: string
  token: string
  /** What it has, whatever its search shows. */
  bills(reference?: string): StoredBill[]
  /** How many bills it was asked to create. */
  asked(): number
  close(): Promise<void>
}

export type StandInOptions = {
  seed: string
  now: () => Date
  misbehaviours?: readonly Misbehaviour[]
  /** How often a request meets one of the misbehaviours that are about single requests. */
  probability?: number
}

/** Until the search shows a new bill, and until a request that nobody waits for any more is done; in the test's time. */
export const SEARCH_LAG_MS = 30_000
export const LATE_MS = 20_000

export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const { now, misbehaviours = [], probability = 0.6 } = options
  const random = createRandom(`stand-in/${options.seed}`)
  const token = `token of ${options.seed}`
  const bills: StoredBill[] = []
  const late: { at: number; commit: (at: number) => void }[] = []
  const byKey = new Map<string, StoredBill>()
  let asked = 0

  const does = (misbehaviour: Misbehaviour) => misbehaviours.includes(misbehaviour)
  const happens = (misbehaviour: Misbehaviour) => does(misbehaviour) && random.chance(probability)

  function finishLate() {
    const time = now().getTime()
    for (const due of late.filter(({ at }) => at <= time)) {
      late.splice(late.indexOf(due), 1)
      due.commit(due.at)
    }
  }

  function commit({ reference, bill }: Asked, { key, committedAt }: { key: string; committedAt: number }): StoredBill {
    const total = happens('changes-totals') ? (Number(bill.grossTotal) + 0.01).toFixed(2) : bill.grossTotal
    const stored = { id: `B-${bills.length + 1}`, reference, total, currency: bill.currency, committedAt }
    bills.push(stored)
    byKey.set(key, stored)
    return stored
  }

  async function create(request: IncomingMessage, response: ServerResponse) {
    asked++
    const body = JSON.parse(await readBody(request)) as Asked
    const key = String(request.headers['idempotency-key'])
    if (happens('says-429-with-time'))
      return tooMany(
        response,
        random.chance(0.5) ? random.integer(1, 90) : new Date(now().getTime() + 45_000).toUTCString(),
      )
    if (happens('says-429')) return tooMany(response)
    const earlier = does('ignores-the-key') ? undefined : byKey.get(key)
    if (earlier) return answer(response, 201, { id: earlier.id })
    const isTwice = bills.some(({ reference }) => reference === body.reference)
    if (isTwice && !does('accepts-duplicates'))
      return answer(response, 409, { error: `${body.reference} is there already` })
    if (happens('times-out-then-succeeds')) {
      late.push({
        at: now().getTime() + random.integer(1, LATE_MS),
        commit: (committedAt) => commit(body, { key, committedAt }),
      })
      return
    }
    const stored = commit(body, { key, committedAt: now().getTime() })
    if (happens('commits-then-drops')) return void response.socket?.destroy()
    if (happens('commits-then-500')) return answer(response, 500, { error: 'something went wrong' })
    if (happens('loses-replies')) return
    answer(response, 201, { id: stored.id })
  }

  function read(request: IncomingMessage, response: ServerResponse) {
    if (happens('loses-replies')) return
    if (happens('commits-then-drops')) return void response.socket?.destroy()
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const wanted = searchParams.get('reference')
    if (wanted === null) {
      const stored = bills.find(({ id }) => pathname === `/bills/${id}`)
      return stored ? answer(response, 200, stored) : answer(response, 404, { error: 'no such bill' })
    }
    const shownUntil = now().getTime() - (does('searches-late') ? SEARCH_LAG_MS : 0)
    // As many a search does, it answers with whatever begins like that.
    const found = bills.filter(
      ({ reference, committedAt }) => reference.startsWith(wanted) && committedAt <= shownUntil,
    )
    answer(response, 200, { bills: found })
  }

  const server = createServer((request, response) => {
    finishLate()
    if (request.headers.authorization !== `Bearer ${token}`) return answer(response, 401, { error: 'who are you?' })
    if (request.method === 'POST') return void create(request, response)
    read(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/bills`,
    token,
    bills(reference) {
      finishLate()
      return bills.filter((bill) => reference === undefined || bill.reference === reference)
    },
    asked: () => asked,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function tooMany(response: ServerResponse, retryAfter?: number | string) {
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter)
  answer(response, 429, { error: 'slow down' })
}

function answer(response: ServerResponse, status: number, body: object) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { describeConnector } from '../connector.contract.ts'
import { sampleBill } from '../testing/sample-bill.ts'
import { type Misbehaviour, type StandIn, startStandIn } from '../testing/stand-in.ts'
import { openRest } from './index.ts'

const now = () => new Date('2026-03-02T09:00:00.000Z')
const open = ({ url, token }: Pick<StandIn, 'url' | 'token'>) =>
  openRest({ kind: 'rest', url, token, searchLagSeconds: 60 }, { now, timeoutMs: 500 })

let behaved: StandIn
beforeAll(async () => {
  behaved = await startStandIn({ seed: 'behaved', now })
})
afterAll(() => behaved.close())

describeConnector('an API that can be searched', {
  open: async () => open(behaved),
  count: async (reference) => behaved.bills(reference).length,
  canBeAsked: true,
})

describe('an API that can be searched', () => {
  const started: StandIn[] = []
  const startThat = async (...misbehaviours: Misbehaviour[]) => {
    const standIn = await startStandIn({ seed: 'x', now, misbehaviours, probability: 1 })
    started.push(standIn)
    return standIn
  }
  afterEach(async () => {
    for (const standIn of started.splice(0)) await standIn.close()
  })

  test('gives back what it has the bill down for, for comparison', async () => {
    const receipt = await open(behaved).post(sampleBill(), 'total-1')
    expect(receipt.total).toEqual({ amount: '119.00', currency: 'EUR' })
    expect((await open(behaved).find('total-1'))?.total).toEqual(receipt.total)
  })

  test.each([
    'commits-then-drops',
    'commits-then-500',
    'times-out-then-succeeds',
    'loses-replies',
    'says-429',
  ] as const)('that %s is a doubt and not a success', async (misbehaviour) => {
    const post = open(await startThat(misbehaviour)).post(sampleBill(), 'ref-1')
    await expect(post).rejects.toMatchObject({ code: 'accounting.unavailable', retry: true })
  })

  test('says when it wants to be asked again', async () => {
    const post = open(await startThat('says-429-with-time')).post(sampleBill(), 'ref-1')
    await expect(post).rejects.toMatchObject({ details: { status: 429, retryAfterSeconds: expect.any(Number) } })
  })

  test('that ignores the key and refuses a second bill of the reference has it posted once, found by the refusal', async () => {
    const standIn = await startThat('ignores-the-key')
    const connector = open(standIn)
    const first = await connector.post(sampleBill(), 'ref-1')
    expect((await connector.post(sampleBill(), 'ref-1')).foreignId).toBe(first.foreignId)
    expect(standIn.bills('ref-1')).toHaveLength(1)
  })

  test('that has two bills of one reference needs a person', async () => {
    const standIn = await startThat('ignores-the-key', 'accepts-duplicates')
    const connector = open(standIn)
    await connector.post(sampleBill(), 'ref-1')
    await connector.post(sampleBill(), 'ref-1')
    await expect(connector.find('ref-1')).rejects.toMatchObject({ code: 'accounting.differs', retry: false })
  })

  test('that does not know the token is an outage, not a refusal of the bill', async () => {
    const connector = open({ url: behaved.url, token: 'old' })
    const post = connector.post(sampleBill(), 'ref-1')
    await expect(post).rejects.toMatchObject({ code: 'accounting.unavailable', details: { status: 401 } })
    await expect(post).rejects.toThrow(/valid token/)
  })
})

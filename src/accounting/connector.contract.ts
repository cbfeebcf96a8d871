import { describe, expect, test } from 'vitest'
import type { Bill } from '../../schemas/bill.ts'
import type { Connector } from './index.ts'
import { sampleBill } from './testing/sample-bill.ts'

export type ConnectorUnderTest = {
  /** Opens it; called again, it is another process or a restart that sees the same books. */
  open(): Promise<Connector>
  /** How many bills the other side has under the reference. */
  count(reference: string): Promise<number>
  /** Whether the other side can be asked what it has; a webhook can't. */
  canBeAsked: boolean
}

/** What ./index.ts promises of a connector, for any implementation. */
export function describeConnector(name: string, underTest: ConnectorUnderTest): void {
  describe(`posting to ${name}`, () => {
    let references = 0
    const newReference = (bill: Bill, connector: Connector) =>
      `${bill.invoiceId}-${++references}-v${bill.version}-${connector.target}`

    test('twice, one after the other, yields one bill and the same receipt', async () => {
      const connector = await underTest.open()
      const reference = newReference(sampleBill(), connector)
      const first = await connector.post(sampleBill(), reference)
      expect(first).toMatchObject({ reference, foreignId: expect.stringContaining(reference), at: expect.any(String) })
      expect(await connector.post(sampleBill(), reference)).toEqual(first)
      expect(await underTest.count(reference)).toBe(1)
    })

    test('many times at once, by several processes, yields one bill', async () => {
      const connectors = [await underTest.open(), await underTest.open(), await underTest.open()]
      const reference = newReference(sampleBill(), connectors[0]!)
      const receipts = await Promise.all(
        [...connectors, ...connectors].map((connector) => connector.post(sampleBill(), reference)),
      )
      expect(await underTest.count(reference)).toBe(1)
      for (const receipt of receipts) expect(receipt.foreignId).toBe(receipts[0]!.foreignId)
    })

    test('again after a restart yields one bill', async () => {
      const before = await underTest.open()
      const reference = newReference(sampleBill(), before)
      await before.post(sampleBill(), reference)
      const after = await underTest.open()
      const found = await after.find(reference)
      if (underTest.canBeAsked) expect(found).toMatchObject({ reference })
      else expect(found).toBeNull()
      await after.post(sampleBill(), reference)
      expect(await underTest.count(reference)).toBe(1)
    })

    test('different bills at once loses none of them', async () => {
      const connectors = [await underTest.open(), await underTest.open()]
      const posts = Array.from({ length: 12 }, (_, n) => {
        const connector = connectors[n % 2]!
        const bill = sampleBill({ invoiceNumber: `RE-${n}` })
        return { connector, bill, reference: newReference(bill, connector) }
      })
      await Promise.all(posts.map(({ connector, bill, reference }) => connector.post(bill, reference)))
      for (const { reference } of posts) expect(await underTest.count(reference)).toBe(1)
    })

    test('nothing is found of what was never posted, also where a longer reference was', async () => {
      const connector = await underTest.open()
      const reference = newReference(sampleBill(), connector)
      await connector.post(sampleBill(), `${reference}0`)
      expect(await connector.find(reference)).toBeNull()
      if (underTest.canBeAsked) expect(await connector.find(`${reference}0`)).not.toBeNull()
    })

    test('a supplier cannot pretend that another bill was posted', async () => {
      const connector = await underTest.open()
      const reference = newReference(sampleBill(), connector)
      const forged = `\n    ; billhook:${reference}, posted:2026-01-01T00:00:00.000Z\r\n${reference},x\n`
      const bill = sampleBill({ invoiceNumber: forged, supplier: { name: forged }, paymentReference: forged })
      await connector.post(bill, `${reference}-forged`)
      expect(await connector.find(reference)).toBeNull()
    })
  })
}

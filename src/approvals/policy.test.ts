import { describe, expect, test } from 'vitest'
import type { ApprovalRule } from '../../schemas/company.ts'
import { type BillToRoute, chooseApprovers } from './policy.ts'

const BILL: BillToRoute = {
  grossTotal: '1190.00',
  currency: 'EUR',
  supplierName: 'Nordlicht Papier GmbH',
  supplierVatId: 'DE136695976',
}

function choose(
  rules: ApprovalRule[],
  { bill = {}, touchedBy = [] }: { bill?: Partial<BillToRoute>; touchedBy?: string[] } = {},
) {
  return chooseApprovers({ ...BILL, ...bill }, { policy: { rules, linkHours: 48 }, touchedBy })
}

describe('the approval policy', () => {
  const bands: ApprovalRule[] = [
    { below: '500.00', currency: 'EUR', approvers: ['team@acme.example'] },
    { minimum: '500.00', below: '1190.00', currency: 'EUR', approvers: ['lead@acme.example'] },
    { minimum: '1190.00', currency: 'EUR', approvers: ['boss@acme.example', 'owner@acme.example'] },
  ]

  test.each([
    ['499.99', ['team@acme.example']],
    ['500.00', ['lead@acme.example']],
    ['1189.99', ['lead@acme.example']],
    ['1190', ['boss@acme.example', 'owner@acme.example']],
    ['-1190.00', ['boss@acme.example', 'owner@acme.example']],
    ['100000000000000.01', ['boss@acme.example', 'owner@acme.example']],
  ])('a total of %s EUR goes to %j: a band holds its minimum, not its upper end', (grossTotal, approvers) => {
    expect(choose(bands, { bill: { grossTotal } })).toEqual({ approvers })
  })

  test('a bill in another currency fits no band', () => {
    expect(choose(bands, { bill: { currency: 'USD' } })).toMatchObject({
      approvers: null,
      reason: expect.stringContaining('1190.00 USD'),
    })
  })

  test('a bill without total or currency fits no band', () => {
    expect(choose(bands, { bill: { grossTotal: null } }).approvers).toBeNull()
    expect(choose(bands, { bill: { currency: null } }).approvers).toBeNull()
  })

  test('a band that states no currency fits nothing', () => {
    expect(choose([{ minimum: '1.00', approvers: ['a@acme.example'] }]).approvers).toBeNull()
  })

  test('the first rule that fits decides, in the order given', () => {
    const supplier: ApprovalRule = { supplier: 'nordlicht', approvers: ['paper@acme.example'] }
    expect(choose([supplier, ...bands])).toEqual({ approvers: ['paper@acme.example'] })
    expect(choose([...bands, supplier])).toEqual({ approvers: ['boss@acme.example', 'owner@acme.example'] })
  })

  test('a supplier is named by a part of its name or by its VAT id, however written', () => {
    for (const supplier of ['NORDLICHT papier', ' nordlicht ', 'DE136695976', 'de 136 695 976']) {
      expect(choose([{ supplier, approvers: ['a@acme.example'] }])).toEqual({ approvers: ['a@acme.example'] })
    }
    const rule = { supplier: 'Nordlicht', approvers: ['a@acme.example'] }
    expect(choose([rule], { bill: { supplierName: 'Südwind AG' } }).approvers).toBeNull()
    expect(choose([rule], { bill: { supplierName: null } }).approvers).toBeNull()
  })

  test('nobody who touched the bill may approve it, however their address is written', () => {
    const rule = { approvers: ['Ann@acme.example', 'bob@acme.example'] }
    expect(choose([rule], { touchedBy: ['ann@ACME.example'] })).toEqual({ approvers: ['bob@acme.example'] })
  })

  test('a bill that every approver touched is unroutable and does not fall to a later rule', () => {
    const rules = [{ approvers: ['ann@acme.example'] }, { approvers: ['bob@acme.example'] }]
    expect(choose(rules, { touchedBy: ['ann@acme.example'] })).toMatchObject({
      approvers: null,
      reason: expect.stringContaining('ann@acme.example entered or changed it'),
    })
  })

  test('an approver who is named twice is asked once', () => {
    expect(choose([{ approvers: ['ann@acme.example', 'Ann@Acme.example'] }]).approvers).toHaveLength(1)
  })

  test('a company without rules is told so', () => {
    expect(choose([])).toMatchObject({ approvers: null, reason: expect.stringContaining('no approval rules yet') })
  })
})

import { Decimal } from 'decimal.js'
import type { ApprovalPolicy, ApprovalRule } from '../../schemas/company.ts'
import type { Said } from '../../schemas/said.ts'
import { english } from '../wording/en.ts'
import { sayForRecord } from '../wording/say.ts'

/** What the policy looks at; null where the bill does not say. Amounts are decimal strings. */
export type BillToRoute = {
  grossTotal: string | null
  currency: string | null
  supplierName: string | null
  supplierVatId: string | null
}

/** `reason` is what `says` says in English. */
export type Routing = { approvers: string[] } | { approvers: null; reason: string; says: Said }

/**
 * Who may approve this bill: the approvers of the first rule that fits, without those who touched the bill. Mail addresses are compared
 * without case. Null with the reason, in plain words for a clerk, when no rule fits or nobody is left.
 */
export function chooseApprovers(
  bill: BillToRoute,
  { policy, touchedBy }: { policy: ApprovalPolicy; touchedBy: readonly string[] },
): Routing {
  const rule = policy.rules.find((candidate) => fits(candidate, bill))
  if (!rule) return refuse(explainNoRule(bill, policy))
  const touched = new Set(touchedBy.map(normalizeAddress))
  const named = [...new Map(rule.approvers.map((address) => [normalizeAddress(address), address])).values()]
  const approvers = named.filter((address) => !touched.has(normalizeAddress(address)))
  if (approvers.length > 0) return { approvers }
  return refuse({ text: 'approver-is-known.touched', values: { who: named.join(', ') } })
}

function refuse(says: Said): Routing {
  return { approvers: null, reason: sayForRecord(says, english), says }
}

/** Mail addresses name the same person whatever their case (RFC 5321 leaves the local part to the host; no host of today tells them apart). */
export function normalizeAddress(address: string): string {
  return address.trim().toLowerCase()
}

function fits(rule: ApprovalRule, bill: BillToRoute): boolean {
  return fitsBand(rule, bill) && fitsSupplier(rule, bill)
}

/** A band fits only amounts in its own currency; a band that states no currency fits nothing, because currency is never defaulted. */
function fitsBand({ minimum, below, currency }: ApprovalRule, bill: BillToRoute): boolean {
  if (currency !== undefined && currency !== bill.currency) return false
  if (minimum === undefined && below === undefined) return true
  if (currency === undefined || bill.grossTotal === null) return false
  // A credit note may be printed with a minus; what it moves is its size.
  const total = new Decimal(bill.grossTotal).abs()
  return (minimum === undefined || total.gte(minimum)) && (below === undefined || total.lt(below))
}

function fitsSupplier({ supplier }: ApprovalRule, { supplierName, supplierVatId }: BillToRoute): boolean {
  if (supplier === undefined) return true
  const vatId = supplier.replace(/[\s.-]/g, '').toUpperCase()
  if (supplierVatId !== null && supplierVatId.toUpperCase() === vatId) return true
  return supplierName?.toLowerCase().includes(supplier.trim().toLowerCase()) ?? false
}

function explainNoRule(bill: BillToRoute, { rules }: ApprovalPolicy): Said {
  if (rules.length === 0) return { text: 'approver-is-known.no-rules', values: {} }
  const supplier = bill.supplierName ?? { word: 'supplier.unknown' }
  if (bill.grossTotal === null) return { text: 'approver-is-known.no-total', values: { supplier } }
  const currency = bill.currency ?? { word: 'currency.unknown' }
  return { text: 'approver-is-known', values: { total: { amount: bill.grossTotal }, currency, supplier } }
}

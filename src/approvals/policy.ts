import { Decimal } from 'decimal.js'
import type { ApprovalPolicy, ApprovalRule } from '../../schemas/company.ts'

/** What the policy looks at; null where the bill does not say. Amounts are decimal strings. */
export type BillToRoute = {
  grossTotal: string | null
  currency: string | null
  supplierName: string | null
  supplierVatId: string | null
}

export type Routing = { approvers: string[] } | { approvers: null; reason: string }

/**
 * Who may approve this bill: the approvers of the first rule that fits, without those who touched the bill. Mail addresses are compared
 * without case. Null with the reason, in plain words for a clerk, when no rule fits or nobody is left.
 */
export function chooseApprovers(
  bill: BillToRoute,
  { policy, touchedBy }: { policy: ApprovalPolicy; touchedBy: readonly string[] },
): Routing {
  const rule = policy.rules.find((candidate) => fits(candidate, bill))
  if (!rule) return { approvers: null, reason: explainNoRule(bill, policy) }
  const touched = new Set(touchedBy.map(normalizeAddress))
  const named = [...new Map(rule.approvers.map((address) => [normalizeAddress(address), address])).values()]
  const approvers = named.filter((address) => !touched.has(normalizeAddress(address)))
  if (approvers.length > 0) return { approvers }
  return {
    approvers: null,
    reason: `Nobody is left to approve this bill: ${named.join(', ')} entered or changed it, and nobody approves what they touched. Add another approver to the rule in the settings, then accept it again.`,
  }
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

function explainNoRule(bill: BillToRoute, { rules }: ApprovalPolicy): string {
  if (rules.length === 0)
    return 'This company has no approval rules yet. Add one in the settings, then accept the bill again.'
  const amount =
    bill.grossTotal === null ? 'no total' : `a total of ${bill.grossTotal} ${bill.currency ?? 'in an unknown currency'}`
  return `No approval rule fits this bill (${amount}, supplier ${bill.supplierName ?? 'unknown'}). Add a rule in the settings or correct the bill, then accept it again.`
}

import { normalizeAddress } from '../approvals/policy.ts'

/** Those who have entered or changed a bill, with one more; an address names the same person whatever its case. */
export function addPerson(touchedBy: readonly string[], actor: string): string[] {
  const known = touchedBy.map(normalizeAddress)
  return known.includes(normalizeAddress(actor)) ? [...touchedBy] : [...touchedBy, actor]
}

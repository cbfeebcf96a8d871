import { FieldName } from '../../schemas/field-name.ts'
import { canonicalJson } from '../pipeline/audit.ts'
import { nextStatus, type Outcome } from '../pipeline/lifecycle.ts'
import type { PackDecision, PackDelivery, PackEvent, PackPosting, PackRecord } from './pack.ts'

export type ReplayedPack = {
  record: PackRecord
  delivery: PackDelivery
  decisions: PackDecision[]
  postings: PackPosting[]
}

/**
 * Lives the invoice's life again from its events and compares the end with its record: status, version, values, who approved, what was
 * decided and what was posted.
 * @param events of the whole segment, in order.
 * @returns what does not fit, in plain words.
 */
export function replay(events: PackEvent[], pack: ReplayedPack): string[] {
  const { record } = pack
  const own = events.filter(({ invoiceId }) => invoiceId === record.invoice)
  const [first, ...rest] = own
  if (first?.kind !== 'invoice.received') return ['The audit trail does not begin with the arrival of the invoice.']
  return [
    ...checkArrival({ events, first, pack }),
    ...replayMoves(rest, record),
    ...replayFields(rest, record),
    ...checkApproval(rest, record),
    ...checkDecisions(rest, pack.decisions),
    ...checkPostings(rest, pack),
  ]
}

function checkArrival({
  events,
  first,
  pack,
}: {
  events: PackEvent[]
  first: PackEvent
  pack: ReplayedPack
}): string[] {
  const { record, delivery } = pack
  const problems: string[] = []
  if (first.data.sha256 !== record.original.sha256) problems.push('The original is not the document that arrived.')
  if (first.data.deliveryId !== delivery.id || record.delivery !== delivery.id)
    problems.push('The delivery is not the one that the invoice arrived in.')
  const arrival = events.find(({ kind, data }) => kind === 'delivery.received' && data.deliveryId === delivery.id)
  if (!arrival) problems.push('The arrival of the delivery is not in the audit trail.')
  else if (arrival.data.digest !== delivery.digest || arrival.data.channel !== delivery.channel)
    problems.push('The delivery is not what arrived.')
  if (delivery.rawSha256 !== null && delivery.rawSha256 !== delivery.digest)
    problems.push('The raw mail is not the one that arrived.')
  // A delivery may hold several documents of the invoice, and one that was merged supports another.
  const merged = events.findLast(({ kind, invoiceId }) => kind === 'invoice.merged' && invoiceId === record.invoice)
  const holders = [record.invoice, merged?.data.into]
  const { sha256: original } = record.original
  if (!delivery.parts.some(({ sha256, invoice }) => sha256 === original && holders.includes(invoice)))
    problems.push('No part of the delivery is the original of this invoice.')
  return problems
}

function replayMoves(events: PackEvent[], record: PackRecord): string[] {
  const problems: string[] = []
  let status: PackRecord['status'] = 'received'
  let version = 0
  for (const { kind, seq, data } of events) {
    if (data.to === undefined) continue
    const outcome = kind.replace(/^invoice\./, '') as Outcome
    const next = nextStatus(status, outcome)
    if (data.from !== status || data.to !== next || data.version !== version + 1 || next === null) {
      problems.push(`Event ${seq} (${kind}) can't follow: the invoice was ${status}, version ${version}.`)
      return problems
    }
    status = next
    version += 1
  }
  if (status !== record.status || version !== record.version) {
    problems.push(
      `The record says ${record.status}, version ${record.version}; its events lead to ${status}, version ${version}.`,
    )
  }
  return problems
}

function replayFields(events: PackEvent[], record: PackRecord): string[] {
  const values = new Map<string, unknown>()
  let known = false
  for (const { kind, data } of events) {
    if (kind === 'invoice.extracted') {
      known = true
      values.clear()
      for (const [name, value] of Object.entries((data.fields ?? {}) as Record<string, unknown>))
        values.set(name, value)
    }
    if (kind === 'invoice.correct') {
      known = true
      for (const { what, to } of (data.changed ?? []) as { what: string; to: unknown }[]) {
        if (to === null) values.delete(what)
        else values.set(what, to)
      }
    }
  }
  if (!known) return record.draft === null ? [] : ['The record has values that no event tells of.']
  const fields = record.draft?.fields ?? {}
  const differing = (Object.keys(fields) as FieldName[]).filter((name) => fields[name]?.value !== values.get(name))
  const missing = [...values.keys()].filter((name) => isField(name) && !(name in fields))
  return [...differing, ...missing].map((name) => `The value of ${name} is not what was read or entered.`)
}

/** A correction may name other things beside fields: lines, details, coding. */
function isField(name: string): boolean {
  return FieldName.safeParse(name).success
}

function checkApproval(events: PackEvent[], record: PackRecord): string[] {
  if (record.approvedBy === null) return []
  const approval = events.findLast(({ kind }) => kind === 'invoice.approve')
  return approval?.actor === record.approvedBy && approval.at === record.approvedAt
    ? []
    : ['The approval in the record is not the one in the audit trail.']
}

function checkDecisions(events: PackEvent[], decisions: PackDecision[]): string[] {
  const decided = decisions.filter(({ decision }) => decision !== null)
  const problems = decided
    .filter(({ id, decision, approver, decidedAt, comment }) => {
      const event = events.find(({ kind, data }) => kind === `invoice.${decision}` && data.requestId === id)
      return event?.actor !== approver || event.at !== decidedAt || (event.data.comment ?? null) !== comment
    })
    .map(({ approver }) => `The decision of ${approver} is not the one in the audit trail.`)
  const told = events.filter(({ data }) => data.requestId !== undefined)
  const unknown = told.filter(({ data }) => !decided.some(({ id }) => id === data.requestId))
  return [...problems, ...unknown.map(({ actor }) => `A decision of ${actor} is missing.`)]
}

function checkPostings(events: PackEvent[], { record, postings }: ReplayedPack): string[] {
  const posted = events.findLast(({ kind }) => kind === 'invoice.posted')
  const receipts = (posted?.data.receipts ?? {}) as Record<string, unknown>
  const problems: string[] = []
  for (const [target, receipt] of Object.entries(receipts)) {
    const posting = postings.find((candidate) => candidate.target === target && candidate.state === 'done')
    if (canonicalJson(posting?.receipt ?? null) !== canonicalJson(receipt))
      problems.push(`The receipt of ${target} is not the one in the audit trail.`)
  }
  for (const { target, key, state } of postings) {
    if (!key.startsWith(`${record.invoice}-`)) problems.push(`The posting ${key} is not of this invoice.`)
    if (state === 'done' && posted && !(target in receipts))
      problems.push(`The audit trail tells nothing of ${target}.`)
  }
  return problems
}

import { type AuditHead, findAuditHead } from '../../evidence/audit-heads.ts'
import { CHAIN_START, type ChainPlace, followsInChain, readChain } from '../../evidence/walk-chain.ts'
import type { Check, DoctorPorts } from '../problem.ts'

/** So long the trail may grow without an export: a worker exports every day, and may be down over a weekend. */
const LONGEST_WITHOUT_EXPORT_MS = 3 * 24 * 60 * 60 * 1000

/**
 * Each company's trail counts without gaps, every hash fits its event and its predecessor, the head is the last one, and the newest head
 * that was exported to the object store is part of it.
 */
export const auditChainIsIntact: Check = async (ports) => {
  const heads = await ports.db
    .selectFrom('event_head')
    .innerJoin('company', 'company.id', 'event_head.company_id')
    .select(['company_id', 'seq', 'hash', 'created_at'])
    .execute()
  const problems = []
  for (const { company_id: companyId, created_at: from, ...head } of heads) {
    const message = await findBreak(ports, { companyId, from, head })
    if (message !== null) problems.push({ subject: `company ${companyId}`, message })
  }
  return problems
}

type Chain = { companyId: string; from: Date; head: ChainPlace }

async function findBreak({ db, objects, now }: DoctorPorts, { companyId, from, head }: Chain): Promise<string | null> {
  let exported: AuditHead | null
  try {
    exported = await findAuditHead({ objects }, { companyId, from, until: now() })
  } catch (error) {
    return `The exported head of its audit trail can't be read: ${(error as Error).message}`
  }
  let place: ChainPlace = CHAIN_START
  let first: Date | null = null
  let last: Date | null = null
  for await (const event of readChain(db, { companyId })) {
    if (!followsInChain(event, place)) return `Its audit trail was changed at or before event ${event.seq}.`
    if (event.seq === exported?.seq && event.hash !== exported.hash)
      return `Its audit trail was rewritten: event ${event.seq} is not the one that was exported on ${exported.date}.`
    place = event
    first ??= event.at
    last = event.at
  }
  if (place.seq !== head.seq || place.hash !== head.hash)
    return `Its audit trail ends at event ${place.seq}, its head says ${head.seq}.`
  if (exported !== null && place.seq < exported.seq)
    return `Its audit trail ends at event ${place.seq}, but event ${exported.seq} was exported on ${exported.date}. If an older database was restored, say so: billhook doctor --after-restore.`
  const since = exported === null ? first : new Date(exported.exportedAt)
  if (since !== null && last !== null && last.getTime() - since.getTime() > LONGEST_WITHOUT_EXPORT_MS)
    return `The head of its audit trail was not exported since ${since.toISOString()}. Does a worker run, and can it write to the object store?`
  return null
}

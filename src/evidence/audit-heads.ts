/**
 * Once a day the end of each company's audit chain is written into the object store, where whoever may change the database can't follow: a
 * chain that was rewritten from some event on, which is consistent in itself, no longer fits what was exported.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Sha256 } from '../../schemas/money.ts'
import type { Database } from '../database/index.ts'
import { isBillhookError } from '../errors.ts'
import type { ObjectStore } from '../object-store/index.ts'
import { canonicalJson } from '../pipeline/audit.ts'
import { CHAIN_START, type ChainPlace, followsInChain, readChain } from './walk-chain.ts'

export const AuditHead = z.object({
  company: z.string(),
  /** The day of the export, UTC, which is in the object's key. */
  date: z.iso.date(),
  seq: z.int().nonnegative(),
  hash: Sha256,
  exportedAt: z.iso.datetime(),
  /** The head exported before, which this trail no longer fits: somebody said that an older database was restored. */
  afterRestore: z.object({ seq: z.int(), hash: Sha256 }).optional(),
})
export type AuditHead = z.infer<typeof AuditHead>

export type AuditHeadPorts = { db: Database; objects: ObjectStore; now: () => Date }

const DAY_MS = 24 * 60 * 60 * 1000
/** So far back an earlier export is looked for. */
const DAYS_BACK = 60

export function auditHeadKey(companyId: string, date: string): string {
  return `audit/${companyId}/${date}.json`
}

/** The newest export of a company's head, from the day `until` (today) back to the day `from`; null when there is none. */
export async function findAuditHead(
  { objects }: { objects: ObjectStore },
  { companyId, from, until }: { companyId: string; from: Date; until: Date },
): Promise<AuditHead | null> {
  const earliest = Math.max(from.getTime(), until.getTime() - DAYS_BACK * DAY_MS)
  for (let day = until.getTime(); dateOf(new Date(day)) >= dateOf(new Date(earliest)); day -= DAY_MS) {
    const found = await readAuditHead(objects, auditHeadKey(companyId, dateOf(new Date(day))))
    if (found !== null) return found
  }
  return null
}

/** @returns null when there is no such object. @throws BillhookError `object-store.corrupt` when it is no head. */
export async function readAuditHead(objects: ObjectStore, key: string): Promise<AuditHead | null> {
  if (!(await objects.has(key))) return null
  return AuditHead.parse(JSON.parse((await objects.get(key)).toString('utf8')))
}

/** What became of the heads: how many were written, and the companies whose trail no longer fits what was exported before, with why. */
export type ExportedHeads = { exported: number; broken: { companyId: string; message: string }[] }

/**
 * Writes today's head of every company that has none yet. What was added since the last export is checked link by link first; a trail that
 * does not fit is not exported, so that the last good head stays the newest, until somebody says that it is the trail of a restored
 * database.
 */
export async function exportAuditHeads(
  ports: AuditHeadPorts,
  { afterRestore = false }: { afterRestore?: boolean } = {},
): Promise<ExportedHeads> {
  const { db, objects, now } = ports
  const result: ExportedHeads = { exported: 0, broken: [] }
  const heads = await db
    .selectFrom('event_head')
    .innerJoin('company', 'company.id', 'event_head.company_id')
    .select(['company_id', 'seq', 'hash', 'created_at'])
    .execute()
  for (const { company_id: companyId, created_at: from, ...head } of heads) {
    const at = now()
    const key = auditHeadKey(companyId, dateOf(at))
    if (!afterRestore && (await objects.has(key))) continue
    const before = await findAuditHead(ports, { companyId, from, until: at })
    const message = await findBreak(db, { companyId, before: before ?? CHAIN_START, head })
    if (message !== null && !(afterRestore && before !== null)) {
      result.broken.push({ companyId, message })
      continue
    }
    const restored = message !== null && before ? { afterRestore: { seq: before.seq, hash: before.hash } } : {}
    const exported = { company: companyId, date: dateOf(at), ...head, exportedAt: at.toISOString(), ...restored }
    const content = Buffer.from(`${canonicalJson(AuditHead.parse(exported))}\n`)
    const sha256 = createHash('sha256').update(content).digest('hex')
    await objects.put(key, content, { sha256, mediaType: 'application/json' })
    result.exported++
  }
  return result
}

/** Why the chain from the exported place to the head does not hold; null when it does. */
async function findBreak(
  db: Database,
  { companyId, before, head }: { companyId: string; before: ChainPlace; head: ChainPlace },
): Promise<string | null> {
  let place: ChainPlace = CHAIN_START
  for await (const event of readChain(db, { companyId, from: Math.max(1, before.seq), to: head.seq })) {
    const isAnchor = event.seq === before.seq
    if (isAnchor ? event.hash !== before.hash : !followsInChain(event, place))
      return `Event ${event.seq} does not fit what was exported as event ${before.seq}.`
    place = event
  }
  if (place.seq < before.seq) return `It ends at event ${head.seq}; event ${before.seq} was exported.`
  if (place.seq !== head.seq || place.hash !== head.hash)
    return `It ends at event ${place.seq}, its head says ${head.seq}.`
  return null
}

/** The day in UTC: 2026-11-21. */
export function dateOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

/** Exports at once and then again and again; only the first of a day writes. @param everyMs between two looks. */
export function keepExportingHeads(
  ports: AuditHeadPorts & { log: (message: string, details: Record<string, unknown>) => void },
  { everyMs }: { everyMs: number },
): { stop(): Promise<void> } {
  const run = async () => {
    try {
      const { broken } = await exportAuditHeads(ports)
      for (const { companyId, message } of broken)
        ports.log('the audit trail does not fit its exported head: run billhook doctor', { companyId, message })
    } catch (error) {
      const what = isBillhookError(error) ? error.code : 'unexpected'
      ports.log('the heads of the audit trail were not exported; it is tried again', { what, error: String(error) })
    }
  }
  let running = run()
  const timer = setInterval(() => {
    running = running.then(run)
  }, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

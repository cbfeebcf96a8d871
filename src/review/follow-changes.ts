import type { Database } from '../database/index.ts'

/** What the audit trail tells of since a place in it. */
export type Changes = {
  /** The place reached. */
  seq: number
  /** Each once. */
  invoiceIds: string[]
  /** Each once: `invoice.extracted`, `delivery.received`. */
  kinds: string[]
}

/** A look takes no more of the trail than this; the next one goes on. */
const MOST_EVENTS = 500

/** Between two looks while somebody listens. People see a change as "at once" within a second. */
const LOOK_EVERY_MS = 700

type Listener = { after: number; tell: (changes: Changes) => void }
type Feed = { listeners: Set<Listener>; timer: NodeJS.Timeout | null; looking: boolean }

/** The end of the company's trail; 0 before its first event. */
export async function findEnd(db: Database, companyId: string): Promise<number> {
  const head = await db.selectFrom('event_head').select('seq').where('company_id', '=', companyId).executeTakeFirst()
  return Number(head?.seq ?? 0)
}

/** What happened in the company after a place in its trail; null where nothing did. */
export async function readChanges(
  db: Database,
  { companyId, after }: { companyId: string; after: number },
): Promise<Changes | null> {
  const events = await db
    .selectFrom('event')
    .select(['seq', 'invoice_id', 'kind'])
    .where('company_id', '=', companyId)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(MOST_EVENTS)
    .execute()
  const last = events.at(-1)
  if (!last) return null
  const invoiceIds = new Set(events.flatMap(({ invoice_id: id }) => (id === null ? [] : [id])))
  return { seq: Number(last.seq), invoiceIds: [...invoiceIds], kinds: [...new Set(events.map(({ kind }) => kind))] }
}

/**
 * Tells listeners what happens in their company, by whichever process: the audit trail is where every process writes, in one order and
 * without gaps, so looking at what follows a place in it misses nothing and needs no connection of its own. All listeners of a company
 * share one look, and without any nothing is looked at.
 */
export function openChangeFeed(db: Database, { onError }: { onError: (error: unknown) => void }) {
  const feeds = new Map<string, Feed>()

  async function look(companyId: string, feed: Feed): Promise<void> {
    if (feed.looking) return
    feed.looking = true
    try {
      const after = Math.min(...[...feed.listeners].map((listener) => listener.after))
      const changes = feed.listeners.size > 0 ? await readChanges(db, { companyId, after }) : null
      for (const listener of changes ? feed.listeners : []) {
        if (!changes || listener.after >= changes.seq) continue
        listener.after = changes.seq
        listener.tell(changes)
      }
    } catch (error) {
      onError(error)
    } finally {
      feed.looking = false
    }
  }

  return {
    /** @returns what ends it */
    listen({ companyId, after, tell }: Listener & { companyId: string }): () => void {
      const feed = feeds.get(companyId) ?? { listeners: new Set<Listener>(), timer: null, looking: false }
      feeds.set(companyId, feed)
      const listener: Listener = { after, tell }
      feed.listeners.add(listener)
      feed.timer ??= setInterval(() => void look(companyId, feed), LOOK_EVERY_MS)
      return () => {
        feed.listeners.delete(listener)
        if (feed.listeners.size > 0) return
        if (feed.timer) clearInterval(feed.timer)
        feeds.delete(companyId)
      }
    },
    close(): void {
      for (const { timer } of feeds.values()) if (timer) clearInterval(timer)
      feeds.clear()
    },
  }
}

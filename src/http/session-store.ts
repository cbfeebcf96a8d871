import { createHash } from 'node:crypto'
import type { SessionStore } from '@fastify/session'
import type { Session } from 'fastify'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'

declare module 'fastify' {
  interface Session {
    /** Who is signed in. */
    personId?: string
  }
}

/** Sessions on the `session` table under hashed ids: a copy of the database opens no session. `maxAge` in milliseconds. */
export function openSessionStore({ db, now, maxAge }: { db: Database; now: () => Date; maxAge: number }): SessionStore {
  return {
    set(sessionId, session, callback) {
      const row = { data: asJson(toPlain(session)), expires_at: new Date(now().getTime() + maxAge) }
      db.insertInto('session')
        .values({ id_hash: hashId(sessionId), ...row })
        .onConflict((conflict) => conflict.column('id_hash').doUpdateSet(row))
        .execute()
        .then(() => callback(), callback)
    },
    get(sessionId, callback) {
      db.selectFrom('session')
        .select('data')
        .where('id_hash', '=', hashId(sessionId))
        .where('expires_at', '>', now())
        .executeTakeFirst()
        .then((row) => callback(null, (row?.data as Session | undefined) ?? null), callback)
    },
    destroy(sessionId, callback) {
      db.deleteFrom('session')
        .where('id_hash', '=', hashId(sessionId))
        .execute()
        .then(() => callback(), callback)
    },
  }
}

/** Removes what has expired. */
export async function removeExpiredSessions({ db, now }: { db: Database; now: () => Date }): Promise<void> {
  await db.deleteFrom('session').where('expires_at', '<=', now()).execute()
}

function hashId(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex')
}

function toPlain(session: Session): Record<string, unknown> {
  return JSON.parse(JSON.stringify(session)) as Record<string, unknown>
}

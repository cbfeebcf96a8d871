import type { Role } from '../../schemas/company.ts'
import type { Database } from '../database/index.ts'
import { BillhookError } from '../errors.ts'
import { hashSecretToken, looksLikeSecretToken, makeSecretToken } from './secret-token.ts'

const PREFIX = 'bk_'

export type ApiKey = {
  id: string
  companyId: string
  name: string
  role: Role
  createdAt: Date
  revokedAt: Date | null
}

/** Makes a key for programs. `key` (`bk_...`) is shown this once; only its hash is kept. */
export async function createApiKey(
  { db, now, newId }: { db: Database; now: () => Date; newId: () => string },
  { companyId, name, role }: { companyId: string; name: string; role: Role },
): Promise<ApiKey & { key: string }> {
  const { token } = makeSecretToken()
  const key = `${PREFIX}${token}`
  const id = newId()
  const createdAt = now()
  await db
    .insertInto('api_key')
    .values({ id, company_id: companyId, name, key_hash: hashSecretToken(key), role, created_at: createdAt })
    .execute()
  return { id, companyId, name, role, createdAt, revokedAt: null, key }
}

/** The key's record while it is not revoked. */
export async function findApiKey(db: Database, key: string): Promise<ApiKey | null> {
  if (!key.startsWith(PREFIX) || !looksLikeSecretToken(key.slice(PREFIX.length))) return null
  const row = await db
    .selectFrom('api_key')
    .selectAll()
    .where('key_hash', '=', hashSecretToken(key))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row ? toApiKey(row) : null
}

/** The company's keys, newest first, revoked ones included. */
export async function listApiKeys(db: Database, companyId: string): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom('api_key')
    .selectAll()
    .where('company_id', '=', companyId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(toApiKey)
}

/** Ends a key; ending it again changes nothing. @throws BillhookError `http.not-found` */
export async function revokeApiKey(
  { db, now }: { db: Database; now: () => Date },
  { companyId, id }: { companyId: string; id: string },
): Promise<void> {
  const found = await db
    .updateTable('api_key')
    .set((row) => ({ revoked_at: row.fn.coalesce('revoked_at', row.val(now())) }))
    .where('company_id', '=', companyId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (found.numUpdatedRows === 0n) throw new BillhookError('http.not-found', `There is no API key ${id} here.`)
}

function toApiKey(row: {
  id: string
  company_id: string
  name: string
  role: Role
  created_at: Date
  revoked_at: Date | null
}): ApiKey {
  const { id, company_id, name, role, created_at, revoked_at } = row
  return { id, companyId: company_id, name, role, createdAt: created_at, revokedAt: revoked_at }
}

import type { Role } from '../../schemas/company.ts'
import type { Database } from '../database/index.ts'
import { BillhookError } from '../errors.ts'
import { appendEvent } from '../pipeline/audit.ts'
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

/** Makes a key for programs, with an audit event. `key` (`bk_...`) is shown this once; only its hash is kept. */
export async function createApiKey(
  { db, now, newId }: { db: Database; now: () => Date; newId: () => string },
  { companyId, name, role, actor }: { companyId: string; name: string; role: Role; actor: string },
): Promise<ApiKey & { key: string }> {
  const { token } = makeSecretToken()
  const key = `${PREFIX}${token}`
  const id = newId()
  const createdAt = now()
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('api_key')
      .values({ id, company_id: companyId, name, key_hash: hashSecretToken(key), role, created_at: createdAt })
      .execute()
    await appendEvent(transaction, {
      companyId,
      invoiceId: null,
      at: createdAt,
      actor,
      kind: 'api-key.made',
      data: { id, name, role },
    })
  })
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
  { companyId, id, actor }: { companyId: string; id: string; actor: string },
): Promise<void> {
  const at = now()
  await db.transaction().execute(async (transaction) => {
    const key = await transaction
      .selectFrom('api_key')
      .select(['name', 'revoked_at'])
      .where('company_id', '=', companyId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!key) throw new BillhookError('http.not-found', `There is no API key ${id} here.`)
    if (key.revoked_at) return
    await transaction.updateTable('api_key').set({ revoked_at: at }).where('id', '=', id).execute()
    const data = { id, name: key.name }
    await appendEvent(transaction, { companyId, invoiceId: null, at, actor, kind: 'api-key.revoked', data })
  })
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

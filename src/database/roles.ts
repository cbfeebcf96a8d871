/**
 * The database role under which Billhook works on a server. It reads and writes the records, but can't change or delete what stands in the
 * audit trail, not even by taking the trigger away, which only the owner of the table may.
 */
import type { Pool, PoolClient } from 'pg'

export const APPLICATION_ROLE = 'billhook_app'

/** Any number that no other program uses as a lock in this database; two processes that start at once would trip over each other's grants. */
const LOCK = 7_205_114_338

/** What the role may do with a table; every table of the schema that is not named here: read and write rows. */
const RIGHTS: Record<string, string> = {
  event: 'select, insert',
  event_head: 'select, insert, update',
  kysely_migration: 'select',
  kysely_migration_lock: 'select',
}
const USUAL_RIGHTS = 'select, insert, update, delete'

/**
 * Makes the role, gives it its rights, and lets `member` (who connects later) take it. Called with the owner's connection, after the
 * migrations; again at every start, because a migration may have made tables.
 * @returns the role's name; null with the reason where the owner may not make roles.
 */
export async function restrictApplication(
  owner: Pool,
  { member }: { member: string },
): Promise<{ role: string } | { role: null; reason: string }> {
  const client = await owner.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [LOCK])
    await grantRights(client, member)
    await client.query('commit')
    return { role: APPLICATION_ROLE }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    // 42501: insufficient_privilege. Anything else is an outage and not ours to explain.
    if ((error as { code?: string }).code !== '42501') throw error
    return { role: null, reason: String((error as Error).message) }
  } finally {
    client.release()
  }
}

async function grantRights(client: PoolClient, member: string): Promise<void> {
  const known = await client.query('select 1 from pg_roles where rolname = $1', [APPLICATION_ROLE])
  if (known.rowCount === 0) await client.query(`create role ${APPLICATION_ROLE} nologin`)
  const { rows } = await client.query<{ isMember: boolean }>(
    `select pg_has_role(rolname, $2, 'member') as "isMember" from pg_roles where rolname = $1`,
    [member, APPLICATION_ROLE],
  )
  if (rows[0] && !rows[0].isMember)
    await client.query(`grant ${APPLICATION_ROLE} to ${client.escapeIdentifier(member)}`)
  await client.query(`grant usage on schema billhook to ${APPLICATION_ROLE}`)
  const { rows: tables } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'billhook' order by tablename`,
  )
  for (const { name } of tables) {
    const table = `billhook.${client.escapeIdentifier(name)}`
    await client.query(`revoke all on ${table} from ${APPLICATION_ROLE}`)
    await client.query(`grant ${RIGHTS[name] ?? USUAL_RIGHTS} on ${table} to ${APPLICATION_ROLE}`)
  }
}

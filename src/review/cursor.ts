/** Places in lists that go on for years: the newest first, so many at a time. */
import { type Expression, type SqlBool, sql } from 'kysely'
import { BillhookError } from '../errors.ts'

export type Place = { at: Date; id: string }

/** An opaque place in a list: time and id of the last one shown. */
export function writeCursor({ at, id }: Place): string {
  return Buffer.from(`${at.toISOString()} ${id}`).toString('base64url')
}

/** @throws BillhookError `http.invalid-request` */
export function readCursor(cursor: string): Place {
  const [time = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  const at = new Date(time)
  if (!Number.isNaN(at.getTime()) && id !== '' && !id.includes('\0')) return { at, id }
  throw new BillhookError('http.invalid-request', 'The cursor is not one of ours. Start again without one.')
}

/** What comes after a place in a list that is ordered by this column and the id, both falling. */
export function isAfter(column: 'created_at' | 'received_at', { at, id }: Place): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(column)}, id) < (${at}, ${id})`
}

/** A page of rows of which one more than `limit` was asked for, and the cursor of the next page: null at the end. */
export function cutPage<Row>(
  rows: readonly Row[],
  { limit, placeOf }: { limit: number; placeOf: (row: Row) => Place },
): { page: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { page, nextCursor: rows.length > limit && last !== undefined ? writeCursor(placeOf(last)) : null }
}

import { type RawBuilder, sql } from 'kysely'

/** A value for a jsonb column. Drivers would turn a bare array into a PostgreSQL array and a string into invalid JSON. */
export function asJson<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`
}

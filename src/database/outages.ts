import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Pool } from 'pg'
import { BillhookError } from '../errors.ts'

/** Errors of the system on the way to the server. */
const ON_THE_WAY = /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/
/**
 * PostgreSQL's own (manual, appendix A): the connection is gone, the server stops or starts, has no connection, memory or disk left, can't
 * read its files, or is a replica for now.
 */
const OF_THE_SERVER = /^(08...|57P0.|53...|58...|25006)$/
/** What the driver says without a code. */
const OF_THE_DRIVER = /connection terminated|timeout exceeded when trying to connect|not queryable|connection error/i

/** The pool with outages told apart from mistakes: they become `database.unavailable`, after which the same call may succeed. */
export function explainOutages(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    async connect() {
      const client = await explain(() => pool.connect())
      const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
      return Object.create(client, {
        query: { value: (...args: unknown[]) => explain(() => query(...args)) },
      }) as PostgresPoolClient
    },
    end: () => pool.end(),
  }
}

async function explain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isOutage(error)) throw error
    throw new BillhookError(
      'database.unavailable',
      `The records are out of reach (${(error as Error).message || String((error as { code?: string }).code)}). Try again later.`,
      { cause: error },
    )
  }
}

function isOutage(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return ON_THE_WAY.test(code) || OF_THE_SERVER.test(code)
  return typeof message === 'string' && OF_THE_DRIVER.test(message)
}

import { EventEmitter } from 'node:events'
import { BillhookError } from '../../errors.ts'
import type { ThreadResult } from './protocol.ts'
import type { ThreadClient } from './thread-client.ts'

/** Longer than any transaction of ours by far; past it a transaction was left open, or waits for itself through the pool. */
const LONGEST_WAIT_MS = 60_000

/** What Kysely and BullMQ use of a node-postgres pool. */
export type PoolClient = EventEmitter & {
  query(text: QueryText, values?: unknown[]): Promise<QueryResult>
  release(): Promise<void>
  end(): Promise<void>
}
export type QueryText = string | { text: string; values?: unknown[] }
export type QueryResult = { command: string; rowCount: number; rows: Record<string, unknown>[]; fields: unknown[] }

/**
 * A look-alike of node-postgres' Pool over the one session of the embedded PostgreSQL. A client that begins a transaction holds the
 * session until it commits, rolls back or is released; everybody else waits in order.
 */
export function poolOver(thread: ThreadClient) {
  const lock = createLock()

  const run = async (query: QueryText, values?: unknown[]): Promise<QueryResult> => {
    const { text, values: own } = typeof query === 'string' ? { text: query, values: undefined } : query
    const parameters = (own ?? values ?? []).map((value) => (value === undefined ? null : value))
    const isScript = parameters.length === 0 && /;\s*\S/.test(text.trimEnd())
    const result = await thread.ask<ThreadResult>(
      isScript ? { kind: 'script', text } : { kind: 'query', text, values: parameters },
    )
    return {
      command: commandOf(text),
      rowCount: result.affectedRows || result.rows.length,
      rows: result.rows,
      fields: result.fields,
    }
  }

  const connect = async (): Promise<PoolClient> => {
    let release: (() => void) | null = null
    const listening = new Set<string>()
    const onNotification = (notification: { channel: string; payload: string }) => {
      if (listening.has(notification.channel)) client.emit('notification', notification)
    }
    const finish = async () => {
      if (release) {
        try {
          await run('rollback')
        } finally {
          release()
          release = null
        }
      }
      listening.clear()
      thread.notifications.off('notification', onNotification)
    }
    const client: PoolClient = Object.assign(new EventEmitter(), {
      connection: { stream: { setKeepAlive() {} } },
      async query(query: QueryText, values?: unknown[]) {
        const text = withoutComments(typeof query === 'string' ? query : query.text)
        const listen = /^(un)?listen\s+"?([\w:.*-]+)"?\s*;?$/i.exec(text)
        if (listen) {
          await subscribe(listen[2] ?? '', listen[1] !== undefined)
          return { command: 'LISTEN', rowCount: 0, rows: [], fields: [] }
        }
        if (/^(begin|start transaction)\b/i.test(text)) {
          release ??= await lock()
          return run(query, values)
        }
        if (/^(commit|rollback|end)\s*;?$/i.test(text)) {
          try {
            return await run(query, values)
          } finally {
            release?.()
            release = null
          }
        }
        if (release) return run(query, values)
        const done = await lock()
        try {
          return await run(query, values)
        } finally {
          done()
        }
      },
      release: finish,
      end: finish,
    })
    const subscribe = async (channel: string, remove: boolean) => {
      if (remove) {
        if (channel === '*') listening.clear()
        else listening.delete(channel)
        return
      }
      if (listening.size === 0) thread.notifications.on('notification', onNotification)
      listening.add(channel)
      await thread.ask({ kind: 'listen', channel })
    }
    return client
  }

  return Object.assign(new EventEmitter().setMaxListeners(0), {
    options: { keepAlive: true, max: 100 },
    connect,
    async query(query: QueryText, values?: unknown[]): Promise<QueryResult> {
      const done = await lock()
      try {
        return await run(query, values)
      } finally {
        done()
      }
    },
    /** The thread is closed by whoever started it. */
    async end(): Promise<void> {},
  })
}
export type EmbeddedPool = ReturnType<typeof poolOver>

/** First come, first served; the holder calls what it got, once. */
function createLock(): () => Promise<() => void> {
  let tail: Promise<void> = Promise.resolve()
  return async () => {
    const before = tail
    let open = () => {}
    tail = new Promise<void>((resolve) => {
      open = resolve
    })
    let timer: NodeJS.Timeout | undefined
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(
          new BillhookError(
            'database.unavailable',
            `The embedded database was busy for ${LONGEST_WAIT_MS / 1000} s. Try again.`,
          ),
        )
      }, LONGEST_WAIT_MS)
    })
    try {
      await Promise.race([before, tooLong])
    } catch (error) {
      void before.then(open)
      throw error
    } finally {
      clearTimeout(timer)
    }
    return open
  }
}

function withoutComments(text: string): string {
  return text.replace(/^\s*--.*$/gm, '').trim()
}

/** The command tag as node-postgres gives it; Kysely counts affected rows by it. */
function commandOf(text: string): string {
  const first = /^[a-z]+/i.exec(withoutComments(text))?.[0].toUpperCase() ?? ''
  if (first !== 'WITH') return first
  return /\b(insert|update|delete|merge)\b/i.exec(text)?.[1]?.toUpperCase() ?? 'SELECT'
}

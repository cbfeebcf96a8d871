import { EventEmitter } from 'node:events'
import { BillhookError } from '../../errors.ts'
import { isInBackground } from '../background.ts'
import type { QueryResult, Session } from './session.ts'

/** Longer than any transaction of ours by far; past it a transaction was left open, or waits for itself through the pool. */
const LONGEST_WAIT_MS = 60_000

/** What Kysely and BullMQ use of a node-postgres pool. */
export type PoolClient = EventEmitter & {
  query(text: QueryText, values?: unknown[]): Promise<QueryResult>
  release(): Promise<void>
  end(): Promise<void>
}
export type QueryText = string | { text: string; values?: unknown[] }

export type PoolOptions = {
  /** Shared by all pools over the session. */
  lock: SessionLock
  /** Whether a commit waits until it is on the disk. False only for what may be lost, such as the hints of the queue. */
  syncs: boolean
}

/**
 * A look-alike of node-postgres' Pool over the one session of the embedded PostgreSQL. A client that begins a transaction holds the
 * session until it commits, rolls back or is released; everybody else waits in order.
 */
export function poolOver(session: Session, { lock, syncs }: PoolOptions) {
  const run = (query: QueryText, values?: unknown[]): Promise<QueryResult> => {
    const { text, values: own } = typeof query === 'string' ? { text: query, values: undefined } : query
    return session.query(text, { values: own ?? values ?? [], syncs })
  }

  const runAlone = async (query: QueryText, values?: unknown[]): Promise<QueryResult> => {
    const done = await lock()
    try {
      return await run(query, values)
    } finally {
      done()
    }
  }

  const connect = async (): Promise<PoolClient> => {
    let release: (() => void) | null = null
    const listening = new Set<string>()
    let stopHearing = () => {}
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
      stopHearing()
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
        return release ? run(query, values) : runAlone(query, values)
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
      if (listening.size === 0) {
        stopHearing = session.onNotification((notification) => {
          if (listening.has(notification.channel)) client.emit('notification', notification)
        })
      }
      listening.add(channel)
      // The session listens for all its clients, and goes on when one has had enough.
      await runAlone(`listen "${channel}"`)
    }
    return client
  }

  return Object.assign(new EventEmitter().setMaxListeners(0), {
    options: { keepAlive: true, max: 100 },
    connect,
    query: runAlone,
    /** The thread is closed by whoever started it. */
    async end(): Promise<void> {},
  })
}
export type EmbeddedPool = ReturnType<typeof poolOver>

/** After so many in a row for whom somebody waits, one of the background has its turn: nothing waits for ever. */
const MOST_IN_A_ROW = 16
/** Who had the session often wants it again at once (an upload asks nine times); until then the background is kept out. */
const EXPECTED_AGAIN_MS = 3

/** Resolves when the session is had, with what gives it back. */
export type SessionLock = () => Promise<() => void>

type Waiter = { enter: () => void; timer: NodeJS.Timeout }

/**
 * One at a time. First come, first served, but those in the background let all others go first; the holder calls what it got, once.
 * @throws BillhookError `database.unavailable` when it is not had in a minute.
 */
export function createLock(): SessionLock {
  const lines: { urgent: Waiter[]; background: Waiter[] } = { urgent: [], background: [] }
  let isHeld = false
  let inARow = 0
  let expecting: NodeJS.Timeout | undefined

  function admit(line: Waiter[]): void {
    const waiter = line.shift()
    if (!waiter) return
    isHeld = true
    clearTimeout(waiter.timer)
    waiter.enter()
  }

  function next(wasUrgent: boolean): void {
    isHeld = false
    inARow = wasUrgent ? inARow + 1 : 0
    const isTheirTurn = inARow >= MOST_IN_A_ROW && lines.background.length > 0
    if (lines.urgent.length > 0 && !isTheirTurn) admit(lines.urgent)
    else if (!wasUrgent || isTheirTurn) admit(lines.background)
    else {
      expecting = setTimeout(() => {
        expecting = undefined
        if (!isHeld) admit(lines.background)
      }, EXPECTED_AGAIN_MS)
    }
  }

  function held(isUrgent: boolean): () => void {
    let isDone = false
    return () => {
      if (isDone) return
      isDone = true
      next(isUrgent)
    }
  }

  return async () => {
    const isUrgent = !isInBackground()
    if (!isHeld && (isUrgent || expecting === undefined)) {
      clearTimeout(expecting)
      expecting = undefined
      isHeld = true
      return held(isUrgent)
    }
    const line = isUrgent ? lines.urgent : lines.background
    await new Promise<void>((enter, reject) => {
      const timer = setTimeout(() => {
        line.splice(line.indexOf(waiter), 1)
        const message = `The embedded database was busy for ${LONGEST_WAIT_MS / 1000} s. Try again.`
        reject(new BillhookError('database.unavailable', message))
      }, LONGEST_WAIT_MS)
      const waiter: Waiter = { enter, timer }
      line.push(waiter)
    })
    return held(isUrgent)
  }
}

function withoutComments(text: string): string {
  return text.replace(/^\s*--.*$/gm, '').trim()
}

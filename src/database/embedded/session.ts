/**
 * The one session of the embedded PostgreSQL, spoken to as node-postgres speaks to a server: the same client, the same types, errors and
 * notifications, over the thread instead of a socket.
 */
import { Duplex } from 'node:stream'
import { Client, type Notification } from 'pg'
import type { ThreadClient } from './thread-client.ts'

export type QueryResult = {
  command: string
  rowCount: number | null
  rows: Record<string, unknown>[]
  fields: unknown[]
}

export type Session = {
  /**
   * Runs one statement, or a script without values (the last result counts). One at a time: the caller waits for the answer.
   * `syncs`: whether a commit waits until it is on the disk; the same for all statements of a transaction.
   */
  query(text: string, options: { values: readonly unknown[]; syncs: boolean }): Promise<QueryResult>
  /** Hears every notification of the channels that were listened to. */
  onNotification(listener: (notification: { channel: string; payload: string }) => void): () => void
}

/** Statements that are asked again and again are parsed once; each takes some 20 kB in PostgreSQL. */
const MOST_PREPARED = 300
/**
 * A plan is made for the tables as they are, and they grow from nothing; nothing here analyzes them in the background. So the plans of
 * prepared statements, and of the queue's functions, are made anew after so many queries.
 */
const PLANS_LAST_QUERIES = 2_000

/** Opens the session. @throws what the thread says when it cannot answer */
export async function openSession(thread: ThreadClient): Promise<Session> {
  const stream = speakTo(thread)
  const client = new Client({ user: 'postgres', database: 'postgres', stream: () => stream as never })
  // What goes wrong is told to whoever asked; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()

  const asked = new Map<string, string | null>()
  let prepared = 0
  let sinceNewPlans = 0
  let syncing: boolean | undefined

  /** A name to keep the statement under; none for what is asked for the first time, and when there are many. */
  function nameOf(text: string): string | undefined {
    const known = asked.get(text)
    if (known) return known
    if (known === undefined) {
      if (asked.size > 10 * MOST_PREPARED) asked.clear()
      asked.set(text, null)
      return undefined
    }
    if (prepared >= MOST_PREPARED) return undefined
    const name = `s${prepared++}`
    asked.set(text, name)
    return name
  }

  async function setSyncing(on: boolean): Promise<void> {
    syncing = on
    await thread.ask({ kind: 'sync-commits', on })
  }

  async function run(text: string, values: readonly unknown[]): Promise<QueryResult> {
    const name = values.length === 0 ? undefined : nameOf(text)
    const result = await client.query({
      text,
      ...(name && { name }),
      ...(values.length > 0 && { values: [...values] }),
    })
    return Array.isArray(result) ? result.at(-1) : result
  }

  return {
    async query(text, { values, syncs }) {
      const switched = syncing === syncs ? null : setSyncing(syncs)
      const answer = run(text, values)
      // Not believed before the switch is known to have worked, or it might not be on the disk.
      const [result] = await Promise.all([answer, switched])
      if (++sinceNewPlans >= PLANS_LAST_QUERIES && /^(commit|rollback)\b/i.test(text)) {
        sinceNewPlans = 0
        await client.query('discard plans')
      }
      return result
    },
    onNotification(listener) {
      const hear = ({ channel, payload }: Notification) => listener({ channel, payload: payload ?? '' })
      client.on('notification', hear)
      return () => void client.off('notification', hear)
    },
  }
}

/** A socket to the thread, as far as node-postgres uses one. */
function speakTo(thread: ThreadClient): Duplex {
  const send = (bytes: Uint8Array, done: (error?: Error | null) => void) => {
    thread.ask<Uint8Array>({ kind: 'talk', bytes }).then(
      (answer) => stream.push(Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength)),
      (error: Error) => stream.destroy(error),
    )
    done()
  }
  const stream = new Duplex({
    read() {},
    write: (chunk: Buffer, _encoding, done) => send(chunk, done),
    // Parse, bind, execute and sync come together; the thread takes them in one go.
    writev: (chunks, done) => send(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)), done),
  })
  return Object.assign(stream, {
    connect: () => void queueMicrotask(() => stream.emit('connect')),
    setNoDelay() {},
    setKeepAlive() {},
    ref() {},
    unref() {},
  })
}

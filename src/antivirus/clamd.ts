/** ClamAV's daemon, by its own protocol: clamd(8), "COMMANDS". Commands and answers end with a zero byte (the `z` before them). */
import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { BillhookError } from '../errors.ts'
import type { Antivirus, ObserveScan, Verdict } from './index.ts'

export type ClamdOptions = {
  /** As CLAMD_URL: tcp://host:port, unix:///path or /path */
  url: string
  onScan?: ObserveScan
  /** For the connection and for the answer to a scan, in milliseconds. */
  patience?: { connectMs: number; scanMs: number }
}

// A scan takes parts of a second; a busy clamd queues. It has to end before the stage's try does (a minute).
const PATIENCE = { connectMs: 5_000, scanMs: 45_000 }
const CHUNK_BYTES = 64 * 1024
const INSTREAM = Buffer.from('zINSTREAM\0')
/** To refuse a size takes no scan. */
const SIZE_ANSWER_MS = 2_000
/** An answer is one short line. */
const MOST_ANSWER = 4096
const TRIES_AFTER_RESET = 3

/** Talks to clamd: a connection for each scan, none is kept. */
export function openClamd({ url, onScan, patience = PATIENCE }: ClamdOptions): Antivirus {
  const address = readAddress(url)
  const ask = (request: Omit<Request, 'address' | 'connectMs'>) =>
    converse({ ...request, address, connectMs: patience.connectMs })
  const unavailable = (reason: string, cause?: unknown) =>
    new BillhookError(
      'antivirus.unavailable',
      `The virus scanner at ${url} did not answer (${reason}). Documents wait until it does: start clamd or correct CLAMD_URL.`,
      { cause },
    )

  async function scan(content: Buffer): Promise<Verdict> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await ask({ send: sendFile(content), answerMs: patience.scanMs })
        const verdict = readVerdict(answer)
        if (verdict === null) throw unavailable(`it said "${answer.slice(0, 200)}"`)
        return verdict
      } catch (error) {
        if (error instanceof BillhookError) throw error
        if (isReset(error) && (await refusesSize(content.length))) return { kind: 'too-large' }
        if (isReset(error) && attempt < TRIES_AFTER_RESET) continue
        throw unavailable((error as Error).message, error)
      }
    }
  }

  /**
   * A clamd that refuses a file for its size closes the connection while we still send, and its answer is often lost with that. The
   * announcement of a chunk as large as the file, and nothing after it, is refused in the same way; if it is not, clamd waits for more.
   */
  async function refusesSize(bytes: number): Promise<boolean> {
    const send = (socket: Socket) => write(socket, Buffer.concat([INSTREAM, lengthOf(bytes)]))
    const answer = await ask({ send, answerMs: Math.min(patience.connectMs, SIZE_ANSWER_MS) }).catch(() => '')
    return readVerdict(answer)?.kind === 'too-large'
  }

  return {
    async scan(content) {
      const started = performance.now()
      const tell = (outcome: Parameters<ObserveScan>[0]['outcome']) =>
        onScan?.({ outcome, milliseconds: performance.now() - started })
      try {
        const verdict = await scan(content)
        tell(verdict.kind)
        return verdict
      } catch (error) {
        tell('unavailable')
        throw error
      }
    },
    async check() {
      try {
        const send = (socket: Socket) => write(socket, Buffer.from('zPING\0'))
        const answer = await ask({ send, answerMs: patience.connectMs })
        if (answer !== 'PONG') throw new Error(`it said "${answer.slice(0, 200)}"`)
      } catch (error) {
        throw unavailable((error as Error).message, error)
      }
    },
  }
}

function readAddress(url: string): NetConnectOpts {
  if (!url.startsWith('tcp://')) return { path: url.replace(/^unix:\/\//, '') }
  const { hostname, port } = new URL(url)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) }
}

/** Null for what is no verdict: clamd's own trouble, which is over another time. */
function readVerdict(answer: string): Verdict | null {
  if (answer === 'stream: OK') return { kind: 'clean' }
  const signature = /^stream: (.+) FOUND$/.exec(answer)?.[1]
  if (signature !== undefined) return { kind: 'found', signature: signature.slice(0, 200) }
  return /size limit exceeded/i.test(answer) ? { kind: 'too-large' } : null
}

function isReset(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE'].includes(String((error as NodeJS.ErrnoException).code))
}

type Request = {
  address: NetConnectOpts
  send: (socket: Socket) => Promise<void>
  connectMs: number
  answerMs: number
}

/** One command and its answer, without the zero byte. Rejects with the reason in plain words or with the socket's error. */
function converse({ address, send, connectMs, answerMs }: Request): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(address)
    let answer = ''
    const end = (error: Error | null) => {
      clearTimeout(timer)
      socket.destroy()
      if (error === null || answer !== '') resolve(answer.split('\0')[0] as string)
      else reject(error)
    }
    const endIn = (milliseconds: number, message: string) => setTimeout(() => end(new Error(message)), milliseconds)
    let timer = endIn(connectMs, `no connection within ${connectMs / 1000} s`)
    socket.setEncoding('latin1')
    socket.on('data', (text) => {
      answer += text
      if (answer.includes('\0') || answer.length > MOST_ANSWER) end(null)
    })
    socket.on('error', end)
    socket.on('end', () => end(new Error('it closed the connection without an answer')))
    socket.once('connect', () => {
      clearTimeout(timer)
      timer = endIn(answerMs, `no answer within ${answerMs / 1000} s`)
      void send(socket)
    })
  })
}

function sendFile(content: Buffer) {
  return async (socket: Socket): Promise<void> => {
    await write(socket, INSTREAM)
    for (let from = 0; from < content.length; from += CHUNK_BYTES) {
      const chunk = content.subarray(from, from + CHUNK_BYTES)
      await write(socket, lengthOf(chunk.length))
      await write(socket, chunk)
      // An answer that comes before the end says that the rest is not wanted; reading it goes first.
      await nextTurn()
      if (socket.destroyed) return
    }
    await write(socket, lengthOf(0))
  }
}

/** A chunk's length in four bytes, the highest first; a chunk of none is the end. */
function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes)
  return length
}

/** Resolves when the system has taken it, or when the socket is gone, whose error event tells why. */
function write(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve()
    socket.write(bytes, () => resolve())
  })
}

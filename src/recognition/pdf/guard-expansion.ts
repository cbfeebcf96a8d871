/**
 * Caps what the streams of a PDF may expand to while it is opened or one of its pages is read: a kilobyte can unpack to gigabytes. pdf.js
 * unpacks in two ways, both are counted here: with the platform's DecompressionStream, for which there is a stand-in, and with decoders of
 * its own, whose buffers all grow in one method. The child's memory limit is the net beneath.
 */
import { brotliDecompressSync, inflateSync } from 'node:zlib'
import { LIMITS } from '../limits.ts'

export class ExpansionLimitError extends Error {
  readonly code = 'expansion-limit'
  constructor() {
    super(`the document expands to more than ${LIMITS.expandedBytes / 1e6} MB`)
    this.name = 'ExpansionLimitError'
  }
}

let left: number = LIMITS.expandedBytes
let stop: (() => void) | undefined

/**
 * Does one piece of work (opening, a page) within the limit; one at a time. Rejects with ExpansionLimitError as soon as it is reached, whatever
 * pdf.js makes of that; the document it was reading may hang from then on and must be dropped.
 */
export async function withinExpansionLimit<T>(work: () => Promise<T>): Promise<T> {
  left = LIMITS.expandedBytes
  const { promise: stopped, reject } = Promise.withResolvers<never>()
  stop = () => reject(new ExpansionLimitError())
  // where the work ends first nobody waits for this one
  stopped.catch(() => {})
  try {
    return await Promise.race([work(), stopped])
  } finally {
    stop = undefined
  }
}

function spend(bytes: number): void {
  left -= bytes
  if (left >= 0) return
  stop?.()
  throw new ExpansionLimitError()
}

/** Must be called before pdf.js is loaded. */
export function guardExpansion(): void {
  Object.assign(globalThis, { DecompressionStream: CountedDecompression })
  guardBuffers()
}

/** As much of the platform's class as pdf.js uses: one write, then reads. Unpacks in one go, which is also quicker than the streams are. */
class CountedDecompression {
  readonly writable: { getWriter(): { write(bytes: Uint8Array): Promise<void>; close(): Promise<void> } }
  readonly readable: { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array }> } }
  constructor(format: string) {
    let packed: Uint8Array | undefined
    this.writable = {
      getWriter: () => ({
        async write(bytes) {
          packed = bytes
        },
        async close() {},
      }),
    }
    this.readable = {
      getReader: () => ({
        async read() {
          if (packed === undefined) return { done: true }
          const value = unpack(packed, format)
          packed = undefined
          return { done: false, value }
        },
      }),
    }
  }
}

// Half a page of text; most streams of an invoice fit in a few of them.
const CHUNK_BYTES = 64 * 1024

function unpack(packed: Uint8Array, format: string): Uint8Array {
  const options = { maxOutputLength: Math.max(1, left), chunkSize: CHUNK_BYTES }
  try {
    const { buffer, byteOffset, byteLength } =
      format === 'brotli' ? brotliDecompressSync(packed, options) : inflateSync(packed, options)
    spend(byteLength)
    return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') spend(Number.POSITIVE_INFINITY)
    throw error
  }
}

type Growing = { buffer: Uint8Array }

/**
 * The class of pdf.js's decoders is private to its module, but the first of them sets this property: a setter that waits for it gets to
 * know the class, and leaves. That it does is held by a test.
 */
function guardBuffers(): void {
  Object.defineProperty(Object.prototype, '_rawMinBufferLength', {
    configurable: true,
    enumerable: false,
    set(this: object, value: unknown) {
      Reflect.deleteProperty(Object.prototype, '_rawMinBufferLength')
      Object.assign(this, { _rawMinBufferLength: value })
      guardClassOf(this)
    },
  })
}

function guardClassOf(decoder: object): void {
  let prototype = Object.getPrototypeOf(decoder) as object | null
  // decoders of pictures override the method: their size is limited by their pixels
  let root: { ensureBuffer?: (this: Growing, bytes: number) => Uint8Array } | undefined
  for (; prototype !== null; prototype = Object.getPrototypeOf(prototype) as object | null)
    if (Object.hasOwn(prototype, 'ensureBuffer')) root = prototype
  const grow = root?.ensureBuffer
  if (root === undefined || grow === undefined) throw new Error('pdf.js has other decoders than its guard knows')
  root.ensureBuffer = function ensureBuffer(bytes) {
    const before = this.buffer.byteLength
    if (bytes <= before) return this.buffer
    // it grows to twice its size at least
    spend(Math.max(bytes, 2 * before) - before)
    return grow.call(this, bytes)
  }
}

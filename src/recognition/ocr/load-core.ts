import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { assembleMatrixProduct } from './matrix-product.ts'

/** The part of the interface of tesseract.js's core that is used here; the core itself has no types. */
export type Core = {
  FS: { writeFile(path: string, data: Uint8Array, options?: { canOwn: boolean }): void; unlink(path: string): void }
  TessBaseAPI: new () => {
    Init(path: null, languages: string, engine: number): number
    SetVariable(name: string, value: string): void
    SetImageFile(exifOrientation: number, angle: number): number
    Recognize(monitor: null): number
    GetIterator(): WordIterator
    Clear(): void
    End(): void
  }
  destroy(made: WordIterator): void
}

/** `level`: tesseract's PageIteratorLevel; `RIL_WORD` goes from word to word. */
type WordIterator = {
  Begin(): void
  Next(level: number): boolean
  Empty(level: number): boolean
  GetUTF8Text(level: number): string
  /** From 0 to 100. */
  Confidence(level: number): number
  getBoundingBox(level: number): { x0: number; y0: number; x1: number; y1: number }
}
export const RIL_WORD = 3

type Exports = Record<string, unknown>
type Instance = { exports: Exports }
type Memory = { buffer: ArrayBuffer }
type Table = { set(index: number, value: unknown): void }
// Node has it, its types have not.
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean
  compile(bytes: Uint8Array): Promise<object>
  Instance: new (module: object, imports: object) => Instance
  Memory: new (options: object) => Memory
  Table: new (options: object) => Table
}

const BYTES = Int32Array.BYTES_PER_ELEMENT

// The smallest module with an instruction of "relaxed SIMD" (source: wasm-feature-detect).
const RELAXED_SIMD = Uint8Array.from(Buffer.from('AGFzbQEAAAABBQFgAAF7AwIBAAoPAQ0AQQH9D0EC/Q/9gAIL', 'base64'))
// How the engine describes its products of matrices (IntSimdMatrix): each by its function, then four numbers. First the one of 16 bits, which
// takes one output after the other; then the one for "relaxed SIMD".
const NARROW = [1, 1, 1, 2]
const WIDE = [8, 8, 32, 4]

const CHANGED =
  'tesseract.js-core is not the version that its product of matrices is replaced in: see src/recognition/ocr/load-core.ts'

/**
 * Loads the core of tesseract.js. More than a third of its time goes into products of matrices. Its own one for "relaxed SIMD" needs a processor
 * that multiplies signed bytes, as few do; on the others it takes one of 16 bits. There ours takes its place, with the same sums.
 * `asItIs`: the core's own.
 */
export async function loadCore({ asItIs = false }: { asItIs?: boolean } = {}): Promise<Core> {
  const fromTesseract = createRequire(createRequire(import.meta.url).resolve('tesseract.js'))
  const hasRelaxed = WebAssembly.validate(RELAXED_SIMD)
  const build = `tesseract.js-core/tesseract-core-${hasRelaxed ? 'relaxedsimd' : 'simd'}-lstm`
  const start = fromTesseract(build) as (options: object) => Promise<Core>
  const quiet = { print: () => {}, printErr: () => {} }
  if (!hasRelaxed || asItIs) return start(quiet)
  const module = await WebAssembly.compile(await readFile(fromTesseract.resolve(`${build}.wasm`)))
  let exports: Exports = {}
  const instantiateWasm = (imports: object, done: (instance: Instance, module: object) => void) => {
    const instance = new WebAssembly.Instance(module, imports)
    exports = instance.exports
    done(instance, module)
  }
  const core = await start({ ...quiet, instantiateWasm })
  await replaceProduct(exports)
  return core
}

/** Before any data is loaded, for the weights are laid out for the product that is set. */
async function replaceProduct(exports: Exports): Promise<void> {
  const all = Object.values(exports)
  const memory = all.find((one) => one instanceof WebAssembly.Memory)
  const table = all.find((one) => one instanceof WebAssembly.Table)
  if (memory === undefined || table === undefined) throw new Error(CHANGED)
  const numbers = new Int32Array(memory.buffer)
  const wide = findOnce(numbers, WIDE) - 1
  const narrow = wide - NARROW.length - 1
  if (narrow < 0 || NARROW.some((value, index) => numbers[narrow + 1 + index] !== value)) throw new Error(CHANGED)
  const chosen = findOnce(numbers, [narrow * BYTES])
  // the processor multiplies signed bytes
  if (chosen < 0 && findOnce(numbers, [wide * BYTES]) >= 0) return
  if (chosen < 0) throw new Error(CHANGED)
  const product = await WebAssembly.compile(assembleMatrixProduct())
  const { multiply } = new WebAssembly.Instance(product, { engine: { memory } }).exports
  table.set(numbers[wide] as number, multiply)
  numbers[chosen] = wide * BYTES
}

/** Where numbers stand one after the other; -1 where they do not, or more than once. */
function findOnce(numbers: Int32Array, wanted: readonly number[]): number {
  const [first = 0] = wanted
  let found = -1
  for (let at = numbers.indexOf(first); at >= 0; at = numbers.indexOf(first, at + 1)) {
    if (!wanted.every((value, index) => numbers[at + index] === value)) continue
    if (found >= 0) return -1
    found = at
  }
  return found
}

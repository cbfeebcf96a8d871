import { expect, test } from 'vitest'
import { assembleMatrixProduct } from './matrix-product.ts'

type Multiply = (...numbers: number[]) => void
declare const WebAssembly: {
  Memory: new (options: { initial: number }) => { buffer: ArrayBuffer }
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: object) => { exports: { multiply: Multiply } }
}

// Places in a memory of 1 MB.
const [WEIGHTS, SCALES, INPUT, RESULT] = [1024, 512 * 1024, 640 * 1024, 768 * 1024]
const UNTOUCHED = -7

/** Whole numbers from -127 to 127, the same in each run. */
function drawNumbers(count: number, seed: number): number[] {
  let state = seed
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * 255) - 127
  })
}

/** As tesseract lays weights out where eight outputs go into a register, at most eight registers are used and four inputs lie together. */
function layOut(rows: readonly (readonly number[])[], inputs: number): number[] {
  const laid: number[] = []
  const outputs = Math.ceil(rows.length / 8) * 8
  let first = 0
  for (const together of [64, 32, 16, 8])
    for (; first + together <= outputs; first += together) {
      const set = Array.from({ length: together }, (_, index) => rows[first + index])
      for (let input = 0; input < inputs; input += 4)
        for (const row of set)
          for (let at = input; at < input + 4; at += 1) laid.push(at < inputs ? (row?.[at] ?? 0) : 0)
      for (const row of set) laid.push(row?.[inputs] ?? 0)
    }
  return laid
}

test.each([
  [8, 4],
  [5, 3],
  [64, 96],
  [111, 97],
  [127, 257],
  [24, 17],
])(
  'the product of a matrix of %i outputs and %i inputs is exact, and nothing is written behind it',
  (outputs, inputs) => {
    const memory = new WebAssembly.Memory({ initial: 16 })
    const module = new WebAssembly.Module(assembleMatrixProduct())
    const { multiply } = new WebAssembly.Instance(module, { engine: { memory } }).exports
    const rows = Array.from({ length: outputs }, (_, row) => drawNumbers(inputs + 1, row + 1))
    const input = drawNumbers(inputs, 99)
    const scales = Float32Array.from({ length: outputs }, (_, index) => 1 / (index + 3))
    new Int8Array(memory.buffer).set(layOut(rows, inputs), WEIGHTS)
    // what follows the inputs is not theirs
    new Int8Array(memory.buffer).fill(77, INPUT, INPUT + inputs + 8)
    new Int8Array(memory.buffer).set(input, INPUT)
    new Float32Array(memory.buffer).set(scales, SCALES / 4)
    const result = new Float32Array(memory.buffer, RESULT, outputs + 32).fill(UNTOUCHED)

    multiply(outputs, inputs + 1, WEIGHTS, SCALES, INPUT, RESULT)

    const expected = rows.map((row, index) => {
      const sum = input.reduce((whole, value, at) => whole + value * (row[at] as number), 127 * (row[inputs] as number))
      return Math.fround(sum * (scales[index] as number))
    })
    expect([...result.subarray(0, outputs)]).toEqual(expected)
    expect(new Set(result.subarray(Math.ceil(outputs / 8) * 8))).toEqual(new Set([UNTOUCHED]))
  },
)

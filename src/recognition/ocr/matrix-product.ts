/** The engine's innermost loop as a WebAssembly module of our own, which works in the engine's memory. */

// Opcodes and types of WebAssembly 2.0 with "relaxed SIMD".
const [I32, V128] = [0x7f, 0x7b]
const OP = {
  ...{ block: 0x02, loop: 0x03, if: 0x04, else: 0x05, end: 0x0b, br: 0x0c, brIf: 0x0d, return: 0x0f },
  ...{ get: 0x20, set: 0x21, i32: 0x41 },
  ...{ eqz: 0x45, lt: 0x49, gt: 0x4b, add: 0x6a, sub: 0x6b, mul: 0x6c, and: 0x71, shl: 0x74, shr: 0x76 },
}
const SIMD = {
  ...{ load: 0, load32Splat: 9, store: 11, constant: 12, splat32: 17, load32Zero: 92, negate8: 97, max8: 120 },
  ...{ extend8: 135, extend16: 167, add32: 174, sub32: 177, mul32: 181, mulFloat: 230, toFloat: 250, relaxedDot: 275 },
}
const VOID = 0x40
// Inputs that lie together for one output (the width of a product), and the most outputs whose weights lie together.
const GROUP = 4
const MOST_TOGETHER = 64
// Outputs are padded to a multiple of this.
const FEWEST_TOGETHER = 8
// What an input or weight of 1 is as an integer.
const ONE = 127

type Code = (number | Code)[]

/**
 * `multiply(outputs, inputs + 1, weights, scales, input, result)`: for each output the sum of weights times inputs, and of the bias times
 * 127, times its scale; addresses of int8, float, int8 and float. The weights lie as tesseract lays them out for AVX2 (intsimdmatrix.h): sets of
 * 64, then 32, 16 and 8 outputs; in each set four inputs by four, for each output four weights; the biases of the set last.
 *
 * The inputs' positive and negative parts are multiplied one after the other: so one factor has no sign and seven bits, and the relaxed
 * product is exact on every processor.
 */
export function assembleMatrixProduct(): Uint8Array {
  const type = [1, 0x60, ...vector([I32, I32, I32, I32, I32, I32]), 0]
  const memory = [1, ...name('engine'), ...name('memory'), 2, 0, 1]
  const body = flatten([vector([[VECTORS_FROM - 6, I32] as Code, [VECTORS, V128] as Code]), MULTIPLY, OP.end])
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, type),
    ...section(2, memory),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('multiply'), 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ])
}

// Parameters, then numbers, then vectors.
const [OUTPUTS, INPUTS, WEIGHTS, SCALES, INPUT, RESULT] = [0, 1, 2, 3, 4, 5]
const [TOGETHER, FIRST, WEIGHT, AT, BIASES] = [6, 7, 8, 9, 10]
const VECTORS_FROM = 11
const [ALL, POSITIVE, NEGATIVE, LOADED] = [11, 12, 13, 14]
// Four outputs a vector; so many of them at once stay in the registers of a processor with sixteen.
const MOST_AT_ONCE = 4
const plus = (index: number) => 15 + index
const minus = (index: number) => 15 + MOST_AT_ONCE + index
const VECTORS = 4 + 2 * MOST_AT_ONCE

const get = (local: number): Code => [OP.get, local]
const i32 = (value: number): Code => [OP.i32, ...signed(value)]
const set = (local: number, value: Code): Code => [value, OP.set, local]
const move = (local: number, by: Code): Code => set(local, [get(local), by, OP.add])
const simd = (code: number): Code => [0xfd, ...unsigned(code)]
const access = (code: number, offset: number): Code => [simd(code), 0, ...unsigned(offset)]
const zero: Code = [simd(SIMD.constant), ...new Array(16).fill(0)]

const MULTIPLY: Code = [
  set(OUTPUTS, roundUp(get(OUTPUTS), FEWEST_TOGETHER)),
  set(INPUTS, roundUp([get(INPUTS), i32(1), OP.sub], GROUP)),
  set(TOGETHER, i32(MOST_TOGETHER)),
  [OP.loop, VOID],
  [get(OUTPUTS), OP.eqz, OP.if, VOID, OP.return, OP.end],
  [OP.loop, VOID, get(TOGETHER), get(OUTPUTS), OP.gt, OP.if, VOID],
  set(TOGETHER, [get(TOGETHER), i32(1), OP.shr]),
  [OP.br, 1, OP.end, OP.end],
  set(BIASES, [get(WEIGHTS), get(INPUTS), get(TOGETHER), OP.mul, OP.add]),
  [get(TOGETHER), i32(FEWEST_TOGETHER), OP.gt, OP.if, VOID],
  set(FIRST, i32(0)),
  [OP.loop, VOID, multiplyAtOnce(MOST_AT_ONCE), move(FIRST, i32(MOST_AT_ONCE * 4))],
  [get(FIRST), get(TOGETHER), OP.lt, OP.brIf, 0, OP.end],
  [OP.else, set(FIRST, i32(0)), multiplyAtOnce(FEWEST_TOGETHER / 4), OP.end],
  move(SCALES, times(get(TOGETHER), 4)),
  move(RESULT, times(get(TOGETHER), 4)),
  set(WEIGHTS, [get(BIASES), get(TOGETHER), OP.add]),
  set(OUTPUTS, [get(OUTPUTS), get(TOGETHER), OP.sub]),
  [OP.br, 0, OP.end],
]

/** The outputs of so many vectors, from `FIRST` of the set on. */
function multiplyAtOnce(vectors: number): Code {
  const indices = Array.from({ length: vectors }, (_, index) => index)
  return [
    indices.map((index) => [set(plus(index), zero), set(minus(index), zero)]),
    set(WEIGHT, [get(WEIGHTS), times(get(FIRST), GROUP), OP.add]),
    set(AT, i32(0)),
    [OP.block, VOID, OP.loop, VOID, get(AT), get(INPUTS), OP.lt, OP.eqz, OP.brIf, 1],
    set(ALL, [get(INPUT), get(AT), OP.add, access(SIMD.load32Splat, 0)]),
    set(POSITIVE, [get(ALL), zero, simd(SIMD.max8)]),
    set(NEGATIVE, [get(ALL), simd(SIMD.negate8), zero, simd(SIMD.max8)]),
    indices.map((index) => [
      [get(WEIGHT), access(SIMD.load, index * 16), OP.set, LOADED],
      set(plus(index), [get(LOADED), get(POSITIVE), get(plus(index)), simd(SIMD.relaxedDot)]),
      set(minus(index), [get(LOADED), get(NEGATIVE), get(minus(index)), simd(SIMD.relaxedDot)]),
    ]),
    move(WEIGHT, times(get(TOGETHER), GROUP)),
    move(AT, i32(GROUP)),
    [OP.br, 0, OP.end, OP.end],
    indices.map((index) => store(index)),
  ]
}

function store(index: number): Code {
  const bias = [get(BIASES), get(FIRST), OP.add, access(SIMD.load32Zero, index * 4)]
  const wide = [bias, simd(SIMD.extend8), simd(SIMD.extend16), i32(ONE), simd(SIMD.splat32), simd(SIMD.mul32)]
  const sum = [get(plus(index)), get(minus(index)), simd(SIMD.sub32), wide, simd(SIMD.add32), simd(SIMD.toFloat)]
  const scale = [get(SCALES), times(get(FIRST), 4), OP.add, access(SIMD.load, index * 16)]
  return [
    [get(RESULT), times(get(FIRST), 4), OP.add],
    [sum, scale, simd(SIMD.mulFloat), access(SIMD.store, index * 16)],
  ]
}

function roundUp(value: Code, unit: number): Code {
  return [value, i32(unit - 1), OP.add, i32(-unit), OP.and]
}

function times(value: Code, powerOfTwo: number): Code {
  return [value, i32(Math.log2(powerOfTwo)), OP.shl]
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content]
}

function vector(items: Code): number[] {
  return [...unsigned(items.length), ...flatten(items)]
}

function name(text: string): number[] {
  return vector([...Buffer.from(text)])
}

function flatten(code: Code): number[] {
  return code.flatMap((one) => (typeof one === 'number' ? [one] : flatten(one)))
}

/** LEB128, as all numbers of a module. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

function signed(value: number): number[] {
  const [low, rest] = [value & 0x7f, value >> 7]
  const isLast = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)
  return isLast ? [low] : [low | 0x80, ...signed(rest)]
}

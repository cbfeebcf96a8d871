import { open } from 'node:fs/promises'

/** Pixels an inch (or another unit, the same for both), along the rows and down the columns. */
export type Densities = { x: number; y: number }

// Tags of a TIFF (TIFF 6.0, section 8) and their type "two numbers, a fraction".
const X_RESOLUTION = 282
const Y_RESOLUTION = 283
const RATIONAL = 5
// What a header holds before its resolution; TIFF directories may lie anywhere.
const HEAD_BYTES = 64 * 1024
const MOST_ENTRIES = 1000
const MOST_PAGES = 200

/**
 * Reads how dense a picture's pixels are in both directions: those of a fax are twice as high as wide, and the image library tells one
 * direction only. `page` counts from 1. @returns undefined where the file does not say or is none of TIFF, PNG and JPEG.
 */
export async function readDensities(path: string, page = 1): Promise<Densities | undefined> {
  const file = await open(path)
  try {
    const read = async (position: number, length: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
      return buffer.subarray(0, bytesRead)
    }
    const head = await read(0, HEAD_BYTES)
    const found =
      head.toString('latin1', 0, 2) === 'II' || head.toString('latin1', 0, 2) === 'MM'
        ? await findInTiff(head, { read, page })
        : (findInPng(head) ?? findInJpeg(head))
    return found !== undefined && found.x > 0 && found.y > 0 ? found : undefined
  } catch (error) {
    // offsets that lead out of the file: it says nothing that can be believed
    if (error instanceof RangeError) return undefined
    throw error
  } finally {
    await file.close()
  }
}

type Read = (position: number, length: number) => Promise<Buffer>

async function findInTiff(head: Buffer, { read, page }: { read: Read; page: number }): Promise<Densities | undefined> {
  const isLittle = head.toString('latin1', 0, 2) === 'II'
  const short = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at))
  const long = (bytes: Buffer, at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  if (short(head, 2) !== 42) return undefined
  let at = long(head, 4)
  for (let number = 1; at !== 0 && number <= Math.min(page, MOST_PAGES); number += 1) {
    const count = Math.min(MOST_ENTRIES, short(await read(at, 2), 0))
    const entries = await read(at + 2, count * 12 + 4)
    if (number < page) {
      at = long(entries, count * 12)
      continue
    }
    const values = new Map<number, number>()
    for (let entry = 0; entry < count * 12; entry += 12) {
      const tag = short(entries, entry)
      if ((tag !== X_RESOLUTION && tag !== Y_RESOLUTION) || short(entries, entry + 2) !== RATIONAL) continue
      const fraction = await read(long(entries, entry + 8), 8)
      values.set(tag, long(fraction, 0) / long(fraction, 4))
    }
    return pair(values.get(X_RESOLUTION), values.get(Y_RESOLUTION))
  }
  return undefined
}

function findInPng(head: Buffer): Densities | undefined {
  if (head.toString('latin1', 1, 4) !== 'PNG') return undefined
  for (let at = 8; at + 12 <= head.length; at += head.readUInt32BE(at) + 12) {
    const kind = head.toString('latin1', at + 4, at + 8)
    if (kind === 'pHYs') return pair(head.readUInt32BE(at + 8), head.readUInt32BE(at + 12))
    if (kind === 'IDAT') return undefined
  }
  return undefined
}

function findInJpeg(head: Buffer): Densities | undefined {
  const isJfif = head.readUInt16BE(0) === 0xffd8 && head.toString('latin1', 6, 10) === 'JFIF'
  return isJfif ? pair(head.readUInt16BE(14), head.readUInt16BE(16)) : undefined
}

function pair(x: number | undefined, y: number | undefined): Densities | undefined {
  return x === undefined || y === undefined || !Number.isFinite(x) || !Number.isFinite(y) ? undefined : { x, y }
}

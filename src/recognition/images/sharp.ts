import type { Sharp, SharpInput, SharpOptions } from 'sharp'
import { LIMITS } from '../limits.ts'

type SharpModule = typeof import('sharp').default

let loaded: Promise<SharpModule> | undefined

/** Loads sharp once a process, with the loaders for our image types and no others (no SVG, no PDF, no scientific formats). */
export function loadSharp(): Promise<SharpModule> {
  loaded ??= importSharp()
  return loaded
}

async function importSharp(): Promise<SharpModule> {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  // one process a core is the pool's matter
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: [
      'VipsForeignLoadPng',
      'VipsForeignLoadJpeg',
      'VipsForeignLoadTiff',
      'VipsForeignLoadWebp',
      'VipsForeignLoadNsgif',
      'VipsForeignLoadHeif',
    ],
  })
  return sharp
}

/** Opens an image under our limits: pixels, one page, and an error where the data ends too early. */
export async function openImage(input: SharpInput, options: SharpOptions = {}): Promise<Sharp> {
  const sharp = await loadSharp()
  return sharp(input, { limitInputPixels: LIMITS.imagePixels, failOn: 'truncated', ...options })
}

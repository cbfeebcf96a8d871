/**
 * Width and height in pixels from the first bytes of a PNG, GIF, JPEG or WebP; null where they are not told there. Only headers are
 * looked at, nothing is decoded, so it is safe outside the child process.
 */
export function measureImage(head: Buffer): { width: number; height: number } | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const ascii = (from: number, to: number) => head.toString('latin1', from, to)
  try {
    if (ascii(1, 4) === 'PNG') return { width: view.getUint32(16), height: view.getUint32(20) }
    if (ascii(0, 3) === 'GIF') return { width: view.getUint16(6, true), height: view.getUint16(8, true) }
    if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return measureWebp(view, ascii(12, 16))
    if (view.getUint16(0) === 0xffd8) return measureJpeg(view)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  return null
}

// https://developers.google.com/speed/webp/docs/riff_container
function measureWebp(view: DataView, chunk: string): { width: number; height: number } | null {
  if (chunk === 'VP8X') return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) }
  if (chunk === 'VP8 ') return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
  if (chunk !== 'VP8L') return null
  const bits = view.getUint32(21, true)
  return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff) }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
}

// ITU T.81, B.1.1.3: a start-of-frame segment holds the size; C4, C8 and CC are other tables.
function measureJpeg(view: DataView): { width: number; height: number } | null {
  let at = 2
  while (at < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

/**
 * Keeps pdf.js from work that reading a text layer does not need: decoding JPEG pictures and building font outlines, half of its time on
 * an ordinary invoice. In a browser pdf.js hands both to the browser; the stand-ins here take them and put them aside.
 */

/** What pdf.js puts into a page's objects for a picture that was not decoded: the JPEG file. */
export type DeferredPicture = { bitmap: ArrayBuffer; width: number; height: number }

let isDeferring = true

/** Whether pictures are put aside from now on. A page that is rendered needs them decoded; pdf.js then does that itself. */
export function deferPictures(defer: boolean): void {
  isDeferring = defer
}

/** Whether a page is rendered now. */
export function isDrawing(): boolean {
  return !isDeferring
}

/** Stands in for the browser's; `decode` gives the bytes back. An error makes pdf.js decode the picture itself. */
class ImageDecoder {
  static async isTypeSupported(type: string): Promise<boolean> {
    return type === 'image/jpeg'
  }
  readonly data: Uint8Array
  constructor({ data }: { data: Uint8Array }) {
    this.data = data
  }
  async decode(): Promise<{ image: ArrayBufferLike }> {
    if (!isDeferring) throw new Error('this page is rendered')
    const { buffer, byteOffset, byteLength } = this.data
    return { image: buffer.slice(byteOffset, byteOffset + byteLength) }
  }
  close(): void {}
}

/** Stands in for the browser's: a font that is loaded at once. */
class FontFace {
  readonly family: string
  readonly loaded = Promise.resolve()
  constructor(family: string) {
    this.family = family
  }
}

/** Goes to getDocument with `disableFontFace: false`: fonts are then the browser's matter, and need no outlines. */
// `never`: the type that pdf.js wants is the browser's, which this program does not know
export const STAND_IN_DOCUMENT = { fonts: { add() {}, delete() {} } } as never

/** Must be called before pdf.js is loaded, which looks for these once. */
export function installStandIns(): void {
  Object.assign(globalThis, { ImageDecoder, FontFace })
  // pdf.js closes the bitmaps that it is done with; ours are buffers, the one thing that is passed on without a copy
  Object.defineProperty(ArrayBuffer.prototype, 'close', { value() {}, enumerable: false })
}

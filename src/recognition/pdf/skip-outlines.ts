/**
 * Keeps pdf.js from rebuilding embedded fonts while it reads a text layer: it checks each outline and writes a whole font file, a tenth of its
 * time, though only who draws needs one. Which characters a font's codes stand for is known before, unless the font itself has to tell.
 */

type Properties = {
  /** The PDF says which characters the codes stand for. */
  hasIncludedToUnicodeMap?: boolean
  /** One of the fonts that pdf.js brings along; its own names of letters are not asked for. */
  isInternalFont?: boolean
  hasEncoding?: boolean
  composite?: boolean
}
type FontFile = { peekBytes(length: number): Uint8Array }
type Font = { disableFontFace: boolean; isSymbolicFont: boolean }
type Build = (this: Font, name: string, file: FontFile, properties: Properties) => unknown
type Builders = { checkAndRepair?: Build; convert?: Build }

/** The first bytes of a TrueType font. */
const TRUE_TYPE = [0x00, 0x01, 0x00, 0x00]

/** What pdf.js is given for a font that it brings along and a PDF uses: as much of one as it looks at. */
export const FONT_WITHOUT_OUTLINES = Uint8Array.from(TRUE_TYPE)

/**
 * Must be called before pdf.js is loaded. Its class of fonts is private to its module, but sets this property first: a setter that waits for
 * it gets to know the class, and leaves. That it does is held by a test.
 */
export function skipOutlines(): void {
  Object.defineProperty(Object.prototype, 'fontExtraProperties', {
    configurable: true,
    enumerable: false,
    set(this: object, value: unknown) {
      Reflect.deleteProperty(Object.prototype, 'fontExtraProperties')
      Object.assign(this, { fontExtraProperties: value })
      patchClassOf(this)
    },
  })
}

function patchClassOf(font: object): void {
  const builders = Object.getPrototypeOf(font) as Builders
  const { checkAndRepair, convert } = builders
  if (checkAndRepair === undefined || convert === undefined)
    throw new Error('pdf.js has other fonts than those that are known here')
  builders.checkAndRepair = function (name, file, properties) {
    const isReading = this.disableFontFace === false
    if (isReading && (isMapped(properties) || isMappedTrueType(this, { file, properties }))) return undefined
    return checkAndRepair.call(this, name, file, properties)
  }
  builders.convert = function (name, file, properties) {
    if (this.disableFontFace === false && isMapped(properties)) return undefined
    return convert.call(this, name, file, properties)
  }
}

/** Whether pdf.js takes nothing from the font file to find out what its codes stand for: see adjustType1ToUnicode there. */
function isMapped({ hasIncludedToUnicodeMap, isInternalFont }: Properties): boolean {
  return hasIncludedToUnicodeMap === true || isInternalFont === true
}

/** As adjustTrueTypeToUnicode has it. */
function isMappedTrueType(
  { isSymbolicFont }: Font,
  { file, properties }: { file: FontFile; properties: Properties },
): boolean {
  const start = file.peekBytes(TRUE_TYPE.length)
  if (!TRUE_TYPE.every((byte, index) => byte === start[index])) return false
  return properties.composite === true || properties.hasEncoding === true || !isSymbolicFont
}

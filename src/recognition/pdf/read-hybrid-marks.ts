import { inflateSync } from 'node:zlib'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { HybridMarks } from '../../../schemas/e-invoice.ts'

// Of one packed group of objects, and of how many: more than any real file has around its invoice.
const GROUP_BYTES = 8_000_000
const GROUPS = 200
const ALL_GROUPS_BYTES = 32_000_000
/** How far before `stream` its dictionary is looked for. */
const DICTIONARY_BYTES = 500

/** Reads what a PDF says around an embedded file. Never throws for what the file holds; what an encrypted file packs is not seen. */
export async function readHybridMarks(
  pdf: PDFDocumentProxy,
  { bytes, fileName }: { bytes: Buffer; fileName: string },
): Promise<HybridMarks> {
  const names = readNames(bytes)
  const xmp = await readXmp(pdf)
  const relationships = [...names.matchAll(/\/AFRelationship\s*\/(\w{1,30})/g)].map((match) => match[1] ?? '')
  const [pdfaPart, conformanceLevel, documentFileName] = ['part', 'ConformanceLevel', 'DocumentFileName'].map(
    (property) => readProperty(xmp, property),
  )
  return {
    fileName,
    relationships,
    associated: /\/AF\s*(\[|\d+\s+\d+\s+R)/.test(names),
    outputIntent: /\/OutputIntents\b/.test(names),
    ...(pdfaPart === undefined ? {} : { pdfaPart }),
    ...(conformanceLevel === undefined ? {} : { conformanceLevel }),
    ...(documentFileName === undefined ? {} : { documentFileName }),
  }
}

async function readXmp(pdf: PDFDocumentProxy): Promise<string> {
  const metadata = await pdf.getMetadata().then(
    ({ metadata }) => metadata,
    () => null,
  )
  return metadata?.getRaw() ?? ''
}

/** A property of XMP, as an element or as an attribute. */
function readProperty(xmp: string, property: string): string | undefined {
  const found =
    new RegExp(`<(?:\\w+:)?${property}>([^<]{1,200})<`).exec(xmp) ??
    new RegExp(`\\s(?:\\w+:)?${property}=["']([^"']{1,200})["']`).exec(xmp)
  return found?.[1]?.trim()
}

/** The file outside of its streams, and the streams that hold objects. */
function readNames(bytes: Buffer): string {
  const parts: string[] = []
  let groups = 0
  let unpacked = 0
  for (let from = 0; from < bytes.length; ) {
    const stream = bytes.indexOf('stream', from, 'latin1')
    if (stream < 0) {
      parts.push(bytes.toString('latin1', from))
      break
    }
    const outside = bytes.toString('latin1', from, stream)
    parts.push(outside)
    const end = bytes.indexOf('endstream', stream, 'latin1')
    if (end < 0) break
    if (groups < GROUPS && unpacked < ALL_GROUPS_BYTES && /\/ObjStm\b/.test(outside.slice(-DICTIONARY_BYTES))) {
      groups += 1
      const group = unpack(bytes.subarray(stream + 'stream'.length, end))
      unpacked += group.length
      parts.push(group)
    }
    from = end + 'endstream'.length
  }
  return parts.join('\n')
}

function unpack(packed: Buffer): string {
  // A line break stands between `stream` and its bytes.
  const start = packed[0] === 0x0d ? 2 : 1
  try {
    return inflateSync(packed.subarray(start), { maxOutputLength: GROUP_BYTES }).toString('latin1')
  } catch {
    return ''
  }
}

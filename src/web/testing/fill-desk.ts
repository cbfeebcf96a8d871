import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Draft } from '../../../schemas/draft.ts'
import type { Word } from '../../../schemas/transcript.ts'
import { asJson } from '../../database/json.ts'
import type { HttpPorts } from '../../http/ports.ts'
import { PLAIN_BILL, readInvoice } from '../../http/testing/records.ts'
import { derivedKey, type ObjectStore } from '../../object-store/index.ts'

/** Where the words of `sketchBill` stand on its page: 900 by 1270 pixels are 595 by 839.6 points. */
const SCALE = 595 / 900

/**
 * Gives an invoice of the test books what recognition would have left: a transcript whose words stand where the picture shows them, and
 * places of its fields there.
 */
export async function putWords(ports: HttpPorts, invoiceId: string): Promise<void> {
  const { draft, original_sha256: original } = await readInvoice(ports.db, invoiceId)
  if (!draft) throw new Error(`invoice ${invoiceId} has no draft`)
  const words: Word[] = []
  const fields: Draft['fields'] = {}
  // As the picture lists them; the database has an order of its own.
  const order = Object.keys(PLAIN_BILL)
  const rankOf = ([name]: [string, unknown]) => (order.includes(name) ? order.indexOf(name) : order.length)
  const entries = Object.entries(draft.fields).toSorted((a, b) => rankOf(a) - rankOf(b))
  for (const [index, [name, field]] of entries.entries()) {
    let left = 80 + (name.length + 2) * 11
    const bottom = 160 + index * 40
    const line = (field?.value ?? '').split(' ').map((text): Word => {
      const width = text.length * 12
      const box: Word['box'] = [left * SCALE, (bottom - 20) * SCALE, (left + width) * SCALE, (bottom + 4) * SCALE]
      left += width + 8
      return { text, box, source: 'ocr', confidence: 0.9 }
    })
    words.push(...line)
    const [first, last] = [line[0], line.at(-1)]
    if (!field || !first || !last) continue
    const box: Word['box'] = [first.box[0], first.box[1], last.box[2], last.box[3]]
    fields[name as keyof typeof fields] = { ...field, place: { page: 1, box } }
  }
  const page = { number: 1, width: 595, height: 1270 * SCALE, source: 'ocr' as const, words }
  const transcript = gzipSync(JSON.stringify({ pages: [page], ocrLanguages: ['eng'], notes: [] }))
  await putDerived(ports.objects, { original, name: 'transcript.json.gz', content: transcript })
  await ports.db
    .updateTable('invoice')
    .set({ draft: asJson({ ...draft, fields }) })
    .where('id', '=', invoiceId)
    .execute()
}

/** Puts something that was made of an original beside it. */
export async function putDerived(
  objects: ObjectStore,
  { original, name, content }: { original: string; name: string; content: Buffer },
): Promise<void> {
  const sha256 = createHash('sha256').update(content).digest('hex')
  const mediaType = name.endsWith('.webp') ? 'image/webp' : 'application/gzip'
  await objects.put(derivedKey(original, name), content, { sha256, mediaType })
}

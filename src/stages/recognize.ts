import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { asJson } from '../database/json.ts'
import { derivedKey } from '../object-store/index.ts'
import type { PageImage } from '../recognition/index.ts'
import { keepCarriedFiles } from './keep-carried-files.ts'
import { openProtected } from './open-protected.ts'
import { withOriginalFile } from './original-file.ts'
import type { StageOf, StagePorts } from './ports.ts'

/** Of an electronic invoice without pages: what was drawn of it. */
export const VIEW_NAME = 'view.pdf'
export const TRANSCRIPT_NAME = 'transcript.json.gz'
export const pageImageName = (page: number) => `page-${page}.webp`
export const thumbnailName = (page: number) => `page-${page}-small.webp`

/** Makes the transcript and the page images, and keeps both beside the original. A piece of a file has those of the whole. */
export const recognize: StageOf<'recognize'> = async (invoice, ports) => {
  const transcriptKey = derivedKey(invoice.original_sha256, TRANSCRIPT_NAME)
  if (invoice.split_from !== null && (await ports.objects.has(transcriptKey)))
    return { outcome: 'recognized', data: { as: invoice.split_from } }
  const reader = await ports.documentReader()
  const started = performance.now()
  const result = await withOriginalFile(ports, {
    invoice,
    use: (file) => {
      const open = (passwords: string[]) => reader.recognize({ ...file, passwords }, { pageImages: true })
      return openProtected(ports, { invoice, open })
    },
  })
  if (!result.ok)
    return { outcome: 'unreadable', patch: { unreadable: asJson(result.unreadable) }, data: { ...result.unreadable } }
  const keep = keepDerived(ports, invoice.original_sha256)
  const transcript = gzipSync(JSON.stringify(result.transcript))
  await Promise.all([keep(TRANSCRIPT_NAME, transcript, 'application/gzip'), keepImages(keep, result.images)])
  if (result.view) await keep(VIEW_NAME, result.view, 'application/pdf')
  const { files = [] } = result
  const keepFiles = files.length > 0 ? await keepCarriedFiles(ports, { invoice, files }) : undefined
  return {
    outcome: 'recognized',
    ...(keepFiles && { together: keepFiles }),
    data: {
      pages: result.transcript.pages.length,
      sources: [...new Set(result.transcript.pages.map((page) => page.source))],
      notes: result.transcript.notes,
      milliseconds: Math.round(performance.now() - started),
    },
  }
}

/** A page's two at once, page after page: a long document must not take all connections to the store. */
async function keepImages(keep: ReturnType<typeof keepDerived>, images: readonly PageImage[]): Promise<void> {
  for (const { page, image, thumbnail } of images) {
    await Promise.all([
      keep(pageImageName(page), image, 'image/webp'),
      keep(thumbnailName(page), thumbnail, 'image/webp'),
    ])
  }
}

function keepDerived(ports: StagePorts, original: string) {
  return async (name: string, bytes: Uint8Array, mediaType: string) => {
    const content = Buffer.from(bytes)
    const sha256 = createHash('sha256').update(content).digest('hex')
    await ports.objects.put(derivedKey(original, name), content, { sha256, mediaType })
  }
}

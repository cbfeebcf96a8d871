import { mkdtemp, open, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Unreadable } from '../../../schemas/original.ts'
import { canRunProgram, runProgram } from '../../sandbox/index.ts'
import { LIMITS } from '../limits.ts'
import { refuse } from '../opened.ts'
import { SNIFF_BYTES, sniffMediaType } from '../sniff-media-type.ts'
import type { FileInput } from '../tasks.ts'

/**
 * What telephones take is HEIC, whose pictures are HEVC. Decoders of that are under licences that ours does not go with, so it is the system's
 * own program that decodes it, where it is installed (Debian: libheif-examples).
 */
const DECODER = '/usr/bin/heif-convert'
const QUALITY = '95'
const OUTPUT = 'picture.jpg'

/**
 * Gives `use` a file that the children can read: the file itself, or for a HEIC photo a picture decoded from it, which is removed afterwards.
 */
export async function withDecoded<T>(
  file: FileInput,
  use: (file: FileInput) => Promise<T>,
): Promise<T | { ok: false; unreadable: Unreadable }> {
  if (!(await isHevc(file.path))) return use(file)
  if (!canRunProgram(DECODER))
    return refuse(
      'unsupported-type',
      'HEIC photos cannot be read by this installation: it lacks the programs bubblewrap and heif-convert. Ask the sender for a JPEG or a PDF.',
    )
  const folder = await mkdtemp(join(tmpdir(), 'billhook-heic-'))
  try {
    await runProgram([DECODER, '-q', QUALITY, file.path, join(folder, OUTPUT)], {
      folder,
      memoryMegabytes: LIMITS.memoryWithOcr,
      fileBytes: LIMITS.fileBytes,
      timeoutMs: LIMITS.openMs,
    })
    // One that holds several pictures gives each a number of its own.
    if (!(await readdir(folder)).includes(OUTPUT))
      return refuse(
        'unsupported-type',
        'The HEIC file holds several pictures. Ask the sender for one PDF, or a JPEG of each.',
      )
    return await use({ ...file, path: join(folder, OUTPUT), decodedFrom: 'image/heic' })
  } catch (error) {
    if (isDecoderFailure(error))
      return refuse(
        'corrupt',
        'The HEIC photo is damaged or too large and cannot be opened. Ask the sender for a JPEG or a PDF.',
      )
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The image library reads AVIF itself, which shares the container. */
async function isHevc(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined)
  // whoever reads it next says what is wrong with it
  if (file === undefined) return false
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0)
    const head = buffer.subarray(0, bytesRead)
    return sniffMediaType(head) === 'image/heic' && !head.includes('avif') && !head.includes('av01')
  } finally {
    await file.close()
  }
}

function isDecoderFailure(error: unknown): boolean {
  return error instanceof Error && 'killed' in error && 'cmd' in error
}

import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { Suspect } from './judge-hostile.ts'

const Manifest = z.array(
  z.object({
    file: z.string(),
    category: z.string().optional(),
    expect: z.enum(['must_capture', 'hold', 'survive']),
    note: z.string().optional(),
  }),
)

/**
 * The hostile files of a folder by its `manifest.json`. What `hold` holds them as is not said there: any reason will do; `must_capture` asks
 * for words, since no values are given. @returns a message where there is no manifest.
 */
export async function loadHostileFolder(directory: string): Promise<Suspect[] | string> {
  const path = join(directory, 'manifest.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    return `There is no ${path}. Name a folder with hostile files and their manifest.`
  }
  const rows = Manifest.safeParse(JSON.parse(text))
  if (!rows.success) return `${path} is no manifest of hostile files: ${z.prettifyError(rows.error)}`
  return rows.data.map(
    ({ file, category = '', expect, note = '' }): Suspect => ({
      name: basename(file),
      trick: [category, note].filter((part) => part !== '').join(': '),
      expect:
        expect === 'must_capture' ? { kind: 'words' } : expect === 'hold' ? { kind: 'held' } : { kind: 'survive' },
      make: () => readFile(join(directory, file)),
    }),
  )
}

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** Where the suites lie, beside the repository; they are never part of it. */
export const CONFORMANCE_MATERIAL = fileURLToPath(new URL('../../../shared/einvoices/', import.meta.url))

const Entry = z.object({
  suite: z.string(),
  kind: z.enum(['fragment', 'document', 'hybrid']),
  file: z.string(),
  /** Rules that must find something, and rules that must not. */
  must_fire: z.array(z.string()).default([]),
  must_not_fire: z.array(z.string()).default([]),
  expect: z.string().optional(),
  description: z.string().optional(),
})
export type Entry = z.infer<typeof Entry>

/** Reads the list of the suites. @returns the entries, or in words what is missing. */
export async function loadConformance(folder: string): Promise<Entry[] | string> {
  const index = `${folder.replace(/\/$/, '')}/index.json`
  if (!existsSync(index)) {
    return `${index} is absent: the conformance suites lie in ../shared/einvoices beside the repository. Put them there, or name their folder with --material.`
  }
  return z.array(Entry).parse(JSON.parse(await readFile(index, 'utf8')))
}

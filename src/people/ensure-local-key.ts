import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { Database } from '../database/index.ts'
import { createApiKey } from './api-keys.ts'

/** How `billhook send` on the same machine reaches the server of a data folder. */
const LocalKey = z.object({ url: z.url(), company: z.string(), key: z.string() })
export type LocalKey = z.infer<typeof LocalKey>

/** Keeps a file, readable by the owner of the data folder only, with a key that may deliver; the first start makes it. */
export async function ensureLocalKey(
  ports: { db: Database; now: () => Date; newId: () => string },
  { path, url, company }: { path: string; url: string; company: string },
): Promise<void> {
  const known = readLocalKey(path)
  const key =
    known?.company === company
      ? known.key
      : (await createApiKey(ports, { companyId: company, name: 'this machine', role: 'clerk', actor: 'system' })).key
  if (known?.url !== url || known.key !== key) {
    writeFileSync(path, `${JSON.stringify({ url, company, key } satisfies LocalKey)}\n`, { mode: 0o600 })
  }
}

/** The file's content, or null when no server has used the folder yet. */
export function readLocalKey(path: string): LocalKey | null {
  if (!existsSync(path)) return null
  return LocalKey.parse(JSON.parse(readFileSync(path, 'utf8')))
}

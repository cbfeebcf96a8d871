import { originalKey } from '../../object-store/index.ts'
import type { Check } from '../problem.ts'

/** Every byte that was acknowledged is in the object store under its hash; reading verifies the content. */
export const originalsArePresent: Check = async ({ db, objects }) => {
  const originals = await db.selectFrom('original').select('sha256').distinct().execute()
  const raws = await db.selectFrom('delivery').select('raw_sha256').where('raw_sha256', 'is not', null).execute()
  const hashes = new Set([...originals.map((row) => row.sha256), ...raws.map((row) => row.raw_sha256 as string)])
  const problems = []
  for (const sha256 of hashes) {
    try {
      await objects.get(originalKey(sha256))
    } catch (error) {
      problems.push({ subject: `original ${sha256}`, message: `${(error as Error).message} Restore it from a backup.` })
    }
  }
  return problems
}

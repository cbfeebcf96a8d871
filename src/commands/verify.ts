import { resolve } from 'node:path'
import { auditHeadKey } from '../evidence/audit-heads.ts'
import { verifyPack } from '../evidence/verify-pack.ts'

/** `billhook verify PACK`: checks an evidence pack alone. @returns the exit code: 1 when something in it does not fit. */
export async function verifyCommand(pack: string): Promise<number> {
  const { problems, manifest, head } = await verifyPack(resolve(pack))
  if (manifest) {
    console.log(`Invoice ${manifest.invoice} of ${manifest.company}, exported ${manifest.exportedAt}`)
    console.log(`SHA-256 of manifest.json: ${manifest.sha256}`)
    for (const note of manifest.notes) console.log(`note: ${note}`)
  }
  if (problems.length > 0) {
    for (const problem of problems) console.log(`BROKEN ${problem}`)
    return 1
  }
  console.log('ok     every file, the audit trail and the record fit together')
  if (head) {
    console.log(
      `Whoever made this could have made all of it: compare event ${head.seq}, hash ${head.hash}, with ${auditHeadKey(head.company, head.date)} in the object store.`,
    )
  }
  return 0
}

import { openRecords } from '../app.ts'
import { readConfig } from '../config.ts'
import { checkInvariants } from '../doctor/check-invariants.ts'
import { exportAuditHeads } from '../evidence/audit-heads.ts'

/**
 * `billhook doctor`: checks every promise against the records. With `afterRestore` the audit trail as it is now becomes the one that later
 * looks compare with: an older database was restored on purpose.
 * @returns the exit code: 1 when a promise is broken.
 */
export async function doctorCommand({ afterRestore = false }: { afterRestore?: boolean } = {}): Promise<number> {
  const records = await openRecords(readConfig(process.env))
  try {
    if (afterRestore) {
      const { exported } = await exportAuditHeads({ ...records, now: () => new Date() }, { afterRestore })
      console.log(`The audit trails of ${exported} companies were exported as they are now.`)
    }
    const { checked, problems } = await checkInvariants({ ...records, now: () => new Date() })
    for (const check of checked) {
      const broken = problems.filter((problem) => problem.check === check)
      console.log(`${broken.length === 0 ? 'ok    ' : 'BROKEN'} ${check.replaceAll('-', ' ')}`)
      for (const { subject, message } of broken) console.log(`       ${subject}: ${message}`)
    }
    return problems.length === 0 ? 0 : 1
  } finally {
    await records.close()
  }
}

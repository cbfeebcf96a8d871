import { openRecords } from '../app.ts'
import { readConfig } from '../config.ts'
import { checkInvariants } from '../doctor/check-invariants.ts'

/** `billhook doctor`: checks every promise against the records. @returns the exit code: 1 when one is broken. */
export async function doctorCommand(): Promise<number> {
  const records = await openRecords(readConfig(process.env))
  try {
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

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTorture } from '../torture/run-torture.ts'

/** `npm run torture -- --kills N --seed S`: prints what was promised and what is there. @returns the exit code: 1 when a promise broke. */
export async function tortureCommand({ kills, seed }: { kills: string; seed?: string }): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'billhook-torture-'))
  const chosen = seed ?? String(Date.now())
  console.log(`seed ${chosen}, data in ${folder}`)
  const report = await runTorture({ kills: Number(kills), seed: chosen, folder, log: (line) => console.log(line) })
  const sorted = report.firstAcknowledgements.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  console.log(`
kills ${report.kills}, seed ${report.seed}
delivered ${report.delivered}, approved ${report.approved}, posted ${report.posted}
first acknowledgement after a restart: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${sorted.at(-1)} ms
broken promises: ${report.problems.length}`)
  for (const problem of report.problems) console.log(`  ${problem}`)
  return report.problems.length === 0 ? 0 : 1
}

import { z } from 'zod'
import type { JudgedDocument } from './judge-document.ts'
import type { Tally } from './tally-documents.ts'

/** One set as the JSON beside a measurement has it. */
export type MeasuredSet = { tally: Tally; documents: JudgedDocument[]; seconds: number; processorSeconds: number }

/** An older measurement, as far as it is compared. */
export const OlderMeasurement = z.object({
  sets: z.array(
    z.object({
      tally: z.object({ name: z.string() }),
      documents: z.array(
        z.object({
          file: z.string(),
          core: z.boolean().optional(),
          fields: z.record(z.string(), z.object({ verdict: z.string(), value: z.string().optional() })),
          lines: z.object({ matched: z.number(), known: z.number() }),
        }),
      ),
    }),
  ),
})
export type OlderMeasurement = z.infer<typeof OlderMeasurement>

/** What changed since an older measurement, document by document, better and worse apart; sets are matched by name. */
export function compareMeasurements(older: OlderMeasurement, sets: readonly MeasuredSet[]): string {
  const better: string[] = []
  const worse: string[] = []
  for (const set of sets) {
    const before = older.sets.find((one) => one.tally.name === set.tally.name)
    for (const document of set.documents) {
      const old = before?.documents.find((one) => one.file === document.file)
      if (!old) continue
      const at = `${set.tally.name} ${document.file}`
      for (const field of new Set([...Object.keys(old.fields), ...Object.keys(document.fields)])) {
        // Nothing was invented where nothing is listed.
        const was = old.fields[field]?.verdict ?? 'right'
        const is = document.fields[field]?.verdict ?? 'right'
        if ((was === 'right') === (is === 'right')) continue
        const line = `  ${at} | ${field} | ${was} ${old.fields[field]?.value ?? ''} -> ${is} ${document.fields[field]?.value ?? ''}`
        ;(is === 'right' ? better : worse).push(line)
      }
      const gained = document.lines.matched - old.lines.matched
      if (gained !== 0) (gained > 0 ? better : worse).push(`  ${at} | line_items | ${gained > 0 ? '+' : ''}${gained}`)
    }
  }
  return [`\nbetter: ${better.length}`, ...better, `worse: ${worse.length}`, ...worse, ''].join('\n')
}

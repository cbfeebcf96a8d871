import { performance } from 'node:perf_hooks'
import { makeOddBill } from '../../fixtures/generate/odd-suppliers.ts'
import { newId } from '../http/testing/records.ts'
import { enterSupplier } from '../suppliers/change-supplier.ts'
import { identifiersOnPages } from '../suppliers/identifiers.ts'
import { matchSupplier } from '../suppliers/match-supplier.ts'
import { measureLearning, type Score } from '../suppliers/testing/measure-learning.ts'
import { type LearningDesk, openLearningDesk } from '../suppliers/testing/open-learning-desk.ts'

export type LearningOptions = { suppliers: string; next: string; seed: string; known: string }

const LOOKUPS = 50
const OURS = { own: { names: [], vatIds: [], ibans: [] }, domains: [] }

/** `billhook bench learning`: what one corrected bill of a supplier is worth, and what it costs to ask whose a document is. */
export async function benchLearning({ suppliers, next, seed, known }: LearningOptions): Promise<number> {
  const desk = await openLearningDesk()
  try {
    const started = performance.now()
    const measured = await measureLearning(desk, { seed, suppliers: Number(suppliers), next: Number(next) })
    const seconds = (performance.now() - started) / 1000
    console.log(`${suppliers} suppliers of odd papers (seed ${seed}), one bill each corrected, ${next} bills after it`)
    console.log(`first bills: ${describe(measured.first)}`)
    console.log(`after it:    ${describe(measured.later)}`)
    console.log(`${measured.untouched} of them would have gone on without a person; ${seconds.toFixed(0)} s in all`)
    for (const message of measured.later.wrong) console.log(`  ${message}`)
    await measureLookups(desk, Number(known))
    return 0
  } finally {
    await desk.close()
  }
}

function describe({ fields, right, sure, wrongAndSure }: Score): string {
  const share = ((100 * right) / fields).toFixed(1)
  return `${right} of ${fields} fields right (${share} %); ${sure} sure, of which ${wrongAndSure.length} wrong`
}

/** Asks whose a document is among so many suppliers. */
async function measureLookups(desk: LearningDesk, count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const entry = {
      name: `Company number ${at} Ltd`,
      vatId: `GB${100_000_000 + at}`,
      ibans: [`GB33BUKB${10_000_000_000_000 + at}`],
      domains: [`company-${at}.example`],
    }
    await enterSupplier({ ...desk.ports, newId }, { companyId: desk.company.id, actor: 'bench', entry })
  }
  const { pdf } = await makeOddBill({ seed: 'lookup', supplier: 0, bill: 0 })
  const transcript = await desk.recognize(pdf)
  const started = performance.now()
  let asked = 0
  for (let at = 0; at < LOOKUPS; at += 1) {
    const found = identifiersOnPages(transcript, { ours: OURS })
    asked = found.length
    await matchSupplier(desk.db, { companyId: desk.company.id, found })
  }
  const each = (performance.now() - started) / LOOKUPS
  console.log(`whose a page is, among ${count} suppliers: ${each.toFixed(1)} ms (${asked} identifiers on it)`)
}

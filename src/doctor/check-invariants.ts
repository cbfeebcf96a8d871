import { auditChainIsIntact } from './checks/audit-chain-is-intact.ts'
import { billsArePostedOnce } from './checks/bills-are-posted-once.ts'
import { deliveriesAreDisposedOf } from './checks/deliveries-are-disposed-of.ts'
import { malwareIsNotOpened } from './checks/malware-is-not-opened.ts'
import { originalsArePresent } from './checks/originals-are-present.ts'
import { pagesAreInOneBill } from './checks/pages-are-in-one-bill.ts'
import { scannerAnswers } from './checks/scanner-answers.ts'
import { secretsCanBeOpened } from './checks/secrets-can-be-opened.ts'
import { workIsDispatched } from './checks/work-is-dispatched.ts'
import type { Check, DoctorPorts, Problem } from './problem.ts'

/** Every promise that can be checked from the records; the crash tests use the same list. */
const CHECKS = {
  'deliveries-are-disposed-of': deliveriesAreDisposedOf,
  'pages-are-in-one-bill': pagesAreInOneBill,
  'originals-are-present': originalsArePresent,
  'work-is-dispatched': workIsDispatched,
  'scanner-answers': scannerAnswers,
  'malware-is-not-opened': malwareIsNotOpened,
  'secrets-can-be-opened': secretsCanBeOpened,
  'bills-are-posted-once': billsArePostedOnce,
  'audit-chain-is-intact': auditChainIsIntact,
} as const satisfies Record<string, Check>

/** Runs every check. @returns what is wrong, empty when all promises hold; `checked` names what was looked at. */
export async function checkInvariants(ports: DoctorPorts): Promise<{ checked: string[]; problems: Problem[] }> {
  const problems: Problem[] = []
  for (const [check, run] of Object.entries(CHECKS)) {
    problems.push(...(await run(ports)).map((problem) => ({ check, ...problem })))
  }
  return { checked: Object.keys(CHECKS), problems }
}

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BillhookError } from '../errors.ts'
import { exitOnSignals } from '../project/testing/end-with-us.ts'
import { checkAcknowledgementOrder } from '../torture/acknowledgement-order.ts'
import { openEmbedded, openLarge, PARTS, type Part } from '../torture/installation.ts'
import { runPlantedBugs } from '../torture/planted-bugs/run.ts'
import { runTorture } from '../torture/run-torture.ts'

export type TortureCommand = {
  kills: string
  seed?: string
  large?: boolean
  outages?: string
  parts?: string
  rest?: string
  acknowledgements?: string
  planted?: string | true
}

/** `npm run torture -- --kills N --seed S`: prints what was promised and what is there. @returns the exit code: 1 when a promise broke. */
export async function tortureCommand(options: TortureCommand): Promise<number> {
  const large = options.large === true || options.parts !== undefined
  const parts = options.parts === undefined ? PARTS : readParts(options.parts)
  const log = (line: string) => console.log(line)
  if (options.planted !== undefined) {
    const only = options.planted === true ? {} : { only: options.planted }
    return (await runPlantedBugs({ ...only, log })) === 0 ? 0 : 1
  }
  if (options.outages !== undefined && !large) {
    throw new BillhookError('config.invalid', 'Outages are of PostgreSQL, Redis and S3: add --large or --parts.')
  }
  exitOnSignals()
  const folder = mkdtempSync(join(tmpdir(), 'billhook-torture-'))
  const seed = options.seed ?? String(Date.now())
  if (options.acknowledgements !== undefined) {
    const report = await checkAcknowledgementOrder({ folder, count: Number(options.acknowledgements) })
    const { uploads, mails, acknowledgements, problems } = report
    log(
      `${uploads} uploads, ${mails} mails, ${acknowledgements} acknowledgements traced, too early: ${problems.length}`,
    )
    for (const problem of problems) log(`  ${problem}`)
    return problems.length === 0 && acknowledgements === uploads + mails ? 0 : 1
  }
  log(`seed ${seed}, data in ${folder}`)
  const installation = await (large ? openLarge(folder, { parts }) : openEmbedded(folder))
  try {
    const counts = {
      kills: Number(options.kills),
      outages: Number(options.outages ?? 0),
      ...(options.rest === undefined ? {} : { restMs: Number(options.rest) }),
    }
    const report = await runTorture({ ...counts, seed, folder, installation, log })
    log(`
${large ? parts.join(' + ') : 'embedded'}, kills ${report.kills}, outages ${report.outages}, seed ${report.seed}
delivered ${report.delivered}, approved ${report.approved}, posted ${report.posted}, retried by the clerk ${report.retried}
first acknowledgement after a start: ${describe(report.firstAcknowledgements)}`)
    for (const what of new Set(report.resumptions.map(({ outage }) => outage))) {
      const of = report.resumptions.filter(({ outage }) => outage === what)
      log(`after ${what}: acknowledges again after ${describe(of.map(({ acknowledged }) => acknowledged))}`)
      log(`  works again after ${describe(of.map(({ worked }) => worked))}`)
    }
    log(`broken promises: ${report.problems.length}`)
    for (const problem of report.problems) log(`  ${problem}`)
    return report.problems.length === 0 ? 0 : 1
  } finally {
    await installation.stop()
  }
}

function readParts(list: string): Part[] {
  const names = list.split(',')
  const parts = PARTS.filter((part) => names.includes(part))
  if (parts.length === names.length && parts.includes('postgres')) return parts
  throw new BillhookError('config.invalid', `--parts takes postgres, redis and s3, postgres always; not "${list}".`)
}

function describe(milliseconds: number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  return `median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${sorted.at(-1)} ms (n = ${sorted.length})`
}

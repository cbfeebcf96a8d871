/**
 * Kills the processes of a Billhook again and again, and lets what it stands on fail, while the world around it goes on; then waits for
 * quiet and compares what it promised with what it has. Everything random comes from the seed: who is killed when, the failpoints, the
 * documents. (What happens between two kills depends on the machine too: a seed repeats the plan, not every interleaving.)
 */
import { join } from 'node:path'
import { generateInvoice } from '../../fixtures/generate/index.ts'
import { createRandom, type Random } from '../../fixtures/generate/random.ts'
import { openRecords } from '../app.ts'
import { readConfig } from '../config.ts'
import { createApiKey } from '../people/api-keys.ts'
import { FAILPOINTS } from '../pipeline/failpoint.ts'
import { type Comparison, compare } from './compare.ts'
import type { Installation, Outage } from './installation.ts'
import { openLedger } from './ledger.ts'
import { startProcess, type Victim } from './start-process.ts'
import { waitForQuiet } from './wait-for-quiet.ts'
import { startWorld, type World } from './world.ts'

export type TortureOptions = {
  kills: number
  /** How often each part that the installation stands on fails; 0 where it stands on none. */
  outages?: number
  seed: string
  /** Between two documents of the supplier, in milliseconds; the longer, the fewer there are to be read. */
  restMs?: number
  folder: string
  installation: Installation
  log: (line: string) => void
}

export type TortureReport = Comparison & {
  kills: number
  outages: number
  seed: string
  /** How often the clerk had to press Retry. */
  retried: number
  /** Milliseconds from each start of the serving process to the first new acknowledgement. */
  firstAcknowledgements: number[]
  /** Milliseconds from the end of each outage to the first new acknowledgement and to the first piece of work done. */
  resumptions: { outage: string; acknowledged: number; worked: number }[]
}

const COMPANY = 'acme'
const QUIET_TIMEOUT_MS = 600_000
const OUTAGE_MS = { shortest: 500, longest: 8_000 }
/** Where nothing is acknowledged for so long, the report says so and the torture goes on. */
const PATIENCE_MS = 120_000

type Torture = {
  installation: Installation
  random: Random
  victims: Map<string, Victim>
  world: World
  key: string
  report: Pick<TortureReport, 'firstAcknowledgements' | 'resumptions'>
}

export async function runTorture(options: TortureOptions): Promise<TortureReport> {
  const { kills, outages = 0, seed, restMs = 300, folder, installation, log } = options
  const random = createRandom(`torture/${seed}`)
  const ledger = openLedger(join(folder, 'ledger.jsonl'))
  const report: Torture['report'] = { firstAcknowledgements: [], resumptions: [] }

  // One clean start makes the company; its administrator's key lets the world read the mails.
  await (await start(installation, 0)).kill('SIGTERM')
  const key = await makeKey(installation.settings)
  const world = startWorld({
    url: installation.url,
    smtpPort: installation.smtpPort,
    key,
    company: COMPANY,
    ingestDomain: 'in.localhost',
    ledger,
    document: async (n) =>
      (await generateInvoice({ seed: `torture/${seed}/${n}`, wishes: { type: 'invoice', lines: 2 } })).pdf,
    restMs,
  })
  const torture: Torture = { installation, random, victims: new Map(), world, key, report }
  const plan = random.shuffle([
    ...Array.from({ length: kills }, () => null),
    ...installation.outages.flatMap((outage) => Array.from({ length: outages }, () => outage)),
  ])
  try {
    await startWhatIsDown(torture, { failpoints: true })
    for (const [index, outage] of plan.entries()) {
      const done = outage ? await suffer(torture, outage) : await killOne(torture)
      log(`${index + 1}/${plan.length} ${done}, ${world.acknowledged()} acknowledged`)
    }
    // Those that still carry a failpoint are started anew without one.
    await endAll(torture, 'SIGKILL')
    await startWhatIsDown(torture, { failpoints: false })
    await world.stopSending()
    const isQuiet = await waitForQuiet(
      { url: installation.url, key, company: COMPANY },
      { timeoutMs: QUIET_TIMEOUT_MS },
    )
    await world.stop()
    await endAll(torture, 'SIGTERM')
    const result = await compare(installation.settings, ledger.read())
    if (!isQuiet) result.problems.unshift(`it did not come to rest within ${QUIET_TIMEOUT_MS / 60_000} minutes`)
    return {
      kills,
      outages: outages * installation.outages.length,
      seed,
      retried: world.retried(),
      ...report,
      ...result,
    }
  } finally {
    await world.stop()
    await endAll(torture, 'SIGKILL')
  }
}

function start({ commands, settings }: Installation, index: number, failpoint?: string): Promise<Victim> {
  const command = commands[index]
  if (!command) throw new RangeError(`the installation has no process ${index}`)
  // Every start pays for its children's starts, and it is kills that are wanted, not pages.
  const environment = { ...settings, RECOGNITION_PROCESSES: '1', ...(failpoint ? { FAILPOINT: failpoint } : {}) }
  return startProcess({ ...command, environment })
}

/** Every process that has ended, for whatever reason, is started again; half of them with a failpoint at which they will die. */
async function startWhatIsDown(torture: Torture, { failpoints }: { failpoints: boolean }): Promise<void> {
  const { installation, random, victims } = torture
  for (const [index, { name }] of installation.commands.entries()) {
    const known = victims.get(name)
    if (known && !known.hasEnded()) continue
    const failpoint = random.chance(0.5) ? `${random.pick([...FAILPOINTS])}:${random.integer(1, 4)}` : undefined
    const before = torture.world.acknowledged()
    const victim = await start(installation, index, failpoints ? failpoint : undefined)
    victims.set(name, victim)
    if (index !== 0) continue
    const acknowledged = await until(() => torture.world.acknowledged() > before || victim.hasEnded())
    if (!victim.hasEnded())
      torture.report.firstAcknowledgements.push(
        acknowledged ? Math.round(performance.now() - victim.startedAt) : PATIENCE_MS,
      )
  }
}

async function killOne(torture: Torture): Promise<string> {
  const { random, victims, installation } = torture
  const { name } = random.pick(installation.commands)
  const lifetime = random.integer(300, 4000)
  const victim = victims.get(name) as Victim
  await Promise.race([rest(lifetime), victim.ended])
  const diedItself = victim.hasEnded()
  await victim.kill('SIGKILL')
  await startWhatIsDown(torture, { failpoints: true })
  return `${name} killed ${diedItself ? 'at its failpoint' : `after ${lifetime} ms`}`
}

async function suffer(torture: Torture, outage: Outage): Promise<string> {
  const { random, world, report } = torture
  const lasts = random.integer(OUTAGE_MS.shortest, OUTAGE_MS.longest)
  const earlier = await listVersions(torture)
  await outage.strike()
  await rest(lasts)
  await outage.end()
  const ended = performance.now()
  const acknowledged = world.acknowledged()
  const atEnd = await listVersions(torture)
  const before = atEnd.size > 0 ? atEnd : earlier
  // A process may end on an outage at its start; whoever supervises it starts it again.
  await startWhatIsDown(torture, { failpoints: true })
  const resumption = { outage: outage.name, acknowledged: PATIENCE_MS, worked: PATIENCE_MS }
  if (await until(() => world.acknowledged() > acknowledged))
    resumption.acknowledged = Math.round(performance.now() - ended)
  const hasMoved = async () =>
    [...(await listVersions(torture))].some(([id, version]) => version > (before.get(id) ?? 0))
  if (await until(hasMoved)) resumption.worked = Math.round(performance.now() - ended)
  report.resumptions.push(resumption)
  return `${outage.name} for ${lasts} ms`
}

/** How far the newest invoices have come: every move adds one to a version. Empty while it can't be asked. */
async function listVersions({ installation, key }: Torture): Promise<Map<string, number>> {
  try {
    const response = await fetch(`${installation.url}/api/companies/${COMPANY}/invoices?limit=100`, {
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(5_000),
    })
    const { invoices } = (await response.json()) as { invoices: { id: string; version: number }[] }
    return new Map(invoices.map(({ id, version }) => [id, version]))
  } catch {
    return new Map()
  }
}

async function endAll({ victims }: Torture, signal: NodeJS.Signals): Promise<void> {
  await Promise.all([...victims.values()].map((victim) => victim.kill(signal)))
}

async function until(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > deadline) return false
    await rest(20)
  }
  return true
}

const rest = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

async function makeKey(settings: Record<string, string>): Promise<string> {
  const records = await openRecords(readConfig(settings))
  const ports = { db: records.db, now: () => new Date(), newId: () => crypto.randomUUID() }
  const { key } = await createApiKey(ports, { companyId: COMPANY, name: 'torture', role: 'admin', actor: 'torture' })
  await records.close()
  return key
}

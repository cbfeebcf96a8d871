/**
 * `npm run bench -- load`: how soon uploads are acknowledged while OCR takes all it can get, how many mails a second are, how much memory
 * all Node processes have, and how steadily a backlog drains. The client runs on the same machine and takes its share of it.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import nodemailer from 'nodemailer'
import { STATUSES_IN_WORK } from '../pipeline/lifecycle.ts'
import { exitOnSignals } from '../project/testing/end-with-us.ts'
import { type Address, isTaken, upload } from '../torture/deliver.ts'
import { openEmbedded, openLarge } from '../torture/installation.ts'
import { startProcess, type Victim } from '../torture/start-process.ts'
import { measureMemory } from './process-memory.ts'
import { measureProcessorTime } from './processor-time.ts'

export type LoadOptions = { seconds: string; rate: string; connections: string; backlog: string; large?: boolean }

const UPLOAD_BYTES = 200_000
const MAIL_BYTES = 100_000
/** Of a backlog; what arrives is mostly born digital. */
const ONE_SCAN_IN = 50
const WARM_UP_SECONDS = 8
const REST_WITHIN_MS = 180_000
/** So many scans wait for OCR all the time while acknowledgements are measured: more than two cores read until the next look. */
const SCANS_AHEAD = 24
/** A look at the metrics within this gets the answer of the one before. */
const METRICS_ARE_OLD_AFTER_MS = 5_100

const fixture = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/invoices/${path}`, import.meta.url)))

/** @returns the exit code: 1 when a delivery was refused. */
export async function benchLoad(options: LoadOptions): Promise<number> {
  exitOnSignals()
  const [seconds, rate] = [Number(options.seconds), Number(options.rate)]
  const folder = mkdtempSync(join(tmpdir(), 'billhook-load-'))
  const installation = await (options.large ? openLarge(folder, { workers: 1 }) : openEmbedded(folder))
  const processes: Victim[] = []
  try {
    for (const command of installation.commands) {
      processes.push(await startProcess({ ...command, environment: installation.settings }))
    }
    const local = join(installation.settings.DATA_DIR ?? '', 'local-key.json')
    const { key, company } = JSON.parse(readFileSync(local, 'utf8')) as { key: string; company: string }
    const to: Address = {
      url: installation.url,
      smtpPort: installation.smtpPort,
      key,
      company,
      ingestDomain: 'in.localhost',
    }
    const pids = processes.map(({ process }) => process.pid as number)
    console.log(
      `${options.large ? 'PostgreSQL + Redis + S3' : 'embedded'}, ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'})`,
    )
    const memory = watchMemory(pids)
    const [started, before] = [performance.now(), measureProcessorTime(process.pid)]
    const [backlog, connections] = [Number(options.backlog), Number(options.connections)]
    const refused =
      backlog > 0
        ? await drainBacklog(to, { backlog, seconds })
        : (await sendUnderOcr(to, { seconds, rate, connections })) + (await mailAtRest(to, { seconds, connections }))
    const { most, least } = memory.stop()
    console.log(`memory of all Node processes: ${megabytes(least)} to ${megabytes(most)} MB (proportional set size)`)
    console.log(describeProcessors((performance.now() - started) / 1000, before))
    return refused === 0 ? 0 : 1
  } finally {
    await Promise.all(processes.map((victim) => victim.kill('SIGKILL')))
    await installation.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns how many were refused, as the others here. */
async function drainBacklog(to: Address, { backlog, seconds }: { backlog: number; seconds: number }): Promise<number> {
  const started = performance.now()
  const refused = await uploadBacklog(to, backlog)
  const took = (performance.now() - started) / 1000
  console.log(
    `backlog: ${backlog} deliveries, one of ${ONE_SCAN_IN} a scan, taken in ${took.toFixed(1)} s (${(backlog / took).toFixed(0)}/s), refused ${refused}`,
  )
  await watchDrain(to, seconds)
  return refused
}

async function sendUnderOcr(
  to: Address,
  { seconds, rate, connections }: { seconds: number; rate: number; connections: number },
): Promise<number> {
  const saturation = keepOcrBusy(to)
  // What is measured is a service at work, not its first requests after a start.
  await uploadSteadily(to, { seconds: WARM_UP_SECONDS, rate })
  const uploads = await uploadSteadily(to, { seconds, rate })
  console.log(
    `uploads of 200 kB, ${rate}/s for ${seconds} s, OCR saturated: ${describe(uploads.milliseconds)}, refused ${uploads.refused}`,
  )
  const mails = await mailContinuously(to, { seconds, connections })
  console.log(
    `mails of 100 kB, ${connections} connections for ${seconds} s, OCR saturated: ${describeMails(mails, seconds)}`,
  )
  await saturation.stop()
  await watchDrain(to, seconds)
  return uploads.refused + mails.refused
}

/** The same mails when nothing else waits, unless that takes too long to come. */
async function mailAtRest(
  to: Address,
  { seconds, connections }: { seconds: number; connections: number },
): Promise<number> {
  const deadline = performance.now() + REST_WITHIN_MS
  while ((await countInWork(to)) > 0) {
    if (performance.now() > deadline) return 0
    await rest(METRICS_ARE_OLD_AFTER_MS)
  }
  const mails = await mailContinuously(to, { seconds, connections })
  console.log(
    `mails of 100 kB, ${connections} connections for ${seconds} s, nothing else waiting: ${describeMails(mails, seconds)}`,
  )
  return mails.refused
}

/** Uploads at fixed times whether or not the earlier ones were answered; each is measured from the time at which it was due. */
async function uploadSteadily(to: Address, { seconds, rate }: { seconds: number; rate: number }) {
  const base = fixture('en-hosting/invoice.pdf')
  const milliseconds: number[] = []
  let refused = 0
  const started = performance.now()
  const running = Array.from({ length: seconds * rate }, async (_, n) => {
    const due = started + (n * 1000) / rate
    await rest(Math.max(0, due - performance.now()))
    const answer = await upload(to, pad(base, UPLOAD_BYTES)).catch(() => 0)
    if (isTaken(answer)) milliseconds.push(performance.now() - due)
    else refused++
  })
  await Promise.all(running)
  return { milliseconds, refused }
}

async function mailContinuously(to: Address, { seconds, connections }: { seconds: number; connections: number }) {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: to.smtpPort,
    ignoreTLS: true,
    pool: true,
    maxConnections: connections,
    maxMessages: Number.POSITIVE_INFINITY,
  })
  const envelope = { from: 'billing@supplier.example', to: `${to.company}@${to.ingestDomain}` }
  const body = pad(fixture('en-hosting/invoice.pdf'), (MAIL_BYTES * 3) / 4)
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n')
  const milliseconds: number[] = []
  let refused = 0
  const deadline = performance.now() + seconds * 1000
  const sender = async () => {
    while (performance.now() < deadline) {
      const started = performance.now()
      const raw = `From: billing@supplier.example\r\nTo: ${envelope.to}\r\nSubject: Invoice ${randomBytes(12).toString('hex')}\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf; name=invoice.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`
      await transport.sendMail({ envelope, raw }).then(
        () => milliseconds.push(performance.now() - started),
        () => refused++,
      )
    }
  }
  await Promise.all(Array.from({ length: connections }, sender))
  transport.close()
  return { milliseconds, refused }
}

/** Uploads scans so that some always wait for OCR, and no more than that: they would be another load than the one that is measured. */
function keepOcrBusy(to: Address): { stop(): Promise<void> } {
  const scan = fixture('de-electrician-scan/invoice.pdf')
  let stopped = false
  const loop = (async () => {
    while (!stopped) {
      const looked = performance.now()
      const counts = await countInvoices(to).catch(() => null)
      const waiting = counts === null ? SCANS_AHEAD : (counts.received ?? 0) + (counts.identified ?? 0)
      for (let n = waiting; n < SCANS_AHEAD && !stopped; n++) {
        await upload(to, pad(scan, scan.length + 40)).catch(() => 0)
        await rest(METRICS_ARE_OLD_AFTER_MS / SCANS_AHEAD)
      }
      while (!stopped && performance.now() - looked < METRICS_ARE_OLD_AFTER_MS) await rest(200)
    }
  })()
  return {
    async stop() {
      stopped = true
      await loop
    },
  }
}

async function uploadBacklog(to: Address, count: number): Promise<number> {
  const [text, scan] = [fixture('en-hosting/invoice.pdf'), fixture('de-electrician-scan/invoice.pdf')]
  let [left, refused] = [count, 0]
  const sender = async () => {
    while (left > 0) {
      const base = left-- % ONE_SCAN_IN === 0 ? scan : text
      if (!isTaken(await upload(to, pad(base, base.length + 40)).catch(() => 0))) refused++
    }
  }
  await Promise.all(Array.from({ length: 8 }, sender))
  return refused
}

/** How many invoices leave the stages in each of a few spans of time, after the sending has ended. */
async function watchDrain(to: Address, seconds: number): Promise<void> {
  const spans: string[] = []
  let before = await countInWork(to)
  const first = before
  for (let span = 0; span < 4 && before > 0; span++) {
    // /metrics counts at most every 5 s.
    await rest(Math.max(6_000, (seconds * 1000) / 4))
    const now = await countInWork(to)
    spans.push(((before - now) / Math.max(6, seconds / 4)).toFixed(1))
    before = now
  }
  console.log(
    `drain: ${first} in work when the sending ended, ${before} left; per second in each span: ${spans.join(', ')}`,
  )
}

async function countInWork(to: Address): Promise<number> {
  const counts = await countInvoices(to)
  return STATUSES_IN_WORK.reduce((sum, status) => sum + (counts[status] ?? 0), counts['deliveries-open'] ?? 0)
}

async function countInvoices({ url }: Address): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const counts: Record<string, number> = {}
  for (const [, status = '', count] of text.matchAll(/^billhook_invoices\{status="([^"]+)"\} (\d+)$/gm)) {
    counts[status] = Number(count)
  }
  counts['deliveries-open'] = Number(/^billhook_deliveries_open (\d+)$/m.exec(text)?.[1] ?? 0)
  return counts
}

/** A PDF stays one with anything behind its end; so each is a document of its own. */
function pad(pdf: Buffer, bytes: number): Buffer {
  const more = Math.max(40, bytes - pdf.length - 2)
  return Buffer.concat([
    pdf,
    Buffer.from('\n%'),
    Buffer.from(
      randomBytes(Math.ceil(more / 2))
        .toString('hex')
        .slice(0, more),
    ),
  ])
}

function watchMemory(pids: readonly number[]): { stop(): { most: number; least: number } } {
  let [most, least] = [0, Number.POSITIVE_INFINITY]
  const timer = setInterval(() => {
    const now = measureMemory(pids)
    most = Math.max(most, now)
    least = Math.min(least, now)
  }, 1_000)
  return {
    stop() {
      clearInterval(timer)
      return { most, least }
    },
  }
}

/** Who had the processors: what the machine does beside the benchmark shows in its load. */
function describeProcessors(seconds: number, before: Map<string, number>): string {
  const own = process.cpuUsage()
  const shares = [...measureProcessorTime(process.pid)]
    .map(([program, total]) => ({ program, share: (total - (before.get(program) ?? 0)) / seconds }))
    .concat({ program: 'this client', share: (own.user + own.system) / 1e6 / seconds })
    .filter(({ share }) => share > 0.01)
  const list = shares.map(({ program, share }) => `${program} ${share.toFixed(2)}`).join(', ')
  return `processors had: ${list} of ${availableParallelism()}; load average ${loadavg()[0]?.toFixed(1)}`
}

function describeMails(
  { milliseconds, refused }: { milliseconds: number[]; refused: number },
  seconds: number,
): string {
  return `${(milliseconds.length / seconds).toFixed(1)}/s, ${describe(milliseconds)}, refused ${refused}`
}

const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)

function describe(milliseconds: number[]): string {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${Math.round(sorted.at(-1) ?? 0)} ms (n = ${sorted.length})`
}

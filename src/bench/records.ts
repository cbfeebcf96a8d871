/**
 * `npm run bench -- records`: what lists, searches, metrics, the sweep and one invoice's life cost with a thousand and with a million
 * invoices, on a PostgreSQL with its default settings and a server process of its own. The client runs on the same machine.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { Client } from 'pg'
import { v7 as uuidV7 } from 'uuid'
import { openDatabase } from '../database/index.ts'
import { startPostgres } from '../database/testing/start-postgres.ts'
import { createApiKey } from '../people/api-keys.ts'
import { sweep } from '../pipeline/sweep.ts'
import { findFreePort } from '../project/testing/free-port.ts'
import { countInvoices } from '../review/list-invoices.ts'
import { startProcess } from '../torture/start-process.ts'
import { fillRecords, MEASURED } from './records-fill.ts'
import { type LifeCost, measureLives } from './records-life.ts'
import { makeRequests } from './records-requests.ts'

export type RecordsOptions = { invoices: string; requests: string; lives: string; rounds: string; metrics: string }

/** The issue's limit for lists and searches. */
const LIMIT_MS = 150
/** A look at the metrics within this gets the answer of the one before. */
const METRICS_ARE_OLD_AFTER_MS = 5_100

type Measured = { name: string; one: number[]; four: number[] }
type Size = { invoices: number; bytes: string; measured: Measured[]; life: LifeCost }

/** @returns the exit code: 1 when a list or a search took longer than promised. */
export async function benchRecords(options: RecordsOptions): Promise<number> {
  const most = Number(options.invoices)
  const sizes = [1_000, 10_000, 100_000, 1_000_000].filter((size) => size < most)
  const folder = mkdtempSync(join(tmpdir(), 'billhook-records-'))
  const postgres = await startPostgres(folder)
  try {
    console.log(`${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), load ${describeLoad()}`)
    const results: Size[] = []
    for (const invoices of [...sizes, most]) {
      const url = new URL(postgres.url)
      url.pathname = `/records_${invoices}`
      await ask(postgres.url, `create database records_${invoices}`)
      const books = { url: url.href, folder: join(folder, `server-${invoices}`), invoices }
      await fillBooks(books)
      results.push(await measureBooks(books, options))
      await ask(postgres.url, `drop database records_${invoices} with (force)`)
    }
    return printTables(results)
  } finally {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Books = { url: string; folder: string; invoices: number }

async function fillBooks({ url, invoices }: Books): Promise<void> {
  const migrated = await openDatabase({ kind: 'server', url })
  await migrated.close()
  const started = performance.now()
  await fillRecords(url, invoices)
  console.log(`${invoices} invoices filled in ${Math.round((performance.now() - started) / 1000)} s`)
}

/** Measures a filled database; it has a few more invoices afterwards. */
export async function measureBooks({ url, folder, invoices }: Books, options: RecordsOptions): Promise<Size> {
  const [{ bytes } = { bytes: '' }] = await ask<{ bytes: string }>(
    url,
    'select pg_size_pretty(pg_database_size(current_database())) as bytes',
  )
  console.log(`${invoices} invoices, ${bytes}, load ${describeLoad()}`)
  const measured = [
    ...(await measureRequests({ url, folder }, options)),
    ...(await measureQueries(url, Number(options.requests))),
  ]
  const life = await measureLives(url, { companyId: MEASURED, lives: Number(options.lives) })
  for (const { name, one, four } of measured)
    console.log(`  ${name.padEnd(38)} ${describe(one)}${four.length > 0 ? ` | four at once ${describe(four)}` : ''}`)
  console.log(
    `  ${'one invoice, arrival to payment'.padEnd(38)} ${describe(life.milliseconds)}, ${Math.round(life.pages)} pages, ${Math.round(life.logged / 1024)} kB logged; load ${describeLoad()}`,
  )
  return { invoices, bytes, measured, life }
}

/** Through HTTP, of a server process that only serves. */
async function measureRequests(
  { url, folder }: { url: string; folder: string },
  options: RecordsOptions,
): Promise<Measured[]> {
  mkdirSync(folder, { recursive: true })
  const [port, smtpPort] = [await findFreePort(), await findFreePort()]
  const server = await startProcess({
    name: 'serve',
    args: ['serve', '--no-work'],
    environment: {
      DATA_DIR: folder,
      DATABASE_URL: url,
      HOST: '127.0.0.1',
      PORT: String(port),
      SMTP_PORT: String(smtpPort),
      LOG_LEVEL: 'warn',
    },
    readyWhen: 'API  ',
  })
  const client = new Client({ connectionString: url })
  try {
    await client.connect()
    const key = await makeKey(url)
    const get = async (path: string) => {
      const begun = performance.now()
      const headers: Record<string, string> = path.startsWith('/api/') ? { authorization: `Bearer ${key}` } : {}
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers })
      const text = await answer.text()
      if (!answer.ok) throw new Error(`GET ${path} was answered with ${answer.status}: ${text.slice(0, 500)}`)
      return performance.now() - begun
    }
    const requests = await makeRequests(client)
    const results = requests.map(({ name, nextPath }) => ({ name, nextPath, one: [], four: [] }) as Timed)
    for (const { nextPath } of requests) for (let n = 0; n < 5; n++) await get(nextPath())
    for (let round = 0; round < Number(options.rounds); round++) {
      for (const result of results) await timeRequests(result, { get, count: Number(options.requests) })
    }
    const metrics: number[] = []
    for (let n = 0; n < Number(options.metrics); n++) {
      await rest(METRICS_ARE_OLD_AFTER_MS)
      metrics.push(await get('/metrics'))
    }
    return [...results, { name: '/metrics, counted anew', one: metrics, four: [] }]
  } finally {
    await client.end()
    await server.kill('SIGTERM')
  }
}

type Timed = Measured & { nextPath: () => string }

async function timeRequests(
  { nextPath, one, four }: Timed,
  { get, count }: { get: (path: string) => Promise<number>; count: number },
): Promise<void> {
  for (let n = 0; n < count; n++) one.push(await get(nextPath()))
  let left = count
  const ask = async () => {
    while (left-- > 0) four.push(await get(nextPath()))
  }
  await Promise.all(Array.from({ length: 4 }, ask))
}

/** What no request of its own shows: the numbers beside the filters of the inbox page, and a worker's look for due work. */
async function measureQueries(url: string, count: number): Promise<Measured[]> {
  const { db, close } = await openDatabase({ kind: 'server', url })
  const time = async (name: string, run: () => Promise<unknown>): Promise<Measured> => {
    const one: number[] = []
    for (let n = 0; n < count; n++) {
      const begun = performance.now()
      await run()
      one.push(performance.now() - begun)
    }
    return { name, one, four: [] }
  }
  const measured = [
    await time('numbers of the inbox page', () => countInvoices(db, MEASURED)),
    await time('sweep', () => sweep({ db, now: () => new Date(), dispatch: async () => {} })),
  ]
  await close()
  return measured
}

async function makeKey(url: string): Promise<string> {
  const { db, close } = await openDatabase({ kind: 'server', url })
  const { key } = await createApiKey(
    { db, now: () => new Date(), newId: () => uuidV7() },
    { companyId: MEASURED, name: 'bench', role: 'admin', actor: 'bench' },
  )
  await close()
  return key
}

async function ask<T extends object>(url: string, statement: string): Promise<T[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<T>(statement)
  await client.end()
  return rows
}

/** Markdown, for the README: median and p95 in milliseconds at each size, one request at a time; in brackets p95 of four at once. */
function printTables(sizes: Size[]): number {
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`
  const head = sizes.map(({ invoices, bytes }) => `${invoices.toLocaleString('en')} (${bytes})`)
  console.log(
    `\n${row(['median / p95 (p95 of four at once), ms', ...head])}\n${row(['---', ...head.map(() => '---:')])}`,
  )
  const slow: string[] = []
  for (const [index, { name }] of (sizes[0]?.measured ?? []).entries()) {
    const cells = sizes.map(({ invoices, measured }) => {
      const { one, four } = measured[index] as Measured
      if (Math.max(at(0.95, one), at(0.95, four)) > LIMIT_MS) slow.push(`${name} at ${invoices}`)
      return `${at(0.5, one)} / ${at(0.95, one)}${four.length > 0 ? ` (${at(0.95, four)})` : ''}`
    })
    console.log(row([name, ...cells]))
  }
  const lives = sizes.map(({ life: { milliseconds } }) => `${at(0.5, milliseconds)} / ${at(0.95, milliseconds)}`)
  console.log(row(['one invoice, arrival to payment', ...lives]))
  console.log(row(['its pages of the database', ...sizes.map(({ life }) => String(Math.round(life.pages)))]))
  const n = sizes[0]?.measured[0]?.one.length ?? 0
  console.log(
    `\nn = ${n} requests of each kind and size, and ${n} with four at once; load at the end ${describeLoad()}`,
  )
  if (slow.length > 0) console.log(`slower than ${LIMIT_MS} ms (p95): ${slow.join(', ')}`)
  return slow.length > 0 ? 1 : 0
}

function at(share: number, milliseconds: readonly number[]): number {
  const sorted = milliseconds.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) * 10) / 10
}

function describe(milliseconds: readonly number[]): string {
  return `p50 ${at(0.5, milliseconds)} ms, p95 ${at(0.95, milliseconds)} ms, longest ${at(1, milliseconds)} ms`
}

function describeLoad(): string {
  return loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')
}

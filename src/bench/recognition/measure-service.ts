/** The whole embedded service with both cores busy: its memory, and how long a one-page invoice waits behind a long scan. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Address, call, isTaken } from '../../torture/deliver.ts'
import { openEmbedded } from '../../torture/installation.ts'
import { startProcess, type Victim } from '../../torture/start-process.ts'
import { bindPages, type ScannedPage } from './make-scans.ts'
import { describeLoad, describeRuns, formatFigure, type Report, toMegabytes } from './report.ts'
import { watchProcesses } from './watch-processes.ts'

const MOST_MEGABYTES = 1200
const MOST_SECONDS_OF_WAIT = 10
const LONG_SCAN_PAGES = 200
/** An upload of more than 25 MB is refused. */
const MOST_BYTES = 24e6
const BETWEEN_UPLOADS_MS = 4_000
const LOOK_EVERY_MS = 100
const PATIENCE_MS = 180_000
const TEXT_INVOICE = fileURLToPath(new URL('../../../fixtures/invoices/en-hosting/invoice.pdf', import.meta.url))

type Options = { pages: readonly ScannedPage[]; invoices: number; folder: string; report: Report }
type Invoice = { status: string; pageCount: number | null; failure: { code: string } | null }

/**
 * Starts the embedded service with two processes for documents, uploads a scan of 200 pages, then one-page invoices one after another, by
 * turns a scan and a PDF with text, and measures each from its upload until its fields are there.
 */
export async function measureService({ pages, invoices, folder, report }: Options): Promise<void> {
  const long = join(folder, 'long-scan.pdf')
  await bindPages(long, { pages: chooseLight(pages), count: LONG_SCAN_PAGES })
  const data = mkdtempSync(join(folder, 'service-'))
  const installation = await openEmbedded(data)
  let service: Victim | undefined
  try {
    const [command] = installation.commands
    if (command === undefined) throw new Error('the embedded installation has no process')
    // The two cores that the target speaks of, however many this machine has.
    const environment = { ...installation.settings, RECOGNITION_PROCESSES: '2' }
    service = await startProcess({ ...command, environment })
    const to = readAddress(installation)
    const watch = watchProcesses(service.process.pid as number, { everyMs: 500, memory: true })
    const longScan = await uploadFile(to, { bytes: readFileSync(long), name: 'long.pdf' })
    await waitUntil(to, longScan, ({ status }) => status === 'identified')
    // Its first pages bring both processes to work.
    await rest(BETWEEN_UPLOADS_MS)
    const waits: Record<'scan' | 'text', number[]> = { scan: [], text: [] }
    const before = new Set(['received', 'identified', 'recognized'])
    await Promise.all(
      Array.from({ length: invoices }, async (_, index) => {
        await rest(index * BETWEEN_UPLOADS_MS)
        const kind = index % 2 === 0 ? 'scan' : 'text'
        const page = pages[(index / 2) % pages.length] as ScannedPage
        const bytes = makeUnique(kind === 'scan' ? readFileSync(page.pdfPath) : readFileSync(TEXT_INVOICE), index)
        const started = performance.now()
        const invoice = await uploadFile(to, { bytes, name: `${kind}-${index}.pdf` })
        await waitUntil(to, invoice, ({ status }) => !before.has(status))
        waits[kind].push((performance.now() - started) / 1000)
      }),
    )
    const { status } = await look(to, longScan)
    const { mostMemory, mostOfOneReader } = watch.stop()
    report.say(`The embedded service, a scan of ${LONG_SCAN_PAGES} pages in work, invoices of one page behind it`)
    for (const kind of ['scan', 'text'] as const)
      if (waits[kind].length > 0)
        report.say(`  ${kind} invoices, s until their fields are there: ${describeRuns(waits[kind])}`)
    if (status !== 'identified')
      report.say(`  the long scan was ${status} before the last invoice was read: fewer of them waited behind it`)
    report.judge('longest wait of a one-page invoice', {
      ...{ value: Math.max(...waits.scan, ...waits.text), unit: ' s', target: { atMost: MOST_SECONDS_OF_WAIT } },
      about: `n = ${invoices}, ${describeLoad()}`,
    })
    report.judge('memory of the whole embedded service', {
      ...{ value: toMegabytes(mostMemory), unit: ' MB', target: { atMost: MOST_MEGABYTES } },
      about: `most of its proportional set sizes; one recognition process resident ${formatFigure(toMegabytes(mostOfOneReader.resident))} MB`,
    })
  } finally {
    await service?.kill('SIGKILL')
    await installation.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

/** As many of the pages, beginning with the lightest, as keep the long scan below what the service takes. */
function chooseLight(pages: readonly ScannedPage[]): ScannedPage[] {
  const sorted = pages.toSorted((a, b) => a.image.length - b.image.length)
  let bytes = 0
  const light = sorted.filter(({ image }, index) => {
    bytes += image.length
    return (LONG_SCAN_PAGES * bytes) / (index + 1) < MOST_BYTES
  })
  return light.length > 0 ? light : sorted.slice(0, 1)
}

function readAddress({ url, smtpPort, settings }: Awaited<ReturnType<typeof openEmbedded>>): Address {
  const local = join(settings.DATA_DIR ?? '', 'local-key.json')
  const { key, company } = JSON.parse(readFileSync(local, 'utf8')) as { key: string; company: string }
  return { url, smtpPort, key, company, ingestDomain: 'in.localhost' }
}

/** A PDF stays one with a remark behind its end; so each is a document of its own. */
function makeUnique(pdf: Buffer, index: number): Buffer {
  return Buffer.concat([pdf, Buffer.from(`\n%${index}\n`)])
}

/** @returns where its invoice is. */
async function uploadFile(to: Address, { bytes, name }: { bytes: Buffer; name: string }): Promise<string> {
  const form = new FormData()
  form.append('files', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), name)
  const response = await fetch(new URL(`/api/companies/${to.company}/deliveries`, to.url), {
    ...{ method: 'POST', body: form, headers: { authorization: `Bearer ${to.key}` } },
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (!isTaken(response.status)) throw new Error(`${name} was not taken: ${response.status} ${await response.text()}`)
  type Delivery = { parts: { links: { invoice?: string } }[]; links: { self: string } }
  let delivery = (await response.json()) as Delivery
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await rest(LOOK_EVERY_MS)) {
    const invoice = delivery.parts[0]?.links.invoice
    if (invoice !== undefined) return invoice
    delivery = (await (await call(to, delivery.links.self)).json()) as Delivery
  }
  throw new Error(`${name} became no invoice in ${PATIENCE_MS / 1000} s`)
}

async function look(to: Address, invoice: string): Promise<Invoice> {
  const response = await call(to, invoice)
  if (!response.ok) throw new Error(`${invoice}: ${response.status}`)
  return (await response.json()) as Invoice
}

async function waitUntil(to: Address, invoice: string, isSo: (invoice: Invoice) => boolean): Promise<void> {
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await rest(LOOK_EVERY_MS)) {
    const found = await look(to, invoice)
    if (isSo(found)) return
    if (found.failure !== null) throw new Error(`${invoice} failed: ${found.failure.code}`)
  }
  throw new Error(`${invoice} was not read in ${PATIENCE_MS / 1000} s`)
}

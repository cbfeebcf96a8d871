import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Expectation, HostileFile } from '../../fixtures/hostile/index.ts'
import { INVOICE, invoicePdf } from '../../fixtures/hostile/invoice-pdf.ts'
import type { Draft, FieldName } from '../../schemas/draft.ts'
import type { Finding } from '../../schemas/finding.ts'
import { type Unreadable, UnreadableCode } from '../../schemas/original.ts'
import { extract } from '../extraction/index.ts'
import { type DocumentReader, openDocumentReader } from '../recognition/index.ts'
import { OCR_LANGUAGES } from '../recognition/settings.ts'
import { validate } from '../validation/index.ts'

/** `words`: something is read; `held`: not read, or with a finding that holds it. For files of which no more is known. */
export type Suspect = Pick<HostileFile, 'name' | 'trick' | 'make'> & {
  expect: Expectation | { kind: 'words' } | { kind: 'held' }
}

export type Trial = {
  /** `read`, the code for which it is unreadable, or what must not be: `crashed`. With the findings of its own. */
  state: string
  met: boolean
  milliseconds: number
  /** Most resident memory of one child while it ran. */
  megabytes: number
  /** What was read instead, or why not. */
  detail: string
}

type Read = { draft: Draft; findings: Finding[]; words: number }
type Outcome =
  | { kind: 'read'; read: Read }
  | { kind: 'unreadable'; unreadable: Unreadable }
  | { kind: 'crashed'; error: unknown }

const OWN = { names: ['Brightwater Handels GmbH'], vatIds: [], ibans: [] }
const WATCH_EVERY_MS = 20
// Linux: /proc/PID/statm counts pages of this size.
const PAGE_BYTES = 4096

type ReaderOptions = { processes: number; folder: string; pageImages?: boolean }

/** Opens the real reader for hostile files. With each of them a good invoice is read at the same time. */
export function openHostileReader({ processes, folder, pageImages = true }: ReaderOptions) {
  const reader = openDocumentReader({ processes, ocrLanguages: OCR_LANGUAGES })
  const neighbours = { read: 0, harmed: 0 }
  let goodInvoice: Promise<string> | undefined

  async function readNeighbour(): Promise<void> {
    goodInvoice ??= saveGoodInvoice(folder)
    const outcome = await readAll(await goodInvoice, { reader, pageImages })
    neighbours.read += 1
    if (outcome.kind !== 'read' || findMisread(outcome.read.draft) !== undefined) neighbours.harmed += 1
  }

  return {
    /** Reads a file as the stages do, and judges what became of it. Never rejects. */
    async tryFile(path: string, expect: Suspect['expect']): Promise<Trial> {
      const memory = watchMemory()
      const started = performance.now()
      const neighbour = readNeighbour()
      const outcome = await readAll(path, { reader, pageImages })
      const milliseconds = performance.now() - started
      await neighbour
      return { ...judge(outcome, expect), milliseconds, megabytes: memory.stop() }
    },
    neighbours: () => ({ ...neighbours }),
    close: () => reader.close(),
  }
}

async function saveGoodInvoice(folder: string): Promise<string> {
  const path = join(folder, 'good-invoice.pdf')
  await writeFile(path, invoicePdf())
  return path
}

async function readAll(
  path: string,
  { reader, pageImages }: { reader: DocumentReader; pageImages: boolean },
): Promise<Outcome> {
  try {
    const file = { path, name: path }
    const identified = await reader.identify(file)
    if (!identified.ok) return { kind: 'unreadable', unreadable: identified.unreadable }
    const recognized = await reader.recognize(file, { pageImages })
    if (!recognized.ok) return { kind: 'unreadable', unreadable: recognized.unreadable }
    const { transcript } = recognized
    const draft = extract(transcript, { own: OWN })
    const concerns = transcript.concerns
    const findings = validate({ ...draft, ...(concerns !== undefined && { concerns }) }, { own: OWN, sameBill: [] })
    const words = transcript.pages.reduce((sum, page) => sum + page.words.length, 0)
    return { kind: 'read', read: { draft, findings, words } }
  } catch (error) {
    return { kind: 'crashed', error }
  }
}

function judge(outcome: Outcome, expect: Suspect['expect']): Pick<Trial, 'state' | 'met' | 'detail'> {
  if (outcome.kind === 'crashed') return { state: 'crashed', met: false, detail: String(outcome.error) }
  if (outcome.kind === 'unreadable') {
    const { code, message } = outcome.unreadable
    const named = UnreadableCode.safeParse(code).success
    const met =
      named &&
      (expect.kind === 'survive' || expect.kind === 'held' || (expect.kind === 'hold' && expect.as.includes(code)))
    return { state: code, met, detail: message }
  }
  const { draft, findings, words } = outcome.read
  const codes = new Set(findings.map(({ code }) => code))
  const told = ['content-masked', 'active-content'].filter((code) => codes.has(code))
  const state = ['read', ...told].join(' + ')
  const misread = findMisread(draft)
  switch (expect.kind) {
    case 'survive':
      return { state, met: true, detail: '' }
    case 'words':
      return { state, met: words > 0, detail: 'no words' }
    case 'held':
      return { state, met: findings.some(({ severity }) => severity !== 'info'), detail: 'nothing holds it' }
    case 'hold':
      return { state, met: expect.as.some((code) => codes.has(code)), detail: [...codes].join(', ') }
    case 'must_capture': {
      // a finding that was not asked for would hold a good invoice for nothing
      const toldRight = expect.finding === undefined ? told.length === 0 : codes.has(expect.finding)
      return { state, met: misread === undefined && toldRight, detail: misread ?? `found ${[...codes].join(', ')}` }
    }
    default:
      return expect satisfies never
  }
}

function findMisread({ fields }: Draft): string | undefined {
  for (const [name, value] of Object.entries(INVOICE)) {
    const read = fields[name as FieldName]?.value
    if (read !== value) return `${name} was read as ${read ?? 'nothing'}, is ${value}`
  }
  return undefined
}

/** Watches this process's children. */
function watchMemory(): { stop: () => number } {
  let most = 0
  const look = () => {
    for (const pid of childrenOf(process.pid)) most = Math.max(most, residentMegabytes(pid))
  }
  const timer = setInterval(look, WATCH_EVERY_MS)
  return {
    stop: () => {
      clearInterval(timer)
      return most
    },
  }
}

function childrenOf(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    return threads.flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').split(' ').filter(Boolean).map(Number),
    )
  } catch {
    // not Linux, or a thread that ended in between
    return []
  }
}

function residentMegabytes(pid: number): number {
  try {
    const resident = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]
    return (Number(resident) * PAGE_BYTES) / 2 ** 20
  } catch {
    return 0
  }
}

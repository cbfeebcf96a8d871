import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import type { Finding } from '../../schemas/finding.ts'
import { extract } from '../extraction/index.ts'
import type { ParsedDelivery, ParseInput } from '../intake/parse-delivery.ts'
import { PARSE_CHILDREN } from '../intake/unpack.ts'
import { type DocumentReader, openDocumentReader } from '../recognition/index.ts'
import { OCR_LANGUAGES } from '../recognition/ocr-languages.ts'
import { SNIFF_BYTES, sniffMediaType } from '../recognition/sniff-media-type.ts'
import { type ChildPool, openChildPool } from '../sandbox/index.ts'
import { validate } from '../validation/index.ts'

type Document = { path: string; shownAs: string }
type Reading = Document & {
  /** Why it could not be read, or which pages; undefined: all of it was. */
  trouble: string | undefined
  /** Of what it hides and what it could run; a warning holds the bill, the rest is told. */
  findings: Finding[]
  milliseconds: number
  pages: number
}

const UNPACKING = { parts: 100, fileBytes: 25e6, totalBytes: 100e6 }
const OWN = { names: [], vatIds: [], ibans: [] }

/**
 * `billhook bench hostile --benign DIR...`: reads the invoices of the folders, those in mails and archives too, and prints which of them
 * cannot be read or are held for what they hide or could run. Each that is printed is a false alarm, or a person has to see why not.
 * @returns the exit code: 1 where one is held or was not read.
 */
export async function benchBenign(directories: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'billhook-benign-'))
  const processes = availableParallelism()
  const reader = openDocumentReader({ processes, ocrLanguages: OCR_LANGUAGES })
  const children = openChildPool(PARSE_CHILDREN)
  const readings: Reading[] = []
  try {
    for (const directory of directories) {
      const documents = (await findDocuments(directory, { children, folder })).values()
      const lane = async () => {
        for (const document of documents) {
          const reading = await readDocument(document, reader)
          readings.push(reading)
          tell(reading)
        }
      }
      await Promise.all(Array.from({ length: processes }, lane))
    }
  } catch (error) {
    console.error((error as Error).message)
    return 1
  } finally {
    await Promise.all([reader.close(), children.close()])
    await rm(folder, { recursive: true })
  }
  return report(readings)
}

/** The PDFs and pictures of a folder and all below it, and those in its mails and archives, which go to `folder`. */
async function findDocuments(
  directory: string,
  { children, folder }: { children: ChildPool; folder: string },
): Promise<Document[]> {
  if (!(await stat(directory).catch(() => null))?.isDirectory())
    throw new Error(`There is no folder ${directory}. Name folders with good invoices.`)
  const documents: Document[] = []
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const shownAs = join(basename(directory), relative(directory, path))
    const content = await readFile(path)
    const type = sniffMediaType(content.subarray(0, SNIFF_BYTES))
    if (type === 'message/rfc822' || /\.(?:zip|msg|eml)$/i.test(path)) {
      const input: ParseInput = { content, kind: 'file', limits: UNPACKING }
      const { files } = await children.run<ParsedDelivery>({ name: 'parse', input })
      for (const file of files) {
        if (!isDocument(file.content)) continue
        const found = join(folder, `${documents.length}`)
        await writeFile(found, file.content)
        documents.push({ path: found, shownAs: `${shownAs}: ${file.fileName}` })
      }
    } else if (isDocument(content)) documents.push({ path, shownAs })
  }
  return documents
}

function isDocument(content: Uint8Array): boolean {
  const type = sniffMediaType(content.subarray(0, SNIFF_BYTES))
  return type === 'application/pdf' || type.startsWith('image/')
}

async function readDocument(document: Document, reader: DocumentReader): Promise<Reading> {
  const started = performance.now()
  const result = await reader.recognize({ path: document.path, name: document.shownAs }, { pageImages: true })
  const milliseconds = performance.now() - started
  if (!result.ok) {
    const { code, message } = result.unreadable
    return { ...document, trouble: `${code}: ${message}`, findings: [], milliseconds, pages: 1 }
  }
  const { transcript } = result
  const trouble = transcript.notes.find((note) => note.includes('was not read'))
  const findings = validate(extract(transcript, { own: OWN }), { own: OWN, sameBill: [] }).filter(
    ({ code }) => code === 'content-masked' || code === 'active-content',
  )
  return { ...document, trouble, findings, milliseconds, pages: transcript.pages.length }
}

const isHeld = ({ findings }: Reading) => findings.some(({ severity }) => severity !== 'info')

function tell(reading: Reading): void {
  const { shownAs, trouble, findings } = reading
  if (trouble !== undefined) console.log(`UNREAD ${shownAs}: ${trouble}`)
  for (const { code, message, severity } of findings)
    console.log(`${severity === 'info' ? 'told  ' : 'HELD  '} ${shownAs}: ${code}: ${message}`)
}

function report(readings: readonly Reading[]): number {
  const unread = readings.filter(({ trouble }) => trouble !== undefined).length
  const held = readings.filter(isHeld).length
  const told = readings.filter((reading) => reading.findings.length > 0 && !isHeld(reading)).length
  const slowest = readings.toSorted((a, b) => b.milliseconds / b.pages - a.milliseconds / a.pages)[0]
  const seconds = slowest === undefined ? 0 : slowest.milliseconds / slowest.pages / 1000
  console.log(
    `\n${readings.length} documents: ${unread} not read, ${held} held for what they hide or run, ${told} with a remark that holds nothing; the slowest took ${seconds.toFixed(1)} s a page (${slowest?.shownAs})`,
  )
  return unread + held === 0 ? 0 : 1
}

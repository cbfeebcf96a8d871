import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MediaType } from '../../schemas/original.ts'
import type { Database } from '../database/index.ts'
import { BillhookError } from '../errors.ts'
import { derivedKey, type ObjectStore, originalKey } from '../object-store/index.ts'
import { canonicalJson } from '../pipeline/audit.ts'
import { pageImageName, TRANSCRIPT_NAME } from '../stages/recognize.ts'
import { type AuditHead, auditHeadKey, dateOf, readAuditHead } from './audit-heads.ts'
import { MANIFEST, MANIFEST_SUM, type Manifest, PACK_FILES } from './pack.ts'
import { type Evidence, readEvidence } from './read-evidence.ts'
import { readChain } from './walk-chain.ts'

export type ExportPorts = { db: Database; objects: ObjectStore; now: () => Date }

/**
 * Writes everything known about an invoice into a folder that is empty or not there yet: the raw mail, the original, supporting documents,
 * page pictures, what was read and where it stands, findings, decisions, mails (without the secrets of their links), postings, and the part
 * of the company's audit trail that it is in, up to the next exported head. ./verify-pack.ts checks it.
 * @throws BillhookError `pipeline.not-found`, `object-store.*` when an original can't be had, `config.invalid` for a folder in use.
 */
export async function exportPack(
  ports: ExportPorts,
  { invoiceId, to }: { invoiceId: string; to: string },
): Promise<Manifest> {
  const evidence = await readEvidence(ports.db, invoiceId)
  await makeEmptyFolder(to)
  try {
    const pack = openPack(to)
    const notes = await keepDocuments(ports.objects, { evidence, pack })
    await pack.write(PACK_FILES.readme, README)
    await pack.writeJson(PACK_FILES.record, evidence.record)
    await pack.writeJson(PACK_FILES.delivery, evidence.delivery)
    await pack.writeJson(PACK_FILES.decisions, evidence.decisions)
    await pack.writeJson(PACK_FILES.messages, evidence.messages)
    await pack.writeJson(PACK_FILES.postings, evidence.postings)
    const head = await findHeadAfter(ports, evidence)
    if (head === null) notes.push('The head of the audit trail was not exported since the last event of this invoice.')
    else await pack.writeJson(PACK_FILES.head, head)
    await keepChain(ports.db, { evidence, head, pack })
    const manifest: Manifest = {
      format: 'billhook-evidence-1',
      company: evidence.record.company.id,
      invoice: invoiceId,
      exportedAt: ports.now().toISOString(),
      files: pack.files,
      notes,
    }
    await pack.seal(manifest)
    return manifest
  } catch (error) {
    await rm(to, { recursive: true, force: true })
    throw error
  }
}

const README = `Everything that Billhook knows about one invoice.

Check it with "billhook verify FOLDER" (no server, no database), or by hand: "sha256sum --check manifest.sha256" says that the
list of files is as it was, and manifest.json names the SHA-256 of every file.

original/         the document as it arrived
raw/              the mail it came in, if it came in one
supporting/       other documents of the same delivery
pages/            pictures of its pages, and the words that were read from it
record.json       what was read, where it stands on the page, how sure that is, what was found, and where the invoice stands now
delivery.json     how and when it arrived, and what became of every part
decisions.json    who was asked, who decided what, and when
messages.json     the mails that were sent about it; the secrets of their links are blotted out
postings.json     what accounting was told, and its receipts
chain.jsonl       the company's audit trail from its arrival on; each event carries the SHA-256 of the one before
head.json         the event of that trail which was exported to the object store, to be compared with the copy there
`

type Pack = ReturnType<typeof openPack>

function openPack(folder: string) {
  const files: Manifest['files'] = {}
  const note = (path: string, { sha256, bytes }: { sha256: string; bytes: number }) => {
    files[path] = { sha256, bytes }
  }
  const write = async (path: string, content: Buffer | string) => {
    const bytes = Buffer.from(content)
    await mkdir(join(folder, path, '..'), { recursive: true, mode: 0o700 })
    await writeFile(join(folder, path), bytes, { mode: 0o600, flag: 'wx' })
    note(path, { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length })
  }
  return {
    files,
    write,
    writeJson: (path: string, value: unknown) => write(path, `${JSON.stringify(value, null, 2)}\n`),
    /** A file that may be long, line by line. */
    async writeLines(path: string, lines: AsyncIterable<string>) {
      const hash = createHash('sha256')
      let bytes = 0
      let file: FileHandle | undefined
      try {
        file = await open(join(folder, path), 'wx', 0o600)
        for await (const line of lines) {
          const chunk = Buffer.from(`${line}\n`)
          hash.update(chunk)
          bytes += chunk.length
          await file.appendFile(chunk)
        }
      } finally {
        await file?.close()
      }
      note(path, { sha256: hash.digest('hex'), bytes })
    },
    async seal(manifest: Manifest) {
      const content = `${JSON.stringify(manifest, null, 2)}\n`
      await writeFile(join(folder, MANIFEST), content, { mode: 0o600, flag: 'wx' })
      await writeFile(join(folder, MANIFEST_SUM), manifestSum(content), { mode: 0o600, flag: 'wx' })
    },
  }
}

/** The line that `sha256sum` writes for the manifest. */
export function manifestSum(manifest: string | Buffer): string {
  return `${createHash('sha256').update(manifest).digest('hex')}  ${MANIFEST}\n`
}

async function makeEmptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if ((await readdir(folder)).length === 0) return
  throw new BillhookError('config.invalid', `${folder} is not empty. Name another folder with --to.`)
}

const EXTENSIONS: Record<MediaType, string> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/tiff': 'tiff',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'application/xml': 'xml',
  'application/pkcs7-mime': 'p7m',
  'message/rfc822': 'eml',
  'application/octet-stream': 'bin',
}

/** Where a document lies in the pack: named by its content, because its own name is a sender's. */
export function documentPath(folder: 'original' | 'raw' | 'supporting', sha256: string, mediaType: MediaType): string {
  return `${folder}/${sha256}.${EXTENSIONS[mediaType]}`
}

/** @returns what was not to be had: what can be made again from the original may be missing. */
async function keepDocuments(
  objects: ObjectStore,
  { evidence, pack }: { evidence: Evidence; pack: Pack },
): Promise<string[]> {
  const { record, delivery } = evidence
  const { sha256, mediaType, pages, firstPage = 1 } = record.original
  const keep = async (path: string, hash: string) => {
    if (!(path in pack.files)) await pack.write(path, await objects.get(originalKey(hash)))
  }
  await keep(documentPath('original', sha256, mediaType), sha256)
  if (delivery.rawSha256 !== null) {
    const path = documentPath('raw', delivery.rawSha256, 'message/rfc822')
    await keep(path, delivery.rawSha256)
  }
  for (const part of delivery.parts) {
    if (part.disposition === 'supporting')
      await keep(documentPath('supporting', part.sha256, part.mediaType), part.sha256)
  }
  const notes: string[] = []
  const names = Array.from({ length: pages ?? 0 }, (_, index) => pageImageName(firstPage + index))
  for (const name of [TRANSCRIPT_NAME, ...names]) {
    const key = derivedKey(sha256, name)
    if (await objects.has(key)) await pack.write(`pages/${name}`, await objects.get(key))
    else notes.push(`${name} is not in the object store; it can be made again from the original.`)
  }
  return notes
}

/** The first exported head at or after the invoice's last event; a head is exported within hours of a day's first event. */
async function findHeadAfter({ objects, now }: ExportPorts, { record, segment }: Evidence): Promise<AuditHead | null> {
  const DAY_MS = 24 * 60 * 60 * 1000
  const end = Math.min(now().getTime(), segment.lastAt.getTime() + 60 * DAY_MS)
  for (let day = segment.lastAt.getTime(); dateOf(new Date(day)) <= dateOf(new Date(end)); day += DAY_MS) {
    const head = await readAuditHead(objects, auditHeadKey(record.company.id, dateOf(new Date(day))))
    if (head !== null && head.seq >= segment.to) return head
  }
  return null
}

async function keepChain(
  db: Database,
  { evidence, head, pack }: { evidence: Evidence; head: AuditHead | null; pack: Pack },
): Promise<void> {
  const { record, segment } = evidence
  const to = Math.max(segment.to, head?.seq ?? 0)
  async function* lines() {
    for await (const event of readChain(db, { companyId: record.company.id, from: segment.from, to }))
      yield canonicalJson({ ...event, at: event.at.toISOString() })
  }
  await pack.writeLines(PACK_FILES.chain, lines())
}

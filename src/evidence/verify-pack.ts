import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { AuditHead } from './audit-heads.ts'
import { documentPath, manifestSum } from './export-pack.ts'
import {
  MANIFEST,
  MANIFEST_SUM,
  Manifest,
  PACK_FILES,
  PackDecision,
  PackDelivery,
  PackEvent,
  PackMessage,
  PackPosting,
  PackRecord,
} from './pack.ts'
import { replay } from './replay.ts'
import { CHAIN_START, type ChainPlace, followsInChain } from './walk-chain.ts'

export type Verification = {
  /** What is wrong, in plain words; empty when everything fits. */
  problems: string[]
  /** What to compare outside: the manifest's hash, and the exported head of the audit trail. */
  manifest: { sha256: string; company: string; invoice: string; exportedAt: string; notes: string[] } | null
  head: AuditHead | null
}

/**
 * Checks a pack that somebody handed over, alone: every file against the manifest, the chain link by link up to the exported head, and the
 * record against the events. Nothing in it is trusted; it is read, never executed, and no path in it leads out of the folder.
 */
export async function verifyPack(folder: string): Promise<Verification> {
  const problems: string[] = []
  const opened = await openManifest(folder, problems)
  if (opened === null) return { problems, manifest: null, head: null }
  const { manifest, sha256 } = opened
  problems.push(...(await checkFiles(folder, manifest)))
  const about = {
    sha256,
    company: manifest.company,
    invoice: manifest.invoice,
    exportedAt: manifest.exportedAt,
    notes: manifest.notes,
  }
  // What is damaged would only be misread.
  if (problems.length > 0) return { problems, manifest: about, head: null }
  try {
    const head = PACK_FILES.head in manifest.files ? AuditHead.parse(await readJson(folder, PACK_FILES.head)) : null
    problems.push(...(await checkContent(folder, { manifest, head })))
    return { problems, manifest: about, head }
  } catch (error) {
    problems.push(`The pack can't be understood: ${explain(error)}`)
    return { problems, manifest: about, head: null }
  }
}

async function openManifest(
  folder: string,
  problems: string[],
): Promise<{ manifest: Manifest; sha256: string } | null> {
  try {
    const content = await readPlain(join(folder, MANIFEST))
    const sum = await readPlain(join(folder, MANIFEST_SUM))
    if (sum.toString('utf8') !== manifestSum(content)) problems.push(`${MANIFEST} or ${MANIFEST_SUM} was changed.`)
    const sha256 = createHash('sha256').update(content).digest('hex')
    return { manifest: Manifest.parse(JSON.parse(content.toString('utf8'))), sha256 }
  } catch (error) {
    problems.push(`This is no evidence pack, or its ${MANIFEST} was changed: ${explain(error)}`)
    return null
  }
}

async function checkFiles(folder: string, { files }: Manifest): Promise<string[]> {
  const problems: string[] = []
  for (const [path, { sha256, bytes }] of Object.entries(files)) {
    try {
      const found = await lstat(join(folder, path))
      if (!found.isFile()) problems.push(`${path} is no plain file.`)
      else if (found.size !== bytes || (await hashFile(join(folder, path))) !== sha256)
        problems.push(`${path} was changed.`)
    } catch {
      problems.push(`${path} is missing.`)
    }
  }
  const known = new Set([...Object.keys(files), MANIFEST, MANIFEST_SUM])
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/')
    if (!entry.isDirectory() && !known.has(path)) problems.push(`${JSON.stringify(path)} does not belong to the pack.`)
  }
  return problems
}

type Opened = { manifest: Manifest; head: AuditHead | null }

async function checkContent(folder: string, { manifest, head }: Opened): Promise<string[]> {
  const record = PackRecord.parse(await readJson(folder, PACK_FILES.record))
  const delivery = PackDelivery.parse(await readJson(folder, PACK_FILES.delivery))
  const decisions = z.array(PackDecision).parse(await readJson(folder, PACK_FILES.decisions))
  const postings = z.array(PackPosting).parse(await readJson(folder, PACK_FILES.postings))
  z.array(PackMessage).parse(await readJson(folder, PACK_FILES.messages))
  const problems: string[] = []
  if (record.invoice !== manifest.invoice || record.company.id !== manifest.company)
    problems.push('The record is of another invoice than the manifest.')
  problems.push(...checkDocuments({ manifest, record, delivery }))
  const { events, broken } = await readEvents(folder, { company: manifest.company, record, delivery, head })
  return [...problems, ...broken, ...replay(events, { record, delivery, decisions, postings })]
}

/** The documents that the record names are in the pack under their own hash. */
function checkDocuments(pack: { manifest: Manifest; record: PackRecord; delivery: PackDelivery }): string[] {
  const { manifest, record, delivery } = pack
  const { sha256, mediaType } = record.original
  const named: [string, string][] = [[documentPath('original', sha256, mediaType), sha256]]
  if (delivery.rawSha256 !== null)
    named.push([documentPath('raw', delivery.rawSha256, 'message/rfc822'), delivery.rawSha256])
  for (const part of delivery.parts) {
    if (part.disposition === 'supporting')
      named.push([documentPath('supporting', part.sha256, part.mediaType), part.sha256])
  }
  return named
    .filter(([path, hash]) => manifest.files[path]?.sha256 !== hash)
    .map(([path]) => `${path} is not the document that the record names.`)
}

/** Checks every link; keeps the events that are about the invoice and its delivery. */
async function readEvents(
  folder: string,
  about: { company: string; record: PackRecord; delivery: PackDelivery; head: AuditHead | null },
): Promise<{ events: PackEvent[]; broken: string[] }> {
  const { company, record, delivery, head } = about
  const events: PackEvent[] = []
  const broken: string[] = []
  let place: ChainPlace | null = null
  const lines = createInterface({ input: createReadStream(join(folder, PACK_FILES.chain)), crlfDelay: Infinity })
  for await (const line of lines) {
    const event = PackEvent.parse(JSON.parse(line))
    // The segment begins somewhere in the trail; only of its first event the predecessor is not here.
    const before = place ?? (event.seq === 1 ? CHAIN_START : { seq: event.seq - 1, hash: event.previousHash })
    if (event.companyId !== company || !followsInChain({ ...event, at: new Date(event.at) }, before)) {
      broken.push(`The audit trail was changed at or before event ${event.seq}.`)
      return { events, broken }
    }
    if (event.seq === head?.seq && event.hash !== head.hash)
      broken.push(`Event ${event.seq} is not the one that was exported on ${head.date}.`)
    place = event
    if (event.invoiceId === record.invoice || event.data.deliveryId === delivery.id) events.push(event)
  }
  if (place === null) broken.push('The audit trail is empty.')
  else if (head !== null && (place.seq !== head.seq || head.company !== company))
    broken.push(`The audit trail ends at event ${place.seq} and not at the exported one, ${head.seq}.`)
  return { events, broken }
}

async function readJson(folder: string, path: string): Promise<unknown> {
  return JSON.parse((await readPlain(join(folder, path))).toString('utf8'))
}

async function readPlain(path: string): Promise<Buffer> {
  if (!(await lstat(path)).isFile()) throw new Error('a link or folder where a file should be')
  return await readFile(path)
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

function explain(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error).split('\n').slice(0, 3).join(' ')
  return error instanceof Error ? error.message : String(error)
}

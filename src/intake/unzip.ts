/**
 * Reads ZIP archives that came from outside; runs in the child process. Only what senders use: stored and deflated entries, no ZIP64, no
 * encryption. Sizes in headers are not believed: inflating stops at the limit.
 * Source: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16.
 */
import { inflateRawSync } from 'node:zlib'

export type ZipEntry = { name: string; content: Buffer }
/** Why an archive was not unpacked; the message is for people. */
export class ZipRefusal extends Error {}

export type ZipLimits = { entries: number; entryBytes: number; totalBytes: number }

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_ENTRY = 0x04034b50
const END_BYTES = 22
const LONGEST_COMMENT = 0xffff

/** The files of an archive, folders and what macOS adds left out. @throws ZipRefusal when it can't or must not be unpacked */
export function unzip(archive: Buffer, limits: ZipLimits): ZipEntry[] {
  try {
    const files: ZipEntry[] = []
    let total = 0
    for (const entry of readDirectory(archive)) {
      if (entry.name.endsWith('/') || /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$)/i.test(entry.name)) continue
      if (files.length === limits.entries) throw new ZipRefusal(`it holds more than ${limits.entries} files`)
      const content = readEntry(archive, entry, limits.entryBytes)
      total += content.length
      if (total > limits.totalBytes)
        throw new ZipRefusal(`it unpacks to more than ${limits.totalBytes / 1024 / 1024} MB`)
      files.push({ name: entry.name, content })
    }
    return files
  } catch (error) {
    if (error instanceof ZipRefusal) throw error
    throw new ZipRefusal('it is damaged')
  }
}

/** Office documents and the like are ZIP archives too, but one thing to a person. */
export function isOfficeDocument(archive: Buffer): boolean {
  try {
    const [first, ...rest] = readDirectory(archive).map((entry) => entry.name)
    return first === 'mimetype' || first === '[Content_Types].xml' || rest.includes('[Content_Types].xml')
  } catch {
    return false
  }
}

type DirectoryEntry = { name: string; flags: number; method: number; packedBytes: number; offset: number }

function readDirectory(archive: Buffer): DirectoryEntry[] {
  const end = findEnd(archive)
  const count = archive.readUInt16LE(end + 10)
  let at = archive.readUInt32LE(end + 16)
  const entries: DirectoryEntry[] = []
  for (let index = 0; index < count; index++) {
    if (archive.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new ZipRefusal('it is damaged')
    const flags = archive.readUInt16LE(at + 8)
    const nameBytes = archive.readUInt16LE(at + 28)
    const name = archive.subarray(at + 46, at + 46 + nameBytes)
    entries.push({
      // Bit 11: UTF-8. Without it many tools write UTF-8 all the same.
      name: decodeName(name, (flags & 0x800) !== 0),
      flags,
      method: archive.readUInt16LE(at + 10),
      packedBytes: archive.readUInt32LE(at + 20),
      offset: archive.readUInt32LE(at + 42),
    })
    at += 46 + nameBytes + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return entries
}

function findEnd(archive: Buffer): number {
  const first = Math.max(0, archive.length - END_BYTES - LONGEST_COMMENT)
  for (let at = archive.length - END_BYTES; at >= first; at--) {
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY) return at
  }
  throw new ZipRefusal('it is damaged')
}

function decodeName(bytes: Buffer, isUtf8: boolean): string {
  const text = bytes.toString('utf8')
  return isUtf8 || !text.includes('\ufffd') ? text : bytes.toString('latin1')
}

function readEntry(archive: Buffer, entry: DirectoryEntry, limit: number): Buffer {
  if ((entry.flags & 1) !== 0) throw new ZipRefusal('it is protected by a password')
  if (archive.readUInt32LE(entry.offset) !== LOCAL_ENTRY) throw new ZipRefusal('it is damaged')
  const start = entry.offset + 30 + archive.readUInt16LE(entry.offset + 26) + archive.readUInt16LE(entry.offset + 28)
  const packed = archive.subarray(start, start + entry.packedBytes)
  if (packed.length !== entry.packedBytes) throw new ZipRefusal('it is damaged')
  const tooLarge = `the file "${entry.name.slice(0, 100)}" in it is larger than ${limit / 1024 / 1024} MB`
  if (entry.method === 0) {
    if (packed.length > limit) throw new ZipRefusal(tooLarge)
    return packed
  }
  if (entry.method !== 8) throw new ZipRefusal('it is packed in an unusual way')
  try {
    return inflateRawSync(packed, { maxOutputLength: limit })
  } catch (error) {
    throw new ZipRefusal((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge : 'it is damaged')
  }
}

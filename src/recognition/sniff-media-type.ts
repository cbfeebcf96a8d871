import type { MediaType } from '../../schemas/original.ts'
import { wrapsXml } from '../e-invoices/p7m/wraps-xml.ts'

/** As much of a file's start as `sniffMediaType` looks at. */
export const SNIFF_BYTES = 4096

/** Readers tolerate junk before `%PDF-`, a kilobyte by custom; what a person's viewer opens must not be called unreadable here. */
const PDF_HEADER_WITHIN = 2048

const HEIF_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1', 'avif']
const MAIL_HEADER =
  /^(?:from |(?:return-path|received|delivered-to|from|to|cc|subject|date|message-id|mime-version|content-type|dkim-signature|x-[a-z0-9-]+|reply-to|sender|arc-[a-z-]+|authentication-results):)/i

/**
 * The type of a file by its first bytes (SNIFF_BYTES are enough), never by its name. Anything unknown is `application/octet-stream`.
 * A file that is two things at once is the one whose mark comes first.
 */
export function sniffMediaType(head: Uint8Array): MediaType {
  const starts = (...bytes: number[]) => bytes.every((byte, index) => head[index] === byte)
  const ascii = (from: number, to: number) => Buffer.from(head.subarray(from, to)).toString('latin1')
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(0x49, 0x49, 0x2a, 0) || starts(0x4d, 0x4d, 0, 0x2a)) return 'image/tiff'
  if (starts(0x49, 0x49, 0x2b, 0) || starts(0x4d, 0x4d, 0, 0x2b)) return 'image/tiff'
  if (ascii(0, 6) === 'GIF87a' || ascii(0, 6) === 'GIF89a') return 'image/gif'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp'
  if (ascii(4, 8) === 'ftyp' && HEIF_BRANDS.includes(ascii(8, 12))) return 'image/heic'
  // a program or an archive is that, whatever comes behind: who opens the original would run or unpack it
  if (starts(0x4d, 0x5a) || starts(0x7f, 0x45, 0x4c, 0x46) || starts(0x23, 0x21) || starts(0x50, 0x4b, 3, 4))
    return 'application/octet-stream'
  if (ascii(0, PDF_HEADER_WITHIN).includes('%PDF-')) return 'application/pdf'
  if (wrapsXml(head)) return 'application/pkcs7-mime'
  const text = decodeText(head)
  if (
    /^\s*<(?:\?xml\b|!--|[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?[\s/>])/.test(text) &&
    !/^\s*<!doctype html|^\s*<html/i.test(text)
  )
    return 'application/xml'
  if (MAIL_HEADER.test(text)) return 'message/rfc822'
  return 'application/octet-stream'
}

function decodeText(head: Uint8Array): string {
  const starts = (...bytes: number[]) => bytes.every((byte, index) => head[index] === byte)
  const even = head.subarray(0, head.length - (head.length % 2))
  if (starts(0xff, 0xfe) || starts(0x3c, 0, 0x3f, 0)) return new TextDecoder('utf-16le').decode(even)
  if (starts(0xfe, 0xff) || starts(0, 0x3c, 0, 0x3f)) return new TextDecoder('utf-16be').decode(even)
  return new TextDecoder('utf-8').decode(head)
}

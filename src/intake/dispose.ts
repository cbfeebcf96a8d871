import type { Disposition } from '../../schemas/delivery.ts'
import type { MediaType } from '../../schemas/original.ts'
import { measureImage } from './measure-image.ts'
import { mayBeInvoiceXml } from './sniff-invoice.ts'
import { isTnef } from './untnef.ts'

/** A file that arrived, as far as its fate depends on it. */
export type ArrivedFile = {
  fileName: string
  declaredType: string
  /** By content. */
  mediaType: MediaType
  bytes: number
  /** The first bytes, enough for an image's header where it is one. */
  head: Buffer
  /** Whether a mail shows it within its text rather than as an attachment. */
  inline: boolean
}
export type Fate = { disposition: Disposition; reason: string }

const SIGNATURES = /^application\/(x-)?(pkcs7|pgp)-signature$/i
const CALENDARS_AND_CARDS = /^(text\/(calendar|x-vcalendar|vcard|x-vcard|directory)|application\/ics)\b/i

/**
 * What becomes of one file, by its content; names and declared types only explain what content cannot. Two fates need more than this:
 * `pending` (a mail or an archive, to be unpacked by the job) and `same-bytes` (known only inside the transaction).
 */
export function disposeOfFile(file: ArrivedFile): Fate {
  const ignored = explainIgnored(file)
  if (ignored !== null) return { disposition: 'ignored', reason: ignored }
  if (file.bytes === 0) return quarantine('The file is empty. Ask the sender for it again.')
  switch (file.mediaType) {
    case 'application/pdf':
      return { disposition: 'invoice', reason: 'A PDF.' }
    case 'application/xml':
      return mayBeInvoiceXml(file.head)
        ? { disposition: 'invoice', reason: 'An electronic invoice.' }
        : { disposition: 'supporting', reason: 'An XML file that is no invoice; kept with the delivery.' }
    case 'application/pkcs7-mime':
      return { disposition: 'invoice', reason: 'An electronic invoice in a signed envelope.' }
    case 'message/rfc822':
      return { disposition: 'pending', reason: 'A mail that has to be unpacked.' }
    case 'application/octet-stream':
      return isArchive(file.head) || isTnef(file.head)
        ? { disposition: 'pending', reason: 'An archive that has to be unpacked.' }
        : quarantine(explainUnknown(file))
    default:
      return { disposition: 'invoice', reason: 'A picture.' }
  }
}

function startsWith(file: Pick<ArrivedFile, 'head'>, text: string): boolean {
  return file.head.subarray(0, text.length).equals(Buffer.from(text, 'latin1'))
}

/** Whether it is a ZIP archive, by its first bytes. */
export function isArchive(head: Buffer): boolean {
  return head.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))
}

function quarantine(reason: string): Fate {
  return { disposition: 'quarantined', reason }
}

function explainIgnored(file: ArrivedFile): string | null {
  const name = file.fileName.toLowerCase()
  const unknown = file.mediaType === 'application/octet-stream'
  const isSignature =
    SIGNATURES.test(file.declaredType) || name.endsWith('.p7s') || startsWith(file, '-----BEGIN PGP SIGNATURE')
  if (unknown && isSignature) return 'The digital signature of the mail, not a document.'
  if (unknown && (CALENDARS_AND_CARDS.test(file.declaredType) || /\.(ics|vcf)$/.test(name)))
    return 'A calendar entry or business card, not a document.'
  // Outlook's names for the pieces of a mail's text.
  if (unknown && /^att\d{5}\.(txt|html?)$/.test(name)) return "A piece of the mail's text, not a document."
  const size = measureImage(file.head)
  if (size === null) return null
  const { width, height } = size
  const pixels = `${width} × ${height} pixels`
  // The smallest type that can be read is about 6 pixels high: no invoice fits on 100.
  if (width < 100 || height < 100) return `A picture of ${pixels}: too small to be a document.`
  // Logos, banners and signatures that a mail shows within its text. Photographed or scanned paper is bigger; till receipts are narrow and high.
  const looksLikePaper = (width >= 500 && height >= 500) || (height > width && width >= 300)
  if (file.inline && !looksLikePaper) return `A small picture within the mail's text (${pixels}), not a document.`
  return null
}

/** Why a file of unknown content is no invoice, and what to do. */
export function explainUnknown(file: Pick<ArrivedFile, 'fileName' | 'declaredType' | 'head'>): string {
  const name = file.fileName.toLowerCase()
  if (startsWith(file, '-----BEGIN PGP MESSAGE') || /pgp-encrypted/i.test(file.declaredType))
    return 'Encrypted with PGP. Decrypt it and upload the invoice inside.'
  if (/\.p7m$/.test(name) || /pkcs7-mime/i.test(file.declaredType))
    return 'A signed or encrypted envelope (S/MIME), which Billhook cannot open yet. Open it and upload the invoice inside.'
  if (/winmail\.dat$/.test(name) || /ms-tnef/i.test(file.declaredType))
    return 'An Outlook envelope (winmail.dat) that cannot be opened. Ask the sender to send the invoice as a PDF attachment.'
  if (/\.(docx?|xlsx?|odt|ods|rtf|pptx?)$/.test(name))
    return 'An office document, which Billhook does not read. Save it as a PDF and upload that.'
  return 'Not a PDF, picture or XML file. If it is an invoice, upload it as a PDF or a picture.'
}

import { sniffMediaType } from '../recognition/sniff-media-type.ts'
import { disposeOfFile, explainUnknown, type Fate } from './dispose.ts'
import { tameText } from './hostile-text.ts'
import { MAX_FILE_BYTES } from './limits.ts'
import type { FoundFile, ParsedDelivery } from './parse-delivery.ts'
import type { KeptPart } from './register-parts.ts'

/** A file that was found in a mail or archive, with its fate and in words that can be stored. */
export function describeFound(file: FoundFile): Omit<KeptPart, 'sha256' | 'bytes'> {
  const { content } = file
  const about = {
    fileName: tameText(file.fileName) || 'unnamed',
    declaredType: tameText(file.declaredType),
    mediaType: sniffMediaType(content),
  }
  return { ...about, ...fateOf(file, { ...about, bytes: content.length, head: content, inline: file.inline }) }
}

function fateOf(file: FoundFile, about: Parameters<typeof disposeOfFile>[0]): Fate {
  if (file.holds === 0) return { disposition: 'ignored', reason: 'A mail or archive without any file.' }
  const opened = fateOfOpened(file)
  if (opened !== null) return opened
  if (file.content.length > MAX_FILE_BYTES) {
    const reason = `Larger than ${MAX_FILE_BYTES / 1024 / 1024} MB. Ask the sender for a smaller file.`
    return { disposition: 'quarantined', reason }
  }
  const fate = disposeOfFile(about)
  // What was to be opened has been looked at: this one only looks like an archive.
  return fate.disposition === 'pending' ? { disposition: 'quarantined', reason: explainUnknown(about) } : fate
}

/** The fate of an uploaded mail or archive once it was looked into. */
export function disposeOfOpened(
  self: Pick<FoundFile, 'holds' | 'unopened'>,
  file: { fileName: string; declaredType: string },
): Fate {
  if (self.holds === 0) return { disposition: 'quarantined', reason: `There is no file in it. ${READ_IT}` }
  return (
    fateOfOpened(self) ?? { disposition: 'quarantined', reason: explainUnknown({ ...file, head: Buffer.alloc(0) }) }
  )
}

function fateOfOpened({ holds, unopened }: Pick<FoundFile, 'holds' | 'unopened'>): Fate | null {
  if (unopened !== undefined) {
    const reason = `It was not opened: ${unopened}. Open it yourself and upload the invoices inside.`
    return { disposition: 'quarantined', reason }
  }
  if (holds === undefined) return null
  const reason = holds === 1 ? 'Opened; its file is listed with it.' : `Opened; its ${holds} files are listed with it.`
  return { disposition: 'supporting', reason }
}

// Links in mails are never followed: whoever sends one could make Billhook fetch anything.
const READ_IT = 'If it asks for a payment or links to an invoice, fetch that yourself and upload it.'

/** The part that stands for a whole mail in which nothing was worth keeping, so that a person sees it; or not, when a machine sent it. */
export function describeMailItself(parsed: ParsedDelivery): Omit<KeptPart, 'sha256' | 'bytes'> {
  const about = {
    fileName: tameText(parsed.subject ?? '') || 'mail without a subject',
    declaredType: 'message/rfc822',
    mediaType: 'message/rfc822',
  } as const
  return parsed.automatic
    ? { ...about, disposition: 'ignored', reason: 'An automatic reply or report without an invoice.' }
    : { ...about, disposition: 'quarantined', reason: `The mail holds no file that could be an invoice. ${READ_IT}` }
}

/** Takes mails and archives apart; runs in the child process only, because mailparser can be slow or worse on hostile mails. */
import { type AddressObject, type Attachment, type ParsedMail, simpleParser } from 'mailparser'
import { sniffMediaType } from '../recognition/sniff-media-type.ts'
import { isArchive } from './dispose.ts'
import { isTnef, untnef } from './untnef.ts'
import { isOfficeDocument, unzip, ZipRefusal } from './unzip.ts'

export type ParseInput = {
  content: Buffer
  /** A mail as it arrived, or a file of an upload that is a mail or an archive. */
  kind: 'mail' | 'file'
  limits: { parts: number; fileBytes: number; totalBytes: number }
}
/** A file that was found, with its bytes as the sender meant them. */
export type FoundFile = {
  fileName: string
  declaredType: string
  inline: boolean
  content: Buffer
  /** A mail or archive that was opened: how many files it directly holds. They follow it. */
  holds?: number
  /** A mail or archive that was not opened, and why: "it is protected by a password". */
  unopened?: string
}
export type ParsedDelivery = {
  subject?: string
  messageId?: string
  from?: string
  /** Sent by a machine that answers mails: out of office, bounces. */
  automatic: boolean
  files: FoundFile[]
  /** What became of an uploaded file itself, when it is one; empty: it is neither a mail nor an archive. */
  self?: Pick<FoundFile, 'holds' | 'unopened'>
  /** More files than the limit; then `files` ends at it. */
  tooMany: boolean
}

// A forward of a forward of a forward with a ZIP is 4 deep.
const MAX_DEPTH = 5

type Walk = { limits: ParseInput['limits']; files: FoundFile[]; bytes: number; tooMany: boolean }

/** Every file of a mail, or of an uploaded file that is a mail or an archive, opened down to the leaves. The container itself is not listed. */
export async function parseDelivery(input: ParseInput): Promise<ParsedDelivery> {
  const content = Buffer.from(input.content)
  const walk: Walk = { limits: input.limits, files: [], bytes: 0, tooMany: false }
  if (input.kind === 'file') {
    walk.files.push({ fileName: '', declaredType: '', inline: false, content })
    await openFound(walk, { from: 0, depth: 0 })
    const [self, ...files] = walk.files
    const { holds, unopened } = self as FoundFile
    const became = { ...(holds === undefined ? {} : { holds }), ...(unopened === undefined ? {} : { unopened }) }
    return { automatic: false, self: became, files, tooMany: walk.tooMany }
  }
  const mail = await parseMail(content)
  addMail(walk, mail)
  await openFound(walk, { from: 0, depth: 1 })
  const from = firstAddress(mail.from)
  return {
    ...(mail.subject === undefined ? {} : { subject: mail.subject }),
    ...(mail.messageId === undefined ? {} : { messageId: mail.messageId }),
    ...(from === undefined ? {} : { from }),
    automatic: isAutomatic(mail),
    files: walk.files,
    tooMany: walk.tooMany,
  }
}

function parseMail(content: Buffer): Promise<ParsedMail> {
  return simpleParser(content, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    skipTextLinks: true,
  })
}

function describeAttachment(attachment: Attachment, html: string): FoundFile {
  const { contentId, cid } = attachment
  const isShown = cid !== undefined && cid !== '' && html.includes(`cid:${cid}`)
  return {
    fileName: attachment.filename ?? '',
    declaredType: attachment.contentType,
    inline: isShown || (attachment.related && contentId !== undefined) || attachment.contentDisposition === 'inline',
    content: attachment.content,
  }
}

function add(walk: Walk, file: FoundFile): void {
  walk.bytes += file.content.length
  if (walk.files.length >= walk.limits.parts || walk.bytes > walk.limits.totalBytes) walk.tooMany = true
  else walk.files.push(file)
}

/** Opens the mails, archives and envelopes among the files from `from` on; what they hold is appended, so that positions stay. */
async function openFound(walk: Walk, { from, depth }: { from: number; depth: number }): Promise<void> {
  for (const file of walk.files.slice(from)) {
    const open = openerOf(file)
    if (open === null) continue
    if (depth >= MAX_DEPTH) {
      file.unopened = 'it is nested too deeply'
      continue
    }
    const first = walk.files.length
    try {
      await open(walk, file)
    } catch (error) {
      // One broken forward must not hide the invoice beside it.
      file.unopened = error instanceof ZipRefusal ? error.message : 'it is damaged'
      continue
    }
    file.holds = walk.files.length - first
    await openFound(walk, { from: first, depth: depth + 1 })
  }
}

/** Adds what the file holds; when it throws, nothing was added. */
type Opener = (walk: Walk, file: FoundFile) => void | Promise<void>

/** How the file is opened; null: it is a leaf. */
function openerOf({ content, declaredType }: FoundFile): Opener | null {
  if (isTnef(content)) return addEnvelope
  if (isArchive(content)) return isOfficeDocument(content) ? null : addArchive
  const isMail = /^message\/(rfc822|global)$/i.test(declaredType) || sniffMediaType(content) === 'message/rfc822'
  return isMail ? async (walk, file) => addMail(walk, await parseMail(file.content)) : null
}

function addMail(walk: Walk, mail: ParsedMail): void {
  const html = typeof mail.html === 'string' ? mail.html : ''
  for (const attachment of mail.attachments) add(walk, describeAttachment(attachment, html))
}

function addArchive(walk: Walk, { content }: FoundFile): void {
  const { parts, fileBytes, totalBytes } = walk.limits
  for (const { name, content: bytes } of unzip(content, { entries: parts, entryBytes: fileBytes, totalBytes }))
    add(walk, { fileName: name, declaredType: '', inline: false, content: bytes })
}

function addEnvelope(walk: Walk, { content }: FoundFile): void {
  for (const { name, content: bytes } of untnef(content))
    add(walk, { fileName: name, declaredType: '', inline: false, content: bytes })
}

function firstAddress(address: AddressObject | undefined): string | undefined {
  return address?.value[0]?.address
}

// RFC 3834, section 5; the others are what common servers send.
function isAutomatic(mail: ParsedMail): boolean {
  const header = (name: string) => {
    const value = mail.headers.get(name)
    return typeof value === 'string' ? value.toLowerCase() : ''
  }
  const type = mail.headers.get('content-type')
  const isReport = typeof type === 'object' && 'value' in type && type.value === 'multipart/report'
  const submitted = header('auto-submitted')
  return (
    isReport ||
    (submitted !== '' && submitted !== 'no') ||
    /auto_?reply/.test(header('precedence')) ||
    ['x-autoreply', 'x-autorespond'].some((name) => mail.headers.has(name))
  )
}

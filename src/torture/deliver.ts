/** How the world outside reaches a Billhook: uploads over HTTP, mails over SMTP, each once, with what was answered. */
import nodemailer from 'nodemailer'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'

export type Address = {
  url: string
  smtpPort: number
  /** An API key of an administrator: the mails with the links are read through it. */
  key: string
  company: string
  ingestDomain: string
}

const PATIENCE_MS = 10_000

/** Whether an answer to an upload or a mail promises that it is kept. */
export function isTaken(answer: number): boolean {
  return answer === 200 || answer === 201 || answer === 250
}

/** @returns the HTTP status. @throws when the connection breaks, or nothing is answered in 10 s. */
export async function upload({ url, company, key }: Address, bytes: Buffer): Promise<number> {
  const form = new FormData()
  form.append('files', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), 'invoice.pdf')
  const response = await call({ url, key }, `/api/companies/${company}/deliveries`, { method: 'POST', body: form })
  await response.arrayBuffer()
  return response.status
}

/** Mails the bytes as an attachment. @returns the SMTP code of the refusal, or 250. @throws when the connection breaks. */
export async function mail(
  { smtpPort, company, ingestDomain }: Address,
  { bytes, turn }: { bytes: Buffer; turn: number },
): Promise<number> {
  const to = `${company}@${ingestDomain}`
  // The same mail for every try, as a sender's queue has it: otherwise a second try would be another delivery.
  const raw = await new MailComposer({
    from: 'billing@supplier.example',
    to,
    subject: `Invoice ${turn}`,
    date: new Date(0),
    messageId: `<${turn}@supplier.example>`,
    baseBoundary: `boundary-${turn}`,
    text: 'Please find our invoice attached.',
    attachments: [{ filename: 'invoice.pdf', content: bytes, contentType: 'application/pdf' }],
  } as ConstructorParameters<typeof MailComposer>[0])
    .compile()
    .build()
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port: smtpPort,
    ignoreTLS: true,
    connectionTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  })
  try {
    await transport.sendMail({ envelope: { from: 'billing@supplier.example', to }, raw })
    return 250
  } catch (error) {
    const { responseCode } = error as { responseCode?: number }
    if (responseCode === undefined) throw error
    return responseCode
  } finally {
    transport.close()
  }
}

/** One request, with the key where it goes to the API. */
export function call(
  { url, key }: Pick<Address, 'url' | 'key'>,
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const headers = new Headers(init.headers)
  if (path.startsWith('/api/')) headers.set('authorization', `Bearer ${key}`)
  return fetch(new URL(path, url), { ...init, headers, signal: AbortSignal.timeout(PATIENCE_MS) })
}

/** Everything of a list of the company's API, page by page. @throws Error when a page is refused. */
export async function* listAll<T>(
  to: Pick<Address, 'url' | 'key' | 'company'>,
  what: 'invoices' | 'deliveries' | 'messages',
  filter: Record<string, string> = {},
): AsyncGenerator<T> {
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = new URLSearchParams({ ...filter, limit: '100', ...(cursor ? { cursor } : {}) })
    const response = await call(to, `/api/companies/${to.company}/${what}?${query}`)
    if (!response.ok) throw new Error(`${what}: ${response.status}`)
    const page = (await response.json()) as { [list: string]: T[] } & { nextCursor: string | null }
    yield* page[what] ?? []
    cursor = page.nextCursor
  }
}

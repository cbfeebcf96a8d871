import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { CompanySlug } from '../../schemas/company.ts'
import { isBillhookError } from '../errors.ts'
import { MAX_MAIL_BYTES } from './limits.ts'
import { passLimited } from './pass-limited.ts'
import { type ReceivePorts, receive } from './receive.ts'
import type { Spool } from './spool.ts'

export type SmtpSettings = {
  host: string
  /** 0: any free port. */
  port: number
  /** Mails to COMPANY@this-domain, also COMPANY+anything@, go to that company. */
  ingestDomain: string
  /** PEM; given: STARTTLS is offered. */
  tls?: { key: string; cert: string }
}
export type SmtpPorts = ReceivePorts & {
  spool: Spool
  /** Hears why a mail was answered with "try again later". */
  log: (message: string, details: Record<string, unknown>) => void
}
export type SmtpIntake = { port: number; close(): Promise<void> }

const MAX_CLIENTS = 100
const MAX_RECIPIENTS = 20
// RFC 5321, 4.5.3.2, names minutes for a server that waits for the next command; a minute of silence is enough on today's networks.
const IDLE_TIMEOUT_MS = 60_000
// Who sends this much beyond the limit, or this slowly, is not read to the end. 35 MB in ten minutes is 60 kB/s.
const PATIENCE_BYTES = 2 * MAX_MAIL_BYTES
const DATA_TIMEOUT_MS = 10 * 60_000
const CLOSE_TIMEOUT_MS = 10_000

/** What an SMTP client is told: the code decides whether it tries again (4xx) or tells its user (5xx). RFC 5321, RFC 3463. */
class Reply extends Error {
  readonly responseCode: number
  constructor(responseCode: number, text: string) {
    super(text)
    this.responseCode = responseCode
  }
}

/**
 * Listens for mails. 250 to the message is said only after `receive` has resolved for every company among its recipients; whatever is
 * doubtful is 451, so that the sender's server keeps the mail and tries again. Rejects when the port can't be had.
 */
export async function startSmtp(settings: SmtpSettings, ports: SmtpPorts): Promise<SmtpIntake> {
  const server = new SMTPServer({
    name: settings.ingestDomain,
    banner: 'Billhook takes in invoices',
    size: MAX_MAIL_BYTES,
    maxClients: MAX_CLIENTS,
    maxRecipients: MAX_RECIPIENTS,
    socketTimeout: IDLE_TIMEOUT_MS,
    closeTimeout: CLOSE_TIMEOUT_MS,
    // A slow resolver must not keep mails out; the peer's address is kept, its name proves nothing.
    disableReverseLookup: true,
    authOptional: true,
    disabledCommands: settings.tls === undefined ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    ...settings.tls,
    logger: false,
    onRcptTo({ address }, _session, done) {
      findRecipient(ports, { address, ingestDomain: settings.ingestDomain }).then(
        () => done(),
        (error) => done(error),
      )
    },
    onData(stream, session, done) {
      const deadline = setTimeout(() => hangUp(server, session), DATA_TIMEOUT_MS)
      deadline.unref()
      takeMail(ports, { stream, session, settings })
        .then(
          (text) => done(null, text),
          (error) => {
            done(explain(ports, { error, session }))
            const isStillSending = stream.destroyed && !stream.readableEnded
            if (isStillSending) hangUp(server, session)
          },
        )
        .finally(() => clearTimeout(deadline))
    },
  })
  await listen(server, settings)
  server.on('error', (error: Error) => ports.log('smtp connection failed', { error: error.message }))
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function listen(server: SMTPServer, { host, port }: SmtpSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** The company that an address names; null for addresses of other domains and malformed ones. */
export function companyInAddress(address: string, ingestDomain: string): string | null {
  const at = address.lastIndexOf('@')
  if (address.slice(at + 1).toLowerCase() !== ingestDomain.toLowerCase()) return null
  const name = (address.slice(0, at).split('+')[0] ?? '').toLowerCase()
  return CompanySlug.safeParse(name).success ? name : null
}

async function findRecipient(
  ports: SmtpPorts,
  { address, ingestDomain }: { address: string; ingestDomain: string },
): Promise<void> {
  const companyId = companyInAddress(address, ingestDomain)
  if (companyId === null) throw new Reply(550, '5.1.1 No such address here')
  const company = await ports.db
    .selectFrom('company')
    .select('id')
    .where('id', '=', companyId)
    .executeTakeFirst()
    .catch((error: unknown) => {
      ports.log('smtp recipient put off', { address, error: String(error) })
      throw new Reply(451, '4.3.0 Cannot look that up now, try again later')
    })
  if (company === undefined) throw new Reply(550, '5.1.1 No such address here')
}

type Mail = { stream: SMTPServerDataStream; session: SMTPServerSession; settings: SmtpSettings }

async function takeMail(ports: SmtpPorts, { stream, session, settings }: Mail): Promise<string> {
  const { envelope, remoteAddress } = session
  const limited = passLimited(stream, { limit: MAX_MAIL_BYTES, patience: PATIENCE_BYTES })
  const raw = await ports.spool.take(limited.stream, { name: 'the mail', limit: MAX_MAIL_BYTES })
  try {
    if (limited.exceeded() || stream.sizeExceeded) throw new Reply(552, '5.3.4 The mail is larger than 35 MB')
    const kept: string[] = []
    for (const [companyId, to] of groupByCompany(envelope.rcptTo, settings.ingestDomain)) {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      const { delivery } = await receive(ports, {
        companyId,
        channel: 'smtp',
        envelope: { from, to, peer: remoteAddress },
        raw,
      })
      kept.push(delivery.id)
    }
    return `2.0.0 Kept as ${kept.join(', ')}`
  } finally {
    await raw.remove()
  }
}

function groupByCompany(recipients: { address: string }[], ingestDomain: string): Map<string, string[]> {
  const byCompany = new Map<string, string[]>()
  for (const { address } of recipients) {
    const companyId = companyInAddress(address, ingestDomain)
    if (companyId !== null) byCompany.set(companyId, [...(byCompany.get(companyId) ?? []), address])
  }
  return byCompany
}

function explain(ports: SmtpPorts, { error, session }: { error: unknown; session: SMTPServerSession }): Reply {
  if (error instanceof Reply) return error
  if (isBillhookError(error, 'intake.unknown-company')) return new Reply(550, '5.1.1 No such address here')
  ports.log('smtp mail put off', { peer: session.remoteAddress, error: String(error) })
  return new Reply(451, '4.3.0 The mail could not be kept now, try again later')
}

function hangUp(server: SMTPServer, session: SMTPServerSession): void {
  for (const connection of server.connections) if (connection.session.id === session.id) connection.close()
}

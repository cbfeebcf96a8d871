import { createTransport } from 'nodemailer'
import { BillhookError } from '../errors.ts'
import type { MailSender } from './index.ts'

/** Milliseconds; a mail server that takes longer than this to answer is an outage, and the message is tried again later. */
const CONNECT_TIMEOUT = 15_000
const ANSWER_TIMEOUT = 60_000

/**
 * Sends through a mail server. `url` as nodemailer reads it: `smtp://user:password@host:587` (STARTTLS where offered; `?requireTLS=true`
 * insists) or `smtps://host:465`. `from` is the address in From and in the envelope.
 */
export function openSmtp({ url, from }: { url: string; from: string }): MailSender {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: CONNECT_TIMEOUT,
    greetingTimeout: CONNECT_TIMEOUT,
    socketTimeout: ANSWER_TIMEOUT,
    // Content comes from documents: nodemailer must never read a path or fetch an address that stands in it.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    leaves: true,
    async send(message) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: message.recipient },
          subject: message.subject,
          text: message.text,
          html: message.html,
          messageId: message.messageId,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
      } catch (error) {
        const { responseCode } = error as { responseCode?: number }
        const permanent = responseCode !== undefined && responseCode >= 500
        throw new BillhookError(
          permanent ? 'mail.refused' : 'mail.unavailable',
          permanent
            ? `The mail server refused the message to ${message.recipient}: ${String(error)}. Check the address.`
            : `The mail to ${message.recipient} could not be handed to the mail server: ${String(error)}. It is tried again.`,
          { details: responseCode === undefined ? {} : { responseCode }, cause: error },
        )
      }
    },
    async close() {
      transport.close()
    },
  }
}

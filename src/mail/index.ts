/** What leaves the building as one mail. Addresses and subject are single lines without control characters. */
export type OutgoingMessage = {
  recipient: string
  subject: string
  text: string
  html: string
  /** RFC 5322 Message-ID with its angle brackets; the same for every try. */
  messageId: string
}

/**
 * Where outgoing mail goes. What every implementation promises, held by sender.contract.ts:
 * - `send` resolves only when the other side has taken the message over;
 * - sending the same message again is harmless for the sender and carries the same Message-ID, so that a reader's mail program or a person
 *   can tell that it is the same one;
 * - an outage throws `mail.unavailable` (try again later), a refusal for good `mail.refused`.
 */
export type MailSender = {
  /** Whether mail leaves Billhook. If not, the outbox page is the mailbox, and the links in it must stay. */
  readonly leaves: boolean
  send(message: OutgoingMessage): Promise<void>
  close(): Promise<void>
}

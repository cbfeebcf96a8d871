import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MailSender, OutgoingMessage } from './index.ts'

export const MESSAGE: OutgoingMessage = {
  recipient: 'ann@acme.example',
  subject: 'Approve? Müller & Söhne, R-1, 119.00 EUR',
  text: 'Grüße\nhttps://billhook.example/decide/x\n',
  html: '<p>Grüße</p>',
  messageId: '<0199-1@billhook.example>',
}

/** What every MailSender promises. */
export function holdsSenderContract(open: () => Promise<MailSender>): void {
  let sender: MailSender
  beforeAll(async () => {
    sender = await open()
  })
  afterAll(() => sender.close())

  test('a message is taken over', async () => {
    await expect(sender.send(MESSAGE)).resolves.toBeUndefined()
  })

  test('the same message may be sent again, also at the same time', async () => {
    await expect(Promise.all([sender.send(MESSAGE), sender.send(MESSAGE)])).resolves.toHaveLength(2)
  })
}

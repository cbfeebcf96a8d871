import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenDatabase } from '../database/index.ts'
import { openTestDatabase } from '../database/open-test-database.ts'
import { insertCompany, newId, startClock } from '../http/testing/records.ts'
import { queueMessage } from './compose.ts'
import { openOutbox } from './outbox.ts'
import { plainLine } from './plain-line.ts'
import { withoutSecretLinks } from './secret-links.ts'
import { sendMessage } from './send.ts'
import { holdsSenderContract, MESSAGE } from './sender.contract.ts'
import { openSmtp } from './smtp.ts'

/** A real mail server that keeps what it takes; `gone@` it refuses for good, `later@` for now. */
async function startMailServer() {
  const taken: Buffer[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo({ address }, _session, done) {
      if (address.startsWith('gone@')) done(Object.assign(new Error('no such user'), { responseCode: 550 }))
      else if (address.startsWith('later@')) done(Object.assign(new Error('busy'), { responseCode: 451 }))
      else done()
    },
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        taken.push(Buffer.concat(chunks))
        done()
      })
    },
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const { port } = server.server.address() as AddressInfo
  const close = () => new Promise<void>((closed) => server.close(() => closed()))
  return { taken, url: `smtp://127.0.0.1:${port}`, close }
}

const FROM = 'billhook@acme.example'
let server: Awaited<ReturnType<typeof startMailServer>>
beforeAll(async () => {
  server = await startMailServer()
})
afterAll(() => server.close())

describe('the outbox as sender', () => {
  holdsSenderContract(async () => openOutbox())
})

describe('a mail server as sender', () => {
  holdsSenderContract(async () => openSmtp({ url: server.url, from: FROM }))

  test('gets text and HTML under the Message-ID that was made once', async () => {
    const sender = openSmtp({ url: server.url, from: FROM })
    await sender.send(MESSAGE)
    await sender.close()
    const mail = await simpleParser(server.taken.at(-1) ?? Buffer.alloc(0))
    expect(mail).toMatchObject({ subject: MESSAGE.subject, messageId: MESSAGE.messageId })
    expect(mail.from?.text).toBe(FROM)
    expect(mail.text).toContain('Grüße')
    expect(mail.html).toContain('<p>Grüße</p>')
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
  })

  test.each([
    ['gone@acme.example', 'mail.refused'],
    ['later@acme.example', 'mail.unavailable'],
  ])('that does not take %s is told apart as %s', async (recipient, code) => {
    const sender = openSmtp({ url: server.url, from: FROM })
    await expect(sender.send({ ...MESSAGE, recipient })).rejects.toMatchObject({ code })
    await sender.close()
  })

  test('that is gone is an outage', async () => {
    const gone = await startMailServer()
    await gone.close()
    const sender = openSmtp({ url: gone.url, from: FROM })
    await expect(sender.send(MESSAGE)).rejects.toMatchObject({ code: 'mail.unavailable', retry: true })
    await sender.close()
  })
})

describe('sending what was queued', () => {
  let opened: OpenDatabase
  const clock = startClock()
  const secret = 'A'.repeat(43)
  beforeAll(async () => {
    opened = await openTestDatabase()
  })
  afterAll(() => opened.close())

  async function queue(recipient: string) {
    const { id: companyId } = await insertCompany(opened.db)
    const text = `https://billhook.example/decide/${secret}?decision=approve`
    const message = {
      companyId,
      invoiceId: null,
      kind: 'sign-in',
      recipient,
      subject: 'a\r\nb',
      text,
      html: text,
    } as const
    const options = { message, now: clock.now, newId, publicUrl: 'https://billhook.example' }
    return await opened.db.transaction().execute((transaction) => queueMessage(transaction, options))
  }
  const read = (id: string) =>
    opened.db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

  test('marks it sent once and blots out its secrets when it has left', async () => {
    const sender = openSmtp({ url: server.url, from: FROM })
    const { id } = await queue('ann@acme.example')
    const before = server.taken.length
    await sendMessage({ db: opened.db, now: clock.now, sender }, id)
    await sendMessage({ db: opened.db, now: clock.now, sender }, id)
    await sender.close()
    expect(server.taken).toHaveLength(before + 1)
    expect(String(server.taken.at(-1))).toContain(secret.slice(0, 30))
    const row = await read(id)
    expect(row).toMatchObject({ sent_at: clock.now(), due_at: null, subject: 'a b' })
    expect(row.text + row.html).not.toContain(secret)
  })

  test('keeps the links where the outbox is the mailbox', async () => {
    const { id } = await queue('bob@acme.example')
    await sendMessage({ db: opened.db, now: clock.now, sender: openOutbox() }, id)
    const row = await read(id)
    expect(row.sent_at).toEqual(clock.now())
    expect(row.text).toContain(secret)
  })

  test('leaves it due when it was not taken', async () => {
    const sender = openSmtp({ url: server.url, from: FROM })
    const { id } = await queue('later@acme.example')
    await expect(sendMessage({ db: opened.db, now: clock.now, sender }, id)).rejects.toMatchObject({
      code: 'mail.unavailable',
    })
    await sender.close()
    expect(await read(id)).toMatchObject({ sent_at: null, due_at: clock.now() })
  })
})

describe('text of unknown origin', () => {
  test.each([
    ['a\r\nBcc: x', 'a Bcc: x'],
    ['\u202eevil\u2066 \u200bx\u00ad', 'evil x'],
    ['  many\t\n blanks  ', 'many blanks'],
    ['Müller & 株式会社 🧾', 'Müller & 株式会社 🧾'],
    ['\0', ''],
  ])('%j becomes the harmless line %j', (text, line) => {
    expect(plainLine(text)).toBe(line)
  })

  test('is cut between characters, never within one', () => {
    expect(plainLine('🧾🧾🧾🧾', 3)).toBe('🧾🧾…')
  })

  test('loses the secrets of our links and nothing else', () => {
    const token = `${'aB3_-'.repeat(8)}xyz`
    expect(withoutSecretLinks(`/decide/${token}/page-1 /sign-in/${token} /decide/short`)).toBe(
      '/decide/…/page-1 /sign-in/… /decide/short',
    )
  })
})

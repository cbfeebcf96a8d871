import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createTransport } from 'nodemailer'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { BillhookError } from '../errors.ts'
import { originalKey } from '../object-store/index.ts'
import { MAX_MAIL_BYTES } from './limits.ts'
import { type SmtpIntake, type SmtpPorts, startSmtp } from './smtp.ts'
import { fakePdf, openTestIntake, type TestIntake } from './testing/open-test-intake.ts'
import { SELF_SIGNED } from './testing/self-signed.ts'
import { openConversation, type SmtpConversation } from './testing/smtp-conversation.ts'

let intake: TestIntake
/** What the server uses; a test may break a part of it. */
let ports: SmtpPorts
let smtp: SmtpIntake
const logged: string[] = []

beforeAll(async () => {
  intake = await openTestIntake()
  ports = { ...intake.ports, spool: intake.spool, log: (message) => void logged.push(message) }
  smtp = await startSmtp({ host: '127.0.0.1', port: 0, ingestDomain: 'in.example' }, ports)
})
const conversations: SmtpConversation[] = []
afterEach(async () => {
  for (const conversation of conversations.splice(0)) conversation.drop()
  Object.assign(ports, intake.ports)
})
afterAll(async () => {
  await smtp?.close()
  await intake?.close()
})

const talk = async () => {
  const conversation = await openConversation(smtp.port)
  conversations.push(conversation)
  return conversation
}
/** Says everything up to DATA. */
async function begin(recipients = ['acme@in.example']): Promise<SmtpConversation> {
  const conversation = await talk()
  await conversation.say('EHLO client.example')
  await conversation.say('MAIL FROM:<supplier@example.org>')
  for (const recipient of recipients) await conversation.say(`RCPT TO:<${recipient}>`)
  expect(await conversation.say('DATA')).toMatch(/^354/)
  return conversation
}
const deliveries = (companyId = 'acme') =>
  intake.db.selectFrom('delivery').selectAll().where('company_id', '=', companyId).orderBy('id').execute()
const mailText = (subject: string) => `From: supplier@example.org\r\nSubject: ${subject}\r\n\r\nhello ${subject}\r\n`

describe('a mail over SMTP', () => {
  test('sent by a real mail library is kept byte for byte and recorded with its envelope', async () => {
    const transport = createTransport({ host: '127.0.0.1', port: smtp.port, ignoreTLS: true })
    const sent = await transport.sendMail({
      from: 'Supplier <supplier@example.org>',
      to: 'ACME+invoices@IN.example',
      subject: 'Rechnung 4711',
      attachments: [{ filename: 'invoice.pdf', content: fakePdf('by mail') }],
    })
    expect(sent.response).toMatch(/^250 2\.0\.0 Kept as id-/)
    const row = (await deliveries()).at(-1)!
    expect(row).toMatchObject({ channel: 'smtp', disposed_at: null, due_at: ports.now() })
    expect(row.envelope).toMatchObject({ from: 'supplier@example.org', to: ['ACME+invoices@in.example'] })
    const raw = await intake.objects.get(originalKey(row.raw_sha256!))
    expect(raw.toString()).toContain(`Message-ID: ${sent.messageId}`)
    expect(intake.dispatched).toContainEqual({ name: 'unpack', deliveryId: row.id })
  })

  test('is taken over STARTTLS where a certificate is given', async () => {
    const secure = await startSmtp({ host: '127.0.0.1', port: 0, ingestDomain: 'in.example', tls: SELF_SIGNED }, ports)
    const tls = { ca: SELF_SIGNED.cert, servername: 'in.example' }
    const transport = createTransport({ host: '127.0.0.1', port: secure.port, requireTLS: true, tls })
    const sent = await transport.sendMail({ from: 's@example.org', to: 'acme@in.example', text: 'over TLS' })
    expect(sent.response).toMatch(/^250/)
    await secure.close()
  })

  test('keeps dots, bare line ends and bytes of any value as they were sent', async () => {
    const conversation = await begin()
    const body = Buffer.concat([Buffer.from(mailText('bytes')), randomBytes(100_000), Buffer.from('\r\n')])
    const lines = body.toString('latin1').replaceAll('\r\n.', '\r\n..')
    await conversation.send(Buffer.from(`${lines}.\r\n`, 'latin1'))
    expect(await conversation.hear()).toMatch(/^250/)
    const row = (await deliveries()).at(-1)!
    expect((await intake.objects.get(originalKey(row.raw_sha256!))).equals(body)).toBe(true)
  })

  test('sent twice is one delivery and gets the same answer', async () => {
    const answers = []
    for (const _ of [1, 2]) {
      const conversation = await begin()
      await conversation.send(`${mailText('twice')}.\r\n`)
      answers.push(await conversation.hear())
    }
    expect(answers[0]).toMatch(/^250/)
    expect(answers[1]).toBe(answers[0])
  })

  test('to two companies is a delivery of each', async () => {
    const conversation = await begin(['acme@in.example', 'Acme+second@in.example', 'globex@in.example'])
    await conversation.send(`${mailText('two companies')}.\r\n`)
    expect(await conversation.hear()).toMatch(/^250 .*id-\d+, id-\d+$/)
    expect((await deliveries()).at(-1)!.envelope.to).toEqual(['acme@in.example', 'Acme+second@in.example'])
    expect((await deliveries('globex')).at(-1)!.envelope.to).toEqual(['globex@in.example'])
  })

  test('is not acknowledged before its bytes and its record are durable', async () => {
    let release: () => void = () => {}
    let reached: () => void = () => {}
    const isReached = new Promise<void>((resolve) => {
      reached = resolve
    })
    const isReleased = new Promise<void>((resolve) => {
      release = resolve
    })
    const committed: number[] = []
    ports.failpoint = async (point) => {
      if (point !== 'intake.committed') return
      committed.push((await deliveries()).length)
      reached()
      await isReleased
    }
    const before = (await deliveries()).length
    const conversation = await begin()
    await conversation.send(`${mailText('held back')}.\r\n`)
    await isReached
    expect(conversation.unheard()).toBe('')
    expect(committed).toEqual([before + 1])
    release()
    expect(await conversation.hear()).toMatch(/^250/)
    delete ports.failpoint
  })
})

describe('what SMTP refuses', () => {
  test('unknown recipients for good, before any byte of the mail', async () => {
    const conversation = await talk()
    await conversation.say('EHLO client.example')
    await conversation.say('MAIL FROM:<supplier@example.org>')
    for (const recipient of ['nobody@in.example', 'acme@elsewhere.example', '"acme"@in.example', 'a%b@in.example']) {
      expect(await conversation.say(`RCPT TO:<${recipient}>`), recipient).toMatch(/^550 5\.1\.1/)
    }
    expect(await conversation.say('DATA')).toMatch(/^503/)
  })

  test('too many recipients, for now', async () => {
    const conversation = await talk()
    await conversation.say('EHLO client.example')
    await conversation.say('MAIL FROM:<supplier@example.org>')
    const replies = []
    for (let n = 0; n < 21; n++) replies.push(await conversation.say(`RCPT TO:<acme+${n}@in.example>`))
    expect(replies.slice(0, 20).every((reply) => reply.startsWith('250'))).toBe(true)
    expect(replies[20]).toMatch(/^452/)
  })

  test('a mail that announces or turns out to be too large', async () => {
    const announced = await talk()
    expect(await announced.say('EHLO client.example')).toContain(`SIZE ${MAX_MAIL_BYTES}`)
    expect(await announced.say(`MAIL FROM:<s@example.org> SIZE=${MAX_MAIL_BYTES + 1}`)).toMatch(/^552/)

    const before = (await deliveries()).length
    const streamed = await begin()
    const line = `${'x'.repeat(998)}\r\n`
    const million = Buffer.from(line.repeat(1000))
    for (let sent = 0; sent <= MAX_MAIL_BYTES; sent += million.length) await streamed.send(million)
    await streamed.send('.\r\n')
    expect(await streamed.hear()).toMatch(/^552/)
    expect((await deliveries()).length).toBe(before)
    expect(await streamed.say('NOOP')).toMatch(/^250/)
  })

  test('whoever sends far beyond the limit is not read to the end', async () => {
    const conversation = await begin()
    const million = Buffer.alloc(1_000_000, 'x')
    for (let sent = 0; sent < 3 * MAX_MAIL_BYTES; sent += million.length) {
      const isOpen = await conversation.send(million).then(
        () => true,
        () => false,
      )
      if (!isOpen || conversation.unheard() !== '') break
    }
    expect(await conversation.hear()).toMatch(/^552/)
    expect(await conversation.hear()).toBe('closed')
  })

  test('passwords: nobody signs in here', async () => {
    const conversation = await talk()
    expect(await conversation.say('EHLO client.example')).not.toMatch(/AUTH|STARTTLS/)
    expect(await conversation.say('AUTH PLAIN AGEAYg==')).toMatch(/^5/)
  })
})

describe('SMTP never says yes to what is not kept', () => {
  const outage = new BillhookError('object-store.unavailable', 'the disk is full')

  test('when the object store fails, the sender is told to try again, and the next try succeeds', async () => {
    ports.objects = { ...intake.objects, put: () => Promise.reject(outage) }
    const before = (await deliveries()).length
    const conversation = await begin()
    await conversation.send(`${mailText('disk full')}.\r\n`)
    expect(await conversation.hear()).toMatch(/^451/)
    expect((await deliveries()).length).toBe(before)
    expect(logged).toContain('smtp mail put off')

    ports.objects = intake.objects
    const again = await begin()
    await again.send(`${mailText('disk full')}.\r\n`)
    expect(await again.hear()).toMatch(/^250/)
  })

  test('when one of two companies fails, the whole mail is tried again, and the first has it once', async () => {
    let puts = 0
    ports.objects = {
      ...intake.objects,
      put: (...put) => (++puts === 2 ? Promise.reject(outage) : intake.objects.put(...put)),
    }
    const answers = []
    const before = [(await deliveries()).length, (await deliveries('globex')).length]
    for (const _ of [1, 2]) {
      const conversation = await begin(['acme@in.example', 'globex@in.example'])
      await conversation.send(`${mailText('one fails')}.\r\n`)
      answers.push((await conversation.hear()).slice(0, 3))
    }
    expect(answers).toEqual(['451', '250'])
    expect([(await deliveries()).length, (await deliveries('globex')).length]).toEqual(before.map((n) => n + 1))
  })

  test('when the records cannot be asked, a recipient is put off, not refused', async () => {
    ports.db = new Proxy(intake.db, {
      get(target, name, receiver) {
        if (name !== 'selectFrom') return Reflect.get(target, name, receiver)
        return () => intake.db.selectFrom('no_such_table' as 'company')
      },
    })
    const conversation = await talk()
    await conversation.say('EHLO client.example')
    await conversation.say('MAIL FROM:<supplier@example.org>')
    expect(await conversation.say('RCPT TO:<acme@in.example>')).toMatch(/^451/)
  })

  test('a connection that breaks in the middle of a mail leaves nothing', async () => {
    const before = (await deliveries()).length
    const putOff = logged.length
    const conversation = await begin()
    await conversation.send(`${mailText('broken off')}.`)
    conversation.drop()
    await expect.poll(() => logged.length).toBe(putOff + 1)
    expect((await deliveries()).length).toBe(before)
    expect(await readdir(intake.spoolFolder)).toEqual([])
  })

  test('a port that is taken is an error at start', async () => {
    const second = startSmtp({ host: '127.0.0.1', port: smtp.port, ingestDomain: 'in.example' }, ports)
    await expect(second).rejects.toThrow(/EADDRINUSE/)
  })
})

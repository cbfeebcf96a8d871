import { createHash } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import type Mail from 'nodemailer/lib/mailer/index.js'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { BillhookError } from '../errors.ts'
import { originalKey } from '../object-store/index.ts'
import { type ChildPool, openChildPool } from '../sandbox/index.ts'
import { MAX_PARTS } from './limits.ts'
import { receive } from './receive.ts'
import { fakePdf, fakePng, openTestIntake, type TestIntake, XML_INVOICE } from './testing/open-test-intake.ts'
import { PARSE_CHILDREN, retryDelivery, type UnpackPorts, unpackDelivery } from './unpack.ts'

let intake: TestIntake
let children: ChildPool
let ports: UnpackPorts
beforeAll(async () => {
  intake = await openTestIntake()
  children = openChildPool(PARSE_CHILDREN)
  ports = { ...intake.ports, children }
})
afterEach(() => {
  Object.assign(ports, intake.ports, { children })
})
afterAll(async () => {
  await children?.close()
  await intake?.close()
})

let mails = 0
/** The bytes of a mail as a mail program would send it. */
function compose(mail: Mail.Options): Promise<Buffer> {
  const headers = { 'X-Test': String(++mails) }
  return new MailComposer({ from: 's@example.org', to: 'acme@in.example', text: 'see attachment', headers, ...mail })
    .compile()
    .build()
}
async function receiveRaw(raw: Buffer | string): Promise<string> {
  const bytes = Buffer.from(raw as Buffer)
  const spool = await intake.spool.take([bytes] as unknown as AsyncIterable<Buffer>, { name: 'mail', limit: 1e9 })
  const { delivery } = await receive(intake.ports, { companyId: 'acme', channel: 'smtp', envelope: {}, raw: spool })
  return delivery.id
}
async function receiveFile(name: string, content: Buffer): Promise<string> {
  const spool = await intake.spool.take([content] as unknown as AsyncIterable<Buffer>, { name, limit: 1e9 })
  const { delivery } = await receive(intake.ports, {
    companyId: 'acme',
    channel: 'http-upload',
    envelope: { by: 'ann@acme.example' },
    files: [{ name, declaredType: '', spool }],
  })
  return delivery.id
}
const partsOf = (deliveryId: string) =>
  intake.db.selectFrom('delivery_part').selectAll().where('delivery_id', '=', deliveryId).orderBy('position').execute()
const readDelivery = (id: string) =>
  intake.db.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

async function unpack(mail: Mail.Options | Buffer | string) {
  const raw = Buffer.isBuffer(mail) || typeof mail === 'string' ? mail : await compose(mail)
  const id = await receiveRaw(raw)
  await unpackDelivery(ports, id)
  return { id, parts: await partsOf(id), delivery: await readDelivery(id) }
}
const fates = (parts: Awaited<ReturnType<typeof partsOf>>) => parts.map((part) => [part.file_name, part.disposition])

/** A ZIP archive of deflated entries, with no more than a reader needs. */
function zip(files: [name: string, content: Buffer][], flags = 0x800): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, content] of files) {
    const packed = deflateRawSync(content)
    const nameBytes = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(nameBytes.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt16LE(nameBytes.length, 28)
    entry.writeUInt32LE(offset, 42)
    locals.push(local, nameBytes, packed)
    directory.push(entry, nameBytes)
    offset += 30 + nameBytes.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, ...directory, end])
}

describe('a mail that is unpacked', () => {
  test('gives an invoice of each PDF and picture, whatever its declared type, and says what else it held', async () => {
    const scan = fakePng(1200, 1700)
    const { parts, delivery, id } = await unpack({
      subject: 'Rechnungen',
      messageId: '<m-1@example.org>',
      attachments: [
        { filename: 'Größe.PDF', content: fakePdf('declared wrong'), contentType: 'application/octet-stream' },
        { filename: 'scan', content: scan, contentType: 'application/x-unknown' },
        { filename: 'invoice.pdf', content: XML_INVOICE, contentType: 'application/pdf' },
        { filename: 'terms.docx', content: Buffer.from('old office') },
        { filename: 'smime.p7s', content: Buffer.from('0\x80'), contentType: 'application/pkcs7-signature' },
        { filename: 'meeting.ics', content: 'BEGIN:VCALENDAR', contentType: 'text/calendar' },
      ],
    })
    expect(fates(parts)).toEqual([
      ['Größe.PDF', 'invoice'],
      ['scan', 'invoice'],
      ['invoice.pdf', 'invoice'],
      ['terms.docx', 'quarantined'],
      ['smime.p7s', 'ignored'],
      ['meeting.ics', 'ignored'],
    ])
    expect(delivery).toMatchObject({ disposed_at: ports.now(), due_at: null, failure: null })
    expect(delivery.envelope).toMatchObject({ subject: 'Rechnungen', messageId: '<m-1@example.org>' })
    const invoice = await intake.db
      .selectFrom('invoice')
      .selectAll()
      .where('id', '=', parts[1]!.invoice_id)
      .executeTakeFirstOrThrow()
    expect(invoice).toMatchObject({
      status: 'received',
      version: 0,
      delivery_id: id,
      media_type: 'image/png',
      touched_by: [],
    })
    expect((await intake.objects.get(originalKey(invoice.original_sha256))).equals(scan)).toBe(true)
    expect(intake.dispatched).toContainEqual({ name: 'identify', invoiceId: invoice.id, version: 0 })
  })

  test('leaves logos and banners of its text alone, but not a photo that is the document', async () => {
    const { parts } = await unpack({
      html: '<img src="cid:logo@x"><img src="cid:banner@x"><p>Hello</p>',
      attachments: [
        { filename: 'logo.png', content: fakePng(120, 40), cid: 'logo@x' },
        { filename: 'banner.png', content: fakePng(1200, 300), cid: 'banner@x' },
        { filename: 'IMG_4711.png', content: fakePng(1536, 2048), contentDisposition: 'inline' },
        { filename: 'till.png', content: fakePng(400, 1500), contentDisposition: 'inline' },
        { filename: 'small but attached.png', content: fakePng(300, 200), contentDisposition: 'attachment' },
      ],
    })
    const byName = Object.fromEntries(fates(parts))
    expect(byName).toEqual({
      'logo.png': 'ignored',
      'banner.png': 'ignored',
      'IMG_4711.png': 'invoice',
      'till.png': 'invoice',
      'small but attached.png': 'invoice',
    })
    expect(parts.find((part) => part.file_name === 'banner.png')!.reason).toContain('1200 × 300')
  })

  test('opens forwarded mails and archives inside one another', async () => {
    const inner = await compose({
      attachments: [{ filename: 'deep.zip', content: zip([['2026/a.pdf', fakePdf('deep')]]) }],
    })
    const middle = await compose({
      attachments: [{ filename: 'inner.eml', content: inner, contentType: 'message/rfc822' }],
    })
    const { parts } = await unpack({
      attachments: [{ filename: 'middle.eml', content: middle, contentType: 'application/octet-stream' }],
    })
    // The mail in the middle is sent in the open, so that its files are found with those of the mail around it.
    expect(fates(parts)).toEqual([
      ['middle.eml', 'supporting'],
      ['deep.zip', 'supporting'],
      ['2026/a.pdf', 'invoice'],
    ])
  })

  test('does not follow a nest of archives for ever', async () => {
    let nest = fakePdf('too deep')
    for (let depth = 0; depth < 8; depth++) nest = zip([[`${depth}`, nest]])
    const { parts } = await unpack({ attachments: [{ filename: 'nest.zip', content: nest }] })
    const last = parts.at(-1)!
    expect(last).toMatchObject({ disposition: 'quarantined', reason: expect.stringContaining('nested too deeply') })
    expect(parts.length).toBeLessThan(8)
  })

  test('keeps back archives that are locked, damaged or bombs, and says why', async () => {
    const bomb = zip([['zeros.pdf', Buffer.alloc(30 * 1024 * 1024)]])
    const locked = zip([['a.pdf', fakePdf('locked')]], 0x801)
    const whole = zip([['a.pdf', fakePdf('cut')]])
    const { parts } = await unpack({
      attachments: [
        { filename: 'bomb.zip', content: bomb },
        { filename: 'locked.zip', content: locked },
        { filename: 'cut.zip', content: whole.subarray(0, whole.length - 30) },
        { filename: 'fine.pdf', content: fakePdf('fine beside') },
      ],
    })
    expect(parts.map((part) => part.disposition)).toEqual(['quarantined', 'quarantined', 'quarantined', 'invoice'])
    expect(parts[0]!.reason).toMatch(/larger than 25 MB/)
    expect(parts[1]!.reason).toMatch(/password/)
    expect(parts[2]!.reason).toMatch(/damaged/)
  })

  test('with a forward that cannot be read still gives the invoice beside it', async () => {
    // A head of more than a megabyte is refused by the parser.
    const endless = Buffer.from(`Subject: ${'x'.repeat(2_000_000)}\r\n\r\n`)
    const { parts } = await unpack({
      attachments: [
        { filename: 'endless.eml', content: endless, contentType: 'application/octet-stream' },
        { filename: 'beside.pdf', content: fakePdf('beside a broken forward') },
      ],
    })
    expect(fates(parts)).toEqual([
      ['endless.eml', 'quarantined'],
      ['beside.pdf', 'invoice'],
    ])
  })

  test('with the same file twice is one invoice, and so is the file that came before', async () => {
    const content = fakePdf('twice in one mail')
    const attachments = [
      { filename: 'a.pdf', content },
      { filename: 'b.pdf', content },
    ]
    const first = await unpack({ attachments })
    const second = await unpack({ attachments: attachments.slice(1) })
    expect(first.parts.map((part) => part.disposition)).toEqual(['invoice', 'same-bytes'])
    expect(second.parts[0]).toMatchObject({ disposition: 'same-bytes', invoice_id: first.parts[0]!.invoice_id })
  })

  test('with nothing in it is shown to a person, but an automatic reply is not', async () => {
    const link = await unpack({ subject: 'Your invoice is ready', html: '<a href="https://x.example/i">Pay</a>' })
    expect(fates(link.parts)).toEqual([['Your invoice is ready', 'quarantined']])
    expect(link.parts[0]!.sha256).toBe(link.delivery.raw_sha256)
    const logo = { filename: 'l.png', content: fakePng(90, 30), cid: 'l@x' }
    const onlyLogo = await unpack({ subject: 'Hi', html: '<img src="cid:l@x">', attachments: [logo] })
    expect(fates(onlyLogo.parts)).toEqual([
      ['l.png', 'ignored'],
      ['Hi', 'quarantined'],
    ])
    const reply = await unpack({ subject: 'Out of office', headers: { 'Auto-Submitted': 'auto-replied' } })
    expect(fates(reply.parts)).toEqual([['Out of office', 'ignored']])
  })

  test('takes hostile names as text', async () => {
    const { parts } = await unpack(
      [
        'From: s@example.org',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: application/pdf; name="../../../etc/cron.d/x\\..\\y\u202Efdp.exe"',
        'Content-Disposition: attachment',
        '',
        fakePdf('hostile').toString(),
        '--b',
        'Content-Type: application/pdf',
        '',
        fakePdf('nameless').toString(),
        '--b--',
      ].join('\r\n'),
    )
    expect(parts.map((part) => part.disposition)).toEqual(['invoice', 'invoice'])
    expect(parts[0]!.file_name).toMatch(/^\.\.\/\.\.\/\.\.\/etc\/cron\.d\/x/)
    expect(parts[0]!.file_name).not.toContain('\u202e')
    expect(parts[1]!.file_name).not.toBe('')
  })

  test('survives sloppy mails: no end, no blank line, odd encodings, nothing at all', async () => {
    const pdf = fakePdf('sloppy').toString('base64')
    const open = `Content-Type: multipart/mixed; boundary=b\nSubject: =?utf-8?Q?a?=\n\n--b\nContent-Type: application/pdf; name=R.PDF\nContent-Transfer-Encoding: base64\n\n${pdf}\n`
    expect(fates((await unpack(open)).parts)).toEqual([['R.PDF', 'invoice']])
    for (const raw of ['', '\r\n', 'X', `Subject: ${'=?utf-8?B?////?= '.repeat(2000)}\r\n\r\n`, '\0\0\0\0']) {
      const { parts } = await unpack(raw)
      expect(parts).toHaveLength(1)
    }
  })
})

describe('an upload that holds mails or archives', () => {
  test('is unpacked like a mail, and the person who uploaded it has touched its invoices', async () => {
    const eml = await compose({ attachments: [{ filename: 'a.pdf', content: fakePdf('uploaded mail') }] })
    const id = await receiveFile('forward.eml', eml)
    await unpackDelivery(ports, id)
    const parts = await partsOf(id)
    expect(fates(parts)).toEqual([
      ['forward.eml', 'supporting'],
      ['a.pdf', 'invoice'],
    ])
    const invoice = await intake.db
      .selectFrom('invoice')
      .select('touched_by')
      .where('id', '=', parts[1]!.invoice_id)
      .executeTakeFirstOrThrow()
    expect(invoice.touched_by).toEqual(['ann@acme.example'])
  })

  test('tells an office document from an archive', async () => {
    const docx = zip([
      ['[Content_Types].xml', Buffer.from('<Types/>')],
      ['word/document.xml', Buffer.from('<w/>')],
    ])
    const id = await receiveFile('letter.docx', docx)
    await unpackDelivery(ports, id)
    const parts = await partsOf(id)
    expect(fates(parts)).toEqual([['letter.docx', 'quarantined']])
    expect(parts[0]!.reason).toMatch(/office document/)
    expect((await readDelivery(id)).disposed_at).not.toBeNull()
  })

  test('an empty archive is shown to a person', async () => {
    const id = await receiveFile('empty.zip', zip([['folder/', Buffer.alloc(0)]]))
    await unpackDelivery(ports, id)
    expect(await partsOf(id)).toMatchObject([{ disposition: 'quarantined' }])
  })
})

describe('unpacking', () => {
  const invoicesOf = (id: string) =>
    intake.db.selectFrom('invoice').select('id').where('delivery_id', '=', id).execute()

  test('twice, one after the other or at once, does its work once', async () => {
    const attachments = [{ filename: 'a.pdf', content: fakePdf('twice unpacked') }]
    const id = await receiveRaw(await compose({ attachments }))
    await Promise.all([unpackDelivery(ports, id), unpackDelivery(ports, id)])
    await unpackDelivery(ports, id)
    expect(await invoicesOf(id)).toHaveLength(1)
    expect(await partsOf(id)).toHaveLength(1)
    const events = await intake.db.selectFrom('event').select('data').where('kind', '=', 'delivery.unpacked').execute()
    expect(events.filter((event) => event.data.deliveryId === id)).toHaveLength(1)
  })

  test('that dies in the middle leaves the delivery as it was, and the next try finishes it', async () => {
    const attachments = ['a', 'b', 'c'].map((name) => ({ filename: `${name}.pdf`, content: fakePdf(`dies ${name}`) }))
    const id = await receiveRaw(await compose({ attachments }))
    let puts = 0
    ports.objects = {
      ...intake.objects,
      put: (...put) =>
        ++puts === 2
          ? Promise.reject(new BillhookError('object-store.unavailable', 'disk full'))
          : intake.objects.put(...put),
    }
    await expect(unpackDelivery(ports, id)).rejects.toMatchObject({ code: 'object-store.unavailable' })
    ports.objects = intake.objects
    let ids = 0
    ports.newId = () => {
      if (++ids === 3) throw new Error('killed in the middle of the transaction')
      return intake.ports.newId()
    }
    await expect(unpackDelivery(ports, id)).rejects.toThrow('killed')
    expect(await partsOf(id)).toEqual([])
    expect((await readDelivery(id)).disposed_at).toBeNull()
    ports.newId = intake.ports.newId
    await unpackDelivery(ports, id)
    expect(await invoicesOf(id)).toHaveLength(3)
  })

  test('a mail with too many files fails for good and stays visible', async () => {
    const attachments = Array.from({ length: MAX_PARTS + 1 }, (_, n) => ({
      filename: `${n}.pdf`,
      content: fakePdf(`n${n}`),
    }))
    const id = await receiveRaw(await compose({ attachments }))
    await expect(unpackDelivery(ports, id)).rejects.toMatchObject({ code: 'intake.too-many-parts', retry: false })
    expect((await readDelivery(id)).disposed_at).toBeNull()
    const allowed = await unpack({ attachments: attachments.slice(0, MAX_PARTS) })
    expect(allowed.parts).toHaveLength(MAX_PARTS)
  })

  test('a mail that ends its child takes no other down with it', async () => {
    const killing = openChildPool({ ...PARSE_CHILDREN, timeoutMs: 1 })
    const id = await receiveRaw(await compose({ attachments: [{ filename: 'a.pdf', content: fakePdf('slow') }] }))
    await expect(unpackDelivery({ ...ports, children: killing }, id)).rejects.toMatchObject({ kind: 'timeout' })
    await killing.close()
    await unpackDelivery(ports, id)
    expect(await invoicesOf(id)).toHaveLength(1)
  })

  test('can be asked for again by a person, on the record', async () => {
    const id = await receiveRaw(await compose({ attachments: [{ filename: 'a.pdf', content: fakePdf('retried') }] }))
    await intake.db.updateTable('delivery').set({ attempts: 3, due_at: null }).where('id', '=', id).execute()
    await retryDelivery(ports, { companyId: 'acme', deliveryId: id, actor: 'ann@acme.example' })
    expect(await readDelivery(id)).toMatchObject({ attempts: 0, failure: null, due_at: ports.now() })
    expect(intake.dispatched).toContainEqual({ name: 'unpack', deliveryId: id })
    await unpackDelivery(ports, id)
    const again = retryDelivery(ports, { companyId: 'acme', deliveryId: id, actor: 'ann@acme.example' })
    await expect(again).rejects.toMatchObject({ code: 'pipeline.not-found' })
    const foreign = retryDelivery(ports, { companyId: 'globex', deliveryId: id, actor: 'x@globex.example' })
    await expect(foreign).rejects.toMatchObject({ code: 'pipeline.not-found' })
  })

  test('keeps every byte: each part is in the store under its hash', async () => {
    const { parts } = await unpack({ attachments: [{ filename: 'odd.bin', content: Buffer.from('odd') }] })
    for (const part of parts) {
      const content = await intake.objects.get(originalKey(part.sha256))
      expect(createHash('sha256').update(content).digest('hex')).toBe(part.sha256)
    }
  })
})

import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditChainIsIntact } from '../doctor/checks/audit-chain-is-intact.ts'
import { BillhookError } from '../errors.ts'
import { originalKey } from '../object-store/index.ts'
import { MAX_PARTS } from './limits.ts'
import { type Incoming, type ReceivePorts, receive } from './receive.ts'
import { fakePdf, fakePng, openTestIntake, type TestIntake, XML_INVOICE } from './testing/open-test-intake.ts'

const sha256Of = (content: Buffer) => createHash('sha256').update(content).digest('hex')

let intake: TestIntake
beforeAll(async () => {
  intake = await openTestIntake()
})
afterAll(() => intake?.close())

type Sent = { name: string; content: Buffer }
async function upload(
  files: Sent[],
  about: Partial<Pick<Incoming, 'companyId' | 'idempotencyKey'>> = {},
): Promise<Incoming> {
  const spooled = []
  for (const { name, content } of files) {
    const spool = await intake.spool.take([content] as unknown as AsyncIterable<Buffer>, { name, limit: 1e9 })
    spooled.push({ name, declaredType: 'application/x-whatever', spool })
  }
  return { companyId: 'acme', channel: 'http-upload', envelope: { by: 'ann@acme.example' }, ...about, files: spooled }
}
async function mail(raw: string, companyId = 'acme'): Promise<Incoming> {
  const spool = await intake.spool.take([Buffer.from(raw)] as unknown as AsyncIterable<Buffer>, {
    name: 'mail',
    limit: 1e9,
  })
  return { companyId, channel: 'smtp', envelope: { from: 'supplier@example.org', to: ['acme@in.example'] }, raw: spool }
}
const countDeliveries = async () =>
  Number(
    (
      await intake.db
        .selectFrom('delivery')
        .select((e) => e.fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )

describe('receive', () => {
  test('keeps the bytes and makes one invoice of each PDF and picture, due at once', async () => {
    const pdf = fakePdf('first')
    const photo = fakePng(1200, 1600)
    intake.dispatched.length = 0
    const { delivery, again } = await receive(
      intake.ports,
      await upload([
        { name: 'a.pdf', content: pdf },
        { name: 'photo', content: photo },
      ]),
    )
    expect(again).toBe(false)
    expect(delivery.parts.map((part) => part.disposition)).toEqual(['invoice', 'invoice'])
    for (const [index, content] of [pdf, photo].entries()) {
      const part = delivery.parts[index]!
      expect(part.sha256).toBe(sha256Of(content))
      expect((await intake.objects.get(originalKey(part.sha256))).equals(content)).toBe(true)
      const invoice = await intake.db
        .selectFrom('invoice')
        .selectAll()
        .where('id', '=', part.invoiceId)
        .executeTakeFirstOrThrow()
      expect(invoice).toMatchObject({
        status: 'received',
        version: 0,
        original_sha256: part.sha256,
        touched_by: ['ann@acme.example'],
        delivery_id: delivery.id,
        due_at: intake.ports.now(),
      })
    }
    expect(intake.dispatched).toEqual(
      delivery.parts.map((part) => ({ name: 'identify', invoiceId: part.invoiceId, version: 0 })),
    )
    const events = await intake.db
      .selectFrom('event')
      .select(['kind', 'actor'])
      .where('company_id', '=', 'acme')
      .execute()
    expect(events.map((event) => event.kind)).toEqual(['delivery.received', 'invoice.received', 'invoice.received'])
    expect(new Set(events.map((event) => event.actor))).toEqual(new Set(['ann@acme.example']))
  })

  test('tells the type by content and says in words why a part is no invoice', async () => {
    const { delivery } = await receive(
      intake.ports,
      await upload([
        { name: 'invoice.pdf', content: XML_INVOICE },
        { name: 'invoice.pdf', content: Buffer.from('MZ\x90 not a pdf at all') },
        { name: 'empty.pdf', content: Buffer.alloc(0) },
        { name: 'letter.docx', content: Buffer.from('\xd0\xcf\x11\xe0 old office', 'latin1') },
        { name: 'dot.png', content: fakePng(1, 1) },
      ]),
    )
    expect(delivery.parts.map((part) => [part.disposition, part.invoiceId])).toEqual([
      ['invoice', delivery.parts[0]?.invoiceId],
      ['quarantined', null],
      ['quarantined', null],
      ['quarantined', null],
      ['ignored', null],
    ])
    expect(delivery.parts[0]!.reason).toMatch(/electronic invoice/)
    expect(delivery.parts[2]!.reason).toMatch(/empty/)
    expect(delivery.parts[3]!.reason).toMatch(/Save it as a PDF/)
    const row = await intake.db
      .selectFrom('delivery')
      .selectAll()
      .where('id', '=', delivery.id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ disposed_at: intake.ports.now(), due_at: null })
    for (const part of delivery.parts) expect(await intake.objects.has(originalKey(part.sha256))).toBe(true)
  })

  test('an uploaded mail waits to be unpacked, and so does a mail that arrived', async () => {
    const eml = { name: 'forwarded.eml', content: Buffer.from('From: a@example.org\r\nSubject: x\r\n\r\nhello\r\n') }
    for (const incoming of [await upload([eml]), await mail('From: b@example.org\r\n\r\nhi\r\n')]) {
      intake.dispatched.length = 0
      const { delivery } = await receive(intake.ports, incoming)
      const row = await intake.db
        .selectFrom('delivery')
        .selectAll()
        .where('id', '=', delivery.id)
        .executeTakeFirstOrThrow()
      expect(row).toMatchObject({ disposed_at: null, due_at: intake.ports.now() })
      expect(intake.dispatched).toEqual([{ name: 'unpack', deliveryId: delivery.id }])
    }
  })

  test('the same bytes again give the same answer and make nothing', async () => {
    const files = [{ name: 'again.pdf', content: fakePdf('again') }]
    const first = await receive(intake.ports, await upload(files))
    const before = await countDeliveries()
    const second = await receive(intake.ports, await upload(files))
    expect(second).toEqual({ delivery: first.delivery, again: true })
    expect(await countDeliveries()).toBe(before)
  })

  test('lets the store look for bytes that the company has had, and only for those', async () => {
    const puts: [string, boolean | undefined][] = []
    const objects: typeof intake.objects = {
      ...intake.objects,
      async put(key, content, options) {
        puts.push([options.sha256, options.isNew])
        await intake.objects.put(key, content, options)
      },
    }
    const [a, b] = [fakePdf('had before'), fakePdf('never seen')]
    await receive({ ...intake.ports, objects }, await upload([{ name: 'a.pdf', content: a }]))
    const both = [
      { name: 'a again.pdf', content: a },
      { name: 'b.pdf', content: b },
    ]
    await receive({ ...intake.ports, objects }, await upload(both))
    expect(puts).toEqual([
      [sha256Of(a), true],
      [sha256Of(a), false],
      [sha256Of(b), true],
    ])
  })

  test('the same upload many times at once is one delivery, and everybody gets its answer', async () => {
    const files = [
      { name: '1.pdf', content: fakePdf('race 1') },
      { name: '2.pdf', content: fakePdf('race 2') },
    ]
    const before = await countDeliveries()
    const all = await Promise.all(
      Array.from({ length: 8 }, async () => receive(intake.ports, await upload(files, { idempotencyKey: 'race' }))),
    )
    expect(await countDeliveries()).toBe(before + 1)
    expect(all.filter((one) => !one.again)).toHaveLength(1)
    for (const one of all) expect(one.delivery).toEqual(all[0]!.delivery)
  })

  test('deliveries that come together are written together, and each gets its own parts, its own answer and its events', async () => {
    const commits: number[] = []
    const { db, now } = intake.ports
    const seqOf = async () =>
      (await db.selectFrom('event_head').select('seq').where('company_id', '=', 'acme').executeTakeFirst())?.seq ?? 0
    const before = await seqOf()
    const failpoint = async (point: string) => {
      if (point === 'intake.committed') commits.push(await seqOf())
    }
    const answers = await Promise.all(
      Array.from({ length: 12 }, async (_, n) =>
        receive(
          { ...intake.ports, failpoint },
          await upload([
            { name: `${n}.pdf`, content: fakePdf(`together ${n}`) },
            { name: `same-${n}.pdf`, content: fakePdf('together, the same') },
          ]),
        ),
      ),
    )
    for (const [n, { delivery, again }] of answers.entries()) {
      expect(again).toBe(false)
      expect(delivery.parts.map(({ fileName }) => fileName)).toEqual([`${n}.pdf`, `same-${n}.pdf`])
      const { parts } = (
        await receive(
          intake.ports,
          await upload([
            { name: `${n}.pdf`, content: fakePdf(`together ${n}`) },
            { name: `same-${n}.pdf`, content: fakePdf('together, the same') },
          ]),
        )
      ).delivery
      expect(parts).toEqual(delivery.parts)
    }
    const shared = answers.map(({ delivery }) => delivery.parts[1])
    expect(shared.filter((part) => part?.disposition === 'invoice')).toHaveLength(1)
    expect(new Set(shared.map((part) => part?.invoiceId)).size).toBe(1)
    // A delivery's event each, twelve invoices of their own and one that all share.
    expect((await seqOf()) - before).toBe(12 + 13)
    expect(new Set(commits).size).toBeLessThan(12)
    expect(await auditChainIsIntact({ db, now, objects: intake.objects })).toEqual([])
  })

  test('bytes that are an invoice already name it, within one delivery and across deliveries at once', async () => {
    const content = fakePdf('shared')
    const { delivery } = await receive(
      intake.ports,
      await upload([
        { name: 'one.pdf', content },
        { name: 'two.pdf', content },
      ]),
    )
    expect(delivery.parts.map((part) => part.disposition)).toEqual(['invoice', 'same-bytes'])
    expect(delivery.parts[1]!.invoiceId).toBe(delivery.parts[0]!.invoiceId)
    const others = await Promise.all(
      ['x.pdf', 'y.pdf', 'z.pdf'].map(async (name) => receive(intake.ports, await upload([{ name, content }]))),
    )
    for (const other of others) {
      expect(other.delivery.parts[0]).toMatchObject({
        disposition: 'same-bytes',
        invoiceId: delivery.parts[0]!.invoiceId,
        reason: expect.stringContaining(delivery.parts[0]!.invoiceId!),
      })
    }
  })

  test('the same bytes for another company are its own invoice', async () => {
    const files = [{ name: 'both.pdf', content: fakePdf('both companies') }]
    const ours = await receive(intake.ports, await upload(files))
    const theirs = await receive(intake.ports, await upload(files, { companyId: 'globex' }))
    expect(theirs.again).toBe(false)
    expect(theirs.delivery.parts[0]!.disposition).toBe('invoice')
    expect(theirs.delivery.parts[0]!.invoiceId).not.toBe(ours.delivery.parts[0]!.invoiceId)
  })

  test('an Idempotency-Key used for other bytes is refused', async () => {
    await receive(intake.ports, await upload([{ name: 'k.pdf', content: fakePdf('key 1') }], { idempotencyKey: 'k-1' }))
    const other = upload([{ name: 'k.pdf', content: fakePdf('key 2') }], { idempotencyKey: 'k-1' })
    await expect(receive(intake.ports, await other)).rejects.toMatchObject({ code: 'intake.idempotency-key-reused' })
  })

  test('refuses an unknown company, nothing, and too much, and keeps none of it', async () => {
    const pdf = { name: 'a.pdf', content: fakePdf('refused') }
    const key = originalKey(createHash('sha256').update(pdf.content).digest('hex'))
    const refused = async (incoming: Promise<Incoming>) => receive(intake.ports, await incoming)
    await expect(refused(upload([pdf], { companyId: 'nobody' }))).rejects.toMatchObject({
      code: 'intake.unknown-company',
    })
    await expect(refused(upload([]))).rejects.toMatchObject({ code: 'intake.nothing-sent' })
    await expect(refused(upload(Array(MAX_PARTS + 1).fill(pdf)))).rejects.toMatchObject({
      code: 'intake.too-many-parts',
    })
    expect(await intake.objects.has(key)).toBe(false)
  })

  test('hostile names are kept as text that can be stored and shown on one line', async () => {
    const name = `../../etc/pass\0wd\r\n\u202Efdp.exe\ud800${'x'.repeat(1000)}.pdf`
    const { delivery } = await receive(intake.ports, await upload([{ name, content: fakePdf('hostile name') }]))
    const kept = delivery.parts[0]!.fileName
    expect(kept).toMatch(/^\.\.\/\.\.\/etc\/pass wd fdp\.exe/)
    expect(kept.endsWith('.pdf')).toBe(true)
    expect(kept.length).toBeLessThanOrEqual(255)
    expect(kept.isWellFormed()).toBe(true)
  })
})

describe('receive promises nothing that is not durable', () => {
  const refusing = (ports: Partial<ReceivePorts>): ReceivePorts => ({ ...intake.ports, ...ports })

  test('when the object store fails, it fails, and no record was made', async () => {
    const unavailable = new BillhookError('object-store.unavailable', 'the disk is full')
    const objects = { ...intake.objects, put: () => Promise.reject(unavailable) }
    const before = await countDeliveries()
    const incoming = await upload([{ name: 'a.pdf', content: fakePdf('no disk') }])
    await expect(receive(refusing({ objects }), incoming)).rejects.toBe(unavailable)
    expect(await countDeliveries()).toBe(before)
    expect((await receive(intake.ports, incoming)).again).toBe(false)
  })

  test('when the records cannot be written, it is an outage to try again, and nothing half is there', async () => {
    const incoming = await upload([
      { name: 'a.pdf', content: fakePdf('half 1') },
      { name: 'b.pdf', content: fakePdf('half 2') },
    ])
    const before = await countDeliveries()
    let ids = 0
    const newId = () => {
      if (++ids === 3) throw new Error('killed in the middle of the transaction')
      return intake.ports.newId()
    }
    await expect(receive(refusing({ newId }), incoming)).rejects.toMatchObject({
      code: 'database.unavailable',
      retry: true,
    })
    expect(await countDeliveries()).toBe(before)
    const { delivery, again } = await receive(intake.ports, incoming)
    expect(again).toBe(false)
    expect(delivery.parts.map((part) => part.disposition)).toEqual(['invoice', 'invoice'])
  })

  test('the bytes are durable before the record, the record before the answer', async () => {
    const incoming = await upload([{ name: 'a.pdf', content: fakePdf('order') }])
    const order: string[] = []
    const before = await countDeliveries()
    await receive(
      refusing({
        objects: {
          ...intake.objects,
          put: async (...put) => {
            await intake.objects.put(...put)
            order.push('put')
          },
        },
        failpoint: async (point) => {
          order.push(`${point} with ${(await countDeliveries()) - before} deliveries`)
        },
      }),
      incoming,
    )
    expect(order).toEqual(['put', 'intake.kept with 0 deliveries', 'intake.committed with 1 deliveries'])
  })

  test('dying after the commit loses nothing: the next try finds the delivery', async () => {
    const incoming = await mail('From: c@example.org\r\n\r\nkilled after commit\r\n')
    const failpoint = (point: string) => {
      if (point === 'intake.committed') throw new Error('killed')
    }
    await expect(receive(refusing({ failpoint }), incoming)).rejects.toThrow('killed')
    expect((await receive(intake.ports, incoming)).again).toBe(true)
  })

  test('a queue that is down or hangs does not keep the answer back', async () => {
    const down = refusing({ dispatch: () => Promise.reject(new Error('queue down')) })
    await receive(down, await upload([{ name: 'a.pdf', content: fakePdf('queue down') }]))
    const hanging = refusing({ dispatch: () => new Promise(() => {}) })
    await receive(hanging, await upload([{ name: 'a.pdf', content: fakePdf('queue hangs') }]))
  })
})

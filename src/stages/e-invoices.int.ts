/** Electronic invoices through a running Billhook: uploaded, mailed, damaged, and as two documents of one bill. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import nodemailer from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SOUND_CII } from '../e-invoices/testing/sound-cii.ts'
import { SOUND_FATTURA } from '../e-invoices/testing/sound-fattura.ts'
import { SOUND_UBL } from '../e-invoices/testing/sound-ubl.ts'
import type { Delivery } from '../http/shapes.ts'
import { workAsClerk } from '../project/testing/clerk.ts'
import { type RunningBillhook, startBillhook } from '../project/testing/start-billhook.ts'

const SLOW = { timeout: 300_000 }
const folder = mkdtempSync(join(tmpdir(), 'billhook-e-invoices-'))
let billhook: RunningBillhook
beforeAll(async () => {
  billhook = await startBillhook(folder, { COMPANY_NAME: 'Bäckerei KG' })
})
afterAll(async () => {
  await billhook?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const { ask, bytesOf, invoice: look, delivery: deliveryOf, upload, untilItRests, bringIn } = workAsClerk(() => billhook)

/** The sound invoice under another number. */
const numbered = (number: string) => SOUND_UBL.replaceAll('R-2026-77', number)

/** CMS around a document, as the Italian exchange gives it out. */
function sign(content: Buffer): Buffer {
  const der = (tag: number, ...contents: Buffer[]): Buffer => {
    const inner = Buffer.concat(contents)
    const hex = inner.length.toString(16)
    const long = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
    const length = inner.length < 0x80 ? Buffer.from([inner.length]) : Buffer.from([0x80 | long.length, ...long])
    return Buffer.concat([Buffer.from([tag]), length, inner])
  }
  const oid = (last: number) => der(0x06, Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, last]))
  const data = der(0x30, oid(1), der(0xa0, der(0x04, content)))
  return der(0x30, oid(2), der(0xa0, der(0x30, der(0x02, Buffer.from([1])), der(0x31), data, der(0x31))))
}

const isWebp = (bytes: Buffer) => bytes.toString('latin1', 8, 12) === 'WEBP'

describe('an electronic invoice', () => {
  test('is read exactly, drawn for people, and goes on to its approver by itself', SLOW, async () => {
    const invoice = await bringIn('rechnung.xml', SOUND_UBL)
    expect(invoice).toMatchObject({
      status: 'awaiting-approval',
      mediaType: 'application/xml',
      supplierName: 'Mühle GmbH',
      invoiceNumber: 'R-2026-77',
      findings: [{ code: 'supplier-is-known' }],
      unreadable: null,
    })
    expect(invoice.draft?.fields.amountDue).toMatchObject({
      value: '100.00',
      source: 'ubl-invoice',
      path: '/ubl:Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount',
      place: { page: 1 },
    })
    expect(isWebp(await bytesOf(`invoices/${invoice.id}/pages/1`))).toBe(true)
    expect(isWebp(await bytesOf(`invoices/${invoice.id}/pages/1/thumbnail`))).toBe(true)
    expect((await bytesOf(`invoices/${invoice.id}/view`)).toString('latin1', 0, 5)).toBe('%PDF-')
  })

  test('brings its embedded documents along: they support it and can be had', SLOW, async () => {
    const { documents } = (await (
      await ask(`invoices/${(await bringIn('mit-anlage.xml', numbered('R-A-1'))).id}/documents`)
    ).json()) as { documents: { fileName: string; disposition: string; links: { self: string } }[] }
    expect(documents.map(({ fileName, disposition }) => [fileName, disposition])).toEqual([
      ['mit-anlage.xml', 'invoice'],
      ['times.csv', 'supporting'],
    ])
    const file = await fetch(`${billhook.url}${documents[1]?.links.self}`, {
      headers: { authorization: `Bearer ${billhook.key}` },
    })
    expect(await file.text()).toBe('a,b\n')
  })

  const signed = sign(Buffer.from(SOUND_FATTURA))
  test.each([
    ['CII', 'invoice.xml', Buffer.from(SOUND_CII.replaceAll('R-2026-77', 'C-1')), 'C-1'],
    ['FatturaPA in DER', 'IT01234567897_1.xml.p7m', signed, '12/2026'],
    [
      'FatturaPA in base64',
      'IT01234567897_2.xml.p7m',
      Buffer.from(sign(Buffer.from(SOUND_FATTURA.replace('12/2026', '13/2026'))).toString('base64')),
      '13/2026',
    ],
    [
      'FatturaPA in PEM',
      'IT01234567897_3.xml.p7m',
      Buffer.from(
        `-----BEGIN PKCS7-----\n${sign(Buffer.from(SOUND_FATTURA.replace('12/2026', '14/2026'))).toString('base64')}\n-----END PKCS7-----\n`,
      ),
      '14/2026',
    ],
    ['UTF-16', 'utf16.xml', Buffer.from(`\ufeff${numbered('R-16').replace('UTF-8', 'UTF-16')}`, 'utf16le'), 'R-16'],
  ])('%s is found by its content', SLOW, async (_, name, content, number) => {
    const invoice = await bringIn(name, content)
    expect(invoice).toMatchObject({ invoiceNumber: number, unreadable: null })
    expect(isWebp(await bytesOf(`invoices/${invoice.id}/pages/1`))).toBe(true)
  })

  test('that breaks a rule of the norm waits with the rule, the values and their places', SLOW, async () => {
    const invoice = await bringIn('wrong.xml', numbered('R-W-1').replace('>166.55<', '>166.65<'))
    expect(invoice.status).toBe('in-review')
    const finding = invoice.findings.find(({ code }) => code === 'BR-CO-15')
    expect(finding).toMatchObject({ severity: 'error', field: 'grossTotal', meaning: expect.any(String) })
    expect(finding?.clashing).toContainEqual({
      term: 'BT-112',
      text: '166.65',
      path: '/ubl:Invoice/cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount',
    })
  })

  test('of a thousand lines keeps them all, and is drawn in part', SLOW, async () => {
    const line = /<cac:InvoiceLine>[\s\S]*?<\/cac:InvoiceLine>/.exec(SOUND_UBL)?.[0] ?? ''
    const many = Array.from({ length: 1_000 }, (_, index) => line.replace('<cbc:ID>1<', `<cbc:ID>${index + 10}<`)).join(
      '',
    )
    const invoice = await bringIn('long.xml', numbered('R-L-1').replace('</Invoice>', `${many}</Invoice>`))
    expect(invoice.draft?.lines).toHaveLength(1_002)
    expect(invoice.pageCount).toBeLessThan(30)
    const last = (await (await ask(`invoices/${invoice.id}/pages/${invoice.pageCount}/words`)).json()) as {
      words: { text: string }[]
    }
    expect(last.words.length).toBeGreaterThan(0)
  })
})

describe('data and pages of one bill are one invoice', () => {
  async function act(id: string, action: string, body: object = {}): Promise<void> {
    const { version } = await look(id)
    const answer = await ask(`invoices/${id}/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ version, ...body }),
    })
    expect(answer.status).toBe(200)
  }

  /** An invoice as a PDF: what Billhook draws of a copy of it, which is rejected then. */
  async function drawPages(xml: string): Promise<Buffer> {
    const { id, status } = await bringIn('copy.xml', xml.replace('Thank you.', 'Drawn.'))
    const pages = await bytesOf(`invoices/${id}/view`)
    if (status === 'awaiting-approval') await act(id, 'recall')
    await act(id, 'reject', { reason: 'only drawn' })
    return pages
  }

  test('the PDF that comes after its XML supports it, and is what people see', SLOW, async () => {
    const xml = numbered('R-V-1')
    const pages = await drawPages(xml)
    const data = await bringIn('rechnung.xml', xml)
    const delivery = await upload('rechnung.pdf', pages)
    const follower = await untilItRests(delivery.parts[0]?.invoiceId as string)
    expect(follower.status).toBe('duplicate')
    const reason = expect.stringContaining(`Supporting document of invoice ${data.id}`)
    expect((await deliveryOf(delivery.id)).parts).toMatchObject([
      { disposition: 'supporting', invoiceId: data.id, reason },
    ])
    const leader = await look(data.id)
    expect(leader).toMatchObject({ status: 'awaiting-approval', findings: [{ code: 'supplier-is-known' }] })
    expect(leader.draft?.eInvoice?.view).toMatchObject({ fileName: 'rechnung.pdf' })
    expect(leader.draft?.fields.grossTotal).toMatchObject({
      value: '166.55',
      source: 'ubl-invoice',
      place: { page: 1 },
    })
    expect((await bytesOf(`invoices/${data.id}/view`)).equals(pages)).toBe(true)
    expect(isWebp(await bytesOf(`invoices/${data.id}/pages/1`))).toBe(true)
  })

  test('the XML that comes after its PDF leads', SLOW, async () => {
    const xml = numbered('R-X-1')
    const page = await bringIn('rechnung-x.pdf', await drawPages(xml))
    expect(['in-review', 'awaiting-approval']).toContain(page.status)
    const data = await bringIn('rechnung-x.xml', xml)
    expect(data).toMatchObject({ status: 'awaiting-approval', findings: [{ code: 'supplier-is-known' }] })
    expect(data.draft?.eInvoice?.view?.invoiceId).toBe(page.id)
    expect((await look(page.id)).status).toBe('duplicate')
  })

  test('in one mail they become one invoice, whichever is read first', SLOW, async () => {
    const xml = numbered('R-M-1')
    const pages = await drawPages(xml)
    const smtp = nodemailer.createTransport({ host: '127.0.0.1', port: billhook.smtpPort, ignoreTLS: true })
    await smtp.sendMail({
      from: 'billing@mill.example',
      to: `${billhook.company}@in.localhost`,
      subject: 'Rechnung R-M-1',
      attachments: [
        { filename: 'rechnung.pdf', content: pages },
        { filename: 'rechnung.xml', content: xml },
      ],
    })
    smtp.close()
    const part = async (name: string) => {
      const { deliveries } = (await (await ask('deliveries')).json()) as { deliveries: Delivery[] }
      const mailed = deliveries.find(({ subject }) => subject === 'Rechnung R-M-1')
      return mailed?.parts.find(({ fileName }) => fileName === name)
    }
    await expect
      .poll(async () => (await part('rechnung.pdf'))?.disposition, { timeout: 200_000, interval: 200 })
      .toBe('supporting')
    const data = (await part('rechnung.xml'))?.invoiceId as string
    expect((await part('rechnung.pdf'))?.invoiceId).toBe(data)
    expect(await untilItRests(data)).toMatchObject({ status: 'awaiting-approval', invoiceNumber: 'R-M-1' })
  })

  test('pages that say another account than the data hold the invoice and show both', SLOW, async () => {
    const xml = numbered('R-D-1')
    const pages = await drawPages(xml.replaceAll('DE79000000001234567890', 'DE89370400440532013000'))
    const data = await bringIn('account.xml', xml)
    expect(data.status).toBe('awaiting-approval')
    const { parts } = await upload('account.pdf', pages)
    expect((await untilItRests(parts[0]?.invoiceId as string)).status).toBe('duplicate')
    const held = await look(data.id)
    expect(held.status).toBe('in-review')
    const finding = held.findings.find(({ code }) => code === 'page-and-data-agree')
    expect(finding).toMatchObject({ severity: 'error', field: 'iban' })
    expect(finding?.message).toContain('DE79000000001234567890')
    expect(finding?.message).toContain('DE89370400440532013000')
  })
})

describe('what is no sound XML has a name', () => {
  const deep = `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">${'<a>'.repeat(100_000)}`
  const laughs = `<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Invoice>&b;</Invoice>`
  const outside = `<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY a SYSTEM "file:///etc/passwd">]><Invoice>&a;</Invoice>`
  test.each([
    ['cut off', 'corrupt', SOUND_UBL.slice(0, 4_000)],
    ['a depth bomb', 'unsafe-xml', deep],
    ['a billion laughs', 'unsafe-xml', laughs],
    ['an external entity', 'unsafe-xml', outside],
    [
      'an invoice of an unknown kind',
      'unsupported-type',
      '<Invoice xmlns="urn:elsewhere"><Number>1</Number></Invoice>',
    ],
    ['bytes of another encoding', 'corrupt', Buffer.from(numbered('R-E-1'), 'latin1')],
  ])('%s: %s', SLOW, async (_, code, content) => {
    const invoice = await bringIn('bad.xml', content)
    expect(invoice).toMatchObject({ status: 'in-review', failure: null, unreadable: { code } })
    expect(invoice.unreadable?.message).toMatch(/Ask the sender/)
  })

  test('XML that is no invoice is kept with its delivery', async () => {
    const { parts } = await upload('order.xml', '<?xml version="1.0"?><Order xmlns="urn:x"><ID>1</ID></Order>')
    expect(parts).toMatchObject([{ disposition: 'supporting', invoiceId: null }])
  })
})

test('a hybrid PDF is led by its data', SLOW, async () => {
  const path = new URL('../../fixtures/invoices/de-facturx/invoice.pdf', import.meta.url)
  const invoice = await bringIn('facturx.pdf', readFileSync(path))
  expect(invoice.draft?.eInvoice).toMatchObject({ origin: 'embedded', syntax: 'cii', disagreements: [] })
  expect(invoice.draft?.fields.grossTotal?.source).toBe('cii')
  expect(invoice.draft?.fields.grossTotal?.place?.page).toBe(1)
})

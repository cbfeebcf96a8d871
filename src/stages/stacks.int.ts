/** Files with several invoices through a whole Billhook, as a clerk sees them: uploaded, split, joined. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scanInvoice } from '../../fixtures/generate/degrade/scan-invoice.ts'
import { type GeneratedInvoice, generateInvoice } from '../../fixtures/generate/index.ts'
import { createRandom } from '../../fixtures/generate/random.ts'
import { drawTerms } from '../../fixtures/generate/stacks/draw-sheets.ts'
import { joinPdfs } from '../../fixtures/generate/stacks/join-pdfs.ts'
import { findSupplier } from '../../fixtures/generate/suppliers.ts'
import { OWN_BRANCHES } from '../../fixtures/own.ts'
import { SOUND_FATTURA } from '../e-invoices/testing/sound-fattura.ts'
import type { Invoice, InvoiceStack } from '../http/shapes.ts'
import type { PageWords } from '../http/workspace-shapes.ts'
import { workAsClerk } from '../project/testing/clerk.ts'
import { type RunningBillhook, startBillhook } from '../project/testing/start-billhook.ts'

const SLOW = { timeout: 400_000 }
const folder = mkdtempSync(join(tmpdir(), 'billhook-stacks-'))
let billhook: RunningBillhook
beforeAll(async () => {
  billhook = await startBillhook(folder)
}, 180_000)
afterAll(async () => {
  await billhook.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const {
  ask,
  act,
  bytesOf,
  invoice: look,
  delivery: deliveryOf,
  upload,
  untilItRests,
  bringIn,
} = workAsClerk(() => billhook)
const stackOf = async (id: string) => (await (await ask(`invoices/${id}/stack`)).json()) as InvoiceStack
const fieldOf = ({ draft }: Invoice, field: 'invoiceNumber' | 'grossTotal') => draft?.fields[field]?.value

function makeInvoice(supplier: string, { lines, seed }: { lines: number; seed: string }): Promise<GeneratedInvoice> {
  const wishes = { lines }
  return generateInvoice({ seed, supplier: findSupplier(supplier), customer: OWN_BRANCHES.GB, wishes })
}

/** Three invoices, the second of several pages. */
async function makeFile(seed: string) {
  const made = [
    await makeInvoice('fernhill-hosting', { lines: 3, seed: `${seed}/1` }),
    await makeInvoice('clasen-elektro', { lines: 34, seed: `${seed}/2` }),
    await makeInvoice('pemberton-office', { lines: 4, seed: `${seed}/3` }),
  ] as const
  expect(made[1].pageCount).toBeGreaterThan(1)
  return { made, pdf: await joinPdfs([made[0].pdf, made[1].pdf, made[2].pdf]) }
}

/** Uploads a file and waits until it and its pieces rest. */
async function bringInFile(pdf: Buffer, name = 'batch.pdf') {
  const { id: deliveryId, parts } = await upload(name, pdf)
  const whole = await untilItRests(parts[0]?.invoiceId as string)
  const { pieces } = await stackOf(whole.id)
  const invoices: Invoice[] = []
  for (const { invoiceId } of pieces) invoices.push(await untilItRests(invoiceId))
  return { deliveryId, whole, invoices }
}

describe('a PDF with three invoices', () => {
  test('becomes three, each read from its own pages', SLOW, async () => {
    const { made, pdf } = await makeFile('three')
    const { deliveryId, whole, invoices } = await bringInFile(pdf)
    expect(whole).toMatchObject({ status: 'replaced', stack: { state: 'split', by: 'stage:extract' } })
    expect(invoices.map((one) => fieldOf(one, 'invoiceNumber'))).toEqual(made.map(({ bill }) => bill.invoiceNumber))
    expect(invoices.map((one) => fieldOf(one, 'grossTotal'))).toEqual(made.map(({ bill }) => bill.grossTotal))
    expect(invoices.map(({ pageCount }) => pageCount)).toEqual(made.map(({ pageCount }) => pageCount))

    const last = invoices[2] as Invoice
    expect(last).toMatchObject({
      splitFrom: whole.id,
      originalSha256: whole.originalSha256,
      links: { pages: { length: 1 } },
    })
    expect(await bytesOf(`invoices/${last.id}/pages/1`)).toEqual(
      await bytesOf(`invoices/${whole.id}/pages/${last.firstPage}`),
    )
    expect((await ask(`invoices/${last.id}/pages/2`)).status).toBe(404)
    const place = last.draft?.fields.invoiceNumber?.place
    expect(place?.page).toBe(1)
    const words = (await (await ask(`invoices/${last.id}/pages/1/words`)).json()) as PageWords
    const isThere = words.words.some(
      ({ text, box }) => text.includes(made[2].bill.invoiceNumber) && box[1] < (place?.box[3] ?? 0),
    )
    expect(isThere).toBe(true)
    expect(await bytesOf(`invoices/${last.id}/original`)).toEqual(pdf)

    const { parts } = await deliveryOf(deliveryId)
    expect(parts.map(({ disposition, invoiceId }) => [disposition, invoiceId])).toEqual(
      [whole, ...invoices].map(({ id }) => ['invoice', id]),
    )
    expect(parts[0]?.reason).toMatch(/^Became 3 invoices: /)
  })

  test('is one again by one action, stays one, and can be split by hand', SLOW, async () => {
    const { made, pdf } = await makeFile('again')
    const { deliveryId, whole, invoices } = await bringInFile(pdf)
    expect(await stackOf((invoices[0] as Invoice).id)).toMatchObject({ canJoin: true, whole: { invoiceId: whole.id } })
    expect((await act(whole.id, 'join', { version: whole.version })).status).toBe(200)
    const joined = await untilItRests(whole.id)
    expect(joined).toMatchObject({ stack: { state: 'joined' }, pageCount: 2 + made[1].pageCount })
    expect(joined.findings.map(({ code }) => code)).not.toContain('is-one-invoice')
    expect(await stackOf(whole.id)).toMatchObject({ pieces: [], canJoin: false })
    expect(await look((invoices[0] as Invoice).id)).toMatchObject({ status: 'replaced' })
    expect((await deliveryOf(deliveryId)).parts).toMatchObject([{ disposition: 'invoice', invoiceId: whole.id }])

    expect((await act(joined.id, 'split', { version: joined.version, at: [2] })).status).toBe(200)
    const { pieces } = await stackOf(whole.id)
    expect(pieces.map(({ firstPage, lastPage }) => [firstPage, lastPage])).toEqual([
      [1, 1],
      [2, 2 + made[1].pageCount],
    ])
    const first = await untilItRests(pieces[0]?.invoiceId as string)
    expect(fieldOf(first, 'invoiceNumber')).toBe(made[0].bill.invoiceNumber)
  })

  test('comes again as the same bytes, and nothing is there twice', SLOW, async () => {
    const { pdf } = await makeFile('twice')
    const { whole } = await bringInFile(pdf)
    const { parts } = await upload('the same under another name.pdf', pdf)
    expect(parts).toMatchObject([{ disposition: 'same-bytes', invoiceId: whole.id }])
    expect(await stackOf(whole.id)).toMatchObject({ pieces: { length: 3 } })
  })
})

test('an invoice with its terms is one, and the terms are an attachment', SLOW, async () => {
  const { pdf, bill, pageCount } = await makeInvoice('fernhill-hosting', { lines: 4, seed: 'terms' })
  expect(pageCount).toBe(1)
  const terms = await drawTerms('en', { random: createRandom('terms'), at: new Date('2026-03-01T12:00:00Z') })
  const invoice = await bringIn('with terms.pdf', await joinPdfs([pdf, terms]))
  expect(invoice).toMatchObject({ pageRoles: ['invoice', 'attachment'], stack: { state: 'one' }, splitFrom: null })
  expect(fieldOf(invoice, 'grossTotal')).toBe(bill.grossTotal)
})

test('a scan of two invoices is split, or a person is asked where', SLOW, async () => {
  const made = [
    await makeInvoice('fernhill-hosting', { lines: 3, seed: 'scan/1' }),
    await makeInvoice('clasen-elektro', { lines: 3, seed: 'scan/2' }),
  ] as const
  const clean = await joinPdfs([made[0].pdf, made[1].pdf])
  const scan = await scanInvoice(clean, {
    random: createRandom('a good scan'),
    created: new Date('2026-03-01T12:00:00Z'),
  })
  const { whole, invoices } = await bringInFile(scan.pdf, 'scan.pdf')
  expect(whole.stack?.reading?.pieces.map(({ firstPage }) => firstPage)).toEqual([1, 2])
  if (whole.stack?.state === 'split') {
    expect(invoices.map((one) => fieldOf(one, 'grossTotal'))).toEqual(made.map(({ bill }) => bill.grossTotal))
  } else expect(whole.findings.map(({ code }) => code)).toContain('is-one-invoice')
})

test('each body of a FatturaPA is an invoice with its own pages', SLOW, async () => {
  const body = /<FatturaElettronicaBody>[\s\S]*<\/FatturaElettronicaBody>/.exec(SOUND_FATTURA)?.[0] ?? ''
  const second = body.replace('12/2026', '13/2026').replace('ore.pdf', 'ore-13.pdf')
  const { whole, invoices } = await bringInFile(Buffer.from(SOUND_FATTURA.replace(body, body + second)), 'due.xml')
  expect(whole).toMatchObject({ status: 'replaced', findings: [] })
  expect(invoices.map((one) => fieldOf(one, 'invoiceNumber'))).toEqual(['12/2026', '13/2026'])
  for (const [at, one] of invoices.entries()) {
    const place = one.draft?.fields.invoiceNumber?.place
    expect(place?.page).toBe(1)
    const { words } = (await (await ask(`invoices/${one.id}/pages/1/words`)).json()) as PageWords
    expect(words.map(({ text }) => text)).toContain(`${12 + at}/2026`)
    const { documents } = (await (await ask(`invoices/${one.id}/documents`)).json()) as {
      documents: { fileName: string }[]
    }
    expect(documents.map(({ fileName }) => fileName)).toContain('due.xml')
  }
  expect((await stackOf(whole.id)).canJoin).toBe(false)
})

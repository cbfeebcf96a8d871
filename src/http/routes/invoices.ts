import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { InvoiceStatus } from '../../../schemas/invoice.ts'
import { Sha256 } from '../../../schemas/money.ts'
import { assertMayLeave } from '../../antivirus/scan-original.ts'
import { BillhookError } from '../../errors.ts'
import { originalKey } from '../../object-store/index.ts'
import { listDocuments } from '../../review/list-documents.ts'
import { listInvoices } from '../../review/list-invoices.ts'
import { findInvoice } from '../../review/open-invoice.ts'
import { readHistory } from '../../review/read-history.ts'
import { readStack } from '../../review/read-stack.ts'
import { requireActor } from '../authenticate.ts'
import { attachmentNamed } from '../content-disposition.ts'
import type { HttpPorts } from '../ports.ts'
import { findView, InvoiceDocument, sendDocument, showDocument } from '../send-document.ts'
import { findPage, sendPagePicture } from '../send-page-picture.ts'
import {
  Event,
  InCompany,
  Invoice,
  InvoiceStack,
  InvoiceSummary,
  OfInvoice,
  PageQuery,
  Problem,
  showInvoice,
  showInvoiceSummary,
  showStack,
} from '../shapes.ts'

/** Reading invoices: list, one, its original, its pages, its history. */
export function addInvoiceRoutes(instance: FastifyInstance, { db, objects, scansOriginals }: HttpPorts): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const tags = ['invoices']
  const preValidation = requireActor(db, { action: 'look' })

  app.get(
    '/companies/:company/invoices',
    {
      schema: {
        tags,
        summary: 'Invoices, newest first',
        params: InCompany,
        querystring: PageQuery.extend({
          status: InvoiceStatus.optional(),
          q: z
            .string()
            .max(200)
            .optional()
            .describe('Parts of words of supplier, number, total, currency or file name; all of them must fit.'),
        }),
        response: {
          200: z.object({ invoices: z.array(InvoiceSummary), nextCursor: z.string().nullable() }),
          default: Problem,
        },
      },
      preValidation,
    },
    async (request) => {
      const { company } = request.params
      const { invoices, nextCursor } = await listInvoices(db, { companyId: company, ...request.query })
      return { invoices: invoices.map((row) => showInvoiceSummary(company, row)), nextCursor }
    },
  )

  app.get(
    '/companies/:company/invoices/:invoice',
    {
      schema: { tags, summary: 'One invoice', params: OfInvoice, response: { 200: Invoice, default: Problem } },
      preValidation,
    },
    async (request) => {
      const { company, invoice } = request.params
      return showInvoice(await findInvoice(db, { companyId: company, invoiceId: invoice }))
    },
  )

  app.get(
    '/companies/:company/invoices/:invoice/stack',
    {
      schema: {
        tags,
        summary: 'The whole file that it is or is a piece of, and how its pages fall apart into invoices',
        params: OfInvoice,
        response: { 200: InvoiceStack, default: Problem },
      },
      preValidation,
    },
    async (request) => {
      const { company, invoice } = request.params
      return showStack(await readStack(db, { companyId: company, invoiceId: invoice }))
    },
  )

  app.get(
    '/companies/:company/invoices/:invoice/original',
    { schema: { tags, summary: 'The original file, as it arrived', params: OfInvoice }, preValidation },
    async (request, reply) => {
      const { company, invoice } = request.params
      const row = await findInvoice(db, { companyId: company, invoiceId: invoice })
      const awaitsScan = scansOriginals === true && row.status === 'received'
      await assertMayLeave(db, { sha256: row.original_sha256, awaitsScan })
      return reply
        .type(row.media_type)
        .header('content-disposition', attachmentNamed(row.file_name))
        .header('content-security-policy', "default-src 'none'; sandbox")
        .send(await objects.get(originalKey(row.original_sha256)))
    },
  )

  app.get(
    '/companies/:company/invoices/:invoice/pages/:page',
    {
      schema: {
        tags,
        summary: 'The picture of a page (WebP)',
        params: OfInvoice.extend({ page: z.coerce.number().int().min(1).max(10_000) }),
      },
      preValidation,
    },
    async (request, reply) => {
      const { company, invoice, page } = request.params
      const row = await findInvoice(db, { companyId: company, invoiceId: invoice })
      const of = findPage(row, page)
      await assertMayLeave(db, { sha256: of.sha256, awaitsScan: false })
      return await sendPagePicture(reply, { objects, of })
    },
  )

  app.get(
    '/companies/:company/invoices/:invoice/view',
    {
      schema: {
        tags,
        summary: 'A PDF for people: of an electronic invoice the bill as pages, drawn where it came without any',
        params: OfInvoice,
      },
      preValidation,
    },
    async (request, reply) => {
      const { company, invoice } = request.params
      const row = await findInvoice(db, { companyId: company, invoiceId: invoice })
      const { key, sha256 } = findView(row)
      await assertMayLeave(db, { sha256, awaitsScan: false })
      return await sendDocument(reply, { objects, key, fileName: `${row.invoice_number ?? row.id}.pdf` })
    },
  )

  app.get(
    '/companies/:company/invoices/:invoice/documents',
    {
      schema: {
        tags,
        summary:
          'The files that the invoice came with: its own, the same bill as pages or as data, documents inside it',
        params: OfInvoice,
        response: { 200: z.object({ documents: z.array(InvoiceDocument) }), default: Problem },
      },
      preValidation,
    },
    async (request) => {
      const { company, invoice } = request.params
      await findInvoice(db, { companyId: company, invoiceId: invoice })
      const documents = await listDocuments(db, { companyId: company, invoiceId: invoice })
      return { documents: documents.map((one) => showDocument(company, { ...one, invoiceId: invoice })) }
    },
  )

  app.get(
    '/companies/:company/invoices/:invoice/documents/:sha256',
    {
      schema: {
        tags,
        summary: 'One of these files, as it arrived',
        params: OfInvoice.extend({ sha256: Sha256 }),
      },
      preValidation,
    },
    async (request, reply) => {
      const { company, invoice, sha256 } = request.params
      const documents = await listDocuments(db, { companyId: company, invoiceId: invoice })
      const found = documents.find((one) => one.sha256 === sha256)
      if (!found) throw new BillhookError('http.not-found', `Invoice ${invoice} has no such document.`)
      await assertMayLeave(db, { sha256, awaitsScan: false })
      return await sendDocument(reply, {
        objects,
        key: originalKey(sha256),
        fileName: found.fileName,
        mediaType: found.mediaType,
      })
    },
  )

  app.get(
    '/companies/:company/invoices/:invoice/events',
    {
      schema: {
        tags,
        summary: 'What happened to it, oldest first',
        params: OfInvoice,
        response: { 200: z.object({ events: z.array(Event) }), default: Problem },
      },
      preValidation,
    },
    async (request) => {
      const { company, invoice } = request.params
      await findInvoice(db, { companyId: company, invoiceId: invoice })
      const events = await readHistory(db, { companyId: company, invoiceId: invoice })
      return { events: events.map((event) => ({ ...event, at: event.at.toISOString() })) }
    },
  )
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DocumentType } from '../../../schemas/draft.ts'
import { InvoiceStatus } from '../../../schemas/invoice.ts'
import { BillhookError } from '../../errors.ts'
import { actorOf, requireActor } from '../../http/authenticate.ts'
import type { HttpPorts } from '../../http/ports.ts'
import { InCompany, OfInvoice } from '../../http/shapes.ts'
import { accept } from '../../review/accept.ts'
import { recall, reopen } from '../../review/bring-back.ts'
import { correct } from '../../review/correct.ts'
import { file, markDuplicate, reject } from '../../review/end.ts'
import { enterPassword } from '../../review/enter-password.ts'
import { countInvoices, listInvoices } from '../../review/list-invoices.ts'
import { findInvoice, type ReviewTarget } from '../../review/open-invoice.ts'
import { readHistory } from '../../review/read-history.ts'
import { retry } from '../../review/retry.ts'
import { renderInvoicePage } from '../pages/invoice-page.ts'
import { renderInvoicesPage } from '../pages/invoices-page.ts'
import { readCorrection } from '../read-correction.ts'
import { sendPage, viewerOf } from '../view.ts'
import { DONE_WORDS } from '../words.ts'

const FormBody = z.record(z.string(), z.string()).default({})
const Done = z.object({
  done: z
    .enum(Object.keys(DONE_WORDS) as [keyof typeof DONE_WORDS])
    .optional()
    .catch(undefined),
})
const ActionName = z.enum([
  'correct',
  'accept',
  'reject',
  'retry',
  'password',
  'mark-duplicate',
  'file',
  'recall',
  'reopen',
])
type ActionName = z.infer<typeof ActionName>
type Form = Partial<Record<string, string>>

/** The list of invoices, one invoice, and what a clerk does with it. */
export function addInvoicePages(instance: FastifyInstance, ports: HttpPorts): void {
  const { db } = ports
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/companies/:company/invoices',
    {
      schema: {
        params: InCompany,
        querystring: Done.extend({
          status: InvoiceStatus.optional().catch(undefined),
          q: z.string().max(200).optional(),
          cursor: z.string().max(200).optional(),
          delivered: z.string().max(100).optional(),
        }),
      },
      preValidation: requireActor(db, { action: 'look' }),
    },
    async (request, reply) => {
      const { company } = request.params
      const { status, q, cursor, delivered } = request.query
      const { invoices, nextCursor } = await listInvoices(db, { companyId: company, status, q, cursor, limit: 50 })
      return sendPage(
        reply,
        renderInvoicesPage({
          viewer: viewerOf(request, reply),
          ingestAddress: `${company}@${ports.ingestDomain}`,
          counts: await countInvoices(db, company),
          invoices,
          nextCursor,
          filter: { status, q },
          notice:
            delivered === undefined ? null : { tone: 'good', message: DELIVERED_WORDS[delivered] ?? 'Delivered.' },
        }),
      )
    },
  )

  app.get(
    '/companies/:company/invoices/:invoice',
    {
      schema: { params: OfInvoice, querystring: Done },
      preValidation: requireActor(db, { action: 'look' }),
    },
    async (request, reply) => {
      const { done } = request.query
      return await sendInvoicePage(ports, {
        request,
        reply,
        notice: done ? { tone: 'good', message: DONE_WORDS[done] } : null,
      })
    },
  )

  app.post(
    '/companies/:company/invoices/:invoice/:action',
    {
      schema: { params: OfInvoice.extend({ action: ActionName }), body: FormBody },
      preValidation: requireActor(db, { action: 'review' }),
    },
    async (request, reply) => {
      const { company, invoice, action } = request.params
      const form: Form = request.body
      const target = {
        companyId: company,
        invoiceId: invoice,
        version: Number(form.version),
        actor: actorOf(request).name,
      }
      try {
        await RUN[action](ports, target, form)
      } catch (error) {
        // The person stays on the page, with what went wrong above it and what was typed still in it.
        if (!(error instanceof BillhookError) || error.status >= 500 || error.status === 404) throw error
        const notice = { tone: 'bad', message: error.message } as const
        const typed = error.code === 'http.invalid-request' ? form : {}
        return await sendInvoicePage(ports, { request, reply: reply.code(error.status), notice, typed })
      }
      return reply.redirect(`/companies/${company}/invoices/${invoice}?done=${action}`, 303)
    },
  )
}

const DELIVERED_WORDS: Partial<Record<string, string>> = {
  new: 'Kept. It is being read now; look again in a moment.',
  again: 'These files were here before, so nothing was done twice.',
}

type Run = (ports: HttpPorts, target: ReviewTarget, form: Form) => Promise<unknown>
const RUN: Record<ActionName, Run> = {
  correct: async (ports, target, form) => {
    const type = DocumentType.safeParse(form.type)
    const correction = { ...readCorrection(form), ...(type.success ? { type: type.data } : {}) }
    return await correct(ports, { ...target, correction })
  },
  accept,
  reject: async (ports, target, form) => {
    const reason = form.reason?.trim()
    if (!reason) throw new BillhookError('http.invalid-request', 'Say why it is rejected; nothing was done.')
    return await reject(ports, { ...target, reason })
  },
  retry,
  password: async (ports, target, { password = '', keep, label }) =>
    await enterPassword(ports, { ...target, password, keep: keep !== undefined, label }),
  'mark-duplicate': markDuplicate,
  file,
  recall,
  reopen,
}

async function sendInvoicePage(
  { db }: HttpPorts,
  {
    request,
    reply,
    notice,
    typed = {},
  }: {
    request: FastifyRequest
    reply: FastifyReply
    notice: { tone: 'good' | 'bad'; message: string } | null
    typed?: Form
  },
): Promise<FastifyReply> {
  const { company, invoice: invoiceId } = request.params as { company: string; invoice: string }
  const of = { companyId: company, invoiceId }
  const invoice = await findInvoice(db, of)
  const history = await readHistory(db, of)
  return sendPage(reply, renderInvoicePage({ viewer: viewerOf(request, reply), invoice, history, notice, typed }))
}

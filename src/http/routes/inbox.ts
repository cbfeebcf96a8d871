import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { assertMayLeave } from '../../antivirus/scan-original.ts'
import { STATUSES_OPEN } from '../../pipeline/lifecycle.ts'
import { findEnd } from '../../review/follow-changes.ts'
import { countInvoices } from '../../review/list-invoices.ts'
import { findInvoice } from '../../review/open-invoice.ts'
import { writeInbox } from '../../review/read-inbox.ts'
import { readWords } from '../../review/read-words.ts'
import { requireActor } from '../authenticate.ts'
import type { HttpPorts } from '../ports.ts'
import { sendJson } from '../send-json.ts'
import { findPage, sendPagePicture } from '../send-page-picture.ts'
import { InCompany, OfInvoice, Problem } from '../shapes.ts'
import { Inbox, PageWords } from '../workspace-shapes.ts'

const OfPage = OfInvoice.extend({ page: z.coerce.number().int().min(1).max(10_000) })

const isOpen = (status: string) => (STATUSES_OPEN as readonly string[]).includes(status)

/** What the workspace's inbox and review need beside the lists. */
export function addInboxRoutes(instance: FastifyInstance, { db, objects }: HttpPorts): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const tags = ['workspace']
  const preValidation = requireActor(db, { action: 'look' })

  app.get(
    '/companies/:company/inbox',
    {
      schema: {
        tags,
        summary: 'Every invoice that is still on its way, oldest first',
        params: InCompany,
        response: { 200: Inbox, default: Problem },
      },
      preValidation,
    },
    async (request, reply) => {
      const { company } = request.params
      // Before the rows: what happens while they are read is told again, never missed.
      const seq = await findEnd(db, company)
      const [rows, counts] = [await writeInbox(db, { companyId: company }), await countInvoices(db, company)]
      const ended = Object.fromEntries(Object.entries(counts).filter(([status]) => !isOpen(status)))
      // Sent as it is: checking ten thousand rows of our own once more takes longer than reading them.
      const json = `{"seq":${seq},"ended":${JSON.stringify(ended)},"rows":${rows}}`
      return (await sendJson(request, reply, json)) as never
    },
  )

  app.get(
    '/companies/:company/invoices/:invoice/pages/:page/words',
    {
      schema: {
        tags,
        summary: 'The words of a page with their places',
        params: OfPage,
        response: { 200: PageWords, default: Problem },
      },
      preValidation,
    },
    async (request) => {
      const { company, invoice, page } = request.params
      const row = await findInvoice(db, { companyId: company, invoiceId: invoice })
      const of = findPage(row, page)
      await assertMayLeave(db, { sha256: of.sha256, awaitsScan: false })
      const { width, height, words } = await readWords(objects, { originalSha256: of.sha256, page: of.number })
      return { width, height, words: words.map(({ text, box }) => ({ text, box })) }
    },
  )

  app.get(
    '/companies/:company/invoices/:invoice/pages/:page/thumbnail',
    { schema: { tags, summary: 'The small picture of a page (WebP)', params: OfPage }, preValidation },
    async (request, reply) => {
      const { company, invoice, page } = request.params
      const row = await findInvoice(db, { companyId: company, invoiceId: invoice })
      const of = findPage(row, page)
      await assertMayLeave(db, { sha256: of.sha256, awaitsScan: false })
      return await sendPagePicture(reply, { objects, of, size: 'small' })
    },
  )
}

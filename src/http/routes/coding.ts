import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { CodeLists, Coding } from '../../../schemas/coding.ts'
import { changeCodeLists, readCodeLists } from '../../review/change-code-lists.ts'
import { suggestCoding } from '../../review/suggest-coding.ts'
import { actorOf, requireActor } from '../authenticate.ts'
import type { HttpPorts } from '../ports.ts'
import { InCompany, OfInvoice, Problem } from '../shapes.ts'

const tags = ['coding']
const Suggestion = z.object({
  from: z
    .object({ invoiceId: z.string(), invoiceNumber: z.string().nullable(), issueDate: z.string().nullable() })
    .nullable()
    .describe("The supplier's last coded bill; null: the supplier's own default."),
  coding: Coding,
  lines: z
    .array(z.object({ description: z.string(), coding: Coding }))
    .describe("Those of that bill's lines that were coded otherwise than the bill."),
})

/** What bills are booked under: the company's lists, and what an invoice's supplier makes likely. */
export function addCodingRoutes(instance: FastifyInstance, ports: HttpPorts): void {
  const { db } = ports
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/companies/:company/code-lists',
    {
      schema: {
        tags,
        summary: 'Accounts, cost centres and tax codes, and the defaults',
        params: InCompany,
        response: { 200: CodeLists, default: Problem },
      },
      preValidation: requireActor(db, { action: 'look' }),
    },
    async (request) => await readCodeLists(db, request.params.company),
  )

  app.put(
    '/companies/:company/code-lists',
    {
      schema: {
        tags,
        summary: 'Replace the lists and defaults',
        params: InCompany,
        body: CodeLists,
        response: { 200: CodeLists, default: Problem },
      },
      preValidation: requireActor(db, { action: 'change-settings' }),
    },
    async (request) => {
      const { company } = request.params
      await changeCodeLists(ports, { companyId: company, actor: actorOf(request).name, codeLists: request.body })
      return await readCodeLists(db, company)
    },
  )

  app.get(
    '/companies/:company/invoices/:invoice/coding-suggestion',
    {
      schema: {
        tags,
        summary: 'How it is probably booked',
        params: OfInvoice,
        response: { 200: z.object({ suggestion: Suggestion.nullable() }), default: Problem },
      },
      preValidation: requireActor(db, { action: 'look' }),
    },
    async (request) => {
      const { company, invoice } = request.params
      return { suggestion: await suggestCoding(db, { companyId: company, invoiceId: invoice }) }
    },
  )
}

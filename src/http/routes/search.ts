import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { searchInbox } from '../../review/search-inbox.ts'
import { requireActor } from '../authenticate.ts'
import type { HttpPorts } from '../ports.ts'
import { InCompany, Problem } from '../shapes.ts'
import { FoundInvoices } from '../workspace-shapes.ts'

/** What the inbox's search finds beyond the rows that the browser has. */
export function addSearchRoutes(instance: FastifyInstance, { db }: HttpPorts): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/companies/:company/inbox/search',
    {
      schema: {
        tags: ['workspace'],
        summary: 'Which invoices hold these words, in their fields or on their pages',
        params: InCompany,
        querystring: z.object({ q: z.string().trim().min(1).max(200) }),
        response: { 200: FoundInvoices, default: Problem },
      },
      preValidation: requireActor(db, { action: 'look' }),
    },
    async (request) => await searchInbox(db, { companyId: request.params.company, q: request.query.q }),
  )
}

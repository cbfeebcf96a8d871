import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { comment } from '../../review/comment.ts'
import { actorOf, requireActor } from '../authenticate.ts'
import type { HttpPorts } from '../ports.ts'
import { OfInvoice, Problem } from '../shapes.ts'

const Comment = z.object({
  id: z.uuid().describe('Made by whoever sends it: the same again says nothing twice.'),
  text: z.string().trim().min(1).max(4000).describe('Plain text; never shown as anything else.'),
})

/** What people say about an invoice; it stands among its events. */
export function addCommentRoutes(instance: FastifyInstance, ports: HttpPorts): void {
  instance.withTypeProvider<ZodTypeProvider>().post(
    '/companies/:company/invoices/:invoice/comments',
    {
      schema: {
        tags: ['review'],
        summary: 'Say something about it',
        params: OfInvoice,
        body: Comment,
        response: { 204: z.null(), default: Problem },
      },
      preValidation: requireActor(ports.db, { action: 'comment' }),
    },
    async (request, reply) => {
      const { company, invoice } = request.params
      await comment(ports, {
        companyId: company,
        invoiceId: invoice,
        actor: actorOf(request).name,
        ...request.body,
      })
      return reply.code(204).send(null)
    },
  )
}

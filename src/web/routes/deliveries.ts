import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { requireActor } from '../../http/authenticate.ts'
import type { HttpPorts } from '../../http/ports.ts'
import { InCompany } from '../../http/shapes.ts'
import { listDeliveries } from '../../review/list-deliveries.ts'
import { renderDeliveriesPage } from '../pages/deliveries-page.ts'
import { sendPage, viewerOf } from '../view.ts'

/** What arrived. */
export function addDeliveryPages(instance: FastifyInstance, { db }: HttpPorts): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/companies/:company/deliveries',
    {
      schema: { params: InCompany, querystring: z.object({ cursor: z.string().max(200).optional() }) },
      preValidation: requireActor(db, { action: 'look' }),
    },
    async (request, reply) => {
      const { cursor } = request.query
      const page = await listDeliveries(db, { companyId: request.params.company, cursor, limit: 30 })
      return sendPage(reply, renderDeliveriesPage({ viewer: viewerOf(request, reply), ...page }))
    },
  )
}

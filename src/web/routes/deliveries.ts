import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { actorOf, requireActor } from '../../http/authenticate.ts'
import type { HttpPorts } from '../../http/ports.ts'
import { InCompany, OfDelivery } from '../../http/shapes.ts'
import { listDeliveries } from '../../review/list-deliveries.ts'
import { retryDelivery } from '../../review/retry-delivery.ts'
import { renderDeliveriesPage } from '../pages/deliveries-page.ts'
import { sendPage, viewerOf } from '../view.ts'

/** What arrived. */
export function addDeliveryPages(instance: FastifyInstance, ports: HttpPorts): void {
  const { db } = ports
  const app = instance.withTypeProvider<ZodTypeProvider>()
  app.get(
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

  app.post(
    '/companies/:company/deliveries/:delivery/retry',
    { schema: { params: OfDelivery }, preValidation: requireActor(db, { action: 'review' }) },
    async (request, reply) => {
      const { company, delivery } = request.params
      await retryDelivery(ports, { companyId: company, deliveryId: delivery, actor: actorOf(request).name })
      return reply.redirect(`/companies/${company}/deliveries`, 303)
    },
  )
}

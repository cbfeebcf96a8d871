import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { assertMayLeave } from '../../antivirus/scan-original.ts'
import { BillhookError } from '../../errors.ts'
import { receiveUpload, UPLOAD_LIMITS } from '../../intake/http-upload.ts'
import { originalKey } from '../../object-store/index.ts'
import { findDelivery, listDeliveries } from '../../review/list-deliveries.ts'
import { retryDelivery } from '../../review/retry-delivery.ts'
import { actorOf, requireActor } from '../authenticate.ts'
import { attachmentNamed } from '../content-disposition.ts'
import type { HttpPorts } from '../ports.ts'
import { Delivery, InCompany, OfDelivery, PageQuery, Problem, showDelivery, showReceived } from '../shapes.ts'

/** Deliveries: taking them in, listing them, the raw mail. */
export function addDeliveryRoutes(instance: FastifyInstance, ports: HttpPorts): void {
  const { db, objects } = ports
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.post(
    '/companies/:company/deliveries',
    {
      schema: {
        tags: ['deliveries'],
        summary: 'Deliver files',
        description:
          'Every file of the form is a part. 201 after everything is kept for good; the same files again give the same answer with 200.',
        consumes: ['multipart/form-data'],
        params: InCompany,
        headers: z.looseObject({ 'idempotency-key': z.string().optional() }),
        response: { 200: Delivery, 201: Delivery, default: Problem },
      },
      preValidation: requireActor(db, { action: 'deliver' }),
    },
    async (request, reply) => {
      const { company } = request.params
      if (!request.isMultipart()) {
        throw new BillhookError(
          'http.invalid-request',
          'Send the files as multipart/form-data, one field for each file.',
        )
      }
      const idempotencyKey = request.headers['idempotency-key']
      const by = actorOf(request).name
      const { delivery, again } = await receiveUpload(ports, {
        companyId: company,
        parts: request.parts({ limits: UPLOAD_LIMITS }),
        by,
        peer: request.ip,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      })
      // A new one was written a moment ago; reading it again would make every sender wait once more.
      const shown = again
        ? showDelivery(await findDelivery(db, { companyId: company, deliveryId: delivery.id }))
        : showReceived(delivery, { by })
      return reply
        .code(again ? 200 : 201)
        .header('location', shown.links.self)
        .send(shown)
    },
  )

  app.get(
    '/companies/:company/deliveries',
    {
      schema: {
        tags: ['deliveries'],
        summary: 'Deliveries, newest first',
        params: InCompany,
        querystring: PageQuery.extend({
          open: z.stringbool().optional().describe('Only those with parts that are not disposed of yet.'),
          q: z
            .string()
            .max(200)
            .optional()
            .describe('Beginnings of words of sender, subject or file names; all of them must fit.'),
        }),
        response: {
          200: z.object({ deliveries: z.array(Delivery), nextCursor: z.string().nullable() }),
          default: Problem,
        },
      },
      preValidation: requireActor(db, { action: 'look' }),
    },
    async (request) => {
      const { deliveries, nextCursor } = await listDeliveries(db, {
        companyId: request.params.company,
        ...request.query,
      })
      return { deliveries: deliveries.map(showDelivery), nextCursor }
    },
  )

  app.get(
    '/companies/:company/deliveries/:delivery',
    {
      schema: {
        tags: ['deliveries'],
        summary: 'One delivery',
        params: OfDelivery,
        response: { 200: Delivery, default: Problem },
      },
      preValidation: requireActor(db, { action: 'look' }),
    },
    async (request) => {
      const { company, delivery } = request.params
      return showDelivery(await findDelivery(db, { companyId: company, deliveryId: delivery }))
    },
  )

  app.post(
    '/companies/:company/deliveries/:delivery/retry',
    {
      schema: {
        tags: ['deliveries'],
        summary: 'Unpack a stuck delivery again',
        params: OfDelivery,
        response: { 200: Delivery, default: Problem },
      },
      preValidation: requireActor(db, { action: 'review' }),
    },
    async (request) => {
      const of = { companyId: request.params.company, deliveryId: request.params.delivery }
      await retryDelivery(ports, { ...of, actor: actorOf(request).name })
      return showDelivery(await findDelivery(db, of))
    },
  )

  app.get(
    '/companies/:company/deliveries/:delivery/raw',
    {
      schema: { tags: ['deliveries'], summary: 'The raw mail, as it arrived', params: OfDelivery },
      preValidation: requireActor(db, { action: 'look' }),
    },
    async (request, reply) => {
      const { company, delivery } = request.params
      const found = await findDelivery(db, { companyId: company, deliveryId: delivery })
      const { raw_sha256: sha256 } = found
      if (sha256 === null) {
        throw new BillhookError(
          'http.not-found',
          'This delivery was an upload; its files are the originals of its invoices.',
        )
      }
      await assertMayLeave(db, { sha256, awaitsScan: ports.scansOriginals === true && found.disposed_at === null })
      return reply
        .type('application/octet-stream')
        .header('content-disposition', attachmentNamed(`${delivery}.eml`))
        .send(await objects.get(originalKey(sha256)))
    },
  )
}

import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { requireActor } from '../../http/authenticate.ts'
import { findMessage, listMessages } from '../../http/list-messages.ts'
import type { HttpPorts } from '../../http/ports.ts'
import { InCompany } from '../../http/shapes.ts'
import { renderMessagePage, renderOutboxPage } from '../pages/outbox-page.ts'
import { speechFor } from '../speech.ts'
import { sendPage, viewerOf } from '../view.ts'

const OfMessage = InCompany.extend({ message: z.uuid() })

/** Outgoing mail; embedded, where every mail ends. */
export function addOutboxPages(instance: FastifyInstance, ports: HttpPorts): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const preValidation = requireActor(ports.db, { action: 'see-outbox' })

  app.get(
    '/companies/:company/outbox',
    {
      schema: { params: InCompany, querystring: z.object({ cursor: z.string().max(200).optional() }) },
      preValidation,
    },
    async (request, reply) => {
      const { cursor } = request.query
      const page = await listMessages(ports, { companyId: request.params.company, cursor, limit: 30 })
      const { mailLeaves } = ports
      return sendPage(
        reply,
        renderOutboxPage({
          viewer: viewerOf(request, reply),
          ...page,
          mailLeaves,
          publicUrl: ports.publicUrl(),
          speech: speechFor(request),
        }),
      )
    },
  )

  app.get(
    '/companies/:company/outbox/:message',
    { schema: { params: OfMessage }, preValidation },
    async (request, reply) => {
      const { company, message: messageId } = request.params
      const message = await findMessage(ports, { companyId: company, messageId })
      const viewer = viewerOf(request, reply)
      return sendPage(
        reply,
        renderMessagePage({ viewer, message, publicUrl: ports.publicUrl(), speech: speechFor(request) }),
      )
    },
  )

  // Our own HTML, made with everything escaped; even so it gets no origin, no script and no form.
  app.get(
    '/companies/:company/outbox/:message/html',
    { schema: { params: OfMessage }, preValidation, helmet: false },
    async (request, reply) => {
      const { company, message: messageId } = request.params
      const { html } = await findMessage(ports, { companyId: company, messageId })
      reply.header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
      )
      reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer')
      return sendPage(reply, html.replace('<head>', '<head><base target="_blank">'))
    },
  )
}

import type { FastifyInstance, FastifyRequest } from 'fastify'
import { withoutSecretLinks } from '../mail/secret-links.ts'

/**
 * One line a request with its id, the invoice it is about and who acted. Addresses are logged without the secrets of our links; headers,
 * cookies, queries of forms and bodies are not logged at all.
 */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { invoiceId } = aboutOf(request)
    request.log.info(
      {
        method: request.method,
        url: withoutSecretLinks(request.url.split('?')[0] ?? ''),
        route: request.routeOptions.url,
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime),
        ...(invoiceId === undefined ? {} : { invoiceId }),
        ...(request.actor ? { actor: request.actor.name } : {}),
      },
      'answered',
    )
  })
}

function aboutOf(request: FastifyRequest): { invoiceId?: string } {
  const { invoice } = (request.params ?? {}) as { invoice?: string }
  return invoice === undefined ? {} : { invoiceId: invoice }
}

import type { FastifyInstance } from 'fastify'
import { BillhookError } from '../../errors.ts'
import { mayReadMetrics } from '../../insight/may-read-metrics.ts'
import type { HttpPorts } from '../ports.ts'

/** `/metrics` for Prometheus: for programs on this machine, and for whoever brings the token. */
export function addMetricsRoutes(app: FastifyInstance, { metrics, metricsToken }: HttpPorts): void {
  if (!metrics) return
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const from = { remoteAddress: request.socket.remoteAddress, headers: request.headers }
    if (!mayReadMetrics(from, { token: metricsToken })) {
      throw new BillhookError('http.forbidden', 'Send METRICS_TOKEN as "Authorization: Bearer ...".')
    }
    const { text, contentType } = await metrics.write()
    return reply.header('content-type', contentType).send(text)
  })
}

import { once } from 'node:events'
import { createServer } from 'node:http'
import { mayReadMetrics } from './may-read-metrics.ts'
import type { Metrics } from './metrics.ts'

/** `/metrics` and `/healthz` of a process that serves nothing else. @throws the system's error when the port can't be had. */
export async function serveMetrics(
  metrics: Metrics,
  { port, host, token }: { port: number; host: string; token: string | undefined },
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0]
    const answer = (status: number, text: string, contentType = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text)
    try {
      if (path === '/healthz') return answer(200, 'alive\n')
      if (path !== '/metrics') return answer(404, 'Only /metrics and /healthz are here.\n')
      const from = { remoteAddress: request.socket.remoteAddress, headers: request.headers }
      if (!mayReadMetrics(from, { token })) return answer(403, 'Send METRICS_TOKEN as "Authorization: Bearer ...".\n')
      const { text, contentType } = await metrics.write()
      return answer(200, text, contentType)
    } catch (error) {
      return answer(500, `${String(error)}\n`)
    }
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

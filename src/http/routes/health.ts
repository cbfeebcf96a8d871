import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { sql } from 'kysely'
import { z } from 'zod'
import type { HttpPorts } from '../ports.ts'

const Readiness = z.object({
  ready: z.boolean(),
  parts: z.record(z.string(), z.object({ ok: z.boolean(), message: z.string().optional() })),
})

/** `/healthz`: this process lives. `/readyz`: it can do its work, because records and objects answer. */
export function addHealthRoutes(instance: FastifyInstance, { db, objects }: HttpPorts): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  app.get(
    '/healthz',
    { schema: { tags: ['health'], security: [], response: { 200: z.object({ alive: z.literal(true) }) } } },
    async () => ({ alive: true }) as const,
  )
  app.get(
    '/readyz',
    { schema: { tags: ['health'], security: [], response: { 200: Readiness, 503: Readiness } } },
    async (request, reply) => {
      const checks = { database: () => sql`select 1`.execute(db), objects: () => objects.check() }
      const parts: z.infer<typeof Readiness>['parts'] = {}
      for (const [name, check] of Object.entries(checks)) {
        try {
          await check()
          parts[name] = { ok: true }
        } catch (error) {
          request.log.error({ err: error, part: name }, 'a part is not ready')
          parts[name] = { ok: false, message: `The ${name} can't be reached; the log has the reason.` }
        }
      }
      const ready = Object.values(parts).every(({ ok }) => ok)
      return reply.code(ready ? 200 : 503).send({ ready, parts })
    },
  )
}

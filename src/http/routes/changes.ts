import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { type Changes, findEnd, openChangeFeed } from '../../review/follow-changes.ts'
import { readInbox } from '../../review/read-inbox.ts'
import { requireActor } from '../authenticate.ts'
import type { HttpPorts } from '../ports.ts'
import { InCompany } from '../shapes.ts'
import type { ChangedEvent } from '../workspace-shapes.ts'

/** Keeps proxies from taking a quiet stream for a dead one; below the server's own limit for connections on which nothing moves. */
const HEARTBEAT_MS = 20_000

/** Then the stream ends and the browser comes again, so that whoever lost their rights loses the stream too. */
const STREAM_MS = 10 * 60_000

/** A browser that waits longer than this many changes to read is dropped; it comes again and says where it was. */
const MOST_BUFFERED_BYTES = 4 * 1024 * 1024

/** What changes in a company, as server-sent events, fed from its audit trail. */
export function addChangeRoutes(instance: FastifyInstance, { db, logger }: HttpPorts): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const feed = openChangeFeed(db, {
    onError: (error) => logger.warn({ error: String(error) }, 'changes could not be looked for; it is tried again'),
  })
  const open = new Set<() => void>()
  // Before the server waits for its connections to end: these never would.
  app.addHook('preClose', async () => {
    for (const end of open) end()
    feed.close()
  })

  app.get(
    '/companies/:company/changes',
    {
      schema: {
        tags: ['workspace'],
        summary: 'What changes, as server-sent events',
        description:
          'Each event `changed` holds the place reached in the audit trail (also its id), the kinds of events and the changed invoices as in the inbox. `after` or the header Last-Event-ID say where to go on from; without them from now.',
        params: InCompany,
        querystring: z.object({ after: z.coerce.number().int().nonnegative().optional() }),
        produces: ['text/event-stream'],
      },
      preValidation: requireActor(db, { action: 'look' }),
    },
    async (request, reply) => {
      const { company } = request.params
      const known = Number(request.headers['last-event-id'] ?? request.query.after ?? Number.NaN)
      const after = Number.isInteger(known) ? known : await findEnd(db, company)
      const { raw } = startStream(reply)
      let telling = Promise.resolve()
      const tell = (changes: Changes) => {
        telling = telling
          .then(async () => {
            const rows = await readInbox(db, { companyId: company, ids: changes.invoiceIds })
            const data: ChangedEvent = { seq: changes.seq, kinds: changes.kinds, rows }
            raw.write(`id: ${changes.seq}\nevent: changed\ndata: ${JSON.stringify(data)}\n\n`)
            if (raw.writableLength > MOST_BUFFERED_BYTES) end()
          })
          // What could not be told is not lost: the browser comes again with the place that it knows.
          .catch(() => end())
      }
      const stopListening = feed.listen({ companyId: company, after, tell })
      const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS)
      const enough = setTimeout(() => end(), STREAM_MS)
      function end(): void {
        stopListening()
        clearInterval(heartbeat)
        clearTimeout(enough)
        open.delete(end)
        raw.end()
      }
      open.add(end)
      raw.on('close', end)
    },
  )
}

function startStream(reply: FastifyReply): FastifyReply {
  reply.hijack()
  const headers = Object.entries(reply.getHeaders()).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  reply.raw.writeHead(200, {
    ...Object.fromEntries(headers),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    // nginx would keep events back until its buffer is full.
    'x-accel-buffering': 'no',
  })
  reply.raw.write('retry: 2000\n\n')
  return reply
}

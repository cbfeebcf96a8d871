import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Role } from '../../../schemas/company.ts'
import { BillhookError } from '../../errors.ts'
import { findSignedIn } from '../authenticate.ts'
import type { HttpPorts } from '../ports.ts'
import { Problem } from '../shapes.ts'

const Session = z.object({
  person: z.object({ email: z.string(), name: z.string() }),
  memberships: z.array(z.object({ companyId: z.string(), companyName: z.string(), role: Role })),
  csrfToken: z.string().describe('To be sent as `x-csrf-token` with everything that changes something.'),
})

/** Who is signed in, for programs that run in the browser. */
export function addSessionRoutes(instance: FastifyInstance, { db }: HttpPorts): void {
  instance.withTypeProvider<ZodTypeProvider>().get(
    '/session',
    {
      schema: { tags: ['session'], summary: 'Who is signed in', response: { 200: Session, default: Problem } },
    },
    async (request, reply) => {
      const signedIn = await findSignedIn(db, request)
      if (!signedIn) throw new BillhookError('http.unauthenticated', 'Nobody is signed in. Sign in at /sign-in.')
      const { email, name } = signedIn.person
      return {
        person: { email, name },
        memberships: signedIn.memberships,
        csrfToken: reply.formToken(signedIn.person.id),
      }
    },
  )
}

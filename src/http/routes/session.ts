import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Role } from '../../../schemas/company.ts'
import { Language } from '../../../schemas/said.ts'
import { BillhookError } from '../../errors.ts'
import { chooseLanguage } from '../../people/language.ts'
import { checkFormToken, findSignedIn } from '../authenticate.ts'
import type { HttpPorts } from '../ports.ts'
import { Problem } from '../shapes.ts'

const Session = z.object({
  person: z.object({ email: z.string(), name: z.string(), language: Language.nullable() }),
  memberships: z.array(z.object({ companyId: z.string(), companyName: z.string(), role: Role })),
  csrfToken: z.string().describe('To be sent as `x-csrf-token` with everything that changes something.'),
})

/** Who is signed in, for programs that run in the browser. */
export function addSessionRoutes(instance: FastifyInstance, { db }: HttpPorts): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/session',
    {
      schema: { tags: ['session'], summary: 'Who is signed in', response: { 200: Session, default: Problem } },
    },
    async (request, reply) => {
      const signedIn = await findSignedIn(db, request)
      if (!signedIn) throw new BillhookError('http.unauthenticated', 'Nobody is signed in. Sign in at /sign-in.')
      const { email, name, language } = signedIn.person
      return {
        person: { email, name, language },
        memberships: signedIn.memberships,
        csrfToken: reply.formToken(signedIn.person.id),
      }
    },
  )

  app.put(
    '/session/language',
    {
      schema: {
        tags: ['session'],
        summary: 'The language in which whoever is signed in is spoken to',
        body: z.object({ language: Language }),
        response: { 204: z.null(), default: Problem },
      },
    },
    async (request, reply) => {
      const signedIn = await findSignedIn(db, request)
      if (!signedIn) throw new BillhookError('http.unauthenticated', 'Nobody is signed in. Sign in at /sign-in.')
      await checkFormToken(request, reply)
      await chooseLanguage(db, { personId: signedIn.person.id, language: request.body.language })
      return reply.code(204).send(null)
    },
  )
}

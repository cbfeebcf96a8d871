import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { isBillhookError } from '../../errors.ts'
import { checkFormToken, findSignedIn } from '../../http/authenticate.ts'
import { RATE_LIMITS } from '../../http/limits.ts'
import type { HttpPorts } from '../../http/ports.ts'
import { removeExpiredSessions } from '../../http/session-store.ts'
import { requestSignIn } from '../../people/request-sign-in.ts'
import { canUseSignInLink, consumeSignInLink } from '../../people/sign-in-link.ts'
import { nextAfterSignIn } from '../add-workspace.ts'
import {
  renderSignInLinkPage,
  renderSignInLinkVoid,
  renderSignInPage,
  renderSignInSent,
} from '../pages/sign-in-page.ts'
import { speechFor } from '../speech.ts'
import { sendPage } from '../view.ts'

const WithToken = z.object({ token: z.string().max(100) })

/** Signing in by a mailed link, and signing out. */
export function addSignInPages(instance: FastifyInstance, ports: HttpPorts): void {
  const { db } = ports
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get('/', async (request, reply) => {
    const signedIn = await findSignedIn(db, request)
    if (!signedIn) return reply.redirect('/sign-in', 303)
    return reply.redirect('/workspace', 303)
  })

  app.get('/sign-in', async (request, reply) =>
    sendPage(reply, renderSignInPage({ formToken: reply.formToken(null), speech: speechFor(request) })),
  )

  app.post(
    '/sign-in',
    {
      config: { rateLimit: RATE_LIMITS.askForSignIn },
      schema: { body: z.object({ email: z.email().max(254) }) },
      preValidation: checkFormToken,
    },
    async (request, reply) => {
      await requestSignIn({ ...ports, publicUrl: ports.publicUrl() }, request.body.email)
      return sendPage(reply, renderSignInSent({ mailLeaves: ports.mailLeaves, speech: speechFor(request) }))
    },
  )

  // A mail scanner opens links: opening shows a button, pressing it uses the link up.
  app.get('/sign-in/:token', { schema: { params: WithToken } }, async (request, reply) => {
    const { token } = request.params
    if (!(await canUseSignInLink(ports, token)))
      return sendPage(reply.code(410), renderSignInLinkVoid({ speech: speechFor(request) }))
    return sendPage(
      reply,
      renderSignInLinkPage({ token, formToken: reply.formToken(null), speech: speechFor(request) }),
    )
  })

  app.post(
    '/sign-in/:token',
    {
      config: { rateLimit: RATE_LIMITS.useSignInLink },
      schema: { params: WithToken },
      preValidation: checkFormToken,
    },
    async (request, reply) => {
      let personId: string
      try {
        ;({ personId } = await consumeSignInLink(ports, request.params.token))
      } catch (error) {
        if (!isBillhookError(error)) throw error
        return sendPage(reply.code(410), renderSignInLinkVoid({ speech: speechFor(request) }))
      }
      // Signing in is rare and already writes: the right moment to clear away what has expired.
      await removeExpiredSessions(ports)
      // A new id at the change of rights: whoever planted the old one gains nothing (session fixation).
      await request.session.regenerate()
      request.session.set('personId', personId)
      return reply.redirect(nextAfterSignIn(request.cookies), 303)
    },
  )

  app.post('/sign-out', { preValidation: checkFormToken }, async (request, reply) => {
    await request.session.destroy()
    return reply.redirect('/sign-in', 303)
  })
}

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { assertMayLeave } from '../../antivirus/scan-original.ts'
import { decide } from '../../approvals/decide.ts'
import { type FoundDecision, findDecision } from '../../approvals/find-decision.ts'
import { BillhookError } from '../../errors.ts'
import { RATE_LIMITS } from '../../http/limits.ts'
import type { HttpPorts } from '../../http/ports.ts'
import { findPage, sendPagePicture } from '../../http/send-page-picture.ts'
import { languageOfPerson } from '../../people/language.ts'
import { describeProblem } from '../../wording/describe-problem.ts'
import { renderDecisionPage } from '../pages/decision-page.ts'
import { type Speech, speakIn, wantedLanguage } from '../speech.ts'
import { sendPage } from '../view.ts'

const WithToken = z.object({ token: z.string().max(100) })
const Choice = z.enum(['approve', 'reject'])

/**
 * The page that a decision link opens. The token in the address is what authorizes; there is no session, so nothing that another site could
 * ride on. GET and HEAD change nothing, whoever sends them how often; POST decides.
 */
export function addDecisionPages(instance: FastifyInstance, ports: HttpPorts): void {
  const app = instance.withTypeProvider<ZodTypeProvider>()
  /** As the mail spoke; a stranger's browser is asked before the company's language is taken. */
  const speechOf = async (
    request: FastifyRequest,
    { request: { approver }, company }: FoundDecision,
  ): Promise<Speech> =>
    speakIn((await languageOfPerson(ports.db, approver)) ?? wantedLanguage(request) ?? company.language ?? 'en')
  const config = { rateLimit: RATE_LIMITS.decide }

  app.get(
    '/decide/:token',
    {
      config,
      schema: { params: WithToken, querystring: z.object({ decision: Choice.catch('approve') }) },
    },
    async (request, reply) => {
      const { token } = request.params
      const found = await findDecision(ports, token)
      const page = renderDecisionPage({
        found,
        token,
        preferred: request.query.decision,
        problem: null,
        speech: await speechOf(request, found),
      })
      return sendPage(reply.code(statusOf(found)), page)
    },
  )

  app.post(
    '/decide/:token',
    {
      config,
      schema: {
        params: WithToken,
        body: z.object({ decision: Choice, comment: z.string().trim().max(1000).default('') }),
      },
    },
    async (request, reply) => {
      const { token } = request.params
      const { decision, comment } = request.body
      try {
        const { invoiceId } = await decide(ports, { token, decision, comment: comment || null })
        request.log.info({ invoiceId, decision }, 'decided')
        return reply.redirect(`/decide/${token}`, 303)
      } catch (error) {
        if (!(error instanceof BillhookError) || error.code !== 'approvals.link-void') throw error
        const found = await findDecision(ports, token)
        const speech = await speechOf(request, found)
        const problem = found.state.kind === 'void' ? null : describeProblem(error, speech.voice.wording)
        const page = renderDecisionPage({ found, token, preferred: decision, problem, speech })
        return sendPage(reply.code(error.status), page)
      }
    },
  )

  app.get('/decide/:token/page-1', { config, schema: { params: WithToken } }, async (request, reply) => {
    const { invoice, state } = await findDecision(ports, request.params.token)
    if (state.kind === 'void') throw new BillhookError('approvals.link-void', state.message)
    const of = findPage(invoice, 1)
    await assertMayLeave(ports.db, { sha256: of.sha256, awaitsScan: false })
    return await sendPagePicture(reply, { objects: ports.objects, of })
  })
}

function statusOf({ state }: FoundDecision): number {
  return state.kind === 'void' ? 410 : 200
}

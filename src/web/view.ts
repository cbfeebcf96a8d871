import type { FastifyReply, FastifyRequest } from 'fastify'
import { BillhookError } from '../errors.ts'
import type { Viewer } from './frame.ts'

/** Who looks at a page of a company; only behind `requireActor`, by session. */
export function viewerOf(request: FastifyRequest, reply: FastifyReply): Viewer {
  const { company } = request.params as { company: string }
  const membership = request.signedIn?.memberships.find(({ companyId }) => companyId === company)
  if (!request.signedIn || !membership) {
    throw new BillhookError('http.unauthenticated', 'Pages are for people who are signed in; programs use /api.')
  }
  const { person } = request.signedIn
  return { person, membership, formToken: reply.formToken(person.id) }
}

/** Sends a finished page. */
export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(page)
}

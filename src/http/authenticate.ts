import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../database/index.ts'
import { BillhookError } from '../errors.ts'
import { findApiKey } from '../people/api-keys.ts'
import { type Actor, findPerson, type Membership, type Person } from '../people/person.ts'
import { type Action, canDo } from '../people/roles.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who acts in the company of this request; null before `requireActor`, and where no company is concerned. */
    actor: Actor | null
    /** Who is signed in, where `requireActor` has looked. */
    signedIn: SignedIn | null
  }
}

export type SignedIn = { person: Person; memberships: Membership[] }

/**
 * A preValidation hook that lets a request pass only for somebody who may do this in the company named by `:company`: by API key
 * (`Authorization: Bearer bk_...`) or by session. A session's unsafe request must also carry the form token, in the `x-csrf-token` header,
 * because a browser sends the cookie by itself.
 * @throws BillhookError `http.unauthenticated`, `http.forbidden`, `http.not-found` (a company that is not theirs)
 */
export function requireActor(db: Database, { action }: { action: Action }) {
  return async function authenticate(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { company } = request.params as { company: string }
    const byKey = await findActorByKey(db, { request, companyId: company })
    const actor = byKey ?? (await findActorBySession(db, { request, companyId: company }))
    if (!canDo(actor.role, action)) {
      throw new BillhookError(
        'http.forbidden',
        `The role "${actor.role}" may not do this (${action}). Ask an administrator of ${company}.`,
      )
    }
    const isSafe = request.method === 'GET' || request.method === 'HEAD'
    if (byKey === null && !isSafe) await checkFormToken(request, reply)
    request.actor = actor
  }
}

/** Who acts; only behind `requireActor`. */
export function actorOf(request: FastifyRequest): Actor {
  if (!request.actor) throw new Error(`${request.routeOptions.url ?? request.url} is not behind requireActor`)
  return request.actor
}

/** Who is signed in by the session, or null. */
export async function findSignedIn(db: Database, request: FastifyRequest): Promise<SignedIn | null> {
  const personId = request.session?.get('personId')
  return personId === undefined ? null : await findPerson(db, personId)
}

/** The form token of a page or API client, checked against the cookie that came with it. @throws 403 */
export async function checkFormToken(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  // The plugin answers a bad token by `reply.send(error)`; with this stand-in the error is thrown here and takes the usual way.
  const refused: { error?: Error } = {}
  const standIn = Object.create(reply, {
    send: {
      value(error: Error) {
        refused.error = error
        resolve()
        return reply
      },
    },
  }) as FastifyReply
  request.server.csrfProtection(request, standIn, () => resolve())
  await promise
  if (refused.error) {
    throw new BillhookError(
      'http.forbidden',
      'This form is too old or did not come from Billhook, so nothing was done. Open the page again and repeat it.',
      { cause: refused.error },
    )
  }
}

async function findActorByKey(
  db: Database,
  { request, companyId }: { request: FastifyRequest; companyId: string },
): Promise<Actor | null> {
  const { authorization } = request.headers
  if (authorization === undefined) return null
  const key = /^Bearer (\S+)$/i.exec(authorization)?.[1]
  const found = key === undefined ? null : await findApiKey(db, key)
  if (!found) {
    throw new BillhookError(
      'http.unauthenticated',
      'This API key is unknown or revoked. Make a new one in the settings.',
    )
  }
  if (found.companyId !== companyId) throw notYours(companyId)
  return { name: `key:${found.name}`, role: found.role }
}

async function findActorBySession(
  db: Database,
  { request, companyId }: { request: FastifyRequest; companyId: string },
): Promise<Actor> {
  const signedIn = await findSignedIn(db, request)
  request.signedIn = signedIn
  if (!signedIn) {
    throw new BillhookError('http.unauthenticated', 'Sign in, or send an API key as "Authorization: Bearer bk_...".')
  }
  const membership = signedIn.memberships.find((candidate) => candidate.companyId === companyId)
  if (!membership) throw notYours(companyId)
  return { name: signedIn.person.email, role: membership.role }
}

/** The same for a company that does not exist and for one of somebody else's. */
function notYours(companyId: string): BillhookError {
  return new BillhookError('http.not-found', `There is no company "${companyId}" that you belong to.`)
}

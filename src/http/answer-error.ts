import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { BillhookError } from '../errors.ts'
import { renderErrorPage } from '../web/pages/error-page.ts'
import { speechFor } from '../web/speech.ts'

/** The one shape of every error answer. */
export type ErrorAnswer = { error: { code: string; message: string; details?: Record<string, unknown> } }

/** Answers an error in the one shape; a browser that asked for a page gets a page, or the sign-in form. Nothing internal leaves. */
export function answerError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, code, message, details } = describeError(error, request.id)
  if (status >= 500) request.log.error({ err: error, code }, 'request failed')
  else request.log.info({ code, detail: message }, 'request refused')
  reply.code(status).header('cache-control', 'no-store')
  if (!wantsPage(request)) {
    const answer: ErrorAnswer = { error: { code, message, ...(details ? { details } : {}) } }
    return reply.type('application/json').send(JSON.stringify(answer))
  }
  if (status === 401) return reply.redirect('/sign-in', 303)
  return reply
    .type('text/html; charset=utf-8')
    .send(renderErrorPage({ status, code, message, requestId: request.id, speech: speechFor(request) }))
}

/** What the outside is told about an error. */
export function describeError(
  error: FastifyError | Error,
  requestId: string,
): { status: number; code: string; message: string; details?: Record<string, unknown> } {
  if (error instanceof BillhookError) {
    const { status, code, message, details } = error
    // What a 500 of ours says is written for operators; the log has it.
    if (status === 500) return { ...internal(requestId), code }
    return { status, code, message, ...(Object.keys(details).length > 0 ? { details } : {}) }
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const issues = error.validation.map(({ instancePath, message }) => ({
      path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message: message ?? 'is not valid',
    }))
    const list = issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
    return {
      status: 400,
      code: 'http.invalid-request',
      message: `The request is not valid: ${list}.`,
      details: { issues },
    }
  }
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500
  if (status < 400 || status >= 500) return internal(requestId)
  return { status, code: CODE_OF_STATUS[status] ?? 'http.invalid-request', message: error.message }
}

const CODE_OF_STATUS: Partial<Record<number, string>> = {
  401: 'http.unauthenticated',
  403: 'http.forbidden',
  404: 'http.not-found',
  413: 'intake.too-large',
  429: 'http.too-many-requests',
}

function internal(requestId: string) {
  return {
    status: 500,
    code: 'http.internal',
    message: `Something went wrong here; it is in the log under request ${requestId}. Try again, and tell the operator if it stays.`,
  }
}

function wantsPage(request: FastifyRequest): boolean {
  return !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html')
}

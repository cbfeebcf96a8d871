import { fileURLToPath } from 'node:url'
import cookie from '@fastify/cookie'
import csrfProtection from '@fastify/csrf-protection'
import formBody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import session from '@fastify/session'
import staticFiles from '@fastify/static'
import { type FastifyBaseLogger, type FastifyInstance, fastify, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { BillhookError } from '../errors.ts'
import { addPages } from '../web/add-pages.ts'
import { answerError } from './answer-error.ts'
import { describeApi } from './describe-api.ts'
import { HEADERS_TIMEOUT, RATE_LIMITS, SERVER_LIMITS, SESSION_AGE } from './limits.ts'
import { logRequests } from './log-requests.ts'
import type { HttpPorts } from './ports.ts'
import { addChangeRoutes } from './routes/changes.ts'
import { addCodingRoutes } from './routes/coding.ts'
import { addCommentRoutes } from './routes/comments.ts'
import { addCompanyRoutes } from './routes/company.ts'
import { addDeliveryRoutes } from './routes/deliveries.ts'
import { addDocumentPasswordRoutes } from './routes/document-passwords.ts'
import { addHealthRoutes } from './routes/health.ts'
import { addInboxRoutes } from './routes/inbox.ts'
import { addInvoiceActionRoutes } from './routes/invoice-actions.ts'
import { addInvoiceRoutes } from './routes/invoices.ts'
import { addMetricsRoutes } from './routes/metrics.ts'
import { addSearchRoutes } from './routes/search.ts'
import { addSessionRoutes } from './routes/session.ts'
import { addSupplierRoutes } from './routes/suppliers.ts'
import { addWorkspaceRoutes } from './routes/workspace.ts'
import { openSessionStore } from './session-store.ts'
import { assertStorable } from './storable-text.ts'

declare module 'fastify' {
  interface FastifyReply {
    /** A token for a form of this answer; bound to the person (null: nobody is signed in). */
    formToken(personId: string | null): string
  }
}

const ASSETS = fileURLToPath(new URL('../web/assets/', import.meta.url))

/** Nothing is loaded from elsewhere, nothing inline runs, nobody frames us. */
export const CONTENT_SECURITY_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'"],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'frame-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
}

/**
 * The HTTP app, ready to listen or to be injected into: JSON API under `/api`, its description at `/api/docs`, the pages people use,
 * `/healthz` and `/readyz`. Listening and closing are the caller's.
 */
export async function buildHttp(ports: HttpPorts): Promise<FastifyInstance> {
  const overTls = ports.publicUrl().startsWith('https:')
  const app = fastify({
    ...SERVER_LIMITS,
    http: { headersTimeout: HEADERS_TIMEOUT },
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
    // Only a proxy in front can have made the connection https, so only then its X-Forwarded headers count, and only from nearby.
    trustProxy: overTls ? 'loopback, linklocal, uniquelocal' : false,
    requestIdHeader: false,
    genReqId: () => ports.newId(),
    loggerInstance: ports.logger as FastifyBaseLogger,
    // The usual lines would log addresses with the secrets of links; logRequests writes them without.
    logController: new LogController({ disableRequestLogging: true }),
  }) as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) => {
    const error = new BillhookError('http.not-found', 'There is nothing at this address.')
    return answerError(error, request, reply)
  })
  app.decorateRequest('actor', null)
  app.decorateRequest('signedIn', null)
  logRequests(app)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.addHook('preValidation', async ({ params, query, body }) => assertStorable([params, query, body]))
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })

  await guard(app, { ports, overTls })
  await app.register(formBody)
  await app.register(multipart, { throwFileSizeLimit: false })
  await app.register(staticFiles, { root: ASSETS, prefix: '/assets/', index: false, maxAge: 3_600_000 })
  await describeApi(app)

  addHealthRoutes(app, ports)
  addMetricsRoutes(app, ports)
  await app.register(
    async (api) => {
      addSessionRoutes(api, ports)
      addDeliveryRoutes(api, ports)
      addInvoiceRoutes(api, ports)
      addInvoiceActionRoutes(api, ports)
      addCodingRoutes(api, ports)
      addCommentRoutes(api, ports)
      addCompanyRoutes(api, ports)
      addDocumentPasswordRoutes(api, ports)
      addInboxRoutes(api, ports)
      addSearchRoutes(api, ports)
      addChangeRoutes(api, ports)
      addSupplierRoutes(api, ports)
      addWorkspaceRoutes(api, ports)
    },
    { prefix: '/api' },
  )
  await app.register(async (pages) => addPages(pages, ports))
  await app.ready()
  return app
}

/** Headers, rate limits, cookies, sessions and form tokens. */
async function guard(app: FastifyInstance, { ports, overTls }: { ports: HttpPorts; overTls: boolean }): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    hsts: overTls,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  })
  await app.register(rateLimit, { global: true, ...RATE_LIMITS.everything })
  await app.register(cookie, { secret: ports.sessionSecret })
  await app.register(session, {
    secret: ports.sessionSecret,
    cookieName: 'billhook_session',
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: overTls, maxAge: SESSION_AGE },
    store: openSessionStore({ db: ports.db, now: ports.now, maxAge: SESSION_AGE }),
    saveUninitialized: false,
    rolling: false,
  })
  await app.register(csrfProtection, {
    cookieKey: 'billhook_form',
    cookieOpts: { path: '/', httpOnly: true, sameSite: 'lax', secure: overTls, signed: true },
    csrfOpts: { hmacKey: ports.sessionSecret },
    getUserInfo: (request) => request.session?.get('personId') ?? 'nobody',
  })
  app.decorateReply('formToken', function formToken(personId) {
    return this.generateCsrf({ userInfo: personId ?? 'nobody' })
  })
}

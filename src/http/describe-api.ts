import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

/** The API's description, made from the routes' own schemas: `/api/docs` to read, `/api/docs/json` for programs. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Billhook',
        description:
          'Supplier invoices in, approved bills out. Authorize with an API key, `Authorization: Bearer bk_...`, or with the session of the browser; a session sends `x-csrf-token` (from `GET /api/session`) with everything that changes something.',
        version: '1',
      },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: 'billhook_session' },
        },
      },
      security: [{ apiKey: [] }, { session: [] }],
    },
    transform(input) {
      const hidden = !input.url.startsWith('/api/') && !HEALTH.includes(input.url)
      const { schema, url } = jsonSchemaTransform({
        ...input,
        schema: { ...input.schema, ...(hidden ? { hide: true } : {}) },
      })
      const takesFiles = (input.schema as { consumes?: string[] } | undefined)?.consumes?.includes(
        'multipart/form-data',
      )
      return { schema: takesFiles ? { ...schema, body: FILES } : schema, url }
    },
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs', uiConfig: { deepLinking: true }, staticCSP: DOCS_POLICY })
}

/** Swagger UI writes style attributes; only its pages may. */
const DOCS_POLICY = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'", 'data:'],
  'connect-src': ["'self'"],
  'form-action': ["'self'"],
  'base-uri': ["'none'"],
  'frame-ancestors': ["'none'"],
}

const HEALTH = ['/healthz', '/readyz']

/** The multipart form is read by intake as a stream, so no schema checks it; this is for the description alone. */
const FILES = {
  type: 'object',
  properties: { file: { type: 'array', items: { type: 'string', format: 'binary' } } },
  required: ['file'],
}

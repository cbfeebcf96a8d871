import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Role } from '../../../schemas/company.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '../../people/api-keys.ts'
import { actorOf, requireActor } from '../authenticate.ts'
import { changeSettings, readSettings, SettingsInput } from '../company-settings.ts'
import { listMessages } from '../list-messages.ts'
import type { HttpPorts } from '../ports.ts'
import { ApiKey, CompanySettings, InCompany, Message, PageQuery, Problem, showApiKey, showMessage } from '../shapes.ts'

/** A company's settings, keys and outgoing mail. */
export function addCompanyRoutes(instance: FastifyInstance, ports: HttpPorts): void {
  const { db } = ports
  const app = instance.withTypeProvider<ZodTypeProvider>()

  app.get(
    '/companies/:company/settings',
    {
      schema: {
        tags: ['settings'],
        summary: 'Settings, without secrets',
        params: InCompany,
        response: { 200: CompanySettings, default: Problem },
      },
      preValidation: requireActor(db, { action: 'see-settings' }),
    },
    async (request) => await readSettings(ports, request.params.company),
  )

  app.put(
    '/companies/:company/settings',
    {
      schema: {
        tags: ['settings'],
        summary: 'Change what is given, leave the rest',
        params: InCompany,
        body: SettingsInput,
        response: { 200: CompanySettings, default: Problem },
      },
      preValidation: requireActor(db, { action: 'change-settings' }),
    },
    async (request) => {
      const { company } = request.params
      await changeSettings(ports, { companyId: company, actor: actorOf(request).name, input: request.body })
      return await readSettings(ports, company)
    },
  )

  app.get(
    '/companies/:company/api-keys',
    {
      schema: {
        tags: ['settings'],
        summary: 'API keys, without their secrets',
        params: InCompany,
        response: { 200: z.object({ apiKeys: z.array(ApiKey) }), default: Problem },
      },
      preValidation: requireActor(db, { action: 'manage-keys' }),
    },
    async (request) => ({ apiKeys: (await listApiKeys(db, request.params.company)).map(showApiKey) }),
  )

  app.post(
    '/companies/:company/api-keys',
    {
      schema: {
        tags: ['settings'],
        summary: 'Make an API key; it is shown this once',
        params: InCompany,
        body: z.object({ name: z.string().trim().min(1).max(100), role: Role }),
        response: { 201: ApiKey.extend({ key: z.string() }), default: Problem },
      },
      preValidation: requireActor(db, { action: 'manage-keys' }),
    },
    async (request, reply) => {
      const made = await createApiKey(ports, {
        companyId: request.params.company,
        ...request.body,
        actor: actorOf(request).name,
      })
      return reply.code(201).send({ ...showApiKey(made), key: made.key })
    },
  )

  app.delete(
    '/companies/:company/api-keys/:key',
    {
      schema: {
        tags: ['settings'],
        summary: 'Revoke an API key',
        params: InCompany.extend({ key: z.uuid() }),
        response: { 204: z.null(), default: Problem },
      },
      preValidation: requireActor(db, { action: 'manage-keys' }),
    },
    async (request, reply) => {
      const { company, key } = request.params
      await revokeApiKey(ports, { companyId: company, id: key, actor: actorOf(request).name })
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/companies/:company/messages',
    {
      schema: {
        tags: ['mail'],
        summary: 'Outgoing mail, newest first',
        params: InCompany,
        querystring: PageQuery,
        response: {
          200: z.object({ messages: z.array(Message), nextCursor: z.string().nullable() }),
          default: Problem,
        },
      },
      preValidation: requireActor(db, { action: 'see-outbox' }),
    },
    async (request) => {
      const { messages, nextCursor } = await listMessages(ports, {
        companyId: request.params.company,
        ...request.query,
      })
      return { messages: messages.map(showMessage), nextCursor }
    },
  )
}

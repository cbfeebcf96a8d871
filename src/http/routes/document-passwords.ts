import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { openWaiting } from '../../review/open-waiting.ts'
import {
  addPassword,
  type DocumentPassword as DocumentPasswordRecord,
  listPasswords,
  MOST_PASSWORD_CHARACTERS,
  removePassword,
} from '../../secrets/document-passwords.ts'
import { actorOf, requireActor } from '../authenticate.ts'
import type { HttpPorts } from '../ports.ts'
import { InCompany, Problem } from '../shapes.ts'

const DocumentPassword = z.object({
  id: z.string(),
  label: z.string(),
  invoiceId: z.string().nullable().describe('The only invoice it is for; null: every document of the company.'),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  usedAt: z.iso.datetime().nullable().describe('When it opened a document, last.'),
})

/** The passwords that are tried on protected documents. They go in and never come out. */
export function addDocumentPasswordRoutes(instance: FastifyInstance, ports: HttpPorts): void {
  const { db } = ports
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const tags = ['settings']

  app.get(
    '/companies/:company/document-passwords',
    {
      schema: {
        tags,
        summary: 'Passwords of protected documents, by their labels',
        params: InCompany,
        response: { 200: z.object({ passwords: z.array(DocumentPassword) }), default: Problem },
      },
      preValidation: requireActor(db, { action: 'see-settings' }),
    },
    async (request) => ({ passwords: (await listPasswords(db, request.params.company)).map(show) }),
  )

  app.post(
    '/companies/:company/document-passwords',
    {
      schema: {
        tags,
        summary: 'Keep a password for protected documents',
        description: 'Invoices that wait for a password are opened again.',
        params: InCompany,
        body: z.object({
          label: z.string().trim().min(1).max(100).describe('What people call it.'),
          password: z.string().min(1).max(MOST_PASSWORD_CHARACTERS).describe('Kept encrypted; never given out again.'),
        }),
        response: { 201: DocumentPassword, default: Problem },
      },
      preValidation: requireActor(db, { action: 'change-settings' }),
    },
    async (request, reply) => {
      const { company: companyId } = request.params
      const actor = actorOf(request).name
      const added = await addPassword(ports, { companyId, ...request.body, actor })
      await openWaiting(ports, { companyId, actor })
      return reply.code(201).send(show(added))
    },
  )

  app.delete(
    '/companies/:company/document-passwords/:password',
    {
      schema: {
        tags,
        summary: 'Forget a password',
        params: InCompany.extend({ password: z.uuid() }),
        response: { 204: z.null(), default: Problem },
      },
      preValidation: requireActor(db, { action: 'change-settings' }),
    },
    async (request, reply) => {
      const { company: companyId, password: id } = request.params
      await removePassword(ports, { companyId, id, actor: actorOf(request).name })
      return reply.code(204).send(null)
    },
  )
}

function show(password: DocumentPasswordRecord): z.infer<typeof DocumentPassword> {
  const { createdAt, usedAt, ...rest } = password
  return { ...rest, createdAt: createdAt.toISOString(), usedAt: usedAt?.toISOString() ?? null }
}

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ApprovalPolicy, Role } from '../../../schemas/company.ts'
import { Language } from '../../../schemas/said.ts'
import { tryPolicy } from '../../approvals/try-policy.ts'
import type { Database } from '../../database/index.ts'
import { readOverview } from '../../insight/read-overview.ts'
import { listMembers, putMember, removeMember } from '../../people/members.ts'
import type { Action } from '../../people/roles.ts'
import { listTrail } from '../../review/list-trail.ts'
import { listOpenDecisions, listPostings } from '../../review/list-waiting.ts'
import { actorOf, requireActor } from '../authenticate.ts'
import { readSettings } from '../company-settings.ts'
import type { HttpPorts } from '../ports.ts'
import { InCompany, Problem } from '../shapes.ts'
import { Health, Member, OpenDecision, Overview, Posting, TrailEvent, TriedRule } from '../workspace-shapes.ts'

/** One thing that the workspace reads of a company: where it lies below the company's address, for whom, how. */
type Reading<Shape extends z.ZodType, Query extends z.ZodType> = {
  path: string
  summary: string
  action?: Action
  query?: Query
  answers: Shape
  read: (companyId: string, query: z.output<Query>) => Promise<z.input<Shape>>
}

/** The pages of the workspace beside inbox and review: who must decide, postings, suppliers, people, trail, figures. */
export function addWorkspaceRoutes(instance: FastifyInstance, ports: HttpPorts): void {
  const { db } = ports

  addReading(instance, {
    db,
    reading: {
      path: 'decisions',
      summary: 'Who is asked to decide what, longest waiting first',
      answers: z.object({ decisions: z.array(OpenDecision) }),
      read: async (companyId) => {
        const open = await listOpenDecisions(db, companyId)
        const decisions = open.map(({ since, expiresAt, ...decision }) => ({
          ...decision,
          since: since.toISOString(),
          expiresAt: expiresAt.toISOString(),
        }))
        return { decisions }
      },
    },
  })

  addReading(instance, {
    db,
    reading: {
      path: 'postings',
      summary: 'The last postings to accounting, those that need a look first',
      answers: z.object({ postings: z.array(Posting) }),
      read: async (companyId) => {
        const postings = await listPostings(db, companyId)
        return { postings: postings.map((posting) => ({ ...posting, updatedAt: posting.updatedAt.toISOString() })) }
      },
    },
  })

  addReading(instance, {
    db,
    reading: {
      path: 'events',
      summary: 'The audit trail, newest first',
      query: z.object({
        before: z.coerce.number().int().positive().optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
      answers: z.object({ events: z.array(TrailEvent), nextBefore: z.int().nullable() }),
      read: async (companyId, { before, limit }) => {
        const entries = await listTrail(db, { companyId, before, limit })
        const events = entries.map(({ invoice_id: invoiceId, at, seq, ...entry }) => ({
          ...entry,
          seq: Number(seq),
          invoiceId,
          at: at.toISOString(),
        }))
        return { events, nextBefore: entries.length === limit ? (events.at(-1)?.seq ?? null) : null }
      },
    },
  })

  addReading(instance, {
    db,
    reading: {
      path: 'overview',
      summary: 'Figures of the last twelve weeks and what is owed',
      answers: Overview,
      read: async (companyId) => await readOverview(db, { companyId, now: ports.now() }),
    },
  })

  addReading(instance, {
    db,
    reading: {
      path: 'health',
      summary: 'What is not set up, and what needs a look',
      answers: Health,
      read: async (companyId) => {
        const { own, policy, connectors, ingestAddress } = await readSettings(ports, companyId)
        const uncertain = await db
          .selectFrom('tally')
          .select('count')
          .where('company_id', '=', companyId)
          .where('record', '=', 'effect')
          .where('state', '=', 'uncertain')
          .executeTakeFirst()
        const { failures } = await db
          .selectFrom('invoice')
          .select((of) => of.fn.countAll().as('failures'))
          .where('company_id', '=', companyId)
          .where('failure', 'is not', null)
          .executeTakeFirstOrThrow()
        return {
          mailLeaves: ports.mailLeaves,
          scansOriginals: ports.scansOriginals === true,
          ingestAddress,
          ownIdentity: own.vatIds.length > 0 || own.ibans.length > 0 || own.names.length > 1,
          hasRules: policy.rules.length > 0,
          hasConnectors: connectors.length > 0,
          uncertainPostings: Number(uncertain?.count ?? 0),
          failures: Number(failures),
        }
      },
    },
  })

  addReading(instance, {
    db,
    reading: {
      path: 'members',
      summary: 'Who belongs to the company',
      action: 'see-settings',
      answers: z.object({ members: z.array(Member) }),
      read: async (companyId) => ({ members: await listMembers(db, companyId) }),
    },
  })

  addMemberChanges(instance, ports)
}

function addReading<Shape extends z.ZodType, Query extends z.ZodType = z.ZodUndefined>(
  instance: FastifyInstance,
  { db, reading }: { db: Database; reading: Reading<Shape, Query> },
): void {
  const { path, summary, action = 'look', query, answers, read } = reading
  instance.withTypeProvider<ZodTypeProvider>().get(
    `/companies/:company/${path}`,
    {
      schema: {
        tags: ['workspace'],
        summary,
        params: InCompany,
        ...(query ? { querystring: query } : {}),
        response: { 200: answers as z.ZodType, default: Problem },
      },
      preValidation: requireActor(db, { action }),
    },
    async (request) => await read(request.params.company, request.query as z.output<Query>),
  )
}

function addMemberChanges(instance: FastifyInstance, ports: HttpPorts): void {
  const { db } = ports
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const tags = ['workspace']
  const preValidation = requireActor(db, { action: 'change-settings' })
  const Members = z.object({ members: z.array(Member) })
  const whoIn = (request: FastifyRequest, company: string) => ({ companyId: company, actor: actorOf(request).name })

  app.put(
    '/companies/:company/members',
    {
      schema: {
        tags,
        summary: 'Let somebody in, or change their role',
        params: InCompany,
        body: z.object({
          email: z.email().max(254),
          name: z.string().trim().min(1).max(200),
          role: Role,
          language: Language.nullable()
            .optional()
            .describe('Of mails to them. Absent: left as it is; null: the company’s.'),
        }),
        response: { 200: Members, default: Problem },
      },
      preValidation,
    },
    async (request) => {
      const { company } = request.params
      await putMember(ports, { ...whoIn(request, company), ...request.body })
      return { members: await listMembers(db, company) }
    },
  )

  app.delete(
    '/companies/:company/members/:person',
    {
      schema: {
        tags,
        summary: 'Take somebody out of the company',
        params: InCompany.extend({ person: z.string().max(100) }),
        response: { 200: Members, default: Problem },
      },
      preValidation,
    },
    async (request) => {
      const { company, person } = request.params
      await removeMember(ports, { ...whoIn(request, company), personId: person })
      return { members: await listMembers(db, company) }
    },
  )

  app.post(
    '/companies/:company/policy/try-out',
    {
      schema: {
        tags,
        summary: 'Whom this policy would ask about the newest bills; changes nothing',
        params: InCompany,
        body: z.object({ policy: ApprovalPolicy }),
        response: { 200: z.object({ bills: z.array(TriedRule) }), default: Problem },
      },
      preValidation: requireActor(db, { action: 'see-settings' }),
    },
    async (request) => {
      const { company } = request.params
      return { bills: await tryPolicy(db, { companyId: company, policy: request.body.policy }) }
    },
  )
}

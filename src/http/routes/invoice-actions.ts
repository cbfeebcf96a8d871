import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { Coding } from '../../../schemas/coding.ts'
import { DetailName, PaymentTerms } from '../../../schemas/detail.ts'
import { DocumentType, DraftLine, DraftVatGroup, FieldName } from '../../../schemas/draft.ts'
import { Amount, IsoDate } from '../../../schemas/money.ts'
import { accept } from '../../review/accept.ts'
import { recall, reopen } from '../../review/bring-back.ts'
import { correct } from '../../review/correct.ts'
import { file, markDuplicate, reject } from '../../review/end.ts'
import { type EnterPasswordPorts, enterPassword } from '../../review/enter-password.ts'
import { join } from '../../review/join.ts'
import type { Reviewed as ReviewedResult, ReviewTarget } from '../../review/open-invoice.ts'
import { retry } from '../../review/retry.ts'
import { split } from '../../review/split.ts'
import { MOST_PASSWORD_CHARACTERS } from '../../secrets/document-passwords.ts'
import { actorOf, requireActor } from '../authenticate.ts'
import type { HttpPorts } from '../ports.ts'
import { OfInvoice, Problem, Reviewed } from '../shapes.ts'

const AtVersion = z.object({
  version: z.int().nonnegative().describe('As it was shown; 409 with the current one when it was changed meanwhile.'),
})
const Reason = z.string().trim().min(1).max(1000)
const NewTerms = PaymentTerms.extend({
  text: z.string().trim().min(1).max(1000),
  discounts: z
    .array(PaymentTerms.shape.discounts.element.extend({ percent: Amount, until: IsoDate.optional() }))
    .max(10),
})

/** One action: its name in the address, what it takes, what it does. */
type ActionRoute<Body extends z.ZodType> = {
  name: string
  summary: string
  body: Body
  run: (ports: EnterPasswordPorts, target: ReviewTarget, body: z.output<Body>) => Promise<ReviewedResult>
}

function describeAction<Body extends z.ZodType>(action: ActionRoute<Body>): ActionRoute<Body> {
  return action
}

const ACTIONS = [
  describeAction({
    name: 'correct',
    summary: 'Correct what was read',
    body: AtVersion.extend({
      type: DocumentType.optional(),
      fields: z
        .partialRecord(FieldName, z.string().max(1000).nullable())
        .optional()
        .describe('null takes a value away; what is left out stays.'),
      details: z.partialRecord(DetailName, z.string().max(1000).nullable()).optional(),
      lines: z.array(DraftLine).max(2000).optional().describe('All lines; they replace the ones that were read.'),
      vatBreakdown: z.array(DraftVatGroup).max(50).optional(),
      coding: Coding.optional().describe('Of the whole bill; replaces what was there.'),
      terms: NewTerms.nullable().optional(),
    }),
    run: (ports, target, { version: _, ...correction }) => correct(ports, { ...target, correction }),
  }),
  describeAction({
    name: 'accept',
    summary: 'Send it on its way to approval',
    body: AtVersion,
    run: (ports, target) => accept(ports, target),
  }),
  describeAction({
    name: 'reject',
    summary: 'End it: not to be paid',
    body: AtVersion.extend({ reason: Reason }),
    run: (ports, target, { reason }) => reject(ports, { ...target, reason }),
  }),
  describeAction({
    name: 'retry',
    summary: 'Read it again from its original, or run a stage again that failed',
    body: AtVersion,
    run: (ports, target) => retry(ports, target),
  }),
  describeAction({
    name: 'password',
    summary: 'Open a protected document with this password',
    body: AtVersion.extend({
      password: z.string().min(1).max(MOST_PASSWORD_CHARACTERS).describe('Kept encrypted; never given out again.'),
      keep: z
        .boolean()
        .default(false)
        .describe("Once it has opened this document it is tried on the company's others too."),
      label: z.string().trim().max(100).optional().describe('What people call it; unset: the name of the file.'),
    }),
    run: (ports, target, { password, keep, label }) => enterPassword(ports, { ...target, password, keep, label }),
  }),
  describeAction({
    name: 'mark-duplicate',
    summary: 'End it: the same bill as another one',
    body: AtVersion.extend({ duplicateOf: z.uuid().optional() }),
    run: (ports, target, { duplicateOf }) => markDuplicate(ports, { ...target, duplicateOf }),
  }),
  describeAction({
    name: 'file',
    summary: 'End it: no bill, kept for the record',
    body: AtVersion.extend({ reason: Reason.optional() }),
    run: (ports, target, { reason }) => file(ports, { ...target, reason }),
  }),
  describeAction({
    name: 'recall',
    summary: 'Take it back from its approvers',
    body: AtVersion,
    run: (ports, target) => recall(ports, target),
  }),
  describeAction({
    name: 'reopen',
    summary: 'Take an ended one back into review',
    body: AtVersion,
    run: (ports, target) => reopen(ports, target),
  }),
  describeAction({
    name: 'split',
    summary: 'Make several invoices of its pages',
    body: AtVersion.extend({
      at: z
        .array(z.int().min(2))
        .min(1)
        .max(1000)
        .describe('The pages with which new invoices begin, counted in this invoice.'),
    }),
    run: (ports, target, { at }) => split(ports, { ...target, at }),
  }),
  describeAction({
    name: 'join',
    summary: 'Make one invoice again of what was split: of the whole file, or of a piece and its neighbours',
    body: AtVersion.extend({
      with: z
        .array(z.object({ invoiceId: z.uuid(), version: z.int().nonnegative() }))
        .max(1000)
        .default([])
        .describe('Of a piece: the neighbours. Of the whole file: its pieces as they were shown, or nothing for all.'),
    }),
    run: (ports, target, { with: others }) => join(ports, { ...target, others }),
  }),
] as const

/** What a clerk does with an invoice; each through `move()` with an audit event. */
export function addInvoiceActionRoutes(instance: FastifyInstance, ports: HttpPorts): void {
  // Each element has its own body; the address of a union of functions can't be called, so the loop goes through one generic function.
  for (const action of ACTIONS)
    addActionRoute(instance, { ports, action: action as unknown as ActionRoute<typeof AtVersion> })
}

function addActionRoute(
  instance: FastifyInstance,
  { ports, action }: { ports: HttpPorts; action: ActionRoute<typeof AtVersion> },
): void {
  instance.withTypeProvider<ZodTypeProvider>().post(
    `/companies/:company/invoices/:invoice/${action.name}`,
    {
      schema: {
        tags: ['review'],
        summary: action.summary,
        params: OfInvoice,
        body: action.body,
        response: { 200: Reviewed, default: Problem },
      },
      preValidation: requireActor(ports.db, { action: 'review' }),
    },
    async (request) => {
      const { company, invoice } = request.params
      const target = {
        companyId: company,
        invoiceId: invoice,
        version: request.body.version,
        actor: actorOf(request).name,
      }
      return await action.run(ports, target, request.body)
    },
  )
}

import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { SupplierEntry } from '../../../schemas/supplier.ts'
import { pickSupplier } from '../../review/pick-supplier.ts'
import { editLesson, forgetLesson } from '../../suppliers/change-lesson.ts'
import { editSupplier, enterSupplier, removeSupplier } from '../../suppliers/change-supplier.ts'
import { listSuppliers } from '../../suppliers/list-suppliers.ts'
import { mergeSuppliers } from '../../suppliers/merge-suppliers.ts'
import { readSupplier } from '../../suppliers/read-supplier.ts'
import { actorOf, requireActor } from '../authenticate.ts'
import type { HttpPorts } from '../ports.ts'
import { InCompany, OfInvoice, Problem, Reviewed } from '../shapes.ts'
import { showLesson, showSupplier } from '../show-supplier.ts'
import { Lesson, PickSupplier, Supplier, SupplierSummary } from '../supplier-shapes.ts'

const OfSupplier = InCompany.extend({ supplier: z.uuid() })
const OfLesson = OfSupplier.extend({ lesson: z.uuid() })
const tags = ['suppliers']

/** The master data of suppliers, what was learned of them, and whose bill an invoice is. */
export function addSupplierRoutes(instance: FastifyInstance, ports: HttpPorts): void {
  const { db } = ports
  const app = instance.withTypeProvider<ZodTypeProvider>()
  const look = requireActor(db, { action: 'look' })
  const review = requireActor(db, { action: 'review' })
  const answer = { 200: Supplier, default: Problem }
  const show = async (companyId: string, supplierId: string) =>
    showSupplier(companyId, await readSupplier(db, { companyId, supplierId }))

  app.get(
    '/companies/:company/suppliers',
    {
      schema: {
        tags,
        summary: 'Suppliers, those with most invoices first',
        params: InCompany,
        querystring: z.object({
          q: z.string().max(200).optional().describe('Part of a name or number.'),
          limit: z.coerce.number().int().min(1).max(500).default(500),
        }),
        response: { 200: z.object({ suppliers: z.array(SupplierSummary) }), default: Problem },
      },
      preValidation: look,
    },
    async (request) => ({
      suppliers: await listSuppliers(db, { companyId: request.params.company, ...request.query }),
    }),
  )

  app.get(
    '/companies/:company/suppliers/:supplier',
    {
      schema: { tags, summary: 'One supplier, with its lessons', params: OfSupplier, response: answer },
      preValidation: look,
    },
    async (request) => await show(request.params.company, request.params.supplier),
  )

  app.post(
    '/companies/:company/suppliers',
    {
      schema: {
        tags,
        summary: 'Enter a supplier',
        params: InCompany,
        body: SupplierEntry,
        response: { 201: Supplier, default: Problem },
      },
      preValidation: review,
    },
    async (request, reply) => {
      const { company: companyId } = request.params
      const id = await enterSupplier(ports, { companyId, actor: actorOf(request).name, entry: request.body })
      return reply.code(201).send(await show(companyId, id))
    },
  )

  app.put(
    '/companies/:company/suppliers/:supplier',
    {
      schema: {
        tags,
        summary: 'Change a supplier',
        description: 'What is left out stays; a list replaces the one that is there.',
        params: OfSupplier,
        body: SupplierEntry,
        response: answer,
      },
      preValidation: review,
    },
    async (request) => {
      const { company: companyId, supplier: supplierId } = request.params
      await editSupplier(ports, { companyId, supplierId, actor: actorOf(request).name, entry: request.body })
      return await show(companyId, supplierId)
    },
  )

  app.delete(
    '/companies/:company/suppliers/:supplier',
    {
      schema: {
        tags,
        summary: 'Take a supplier out of the master data, with what was learned; its invoices stay',
        params: OfSupplier,
        response: { 204: z.null(), default: Problem },
      },
      preValidation: review,
    },
    async (request, reply) => {
      const { company: companyId, supplier: supplierId } = request.params
      await removeSupplier(ports, { companyId, supplierId, actor: actorOf(request).name })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/companies/:company/suppliers/:supplier/merge',
    {
      schema: {
        tags,
        summary: 'Make one supplier of two: the other one stays',
        params: OfSupplier,
        body: z.object({ into: z.uuid() }),
        response: answer,
      },
      preValidation: review,
    },
    async (request) => {
      const { company: companyId, supplier: supplierId } = request.params
      const { into } = request.body
      await mergeSuppliers(ports, { companyId, supplierId, actor: actorOf(request).name, into })
      return await show(companyId, into)
    },
  )

  app.put(
    '/companies/:company/suppliers/:supplier/lessons/:lesson',
    {
      schema: {
        tags,
        summary: 'Change the value of a constant or a format that was learned',
        params: OfLesson,
        body: z.object({ value: z.string().min(1).max(500) }),
        response: { 200: Lesson, default: Problem },
      },
      preValidation: review,
    },
    async (request) => {
      const { company: companyId, supplier: supplierId, lesson: lessonId } = request.params
      const actor = actorOf(request).name
      return showLesson(await editLesson(ports, { companyId, supplierId, lessonId, actor, ...request.body }))
    },
  )

  app.delete(
    '/companies/:company/suppliers/:supplier/lessons/:lesson',
    {
      schema: {
        tags,
        summary: 'Forget one thing that was learned',
        params: OfLesson,
        response: { 204: z.null(), default: Problem },
      },
      preValidation: review,
    },
    async (request, reply) => {
      const { company: companyId, supplier: supplierId, lesson: lessonId } = request.params
      await forgetLesson(ports, { companyId, supplierId, lessonId, actor: actorOf(request).name })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/companies/:company/invoices/:invoice/supplier',
    {
      schema: {
        tags,
        summary: 'Say whose bill it is: a supplier that is known, a new one, or none of them',
        params: OfInvoice,
        body: PickSupplier,
        response: { 200: Reviewed, default: Problem },
      },
      preValidation: review,
    },
    async (request) => {
      const { company: companyId, invoice: invoiceId } = request.params
      const { version, supplierId = null, create } = request.body
      const pick = create ? { create } : { supplierId }
      return await pickSupplier(ports, { companyId, invoiceId, version, actor: actorOf(request).name, pick })
    },
  )
}

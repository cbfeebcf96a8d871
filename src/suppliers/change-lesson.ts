import { asJson } from '../database/json.ts'
import { BillhookError } from '../errors.ts'
import { appendEvent } from '../pipeline/audit.ts'
import type { SupplierPorts, SupplierTarget } from './change-supplier.ts'
import { describeLesson, editContent } from './describe-lesson.ts'
import { findSupplier, readLessons, type ShownLesson } from './read-supplier.ts'

type LessonTarget = SupplierTarget & { lessonId: string }

/** Forgets one thing that was learned; the invoice that taught it teaches it no more. @throws BillhookError `http.not-found` */
export async function forgetLesson(ports: SupplierPorts, target: LessonTarget): Promise<void> {
  const { subject, kind } = await findLesson(ports, target)
  await change(ports, {
    target,
    kind: 'supplier.lesson-forgotten',
    data: { subject, lesson: kind },
    set: { forgotten_at: ports.now() },
  })
}

/** Writes another value into a constant or a format. @throws BillhookError `http.not-found`, `http.invalid-request` */
export async function editLesson(ports: SupplierPorts, target: LessonTarget & { value: string }): Promise<ShownLesson> {
  const lesson = await findLesson(ports, target)
  const edited = editContent(lesson, target.value.trim())
  if ('problem' in edited)
    throw new BillhookError('http.invalid-request', `Nothing was saved: what was learned ${edited.problem}.`)
  const { subject } = lesson
  await change(ports, {
    target,
    kind: 'supplier.lesson-edited',
    data: { subject, from: describeLesson(lesson).value, to: target.value.trim() },
    // It is a person's word now, and has held nowhere yet.
    set: { content: asJson(edited.content), edited_by: target.actor, hits: 0, misses: 0 },
  })
  const lessons = await readLessons(ports.db, target.supplierId)
  return lessons.find(({ id }) => id === target.lessonId)!
}

async function findLesson({ db }: SupplierPorts, { companyId, supplierId, lessonId }: LessonTarget) {
  await findSupplier(db, { companyId, supplierId })
  const lesson = await db
    .selectFrom('supplier_lesson')
    .selectAll()
    .where('id', '=', lessonId)
    .where('supplier_id', '=', supplierId)
    .where('forgotten_at', 'is', null)
    .executeTakeFirst()
  if (lesson) return lesson
  throw new BillhookError('http.not-found', `Nothing of this name (${lessonId}) was learned of supplier ${supplierId}.`)
}

async function change(
  { db, now }: SupplierPorts,
  {
    target: { companyId, supplierId, lessonId, actor },
    kind,
    data,
    set,
  }: { target: LessonTarget; kind: string; data: Record<string, unknown>; set: object },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.updateTable('supplier_lesson').set(set).where('id', '=', lessonId).execute()
    const event = { companyId, invoiceId: null, at: now(), actor, kind, data: { supplierId, lessonId, ...data } }
    await appendEvent(transaction, event)
  })
}

import type { Check } from '../problem.ts'

/** Where a virus scanner is named, it answers; without it nothing is opened. */
export const scannerAnswers: Check = async ({ db, antivirus }) => {
  if (!antivirus) return []
  try {
    await antivirus.check()
    return []
  } catch (error) {
    const { waiting } = await db
      .selectFrom('invoice')
      .select((invoice) => invoice.fn.countAll<string>().as('waiting'))
      .where('status', 'in', ['received', 'identified'])
      .executeTakeFirstOrThrow()
    const message = `${(error as Error).message} ${waiting} invoices wait to be opened; none is lost.`
    return [{ subject: 'virus scanner', message }]
  }
}

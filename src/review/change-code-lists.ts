import { CodeKind, type CodeLists } from '../../schemas/coding.ts'
import type { Database } from '../database/index.ts'
import { asJson } from '../database/json.ts'
import { appendEvent } from '../pipeline/audit.ts'
import { loadCompany } from '../stages/company.ts'

const NO_CODES: CodeLists = { account: [], costCentre: [], taxCode: [], defaults: {} }

/** What the company books under. @throws BillhookError `intake.unknown-company` */
export async function readCodeLists(db: Database, companyId: string): Promise<CodeLists> {
  return (await loadCompany(db, companyId)).codeLists ?? NO_CODES
}

/**
 * Replaces the lists. Bills that carry a code which is no longer there keep it, and are stopped when somebody accepts them.
 * @throws BillhookError `intake.unknown-company`
 */
export async function changeCodeLists(
  { db, now }: { db: Database; now: () => Date },
  { companyId, actor, codeLists }: { companyId: string; actor: string; codeLists: CodeLists },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const { codeLists: before = NO_CODES } = await loadCompany(transaction, companyId)
    await transaction
      .updateTable('company')
      .set({ code_lists: asJson(codeLists) })
      .where('id', '=', companyId)
      .execute()
    const data = {
      changed: ['codeLists'],
      added: CodeKind.options.flatMap((kind) => namesOf(codeLists, { kind, without: before })),
      removed: CodeKind.options.flatMap((kind) => namesOf(before, { kind, without: codeLists })),
      defaults: codeLists.defaults,
    }
    await appendEvent(transaction, {
      companyId,
      invoiceId: null,
      at: now(),
      actor,
      kind: 'company.settings-changed',
      data,
    })
  })
}

function namesOf(lists: CodeLists, { kind, without }: { kind: CodeKind; without: CodeLists }): string[] {
  const others = new Set(without[kind].map(({ code }) => code))
  return lists[kind].flatMap(({ code }) => (others.has(code) ? [] : [`${kind} ${code}`]))
}

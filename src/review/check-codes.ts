import { CodeKind, type CodeLists, type Coding } from '../../schemas/coding.ts'
import type { Draft } from '../../schemas/draft.ts'
import type { Database } from '../database/index.ts'
import { BillhookError } from '../errors.ts'
import { loadCompany } from '../stages/company.ts'

/** A code that the company does not have, and the part of the draft that it stands in. */
type UnknownCode = { part: 'coding' | 'lines'; kind: CodeKind; code: string; says: string }

const KIND_WORDS: Record<CodeKind, string> = { account: 'account', costCentre: 'cost centre', taxCode: 'tax code' }

/**
 * Refuses codings that were not in the draft before and that the company's lists do not have.
 * @throws BillhookError `http.invalid-request` with `details.fields`: what is wrong with `coding` and `lines`.
 */
export async function refuseUnknownCodes(
  db: Database,
  { companyId, before, after }: { companyId: string; before: Draft; after: Draft },
): Promise<void> {
  const known = new Set(listCodes(before).map(({ kind, code }) => `${kind} ${code}`))
  if (listCodes(after).every(({ kind, code }) => known.has(`${kind} ${code}`))) return
  const { name, codeLists } = await loadCompany(db, companyId)
  const unknown = findUnknownCodes(after, codeLists).filter(({ kind, code }) => !known.has(`${kind} ${code}`))
  if (unknown.length === 0) return
  const fields: Partial<Record<UnknownCode['part'], string>> = {}
  for (const { part, says } of unknown) fields[part] ??= says
  throw new BillhookError(
    'http.invalid-request',
    `Nothing was saved: ${unknown.map(({ says }) => says).join('; ')}. Choose one of the list, or add it in the settings of ${name}.`,
    { details: { fields } },
  )
}

/** The codes of a draft that are not in the lists, in words for people. */
export function findUnknownCodes(draft: Draft, lists: CodeLists | undefined): UnknownCode[] {
  return listCodes(draft).filter(({ kind, code }) => !lists?.[kind].some((entry) => entry.code === code))
}

function listCodes({ coding, lines }: Draft): UnknownCode[] {
  return [
    ...codesOf(coding).map(
      ({ kind, code }): UnknownCode => ({
        part: 'coding',
        kind,
        code,
        says: `there is no ${KIND_WORDS[kind]} "${code}"`,
      }),
    ),
    ...lines.flatMap((line, index) =>
      codesOf(line.coding).map(
        ({ kind, code }): UnknownCode => ({
          part: 'lines',
          kind,
          code,
          says: `line ${index + 1}: there is no ${KIND_WORDS[kind]} "${code}"`,
        }),
      ),
    ),
  ]
}

function codesOf(coding: Coding = {}): { kind: CodeKind; code: string }[] {
  return CodeKind.options.flatMap((kind) => {
    const code = coding[kind]
    return code === undefined ? [] : [{ kind, code }]
  })
}

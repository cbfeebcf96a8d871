import { readCandidates } from '../../secrets/document-passwords.ts'
import type { Check } from '../problem.ts'

/** Every password of documents that is kept can be decrypted with this installation's key. */
export const secretsCanBeOpened: Check = async ({ db, secrets }) => {
  if (secrets === undefined) return []
  const companies = await db.selectFrom('company_secret').select('company_id').distinct().execute()
  const problems = []
  for (const { company_id: companyId } of companies) {
    const { lost } = await readCandidates({ db, secrets }, { companyId, invoiceId: '' })
    if (lost === 0) continue
    const message = `${lost} passwords of documents were kept under another SECRETS_KEY and can't be used. Set the one they were kept under, or remove them and enter them again.`
    problems.push({ subject: `company ${companyId}`, message })
  }
  return problems
}

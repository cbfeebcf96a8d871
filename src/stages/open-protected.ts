import type { Unreadable } from '../../schemas/original.ts'
import type { InvoiceRow, Move } from '../pipeline/move.ts'
import { type Candidate, forgetEntered, noteUse, readCandidates } from '../secrets/document-passwords.ts'
import type { StagePorts } from './ports.ts'

type Refused = { ok: false; unreadable: Unreadable }
/** `passwordIndex`: which of the given passwords opened it; absent when none was needed. */
type Read = { ok: true; passwordIndex?: number }

/** How a document was opened: `password` names the one that it took, `together` records that, or forgets a wrong one. */
type Opening = { password?: { id: string; label: string }; together?: NonNullable<Move['together']> }

/**
 * Opens a document without a password, and where it needs one, with those that are stored. No child process sees a password of ours
 * because of a document that does without.
 */
export async function openProtected<R extends Read>(
  ports: StagePorts,
  { invoice, open }: { invoice: InvoiceRow; open: (passwords: string[]) => Promise<R | Refused> },
): Promise<(R | Refused) & Opening> {
  const plain = await open([])
  if (plain.ok || plain.unreadable.code !== 'encrypted' || !ports.secrets) return plain
  const { db, secrets } = ports
  const of = { companyId: invoice.company_id, invoiceId: invoice.id }
  const { candidates, lost } = await readCandidates({ db, secrets }, of)
  if (lost > 0)
    ports.log('stored passwords of documents were sealed under another SECRETS_KEY and are not tried', { ...of, lost })
  if (candidates.length === 0) return plain
  const opened = await open(candidates.map(({ password }) => password))
  if (opened.ok)
    return { ...opened, ...describeUse(ports, { of, candidates, used: candidates[opened.passwordIndex ?? -1] }) }
  return opened.unreadable.code === 'encrypted' ? refuseAll(candidates) : opened
}

function describeUse(
  { now }: StagePorts,
  { of, candidates, used }: { of: { companyId: string }; candidates: Candidate[]; used: Candidate | undefined },
): Opening {
  if (used === undefined) return {}
  const { id, label } = used
  return {
    password: { id, label },
    together: (transaction) => noteUse(transaction, { ...of, used, candidates, at: now() }),
  }
}

function refuseAll(candidates: readonly Candidate[]): Refused & Opening {
  const wrong = candidates.find(({ entered }) => entered !== null)
  const message =
    wrong === undefined
      ? 'The PDF is protected by a password, and none of the stored ones opens it. Enter its password, or ask the sender for it.'
      : 'The password that was entered does not open this PDF. Enter it again, or ask the sender for it.'
  return {
    ok: false,
    unreadable: { code: 'encrypted', message },
    ...(wrong && { together: (transaction) => forgetEntered(transaction, wrong.id) }),
  }
}

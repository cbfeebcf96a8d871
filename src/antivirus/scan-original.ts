import type { Unreadable } from '../../schemas/original.ts'
import type { Database } from '../database/index.ts'
import { BillhookError } from '../errors.ts'
import type { Antivirus, Verdict } from './index.ts'

export type ScanPorts = {
  db: Database
  now: () => Date
  /** Without one nothing is scanned. */
  antivirus?: Antivirus | null
}

/** The stages of one document come within minutes; later the scanner may know more. */
const CLEAN_FOR_MS = 60 * 60_000

/**
 * Scans an original and records the verdict by its hash, so that its downloads know it too. A clean verdict of the last hour is enough;
 * anything else is scanned anew, because the scanner may have learnt that it was wrong.
 * @throws BillhookError `antivirus.unavailable`
 */
export async function scanOriginal(
  { db, now, antivirus }: ScanPorts,
  { sha256, content }: { sha256: string; content: Buffer },
): Promise<Verdict> {
  if (!antivirus) return { kind: 'clean' }
  const known = await db.selectFrom('scan').selectAll().where('sha256', '=', sha256).executeTakeFirst()
  const at = now()
  if (known?.verdict === 'clean' && at.getTime() - known.scanned_at.getTime() < CLEAN_FOR_MS) return { kind: 'clean' }
  const verdict = await antivirus.scan(content)
  const found = {
    verdict: verdict.kind,
    signature: verdict.kind === 'found' ? verdict.signature : null,
    scanned_at: at,
  }
  await db
    .insertInto('scan')
    .values({ sha256, ...found })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet(found))
    .execute()
  return verdict
}

/** What a person is told about a file that was not opened; null for a clean one. */
export function explainVerdict(verdict: Verdict): string | null {
  if (verdict.kind === 'clean') return null
  return verdict.kind === 'found'
    ? `The virus scanner found ${verdict.signature} in it, so it was kept but not opened. Tell the sender, on a way that you know to be theirs; if the scanner is mistaken, correct it and try again.`
    : 'It is larger than the virus scanner takes, so it was kept but not opened. Ask for a smaller file, or raise StreamMaxLength of clamd and try again.'
}

/** The same as the reason why an original can't be read; null for a clean one. */
export function refuseVerdict(verdict: Verdict): Unreadable | null {
  const message = explainVerdict(verdict)
  return message === null ? null : { code: 'malware', message }
}

/**
 * Lets an original leave through HTTP only if the scanner has not spoken against it.
 * @param awaitsScan whether it has yet to pass a scanner: then it waits for the verdict.
 * @throws BillhookError `antivirus.quarantined`, `antivirus.not-scanned`
 */
export async function assertMayLeave(
  db: Database,
  { sha256, awaitsScan }: { sha256: string; awaitsScan: boolean },
): Promise<void> {
  const known = await db.selectFrom('scan').selectAll().where('sha256', '=', sha256).executeTakeFirst()
  if (known === undefined && awaitsScan) {
    throw new BillhookError(
      'antivirus.not-scanned',
      'The virus scanner has not looked at this file yet. Try again in a moment; "billhook doctor" says whether the scanner works.',
    )
  }
  if (known === undefined || known.verdict === 'clean') return
  const why = known.verdict === 'found' ? `holds ${known.signature}` : 'is too large for the virus scanner'
  throw new BillhookError(
    'antivirus.quarantined',
    `This file ${why} and is not given out here. Who has to have it takes it on the server, with "billhook export" or from the object store (${sha256}).`,
    { details: { sha256, verdict: known.verdict } },
  )
}

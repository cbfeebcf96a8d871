import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Unreadable } from '../../schemas/original.ts'
import { refuseVerdict, scanOriginal } from '../antivirus/scan-original.ts'
import { originalKey } from '../object-store/index.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import type { StagePorts } from './ports.ts'

/**
 * Gives `use` the invoice's original as a file on this machine, verified against its hash and passed by the virus scanner, and removes it
 * afterwards. The file is named by our own id, never by the sender's name. What the scanner holds back is not written and not used.
 * @throws BillhookError `object-store.*`, `antivirus.unavailable`
 */
export async function withOriginalFile<T>(
  ports: StagePorts,
  { invoice, use }: { invoice: InvoiceRow; use: (file: { path: string; name: string }) => Promise<T> },
): Promise<T | { ok: false; unreadable: Unreadable }> {
  const content = await ports.objects.get(originalKey(invoice.original_sha256))
  const unreadable = refuseVerdict(await scanOriginal(ports, { sha256: invoice.original_sha256, content }))
  if (unreadable !== null) return { ok: false, unreadable }
  await mkdir(ports.temporaryFolder, { recursive: true, mode: 0o700 })
  const path = join(ports.temporaryFolder, ports.newId())
  try {
    await writeFile(path, content, { mode: 0o600 })
    return await use({ path, name: invoice.file_name })
  } finally {
    await rm(path, { force: true })
  }
}

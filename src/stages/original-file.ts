import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { originalKey } from '../object-store/index.ts'
import type { InvoiceRow } from '../pipeline/move.ts'
import type { StagePorts } from './ports.ts'

/**
 * Gives `use` the invoice's original as a file on this machine, verified against its hash, and removes it afterwards. The file is named by
 * our own id, never by the sender's name.
 * @throws BillhookError `object-store.*`
 */
export async function withOriginalFile<T>(
  ports: StagePorts,
  { invoice, use }: { invoice: InvoiceRow; use: (file: { path: string; name: string }) => Promise<T> },
): Promise<T> {
  const bytes = await ports.objects.get(originalKey(invoice.original_sha256))
  await mkdir(ports.temporaryFolder, { recursive: true, mode: 0o700 })
  const path = join(ports.temporaryFolder, ports.newId())
  try {
    await writeFile(path, bytes, { mode: 0o600 })
    return await use({ path, name: invoice.file_name })
  } finally {
    await rm(path, { force: true })
  }
}

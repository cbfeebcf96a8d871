import { resolve } from 'node:path'
import { openRecords } from '../app.ts'
import { readConfig } from '../config.ts'
import { exportPack } from '../evidence/export-pack.ts'

/**
 * `billhook export INVOICE`: writes an evidence pack. @returns the exit code.
 * @throws BillhookError `database.locked` while a server runs embedded on the same folder.
 */
export async function exportCommand(invoiceId: string, { to }: { to?: string }): Promise<number> {
  const folder = resolve(to ?? `evidence-${invoiceId}`)
  const records = await openRecords(readConfig(process.env))
  try {
    const manifest = await exportPack({ ...records, now: () => new Date() }, { invoiceId, to: folder })
    console.log(`${Object.keys(manifest.files).length} files in ${folder}`)
    for (const note of manifest.notes) console.log(`note: ${note}`)
    console.log(`Check it with: billhook verify ${folder}`)
    return 0
  } finally {
    await records.close()
  }
}

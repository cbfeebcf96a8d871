import { open } from 'node:fs/promises'

/** What was made, renamed or removed in a folder outlives a loss of power from here on: a file's own sync does not keep its name. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

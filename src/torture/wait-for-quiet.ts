import { STATUSES_IN_WORK } from '../pipeline/lifecycle.ts'
import { type Address, listAll } from './deliver.ts'

/** In a stage, or waiting for the approver whose click is part of the torture. */
const UNRESTING = [...STATUSES_IN_WORK, 'awaiting-approval']

/**
 * Until no invoice is in a stage or waits for the clerk or the approver, and no delivery is open, at three looks in a row.
 * @returns whether it came to rest in time; the comparison names what did not.
 */
export async function waitForQuiet(
  to: Pick<Address, 'url' | 'key' | 'company'>,
  { timeoutMs }: { timeoutMs: number },
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  const isAny = async (what: 'invoices' | 'deliveries', filter: Record<string, string>) => {
    for await (const _ of listAll(to, what, filter)) return true
    return false
  }
  const isQuietNow = async () => {
    if (await isAny('deliveries', { open: 'true' })) return false
    for (const status of UNRESTING) if (await isAny('invoices', { status })) return false
    return true
  }
  for (let quiet = 0; quiet < 3; ) {
    if (performance.now() > deadline) return false
    quiet = (await isQuietNow().catch(() => false)) ? quiet + 1 : 0
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  return true
}

const STATUSES_IN_WORK = [
  'received',
  'identified',
  'recognized',
  'extracted',
  'validated',
  'awaiting-approval',
  'approved',
]

/**
 * Until no invoice is in a stage or waits for the clerk or the approver, and no delivery is open, at three looks in a row.
 * @returns whether it came to rest in time; the comparison names what did not.
 */
export async function waitForQuiet(
  { url, key, company }: { url: string; key: string; company: string },
  { timeoutMs }: { timeoutMs: number },
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${url}/api/companies/${company}/${path}`, {
      headers: { authorization: `Bearer ${key}` },
    })
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    return (await response.json()) as T
  }
  const count = async () => {
    const { deliveries } = await get<{ deliveries: { disposedAt: string | null }[] }>('deliveries?limit=100')
    let open = deliveries.filter(({ disposedAt }) => disposedAt === null).length
    for (const status of STATUSES_IN_WORK)
      open += (await get<{ invoices: unknown[] }>(`invoices?status=${status}&limit=1`)).invoices.length
    return open
  }
  for (let quiet = 0; quiet < 3; ) {
    if (performance.now() > deadline) return false
    quiet = (await count().catch(() => 1)) === 0 ? quiet + 1 : 0
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  return true
}

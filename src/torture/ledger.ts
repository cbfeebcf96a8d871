import { appendFileSync, existsSync, readFileSync } from 'node:fs'

/** What the outside world was promised, written down by the world itself, after the acknowledgement and never before. */
export type Promised =
  | { kind: 'delivered'; channel: 'http' | 'smtp'; sha256: string }
  | { kind: 'approved'; invoiceId: string }

export type Ledger = { note(promised: Promised): void; read(): Promised[] }

export function openLedger(path: string): Ledger {
  return {
    note: (promised) => appendFileSync(path, `${JSON.stringify(promised)}\n`, { flush: true }),
    read: () =>
      existsSync(path)
        ? readFileSync(path, 'utf8')
            .trim()
            .split('\n')
            .filter(Boolean)
            .map((line) => JSON.parse(line) as Promised)
        : [],
  }
}

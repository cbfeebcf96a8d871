/**
 * The virus scanner: every original passes it before anything opens it. What it finds is kept but never opened; while it is out of reach
 * the work waits. There is one implementation, ./clamd.ts; stages and intake see only this.
 */

/** `too-large`: the scanner takes no file of this size, so nobody knows. */
export type Verdict = { kind: 'clean' } | { kind: 'found'; signature: string } | { kind: 'too-large' }

export type Antivirus = {
  /** Scans one file. @throws BillhookError `antivirus.unavailable`: it did not answer, or not in time; may be tried again. */
  scan(content: Buffer): Promise<Verdict>
  /** Resolves when it answers. @throws BillhookError `antivirus.unavailable` with the remedy. */
  check(): Promise<void>
}

/** How a scan ended and how long it took; for the metrics. */
export type ObserveScan = (scan: { outcome: Verdict['kind'] | 'unavailable'; milliseconds: number }) => void

import { performance } from 'node:perf_hooks'
import { readEInvoice } from '../e-invoices/read-e-invoice.ts'
import { checkEInvoice } from '../e-invoices/rules/index.ts'
import { isTrouble } from '../e-invoices/xml/trouble.ts'
import { makeUblInvoice } from './einvoice-make.ts'

/** What the issue asks for, on this machine. */
const INVOICES_A_SECOND = 200
const THOUSAND_LINES_SECONDS = 1

/** `billhook bench einvoice`: how fast XML invoices are read and validated. @returns the exit code: 1 below what is promised. */
export async function benchEInvoice(options: { seconds: string }): Promise<number> {
  const small = makeUblInvoice(10)
  // The first ones compile the code.
  for (let round = 0; round < 100; round += 1) readAndCheck(small)
  const until = performance.now() + Number(options.seconds) * 1000
  const started = performance.now()
  let count = 0
  for (; performance.now() < until; count += 1) readAndCheck(small)
  const rate = count / ((performance.now() - started) / 1000)
  console.log(
    `10 lines: ${rate.toFixed(0)} invoices a second read and validated (n = ${count}, ${small.length} bytes each)`,
  )
  let exitCode = rate >= INVOICES_A_SECOND ? 0 : 1

  for (const lines of [1_000, 10_000]) {
    const large = makeUblInvoice(lines)
    const times = Array.from({ length: 5 }, () => {
      const begun = performance.now()
      readAndCheck(large)
      return (performance.now() - begun) / 1000
    }).sort((one, other) => one - other)
    const [median = 0, worst = 0] = [times[2], times.at(-1)]
    console.log(
      `${lines.toLocaleString('en')} lines: ${median.toFixed(2)} s (median of 5; worst ${worst.toFixed(2)} s; ${(large.length / 1e6).toFixed(1)} MB; resident ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB)`,
    )
    if (lines === 1_000 && median > THOUSAND_LINES_SECONDS) exitCode = 1
  }
  return exitCode
}

/** Throws where an invoice made here is not read, or not sound: a bench of failures measures nothing. */
function readAndCheck(bytes: Uint8Array): void {
  const read = readEInvoice(bytes, 'made invoice')
  if (isTrouble(read)) throw new Error(read.message)
  const findings = read.invoices.flatMap(checkEInvoice)
  if (findings.length > 0) throw new Error(findings.map(({ message }) => message).join('\n'))
}

/** A process of its own that posts bills to a ledger and says after each that it is posted; arguments: folder, first number, how many. */
import { openHledger } from '../hledger/index.ts'
import { sampleBill } from './sample-bill.ts'

const [folder = '', first = '0', count = '0'] = process.argv.slice(2)
const settings = { kind: 'hledger', expenseAccount: 'e', taxAccount: 't', payableAccount: 'p' } as const
const connector = openHledger(settings, { folder, now: () => new Date() })
for (let n = Number(first); n < Number(first) + Number(count); n++) {
  await connector.post(sampleBill({ invoiceNumber: `RE-${n}` }), `ref-${n}`)
  process.stdout.write(`${n}\n`)
}

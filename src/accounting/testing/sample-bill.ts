import type { Bill } from '../../../schemas/bill.ts'

/** An invoice of 119.00 EUR with 19 % tax and two lines, changed as the test says. */
export function sampleBill(change: Partial<Bill> = {}): Bill {
  return {
    company: 'acme',
    invoiceId: '0198c2f4-0000-7000-8000-000000000001',
    version: 7,
    type: 'invoice',
    invoiceNumber: 'RE-2026-0815',
    issueDate: '2026-11-02',
    dueDate: '2026-12-02',
    supplier: { name: 'Müller & Söhne GmbH', vatId: 'DE123456789' },
    currency: 'EUR',
    netTotal: '100.00',
    taxTotal: '19.00',
    grossTotal: '119.00',
    amountDue: '119.00',
    iban: 'DE89370400440532013000',
    lines: [
      { description: 'Paper, A4', quantity: '10', unit: 'box', unitPrice: '5.00', netAmount: '50.00', vatRate: '19' },
      { description: 'Toner "black"', quantity: '1', netAmount: '50.00', vatRate: '19' },
    ],
    vatBreakdown: [{ rate: '19', base: '100.00', tax: '19.00' }],
    originalSha256: 'ab'.repeat(32),
    approvedBy: 'boss@acme.example',
    approvedAt: '2026-11-20T09:00:00.000Z',
    ...change,
  }
}

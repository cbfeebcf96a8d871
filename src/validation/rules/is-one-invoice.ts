import type { Rule } from '../rule.ts'

/** The pages of a bill are those of one document. */
export const isOneInvoice: Rule = ({ concerns = [] }) =>
  concerns.flatMap((concern) =>
    concern.code === 'several-invoices'
      ? [
          {
            severity: 'error' as const,
            says: {
              text: 'is-one-invoice' as const,
              values: { count: concern.at.length + 1, because: { phrases: concern.because } },
            },
          },
        ]
      : [],
  )

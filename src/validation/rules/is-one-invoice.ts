import type { Rule } from '../rule.ts'

/** The pages of a bill are those of one document. */
export const isOneInvoice: Rule = ({ concerns = [] }) =>
  concerns.flatMap((concern) =>
    concern.code === 'several-invoices'
      ? [
          {
            severity: 'error' as const,
            message: `These pages may be ${concern.at.length + 1} invoices. ${concern.because.join(' ')} Split it there if they are; accept it if it is one.`,
          },
        ]
      : [],
  )

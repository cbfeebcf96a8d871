import type { Finding } from '../../../schemas/finding.ts'
import type { Rule } from '../rule.ts'

/** What travels with an invoice as data can be read. */
export const dataCanBeRead: Rule = ({ concerns = [] }) =>
  concerns.flatMap((concern): Omit<Finding, 'code'>[] => {
    switch (concern.code) {
      case 'embedded-invoice-unreadable':
        return [
          {
            severity: 'warning',
            message: `The data in this PDF can't be read (${concern.why}): ${concern.message} What is shown here was read from the page.`,
          },
        ]
      case 'embedded-xml-is-no-invoice': {
        const names = concern.names.join(', ')
        return [{ severity: 'info', message: `The PDF holds XML that is no invoice (${names}). The page was read.` }]
      }
      case 'wrongly-declared-encoding':
        return [
          {
            severity: 'warning',
            holds: false,
            message: `The invoice says that it is written in ${concern.declared}, which it is not. It was read as what it is.`,
          },
        ]
      default:
        return []
    }
  })

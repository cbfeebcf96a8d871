import type { Found, Rule } from '../rule.ts'

/** What travels with an invoice as data can be read. */
export const dataCanBeRead: Rule = ({ concerns = [] }) =>
  concerns.flatMap((concern): Found[] => {
    switch (concern.code) {
      case 'embedded-invoice-unreadable':
        return [
          {
            severity: 'warning',
            says: {
              text: 'data-can-be-read',
              values: { why: concern.why, message: concern.message, trouble: { word: `trouble.${concern.why}` } },
            },
          },
        ]
      case 'embedded-xml-is-no-invoice':
        return [
          {
            severity: 'info',
            says: { text: 'data-can-be-read.no-invoice', values: { names: concern.names.join(', ') } },
          },
        ]
      case 'wrongly-declared-encoding':
        return [
          {
            severity: 'warning',
            holds: false,
            says: { text: 'data-can-be-read.encoding', values: { declared: concern.declared } },
          },
        ]
      default:
        return []
    }
  })

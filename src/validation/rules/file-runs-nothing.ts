import type { ActiveContent } from '../../../schemas/transcript.ts'
import type { Found, Rule } from '../rule.ts'

/** What can do harm where a person opens the original. A script or an attachment is common in forms and e-invoices, and good to know. */
const DANGEROUS: readonly ActiveContent[] = ['launch', 'executable-attachment']

/** The file is a document and nothing else. Billhook itself never runs anything that a file holds. */
export const fileRunsNothing: Rule = ({ concerns = [] }) =>
  concerns.flatMap((concern): Found[] => {
    if (concern.code !== 'active-content') return []
    const dangerous = concern.kinds.some((kind) => DANGEROUS.includes(kind))
    const values = { what: { words: concern.kinds.map((kind) => `active.${kind}`) } }
    return dangerous
      ? [{ severity: 'warning', says: { text: 'active-content.dangerous', values } }]
      : [{ severity: 'info', says: { text: 'active-content', values } }]
  })

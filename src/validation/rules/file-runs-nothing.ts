import type { Finding } from '../../../schemas/finding.ts'
import type { ActiveContent } from '../../../schemas/transcript.ts'
import type { Rule } from '../rule.ts'

const WORDS: Record<ActiveContent, string> = {
  javascript: 'a script',
  launch: 'an order to start a program or open another file',
  'submit-form': 'a form that sends what is entered to an address',
  'rich-media': 'embedded video or other media',
  'dynamic-form': 'a form that only some programs show',
  attachment: 'attached files',
  'executable-attachment': 'an attached program',
}

/** What can do harm where a person opens the original. A script or an attachment is common in forms and e-invoices, and good to know. */
const DANGEROUS: readonly ActiveContent[] = ['launch', 'executable-attachment']

/** The file is a document and nothing else. Billhook itself never runs anything that a file holds. */
export const fileRunsNothing: Rule = ({ concerns = [] }) =>
  concerns.flatMap((concern): Omit<Finding, 'code'>[] => {
    if (concern.code !== 'active-content') return []
    const dangerous = concern.kinds.some((kind) => DANGEROUS.includes(kind))
    const what = concern.kinds.map((kind) => WORDS[kind]).join(', ')
    return dangerous
      ? [
          {
            severity: 'warning',
            message: `The file holds ${what}. The invoice was read without running any of it. Do not open the original in another program before you have asked the supplier.`,
          },
        ]
      : [
          {
            severity: 'info',
            message: `The file holds ${what}. None of it was run or opened.`,
          },
        ]
  })

import type { Finding } from '../../../schemas/finding.ts'
import type { Rule } from '../rule.ts'

/** A scan is read in its language. Otherwise its amounts are right as a rule, but letters of its words may not be. */
export const languageIsRead: Rule = ({ concerns = [] }) =>
  concerns.flatMap((concern): Omit<Finding, 'code'>[] => {
    if (concern.code !== 'language-not-read') return []
    const { page, language, hasData } = concern
    const remedy = hasData
      ? 'Whoever runs Billhook can add it to OCR_LANGUAGES; then have the invoice read again.'
      : 'There is no data for reading it.'
    return [
      {
        severity: 'warning',
        holds: false,
        message: `Page ${page} seems to be in ${language}, and was read without knowing that language: compare names and words with the page. ${remedy}`,
      },
    ]
  })

import type { Found, Rule } from '../rule.ts'

/** A scan is read in its language. Otherwise its amounts are right as a rule, but letters of its words may not be. */
export const languageIsRead: Rule = ({ concerns = [] }) =>
  concerns.flatMap((concern): Found[] => {
    if (concern.code !== 'language-not-read') return []
    const { page, language, hasData } = concern
    return [
      {
        severity: 'warning',
        holds: false,
        says: {
          text: hasData ? 'language-is-read.has-data' : 'language-is-read',
          values: { page, language: { language } },
        },
      },
    ]
  })

import type { Concern } from '../../../schemas/transcript.ts'
import type { Rule } from '../rule.ts'

type Masked = Extract<Concern, { code: 'content-masked' }>

// Without blanks; a page with nothing but a mark for a signature is no secret.
const MANY_CHARACTERS = 100

/** What an invoice says can be seen on its pages: text in the file that nobody sees is no amount and no account of another kind. */
export const contentIsVisible: Rule = ({ concerns = [] }) =>
  concerns.filter(isSuspicious).map(({ page, characters, reasons, telling, sample }) => {
    const seen = { page, characters, why: { words: reasons.map((reason) => `masked.${reason}`) } }
    return {
      severity: 'warning',
      says:
        telling.length > 0
          ? { text: 'content-masked.telling', values: { ...seen, telling: { quoted: telling } } }
          : { text: 'content-masked', values: { ...seen, sample: { quoted: [sample] } } },
    }
  })

function isSuspicious(concern: Concern): concern is Masked {
  if (concern.code !== 'content-masked') return false
  const { characters, visibleCharacters, telling } = concern
  return telling.length > 0 || (characters >= MANY_CHARACTERS && characters > visibleCharacters)
}

import type { Concern, MaskReason } from '../../../schemas/transcript.ts'
import type { Rule } from '../rule.ts'

type Masked = Extract<Concern, { code: 'content-masked' }>

// Without blanks; a page with nothing but a mark for a signature is no secret.
const MANY_CHARACTERS = 100

const WORDS: Record<MaskReason, string> = {
  invisible: 'drawn invisibly',
  transparent: 'transparent',
  outside: 'outside the page',
  microscopic: 'too small to see',
  'switched-off': 'in a layer that is switched off',
  white: 'white on white',
  camouflaged: 'in the colour of its background',
  covered: 'covered',
}

/** What an invoice says can be seen on its pages: text in the file that nobody sees is no amount and no account of another kind. */
export const contentIsVisible: Rule = ({ concerns = [] }) =>
  concerns.filter(isSuspicious).map(({ page, characters, reasons, telling, sample }) => {
    const why = reasons.map((reason) => WORDS[reason]).join(', ')
    const what = telling.length > 0 ? `, among it ${telling.map((piece) => `"${piece}"`).join(', ')}` : `: "${sample}"`
    return {
      severity: 'warning',
      message: `Page ${page} holds ${characters} characters that cannot be seen (${why})${what}. None of it was used. Programs that read the file's text would find it; ask the supplier why it is there.`,
    }
  })

function isSuspicious(concern: Concern): concern is Masked {
  if (concern.code !== 'content-masked') return false
  const { characters, visibleCharacters, telling } = concern
  return telling.length > 0 || (characters >= MANY_CHARACTERS && characters > visibleCharacters)
}

/** Lower case, diacritics and punctuation gone, words joined: the key under which labels are compared ("Rechnungs-Nr." = "rechnungsnr"). */
export function keyOf(text: string): string {
  const folded = foldLetters(text)
  return ASCII.test(folded) ? folded.replace(/[^A-Za-z0-9#%]/g, '') : folded.replace(/[^\p{L}\p{N}#%]/gu, '')
}

// Most of what is folded is this, and costs a tenth then.
const ASCII = /^[\0-\x7f]*$/

const FOLDED: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  đ: 'd',
  ð: 'd',
  '№': 'no',
  '°': 'o',
  º: 'o',
  ª: 'a',
  '’': "'",
}

/** Lower case without diacritics; everything else stays. */
export function foldLetters(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  return text
    .toLowerCase()
    .replace(/[ßłøæœıđð№°ºª’]/g, (letter) => FOLDED[letter]!)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
}

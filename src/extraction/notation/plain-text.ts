/** Lower case, diacritics and punctuation gone, words joined: the key under which labels are compared ("Rechnungs-Nr." = "rechnungsnr"). */
export function keyOf(text: string): string {
  return foldLetters(text).replace(/[^\p{L}\p{N}#%]/gu, '')
}

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
  return text
    .toLowerCase()
    .replace(/[ßłøæœıđð№°ºª’]/g, (letter) => FOLDED[letter]!)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
}

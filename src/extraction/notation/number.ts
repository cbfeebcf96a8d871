/** How a document writes numbers: which sign stands before the decimals, and how sure that is (0 to 1). */
export type NumberStyle = { decimal: '.' | ','; certainty: number }

export type ReadNumber = {
  /** Decimal string with a dot: "1471.60"; decimals as printed. */
  value: string
  decimals: number
  /** False where the separators leave two readings and the document's style had to decide. */
  certain: boolean
}

const GROUPED = {
  // Western groups of three, or Indian lakh groups (1,23,456).
  ',': /^\d{1,3}(?:,\d{3})+$|^\d{1,2}(?:,\d{2})+,\d{3}$/,
  '.': /^\d{1,3}(?:\.\d{3})+$/,
  "'": /^\d{1,3}(?:'\d{3})+$/,
  ' ': /^\d{1,3}(?: \d{3})+$/,
}

/**
 * Reads an unsigned number as printed in any of the usual ways: 1.471,60 - 1,471.60 - 1 471,60 - 1'471.60 - 1,23,456.00 - 12,- . Gives null
 * for what is no number in any of them. `style` decides only where the separators alone leave two readings ("1.471", "1,471").
 */
export function readNumber(printed: string, style: NumberStyle): ReadNumber | null {
  const text = printed
    .replace(/[\u00a0\u202f\u2009\s]+/g, ' ')
    .replace(/[’‘´`]/g, "'")
    .replace(/[.,](?:-{1,2}|–|—)$/, '')
    .trim()
  if (!/^\d[\d.,' ]*$|^[.,]\d+$/.test(text)) return null
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  if (last < 0) return wholeNumber(text)
  const sign = text[last] as '.' | ','
  const head = text.slice(0, last)
  const tail = text.slice(last + 1)
  if (!/^\d+$/.test(tail)) return null
  const other = sign === '.' ? ',' : '.'
  if (head.includes(sign)) {
    // The same sign twice groups: 1.234.567. Two digits behind the last one are cents of which the comma was misread: 3.607.95.
    if (GROUPED[sign].test(text)) return number(text, '')
    return tail.length === 2 && GROUPED[sign].test(head) ? { ...number(head, tail), certain: false } : null
  }
  if (/[,.' ]/.test(head)) {
    const group = head.includes(other) ? other : head.includes("'") ? "'" : ' '
    if (!GROUPED[group].test(head) || tail.length > 4) return null
    return number(head, tail)
  }
  if (tail.length !== 3 || head === '' || head.length > 3 || /^0/.test(head))
    return tail.length <= 6 ? number(head, tail) : null
  // One sign with three digits behind it: thousands in one country, decimals in the next.
  const decimals = style.decimal === sign && style.certainty >= 0.6
  return { ...(decimals ? number(head, tail) : number(head + tail, '')), certain: style.certainty >= 0.8 }
}

function wholeNumber(text: string): ReadNumber | null {
  if (/^\d+$/.test(text)) return number(text, '')
  for (const group of ["'", ' '] as const) if (GROUPED[group].test(text)) return number(text, '')
  return null
}

function number(head: string, tail: string): ReadNumber {
  const whole = head.replace(/\D/g, '').replace(/^0+(?=\d)/, '') || '0'
  return { value: tail === '' ? whole : `${whole}.${tail}`, decimals: tail.length, certain: true }
}

/** The style that most numbers of a text speak for; numbers with two readings do not vote. `usual` is the language's habit. */
export function decideNumberStyle(text: string, usual: '.' | ','): NumberStyle {
  let comma = usual === ',' ? 0.8 : 0.2
  let dot = usual === '.' ? 0.8 : 0.2
  for (const match of text.matchAll(/(?<![\d.,:/-])\d[\d.,']*\d(?![\d:/-])/g)) {
    const token = match[0]
    if (/^\d{1,2}\.\d{1,2}\.\d{2,4}$/.test(token)) continue
    if (/\.\d{3},\d{2,3}$/.test(token)) comma += 3
    else if (/[,']\d{3}\.\d{2,3}$/.test(token)) dot += 3
    else if (/^\d+,\d{2}$/.test(token)) comma += 1
    else if (/^\d+\.\d{2}$/.test(token)) dot += 1
  }
  return comma > dot
    ? { decimal: ',', certainty: comma / (comma + dot) }
    : { decimal: '.', certainty: dot / (comma + dot) }
}

const LOOKALIKES: Readonly<Record<string, string>> = {
  O: '0',
  o: '0',
  D: '0',
  Q: '0',
  I: '1',
  l: '1',
  '|': '1',
  i: '1',
  Z: '2',
  S: '5',
  s: '5',
  B: '8',
  g: '9',
}

/** Replaces letters that recognition confuses with digits; null where the text is mostly letters or nothing had to be replaced. */
export function undoLookalikes(text: string): string | null {
  const digits = text.match(/\d/g)?.length ?? 0
  const letters = text.match(/\p{L}|\|/gu)?.length ?? 0
  if (letters === 0 || digits < letters) return null
  const fixed = text.replace(/[A-Za-z|]/g, (letter) => LOOKALIKES[letter] ?? letter)
  return /[A-Za-z]/.test(fixed) ? null : fixed
}

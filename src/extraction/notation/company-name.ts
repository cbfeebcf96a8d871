import { foldLetters } from './plain-text.ts'

const LONG_FORMS =
  '[Ss]an\\.?\\sve\\s[Tt]ic\\.?(?:\\s(?:Ltd\\.?\\s?Şti\\.?|A\\.?\\s?Ş\\.?|Limited Şirketi|Anonim Şirketi))?|GmbH(?:\\s?&\\s?Co\\.?\\s?KG(?:aA)?)?|gGmbH|mbH|Ges\\.?m\\.?b\\.?H\\.?|OHG|e\\.\\s?K\\.?|e\\.\\s?V\\.?|e\\.\\s?U\\.?|e\\.\\s?G\\.?|Aktiengesellschaft|Ltd\\.?\\s?Şti\\.?|Limited Şirketi|Anonim Şirketi|Ltd\\.?|Limited|LLC|L\\.L\\.C\\.?|LLP|Inc\\.?|Incorporated|Corp\\.?|Corporation|PLC|Pty\\.?\\s?Ltd\\.?|Pte\\.?\\s?Ltd\\.?|Pvt\\.?\\s?Ltd\\.?|Sdn\\.?\\s?Bhd\\.?|S/B|B\\.\\s?V\\.?|BV|N\\.\\s?V\\.?|V\\.?O\\.?F\\.?|SARL|S\\.à\\s?r\\.l\\.?|SASU?|EURL|SCI|S\\.\\s?r\\.\\s?l\\.?(?:s\\.?)?|SRL|S\\.\\s?p\\.\\s?A\\.?|SpA|S\\.n\\.c\\.|S\\.a\\.s\\.|S\\.\\s?L\\.?(?:\\s?U\\.?)?|S\\.\\s?A\\.?(?:\\s?U\\.?)?|Lda\\.?|Ltda\\.?|Unipessoal|[Ss]p\\.?\\s?z\\s?o\\.?\\s?o\\.?|[Ss]p\\.?\\s?[jk]\\.|spol\\.(?:\\s?s\\s?r\\.?\\s?o\\.?)?|s\\.\\s?r\\.\\s?o\\.?|a\\.\\s?s\\.|v\\.\\s?o\\.\\s?s\\.|ApS|A/S|I/S|K/S|P/S|ASA|ANS|Oyj?|A\\.\\s?Ş\\.?|Kft\\.?|Zrt\\.?|d\\.\\s?o\\.\\s?o\\.?|Enterprise|ENTERPRISE|Trading|TRADING|Holdings?|Group'
// Two capitals are a legal form only at the end of a name.
const SHORT_FORMS = 'AG|KG|SE|SA|AB|HB|KB|AS|UG|KY|Ky|GbR|GBR|SL|NV'
const LEGAL_FORM = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${LONG_FORMS})(?![\\p{L}\\p{N}])|(?<=\\p{L}[\\p{L}.&\\s-]*\\s)(?:${SHORT_FORMS})(?=$|[\\s,;()|•·–-])`,
  'iu',
)
const LEGAL_FORM_EXACT = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${LONG_FORMS})(?![\\p{L}\\p{N}])|(?<=\\p{L}[\\p{L}.&\\s-]*\\s)(?:${SHORT_FORMS})(?=$|[\\s,;()|•·–-])`,
  'u',
)

/** The place of a legal form in a name, or null. Words such as "group" count only as printed with a capital. */
export function findLegalForm(text: string): { start: number; end: number } | null {
  const match = LEGAL_FORM_EXACT.exec(text) ?? (/^[^\p{Ll}]+$/u.test(text) ? LEGAL_FORM.exec(text) : null)
  return match ? { start: match.index, end: match.index + match[0].length } : null
}

const STREET =
  /(?<!\p{L})(?:street|st|road|rd|avenue|ave|av|blvd|boulevard|lane|ln|drive|dr|suite|ste|floor|p\.?\s?o\.?\s?box|postfach|strasse|str|weg|platz|allee|gasse|rue|chemin|via|viale|piazza|calle|avda|plaza|rua|avenida|praca|straat|laan|plein|ul|ulica|ulice|gatan|vagen|vej|gade|gata|veien|katu|tie|jalan|jln|jl|lot|taman|cad|caddesi|sok|sokak|mah|mahallesi|no)(?!\p{L})/iu
const STREET_SUFFIX =
  /\p{L}(?:strasse|straße|str\.?|weg|gasse|platz|allee|straat|laan|gatan|vägen|vej|gade|veien|katu|tie|kade|dijk|ring|damm|ufer|street|road)[.,]?\s+\d/iu
const POSTCODE =
  /(?<![\p{L}\d])(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?\s+\p{Lu}|\b[A-Z]{2}[\s,]+\d{5}(?:-\d{4})?\b|\b\d{4}\s?[A-Z]{2}\s+\p{Lu}|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b|(?<!\d)\d{2}-\d{3}\s+\p{Lu}|(?<!\d)\d{3}\s\d{2}\s+\p{Lu}|(?<!\p{L})(?:ACT|NSW|NT|QLD|SA|TAS|VIC|WA)\s\d{4}(?!\d)|(?<![\p{L}\d])[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d(?![\p{L}\d])/u

/** Whether a line of text is a street or a town with its postcode rather than a name. */
export function isAddress(text: string): boolean {
  if (POSTCODE.test(text)) return true
  return /\d/.test(text) && (STREET.test(foldLetters(text)) || STREET_SUFFIX.test(text))
}

/** "Dallas, TX 75320-6270": what is left of it without state and ZIP code would pass for a name. */
export function isTown(text: string): boolean {
  return /^\p{L}[\p{L} .'-]*,?\s+(?:[A-Z]{2},?\s+\d{5}|[A-Z]{2,3}\s+\d{4}$|[A-Z]{2}\s+[A-Z]\d[A-Z]\s?\d[A-Z]\d$)/u.test(
    text,
  )
}

/** "Koivukuja 71" over "00100 Helsinki": words and a house number, which a name ("Studio 54") can be as well. */
export function mayBeStreet(text: string): boolean {
  return /^\p{Lu}[\p{L}.' -]+\s\d{1,4}\s?[a-z]?$/u.test(text)
}

/** "Acme GmbH · Hafentor 11 · 20459 Hamburg": the line above the window of an envelope. */
export function isSenderLine(text: string): boolean {
  return text.split(/\s[·•|●∙–-]\s|\s\*\s/u).length >= 3 && POSTCODE.test(text) && !/@|www\.|\+\d{2}/.test(text)
}

export function hasPostcode(text: string): boolean {
  return POSTCODE.test(text)
}

/** Towns and streets without a number, by the word they begin with. */
const PLACE =
  /^(?:jalan|jln|taman|kawasan|lorong|persiaran|kampung|bandar|rue|via|viale|calle|avenida|rua|ulica|ul\.|loi?t)(?!\p{L})/iu
/** Words of the paper itself; in a name they stand only beside a legal form. */
const PAPER_WORD =
  /(?<!\p{L})(?:totals?|subtotal|gst|vat|tax|invoices?|duplicate|copy|original|qty|quantity|price|amount|balance|change|receipt|supplies|excl?|incl?|agency|advertiser|page|rechnung|facture|factuur|fattura|factura|fatura|betrag|summe|montant|importe|totaal|datum|date|contact|payable|(?:corporate|registered|head) office)(?!\p{L})/iu

const COUNTRY_CODES =
  'AT AU BE BR CA CH CN CZ DE DK ES FI FR GB GR HU IE IN IT LU MX MY NL NO PL PT RO SE SG SK TR US ZA'
/** Countries in their own and the readers' languages: the last line of an address, never a party. */
const COUNTRY_NAMES: ReadonlySet<string> = new Set(
  ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'da', 'nb', 'fi', 'cs', 'tr'].flatMap((language) => {
    const names = new Intl.DisplayNames([language], { type: 'region' })
    return COUNTRY_CODES.split(' ').map((code) => foldLetters(names.of(code) ?? '').replace(/[^\p{L}]/gu, ''))
  }),
)

const NOT_A_NAME =
  /@|https?:|www\.|\b(?:page|seite|side|sida|strona|página|pagina|sayfa)\s*:?\s*\d|^[^\p{L}\p{N}]*$|^(?:tel|fon(?!\p{L})|fax|phone|mobile|mail|e-mail|email|iban|bic|swift|vat|tax|reg|attn|attention|c\/o|dear|sehr|thank|hello|bonjour|geachte|estimad)/iu

/** Code of a bank (ISO 9362) that holds a digit; without one it may be a word in capitals. */
const BIC = /^(?=.*\d)[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?$/

/** Whether a text can be the name of a company or a person. */
export function isNameLike(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const digits = text.match(/\d/g)?.length ?? 0
  if (letters < 3 || text.length > 70 || digits > letters || /\d{5,}/.test(text)) return false
  if (BIC.test(text) || text.includes('_')) return false
  // "Thank you for your custom."
  if (/[!?]$/.test(text) || (/\s.*\p{Ll}{3,}\.$/u.test(text) && findLegalForm(text) === null)) return false
  if (PLACE.test(text) || text.includes('%') || (PAPER_WORD.test(text) && findLegalForm(text) === null)) return false
  if (NOT_A_NAME.test(text) || text.split(/\s+/).length > 9) return false
  if (!/\p{Lu}/u.test(text) && findLegalForm(text) === null && text.split(/\s+/).length > 2) return false
  const form = findLegalForm(text) ?? findLegalForm(`X ${text}`)
  if (form && form.end - form.start >= text.length) return false
  // Running text: many words, few of them capitals.
  const words = text.split(/\s+/)
  if (!form && words.length >= 4 && words.filter((word) => /^\p{Lu}/u.test(word)).length * 3 <= words.length)
    return false
  return !isAddress(text) && !COUNTRY_NAMES.has(foldLetters(text).replace(/[^\p{L}]/gu, ''))
}

/** The name at the start of a text that goes on with an address or a slogan: "Acme GmbH - Ecke 12 - 12345 Stadt". */
export function cutName(text: string): string {
  // "Acme LLC (17115)", "Acme Sdn Bhd (139386-X)": the number that its books or the register give it.
  let name = text
    .replace(/^[^\p{L}\p{N}]+(?=[\p{L}\d])/u, '')
    .replace(/\s*\((?:#|(?:Co\.?\s?)?(?:Reg\.?\s?)?No\.?:?\s*)?\d{3,}\s?[-–]?\s?[A-Z]?\)$/i, '')
  name = name.split(/\s*[●•|·■▪◆*]\s*|\s+[-–—]\s+|\s{3,}|;|\s\/\s|:\s|\(\s*(?:hereinafter|formerly)/u)[0] ?? name
  const form = findLegalForm(name)
  const rest = form ? name.slice(form.end) : ''
  if (
    form &&
    /^[\s.,]*$/.test(rest) === false &&
    !/^\s*(?:&|und|and|et|Co\b|\()/u.test(rest) &&
    findLegalForm(rest) === null
  )
    name = name.slice(0, form.end)
  else {
    const comma = name.search(/,\s/)
    if (comma > 1 && (/\d/.test(name.slice(comma)) || isAddress(name.slice(comma + 1)))) name = name.slice(0, comma)
  }
  return name
    .replace(/[\s,:;|\-–*]+$/u, '')
    .replace(/^["'“„(]+|["'”“]+$/gu, '')
    .trim()
}

/** What recognition makes of "&" between two names, put right: "Wójcik £ Szymański", "Wójcik 8: Szymański". */
export function mendAmpersand(text: string): string {
  return text.replace(/(?<=\p{L})\s(?:[£€]|8[:.]?|&:)\s(?=\p{Lu})/gu, ' & ')
}

/** What recognition makes of legal forms at the end of a name, put right: "Szymański Sp.z0.0." */
export function mendLegalForm(name: string): string {
  return name
    .replace(/(?<!\p{L})([Ss])p[.,]?\s?z\s?[.,]?\s?[o0][.,]?\s?[o0][.,]?$/u, '$1p. z o.o.')
    .replace(/(?<!\p{L})([Ss])[.,]?\s?[Rr][.,]\s?[1Il|][.,]?$/u, '$1.r.l.')
    .replace(/(?<=\p{Ll})[.,](?=(?:Lda|Ltda|GmbH|S\.A|S\.L|Ltd)(?!\p{L}))/u, ' ')
}

/**
 * What recognition makes of logos, mail addresses and specks: no capital in it, "kontaktØacme.example", "KL) SDN", "Conlact Name". Asked
 * of recognized words only, for a text layer says what was meant.
 */
export function isScrap(text: string): boolean {
  if (!/\p{Lu}/u.test(text)) return true
  if (/^[^\s]*\p{Ll}[^\s]*[.,]\s?\p{Ll}{2,7}$/u.test(text)) return true
  if (/^[^(]*\)/.test(text) || /^\p{L}{1,2}\.\p{L}{1,3}(?:\s\d|$)/u.test(text)) return true
  return /(?:^|\s)(?:number|name|id|date|no|nr)[.:]?$/iu.test(text) && findLegalForm(text) === null
}

/** Whether two names are one company's: by their words, and by the legal form where both have one ("Lund ApS" is not "Lund A/S"). */
export function isSameParty(a: string, b: string): boolean {
  if (nameKey(a) !== nameKey(b)) return false
  const [formA, formB] = [formOf(a), formOf(b)]
  return formA === '' || formB === '' || formA === formB
}

/** The letters of the legal form of a name; empty where it has none. */
export function formOf(name: string): string {
  const form = findLegalForm(name)
  return form && form.start > 1 ? foldLetters(name.slice(form.start)).replace(/[^\p{L}]/gu, '') : ''
}

/** A name as it is compared: no case, diacritics, punctuation or legal form. */
export function nameKey(name: string): string {
  const form = findLegalForm(name)
  const bare = form && form.start > 1 ? name.slice(0, form.start) : name
  return foldLetters(bare).replace(/[^\p{L}\p{N}]/gu, '')
}

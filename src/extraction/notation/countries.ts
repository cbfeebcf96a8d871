import type { LanguageWeights } from '../layout/find-phrases.ts'
import type { Layout } from '../layout/types.ts'
import { foldLetters } from './plain-text.ts'

/** How strongly the page speaks for each country (ISO 3166 alpha-2), strongest first; weights are only comparable with one another. */
export type CountryHints = { country: string; weight: number; because: string }[]

const NAMES: Readonly<Record<string, string>> = {
  AT: 'austria; osterreich',
  AU: 'australia',
  BE: 'belgium; belgie; belgique; belgien',
  BR: 'brasil; brazil',
  CA: 'canada',
  CH: 'switzerland; schweiz; suisse; svizzera',
  CN: 'china',
  CZ: 'czech republic; ceska republika; czechia; tschechien',
  DE: 'germany; deutschland; allemagne; alemania; germania',
  DK: 'denmark; danmark',
  ES: 'spain; espana; spanien; espagne; spagna',
  FI: 'finland; suomi',
  FR: 'france; frankreich; francia',
  GB: 'united kingdom; england; scotland; wales; great britain',
  HK: 'hong kong',
  HU: 'hungary; magyarorszag',
  IE: 'ireland',
  IN: 'india; bangalore; bengaluru; mumbai; new delhi; chennai; hyderabad; kolkata; pune; gurgaon; karnataka; maharashtra; tamil nadu',
  IT: 'italy; italia; italien; italie',
  JP: 'japan',
  LU: 'luxembourg; luxemburg',
  MX: 'mexico',
  MY: 'malaysia; kuala lumpur; selangor; johor; penang; shah alam; petaling jaya; sarawak; sabah; melaka; perak',
  NL: 'netherlands; nederland; niederlande; the netherlands; pays-bas',
  NO: 'norway; norge; norwegen',
  NZ: 'new zealand',
  PL: 'poland; polska; polen',
  PT: 'portugal',
  RO: 'romania',
  SE: 'sweden; sverige; schweden',
  SG: 'singapore',
  TR: 'turkey; turkiye; turkei',
  US: 'united states; usa; u.s.a.; united states of america',
  ZA: 'south africa',
}
const COUNTRY_OF_NAME: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES).flatMap(([country, names]) => names.split(';').map((name) => [name.trim(), country] as const)),
)
const NAME_PATTERN = new RegExp(
  `(?<![\\p{L}\\p{N}])(${[...COUNTRY_OF_NAME.keys()].map((name) => name.replace(/\./g, '\\.')).join('|')})(?![\\p{L}\\p{N}])`,
  'gu',
)

/** Shapes that only one country's papers carry. */
const SHAPES: readonly { country: string; pattern: RegExp; weight: number; because: string }[] = [
  {
    country: 'US',
    pattern:
      /(?<!\p{L})(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])[.,]?\s{1,3}\d{5}(?:-\d{4})?(?!\d)/gu,
    weight: 2,
    because: 'state and ZIP code',
  },
  {
    country: 'US',
    pattern: /\b(?:sales tax|EIN|routing number|ABA)\b/gi,
    weight: 0.7,
    because: 'US tax or bank words',
  },
  { country: 'US', pattern: /(?<!\p{L})(?:Inc\.?|LLC|L\.L\.C\.)(?!\p{L})/gu, weight: 0.8, because: 'US legal form' },
  {
    country: 'US',
    pattern: /(?:\(\d{3}\)\s?|(?<![\d-])\d{3}-)\d{3}-\d{4}(?!\d)/g,
    weight: 0.8,
    because: 'North American telephone number',
  },
  {
    country: 'CA',
    pattern: /(?<![A-Z\d])[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d(?![A-Z\d])/g,
    weight: 2,
    because: 'Canadian postal code',
  },
  { country: 'CA', pattern: /\b(?:HST|PST|QST|TVQ|TPS)\b/g, weight: 1.5, because: 'Canadian tax' },
  {
    country: 'GB',
    pattern: /(?<![A-Z\d])(?:[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[ABD-HJLNP-UW-Z]{2})(?![A-Z\d])/g,
    weight: 2,
    because: 'British postcode',
  },
  {
    country: 'GB',
    pattern: /\b(?:sort code|Ltd\.?|PLC|Companies House)\b/gi,
    weight: 0.4,
    because: 'British bank or company words',
  },
  {
    country: 'IN',
    pattern: /(?<![A-Z\d])\d{2}[A-Z]{5}\d{4}[A-Z][A-Z\d]Z[A-Z\d](?![A-Z\d])/g,
    weight: 3,
    because: 'GSTIN',
  },
  {
    country: 'IN',
    pattern: /\b(?:IFSC|CGST|SGST|IGST|GSTIN|Pvt\.?|Private Limited)\b/g,
    weight: 1.5,
    because: 'Indian tax, bank or company words',
  },
  { country: 'MY', pattern: /\b(?:Sdn\.?\s?Bhd|S\/B)\b/gi, weight: 2.5, because: 'Malaysian legal form' },
  {
    country: 'MY',
    pattern: /(?<!\p{L})(?:Jln\.?|Jalan|Syarikat|Perniagaan|Perusahaan|Kedai)(?!\p{L})/giu,
    weight: 0.8,
    because: 'Malay words of an address or a company',
  },
  {
    country: 'AU',
    pattern: /\b(?:ABN|ACN|Pty\.?\s?Ltd|BSB)\b/g,
    weight: 2,
    because: 'Australian company or bank words',
  },
  { country: 'AU', pattern: /\b(?:NSW|QLD|VIC|TAS)\s\d{4}\b/g, weight: 2, because: 'Australian state and postcode' },
  {
    country: 'DE',
    pattern: /(?<!\p{L})(?:GmbH|HRB|HRA|Amtsgericht|Finanzamt|UG|e\.K\.)(?!\p{L})/gu,
    weight: 0.8,
    because: 'German company words',
  },
  {
    country: 'AT',
    pattern: /(?<!\p{L})(?:Firmenbuch|FN\s?\d{5,6}\s?[a-z]|Ges\.?m\.?b\.?H)(?!\p{L})/gu,
    weight: 1.5,
    because: 'Austrian company words',
  },
  {
    country: 'CH',
    pattern: /\bCHE-?\d{3}\.\d{3}\.\d{3}\b|\bCH-\d{4}\b/g,
    weight: 2.5,
    because: 'Swiss company number or postcode',
  },
  {
    country: 'FR',
    pattern: /\b(?:SIRET|SIREN|RCS|SARL|SAS|TVA intracommunautaire|APE|NAF)\b/g,
    weight: 1,
    because: 'French company words',
  },
  {
    country: 'IT',
    pattern: /\b(?:S\.?r\.?l\.?|S\.?p\.?A\.?|P\.?\s?IVA|Partita IVA|Codice Fiscale)(?!\p{L})/giu,
    weight: 1,
    because: 'Italian company words',
  },
  {
    country: 'ES',
    pattern: /\b(?:C\.?I\.?F\.?|N\.?I\.?F\.?|S\.L\.U?\.?)(?!\p{L})/gu,
    weight: 0.7,
    because: 'Spanish company words',
  },
  {
    country: 'PT',
    pattern: /\b(?:Lda\.?|NIPC|Contribuinte)(?!\p{L})/gu,
    weight: 1,
    because: 'Portuguese company words',
  },
  { country: 'NL', pattern: /\b(?:KvK|B\.V\.|BTW)(?!\p{L})/giu, weight: 1, because: 'Dutch company words' },
  { country: 'NL', pattern: /(?<!\d)\d{4}\s?[A-Z]{2}\s+\p{Lu}/gu, weight: 0.6, because: 'Dutch postcode' },
  {
    country: 'PL',
    pattern: /(?<!\p{L})(?:Sp\.\s?z\s?o\.\s?o|NIP|REGON|KRS)(?!\p{L})/gu,
    weight: 1.5,
    because: 'Polish company words',
  },
  {
    country: 'CZ',
    pattern: /(?<!\p{L})(?:s\.r\.o|DIČ|IČO?|IČ)(?!\p{L})/gu,
    weight: 1.2,
    because: 'Czech company words',
  },
  {
    country: 'SE',
    pattern: /(?<!\p{L})(?:Bankgiro|Plusgiro|Org\.?\s?nr|F-skatt|AB|Momsreg)(?!\p{L})/gu,
    weight: 0.8,
    because: 'Swedish bank or company words',
  },
  {
    country: 'DK',
    pattern: /(?<!\p{L})(?:CVR|ApS|A\/S|SE-nr)(?!\p{L})/gu,
    weight: 1.2,
    because: 'Danish company words',
  },
  {
    country: 'NO',
    pattern: /(?<!\p{L})(?:Foretaksregisteret|MVA|Org\.?\s?nr\.?:?\s?NO|KID)(?!\p{L})/gu,
    weight: 1.2,
    because: 'Norwegian company words',
  },
  {
    country: 'FI',
    pattern: /(?<!\p{L})(?:Y-tunnus|Oyj?|Viitenumero|ALV)(?!\p{L})/gu,
    weight: 1,
    because: 'Finnish company words',
  },
  {
    country: 'TR',
    pattern: /(?<!\p{L})(?:Vergi Dairesi|VKN|KDV|A\.Ş|Şti|Mersis|ETTN)(?!\p{L})/gu,
    weight: 1.5,
    because: 'Turkish company words',
  },
  { country: 'SG', pattern: /\b(?:Pte\.?\s?Ltd|UEN)\b/gi, weight: 2, because: 'company form of Singapore' },
  { country: 'ZA', pattern: /\(Pty\)\s?Ltd/gi, weight: 2.5, because: 'South African legal form' },
  { country: 'BR', pattern: /\b(?:CNPJ|CPF|Ltda)\b/g, weight: 2, because: 'Brazilian company words' },
  { country: 'MX', pattern: /\b(?:RFC|CFDI|S\.A\. de C\.V)\b/g, weight: 2, because: 'Mexican tax words' },
]

const PREFIXES: readonly { pattern: RegExp; weight: number; because: string }[] = [
  {
    pattern:
      /(?<![A-Z\d])(AT|BE|CH|CZ|DE|DK|ES|FI|FR|GB|HU|IE|IT|LU|NL|NO|PL|PT|RO|SE|SK|TR|LT|LV|EE|GR|HR|BG|SI|CY|MT)\d{2}(?:\s?[A-Z\d]{4}){2,7}(?:\s?[A-Z\d]{1,4})?(?![A-Z\d])/g,
    weight: 1.2,
    because: 'country of an IBAN',
  },
  {
    pattern:
      /(?<![A-Z\d])(ATU|BE0|BE1|CZ|DE|DK|ESA?|ESB|FI|FR|GB|HU|IE|IT|LU|NL|PL|PT|RO|SE|SK|EL|HR|BG|SI)[\s.]?\d[\d\s.]{6,12}(?:B\d{2})?(?![A-Z\d])/g,
    weight: 1.2,
    because: 'country of a VAT id',
  },
]
const DIALLING: Readonly<Record<string, string>> = {
  '1': 'US',
  '31': 'NL',
  '32': 'BE',
  '33': 'FR',
  '34': 'ES',
  '351': 'PT',
  '353': 'IE',
  '358': 'FI',
  '39': 'IT',
  '40': 'RO',
  '41': 'CH',
  '420': 'CZ',
  '43': 'AT',
  '44': 'GB',
  '45': 'DK',
  '46': 'SE',
  '47': 'NO',
  '48': 'PL',
  '49': 'DE',
  '60': 'MY',
  '61': 'AU',
  '64': 'NZ',
  '65': 'SG',
  '90': 'TR',
  '91': 'IN',
}
const DOMAINS: Readonly<Record<string, string>> = {
  at: 'AT',
  au: 'AU',
  be: 'BE',
  ca: 'CA',
  ch: 'CH',
  cz: 'CZ',
  de: 'DE',
  dk: 'DK',
  es: 'ES',
  fi: 'FI',
  fr: 'FR',
  in: 'IN',
  ie: 'IE',
  it: 'IT',
  my: 'MY',
  nl: 'NL',
  no: 'NO',
  nz: 'NZ',
  pl: 'PL',
  pt: 'PT',
  se: 'SE',
  sg: 'SG',
  tr: 'TR',
  uk: 'GB',
  us: 'US',
  za: 'ZA',
}
const LANGUAGE_HOME: Readonly<Record<string, readonly string[]>> = {
  de: ['DE', 'AT', 'CH'],
  fr: ['FR', 'BE', 'CH'],
  it: ['IT'],
  es: ['ES'],
  pt: ['PT'],
  nl: ['NL', 'BE'],
  pl: ['PL'],
  cs: ['CZ'],
  sv: ['SE'],
  da: ['DK'],
  nb: ['NO'],
  fi: ['FI'],
  tr: ['TR'],
}

/** Weighs what the whole document says about countries: addresses, legal forms, numbers, telephone, domains, language. */
export function findCountries(layout: Layout, { languages }: { languages: LanguageWeights }): CountryHints {
  const weights = new Map<string, { weight: number; because: string }>()
  const add = (country: string, weight: number, because: string): void => {
    const known = weights.get(country)
    // Repetition says little: every further hint of a country counts half.
    if (known) weights.set(country, { weight: known.weight + weight * 0.5, because: known.because })
    else weights.set(country, { weight, because })
  }
  // Twenty pages tell as much as two hundred.
  const lines = layout.lines.slice(0, 2000)
  const text = lines.map((line) => line.text).join('\n')
  for (const match of foldLetters(text).matchAll(NAME_PATTERN))
    add(COUNTRY_OF_NAME.get(match[1]!)!, 1.5, `names ${match[1]!}`)
  for (const { country, pattern, weight, because } of SHAPES) {
    let count = 0
    for (const _ of text.matchAll(pattern)) if (count++ < 3) add(country, weight, because)
  }
  for (const { pattern, weight, because } of PREFIXES) {
    for (const match of text.matchAll(pattern)) {
      const code = match[1]!
        .replace(/^ATU$/, 'AT')
        .replace(/^BE\d$/, 'BE')
        .replace(/^ES.$/, 'ES')
        .replace(/^EL$/, 'GR')
      add(code, weight, because)
    }
  }
  for (const match of text.matchAll(/(?:\+\s?|(?<!\d)00(?=[1-9]\d{0,2}[\s().-]))([1-9]\d{0,2})[\s().-]*\d/g)) {
    const digits = match[1]!
    const code = [digits, digits.slice(0, 2), digits.slice(0, 1)].find((part) => part in DIALLING)
    if (code !== undefined) add(DIALLING[code]!, 0.8, 'dialling code')
  }
  for (const match of text.toLowerCase().matchAll(/(?:www\.|@)[a-z\d.-]+\.([a-z]{2})(?![a-z.])/g)) {
    const country = DOMAINS[match[1]!]
    if (country !== undefined) add(country, 0.7, 'internet domain')
  }
  for (const [language, weight] of languages) {
    for (const [rank, country] of (LANGUAGE_HOME[language] ?? []).entries())
      if (weight > 0.5) add(country, weight * (rank === 0 ? 1 : 0.3), `language ${language}`)
  }
  return [...weights].map(([country, hint]) => ({ country, ...hint })).toSorted((a, b) => b.weight - a.weight)
}

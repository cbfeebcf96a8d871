import { foldLetters } from './plain-text.ts'

/** UNTDID 5305 as far as EN 16931 uses it: standard, zero rated, exempt, reverse charge, intra-community supply, export, not subject to VAT. */
export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O'

/** Stems of what papers say in the languages of the locales, folded; the first that fits counts. */
const REASONS: readonly (readonly [VatCategory, RegExp])[] = [
  [
    'AE',
    /reverse|steuerschuld|autoliquid|inversion|odwrotn|prenes|omvend|omvand|kaannet|snudd|verlegd|kjoper (?:skal|beregner)|koper skal|kober (?:skal|afregner)|odvede (?:zakaznik|odberatel)|rozlicza nabywca|zobowiazany jest nabywca|kopare(?:n)? (?:ar|redovisar)|verovelvollinen ostaja|sujeto pasivo/,
  ],
  [
    'K',
    /intra-?comm|innergemein|intra-?comunitari|wewnatrzwspoln|eu-?\s?salg|unionsintern|gemenskapsintern|yhteisomyynti|intracommunautaire|dodani do jineho/,
  ],
  ['G', /export|ausfuhr|esporta|exporta|eksport|vyvoz|vienti|ihrac|utforsel/],
  [
    'O',
    /outside the scope|nicht steuerbar|hors champ|fuori campo|no sujet|nao sujeit|nie podlega|not subject|utenfor avgift|non soggett|escluso/,
  ],
  ['Z', /zero.?rated/],
]

/** Why there is no VAT, from the words of the paper; what says only that it is free of it is exempt. */
export function categorizeExemption(phrase: string): VatCategory {
  const text = foldLetters(phrase)
  return REASONS.find(([, stems]) => stems.test(text))?.[0] ?? 'E'
}

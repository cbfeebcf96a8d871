/** The families of rules for the categories of VAT (UNTDID 5305) in German; as in src/e-invoices/rules/vat-categories.ts. */
const FAMILIES: Record<
  string,
  { code: string; label: string; kind: 'rated' | 'zero' | 'exempt' | 'outside' | 'local'; parties: Parties }
> = {
  S: { code: 'S', label: 'zum Regelsatz besteuert', kind: 'rated', parties: 'registered' },
  Z: { code: 'Z', label: 'zum Nullsatz besteuert', kind: 'zero', parties: 'registered' },
  E: { code: 'E', label: 'steuerfrei', kind: 'exempt', parties: 'registered' },
  AE: {
    code: 'AE',
    label: 'Steuerschuldnerschaft des Leistungsempfängers',
    kind: 'exempt',
    parties: 'both-registered',
  },
  IC: { code: 'K', label: 'innergemeinschaftliche Lieferung', kind: 'exempt', parties: 'both-vat-ids' },
  G: { code: 'G', label: 'Ausfuhr in ein Drittland', kind: 'exempt', parties: 'vat-id' },
  O: { code: 'O', label: 'nicht steuerbar', kind: 'outside', parties: 'none' },
  AF: { code: 'L', label: 'IGIC (Kanarische Inseln)', kind: 'local', parties: 'registered' },
  AG: { code: 'M', label: 'IPSI (Ceuta und Melilla)', kind: 'local', parties: 'registered' },
}
type Parties = 'registered' | 'both-registered' | 'both-vat-ids' | 'vat-id' | 'none'
type Family = (typeof FAMILIES)[string]

const ANY_NUMBER =
  'die USt-IdNr. des Verkäufers (BT-31), seine Steuernummer (BT-32) oder die USt-IdNr. seines Steuervertreters (BT-63)'
const VAT_ID = 'die USt-IdNr. des Verkäufers (BT-31) oder die seines Steuervertreters (BT-63)'
const NUMBERS: Record<Parties, string> = {
  registered: `muss ${ANY_NUMBER} angegeben sein`,
  'both-registered': `muss ${ANY_NUMBER} angegeben sein, dazu die USt-IdNr. (BT-48) oder Registernummer (BT-47) des Käufers`,
  'both-vat-ids': `muss ${VAT_ID} angegeben sein, dazu die USt-IdNr. des Käufers (BT-48)`,
  'vat-id': `muss ${VAT_ID} angegeben sein`,
  none: 'darf weder die USt-IdNr. des Verkäufers (BT-31), die seines Steuervertreters (BT-63) noch die des Käufers (BT-48) angegeben sein',
}
const RATES: Record<Family['kind'], string> = {
  rated: 'größer als null',
  zero: 'null',
  exempt: 'null',
  outside: 'nicht angegeben',
  local: 'null oder größer',
}
const CARRIERS = ['einer Position', 'eines Nachlasses auf die Rechnung', 'eines Zuschlags auf die Rechnung']
const CARRIER_IS = ['eine Position', 'ein Nachlass auf die Rechnung', 'ein Zuschlag auf die Rechnung']

/** What `BR-S-01` to `-10` and their sisters ask; undefined for other rules. */
export function meaningOfCategoryRule(rule: string): string | undefined {
  const [, name = '', digits] = /^BR-(S|Z|E|AE|IC|G|O|AF|AG)-(0[1-9]|10)$/.exec(rule) ?? []
  const family = FAMILIES[name]
  return family && meaning(family, Number(digits))
}

function meaning({ code, label, kind, parties }: Family, number: number): string {
  const perRate = kind === 'rated' || kind === 'local'
  if (number === 1)
    return `Kommt die Kategorie „${label}“ (${code}) vor, enthält die Umsatzsteueraufschlüsselung ${perRate ? 'mindestens eine Gruppe davon, und nur dann' : 'genau eine Gruppe davon'}.`
  if (number <= 4) return `Ist ${CARRIER_IS[number - 2]} „${label}“, ${NUMBERS[parties]}.`
  if (number <= 7) return `Der Steuersatz ${CARRIERS[number - 5]} der Kategorie „${label}“ ist ${RATES[kind]}.`
  const group = `einer Steuergruppe „${label}“`
  if (number === 8)
    return `Die Bemessungsgrundlage ${group} (BT-116) ist die Summe ihrer Positionen abzüglich Nachlässen zuzüglich Zuschlägen${perRate ? ' desselben Satzes' : ''}.`
  if (number === 9)
    return perRate
      ? `Der Steuerbetrag ${group} ist Bemessungsgrundlage mal Satz, auf eine Währungseinheit genau.`
      : `Der Steuerbetrag ${group} ist null.`
  return kind === 'exempt' || kind === 'outside'
    ? `Eine Steuergruppe „${label}“ nennt den Grund der Befreiung, in Worten (BT-120) oder als Code (BT-121).`
    : `Eine Steuergruppe „${label}“ nennt keinen Befreiungsgrund (BT-120, BT-121).`
}

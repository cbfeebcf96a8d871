/** The words of a drawn invoice, as data: one entry a language. */
export type ViewLanguage = 'de' | 'en'

export type Labels = {
  invoice: string
  creditNote: string
  /** By UNTDID 1001, where the type says more than that. */
  types: Readonly<Record<string, string>>
  number: string
  issueDate: string
  dueDate: string
  deliveryDate: string
  vatPointDate: string
  period: string
  purchaseOrder: string
  salesOrder: string
  buyerReference: string
  contract: string
  project: string
  receivingAdvice: string
  despatchAdvice: string
  tender: string
  object: string
  preceding: string
  buyerAccounting: string
  seller: string
  buyer: string
  payee: string
  taxRepresentative: string
  deliveredTo: string
  vatId: string
  taxNumber: string
  legalId: string
  identifier: string
  position: string
  description: string
  quantity: string
  price: string
  vat: string
  net: string
  item: string
  buyerItem: string
  standardItem: string
  origin: string
  grossPrice: string
  discount: string
  charge: string
  linesTotal: string
  netTotal: string
  vatTotal: string
  grossTotal: string
  paid: string
  rounding: string
  thirdParty: string
  due: string
  vatBreakdown: string
  base: string
  tax: string
  exemption: string
  payment: string
  means: string
  iban: string
  bic: string
  accountName: string
  reference: string
  terms: string
  card: string
  mandate: string
  creditor: string
  debited: string
  notes: string
  attachments: string
  attached: string
  moreLines: (count: number) => string
  page: (number: number, count: number) => string
  /** What the drawing is, and what it is not. */
  drawn: (syntax: string) => string
  /** UNCL 4461. */
  meansByCode: Readonly<Record<string, string>>
  /** UNCL 5305. */
  vatCategories: Readonly<Record<string, string>>
  /** UN/ECE recommendation 20, those that people meet. */
  units: Readonly<Record<string, string>>
}

/** Codes of UN/ECE recommendation 20 whose signs are the same in every language. */
const SYMBOLS = {
  KGM: 'kg',
  GRM: 'g',
  TNE: 't',
  LTR: 'l',
  MTR: 'm',
  MTK: 'm²',
  MTQ: 'm³',
  CMT: 'cm',
  MMT: 'mm',
  KMT: 'km',
  KWH: 'kWh',
  MWH: 'MWh',
  P1: '%',
}

const DE: Labels = {
  invoice: 'Rechnung',
  creditNote: 'Gutschrift',
  types: {
    '326': 'Teilrechnung',
    '381': 'Gutschrift',
    '384': 'Rechnungskorrektur',
    '386': 'Vorauszahlungsrechnung',
    '389': 'Selbst ausgestellte Rechnung',
    '875': 'Teilrechnung (Bauleistung)',
    '876': 'Teilschlussrechnung (Bauleistung)',
    '877': 'Schlussrechnung (Bauleistung)',
  },
  number: 'Rechnungsnummer',
  issueDate: 'Rechnungsdatum',
  dueDate: 'Fällig am',
  deliveryDate: 'Lieferdatum',
  vatPointDate: 'Steuerlicher Zeitpunkt',
  period: 'Abrechnungszeitraum',
  purchaseOrder: 'Bestellnummer',
  salesOrder: 'Auftragsnummer',
  buyerReference: 'Referenz des Käufers',
  contract: 'Vertrag',
  project: 'Projekt',
  receivingAdvice: 'Wareneingang',
  despatchAdvice: 'Lieferschein',
  tender: 'Ausschreibung / Los',
  object: 'Objekt',
  preceding: 'Zu Rechnung',
  buyerAccounting: 'Kontierung',
  seller: 'Verkäufer',
  buyer: 'Käufer',
  payee: 'Zahlungsempfänger',
  taxRepresentative: 'Steuervertreter',
  deliveredTo: 'Lieferung an',
  vatId: 'USt-IdNr.',
  taxNumber: 'Steuernummer',
  legalId: 'Registernummer',
  identifier: 'Kennung',
  position: 'Pos.',
  description: 'Bezeichnung',
  quantity: 'Menge',
  price: 'Preis',
  vat: 'USt.',
  net: 'Netto',
  item: 'Art.-Nr.',
  buyerItem: 'Ihre Art.-Nr.',
  standardItem: 'GTIN',
  origin: 'Herkunft',
  grossPrice: 'Listenpreis',
  discount: 'Nachlass',
  charge: 'Zuschlag',
  linesTotal: 'Summe der Positionen',
  netTotal: 'Nettobetrag',
  vatTotal: 'Umsatzsteuer',
  grossTotal: 'Gesamtbetrag',
  paid: 'Bereits gezahlt',
  rounding: 'Rundung',
  thirdParty: 'Für Dritte',
  due: 'Zu zahlen',
  vatBreakdown: 'Umsatzsteuer nach Sätzen',
  base: 'Grundlage',
  tax: 'Steuer',
  exemption: 'Befreiung',
  payment: 'Zahlung',
  means: 'Zahlungsart',
  iban: 'IBAN',
  bic: 'BIC',
  accountName: 'Kontoinhaber',
  reference: 'Verwendungszweck',
  terms: 'Zahlungsbedingungen',
  card: 'Karte',
  mandate: 'Mandat',
  creditor: 'Gläubiger-ID',
  debited: 'Belastetes Konto',
  notes: 'Hinweise',
  attachments: 'Anlagen',
  attached: 'eingebettet',
  moreLines: (count) => `und ${count.toLocaleString('de')} weitere Positionen, die hier nicht gezeigt werden`,
  page: (number, count) => `Seite ${number} von ${count}`,
  drawn: (syntax) => `Ansicht der elektronischen Rechnung (${syntax}). Maßgeblich sind ihre Daten.`,
  meansByCode: {
    '1': 'nicht festgelegt',
    '10': 'bar',
    '20': 'Scheck',
    '30': 'Überweisung',
    '42': 'Zahlung auf ein Bankkonto',
    '48': 'Karte',
    '49': 'Lastschrift',
    '54': 'Kreditkarte',
    '55': 'Debitkarte',
    '57': 'Dauerauftrag',
    '58': 'SEPA-Überweisung',
    '59': 'SEPA-Lastschrift',
    '97': 'Verrechnung',
  },
  vatCategories: {
    S: '',
    Z: 'Nullsatz',
    E: 'steuerbefreit',
    AE: 'Steuerschuld des Empfängers',
    K: 'innergemeinschaftlich',
    G: 'Ausfuhr',
    O: 'nicht steuerbar',
    L: 'IGIC',
    M: 'IPSI',
  },
  units: {
    ...SYMBOLS,
    C62: 'Stk.',
    H87: 'Stk.',
    EA: 'Stk.',
    XPP: 'Stk.',
    PCE: 'Stk.',
    HUR: 'Std.',
    MIN: 'Min.',
    DAY: 'Tage',
    WEE: 'Wochen',
    MON: 'Monate',
    ANN: 'Jahre',
    SET: 'Satz',
    PR: 'Paar',
    LS: 'pauschal',
    XBX: 'Karton',
    XPK: 'Paket',
  },
}

const EN: Labels = {
  invoice: 'Invoice',
  creditNote: 'Credit note',
  types: {
    '326': 'Partial invoice',
    '381': 'Credit note',
    '384': 'Corrected invoice',
    '386': 'Prepayment invoice',
    '389': 'Self-billed invoice',
    '875': 'Partial construction invoice',
    '876': 'Partial final construction invoice',
    '877': 'Final construction invoice',
  },
  number: 'Invoice number',
  issueDate: 'Issue date',
  dueDate: 'Due date',
  deliveryDate: 'Delivered on',
  vatPointDate: 'Tax point',
  period: 'Period',
  purchaseOrder: 'Purchase order',
  salesOrder: 'Sales order',
  buyerReference: 'Buyer reference',
  contract: 'Contract',
  project: 'Project',
  receivingAdvice: 'Receiving advice',
  despatchAdvice: 'Despatch advice',
  tender: 'Tender or lot',
  object: 'Object',
  preceding: 'Preceding invoice',
  buyerAccounting: 'Booking reference',
  seller: 'Seller',
  buyer: 'Buyer',
  payee: 'Payee',
  taxRepresentative: 'Tax representative',
  deliveredTo: 'Delivered to',
  vatId: 'VAT id',
  taxNumber: 'Tax number',
  legalId: 'Registration',
  identifier: 'Identifier',
  position: 'No.',
  description: 'Description',
  quantity: 'Quantity',
  price: 'Price',
  vat: 'VAT',
  net: 'Net',
  item: 'Item no.',
  buyerItem: 'Your item no.',
  standardItem: 'GTIN',
  origin: 'Origin',
  grossPrice: 'List price',
  discount: 'Discount',
  charge: 'Charge',
  linesTotal: 'Sum of lines',
  netTotal: 'Net total',
  vatTotal: 'VAT',
  grossTotal: 'Total',
  paid: 'Paid before',
  rounding: 'Rounding',
  thirdParty: 'For third parties',
  due: 'Amount due',
  vatBreakdown: 'VAT by rate',
  base: 'Base',
  tax: 'Tax',
  exemption: 'Exemption',
  payment: 'Payment',
  means: 'Means of payment',
  iban: 'IBAN',
  bic: 'BIC',
  accountName: 'Account name',
  reference: 'Reference',
  terms: 'Terms',
  card: 'Card',
  mandate: 'Mandate',
  creditor: 'Creditor id',
  debited: 'Debited account',
  notes: 'Notes',
  attachments: 'Documents',
  attached: 'embedded',
  moreLines: (count) => `and ${count.toLocaleString('en')} more lines that are not shown here`,
  page: (number, count) => `Page ${number} of ${count}`,
  drawn: (syntax) => `A view of the electronic invoice (${syntax}). What counts is its data.`,
  meansByCode: {
    '1': 'not defined',
    '10': 'cash',
    '20': 'cheque',
    '30': 'credit transfer',
    '42': 'payment to a bank account',
    '48': 'card',
    '49': 'direct debit',
    '54': 'credit card',
    '55': 'debit card',
    '57': 'standing agreement',
    '58': 'SEPA credit transfer',
    '59': 'SEPA direct debit',
    '97': 'clearing between partners',
  },
  vatCategories: {
    S: '',
    Z: 'zero rated',
    E: 'exempt',
    AE: 'reverse charge',
    K: 'intra-community supply',
    G: 'export',
    O: 'not subject to VAT',
    L: 'IGIC',
    M: 'IPSI',
  },
  units: {
    ...SYMBOLS,
    C62: 'pcs',
    H87: 'pcs',
    EA: 'pcs',
    XPP: 'pcs',
    PCE: 'pcs',
    HUR: 'hours',
    MIN: 'min',
    DAY: 'days',
    WEE: 'weeks',
    MON: 'months',
    ANN: 'years',
    SET: 'set',
    PR: 'pairs',
    LS: 'lump sum',
    XBX: 'boxes',
    XPK: 'packages',
  },
}

export const LABELS: Readonly<Record<ViewLanguage, Labels>> = { de: DE, en: EN }

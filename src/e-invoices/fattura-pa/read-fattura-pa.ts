import { Decimal } from 'decimal.js'
import type { Adjustment, EInvoice, EInvoiceLine, PaymentInstruction, Stated } from '../../../schemas/e-invoice.ts'
import { listEmpty } from '../list-empty.ts'
import { makeTaker, stateText, type Taker } from '../read-terms.ts'
import { childOf, childrenOf, elementsAt, pathOf, type XmlElement } from '../xml/element.ts'
import { readFatturaParty } from './read-parties.ts'

/** Credit notes of FatturaPA's document types; every other TD is an invoice of some kind. */
const CREDIT_NOTES = new Set(['TD04', 'TD08'])
/** EsigibilitaIVA: the buyer pays the VAT to the state, not to the seller. */
const SPLIT_PAYMENT = 'S'

/** Whether this is the root of a FatturaPA 1.2 (ordinary, not simplified). */
export function isFatturaPa(root: XmlElement): boolean {
  return root.name === 'p:FatturaElettronica'
}

/**
 * Reads FatturaPA 1.2 into the model of EN 16931, one invoice for each body of the file. What FatturaPA leaves to be summed up (net, VAT,
 * several instalments) is a sum whose path is the XPath expression that makes it. Codes (TD01, MP05, N2.2) stay as written.
 */
export function readFatturaPa(root: XmlElement): EInvoice[] {
  const header = childOf(root, 'FatturaElettronicaHeader')
  return childrenOf(root, 'FatturaElettronicaBody').map((body) => readBody(body, { root, header }))
}

function readBody(body: XmlElement, { root, header }: { root: XmlElement; header: XmlElement | undefined }): EInvoice {
  const take = makeTaker()
  const general = childOf(body, 'DatiGenerali')
  const document = childOf(general, 'DatiGeneraliDocumento')
  const goods = childOf(body, 'DatiBeniServizi')
  const instalments = elementsAt(body, 'DatiPagamento/DettaglioPagamento')
  const type = take.text(document, 'TipoDocumento')
  const currency = take.text(document, 'Divisa')
  const receiver = childOf(header, 'DatiTrasmissione')
  const buyer = readFatturaParty(childOf(header, 'CessionarioCommittente'), take)
  return {
    syntax: 'fattura-pa',
    path: pathOf(body),
    kind: type && CREDIT_NOTES.has(type.text) ? 'credit-note' : 'invoice',
    number: take.text(document, 'Numero'),
    issueDate: take.isoDate(document, 'Data'),
    type,
    currency,
    vatCurrency: undefined,
    vatPointDate: undefined,
    vatPointCode: undefined,
    dueDate: earliest(instalments.flatMap((one) => take.isoDate(one, 'DataScadenzaPagamento') ?? [])),
    buyerReference: take.text(general, 'DatiOrdineAcquisto/CodiceCommessaConvenzione'),
    project: take.text(general, 'DatiOrdineAcquisto/CodiceCUP'),
    contract: firstText(general, 'DatiContratto/IdDocumento'),
    purchaseOrder: firstText(general, 'DatiOrdineAcquisto/IdDocumento'),
    salesOrder: undefined,
    receivingAdvice: firstText(general, 'DatiRicezione/IdDocumento'),
    despatchAdvice: firstText(general, 'DatiDDT/NumeroDDT'),
    tender: firstText(general, 'DatiOrdineAcquisto/CodiceCIG'),
    object: undefined,
    references: [],
    buyerAccounting: undefined,
    paymentTerms: elementsAt(body, 'DatiPagamento/CondizioniPagamento').map(stateText),
    notes: childrenOf(document, 'Causale').map((note) => ({
      path: pathOf(note),
      subject: undefined,
      text: stateText(note),
    })),
    process: undefined,
    specification: take.text(receiver, 'FormatoTrasmissione'),
    preceding: childrenOf(general, 'DatiFattureCollegate').map((one) => ({
      path: pathOf(one),
      number: take.text(one, 'IdDocumento'),
      date: take.isoDate(one, 'Data'),
    })),
    seller: readFatturaParty(childOf(header, 'CedentePrestatore'), take),
    buyer: buyer && {
      ...buyer,
      electronicAddress: take.text(receiver, 'CodiceDestinatario') ?? take.text(receiver, 'PECDestinatario'),
    },
    payee: undefined,
    taxRepresentative: readFatturaParty(childOf(header, 'RappresentanteFiscale'), take),
    delivery: readDelivery(childOf(general, 'DatiTrasporto'), take),
    period: undefined,
    payments: instalments.map((one) => readPayment(one, take)),
    ...readAdjustments(document, take),
    totals: readTotals({ body, document, instalments }, take),
    vatBreakdown: childrenOf(goods, 'DatiRiepilogo').map((one) => ({
      path: pathOf(one),
      base: take.text(one, 'ImponibileImporto'),
      tax: take.text(one, 'Imposta'),
      category: take.text(one, 'Natura'),
      rate: take.text(one, 'AliquotaIVA'),
      exemption: take.text(one, 'RiferimentoNormativo'),
      exemptionCode: undefined,
    })),
    attachments: childrenOf(body, 'Allegati').map((one) => {
      const embedded = childOf(one, 'Attachment')
      const fileName = take.text(one, 'NomeAttachment')
      return {
        path: pathOf(one),
        reference: fileName,
        description: take.text(one, 'DescrizioneAttachment'),
        location: undefined,
        embedded: embedded && {
          path: pathOf(embedded),
          base64: embedded.text,
          mediaType: undefined,
          fileName: fileName?.text,
        },
      }
    }),
    lines: childrenOf(goods, 'DettaglioLinee').map((one) => readLine(one, take)),
    otherAmounts: [...readOtherAmounts(document), ...readExtras(goods)],
    surplus: take.surplus,
    empty: listEmpty(root),
  }
}

/** For what may be there several times and has one place in the model, where the others are no oddity. */
function firstText(parent: XmlElement | undefined, path: string): Stated | undefined {
  const [first] = elementsAt(parent, path)
  return first && stateText(first)
}

function earliest(dates: Stated[]): Stated | undefined {
  return dates.toSorted((one, other) => one.text.localeCompare(other.text))[0]
}

function readDelivery(element: XmlElement | undefined, take: Taker): EInvoice['delivery'] {
  const date = take.isoDate(element, 'DataInizioTrasporto')
  return (
    element && {
      path: pathOf(element),
      name: undefined,
      location: undefined,
      date,
      address: undefined,
    }
  )
}

function readPayment(element: XmlElement, take: Taker): PaymentInstruction {
  const account = take.text(element, 'IBAN')
  return {
    path: pathOf(element),
    means: take.text(element, 'ModalitaPagamento'),
    meansText: undefined,
    remittance: take.text(element, 'CodicePagamento'),
    transfers: account
      ? [{ path: account.path, account, name: take.text(element, 'Beneficiario'), bank: take.text(element, 'BIC') }]
      : [],
    cards: [],
    directDebit: undefined,
  }
}

/** Discounts and surcharges of the document; the contribution to a pension fund is a charge. */
function readAdjustments(
  document: XmlElement | undefined,
  take: Taker,
): { allowances: Adjustment[]; charges: Adjustment[] } {
  const allowances: Adjustment[] = []
  const charges: Adjustment[] = []
  for (const element of childrenOf(document, 'ScontoMaggiorazione')) {
    const list = childOf(element, 'Tipo')?.text.trim() === 'MG' ? charges : allowances
    list.push({
      path: pathOf(element),
      indicator: undefined,
      amount: take.text(element, 'Importo'),
      base: undefined,
      percent: take.text(element, 'Percentuale'),
      category: undefined,
      rate: undefined,
      reason: take.text(element, 'Tipo'),
      reasonCode: undefined,
    })
  }
  for (const element of childrenOf(document, 'DatiCassaPrevidenziale')) {
    charges.push({
      path: pathOf(element),
      indicator: undefined,
      amount: take.text(element, 'ImportoContributoCassa'),
      base: take.text(element, 'ImponibileCassa'),
      percent: take.text(element, 'AlCassa'),
      category: take.text(element, 'Natura'),
      rate: take.text(element, 'AliquotaIVA'),
      reason: take.text(element, 'TipoCassa'),
      reasonCode: undefined,
    })
  }
  return { allowances, charges }
}

function readTotals(
  parts: { body: XmlElement; document: XmlElement | undefined; instalments: XmlElement[] },
  take: Taker,
): EInvoice['totals'] {
  const groups = elementsAt(parts.body, 'DatiBeniServizi/DatiRiepilogo')
  const sum = (name: string, of: XmlElement[] = groups) => sumUp(of.flatMap((one) => take.text(one, name) ?? []))
  const vat = sum('Imposta')
  const split = groups.some((one) => childOf(one, 'EsigibilitaIVA')?.text.trim() === SPLIT_PAYMENT)
  const net = sum('ImponibileImporto')
  // The total of the document need not be there.
  const gross = take.text(parts.document, 'ImportoTotaleDocumento') ?? sumUp([net, vat].flatMap((one) => one ?? []))
  return {
    path: undefined,
    lines: undefined,
    allowances: undefined,
    charges: undefined,
    net,
    vat,
    vatInVatCurrency: undefined,
    gross,
    paid: undefined,
    rounding: take.text(parts.document, 'Arrotondamento'),
    due: sum('ImportoPagamento', parts.instalments) ?? (split ? net : gross),
    vatTotals: [{ path: pathOf(parts.body), amount: vat, detailed: true }],
    thirdParty: [],
  }
}

/** One amount stays what it is; several become their sum, and the path the expression that makes it. */
function sumUp(amounts: Stated[]): Stated | undefined {
  const [first] = amounts
  if (!first || amounts.length === 1) return first
  const known = amounts.filter(({ text }) => /^-?\d{1,15}(\.\d{1,8})?$/.test(text))
  const total = known.reduce((sum, { text }) => sum.plus(text), new Decimal(0))
  return { text: total.toFixed(2), path: `sum((${amounts.map(({ path }) => path).join(', ')}))` }
}

function readLine(element: XmlElement, take: Taker): EInvoiceLine {
  const start = take.isoDate(element, 'DataInizioPeriodo')
  const end = take.isoDate(element, 'DataFinePeriodo')
  const unit = take.text(element, 'UnitaMisura')
  const quantity = take.text(element, 'Quantita')
  const adjustments = childrenOf(element, 'ScontoMaggiorazione').map((one) => ({
    charge: childOf(one, 'Tipo')?.text.trim() === 'MG',
    path: pathOf(one),
    indicator: undefined,
    amount: take.text(one, 'Importo'),
    base: undefined,
    percent: take.text(one, 'Percentuale'),
    category: undefined,
    rate: undefined,
    reason: take.text(one, 'Tipo'),
    reasonCode: undefined,
  }))
  const withoutMark = ({ charge: _, ...adjustment }: (typeof adjustments)[number]): Adjustment => adjustment
  const codes = childrenOf(element, 'CodiceArticolo').flatMap((one) => {
    const value = take.text(one, 'CodiceValore')
    const scheme = take.text(one, 'CodiceTipo')
    return value ? [{ ...value, ...(scheme ? { scheme: scheme.text } : {}) }] : []
  })
  return {
    path: pathOf(element),
    id: take.text(element, 'NumeroLinea'),
    notes: [],
    object: undefined,
    references: [],
    quantity: quantity && { ...quantity, ...(unit ? { unit: unit.text } : {}) },
    netAmount: take.text(element, 'PrezzoTotale'),
    orderLine: undefined,
    buyerAccounting: take.text(element, 'RiferimentoAmministrazione'),
    period: start || end ? { path: pathOf(element), start, end, vatPoint: undefined } : undefined,
    allowances: adjustments.filter(({ charge }) => !charge).map(withoutMark),
    charges: adjustments.filter(({ charge }) => charge).map(withoutMark),
    netPrice: take.text(element, 'PrezzoUnitario'),
    priceDiscount: undefined,
    priceIndicator: undefined,
    grossPrice: undefined,
    priceQuantity: undefined,
    category: take.text(element, 'Natura'),
    rate: take.text(element, 'AliquotaIVA'),
    name: take.text(element, 'Descrizione'),
    description: undefined,
    sellerItem: codes[0],
    buyerItem: undefined,
    standardItem: undefined,
    classifications: codes.slice(1),
    origin: undefined,
    attributes: childrenOf(element, 'AltriDatiGestionali').map((one) => ({
      path: pathOf(one),
      name: take.text(one, 'TipoDato'),
      value:
        take.text(one, 'RiferimentoTesto') ?? take.text(one, 'RiferimentoNumero') ?? take.text(one, 'RiferimentoData'),
    })),
    depth: 0,
    counts: true,
  }
}

/** What a VAT group holds besides its lines; the path tells of which group. */
function readExtras(goods: XmlElement | undefined): EInvoice['otherAmounts'] {
  return ['SpeseAccessorie', 'Arrotondamento'].flatMap((name) =>
    elementsAt(goods, `DatiRiepilogo/${name}`).map((element) => ({ name, amount: stateText(element) })),
  )
}

/** What is withheld for the seller's taxes, and stamp duty: they explain why the amount due is another than the total. */
function readOtherAmounts(document: XmlElement | undefined): EInvoice['otherAmounts'] {
  const paths = ['DatiRitenuta/ImportoRitenuta', 'DatiBollo/ImportoBollo']
  return paths.flatMap((path) =>
    elementsAt(document, path).map((element) => ({ name: path.split('/')[1] ?? path, amount: stateText(element) })),
  )
}

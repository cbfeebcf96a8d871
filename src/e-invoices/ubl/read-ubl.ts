import type { Attachment, EInvoice, PaymentInstruction, VatGroup } from '../../../schemas/e-invoice.ts'
import { chooseVatTotals } from '../choose-vat-totals.ts'
import { CREDIT_NOTE_TYPES } from '../code-lists/document-types.ts'
import { listEmpty } from '../list-empty.ts'
import { makeTaker, stateTerm, stateText, type Taker } from '../read-terms.ts'
import { childOf, childrenOf, elementAt, elementsAt, pathOf, trimXml, type XmlElement } from '../xml/element.ts'
import { readUblLines } from './read-lines.ts'
import { readUblAddress, readUblParty } from './read-parties.ts'
import { readUblAdjustments, readUblPeriod, vatCategoryOf } from './read-parts.ts'

const INVOICE = 'ubl:Invoice'
const CREDIT_NOTE = 'cn:CreditNote'

/** UNTDID 1001 in an AdditionalDocumentReference: it identifies an object (BT-18) or a project (BT-11 of a credit note). */
const OBJECT_REFERENCE = '130'
const PROJECT_REFERENCE = '50'

/** Whether this is the root of a UBL 2.1 invoice or credit note. */
export function isUbl(root: XmlElement): boolean {
  return root.name === INVOICE || root.name === CREDIT_NOTE
}

/** Reads a UBL 2.1 Invoice or CreditNote by the binding of CEN/TS 16931-3-2. Never throws: what is missing or odd is left to the rules. */
export function readUbl(root: XmlElement): EInvoice {
  const take = makeTaker()
  const credit = root.name === CREDIT_NOTE
  const references = childrenOf(root, 'cac:AdditionalDocumentReference')
  const typed = (type: string) =>
    references.find((one) => trimXml(childOf(one, 'cbc:DocumentTypeCode')?.text ?? '') === type)
  const seller = readUblParty(elementAt(root, 'cac:AccountingSupplierParty/cac:Party'), take)
  const payee = readPayee(childOf(root, 'cac:PayeeParty'), take)
  const period = readUblPeriod(childOf(root, 'cac:InvoicePeriod'), take)
  const currency = take.text(root, 'cbc:DocumentCurrencyCode')
  const vatCurrency = take.text(root, 'cbc:TaxCurrencyCode')
  const adjustments = readUblAdjustments(root, take)
  const type = take.text(root, credit ? 'cbc:CreditNoteTypeCode' : 'cbc:InvoiceTypeCode')
  return {
    syntax: credit ? 'ubl-credit-note' : 'ubl-invoice',
    path: pathOf(root),
    kind: credit || (type && CREDIT_NOTE_TYPES.has(type.text)) ? 'credit-note' : 'invoice',
    number: take.text(root, 'cbc:ID'),
    issueDate: take.isoDate(root, 'cbc:IssueDate'),
    type,
    currency,
    vatCurrency,
    vatPointDate: take.isoDate(root, 'cbc:TaxPointDate'),
    vatPointCode: period?.vatPoint,
    dueDate: credit ? take.isoDate(root, 'cac:PaymentMeans/cbc:PaymentDueDate') : take.isoDate(root, 'cbc:DueDate'),
    buyerReference: take.text(root, 'cbc:BuyerReference'),
    project: take.text(root, 'cac:ProjectReference/cbc:ID') ?? take.text(typed(PROJECT_REFERENCE), 'cbc:ID'),
    contract: take.text(root, 'cac:ContractDocumentReference/cbc:ID'),
    purchaseOrder: take.text(root, 'cac:OrderReference/cbc:ID'),
    salesOrder: take.text(root, 'cac:OrderReference/cbc:SalesOrderID'),
    receivingAdvice: take.text(root, 'cac:ReceiptDocumentReference/cbc:ID'),
    despatchAdvice: take.text(root, 'cac:DespatchDocumentReference/cbc:ID'),
    tender: take.text(root, 'cac:OriginatorDocumentReference/cbc:ID'),
    object: take.term(typed(OBJECT_REFERENCE), 'cbc:ID'),
    references: references.map((one) => ({ path: pathOf(one), type: take.text(one, 'cbc:DocumentTypeCode') })),
    buyerAccounting: take.text(root, 'cbc:AccountingCost'),
    paymentTerms: elementsAt(root, 'cac:PaymentTerms/cbc:Note').map((note) => ({
      // Line breaks carry meaning here (XRechnung's terms of discount), the last one, too.
      text: note.text,
      path: pathOf(note),
    })),
    notes: childrenOf(root, 'cbc:Note').map(readNote),
    process: take.text(root, 'cbc:ProfileID'),
    specification: take.text(root, 'cbc:CustomizationID'),
    preceding: elementsAt(root, 'cac:BillingReference').map((one) => ({
      path: pathOf(one),
      number: take.text(one, 'cac:InvoiceDocumentReference/cbc:ID'),
      date: take.isoDate(one, 'cac:InvoiceDocumentReference/cbc:IssueDate'),
    })),
    seller,
    buyer: readUblParty(elementAt(root, 'cac:AccountingCustomerParty/cac:Party'), take),
    payee,
    taxRepresentative: readTaxRepresentative(childOf(root, 'cac:TaxRepresentativeParty'), take),
    delivery: readDelivery(childOf(root, 'cac:Delivery'), take),
    period,
    payments: childrenOf(root, 'cac:PaymentMeans').map((one) => readPayment(one, { root, take })),
    ...adjustments,
    totals: readTotals(root, { take, currency, vatCurrency }),
    vatBreakdown: elementsAt(root, 'cac:TaxTotal/cac:TaxSubtotal').map((one) => readVatGroup(one, take)),
    attachments: references
      .filter((one) => one !== typed(OBJECT_REFERENCE) && one !== typed(PROJECT_REFERENCE))
      .map((one) => readAttachment(one, take)),
    lines: readUblLines(root, take),
    otherAmounts: [],
    surplus: take.surplus,
    empty: listEmpty(root),
  }
}

/** UBL writes the subject of a note into its text: `#AAI#The text`. */
function readNote(element: XmlElement): EInvoice['notes'][number] {
  const { text, path } = stateText(element)
  const subject = /^#([^#\s]{1,10})#([\s\S]*)$/.exec(text)
  return subject
    ? { path, subject: { text: subject[1] ?? '', path }, text: { text: trimXml(subject[2] ?? ''), path } }
    : { path, text: { text, path } }
}

function readPayee(element: XmlElement | undefined, take: Taker): EInvoice['payee'] {
  const party = readUblParty(element, take)
  // A payee is known by its name as people say it (BT-59), the other parties by the registered one.
  return party && { ...party, name: party.tradingName, tradingName: undefined }
}

function readTaxRepresentative(element: XmlElement | undefined, take: Taker): EInvoice['taxRepresentative'] {
  return readPayee(element, take)
}

function readDelivery(element: XmlElement | undefined, take: Taker): EInvoice['delivery'] {
  return (
    element && {
      path: pathOf(element),
      name: take.text(element, 'cac:DeliveryParty/cac:PartyName/cbc:Name'),
      location: take.term(element, 'cac:DeliveryLocation/cbc:ID'),
      date: take.isoDate(element, 'cbc:ActualDeliveryDate'),
      address: readUblAddress(elementAt(element, 'cac:DeliveryLocation/cac:Address'), take),
    }
  )
}

function readPayment(element: XmlElement, { root, take }: { root: XmlElement; take: Taker }): PaymentInstruction {
  const code = childOf(element, 'cbc:PaymentMeansCode')
  const meansText = code?.attributes['name']
  const mandate = childOf(element, 'cac:PaymentMandate')
  return {
    path: pathOf(element),
    means: take.text(element, 'cbc:PaymentMeansCode'),
    meansText: code && meansText !== undefined ? { text: meansText, path: `${pathOf(code)}/@name` } : undefined,
    remittance: take.text(element, 'cbc:PaymentID'),
    transfers: childrenOf(element, 'cac:PayeeFinancialAccount').map((account) => ({
      path: pathOf(account),
      account: take.term(account, 'cbc:ID'),
      name: take.text(account, 'cbc:Name'),
      bank: take.term(account, 'cac:FinancialInstitutionBranch/cbc:ID'),
    })),
    cards: childrenOf(element, 'cac:CardAccount').map((card) => ({
      path: pathOf(card),
      number: take.text(card, 'cbc:PrimaryAccountNumberID'),
      holder: take.text(card, 'cbc:HolderName'),
    })),
    directDebit: mandate && {
      path: pathOf(mandate),
      mandate: take.text(mandate, 'cbc:ID'),
      creditor: sepaCreditor(root),
      account: take.term(mandate, 'cac:PayerFinancialAccount/cbc:ID'),
    },
  }
}

/** BT-90 stands with the identifiers of payee or seller, marked SEPA. */
function sepaCreditor(root: XmlElement): PaymentInstruction['transfers'][number]['account'] {
  const parties = [childOf(root, 'cac:PayeeParty'), elementAt(root, 'cac:AccountingSupplierParty/cac:Party')]
  const id = parties
    .flatMap((party) => elementsAt(party, 'cac:PartyIdentification/cbc:ID'))
    .find((one) => one.attributes['schemeID'] === 'SEPA')
  return id && stateTerm(id)
}

function readVatGroup(element: XmlElement, take: Taker): VatGroup {
  const category = vatCategoryOf(element, 'cac:TaxCategory')
  return {
    path: pathOf(element),
    base: take.term(element, 'cbc:TaxableAmount'),
    tax: take.term(element, 'cbc:TaxAmount'),
    category: take.text(category, 'cbc:ID'),
    rate: take.text(category, 'cbc:Percent'),
    exemption: take.text(category, 'cbc:TaxExemptionReason'),
    exemptionCode: take.text(category, 'cbc:TaxExemptionReasonCode'),
  }
}

function readTotals(
  root: XmlElement,
  { take, ...currencies }: { take: Taker; currency: EInvoice['currency']; vatCurrency: EInvoice['vatCurrency'] },
): EInvoice['totals'] {
  const total = childOf(root, 'cac:LegalMonetaryTotal')
  const vatTotals = childrenOf(root, 'cac:TaxTotal').map((one) => ({
    path: pathOf(one),
    amount: take.term(one, 'cbc:TaxAmount'),
    detailed: childOf(one, 'cac:TaxSubtotal') !== undefined,
  }))
  return {
    path: total && pathOf(total),
    lines: take.term(total, 'cbc:LineExtensionAmount'),
    allowances: take.term(total, 'cbc:AllowanceTotalAmount'),
    charges: take.term(total, 'cbc:ChargeTotalAmount'),
    net: take.term(total, 'cbc:TaxExclusiveAmount'),
    ...chooseVatTotals(vatTotals, currencies),
    gross: take.term(total, 'cbc:TaxInclusiveAmount'),
    paid: take.term(total, 'cbc:PrepaidAmount'),
    rounding: take.term(total, 'cbc:PayableRoundingAmount'),
    due: take.term(total, 'cbc:PayableAmount'),
    vatTotals,
    // XRechnung's extension, BG-DEX-09.
    thirdParty: elementsAt(root, 'cac:PrepaidPayment/cbc:PaidAmount').map(stateTerm),
  }
}

function readAttachment(element: XmlElement, take: Taker): Attachment {
  const embedded = elementAt(element, 'cac:Attachment/cbc:EmbeddedDocumentBinaryObject')
  return {
    path: pathOf(element),
    reference: take.term(element, 'cbc:ID'),
    description: take.text(element, 'cbc:DocumentDescription'),
    location: take.text(element, 'cac:Attachment/cac:ExternalReference/cbc:URI'),
    embedded: embedded && {
      path: pathOf(embedded),
      base64: embedded.text,
      mediaType: embedded.attributes['mimeCode'],
      fileName: embedded.attributes['filename'],
    },
  }
}

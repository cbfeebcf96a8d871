import type { Adjustment, Attachment, EInvoice, PaymentInstruction, VatGroup } from '../../../schemas/e-invoice.ts'
import { chooseVatTotals } from '../choose-vat-totals.ts'
import { CREDIT_NOTE_TYPES } from '../code-lists/document-types.ts'
import { listEmpty } from '../list-empty.ts'
import { makeTaker, stateTerm, stateText } from '../read-terms.ts'
import { childOf, childrenOf, elementAt, elementsAt, pathOf, trimXml, type XmlElement } from '../xml/element.ts'
import { DIALECTS } from './dialect.ts'
import { readCiiLines } from './read-lines.ts'
import {
  type CiiReading,
  isVat,
  readCiiAddress,
  readCiiAdjustments,
  readCiiDate,
  readCiiParty,
  readCiiPeriod,
  vatOf,
} from './read-parts.ts'

/** UNTDID 1001 in an AdditionalReferencedDocument: an object (BT-18), a tender (BT-17). Everything else supports the invoice (BG-24). */
const OBJECT_REFERENCE = '130'
const TENDER_REFERENCE = '50'

/** Whether this is the root of a CII D16B invoice or of ZUGFeRD 1.0. */
export function isCii(root: XmlElement): boolean {
  return DIALECTS.has(root.name)
}

/** Reads CII by the binding of CEN/TS 16931-3-3, ZUGFeRD 1.0 by its likeness. Never throws: what is missing or odd is left to the rules. */
export function readCii(root: XmlElement): EInvoice {
  const dialect = DIALECTS.get(root.name)
  if (!dialect) throw new TypeError(`${root.name} is no root of CII: ask isCii first`)
  const take = makeTaker()
  const reading: CiiReading = { take, dialect }
  const document = childOf(root, dialect.document)
  const transaction = childOf(root, dialect.transaction)
  const agreement = childOf(transaction, dialect.agreement)
  const delivery = childOf(transaction, dialect.delivery)
  const settlement = childOf(transaction, dialect.settlement)
  const taxes = childrenOf(settlement, 'ram:ApplicableTradeTax').filter(isVat)
  const terms = childrenOf(settlement, 'ram:SpecifiedTradePaymentTerms')
  const referenced = childrenOf(agreement, 'ram:AdditionalReferencedDocument')
  const type = take.text(document, 'ram:TypeCode')
  const currency = take.text(settlement, 'ram:InvoiceCurrencyCode')
  const vatCurrency = take.text(settlement, 'ram:TaxCurrencyCode')
  const adjustments = readCiiAdjustments(settlement, reading)
  return {
    syntax: dialect.syntax,
    path: pathOf(root),
    kind: type && CREDIT_NOTE_TYPES.has(type.text) ? 'credit-note' : 'invoice',
    number: take.text(document, 'ram:ID'),
    issueDate: readCiiDate(childOf(document, 'ram:IssueDateTime')),
    type,
    currency,
    vatCurrency,
    vatPointDate: readCiiDate(taxes.map((tax) => childOf(tax, 'ram:TaxPointDate')).find((date) => date)),
    vatPointCode: taxes.map((tax) => take.text(tax, 'ram:DueDateTypeCode')).find((code) => code),
    dueDate: readCiiDate(terms.map((one) => childOf(one, 'ram:DueDateDateTime')).find((date) => date)),
    buyerReference: take.text(agreement, 'ram:BuyerReference'),
    project: take.text(agreement, 'ram:SpecifiedProcuringProject/ram:ID'),
    contract: referenceOf(agreement, 'ram:ContractReferencedDocument', reading),
    purchaseOrder: referenceOf(agreement, 'ram:BuyerOrderReferencedDocument', reading),
    salesOrder: referenceOf(agreement, 'ram:SellerOrderReferencedDocument', reading),
    receivingAdvice: referenceOf(delivery, 'ram:ReceivingAdviceReferencedDocument', reading),
    despatchAdvice: referenceOf(delivery, 'ram:DespatchAdviceReferencedDocument', reading),
    tender: take.text(
      referenced.find((one) => typeOf(one) === TENDER_REFERENCE),
      'ram:IssuerAssignedID',
    ),
    object: readObject(
      referenced.find((one) => typeOf(one) === OBJECT_REFERENCE),
      reading,
    ),
    references: referenced.map((one) => ({ path: pathOf(one), type: take.text(one, 'ram:TypeCode') })),
    buyerAccounting: take.text(settlement, 'ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID'),
    paymentTerms: terms
      .flatMap((one) => childOf(one, 'ram:Description') ?? [])
      .map((one) => ({ text: one.text, path: pathOf(one) })),
    notes: childrenOf(document, 'ram:IncludedNote').map((note) => ({
      path: pathOf(note),
      subject: take.text(note, 'ram:SubjectCode'),
      text: take.text(note, 'ram:Content'),
    })),
    process: take.text(root, `${dialect.context}/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID`),
    specification: take.text(root, `${dialect.context}/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID`),
    preceding: childrenOf(settlement, 'ram:InvoiceReferencedDocument').map((one) => ({
      path: pathOf(one),
      number: take.text(one, 'ram:IssuerAssignedID'),
      date: readCiiDate(childOf(one, 'ram:FormattedIssueDateTime')),
    })),
    seller: readCiiParty(childOf(agreement, 'ram:SellerTradeParty'), reading),
    buyer: readCiiParty(childOf(agreement, 'ram:BuyerTradeParty'), reading),
    payee: readCiiParty(childOf(settlement, 'ram:PayeeTradeParty'), reading),
    taxRepresentative: readCiiParty(childOf(agreement, 'ram:SellerTaxRepresentativeTradeParty'), reading),
    delivery: readDelivery(delivery, reading),
    period: readCiiPeriod(childOf(settlement, 'ram:BillingSpecifiedPeriod')),
    payments: readPayments(settlement, reading),
    allowances: adjustments.allowances,
    charges: [...adjustments.charges, ...readLogistics(settlement, reading)],
    totals: readTotals(settlement, { ...reading, currency, vatCurrency }),
    vatBreakdown: taxes.map((tax) => readVatGroup(tax, reading)),
    attachments: referenced
      .filter((one) => typeOf(one) !== OBJECT_REFERENCE && typeOf(one) !== TENDER_REFERENCE)
      .map((one) => readAttachment(one, reading)),
    lines: readCiiLines(transaction, reading),
    otherAmounts: [],
    surplus: take.surplus,
    empty: listEmpty(root),
  }
}

function typeOf(reference: XmlElement): string {
  return trimXml(childOf(reference, 'ram:TypeCode')?.text ?? '')
}

function referenceOf(
  parent: XmlElement | undefined,
  name: string,
  { take, dialect }: CiiReading,
): EInvoice['purchaseOrder'] {
  // ZUGFeRD 1.0 calls it ID.
  return take.text(parent, `${name}/${dialect.syntax === 'cii' ? 'ram:IssuerAssignedID' : 'ram:ID'}`)
}

function readObject(element: XmlElement | undefined, { take }: CiiReading): EInvoice['object'] {
  const id = take.text(element, 'ram:IssuerAssignedID')
  const scheme = childOf(element, 'ram:ReferenceTypeCode')
  return id && { ...id, ...(scheme ? { scheme: trimXml(scheme.text) } : {}) }
}

function readDelivery(element: XmlElement | undefined, { take }: CiiReading): EInvoice['delivery'] {
  const receiver = childOf(element, 'ram:ShipToTradeParty')
  const date = elementAt(element, 'ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime')
  if (!element || (!receiver && !date)) return undefined
  return {
    path: pathOf(element),
    name: take.text(receiver, 'ram:Name'),
    location: take.term(receiver, 'ram:GlobalID') ?? take.term(receiver, 'ram:ID'),
    date: readCiiDate(date),
    address: readCiiAddress(childOf(receiver, 'ram:PostalTradeAddress'), take),
  }
}

function readPayments(settlement: XmlElement | undefined, { take }: CiiReading): PaymentInstruction[] {
  const remittance = take.text(settlement, 'ram:PaymentReference')
  const creditor = childOf(settlement, 'ram:CreditorReferenceID')
  const mandate = elementsAt(settlement, 'ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID')[0]
  return childrenOf(settlement, 'ram:SpecifiedTradeSettlementPaymentMeans').map((element) => {
    const debtor = childOf(element, 'ram:PayerPartyDebtorFinancialAccount')
    const direct = debtor ?? mandate ?? creditor
    return {
      path: pathOf(element),
      means: take.text(element, 'ram:TypeCode'),
      meansText: take.text(element, 'ram:Information'),
      remittance,
      transfers: childrenOf(element, 'ram:PayeePartyCreditorFinancialAccount').map((account) => ({
        path: pathOf(account),
        account: take.term(account, 'ram:IBANID') ?? take.term(account, 'ram:ProprietaryID'),
        name: take.text(account, 'ram:AccountName'),
        bank: take.term(element, 'ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID'),
      })),
      cards: childrenOf(element, 'ram:ApplicableTradeSettlementFinancialCard').map((card) => ({
        path: pathOf(card),
        number: take.text(card, 'ram:ID'),
        holder: take.text(card, 'ram:CardholderName'),
      })),
      directDebit: direct && {
        path: pathOf(direct),
        mandate: mandate && stateText(mandate),
        creditor: creditor && stateTerm(creditor),
        account: take.term(debtor, 'ram:IBANID') ?? take.term(debtor, 'ram:ProprietaryID'),
      },
    }
  })
}

/** Freight and the like (EXTENDED and ZUGFeRD 1.0): charges of the document by another name. */
function readLogistics(settlement: XmlElement | undefined, { take, dialect }: CiiReading): Adjustment[] {
  return childrenOf(settlement, 'ram:SpecifiedLogisticsServiceCharge').map((element) => {
    const tax = vatOf(element, 'ram:AppliedTradeTax')
    return {
      path: pathOf(element),
      indicator: undefined,
      amount: take.term(element, 'ram:AppliedAmount'),
      base: undefined,
      percent: undefined,
      category: take.text(tax, 'ram:CategoryCode'),
      rate: take.text(tax, dialect.rate),
      reason: take.text(element, 'ram:Description'),
      reasonCode: undefined,
    }
  })
}

function readVatGroup(element: XmlElement, { take, dialect }: CiiReading): VatGroup {
  return {
    path: pathOf(element),
    base: take.term(element, 'ram:BasisAmount'),
    tax: take.term(element, 'ram:CalculatedAmount'),
    category: take.text(element, 'ram:CategoryCode'),
    rate: take.text(element, dialect.rate),
    exemption: take.text(element, 'ram:ExemptionReason'),
    exemptionCode: take.text(element, 'ram:ExemptionReasonCode'),
  }
}

function readTotals(
  settlement: XmlElement | undefined,
  {
    take,
    dialect,
    ...currencies
  }: CiiReading & { currency: EInvoice['currency']; vatCurrency: EInvoice['vatCurrency'] },
): EInvoice['totals'] {
  const total = childOf(settlement, dialect.totals)
  const vatTotals = childrenOf(total, 'ram:TaxTotalAmount').map((one) => {
    const amount = stateTerm(one)
    // The groups of CII stand beside the totals, in the invoice's currency.
    const detailed = (amount.currency ?? currencies.currency?.text) === currencies.currency?.text
    return { path: pathOf(one), amount, detailed }
  })
  return {
    path: total && pathOf(total),
    lines: take.term(total, 'ram:LineTotalAmount'),
    allowances: take.term(total, 'ram:AllowanceTotalAmount'),
    charges: take.term(total, 'ram:ChargeTotalAmount'),
    net: take.term(total, 'ram:TaxBasisTotalAmount'),
    ...chooseVatTotals(vatTotals, currencies),
    gross: take.term(total, 'ram:GrandTotalAmount'),
    paid: take.term(total, 'ram:TotalPrepaidAmount'),
    rounding: take.term(total, 'ram:RoundingAmount'),
    due: take.term(total, 'ram:DuePayableAmount'),
    vatTotals,
    thirdParty: [],
  }
}

function readAttachment(element: XmlElement, { take }: CiiReading): Attachment {
  const embedded = childOf(element, 'ram:AttachmentBinaryObject')
  return {
    path: pathOf(element),
    reference: take.text(element, 'ram:IssuerAssignedID'),
    description: take.text(element, 'ram:Name'),
    location: take.text(element, 'ram:URIID'),
    embedded: embedded && {
      path: pathOf(embedded),
      base64: embedded.text,
      mediaType: embedded.attributes['mimeCode'],
      fileName: embedded.attributes['filename'],
    },
  }
}

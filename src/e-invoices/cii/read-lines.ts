import type { EInvoiceLine } from '../../../schemas/e-invoice.ts'
import { stateTerm, stateText } from '../read-terms.ts'
import { childOf, childrenOf, elementAt, elementsAt, pathOf, trimXml, type XmlElement } from '../xml/element.ts'
import { type CiiReading, readCiiAdjustments, readCiiPeriod, vatOf } from './read-parts.ts'

/** Lines of Factur-X EXTENDED that group or explain others; their amounts are not counted again. */
const NOT_COUNTED = new Set(['GROUP', 'INFORMATION'])

/** UNTDID 1001 in a line's AdditionalReferencedDocument: it identifies an object (BT-128). */
const OBJECT_REFERENCE = '130'

/** The lines in their order; the lines below others (EXTENDED) know their depth. */
export function readCiiLines(transaction: XmlElement | undefined, reading: CiiReading): EInvoiceLine[] {
  const elements = childrenOf(transaction, 'ram:IncludedSupplyChainTradeLineItem')
  const depths = new Map<string, number>()
  return elements.map((element) => {
    const parent = trimXml(elementAt(element, 'ram:AssociatedDocumentLineDocument/ram:ParentLineID')?.text ?? '')
    const depth = parent === '' ? 0 : (depths.get(parent) ?? 0) + 1
    const line = readLine(element, { ...reading, depth })
    if (line.id) depths.set(line.id.text, depth)
    return line
  })
}

function readLine(element: XmlElement, reading: CiiReading & { depth: number }): EInvoiceLine {
  const { take, dialect, depth } = reading
  const document = childOf(element, 'ram:AssociatedDocumentLineDocument')
  const product = childOf(element, 'ram:SpecifiedTradeProduct')
  const agreement = childOf(element, dialect.lineAgreement)
  const settlement = childOf(element, dialect.lineSettlement)
  const net = childOf(agreement, 'ram:NetPriceProductTradePrice')
  const gross = childOf(agreement, 'ram:GrossPriceProductTradePrice')
  const tax = vatOf(settlement, 'ram:ApplicableTradeTax')
  const object = childrenOf(settlement, 'ram:AdditionalReferencedDocument').find(
    (one) => trimXml(childOf(one, 'ram:TypeCode')?.text ?? '') === OBJECT_REFERENCE,
  )
  const objectScheme = childOf(object, 'ram:ReferenceTypeCode')
  const objectId = take.text(object, 'ram:IssuerAssignedID')
  const status = trimXml(childOf(document, 'ram:LineStatusReasonCode')?.text ?? '')
  return {
    path: pathOf(element),
    id: take.text(document, 'ram:LineID'),
    notes: elementsAt(document, 'ram:IncludedNote/ram:Content').map(stateText),
    object: objectId && { ...objectId, ...(objectScheme ? { scheme: trimXml(objectScheme.text) } : {}) },
    references: childrenOf(settlement, 'ram:AdditionalReferencedDocument').map((one) => ({
      path: pathOf(one),
      type: take.text(one, 'ram:TypeCode'),
    })),
    quantity: take.term(element, `${dialect.lineDelivery}/ram:BilledQuantity`),
    netAmount: take.term(settlement, `${dialect.lineTotals}/ram:LineTotalAmount`),
    orderLine: take.text(agreement, 'ram:BuyerOrderReferencedDocument/ram:LineID'),
    buyerAccounting: take.text(settlement, 'ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID'),
    period: readCiiPeriod(childOf(settlement, 'ram:BillingSpecifiedPeriod')),
    ...readCiiAdjustments(settlement, reading),
    netPrice: take.term(net, 'ram:ChargeAmount'),
    priceDiscount: take.term(gross, 'ram:AppliedTradeAllowanceCharge/ram:ActualAmount'),
    priceIndicator: take.text(gross, 'ram:AppliedTradeAllowanceCharge/ram:ChargeIndicator/udt:Indicator'),
    grossPrice: take.term(gross, 'ram:ChargeAmount'),
    priceQuantity: take.term(net, 'ram:BasisQuantity') ?? take.term(gross, 'ram:BasisQuantity'),
    category: take.text(tax, 'ram:CategoryCode'),
    rate: take.text(tax, dialect.rate),
    name: take.text(product, 'ram:Name'),
    description: take.text(product, 'ram:Description'),
    sellerItem: take.text(product, 'ram:SellerAssignedID'),
    buyerItem: take.text(product, 'ram:BuyerAssignedID'),
    standardItem: take.term(product, 'ram:GlobalID'),
    classifications: elementsAt(product, 'ram:DesignatedProductClassification/ram:ClassCode').map(stateTerm),
    origin: take.text(elementAt(product, 'ram:OriginTradeCountry'), 'ram:ID'),
    attributes: childrenOf(product, 'ram:ApplicableProductCharacteristic').map((property) => ({
      path: pathOf(property),
      name: take.text(property, 'ram:Description'),
      value: take.text(property, 'ram:Value'),
    })),
    depth,
    counts: !NOT_COUNTED.has(status),
  }
}

import type { EInvoiceLine } from '../../../schemas/e-invoice.ts'
import { stateTerm, stateText, type Taker } from '../read-terms.ts'
import { childOf, childrenOf, elementAt, elementsAt, pathOf, trimXml, type XmlElement } from '../xml/element.ts'
import { readUblAdjustments, readUblPeriod, vatCategoryOf } from './read-parts.ts'

/** The lines of an invoice or credit note, each with the lines below it behind it (XRechnung's extension). */
export function readUblLines(root: XmlElement, take: Taker): EInvoiceLine[] {
  const lines = [...childrenOf(root, 'cac:InvoiceLine'), ...childrenOf(root, 'cac:CreditNoteLine')]
  return lines.flatMap((line) => readWithLower(line, { depth: 0, take }))
}

function readWithLower(element: XmlElement, { depth, take }: { depth: number; take: Taker }): EInvoiceLine[] {
  const lower = [...childrenOf(element, 'cac:SubInvoiceLine'), ...childrenOf(element, 'cac:SubCreditNoteLine')]
  return [
    readLine(element, { depth, take }),
    ...lower.flatMap((line) => readWithLower(line, { depth: depth + 1, take })),
  ]
}

/** UNTDID 1001: the document is really an object (BT-128). */
function isObjectReference(reference: XmlElement): boolean {
  return trimXml(childOf(reference, 'cbc:DocumentTypeCode')?.text ?? '') === '130'
}

function readLine(element: XmlElement, { depth, take }: { depth: number; take: Taker }): EInvoiceLine {
  const item = childOf(element, 'cac:Item')
  const price = childOf(element, 'cac:Price')
  const category = vatCategoryOf(item, 'cac:ClassifiedTaxCategory')
  return {
    path: pathOf(element),
    id: take.text(element, 'cbc:ID'),
    notes: childrenOf(element, 'cbc:Note').map(stateText),
    object: take.term(childrenOf(element, 'cac:DocumentReference').find(isObjectReference), 'cbc:ID'),
    references: childrenOf(element, 'cac:DocumentReference').map((one) => ({
      path: pathOf(one),
      type: take.text(one, 'cbc:DocumentTypeCode'),
    })),
    quantity: take.term(element, 'cbc:InvoicedQuantity') ?? take.term(element, 'cbc:CreditedQuantity'),
    netAmount: take.term(element, 'cbc:LineExtensionAmount'),
    orderLine: take.text(element, 'cac:OrderLineReference/cbc:LineID'),
    buyerAccounting: take.text(element, 'cbc:AccountingCost'),
    period: readUblPeriod(childOf(element, 'cac:InvoicePeriod'), take),
    ...readUblAdjustments(element, take),
    netPrice: take.term(price, 'cbc:PriceAmount'),
    priceDiscount: take.term(price, 'cac:AllowanceCharge/cbc:Amount'),
    priceIndicator: take.text(price, 'cac:AllowanceCharge/cbc:ChargeIndicator'),
    grossPrice: take.term(price, 'cac:AllowanceCharge/cbc:BaseAmount'),
    priceQuantity: take.term(price, 'cbc:BaseQuantity'),
    category: take.text(category, 'cbc:ID'),
    rate: take.text(category, 'cbc:Percent'),
    name: take.text(item, 'cbc:Name'),
    description: take.text(item, 'cbc:Description'),
    sellerItem: take.text(item, 'cac:SellersItemIdentification/cbc:ID'),
    buyerItem: take.text(item, 'cac:BuyersItemIdentification/cbc:ID'),
    standardItem: take.term(item, 'cac:StandardItemIdentification/cbc:ID'),
    classifications: elementsAt(item, 'cac:CommodityClassification/cbc:ItemClassificationCode').map(stateTerm),
    origin: take.text(elementAt(item, 'cac:OriginCountry'), 'cbc:IdentificationCode'),
    attributes: childrenOf(item, 'cac:AdditionalItemProperty').map((property) => ({
      path: pathOf(property),
      name: take.text(property, 'cbc:Name'),
      value: take.text(property, 'cbc:Value'),
    })),
    depth,
    counts: depth === 0,
  }
}

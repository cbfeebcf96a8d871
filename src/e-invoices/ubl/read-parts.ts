import type { Adjustment, Period } from '../../../schemas/e-invoice.ts'
import type { Taker } from '../read-terms.ts'
import { childOf, childrenOf, elementAt, pathOf, trimXml, type XmlElement } from '../xml/element.ts'

/** A period of the document or of a line. */
export function readUblPeriod(element: XmlElement | undefined, take: Taker): Period | undefined {
  return (
    element && {
      path: pathOf(element),
      start: take.isoDate(element, 'cbc:StartDate'),
      end: take.isoDate(element, 'cbc:EndDate'),
      vatPoint: take.text(element, 'cbc:DescriptionCode'),
    }
  )
}

/** Allowances and charges of the document or of a line, by their indicator. */
export function readUblAdjustments(
  parent: XmlElement,
  take: Taker,
): { allowances: Adjustment[]; charges: Adjustment[] } {
  const allowances: Adjustment[] = []
  const charges: Adjustment[] = []
  for (const element of childrenOf(parent, 'cac:AllowanceCharge')) {
    const category = vatCategoryOf(element, 'cac:TaxCategory')
    const indicator = trimXml(childOf(element, 'cbc:ChargeIndicator')?.text ?? '')
    const list = indicator === 'true' || indicator === '1' ? charges : allowances
    list.push({
      path: pathOf(element),
      indicator: take.text(element, 'cbc:ChargeIndicator'),
      amount: take.term(element, 'cbc:Amount'),
      base: take.term(element, 'cbc:BaseAmount'),
      percent: take.text(element, 'cbc:MultiplierFactorNumeric'),
      category: take.text(category, 'cbc:ID'),
      rate: take.text(category, 'cbc:Percent'),
      reason: take.text(element, 'cbc:AllowanceChargeReason'),
      reasonCode: take.text(element, 'cbc:AllowanceChargeReasonCode'),
    })
  }
  return { allowances, charges }
}

/** The category of VAT, among those of other taxes; one that names no tax is taken for it. */
export function vatCategoryOf(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  const categories = childrenOf(parent, name)
  const schemeOf = (category: XmlElement) => trimXml(elementAt(category, 'cac:TaxScheme/cbc:ID')?.text ?? '')
  return (
    categories.find((category) => schemeOf(category).toUpperCase() === 'VAT') ??
    categories.find((category) => schemeOf(category) === '')
  )
}

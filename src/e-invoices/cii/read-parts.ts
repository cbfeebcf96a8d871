import type { Address, Adjustment, Party, Period, Stated } from '../../../schemas/e-invoice.ts'
import { isCalendarDate, stateTerm, stateText, type Taker } from '../read-terms.ts'
import { childOf, childrenOf, elementsAt, pathOf, trimXml, type XmlElement } from '../xml/element.ts'
import type { Dialect } from './dialect.ts'

/** What every part of a reading takes terms with. */
export type CiiReading = { take: Taker; dialect: Dialect }

/** UNTDID 2379, the only way of writing dates that EN 16931 knows. */
const DAY_FORMAT = '102'

/** The date inside an element: `<ram:IssueDateTime><udt:DateTimeString format="102">20240131`. The path is that of the string. */
export function readCiiDate(element: XmlElement | undefined): Stated | undefined {
  if (!element) return undefined
  const string =
    childOf(element, 'udt:DateTimeString') ??
    childOf(element, 'qdt:DateTimeString') ??
    childOf(element, 'udt:DateString') ??
    element.children[0]
  // ZUGFeRD 1.0 lets some dates stand in the element itself.
  if (!string) return trimXml(element.text) === '' ? undefined : stateDay(element)
  return stateDay(string)
}

function stateDay(element: XmlElement): Stated {
  const stated = stateText(element)
  const format = element.attributes['format']
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(stated.text) ?? []
  const date = `${year}-${month}-${day}`
  const known = year !== undefined && (format === undefined || format === DAY_FORMAT) && isCalendarDate(date)
  return { ...stated, ...(format === undefined ? {} : { format }), ...(known ? { date } : {}) }
}

export function readCiiPeriod(element: XmlElement | undefined): Period | undefined {
  return (
    element && {
      path: pathOf(element),
      start: readCiiDate(childOf(element, 'ram:StartDateTime')),
      end: readCiiDate(childOf(element, 'ram:EndDateTime')),
      vatPoint: undefined,
    }
  )
}

/** Allowances and charges of the document or of a line, by their indicator. */
export function readCiiAdjustments(
  parent: XmlElement | undefined,
  { take, dialect }: CiiReading,
): { allowances: Adjustment[]; charges: Adjustment[] } {
  const allowances: Adjustment[] = []
  const charges: Adjustment[] = []
  for (const element of childrenOf(parent, 'ram:SpecifiedTradeAllowanceCharge')) {
    const stated = childOf(element, 'ram:ChargeIndicator')
    const indicator = trimXml((childOf(stated, 'udt:Indicator') ?? stated)?.text ?? '')
    const tax = vatOf(element, 'ram:CategoryTradeTax')
    const list = indicator === 'true' || indicator === '1' ? charges : allowances
    list.push({
      path: pathOf(element),
      indicator: take.text(element, 'ram:ChargeIndicator/udt:Indicator'),
      amount: take.term(element, 'ram:ActualAmount'),
      base: take.term(element, 'ram:BasisAmount'),
      percent: take.text(element, 'ram:CalculationPercent'),
      category: take.text(tax, 'ram:CategoryCode'),
      rate: take.text(tax, dialect.rate),
      reason: take.text(element, 'ram:Reason'),
      reasonCode: take.text(element, 'ram:ReasonCode'),
    })
  }
  return { allowances, charges }
}

/** The VAT, among other taxes. */
export function vatOf(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return childrenOf(parent, name).find(isVat)
}

export function isVat(tax: XmlElement): boolean {
  return trimXml(childOf(tax, 'ram:TypeCode')?.text ?? '').toUpperCase() === 'VAT'
}

export function readCiiParty(element: XmlElement | undefined, { take }: CiiReading): Party | undefined {
  if (!element) return undefined
  const contact = childOf(element, 'ram:DefinedTradeContact')
  const registrations = elementsAt(element, 'ram:SpecifiedTaxRegistration/ram:ID')
  // VA and FC say which of the two it is, not who issued it.
  const vatIds = registrations.filter((id) => id.attributes['schemeID'] === 'VA').map(stateText)
  const taxNumber = registrations.find((id) => id.attributes['schemeID'] !== 'VA')
  return {
    path: pathOf(element),
    name: take.text(element, 'ram:Name'),
    tradingName: take.text(element, 'ram:SpecifiedLegalOrganization/ram:TradingBusinessName'),
    identifiers: [...childrenOf(element, 'ram:GlobalID'), ...childrenOf(element, 'ram:ID')].map(stateTerm),
    legalId: take.term(element, 'ram:SpecifiedLegalOrganization/ram:ID'),
    vatId: vatIds[0],
    taxNumber: taxNumber && stateText(taxNumber),
    vatIds,
    legalInformation: take.text(element, 'ram:Description'),
    electronicAddress: take.term(element, 'ram:URIUniversalCommunication/ram:URIID'),
    address: readCiiAddress(childOf(element, 'ram:PostalTradeAddress'), take),
    contact: contact && {
      path: pathOf(contact),
      name: take.text(contact, 'ram:PersonName') ?? take.text(contact, 'ram:DepartmentName'),
      phone: take.text(contact, 'ram:TelephoneUniversalCommunication/ram:CompleteNumber'),
      email:
        take.text(contact, 'ram:EmailURIUniversalCommunication/ram:URIID') ??
        take.text(contact, 'ram:EmailURIUniversalCommunication/ram:CompleteNumber'),
    },
  }
}

export function readCiiAddress(element: XmlElement | undefined, take: Taker): Address | undefined {
  if (!element) return undefined
  const lines = ['ram:LineOne', 'ram:LineTwo', 'ram:LineThree']
  return {
    path: pathOf(element),
    lines: lines.flatMap((line) => take.text(element, line) ?? []),
    city: take.text(element, 'ram:CityName'),
    postCode: take.text(element, 'ram:PostcodeCode'),
    subdivision: take.text(element, 'ram:CountrySubDivisionName'),
    country: take.text(element, 'ram:CountryID'),
  }
}

import type { Address, Party } from '../../../schemas/e-invoice.ts'
import { stateTerm, type Taker } from '../read-terms.ts'
import { childOf, childrenOf, elementAt, elementsAt, pathOf, trimXml, type XmlElement } from '../xml/element.ts'

/** A party as UBL writes seller and buyer: the name is the registered one, the party name what people say. */
export function readUblParty(element: XmlElement | undefined, take: Taker): Party | undefined {
  if (!element) return undefined
  const contact = childOf(element, 'cac:Contact')
  const registrations = childrenOf(element, 'cac:PartyTaxScheme').flatMap((scheme) => {
    const id = childOf(scheme, 'cbc:CompanyID')
    const tax = trimXml(elementAt(scheme, 'cac:TaxScheme/cbc:ID')?.text ?? '')
    return id ? [{ vat: tax.toUpperCase() === 'VAT', id: stateTerm(id) }] : []
  })
  const vatIds = registrations.filter(({ vat }) => vat).map(({ id }) => id)
  return {
    path: pathOf(element),
    name: take.text(element, 'cac:PartyLegalEntity/cbc:RegistrationName'),
    tradingName: take.text(element, 'cac:PartyName/cbc:Name'),
    // An identifier of the scheme SEPA is the creditor's for direct debits (BT-90).
    identifiers: elementsAt(element, 'cac:PartyIdentification/cbc:ID')
      .filter((id) => id.attributes['schemeID'] !== 'SEPA')
      .map(stateTerm),
    legalId: take.term(element, 'cac:PartyLegalEntity/cbc:CompanyID'),
    vatId: vatIds[0],
    taxNumber: registrations.find(({ vat }) => !vat)?.id,
    vatIds,
    legalInformation: take.text(element, 'cac:PartyLegalEntity/cbc:CompanyLegalForm'),
    electronicAddress: take.term(element, 'cbc:EndpointID'),
    address: readUblAddress(childOf(element, 'cac:PostalAddress'), take),
    contact: contact && {
      path: pathOf(contact),
      name: take.text(contact, 'cbc:Name'),
      phone: take.text(contact, 'cbc:Telephone'),
      email: take.text(contact, 'cbc:ElectronicMail'),
    },
  }
}

export function readUblAddress(element: XmlElement | undefined, take: Taker): Address | undefined {
  if (!element) return undefined
  const lines = ['cbc:StreetName', 'cbc:AdditionalStreetName', 'cac:AddressLine/cbc:Line']
  return {
    path: pathOf(element),
    lines: lines.flatMap((line) => take.text(element, line) ?? []),
    city: take.text(element, 'cbc:CityName'),
    postCode: take.text(element, 'cbc:PostalZone'),
    subdivision: take.text(element, 'cbc:CountrySubentity'),
    country: take.text(element, 'cac:Country/cbc:IdentificationCode'),
  }
}

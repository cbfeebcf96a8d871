import type { Party, Stated } from '../../../schemas/e-invoice.ts'
import { stateText, type Taker } from '../read-terms.ts'
import { childOf, elementAt, pathOf, type XmlElement } from '../xml/element.ts'

/** A party of FatturaPA: company or person, with VAT id (country and number) and tax number. */
export function readFatturaParty(element: XmlElement | undefined, take: Taker): Party | undefined {
  if (!element) return undefined
  // The tax representative's data stand one level higher in older versions.
  const personal = childOf(element, 'DatiAnagrafici') ?? element
  const seat = childOf(element, 'Sede')
  const contact = childOf(element, 'Contatti')
  const vatId = readVatId(elementAt(personal, 'IdFiscaleIVA'))
  const street = join(take.text(seat, 'Indirizzo'), take.text(seat, 'NumeroCivico'))
  return {
    path: pathOf(element),
    name:
      take.text(personal, 'Anagrafica/Denominazione') ??
      join(take.text(personal, 'Anagrafica/Nome'), take.text(personal, 'Anagrafica/Cognome')),
    tradingName: undefined,
    identifiers: [],
    legalId: join(take.text(element, 'IscrizioneREA/Ufficio'), take.text(element, 'IscrizioneREA/NumeroREA')),
    vatId,
    taxNumber: take.text(personal, 'CodiceFiscale'),
    vatIds: vatId ? [vatId] : [],
    legalInformation: take.text(personal, 'RegimeFiscale'),
    electronicAddress: undefined,
    address: seat && {
      path: pathOf(seat),
      lines: street ? [street] : [],
      city: take.text(seat, 'Comune'),
      postCode: take.text(seat, 'CAP'),
      subdivision: take.text(seat, 'Provincia'),
      country: take.text(seat, 'Nazione'),
    },
    contact: contact && {
      path: pathOf(contact),
      name: undefined,
      phone: take.text(contact, 'Telefono'),
      email: take.text(contact, 'Email'),
    },
  }
}

/** Country and number are two elements; the VAT id is both. */
function readVatId(element: XmlElement | undefined): Stated | undefined {
  const country = childOf(element, 'IdPaese')
  const number = childOf(element, 'IdCodice')
  if (!element || !number) return undefined
  return { text: `${country ? stateText(country).text : ''}${stateText(number).text}`, path: pathOf(element) }
}

/** Two texts with a blank between them, at the place of the first. */
function join(first: Stated | undefined, second: Stated | undefined): Stated | undefined {
  if (!first || !second) return first ?? second
  return { text: `${first.text} ${second.text}`, path: first.path }
}

import { expect, test } from 'vitest'
import { judgeLanguage } from './judge-language.ts'

// as a first look in English reads them: accents lost, letters misread
const PAGES: Record<string, string> = {
  eng: 'INVOICE Invoice number 2041 Date due Amount Total VAT Please pay by Description Unit price',
  deu: 'RECHNUNG Rechnungsnummer F-26-2879 Falligkeit Menge Einzelpreis MwSt. Summe netto zahlbar innerhalb 14 Tagen',
  fra: 'FACTURE Client N° de commande Désignation Quantité Prix unitaire Montant HT TVA Total a regler',
  ita: 'FATTURA Cliente Data emissione Quantita Prezzo unitario Imponibile IVA Totale documento Bonifico',
  spa: 'FACTURA Fecha de emision Cliente Descripcion Cantidad Precio Importe Base imponible IVA Vencimiento',
  nld: 'FACTUUR Factuurnummer Vervaldatum Omschrijving Aantal Stukprijs BTW Bedrag Totaalbedrag te betalen',
  por: 'FATURA Data de emissao Vencimento Descricao Quantidade Preco unitario Valor liquido IVA Contribuinte',
  pol: 'Faktura VAT Data wystawienia Sprzedawca Nabywca Nazwa towaru Ilosc Cena netto Razem Do zaplaty Termin platnosci',
  ces: 'Faktura danovy doklad Datum vystaveni Datum splatnosti Dodavatel Odberatel Celkem k uhrade Zaklad DPH',
  swe: 'Faktura Fakturadatum Forfallodatum Betalningsvillkor Antal Apris Belopp Moms Att betala Bankgiro',
  dan: 'Faktura Fakturadato Forfaldsdato Varenr Beskrivelse Antal Stk Belob Moms Total i alt at betale CVR',
  nor: 'Faktura Fakturadato Forfallsdato Beskrivelse Antall Enhet Belop MVA Orgnr Kontonummer KID betales innen',
  fin: 'LASKU Laskun numero Erapaiva Maksuehto Tuote Maara Yksikkohinta Veroton Yhteensa ALV Viitenumero',
  tur: 'FATURA Fatura Tarihi Vade Aciklama Miktar Birim Fiyat Tutar KDV Orani Genel Toplam Vergi Dairesi',
}

test.each(Object.entries(PAGES))('a page of labels in %s is known by its words', async (language, text) => {
  expect(await judgeLanguage(text.split(' '))).toEqual({ languages: [language], foreign: undefined })
})

test('a page in two languages has both, the stronger one first', async () => {
  const text =
    'Rechnung Rechnungsnummer Kundennummer Menge Einzelpreis Gesamtbetrag Umsatzsteuer zahlbar innerhalb Tagen Lieferdatum Bankverbindung Invoice number Quantity Unit price Amount due Payment terms Delivery'
  expect((await judgeLanguage(text.split(' '))).languages).toEqual(['deu', 'eng'])
})

test('prose without a word of an invoice is known by its letters', async () => {
  const text = 'Meisterbetrieb Sanitär Heizungsbau Gewerbegebiet Lagerhalle Umgebung gelegen herzlich willkommen'
  expect((await judgeLanguage(text.split(' '))).languages).toEqual(['deu'])
})

test('a language that we have no data for is told by name', async () => {
  const text =
    'Kérjük, szíveskedjenek megfizetni mielőbb köszönjük megrendelésüket tisztelettel szállítólevél hozzájárulása értékesítése fizetendő végösszeg'
  expect((await judgeLanguage(text.split(' '))).foreign).toBe('Hungarian')
})

test.each(
  Object.entries({
    Hungarian: 'SZAMLA Szamlaszam Kiallitas datuma Fizetesi hatarido Megnevezes Mennyiseg Netto Osszesen AFA Vegosszeg',
    Romanian: 'FACTURA Seria Numarul Scadenta Furnizor Cumparator Denumirea produselor Cantitatea Pretul Valoarea TVA',
    Croatian: 'RACUN Datum izdavanja Datum dospijeca Kupac Kolicina Cijena Iznos PDV Ukupno za placanje',
    Slovak: 'FAKTURA Datum vystavenia Datum dodania Mnozstvo Jednotkova cena Sadzba DPH Spolu Suma na uhradu',
    Slovenian: 'RACUN Stevilka Datum zapadlosti Kolicina Cena Znesek DDV Osnova Skupaj za placilo',
    Estonian: 'ARVE Kuupaev Maksetahtaeg Nimetus Kogus Hind Kaibemaks Kokku tasuda Viitenumber',
    Latvian: 'REKINS Datums Apmaksas termins Nosaukums Daudzums Cena PVN Kopa apmaksai',
    Lithuanian: 'SASKAITA FAKTURA Data Mokejimo terminas Pavadinimas Kiekis Kaina PVM Viso apmoketi',
  }),
)('a page of labels in %s, without data, is known by its words', async (name, text) => {
  expect(await judgeLanguage(text.split(' '))).toEqual({ languages: [], foreign: name })
})

test('it is told, too, when the first look in English has lost its accents', async () => {
  const text =
    'Kerjuk sziveskedjenek a vegosszeget mielobb atutalni bankszamlankra koszonjuk megrendelesuket tisztelettel varjuk tovabbi rendeleseiket kesedelmes fizetes eseten kesedelmi kamatot szamitunk fel'
  expect((await judgeLanguage(text.split(' '))).foreign).toBe('Hungarian')
})

test('numbers and names tell nothing', async () => {
  expect(await judgeLanguage(['12,50', 'IBAN', 'GB60', 'WKRD'])).toEqual({ languages: [], foreign: undefined })
})

import { describe, expect, it } from 'vitest'
import type { Box, Transcript } from '../../../../schemas/transcript.ts'
import type { LineTable } from '../../reading.ts'
import { takeSight } from '../../sight.ts'
import { lineItems } from './index.ts'

const WIDTH = 6
const PITCH = 14

/** Pages drawn with letters: a column of the grid is 6 pt, a row 14 pt. */
function transcribe(pages: readonly string[], { source = 'text-layer', confidence = 1 }: Ink = {}): Transcript {
  return {
    ocrLanguages: [],
    notes: [],
    pages: pages.map((text, at) => ({
      number: at + 1,
      width: 700,
      height: 842,
      source,
      words: text.split('\n').flatMap((row, y) =>
        [...row.matchAll(/\S+/g)].map((match) => {
          const left = 20 + match.index * WIDTH
          const box: Box = [left, 40 + y * PITCH, left + match[0].length * WIDTH, 50 + y * PITCH]
          return { text: match[0], box, source, confidence }
        }),
      ),
    })),
  }
}

type Ink = { source?: 'text-layer' | 'ocr'; confidence?: number }

function readTables(pages: string | readonly string[], ink: Ink = {}): LineTable[] {
  const transcript = transcribe(typeof pages === 'string' ? [pages] : pages, ink)
  const tables = lineItems.read(takeSight(transcript, { names: [], vatIds: [], ibans: [] })).tables ?? []
  return tables.toSorted((a, b) => b.score - a.score)
}

/** "description | quantity unit | price | amount | rate" of each line of the best table. */
function readRows(pages: string | readonly string[], ink: Ink = {}): string[] {
  return (readTables(pages, ink)[0]?.lines ?? []).map((line) =>
    [
      line.description,
      [line.quantity, line.unit].filter((part) => part !== undefined).join(' '),
      line.unitPrice ?? '',
      line.netAmount ?? '',
      line.vatRate ?? '',
    ].join(' | '),
  )
}

describe('a table with a head', () => {
  it('is read by the names of its columns', () => {
    expect(
      readRows(`
Invoice
Item                          Qty     Unit price     Amount
Desk lamp                      12          19.50     234.00
Cable, 3 m                      4           5.25      21.00
                                        Subtotal     255.00
                                         VAT 20%      51.00
                                           Total     306.00`),
    ).toEqual(['Desk lamp | 12 | 19.50 | 234.00 | ', 'Cable, 3 m | 4 | 5.25 | 21.00 | '])
  })

  it('leaves position and article number out of count and description', () => {
    expect(
      readRows(`
Rechnung
Pos  Artikelnr.   Bezeichnung           Menge Einheit   Einzelpreis   USt %     Betrag
1    10-4711      Switch 24 Port           22 Stück          272,35     19%   5.991,70
2    10-4712      Einrichtung             1,5 h              110,95     19%     166,43
                                       Nettobetrag                            6.158,13`),
    ).toEqual(['Switch 24 Port | 22 Stück | 272.35 | 5991.70 | 19', 'Einrichtung | 1.5 h | 110.95 | 166.43 | 19'])
  })

  it('may have names on two lines, wider than their columns', () => {
    expect(
      readRows(`
Facture
                                           Prix
Désignation            Quantité         unitaire     Remise       Total HT
Chaise de bureau              4           120,00      5,00%         456,00
Bureau                        1           350,00                    350,00
                                        Total HT                    806,00`),
    ).toEqual(['Chaise de bureau | 4 | 114 | 456.00 | ', 'Bureau | 1 | 350.00 | 350.00 | '])
  })

  it('gives the price after a discount, and the printed one beside it', () => {
    const [table] = readTables(`
Invoice
Item                   Qty     Price    Disc.     Amount
Desk lamp               12     20.00     10 %     216.00
Cable                    4      5.00               20.00
Chair                    2     50.00      5.00      95.00
                                Subtotal          331.00`)
    expect(table?.lines.map(({ unitPrice, grossPrice }) => [unitPrice, grossPrice])).toEqual([
      ['18', '20.00'],
      ['5.00', undefined],
      ['47.5', '50.00'],
    ])
  })

  it('ends at sums that stand in a box left of the amounts, whatever the foot of the page holds', () => {
    expect(
      readRows(`
Factuur
Omschrijving                              Bedrag     BTW %
Onderhoud planten                       1.240,32       21%
Boeket                                    100,00       21%
Subtotaal:     1.340,32
21% btw:         281,47
Totaal incl.   1.621,79

Postma Bloemen B.V.   Tel. 085 0291     41215649
Turfsingel 71         3512 JE Utrecht   41215,64`),
    ).toEqual(['Onderhoud planten |  |  | 1240.32 | 21', 'Boeket |  |  | 100.00 | 21'])
  })

  it('takes no rate with the name of the tax for a line', () => {
    expect(
      readRows(`
Faktura
Beskrivning                              Belopp    Moms
Serviceavtal                             475,68     25%
Leverans                                  91,44     25%
Exkl. moms                               567,12
25 % moms                                141,78
Att kreditera                            708,90`),
    ).toEqual(['Serviceavtal |  |  | 475.68 | 25', 'Leverans |  |  | 91.44 | 25'])
  })

  it('keeps two names of narrow columns apart that close together would be one', () => {
    expect(
      readRows(`
Fattura
Codice  Descrizione                Q.tà  Prezzo Sconto   Importo  IVA
AR0001  Articolo di prova rosso       2    4,52             9,04   22
AR0002  Articolo di prova blu         3    5,00    10%     13,50   22
                                Imponibile                 22,54`),
    ).toEqual(['Articolo di prova rosso | 2 | 4.52 | 9.04 | 22', 'Articolo di prova blu | 3 | 4.5 | 13.50 | 22'])
  })

  it('may have the amounts left of the descriptions', () => {
    expect(
      readRows(`
Invoice
    Amount     Qty   Item                               Each
    207.00      12   Oak board                         17.25
     25.20       3   Wood screws                        8.40
                     Net total                        232.20`),
    ).toEqual(['Oak board | 12 | 17.25 | 207.00 | ', 'Wood screws | 3 | 8.40 | 25.20 | '])
  })

  it('leaves counted titles of sections out of the descriptions', () => {
    expect(
      readRows(`
Rechnung
Pos   Leistung                       Menge  Einheit      EP        GP
1     Erdarbeiten
1.1   Aushub                          24,5  m³        18,00    441,00
1.2   Abfuhr                          24,5  m³        12,40    303,80
2     Maurerarbeiten
2.1   Mauerwerk aus Kalksandstein     36,0  m²        64,50  2.322,00
      mit allen Nebenarbeiten
      Summe                                                  3.066,80`).map((row) => row.split(' | ')[0]),
    ).toEqual(['Aushub', 'Abfuhr', 'Mauerwerk aus Kalksandstein mit allen Nebenarbeiten'])
  })

  it('tells the unit from the first word of a description right of the count', () => {
    expect(
      readRows(`
Rechnung
Artikel    Anzahl   Bezeichnung              Preis     Netto
03-7731        20 Lizenz Arbeitsplatz        12,62    252,40
78-2029         4 Switch 24 Port            371,45  1.485,80
                                   Summe            1.738,20`),
    ).toEqual(['Lizenz Arbeitsplatz | 20 | 12.62 | 252.40 | ', 'Switch 24 Port | 4 | 371.45 | 1485.80 | '])
  })

  it('gives the net amount where both are printed', () => {
    const tables = readTables(`
Fattura
Descrizione           Q.tà   Prezzo unitario    Importo    IVA    Totale ivato
Olio extravergine       24              7,50     180,00    10%          198,00
Vino rosso              12              5,00      60,00    22%           73,20
                         Imponibile              240,00`)
    expect(tables[0]?.lines.map((line) => line.netAmount)).toEqual(['180.00', '60.00'])
    expect(tables[0]?.gross).toBe(false)
  })

  it('says so where the amounts include VAT', () => {
    const tables = readTables(`
Rechnung
Artikel                 Menge    Einzelpreis brutto    Gesamt brutto
Blumenstrauß                2                 23,80            47,60
Vase                        1                 11,90            11,90
Gesamtbetrag                                                   59,50
enthaltene MwSt. 19 %                                           9,50`)
    expect(tables[0]?.gross).toBe(true)
  })

  it('finds the count under "Amount" when the products prove it', () => {
    expect(
      readRows(`
Invoice
Amount   Product            Price      Total
2        Chair              50.00     100.00
3        Table             250.00     750.00`),
    ).toEqual(['Chair | 2 | 50.00 | 100.00 | ', 'Table | 3 | 250.00 | 750.00 | '])
  })

  it.each([
    [
      'Polish',
      `
Faktura VAT
Lp  Nazwa towaru          Ilość  J.m.    Cena netto    Wartość netto   VAT %
1   Serwer NAS                2  szt.      1 200,50         2 401,00     23%
2   Konfiguracja            1,5  godz.       180,00           270,00     23%
                                 Razem                      2 671,00`,
      ['Serwer NAS | 2 szt. | 1200.50 | 2401.00 | 23', 'Konfiguracja | 1.5 godz. | 180.00 | 270.00 | 23'],
    ],
    [
      'Finnish',
      `
Lasku
Kuvaus                    Määrä   Yks    à-hinta    Alv %   Yhteensä
Siivouspalvelu                4   h        35,00    25,5      140,00
Materiaalit                   2   erä      20,00    25,5       40,00
Veroton yhteensä                                              180,00`,
      ['Siivouspalvelu | 4 h | 35.00 | 140.00 | 25.5', 'Materiaalit | 2 erä | 20.00 | 40.00 | 25.5'],
    ],
    [
      'Turkish',
      `
FATURA
Sıra No   Mal Hizmet      Miktar     Birim Fiyat    KDV Oranı   Mal Hizmet Tutarı
1         Kağıt A4       10 Adet        50,00 TL       %20,00           500,00 TL
2         Toner           2 Adet       750,00 TL       %20,00         1.500,00 TL
Ödenecek Tutar                                                        2.400,00 TL`,
      ['Kağıt A4 | 10 Adet | 50.00 | 500.00 | 20', 'Toner | 2 Adet | 750.00 | 1500.00 | 20'],
    ],
  ])('is read in %s, which has no locale of its own', (_, page, rows) => {
    expect(readRows(page)).toEqual(rows)
  })
})

describe('a description', () => {
  it('goes on below its row', () => {
    expect(
      readRows(`
Rechnung
Pos Bezeichnung            Menge ME      Preis     Betrag
1   Gartenschere               2 St      19,99      39,98
    Farbe: grün
    Garantie 2 Jahre
2   Schlauch 25 m              1 St      34,50      34,50
Nettosumme                                          74,48
Bitte zahlen Sie bald.`),
    ).toEqual([
      'Gartenschere Farbe: grün Garantie 2 Jahre | 2 St | 19.99 | 39.98 | ',
      'Schlauch 25 m | 1 St | 34.50 | 34.50 | ',
    ])
  })

  it('stands around numbers that are set in its middle', () => {
    expect(
      readRows(`
Invoice
Description                                Qty        Rate       Amount
Maintenance of the network
including spare parts                        2      150.00       300.00
and travel

On-site support
second line of it                            3       80.00       240.00
third line

Subtotal                                                         540.00`),
    ).toEqual([
      'Maintenance of the network including spare parts and travel | 2 | 150.00 | 300.00 | ',
      'On-site support second line of it third line | 3 | 80.00 | 240.00 | ',
    ])
  })

  it('has no title of a section in it', () => {
    expect(
      readRows(`
Rechnung
Pos  Leistung               Menge  Einheit  EP           GP
     Titel 1: Rohbau
1.1  Mauerwerk              12,00  m²        85,00   1.020,00
1.2  Beton                   3,50  m³       140,00     490,00
     Zwischensumme                                   1.510,00
     Titel 2: Ausbau
2.1  Trockenbau             20,00  m²        45,00     900,00
     Zwischensumme                                     900,00
Summe netto                                          2.410,00`),
    ).toEqual([
      'Mauerwerk | 12.00 m² | 85.00 | 1020.00 | ',
      'Beton | 3.50 m³ | 140.00 | 490.00 | ',
      'Trockenbau | 20.00 m² | 45.00 | 900.00 | ',
    ])
  })
})

describe('what is no line', () => {
  it('is a total, even where the counts are added up beside it', () => {
    expect(
      readRows(`
Tax Invoice
Product              Qty     Price     Tax      Total
Memory card            2    100.00    20.00    220.00
Reader                 3     10.00     3.00     33.00
Total                  5    110.00    23.00    253.00`),
    ).toHaveLength(2)
  })

  it('is a sum under a name that nobody knows, by its value', () => {
    expect(
      readRows(`
Invoice
Item               Qty     Price     Amount
Chair                2     50.00     100.00
Table                3     20.00      60.00
Grxmbl                               160.00`),
    ).toHaveLength(2)
  })

  it('is a discount or a charge on the whole below the subtotal', () => {
    expect(
      readRows(`
Invoice
Item               Qty     Price     Amount
Chair                2     50.00     100.00
Table                3     20.00      60.00
Subtotal                             160.00
Discount 10%                         -16.00
Shipping                              12.00
Total                                156.00`),
    ).toHaveLength(2)
  })

  it('is a line called like a sum only if it has no count and price', () => {
    expect(
      readRows(`
Invoice
Description          Qty     Price     Amount
VAT return             2    150.00     300.00
Delivery               1     20.00      20.00
Total                                  320.00`),
    ).toEqual(['VAT return | 2 | 150.00 | 300.00 | ', 'Delivery | 1 | 20.00 | 20.00 | '])
  })

  it('is a VAT summary, a box of data or a sentence', () => {
    expect(
      readTables(`
Invoice 12
Rate      Net        VAT      Gross
19 %   100.00      19.00     119.00
 7 %    50.00       3.50      53.50
Date           Amount due     Terms
01/02/2025     172.50         30 days
Quantity discounts on request, unit price 100.00 for 5 pieces.`),
    ).toEqual([])
  })
})

describe('a table over several pages', () => {
  it('goes on without a head, carry-overs left out', () => {
    expect(
      readRows([
        `
Rechnung
Pos  Bezeichnung                     Menge   Einzelpreis    Gesamtpreis
1    Schrauben M6                      100          0,12          12,00
2    Muttern M6                        100          0,08           8,00
                                       Übertrag                   20,00`,
        `
Firma Muster GmbH                               Seite 2 von 2
                                       Übertrag                   20,00
3    Unterlegscheiben                  250          0,04          10,00
4    Versandkosten                       1          5,90           5,90
                          Nettobetrag                             35,90`,
      ]),
    ).toHaveLength(4)
  })

  it('is one table where the head is repeated', () => {
    const head = 'Pos  Bezeichnung                     Menge   Einzelpreis    Gesamtpreis'
    const tables = readTables([
      `Rechnung\n${head}\n1    Schrauben M6                      100          0,12          12,00`,
      `${head}\n2    Muttern M6                        100          0,08           8,00\n     Nettobetrag                                              20,00`,
    ])
    expect(tables).toHaveLength(1)
    expect(tables[0]?.lines.map((line) => line.place?.page)).toEqual([1, 2])
  })
})

describe('a table without a head', () => {
  it('shows in counts times prices that are amounts', () => {
    expect(
      readRows(`
ACME STORE
2    Coffee beans           4.50        9.00
1    Paper cups             3.20        3.20
3    Milk                   1.10        3.30
Total                                  15.50`),
    ).toEqual(['Coffee beans | 2 | 4.50 | 9.00 | ', 'Paper cups | 1 | 3.20 | 3.20 | ', 'Milk | 3 | 1.10 | 3.30 | '])
  })

  it('may have its words above the numbers, as receipts do', () => {
    expect(
      readRows(`
RECEIPT
Coffee beans dark
   2 x 4.50                              9.00
Paper cups
   3 x 3.20                              9.60
Total                                   18.60`),
    ).toEqual(['Coffee beans dark | 2 | 4.50 | 9.00 | ', 'Paper cups | 3 | 3.20 | 9.60 | '])
  })
})

describe('numbers recognised from an image', () => {
  const page = `
Rechnung
Pos  Bezeichnung           Menge   Einheit    Preis     Betrag
1    Kleinmaterial             2   Pkg.        2520      50,40
2    Mantelleitung           125   m           1,59      19,88
3    Steckdose                19   Stück      11,31     214,89
4    Dose                      7   Stück       3,00      99,00
Summe netto                                             384,17`

  it('get back the decimal sign that makes the product right, and those that contradict it are left out', () => {
    expect(readRows(page, { source: 'ocr', confidence: 0.7 })).toEqual([
      'Kleinmaterial | 2 Pkg. | 25.20 | 50.40 | ',
      'Mantelleitung | 12.5 m | 1.59 | 19.88 | ',
      'Steckdose | 19 Stück | 11.31 | 214.89 | ',
      'Dose | Stück |  | 99.00 | ',
    ])
  })

  it('are kept as printed where the text itself says so', () => {
    expect(readRows(page).at(-1)).toBe('Dose | 7 Stück | 3.00 | 99.00 | ')
  })
})

describe('a list without head, counts and prices', () => {
  it('is lines where its amounts add up to a printed sum', () => {
    expect(
      readRows(`
Rechnung
Webhosting Paket M                                49,00 €
Domain beispiel.de                                12,00 €
Nettobetrag                                       61,00 €
MwSt. 19 %                                        11,59 €
Gesamtbetrag                                      72,59 €`),
    ).toEqual(['Webhosting Paket M |  |  | 49.00 | ', 'Domain beispiel.de |  |  | 12.00 | '])
  })

  it('is none where they do not', () => {
    expect(
      readRows(`
Rechnung
Webhosting Paket M                                49,00 €
Nettobetrag                                       61,00 €
Gesamtbetrag                                      72,59 €`),
    ).toEqual([])
  })

  it('may give count and price in a line of their own', () => {
    expect(
      readRows(`
Rechnung
Wartung Heizung                                  255,00 €
3 Std. x 85,00 €
Anfahrt                                           45,00 €
1 psch. x 45,00 €
Nettobetrag                                      300,00 €
Gesamtbetrag                                     357,00 €`),
    ).toEqual(['Wartung Heizung | 3 Std. | 85.00 | 255.00 | ', 'Anfahrt | 1 psch. | 45.00 | 45.00 | '])
  })
})

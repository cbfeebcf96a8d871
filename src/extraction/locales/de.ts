import type { Locale } from './locale.ts'

export const de: Locale = {
  code: 'de',
  decimal: ',',
  dateOrder: 'dmy',
  words:
    'der; die; das; und; für; mit; von; bitte; wir; ihnen; ihre; ihr; sie; nicht; auf; bei; zum; zur; ist; den; dem; ohne; vielen; dank; unter; zzgl; inkl; nach; wird; wurde; telefon; strasse; str; herr; frau; geschäftsführer; handelsregister; amtsgericht; netto; betrag',
  months: `januar, jan, jänner; februar, feb, feber; märz, mär, mrz; april, apr; mai; juni, jun; juli, jul; august, aug; september, sep, sept; oktober, okt;
    november, nov; dezember, dez`,
  labels: {
    invoiceNumber: `rechnungsnummer; rechnung / lieferschein; rechnung/lieferschein nr; rechnung / lieferschein nr; rechnungsnr; rechnungs-nr; rechnung nr; rechnung nummer; rechnungs nr; re-nr; re nr; rg-nr; rg nr; rnr; r-nr; rechn nr; rechnung-nr; belegnummer; beleg-nr; beleg nr; belegnr; gutschriftnummer; gutschriftsnummer; gutschrift nr; gutschrifts-nr; gutschrift-nr; gutschriftnr; rechnungs-id; re nummer; faktura nr; fakturanummer; faktura-nr; rechnungsnummer nr; quittungsnummer; quittung nr; quittungs-nr; bon-nr; bonnummer; dokumentnummer; dokument-nr; dokumentennummer; dokument nr; dokumentnr; unsere rechnung; honorarnote nr; honorarnote; kostennote nr; stornorechnung nr; stornorechnungsnummer; vorgangsnummer; vorgangs-nr; storno nr; abrechnungsnummer; abschlagsrechnung nr; schlussrechnung nr; teilrechnung nr; korrekturrechnung nr; proforma nr; bon nr; rechnung no; beleg; rechnungsnr/datum; rechnung/beleg nr; invoice nr`,
    issueDate: `rechnungsdatum; datum der rechnung; ausstellungsdatum; belegdatum; rechnung vom; datum rechnung; re-datum; rg-datum; rechnungstag; gutschriftsdatum; gutschriftdatum; ausgestellt am; dokumentdatum; rechnungs-datum; fakturadatum; erstellt am; erstellungsdatum; rechnungsdat; belegdat; quittungsdatum; datum der ausstellung; rech-datum; kaufdatum; bondatum; rechnungsausstellung; abrechnungsdatum; vom`,
    dueDate: `fällig am; fälligkeitsdatum; fälligkeit; zahlbar bis; fällig; zahlungsziel; zahlbar bis zum; zahlungstermin; bitte zahlen sie bis; bitte überweisen sie bis; zahlbar am; zu zahlen bis; fällig bis; zahlungsfrist; bitte bezahlen bis; fällig zum; fälligkeitstermin; zahlung bis; zahlung bis zum; zahlungsziel bis; zu bezahlen bis; valuta; bis spätestens; spätestens bis; bis spätestens zum; spätestens zum; fälligkeit netto; zahlungsfällig am; zahlbar spätestens; abbuchung am; einzug am; wir buchen ab am; netto fällig am; bis zum`,
    netTotal: `nettobetrag; netto; summe netto; netto summe; nettosumme; gesamt netto; netto gesamt; zwischensumme; gesamtbetrag netto; netto gesamtbetrag; nettogesamtbetrag; gesamtsumme netto; total netto; rechnungsbetrag netto; warenwert netto; summe ohne mwst; betrag netto; nettowert; netto-betrag; summe exkl mwst; total exkl mwst; total ohne mwst; gesamt (netto); entgelt; nettoentgelt; gesamtnettobetrag; gesamtnetto; nettopreis gesamt; summe netto betrag; steuerpflichtiger betrag; netto rechnungsbetrag; nettorechnungsbetrag; zwischensumme netto; summe (netto); warenwert; gesamtpreis netto; summe positionen; rechnungssumme netto; betrag exkl mwst; exkl mwst; betrag ohne mwst; netto-summe; nettobetrag gesamt; betrag ohne ust; summe ohne ust; summe exkl ust; gesamt ohne mwst; gesamt ohne ust; zwischentotal; subtotal; nettoumsatz; net. betrag; summe net; positionen netto; zwischensumme (netto); zwischensumme (ohne mwst); zwischensumme (ohne ust)`,
    taxTotal: `mwst; mehrwertsteuer; umsatzsteuer; ust; zzgl mwst; zzgl ust; zzgl umsatzsteuer; zzgl mehrwertsteuer; mwst-betrag; mwst betrag; steuerbetrag; umsatzsteuerbetrag; ust-betrag; ust betrag; mwst gesamt; gesamt mwst; summe mwst; summe ust; enthaltene mwst; enthaltene mehrwertsteuer; enthaltene umsatzsteuer; darin enthaltene mwst; inkl mwst; gesetzliche mwst; gesetzl mwst; gesetzliche mehrwertsteuer; gesetzliche umsatzsteuer; zuzüglich mwst; zuzüglich mehrwertsteuer; zuzüglich umsatzsteuer; plus mwst; steuer; steuern; summe steuern; summe umsatzsteuer; summe mehrwertsteuer; summe steuer; gesamt ust; ust gesamt; total mwst; mwst total; umsatzsteuer gesamt; gesamte mwst; mehrwertsteuerbetrag; davon mwst; davon ust; darin mwst; darin ust; enth mwst; inkl ust; + mwst; + ust; steuerbetrag gesamt; ges mwst; vat; zzgl ges mwst; zzgl gesetzl mwst; zzgl gesetzlicher mwst; zzgl gesetzliche mwst; mwst summe; umsatzst; zuzügl mwst; zzgl steuer; enthaltene ust; versicherungssteuer; versicherungsteuer`,
    grossTotal: `gesamtbetrag; rechnungsbetrag; gesamtsumme; summe; gesamt; endbetrag; bruttobetrag; brutto; summe brutto; gesamtbetrag brutto; total; gesamt brutto; brutto gesamt; endsumme; rechnungssumme; rechnungsendbetrag; rechnungsgesamtbetrag; bruttosumme; gesamtbetrag inkl mwst; gesamtbetrag inkl ust; total inkl mwst; summe inkl mwst; gesamt inkl mwst; betrag inkl mwst; rechnungsbetrag brutto; bruttogesamtbetrag; gesamtpreis; gesamtpreis brutto; betrag brutto; gutschriftsbetrag; gutschriftbetrag; gutschriftssumme; rechnungstotal; gesamttotal; totalbetrag; betrag total; total chf; total eur; summe eur; gesamtsumme brutto; bruttorechnungsbetrag; gesamt (brutto); summe inkl ust; gesamt inkl ust; betrag; gesamtentgelt; summe (brutto); brutto-summe; betrag gesamt; rechnungsbetrag inkl mwst; rechnungs-gesamtbetrag; total brutto; bruttowert; rechnungsbetrag gesamt; gesamtsumme inkl mwst; gesamt eur; gesamtsumme eur; bar total; gesamtrechnungsbetrag; endpreis; gesamt-brutto; gesamt-betrag; bruttoumsatz`,
    amountDue: `zahlbetrag; zu zahlen; zu zahlender betrag; offener betrag; fälliger betrag; restbetrag; noch zu zahlen; zahlungsbetrag; überweisungsbetrag; offen; noch offen; restzahlung; fälliger gesamtbetrag; forderung; saldo; restforderung; auszahlungsbetrag; verbleibender betrag; zu überweisen; zu bezahlen; zu zahlen bis; zu überweisender betrag; gesamtforderung; nachzahlung; guthaben; offener gesamtbetrag; noch zu zahlender betrag; abbuchungsbetrag; einzugsbetrag; zu zahlender gesamtbetrag; zahllast; gesamtbetrag fällig; betrag fällig; rechnungsbetrag offen`,
    iban: 'iban; iban-nr; iban nr',
    vatId: `ust-idnr; ust-id; ust id nr; ust-id-nr; umsatzsteuer-id; umsatzsteuer-identifikationsnummer; umsatzsteuer-identnummer; umsatzsteuer-ident-nr; uid; uid-nr; uid nr; uid-nummer; ustid; ustidnr; ust identnr; vat-id; mwst-nr; mwst nr; mwst-nummer; che-nr; umsatzsteuer-idnr; umsatzsteuer id; umsatzsteuernummer; unsere ust-idnr; unsere ust-id; eu ust-idnr; ust ident nr; ust-ident-nr; mwst uid; ust-identifikationsnummer; umsatzsteueridentnummer; umsatzsteuer-id-nr; mehrwertsteuernummer; unsere uid; ust nr; ust-nr; umst-id; ust. -id; atu; mwst-id; ust-nummer; umsatzsteueridentifikationsnummer; ust id nummer; umsatzsteuer-ident.-nr`,
    taxNumber:
      'steuernummer; steuer-nr; st-nr; steuernr; st nr; stnr; steuer nr; unsere steuernummer; finanzamt; fa; steuer-nummer; steuer-id; stnummer; steuer-identnummer; ust-steuernummer; st.-nummer',
    paymentReference:
      'verwendungszweck; zahlungsreferenz; referenz; referenznummer; referenz-nr; zahlungszweck; bei zahlung bitte angeben; bitte bei zahlung angeben; bei überweisung bitte angeben; zahlungsreferenznummer; bei zahlungen bitte angeben; kassenzeichen; buchungszeichen; zahlungsgrund; bitte geben sie bei zahlungen an; überweisungszweck; reference; rf-referenz; qr-referenz; bitte angeben; bitte bei überweisung angeben',
    purchaseOrder: `auftrag des kunden; auftragsnummer des kunden; ihre bestellnummer; ihre bestellung; ihre bestell-nr; bestellnummer; bestell-nr; bestellnr; bestellung nr; bestell nr; ihre referenz; ihr zeichen; ihre auftragsnummer; kundenreferenz; kundenbestellnummer; bestellreferenz; ihre bestellnr; bestellung; po-nummer; po nummer; ihr auftrag; ihr bestellzeichen; best-nr; ihre auftragsnr; kunden-bestellnr; kundenbestellnr; ihre auftrags-nr; bestellung vom; ihre bestellung vom; po nr; ihre ref; kundenauftragsnummer; kundenreferenznummer; käuferreferenz; leitweg-id; bestellzeichen; ihr auftrag nr; bestell-nummer`,
    supplier:
      'verkäufer; lieferant; rechnungssteller; absender; aussteller; rechnungsaussteller; kontoinhaber; zahlungsempfänger; verkauft durch; verkauf durch; von; leistungserbringer; anbieter; empfänger zahlung; zahlbar an; dienstleister; verkauft von; begünstigter; konto / zahlbar an; auftragnehmer; kreditor; firma',
    customer:
      'rechnungsempfänger; rechnungsadresse; rechnungsanschrift; kunde; rechnung an; käufer; auftraggeber; empfänger; rechnungsempfaenger; besteller; an; adressat; leistungsempfänger; kundenanschrift; kundenname; rechnung für; abnehmer; zahlbar durch; mandant; klient; versicherungsnehmer; gast',
    otherParty:
      'lieferadresse; lieferanschrift; warenempfänger; lieferung an; versandadresse; leistungsort; bauvorhaben; objekt; verbrauchsstelle; lieferstelle; baustelle; lieferung nach; versand an; leistungsadresse; einsatzort; lieferempfänger; sachbearbeiter; bearbeiter; ansprechpartner; abholadresse',
    date: 'datum; den; datum/zeit; datum uhrzeit; tag',
    number: 'nr; nummer; no; unser zeichen; unsere referenz; unsere zeichen; aktenzeichen; az; geschäftszeichen',
    prepaid:
      'anzahlung; bereits bezahlt; abzüglich anzahlung; vorauszahlung; bezahlt; bereits gezahlt; akonto; geleistete anzahlungen; abzgl anzahlung; abschlagszahlung; abschlagszahlungen; gezahlt; erhaltene anzahlung; geleistete zahlungen; vorauszahlungen; bereits geleistete zahlungen; zahlungseingang; anzahlungen; teilzahlung; bisher bezahlt; zahlungen; erhaltene zahlungen; abzüglich abschläge; erhaltene anzahlungen; abzgl anzahlungen; abzüglich vorauszahlung; a conto; zahlung; bereits beglichen; geleistete abschläge; abschläge; abzüglich geleisteter zahlungen',
    rounding:
      'rundung; rundungsdifferenz; rundungsbetrag; rundungsausgleich; rappenrundung; 5-rappen-rundung; gerundet',
    discount:
      'rabatt; skonto; nachlass; abzug; abzüglich rabatt; preisnachlass; abzgl rabatt; gutschein; bonus; sonderrabatt; ermässigung; treuerabatt; abschlag; abzgl nachlass; gesamtrabatt; mengenrabatt; kundenrabatt; warenrabatt; gutscheinwert',
    charge:
      'versand; versandkosten; porto; fracht; lieferkosten; verpackung; transport; frachtkosten; transportkosten; zuschlag; verpackungskosten; porto und verpackung; versand und verpackung; mahngebühr; gebühr; bearbeitungsgebühr; lieferung; nebenkosten; pauschale; spesen; auslagen; versandkosten netto; fahrtkosten; anfahrt; trinkgeld; versandkostenpauschale; mindermengenzuschlag; mahngebühren; verzugszinsen; porto & verpackung',
    carryOver:
      'übertrag; übertrag seite; seitensumme; zwischensumme seite; seitenübertrag; übertrag auf seite; übertrag von seite; übertrag auf nächste seite',
    balanceForward:
      'vorheriger saldo; saldovortrag; alter saldo; offener saldo; kontostand; rückstand; rückstände; vorsaldo; übertrag vormonat; offene posten',
    cash: 'bar; rückgeld; gegeben; ec-karte; kartenzahlung; girocard; kreditkarte; zurück; wechselgeld; bargeld; ec-cash; ec-zahlung; gegeben bar; twint; maestro',
    customerVatId:
      'ihre ust-idnr; ihre ust-id; ust-idnr kunde; kunden ust-id; kunden-ust-idnr; ihre uid; ihre ust-id-nr; ust-idnr des leistungsempfängers; kunden-uid; uid kunde; ihre uid-nr; ihre umsatzsteuer-id; ihre steuernummer; ihre ust id nr; kunde ust-idnr; ust-id kunde; ust-idnr des kunden; ust-id des kunden; ihre umsatzsteuer-identifikationsnummer; ust-idnr empfänger; ihre uid-nummer',
    otherNumber: `auftragsnummer; auftrags-nr; auftragsnr; auftrag nr; auftrag; lieferscheinnummer; lieferschein-nr; lieferschein nr; lieferschein; lieferscheinnr; buchungsnummer; angebotsnummer; angebots-nr; angebot nr; angebot; zählernummer; konto-nr; kontonummer; kto; kto-nr; blz; bankleitzahl; bic; swift; swift-bic; telefon; tel; fax; telefax; mobil; seite; bon; kasse; filiale; terminal-id; mitgliedsnummer; personalnummer; artikelnummer; artikel-nr; lieferantennummer; lieferanten-nr; reservierungsnummer; sendungsnummer; kassen-nr; bearbeiter; glaeubiger-id; gläubiger-id; gläubiger-identifikationsnummer; mandatsreferenz; mandatsreferenz-nr; mandatsnummer; mandats-referenz; versicherungsnummer; ticketnummer; registergericht; kostenstelle; adressnummer; abonummer; anschlussnummer; policennummer; versicherungsschein-nr; versicherungsscheinnummer; wohnungsnummer; bezug; trace-nr; beleg-nr karte; tse-signatur; seriennummer; fahrgestellnummer; kennzeichen; amtl kennzeichen; patientennummer; aktennummer; hotline; steuerklasse; plz; esr; teilnehmernummer; zolltarifnummer; lfd nr; telefonnummer; rufnummer; gln; iln; rechnungskreis; aviskonto; verbrauchsstelle nr; geschäftspartner; geschäftspartnernummer; zimmernummer; zimmer; kassenbon; auftragsbestätigung nr`,
    otherDate: `fassung vom; auftragsdatum; bestelldatum; druckdatum; geburtsdatum; buchungsdatum; versanddatum; angebotsdatum; anreise; abreise; gültig bis; vertragsbeginn; vertragsende; reisedatum; bestellt am; auftrag vom; lieferschein vom; rechnungsmonat; leistungserbringung; zahlungsdatum; bezahlt am; datum originalrechnung; ablesedatum; stand vom; lieferung/leistung; datum des lieferscheins; skonto bis; zeitraum von; liefer- und leistungsdatum; versandt am; bestellung vom; ihre bestellung vom`,
    otherAmount:
      'einzelpreis; stückzahl; stammkapital; anzahl; menge; gesamtmenge; grundkapital; gewicht; gesamtgewicht; stunden; steuersatz; mwst-satz; wechselkurs; kurs; sie sparen; ersparnis; punkte; artikelanzahl; anzahl artikel; skontobetrag; bemessungsgrundlage; bruttogewicht; nettogewicht; zahlbetrag bei skonto; mindestbestellwert; kreditlimit; summe stunden; verbrauch; zählerstand; gesamtstunden; basis; skontofähig; kw; ps; rabattsatz; artikel',
    bank: 'bankverbindung; bank; bankdaten; bankinstitut; zahlungsinformationen; kreditinstitut; geldinstitut; unsere bankverbindung; bankname; überweisung an; zahlungsverbindung',
    terms:
      'zahlungsbedingungen; zahlungsbedingung; zahlungskonditionen; zahlbar innerhalb; zahlung; zahlungsart; zahlungsweise; konditionen; zahlungsmodalitäten; kondition; zahlungskondition',
    contact:
      'e-mail; email; web; internet; kontakt; website; betreff; bemerkung; hinweis; bezeichnung; währung; versandart; lieferbedingung; geschäftsführer; geschäftsführung; vorstand; inhaber; betreff',
  },
  details: {
    customerNumber: `kundennummer; kunden-nr; kunden nr; kundennr; kd-nr; kdnr; kd nr; debitorennummer; debitor-nr; debitoren-nr; kundenkonto; kundencode; debitor; debitornummer; debitor nr; kunden-id; kundennr./ihr zeichen; ihre kundennummer; ihre kunden-nr; mandantennummer`,
    deliveryDate: `lieferdatum; leistungsdatum; liefertermin; datum der lieferung; leistung vom; datum der leistung; liefer-/leistungsdatum; leistungs-/lieferdatum; geliefert am; datum lieferung; lieferung vom; liefertag; leistungstag; zeitpunkt der lieferung; zeitpunkt der leistung`,
    servicePeriod: `leistungszeitraum; zeitraum; abrechnungszeitraum; leistungsmonat; lieferzeitraum; abrechnungsmonat; rechnungszeitraum; verbrauchszeitraum; abrechnungsperiode; mietzeitraum; liefer-/leistungszeitraum; leistungs-/lieferzeitraum; leistungs- und lieferzeitraum; liefer- und leistungszeitraum; lieferungs- und leistungszeitraum; zeitraum der leistung; im zeitraum; für den zeitraum; nutzungszeitraum; servicezeitraum; buchungszeitraum; beauftragungszeitraum; berechnungszeitraum; mietmonat; zeitraum vom; leistungszeitpunkt; leistung im monat; für den monat; periode; aufenthalt; mietdauer`,
    contract: `vertragsnummer; vertrags-nr; vertragskonto; vertragskontonummer; vertrag; vertrag nr; vertragsnr; auftragsvertrag; rahmenvertrag nr`,
    project: `projektnummer; projekt-nr; projekt; objektnummer; kommission; kommissionsnummer; bauvorhaben; objekt`,
    registration: `handelsregister; hrb; hra; handelsregisternummer; firmenbuchnummer; firmenbuch; fn; hr-nr; amtsgericht; registergericht`,
    precedingInvoice: `originalrechnung; ursprungsrechnung; zur rechnung; zu rechnung; rechnung zu; korrigierte rechnung; storno zu rechnung; gutschrift zu rechnung; bezug rechnung; bezug: rechnung; zu rechnung nr; zur rechnung nr; storno der rechnung; rechnungsnummer der ursprungsrechnung`,
  },
  titles: {
    invoice:
      'rechnung; rechnungsbeleg; honorarrechnung; honorarnote; schlussrechnung; abschlagsrechnung; teilrechnung; proforma-rechnung; proformarechnung; handelsrechnung; faktura; anzahlungsrechnung; sammelrechnung; monatsrechnung; korrekturrechnung; telefonrechnung; mobilfunkrechnung; jahresrechnung; rechnung / invoice; originalrechnung; projektabschlussrechnung; barrechnung; verbrauchsabrechnung; dauerrechnung; liquidation; ausgangsrechnung; abrechnung; beitragsrechnung; internetrechnung; stromrechnung; endrechnung; vorausrechnung; zwischenrechnung; gebührenrechnung; kostenrechnung; online-rechnung; rechnungskopie; lieferrechnung; bewirtungsrechnung; hotelrechnung; rechnung/lieferschein',
    'credit-note':
      'gutschrift; stornorechnung; rechnungskorrektur; storno; rechnungsstorno; korrekturgutschrift; gutschriftsanzeige; warengutschrift; stornogutschrift; rechnungsgutschrift; kreditnote',
    receipt:
      'quittung; kassenbon; kassenbeleg; beleg; bewirtungsbeleg; zahlungsbeleg; kaufbeleg; kassenzettel; zahlungsbestätigung; kundenbeleg; bar-beleg; barquittung; spendenquittung',
    reminder:
      'mahnung; zahlungserinnerung; 1. mahnung; 2. mahnung; 3. mahnung; letzte mahnung; erinnerung; erste mahnung; zweite mahnung; dritte mahnung; 1. zahlungserinnerung; 2. zahlungserinnerung; freundliche zahlungserinnerung; zahlungsaufforderung; letzte zahlungserinnerung',
    statement:
      'kontoauszug; saldenmitteilung; offene posten; kontoübersicht; saldenbestätigung; offene-posten-liste; kontokorrentauszug; saldenliste; zahlungsübersicht',
    order: `bestellung; auftrag; bestellauftrag; abrufbestellung; auftragsschein`,
    'order-confirmation': `auftragsbestätigung; bestellbestätigung; buchungsbestätigung; reservierungsbestätigung`,
    quote: `angebot; kostenvoranschlag; offerte; anfrage; kaufangebot; leistungsverzeichnis; preisanfrage; preisangebot`,
    contract: `kaufvertrag; vertrag; werkvertrag; dienstleistungsvertrag; mietvertrag; rahmenvertrag; wartungsvertrag; servicevertrag; nutzungsvertrag`,
    'delivery-note':
      'lieferschein; packzettel; packliste; frachtbrief; warenbegleitschein; versandschein; lieferavis; ladeschein; warenbegleitpapier; rücksendeschein; retourenschein',
    'payment-part':
      'zahlteil; zahlschein; überweisungsträger; einzahlungsschein; überweisungsauftrag; sepa-überweisung; sepa-überweisungsauftrag; überweisung',
    other:
      'stundennachweis; arbeitsnachweis; lohnabrechnung; gehaltsabrechnung; lebenslauf; allgemeine geschäftsbedingungen; zertifikat; bescheinigung; leistungsnachweis; regiebericht; entgeltabrechnung; protokoll; kündigung; bescheid; steuerbescheid; preisliste; arbeitszeugnis; vollmacht; prüfbericht; tätigkeitsnachweis; stundenzettel; rapport; zeugnis; garantieschein; datenblatt; datenschutzerklärung',
  },
  columns: {
    position: 'pos; position; nr; lfd nr; pos nr; posnr; zeile',
    itemCode:
      'artikel-nr; artikelnummer; art-nr; artikelnr; artnr; art nr; best-nr; produktnr; material; materialnummer; artikel nr; produktnummer; produkt-nr; ean; gtin; sachnummer; warennummer; teile-nr; bestellnr; code; artikelcode; mat-nr; ref',
    description:
      'bezeichnung; beschreibung; artikel; leistung; text; artikelbezeichnung; produkt; leistungsbeschreibung; warenbezeichnung; dienstleistung; artikelbeschreibung; gegenstand; tätigkeit; leistungen; positionstext; produktbezeichnung; artikel/leistung; leistung/artikel; art der leistung; beschreibung der leistung; artikel-bezeichnung; ware; titel; artikel / bezeichnung; warenbeschreibung; buchungstext; produktbeschreibung; artikeltext; details; beschreibung/leistung',
    quantity:
      'menge; anzahl; stück; stk; std; stunden; anz; menge/einheit; liefermenge; tage; anzahl/einheit; stückzahl; einheiten; verbrauch; mge; gelieferte menge; umfang; monate',
    unit: 'einheit; me; einh; mengeneinheit; eh; einzel; ve; verpackungseinheit; meh; per',
    unitPrice:
      'einzelpreis; preis; e-preis; ep; einzelpreis netto; stückpreis; preis/einheit; einzelpr; einzelbetrag; netto-preis; nettopreis; satz; stundensatz; preis pro einheit; e preis; listenpreis; preis je einheit; preis netto; einheitspreis; stk-preis; einzelpreis eur; preis/stk; preis/stück; vk-preis; preis eur; ansatz; e-preis eur; ep netto; einzelpreis (netto); preis (netto); netto-einzelpreis; nettoeinzelpreis; preis pro stück; einzel-preis; einzelnetto; tarif; tagessatz; à',
    discount: 'rabatt; rab; rabatt %; rab %; nachlass; rabatt in %',
    vatRate:
      'mwst; ust; mwst %; ust %; mwst-satz; steuersatz; steuer; ust-satz; mwst in %; st; sts; ust in %; mehrwertsteuer; umsatzsteuer; st-satz; steuer %; stsatz; mwst satz; ust.-satz; steuerschlüssel; st %; ust.%',
    vatAmount: 'mwst-betrag; steuerbetrag; ust-betrag; mwst betrag; ust betrag; mwst eur; umsatzsteuerbetrag',
    netAmount:
      'gesamtpreis; betrag; gesamt; summe; gesamtbetrag; netto; nettobetrag; total; gesamt netto; g-preis; gp; gesamtpreis netto; wert; positionsbetrag; netto gesamt; zeilensumme; gesamtnetto; gesamtpr; preis gesamt; betrag netto; nettowert; positionswert; summe netto; betrag eur; gesamt eur; netto eur; g-preis eur; betrag in eur; gesamtpreis eur; gesamt (netto); nettosumme; preis total; gesamtpreis (netto); nettogesamt; betrag chf; total chf; warenwert; positionspreis; netto-betrag; endpreis; gesamtsumme; g preis; betrag (netto); gesamt-preis; summe eur',
    grossAmount:
      'brutto; bruttobetrag; gesamt brutto; bruttopreis; betrag brutto; summe brutto; gesamtpreis brutto; brutto gesamt; gesamt (brutto); preis inkl mwst; betrag inkl mwst; brutto eur; gesamt inkl mwst',
    date: 'datum; leistungsdatum; zeitraum; lieferdatum; tag; leistungszeitraum; von; bis',
    other:
      'gewicht; typ; serie; charge; farbe; grösse; mitarbeiter; projekt; vpe; kurs; lager; fälligkeit; saldo; soll; haben; ursprungsland; zeit; liefertermin; lieferschein; bemerkung; kostenstelle; karton; kolli; konto; währung',
  },
  taxFree: `reverse charge; steuerschuldnerschaft des leistungsempfängers; umsatzsteuerfrei; steuerfrei; steuerfreie innergemeinschaftliche lieferung; innergemeinschaftliche lieferung; kleinunternehmer; kein ausweis von umsatzsteuer; keine umsatzsteuer; nicht umsatzsteuerpflichtig; ohne umsatzsteuer; mwst-frei; nicht steuerbar; kleinunternehmerregelung; umsatzsteuerbefreit; steuerbefreit; von der umsatzsteuer befreit; § 19 ustg; §19 ustg; §13b ustg; § 13b ustg; steuerfreie ausfuhrlieferung; übergang der steuerschuld; ust-frei; steuerfreie lieferung`,
  days: 'tage; tagen',
}

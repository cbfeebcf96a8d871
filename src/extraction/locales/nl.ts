import type { Locale } from './locale.ts'

export const nl: Locale = {
  code: 'nl',
  decimal: ',',
  dateOrder: 'dmy',
  words:
    'de; het; een; en; van; voor; met; op; aan; bij; uw; wij; ons; onze; u; is; zijn; niet; door; binnen; onder; te; dit; deze; naar; dagen; graag; bedankt; verzoeken; bedrag; gelieve; vermelding; verschuldigde; telefoon; straat; btw; kvk; aantal; omschrijving; korting; prijs; onderwerp; geachte; wordt; zullen; eventuele; overmaken; rekening; bestelling; klant',
  months:
    'januari, jan; februari, feb, febr; maart, mrt; april, apr; mei; juni, jun; juli, jul; augustus, aug; september, sep, sept; oktober, okt; november, nov; december, dec',
  labels: {
    invoiceNumber: `factuurnummer; factuurnr; factuur nr; factuur nummer; nummer factuur; factuur no; faktuurnummer; faktuurnr; fact nr; factnr; factuur-nr; creditnotanummer; creditnota nr; creditnotanr; creditfactuurnummer; creditfactuur nr; bonnummer; bon nr; bonnr; documentnummer; documentnr; document nr; notanummer; nota nr; nota nummer; factuurreferentie; verkoopfactuur nr; verkoopfactuurnummer; ons factuurnummer; factuur-id; factuurcode; kwitantienummer; rekeningnummer factuur; proforma nr; creditnummer; uw factuurnummer; uw factuurnr; nummer van de factuur; factuurnummer nr; declaratienummer; rekeningnr factuur; nr factuur; factuur n°`,
    issueDate: `factuurdatum; datum factuur; faktuurdatum; datum van factuur; uitgiftedatum; creditnotadatum; creditdatum; documentdatum; notadatum; datum van uitgifte; opgemaakt op; opgesteld op; opmaakdatum; bondatum; datum nota; datum creditnota; fact datum; factuur datum; datum van de factuur; aankoopdatum; aanmaakdatum; facturatiedatum; gefactureerd op; afgiftedatum; datum document; uitschrijfdatum; factuur d.d.; d.d.; factuur van; datum uitgifte`,
    dueDate: `vervaldatum; vervaldag; te betalen voor; uiterste betaaldatum; te voldoen voor; betalen voor; verval datum; betaaldatum; uiterlijk te betalen op; uiterlijk; te betalen vóór; te betalen uiterlijk; uiterste betalingsdatum; betalingsdatum; betaal uiterlijk; te voldoen uiterlijk; uiterlijk betalen; betaling voor; vervalt op; betaald voor; betalen vóór; betaaltermijn tot; incassodatum; wordt geïncasseerd op; afschrijfdatum; datum incasso; vervaldatum factuur; voldoen voor; uiterste datum; te betalen tegen; gelieve te betalen voor; graag betalen voor; betalen uiterlijk; vóór; te betalen op; vervaldatum betaling; te voldoen vóór; voor of op; omstreeks; betaaldatum uiterlijk; uiterlijk op; verschuldigd op; einddatum betaling`,
    netTotal: `subtotaal; sub totaal; totaal excl btw; totaal exclusief btw; totaal netto; netto totaal; nettobedrag; netto bedrag; netto; bedrag excl btw; bedrag exclusief btw; totaal ex btw; totaalbedrag excl btw; totaalbedrag exclusief btw; subtotaal excl btw; totaal excl; exclusief btw; excl btw; totaal zonder btw; maatstaf van heffing; factuurbedrag excl btw; netto factuurbedrag; bedrag ex btw; subtotaal exclusief btw; goederenbedrag; totaal (excl btw); grondslag; btw grondslag; nettowaarde; totaal goederen; bedrag zonder btw; subtotaal ex btw; netto totaalbedrag; totaal bedrag excl btw; subtotaal (excl btw); som excl btw; totaal ex. btw; bedrag netto; prijs excl btw; totaal vóór btw; tot excl; netto goederen; tot excl btw; totaal kosten excl btw; totaal maatstaf; belastbaar bedrag; subtotaal netto; totaal gefactureerd excl btw; totale nettobedrag`,
    taxTotal: `btw; btw bedrag; btw-bedrag; totaal btw; btw totaal; b.t.w.; btw hoog; btw laag; omzetbelasting; waarvan btw; bedrag btw; btw-totaal; btw over; totaal btw bedrag; + btw; belasting; belasting toegevoegde waarde; btw 21; inclusief btw; incl btw; btw tarief hoog; over btw; plus btw; totale btw; vermeerderd met btw; te betalen btw; 21 btw; 9 btw; 6 btw; totaalbedrag btw; totaal belasting; belastingbedrag; btw 21 over; btw 9 over; btw 6 over; bedrag aan btw; btw eur; verschuldigde btw`,
    grossTotal: `totaal; totaalbedrag; totaal incl btw; totaal inclusief btw; factuurbedrag; totaal bedrag; eindtotaal; totaal eur; totaal factuur; totaalbedrag incl btw; totaalbedrag inclusief btw; factuurtotaal; bedrag incl btw; totaal incl; bruto totaal; bruto; totaal bruto; eindbedrag; factuurbedrag incl btw; bedrag inclusief btw; totaal (incl btw); totale bedrag; totaal creditnota; totaal bedrag incl btw; totaalfactuurbedrag; totaal factuurbedrag; bedrag; totaalprijs; creditbedrag; totaal in eur; totaal in euro; totaal met btw; tot incl; tot incl btw; generaal totaal; algemeen totaal; factuur totaal; bruto bedrag; brutobedrag; totaal generaal; bedrag factuur; totaal van deze factuur; totaalbedrag factuur; totaal deze factuur; totaal gefactureerd; groot totaal; som; totale kosten; totaal te crediteren; totale som`,
    amountDue: `te betalen; te betalen bedrag; openstaand bedrag; te voldoen; bedrag te betalen; nog te betalen; totaal te betalen; openstaand; verschuldigd bedrag; saldo; te betalen totaal; totaal te voldoen; openstaand saldo; restbedrag; resterend bedrag; resteert; nog te voldoen; rest te betalen; totaal verschuldigd; verschuldigd; totaalbedrag te betalen; u betaalt; door u te betalen; te betalen bedrag incl btw; bedrag te voldoen; totaal openstaand; te ontvangen; terug te ontvangen; u ontvangt; totaal te betalen bedrag; restant; netto te betalen; te betalen eur; nog openstaand; te betalen saldo; totaal nog te betalen; te vorderen; af te schrijven; te betalen door u; saldo te betalen; incassobedrag; wij schrijven af`,
    iban: 'iban; iban nummer; iban-nummer; iban nr; iban rekeningnummer; bankrekening iban; iban-nr',
    vatId: `btw-nummer; btw nummer; btw nr; btw-nr; btw-id; btw id; btwnr; btw identificatienummer; btw-identificatienummer; ons btw-nummer; ons btw nummer; omzetbelastingnummer; btwnummer; ob-nummer; ob nummer; ondernemingsnummer; ondernemingsnr; btw be; btw nl; btw-nummer leverancier; b.t.w. nr; b.t.w. nummer; btw n°; btw be nr; ons btw nr; vat nr; btw-identificatie; btw-no; btw no; btw / ondernemingsnummer`,
    taxNumber: 'fiscaal nummer; rsin; fiscaalnummer; loonbelastingnummer; belastingnummer',
    paymentReference: `betalingskenmerk; betaalreferentie; onder vermelding van; betaalkenmerk; gestructureerde mededeling; mededeling; kenmerk betaling; o.v.v.; ovv; betalingsreferentie; vermeld bij betaling; bij betaling vermelden; omschrijving bij betaling; met vermelding van; onder vermelding van het; betaling referentie; bij betaling graag vermelden; acceptgirokenmerk; vermelden bij betaling; graag vermelden bij betaling; gelieve te vermelden; referentie betaling`,
    purchaseOrder: `uw bestelnummer; uw ordernummer; uw order; uw referentie; uw kenmerk; inkoopordernummer; inkoopnummer; inkooporder; bestelbonnummer; uw bestelling; po-nummer; po nummer; uw ref; klantreferentie; uw inkoopnummer; referentie klant; uw ordernr; uw bestelnr; inkooporder nr; bestelbon; bestelbon nr; uw opdracht; opdrachtnummer klant; uw inkoopordernummer; uw bestelbon; inkoopordernr; uw opdrachtnummer; uw po; po nr; bestelling nr; bestelreferentie; uw po nummer; kenmerk klant; uw po-nummer; klant referentie; bestelorder; kostenplaats`,
    supplier: `leverancier; verkoper; afzender; van; verkocht door; ten name van; t.n.v.; tnv; rekeninghouder; begunstigde; dienstverlener; factuur van; opdrachtnemer; op naam van; gefactureerd door; uitgegeven door; naam leverancier; bedrijfsnaam; t.n.v; geleverd door; uitvoerder; crediteur; betaalbaar aan; naam rekeninghouder`,
    customer: `klant; factuuradres; aan; factuur aan; koper; opdrachtgever; factureren aan; ontvanger; gefactureerd aan; geadresseerde; debiteur; t.a.v.; tav; ter attentie van; factuur voor; klantgegevens; afnemer; naam klant; bestemd voor; facturatieadres; besteller; verkocht aan; uw gegevens; gast; facturatie; factuurgegevens; klantnaam; factuuradres klant; voor; gegevens klant`,
    otherParty: `afleveradres; leveringsadres; bezorgadres; verzendadres; leveradres; levering aan; geleverd aan; verzonden aan; afleverlocatie; werkadres; projectadres; objectadres; verzenden naar; bezorgd aan; leveringsplaats; leveradres klant; verbruiksadres; afleveren aan; contactpersoon; vertegenwoordiger; behandeld door; verkocht via; uw contactpersoon; onze contactpersoon; medewerker; plaats van levering; plaats van uitvoering`,
    date: 'datum; datum/tijd; datum en tijd',
    number: 'nr; nummer; no; ons kenmerk; onze referentie; referentie; kenmerk; onze ref; ref; referentienummer',
    prepaid: `aanbetaling; betaald; reeds betaald; vooruitbetaald; vooruitbetaling; voorschot; voorschotten; ontvangen; reeds voldaan; reeds ontvangen; al betaald; waarvan betaald; betaald bedrag; eerder betaald; ontvangen betalingen; voldaan; in mindering; betalingen; betaalde voorschotten; af aanbetaling; verrekend voorschot; minus aanbetaling; ontvangen bedrag; totaal betaald; verrekening voorschot; betaald per ideal; deelbetaling; voldaan bedrag; betaling ontvangen`,
    rounding: 'afronding; afrondingsverschil; afgerond; afrondingen',
    discount: `korting; kortingen; totaal korting; kortingsbedrag; contantkorting; factuurkorting; betalingskorting; kredietbeperkingskorting korting; kortingscode; actiekorting; af korting; handelskorting; kortingsbon; minus korting; rabat; klantkorting`,
    charge: `verzendkosten; porto; vracht; transport; administratiekosten; transportkosten; leveringskosten; bezorgkosten; kredietbeperking; emballage; toeslag; vrachtkosten; portokosten; orderkosten; verzend- en administratiekosten; kredietbeperkingstoeslag; voorrijkosten; verpakkingskosten; milieubijdrage; statiegeld; verwijderingsbijdrage; toeslagen; fooi; servicekosten; recupel; brandstoftoeslag; milieutoeslag; verzending; reiskosten; handlingskosten; overige kosten`,
    carryOver:
      'transport blad; transporteren; over te dragen; subtotaal pagina; totaal pagina; transport van vorige pagina; transport naar volgende pagina; overdracht; te transporteren; transport vorige pagina',
    balanceForward:
      'vorig saldo; beginsaldo; oud saldo; saldo vorige factuur; openstaande posten; vorige factuur; achterstand; vorige facturen',
    cash: 'contant; pin; wisselgeld; terug; retour contant; bankpas; gepind; ideal; creditcard; maestro; betaald met pin; bancontact; visa; mastercard; pinbetaling; wisselgeld terug; cash',
    customerVatId: `uw btw-nummer; uw btw nummer; uw btw nr; btw-nummer klant; btw nummer klant; btw klant; uw btw-id; btw-nummer afnemer; btw nr klant; uw btw; uw btw-nr; klant btw-nummer; btw-nr klant; btw nummer afnemer; btw-id klant; uw btw-identificatienummer; uw vat nummer; btw nr afnemer`,
    otherNumber: `ordernummer; ordernr; order nr; order; bestelnummer; bestelnr; opdrachtnummer; pakbonnummer; pakbon; kamer van koophandel; rekeningnummer; rekeningnr; bankrekening; bankrekeningnummer; bic; swift; bic-code; bic code; swiftcode; swift code; tel; telefoon; telefoonnummer; fax; mobiel; offertenummer; offerte; offerte nr; polisnummer; pagina; blad; dossiernummer; dossier; werkbon; werkordernummer; serienummer; kenteken; lidnummer; lidmaatschapsnummer; meternummer; ean-code; ean code; ean; leverbonnummer; leverbon; verzendnummer; reserveringsnummer; boekingsnummer; incassant id; incassant-id; mandaat; mandaatkenmerk; machtigingskenmerk; contractrekening; zendingnummer; transactie; transactienummer; rpr; leveranciersnummer; kassa; filiaal; winkel; medewerkernummer; t; f; artikelnummer; bij factuur; creditnota voor factuur; orderbevestiging; abonnementsnummer; aansluitnummer; kredietnummer; huisnummer; postbus; personeelsnummer; patiëntnummer; agb-code; agb code; behandelnummer; verkoopordernummer; verkooporder; betreffende factuur; gerelateerde factuur; fiscaal vertegenwoordiger; terminal; autorisatiecode; lidnr; betalingskenmerk incasso; zaaknummer; pakbon nr; vestigingsnummer; bank; giro; gironummer; postbank; bestelling`,
    otherDate: `orderdatum; besteldatum; afleverdatum; datum bestelling; verzenddatum; bezorgdatum; printdatum; afdrukdatum; geboortedatum; besteld op; datum order; startdatum; einddatum; ingangsdatum; verzonden op; offertedatum; datum offerte; aankomst; vertrek; aankomstdatum; vertrekdatum; betaald op; verkoopdatum; looptijd; geldig tot; volgende factuur; behandeldatum; datum pakbon; boekingsdatum; reisdatum; ontvangstdatum; betaling ontvangen op`,
    otherAmount: `stuksprijs; aantal; aantal artikelen; gewicht; totaal gewicht; bruto gewicht; netto gewicht; btw-tarief; btw tarief; btw percentage; over; u bespaart; spaarpunten; totaal aantal; eenheidsprijs; totaal uren; aantal colli; colli; uurtarief; wisselkoers; krediet limiet; maatschappelijk kapitaal; bedrag bij contante betaling; bij betaling binnen; aantal stuks; te betalen bij betaling binnen`,
    bank: 'bank; bankgegevens; bankrelatie; bankrekening gegevens; betaalgegevens; betalingsgegevens; rabobank; ing; abn amro; banknaam',
    terms: `betalingscondities; betalingsvoorwaarden; betaalwijze; betalingswijze; betaalmethode; betalingstermijn; betaaltermijn; betalingsconditie; betaling; betalingsconditie(s); leveringscondities; leveringsvoorwaarden; betaalconditie; betaalcondities; betalingsvoorwaarde; conditie; voorwaarden; wijze van betaling; betaal wijze; algemene voorwaarden`,
    contact:
      'e-mail; email; mail; website; web; internet; contact; onderwerp; betreft; opmerking; opmerkingen; omschrijving; valuta; incoterms; munt; site; klantenservice; betreffende; aangemaakt door; adres; status; notitie; verkoper; leverwijze; verzendwijze; munteenheid',
  },
  details: {
    customerNumber: `klantnummer; klantnr; klant nr; debiteurnummer; debiteurennummer; debiteurnr; debiteur nr; debiteurennr; relatienummer; relatienr`,
    deliveryDate: `leverdatum; leveringsdatum; datum levering; prestatiedatum; geleverd op; datum prestatie; datum uitvoering; uitvoeringsdatum; datum van levering`,
    servicePeriod: `periode; factuurperiode; contractperiode; over de periode; periode van; leveringsperiode; factuurmaand; verbruiksperiode; huurperiode; abonnementsperiode; servicemaand; facturatieperiode; betreft periode; prestatieperiode; dienstperiode; voor de periode; in de periode; dienstverleningsperiode; maand`,
    contract: `contractnummer; contract`,
    project: `projectnummer; project; project nr`,
    registration: `kvk; kvk-nummer; kvk nummer; kvk nr; k.v.k.; kvknr; handelsregister; handelsregisternummer`,
    precedingInvoice: `oorspronkelijke factuur; factuur origineel; betreft factuur; creditering factuur`,
  },
  titles: {
    invoice: `factuur; faktuur; nota; rekening; verkoopfactuur; proformafactuur; pro forma factuur; proforma factuur; pro-forma factuur; verzamelfactuur; voorschotfactuur; eindfactuur; slotfactuur; jaarnota; termijnfactuur; deelfactuur; factuur / invoice; factuur/invoice; declaratie; uw factuur; eindafrekening; jaarafrekening; energienota; aanbetalingsfactuur; contantfactuur; termijnnota; voorschotnota; onkostennota; kopie factuur; factuur kopie; hotelrekening; factuur duplicaat`,
    'credit-note':
      'creditnota; creditfactuur; credit nota; credit factuur; kredietnota; creditering; tegoedbon; kredietfactuur',
    receipt:
      'kwitantie; kassabon; bon; betaalbewijs; aankoopbewijs; ontvangstbewijs; kasbon; pinbon; betalingsbewijs; klantenbon; kasticket; btw-bon',
    reminder:
      'herinnering; aanmaning; betalingsherinnering; betaalherinnering; ingebrekestelling; sommatie; laatste aanmaning; eerste herinnering; tweede herinnering; laatste herinnering; eerste aanmaning; tweede aanmaning; laatste sommatie; 1e herinnering; 2e herinnering; 1e aanmaning; 2e aanmaning',
    statement:
      'rekeningoverzicht; openstaande posten; rekeningafschrift; saldo-overzicht; klantenoverzicht; overzicht openstaande posten; overzicht openstaande facturen; rekeninguittreksel; saldobevestiging; saldilijst',
    order: `bestelling; inkooporder; bestelbon; opdracht; aankooporder; order; orderoverzicht`,
    'order-confirmation': `orderbevestiging; opdrachtbevestiging; reserveringsbevestiging; bevestiging van uw bestelling; boekingsbevestiging`,
    quote: `offerte; prijsopgave; prijsofferte; offerte aanvraag; begroting; bestek`,
    contract: `overeenkomst; contract; huurovereenkomst; koopovereenkomst`,
    'delivery-note':
      'pakbon; leverbon; vrachtbrief; afleverbon; leveringsbon; leveringsnota; paklijst; verzendbon; verzendnota; afleverbewijs; begeleidend document; retourbon; zendnota',
    'payment-part': 'acceptgiro; overschrijving; overschrijvingsformulier; betaalstrook',
    other:
      'algemene voorwaarden; loonstrook; salarisspecificatie; urenstaat; certificaat; urenregistratie; urenverantwoording; prijslijst; rapport; brief; belastingaanslag; garantiebewijs; notulen; verklaring; voorwaarden; keuringsrapport; datablad; machtiging; polis; polisblad; jaaropgave',
  },
  columns: {
    position: 'pos; nr; regel; lijn; positie; volgnr; #',
    itemCode:
      'artikelnummer; artikelnr; artikel nr; art nr; code; artikelcode; artnr; productcode; productnr; artikel nummer; productnummer; bestelcode; ean; art.; isbn; ref; referentie; itemnr; artikelno',
    description:
      'omschrijving; beschrijving; artikel; artikelomschrijving; product; dienst; item; productomschrijving; artikelen; producten; artikel omschrijving; omschrijving artikel; specificatie; werkzaamheden; benaming; omschrijving werkzaamheden; artikelbenaming; artikelnaam; naam; details; product omschrijving; activiteit; prestatie; titel; diensten; omschrijving goederen; kostenomschrijving; omschrijving product; goederen; aanduiding',
    quantity:
      'aantal; hoeveelheid; uren; stuks; aant; aantal uren; geleverd; dagen; hoev; aantal stuks; aantal geleverd; besteld; qty; hvh; stk; uur; verbruik; kwantiteit; nachten; volume',
    unit: 'eenheid; eenh; ehd; verpakking; eh; per; vpe; maateenheid; unit',
    unitPrice:
      'prijs; stuksprijs; eenheidsprijs; prijs per stuk; tarief; prijs/eenheid; stukprijs; nettoprijs; prijs excl btw; prijs per eenheid; uurtarief; bedrag per stuk; netto prijs; p/st; prijs p/st; prijs excl; brutoprijs; per stuk; prijs per uur; e.p.; prijs/stuk; verkoopprijs; ehprijs; eenh prijs; prijs ex btw; prijs p/e; p.st.; prijs (excl btw); prijs incl btw; prijs netto; kostprijs; eh prijs; stuksprijs excl btw; stukprijs excl btw; per eenheid',
    discount: 'korting; kort; korting %; kort %; %korting; rabat; krt%; kort.%; krt; % korting; krt %',
    vatRate:
      'btw; btw %; btw tarief; btw%; btw-tarief; tarief btw; btw percentage; %btw; btw-percentage; btw code; % btw; b.t.w. %; b.t.w.; btw-code; btw (%)',
    vatAmount: 'btw bedrag; btw-bedrag; bedrag btw; btw eur; btw totaal; totaal btw',
    netAmount:
      'totaal; bedrag; totaal excl btw; netto; totaalbedrag; nettobedrag; bedrag excl btw; regeltotaal; subtotaal; totaalprijs; netto bedrag; totaal excl; totaal netto; bedrag excl; totaal ex btw; bedrag (excl btw); prijs totaal; bedrag eur; totaal (excl btw); waarde; lijntotaal; totaal bedrag; totaal exclusief btw; netto totaal; bedrag netto; regelbedrag; bedrag ex btw; totaal prijs; subtotaal excl btw; totaal eur',
    grossAmount:
      'totaal incl btw; bedrag incl btw; bruto; totaal incl; totaal inclusief btw; incl btw; bedrag incl; bruto bedrag; totaal (incl btw); bruto totaal',
    date: 'datum; leverdatum; periode; van; tot; datum levering; week',
    other:
      'gewicht; kleur; maat; type; serienummer; project; medewerker; verkocht door; colli; saldo; vervaldatum; opmerking; garantie; merk; kenmerk; lot; batch; levertijd; soort; besteleenheid; leverbon; inhoud; valuta; land; locatie; status; grondslag',
  },
  taxFree:
    'btw verlegd; vrijgesteld van btw; btw vrijgesteld; intracommunautaire levering; verlegd; geen btw; kleineondernemersregeling; btw-vrij; vrijgesteld van omzetbelasting; 0% btw; btw verlegd naar; verleggingsregeling; btw vrij; kor; factuur vrijgesteld van ob; medecontractant; btw-vrijgesteld; btw verlegd naar afnemer; intracommunautaire leveringen; bijzondere vrijstellingsregeling kleine ondernemingen; vrijstelling; zonder btw',
  days: 'dagen; dag; dgn',
}

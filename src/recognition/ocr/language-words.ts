/**
 * Words that invoices and letters of a language hold, folded (lower case, without accents, since a first look may lose them): labels, small
 * words, months. Those of several languages stand under each of them; what counts is how few share a word.
 */
const WORDS: Record<string, string> = {
  eng: 'the and of for to with your our you is are this from by on at please invoice number date due total amount tax vat net gross quantity qty unit price description item items payment terms customer order account bank bill ship subtotal balance credit note period delivery registered company tel street road january february march april may june july august october december received thank receipt cash change',
  deu: 'der die das und fur mit von zu zum zur den dem des ist sind wir sie ihre ihr ihnen bei nach aus auf im bis bitte innerhalb tagen rechnung rechnungsnummer rechnungsdatum rechnungsbetrag nummer datum betrag gesamt gesamtbetrag summe netto brutto mwst ust umsatzsteuer mehrwertsteuer menge einheit einzelpreis preis bezeichnung beschreibung artikel kunde kundennummer kundennr lieferung lieferdatum leistung zahlbar zahlung fallig zuzuglich zzgl ohne abzug steuernummer geschaftsfuhrer amtsgericht bankverbindung konto strasse telefon januar februar marz juni juli oktober dezember vielen dank seite kunden belegdatum bestelldatum liefertermin ansprechpartner empfanger rechnungsempfanger leistungszeitraum gesamtpreis auftrag angebot stuck artikelbezeichnung',
  fra: 'le la les des du et pour avec par sur dans vous nous votre notre est sont une aux facture numero date echeance montant total ttc ht tva net payer prix unitaire quantite designation reglement paiement client commande livraison adresse siret rcs banque virement reference remise acompte periode emission rue tel janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre merci conditions page penalites retard',
  ita: 'il lo la gli dei del della delle di da per con su che una nel sono non fattura numero data scadenza importo totale imponibile iva prezzo unitario quantita descrizione pagamento bonifico cliente ordine consegna indirizzo partita codice fiscale banca riferimento sconto aliquota documento spett via gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre grazie pagina netto',
  spa: 'el la los las del de por para con en una que su sus nuestro este son no factura numero fecha vencimiento importe total base imponible iva precio unitario cantidad descripcion concepto pago transferencia cliente pedido entrega direccion cif nif banco cuenta referencia descuento calle telefono periodo emision enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gracias pagina forma',
  nld: 'de het een en van voor met op bij aan uw ons onze wij u is zijn dit binnen dagen factuur factuurnummer factuurdatum nummer datum vervaldatum bedrag totaal totaalbedrag subtotaal btw excl incl prijs stukprijs aantal omschrijving eenheid betaling betalen gelieve klant klantnummer debiteurnummer bestelling levering kvk bank rekening rekeningnummer kenmerk korting straat januari februari maart mei juni juli augustus oktober december dank pagina over maken te',
  por: 'o os as do da dos das de em no na por para com um uma que seu sua nosso nao sao fatura factura numero data vencimento valor total iva preco unitario quantidade descricao pagamento transferencia cliente encomenda pedido entrega morada endereco contribuinte nif banco conta referencia desconto rua telefone periodo emissao janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro obrigado pagina liquido',
  pol: 'i w z na do od dla oraz po nie jest sie nr faktura numer data wystawienia sprzedazy termin platnosci kwota razem suma netto brutto vat stawka cena jednostkowa ilosc jm nazwa towaru uslugi sprzedawca nabywca zaplaty zaplacono przelew bank konto rachunek rachunku adres ulica ul nip regon strona stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia slownie wartosc podatek zamowienie sposob dostawy',
  ces: 'a v z na do od pro je se si s k ze dle nebo faktura danovy doklad cislo datum vystaveni splatnosti zdanitelneho plneni castka celkem zaklad dane dph sazba cena jednotku mnozstvi mj popis polozka dodavatel odberatel uhrade uhrada prevodem banka ucet uctu adresa ulice ic ico dic strana ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince platce variabilni symbol objednavka bez',
  swe: 'och att for med till fran pa av som ar vi ni er vara det den ett en vid efter inom dagar faktura fakturanummer fakturanr fakturadatum forfallodatum forfallodag belopp summa totalt moms netto brutto pris apris antal enhet beskrivning benamning betalning betala betalas betalningsvillkor kund kundnummer kundnr bestallning leverans adress organisationsnummer orgnr bankgiro plusgiro konto drojsmalsranta januari februari mars maj juni juli augusti oktober december tack sida oss lopnummer godkand skatt',
  dan: 'og at for med til fra pa af som er vi i det den et en ved efter inden dage faktura fakturanummer fakturanr fakturadato dato forfaldsdato forfald belob total subtotal moms momsbelob netto pris stk antal enhed beskrivelse varenr betaling betales betalingsbetingelser kunde kundenr kundenummer ordre levering adresse cvr reg konto bank ialt januar februar marts april maj juni juli august oktober december tak side varer ydelse vores jeres rykker renter',
  nor: 'og at for med til fra pa av som er vi i det den et en ved etter innen dager faktura fakturanummer fakturanr fakturadato dato forfallsdato forfall belop sum totalt mva netto pris antall enhet beskrivelse betaling betales betalingsbetingelser kunde kundenr kundenummer ordre levering adresse orgnr organisasjonsnummer foretaksregisteret kid kontonummer kontonr bank januar februar mars mai juni juli august oktober desember takk side varer tjeneste var deres vare ore gebyr forsinkelsesrente avgift',
  fin: 'ja on tai seka ei etta kun jos lasku laskun numero laskunumero paivays paivamaara laskupaiva erapaiva maksuehto maksettava maksu yhteensa summa hinta yksikkohinta ahinta maara kpl yksikko kuvaus tuote alv veroton verollinen vero asiakas asiakasnumero tilaus toimitus toimitusosoite osoite ytunnus tilinumero saaja viite viitenumero viivastyskorko pankki puhelin sivu tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu kiitos netto euroa paivaa teidan viitteenne huomautusaika',
  tur: 've ile bir bu icin olan olarak den dan tarafindan fatura no tarih tarihi vade tutar tutari toplam genel kdv orani dahil haric birim fiyat fiyati miktar adet aciklama mal hizmet odeme odenecek musteri siparis teslim adres adresi vergi dairesi vkn tckn banka hesap sayin iskonto ara matrah irsaliye sira cinsi cadde sokak mah mahallesi yalniz lira ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik tesekkurler sayfa',
}

/**
 * The same of languages that there is no data for here, so that a page in one of them is told: those of the European Union in Latin letters.
 * What a word of the languages above looks like, too, tells nothing and is left out.
 */
const FOREIGN_WORDS: Record<string, string> = {
  hun: 'szamla szamlaszam kelte kiallitas kiallitasa datuma teljesites teljesitesi fizetes fizetesi hatarido hatarideje modja megnevezes megnevezese mennyiseg egysegar ertek erteke osszesen osszeg osszege vegosszeg afa vevo szallito adoszam bankszamla bankszamlaszam bankszamlankra atutalas atutalni fizetendo kerjuk koszonjuk hogy vagy napon belul tetel oldal februar marcius aprilis szeptember',
  ron: 'facturii seria numarul scadenta scadent furnizor furnizorului cumparator cumparatorului denumirea produselor serviciilor cantitate cantitatea pret pretul valoare valoarea plata contul trezorerie capital inregistrare ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie pentru sunt multumim zile',
  hrv: 'racun racuna izdavanja dospijeca dospijece kupac prodavatelj kolicina cijena iznos ukupno porez pdv osnovica osnovice placanje placanja uplatu uplata naziv usluga usluge isporuke oib hvala sijecnja veljace ozujka travnja svibnja lipnja srpnja kolovoza rujna studenoga prosinca',
  slk: 'dodania vystavenia uhrady uhradu mnozstvo spolu sadzba jednotkova sluzby sluzieb suma dakujeme januara februara aprila augusta septembra oktobra novembra decembra zakladu zaplatenie dodavatela odberatela ktory',
  slv: 'racun racuna stevilka kolicina znesek skupaj ddv osnova placilo zapadlosti zapade kupec prodajalec storitve storitev blaga davek januarja februarja aprila junija julija avgusta septembra oktobra novembra decembra hvala',
  est: 'arve arve-esitaja arveldusarve kuupaev maksetahtaeg kogus kaibemaks kaibemaksuta kokku tasuda tasumisele makse saaja maksja viitenumber jaanuar veebruar aprill juuni juuli oktoober detsember nimetus teenus',
  lav: 'rekins rekina pavadzime datums apmaksas apmaksai apmaksat termins pvn kopa daudzums cena nosaukums piegadatajs sanemejs maksatajs janvaris februaris aprilis maijs junijs julijs augusts septembris oktobris novembris decembris paldies',
  lit: 'saskaita saskaitos pvm apmoketi apmokejimo viso kiekis kaina pavadinimas pirkejas pardavejas mokejimo mokejimas terminas sausio vasario kovo balandzio geguzes birzelio liepos rugpjucio rugsejo spalio lapkricio gruodzio',
}

/** Languages of a word, folded as `foldWord` does; languages as tesseract names them. */
export const LANGUAGES_OF: ReadonlyMap<string, readonly string[]> = indexWords()

export function isForeign(language: string): boolean {
  return Object.hasOwn(FOREIGN_WORDS, language)
}

/** Lower case, without accents and marks; letters that do not decompose in the way they are usually misread. */
export function foldWord(word: string): string {
  return word
    .toLowerCase()
    .replace(/[ıİ]/g, 'i')
    .replace(/ł/g, 'l')
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[^\p{L}]/gu, '')
}

function indexWords(): Map<string, string[]> {
  const index = new Map<string, string[]>()
  const add = (language: string, words: string) => {
    for (const word of new Set(words.split(' ').map(foldWord))) {
      const languages = index.get(word)
      if (languages === undefined) index.set(word, [language])
      else languages.push(language)
    }
  }
  for (const [language, words] of Object.entries(WORDS)) add(language, words)
  const known = new Set(index.keys())
  for (const [language, words] of Object.entries(FOREIGN_WORDS))
    add(
      language,
      words
        .split(' ')
        .filter((word) => !known.has(foldWord(word)))
        .join(' '),
    )
  return index
}

/** Why a file could not be read, was cut, or what speaks for a reading. */
export const READING: Record<string, string> = {
  'Reading the file took too long and was stopped. It may be damaged; ask the sender for a simpler PDF, or enter the invoice by hand.':
    'Das Lesen der Datei dauerte zu lange und wurde abgebrochen. Vielleicht ist sie beschädigt; bitten Sie den Absender um ein einfacheres PDF, oder erfassen Sie die Rechnung von Hand.',
  'The file needs more memory than a document may have. Ask the sender for a smaller one, or enter the invoice by hand.':
    'Die Datei braucht mehr Speicher, als ein Dokument haben darf. Bitten Sie den Absender um eine kleinere, oder erfassen Sie die Rechnung von Hand.',
  'The file makes the reading program fail. It is probably damaged; ask the sender to send it again.':
    'An dieser Datei scheitert das Leseprogramm. Wahrscheinlich ist sie beschädigt; bitten Sie den Absender, sie noch einmal zu schicken.',
  'The file cannot be read: {error}. Ask the sender to send it again.':
    'Die Datei ist nicht lesbar. Bitten Sie den Absender, sie noch einmal zu schicken.',
  'The file unpacks to more than {size} MB, as no invoice does. Do not open it elsewhere; ask the sender for another PDF.':
    'Die Datei entpackt sich auf mehr als {size} MB, was keine Rechnung tut. Öffnen Sie sie nicht anderswo; bitten Sie den Absender um ein anderes PDF.',
  'The file is empty (0 bytes). Ask the sender to send it again.':
    'Die Datei ist leer (0 Bytes). Bitten Sie den Absender, sie noch einmal zu schicken.',
  'The file is larger than {size} MB. Ask the sender for a smaller one.':
    'Die Datei ist größer als {size} MB. Bitten Sie den Absender um eine kleinere.',
  'This is a mail, not a document. Send its attachments, or send it to the ingest address.':
    'Das ist eine Mail, kein Dokument. Schicken Sie ihre Anhänge, oder schicken Sie sie an die Eingangsadresse.',
  'This kind of file cannot be read as an invoice. Ask the sender for a PDF or an image.':
    'Diese Art von Datei ist nicht als Rechnung lesbar. Bitten Sie den Absender um ein PDF oder ein Bild.',
  'HEIC photos cannot be read by this installation: it lacks the programs bubblewrap and heif-convert. Ask the sender for a JPEG or a PDF.':
    'HEIC-Fotos sind hier nicht lesbar: Es fehlen die Programme bubblewrap und heif-convert. Bitten Sie den Absender um ein JPEG oder PDF.',
  'The HEIC file holds several pictures. Ask the sender for one PDF, or a JPEG of each.':
    'Die HEIC-Datei enthält mehrere Bilder. Bitten Sie den Absender um ein PDF oder je ein JPEG.',
  'The HEIC photo is damaged or too large and cannot be opened. Ask the sender for a JPEG or a PDF.':
    'Das HEIC-Foto ist beschädigt oder zu groß und lässt sich nicht öffnen. Bitten Sie den Absender um ein JPEG oder PDF.',
  'The picture is damaged and cannot be opened. Ask the sender to send it again, best as a PDF.':
    'Das Bild ist beschädigt und lässt sich nicht öffnen. Bitten Sie den Absender, es noch einmal zu schicken, am besten als PDF.',
  'The picture has {count} pages; at most {most} are read.':
    'Das Bild hat {count} Seiten; gelesen werden höchstens {most}.',
  'The picture is too large: at most {pixels} megapixels and {side} pixels a side are read. Ask the sender for a smaller one.':
    'Das Bild ist zu groß: Gelesen werden höchstens {pixels} Megapixel und {side} Pixel je Seite. Bitten Sie den Absender um ein kleineres.',
  'The PDF is protected by a password. Enter it, or ask the sender for a file without one.':
    'Das PDF ist durch ein Passwort geschützt. Geben Sie es ein, oder bitten Sie den Absender um eine Datei ohne Passwort.',
  'The PDF is protected by a password, and none of those that were given opens it.':
    'Das PDF ist durch ein Passwort geschützt, und keines der bekannten öffnet es.',
  'The PDF is protected by a password, and none of the stored ones opens it. Enter its password, or ask the sender for it.':
    'Das PDF ist durch ein Passwort geschützt, und keines der hinterlegten öffnet es. Geben Sie das Passwort ein, oder erfragen Sie es beim Absender.',
  'The password that was entered does not open this PDF. Enter it again, or ask the sender for it.':
    'Das eingegebene Passwort öffnet dieses PDF nicht. Geben Sie es noch einmal ein, oder erfragen Sie es beim Absender.',
  'The PDF is damaged and cannot be opened. Ask the sender to send it again.':
    'Das PDF ist beschädigt und lässt sich nicht öffnen. Bitten Sie den Absender, es noch einmal zu schicken.',
  'The PDF has no pages. Ask the sender to send it again.':
    'Das PDF hat keine Seiten. Bitten Sie den Absender, es noch einmal zu schicken.',
  'The PDF has {count} pages; at most {most} are read.': 'Das PDF hat {count} Seiten; gelesen werden höchstens {most}.',
  'The invoices of this file have {count} pages; at most {most} are read. Ask the sender for smaller files.':
    'Die Rechnungen dieser Datei haben {count} Seiten; gelesen werden höchstens {most}. Bitten Sie den Absender um kleinere Dateien.',
  'The virus scanner found {signature} in it, so it was kept but not opened. Tell the sender, on a way that you know to be theirs; if the scanner is mistaken, correct it and try again.':
    'Der Virenscanner hat darin {signature} gefunden; die Datei wurde aufbewahrt, aber nicht geöffnet. Sagen Sie es dem Absender auf einem Weg, der sicher seiner ist; irrt der Scanner, berichtigen Sie ihn und versuchen Sie es noch einmal.',
  'It is larger than the virus scanner takes, so it was kept but not opened. Ask for a smaller file, or raise StreamMaxLength of clamd and try again.':
    'Die Datei ist größer, als der Virenscanner annimmt; sie wurde aufbewahrt, aber nicht geöffnet. Bitten Sie um eine kleinere, oder erhöhen Sie StreamMaxLength von clamd und versuchen Sie es noch einmal.',
  '{name} declares the encoding "{encoding}", which is unknown. Ask the sender for UTF-8.':
    '{name} gibt die unbekannte Zeichenkodierung „{encoding}“ an. Bitten Sie den Absender um UTF-8.',
  '{name} holds bytes that are no {encoding} text, as it says it is. Ask the sender for a document in UTF-8.':
    '{name} enthält Bytes, die kein {encoding}-Text sind, obwohl es das angibt. Bitten Sie den Absender um ein Dokument in UTF-8.',
  '{name} is {size} MB of XML; {most} MB is the most that is read. Ask the sender to attach large documents separately.':
    '{name} enthält {size} MB XML; gelesen werden höchstens {most} MB. Bitten Sie den Absender, große Dokumente getrennt anzuhängen.',
  '{name} is empty. Ask the sender for it again.': '{name} ist leer. Bitten Sie den Absender noch einmal darum.',
  '{name} holds no XML element. Ask the sender for it again.':
    '{name} enthält kein XML-Element. Bitten Sie den Absender noch einmal darum.',
  '{name} has more than {limit}, which no invoice has. Ask the sender for a correct document.':
    '{name} ist größer aufgebaut als jede Rechnung. Bitten Sie den Absender um ein richtiges Dokument.',
  '{name} ends in the middle, after line {line}: its XML is cut off. Ask the sender for it again.':
    '{name} bricht nach Zeile {line} ab: Das XML ist unvollständig. Bitten Sie den Absender noch einmal darum.',
  '{name} is no well-formed XML (line {line}, column {column}: {error}). Ask the sender for a correct document.':
    '{name} ist kein wohlgeformtes XML (Zeile {line}, Spalte {column}). Bitten Sie den Absender um ein richtiges Dokument.',
  '{name} holds a DOCTYPE, which no electronic invoice may: it can hide entities that blow up or read files. Ask the sender for it without.':
    '{name} enthält eine DOCTYPE-Angabe, die eine E-Rechnung nicht haben darf, weil sie Schädliches verbergen kann. Bitten Sie den Absender um eine Datei ohne.',
  '{name} nests elements more than {depth} deep, which no invoice does. Ask the sender for a correct document.':
    '{name} ist mehr als {depth} Ebenen tief verschachtelt, was keine Rechnung ist. Bitten Sie den Absender um ein richtiges Dokument.',
  "{name} can't be unwrapped: {why}. Ask the sender for the invoice without the signature around it.":
    '{name} lässt sich nicht auspacken. Bitten Sie den Absender um die Rechnung ohne die Signatur darum.',
  '{name} is XML, but no invoice that can be read: its root is {root} in a namespace of no known invoice. Known are UBL 2.1 Invoice and CreditNote, CII D16B, ZUGFeRD 1.0 and FatturaPA 1.2. Ask the sender for one of these, or for a PDF.':
    '{name} ist XML, aber keine lesbare Rechnung: Das äußerste Element ist {root} und gehört zu keiner bekannten Art. Bekannt sind UBL 2.1 (Invoice und CreditNote), CII D16B, ZUGFeRD 1.0 und FatturaPA 1.2. Bitten Sie den Absender um eine davon oder um ein PDF.',
  'It holds {count} invoices, and the pages are those of one document.':
    'Sie enthält {count} Rechnungen, die Seiten sind aber die eines einzigen Dokuments.',

  'net + tax = total': 'Netto + Umsatzsteuer = Rechnungsbetrag',
  'total = amount due': 'Rechnungsbetrag = Zahlbetrag',
  'lines = net': 'Positionen = Netto',
  '{rate} % of net = tax': '{rate} % vom Netto = Umsatzsteuer',
  'its check digits (mod 97) are right': 'die Prüfziffern stimmen dann',
  "its country's check digits are right": 'die Prüfziffern des Landes stimmen dann',
  'the check digits of an ISO 11649 reference are right': 'die Prüfziffern einer Referenz nach ISO 11649 stimmen dann',
  'the check digit of a Swiss QR reference is right': 'die Prüfziffer einer Schweizer QR-Referenz stimmt dann',
  'the check digits of a Belgian reference are right': 'die Prüfziffern einer belgischen Referenz stimmen dann',
  'as it was read; {because} for {value}': 'wie gelesen; {because} bei {value}',

  'It is one document.': 'Es ist ein einziges Dokument.',
  "Invoice {n} of {all} in the file's data.": 'Rechnung {n} von {all} in den Daten der Datei.',
  'Page {n}: {items}.': 'Seite {n}: {items}.',
  'Split by {who}.': 'Geteilt von {who}.',
  'Joined by {who}.': 'Vereint von {who}.',
  'the page before is not its last': 'die Seite davor ist nicht die letzte',
  'says "{text}"': 'trägt „{text}“',
  'repeats the number {number}': 'wiederholt die Nummer {number}',
  'the invoice number changes from {from} to {to}': 'die Rechnungsnummer wechselt von {from} zu {to}',
  'has the same number {number}': 'hat dieselbe Nummer {number}',
  'is titled as a bill and does not name {number}': 'ist als Rechnung überschrieben und nennt {number} nicht',
  'has no invoice number of its own': 'hat keine eigene Rechnungsnummer',
  'has the invoice number {number}': 'hat die Rechnungsnummer {number}',
  'has no title': 'hat keine Überschrift',
  'is titled as {type}, which goes with an invoice': 'ist überschrieben als {type}, was zu einer Rechnung gehört',
  'is titled as {type}': 'ist überschrieben als {type}',
  'names the same supplier': 'nennt denselben Lieferanten',
  'names other VAT ids and accounts': 'nennt andere USt-IdNrn. und Konten',
  'has the same foot': 'hat dieselbe Fußzeile',
  'has another foot': 'hat eine andere Fußzeile',
  'has another letterhead': 'hat einen anderen Briefkopf',
  'has no bookmark, as other pages have': 'hat kein Lesezeichen, andere Seiten schon',
  'has the bookmark "{text}"': 'hat das Lesezeichen „{text}“',
  'is other paper': 'ist anderes Papier',
  'has no amounts': 'hat keine Beträge',
  'carries a sum over': 'trägt eine Summe weiter',
  'the pages before end with a total': 'die Seiten davor enden mit einer Gesamtsumme',
  'the pages before have no total yet': 'die Seiten davor haben noch keine Gesamtsumme',
  'lies behind a separator sheet': 'liegt hinter einem Trennblatt',
  'lies behind a blank page': 'liegt hinter einer leeren Seite',
  invoice: 'Rechnung',
  'credit-note': 'Gutschrift',
  receipt: 'Quittung',
  reminder: 'Mahnung',
  statement: 'Kontoauszug',
  order: 'Bestellung',
  'order-confirmation': 'Auftragsbestätigung',
  'delivery-note': 'Lieferschein',
  quote: 'Angebot',
  contract: 'Vertrag',
}

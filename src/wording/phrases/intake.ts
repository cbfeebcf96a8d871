/** What became of the parts of a delivery, and why. */
export const INTAKE: Record<string, string> = {
  'A PDF.': 'Ein PDF.',
  'A picture.': 'Ein Bild.',
  'An electronic invoice.': 'Eine E-Rechnung.',
  'An electronic invoice in a signed envelope.': 'Eine E-Rechnung in einem signierten Umschlag.',
  'An XML file that is no invoice; kept with the delivery.':
    'Eine XML-Datei, die keine Rechnung ist; sie wird mit der Lieferung aufbewahrt.',
  'A mail that has to be unpacked.': 'Eine Mail, die noch auszupacken ist.',
  'An archive that has to be unpacked.': 'Ein Archiv, das noch auszupacken ist.',
  'The file is empty. Ask the sender for it again.': 'Die Datei ist leer. Bitten Sie den Absender noch einmal darum.',
  'The digital signature of the mail, not a document.': 'Die digitale Signatur der Mail, kein Dokument.',
  'A calendar entry or business card, not a document.': 'Ein Kalendereintrag oder eine Visitenkarte, kein Dokument.',
  "A piece of the mail's text, not a document.": 'Ein Stück vom Text der Mail, kein Dokument.',
  'A picture of {what}: too small to be a document.': 'Ein Bild, {what}: zu klein für ein Dokument.',
  "A small picture within the mail's text ({what}), not a document.":
    'Ein kleines Bild im Text der Mail ({what}), kein Dokument.',
  'Encrypted with PGP. Decrypt it and upload the invoice inside.':
    'Mit PGP verschlüsselt. Entschlüsseln Sie die Datei und laden Sie die Rechnung darin hoch.',
  'A signed or encrypted envelope (S/MIME), which Billhook cannot open yet. Open it and upload the invoice inside.':
    'Ein signierter oder verschlüsselter Umschlag (S/MIME), den Billhook noch nicht öffnet. Öffnen Sie ihn und laden Sie die Rechnung darin hoch.',
  'An Outlook envelope (winmail.dat) that cannot be opened. Ask the sender to send the invoice as a PDF attachment.':
    'Ein Outlook-Umschlag (winmail.dat), der sich nicht öffnen lässt. Bitten Sie den Absender um die Rechnung als PDF-Anhang.',
  'An office document, which Billhook does not read. Save it as a PDF and upload that.':
    'Ein Office-Dokument, das Billhook nicht liest. Speichern Sie es als PDF und laden Sie das hoch.',
  'Not a PDF, picture or XML file. If it is an invoice, upload it as a PDF or a picture.':
    'Weder PDF noch Bild noch XML. Ist es eine Rechnung, laden Sie sie als PDF oder Bild hoch.',
  'A mail or archive without any file.': 'Eine Mail oder ein Archiv ohne Dateien.',
  'Larger than {size} MB. Ask the sender for a smaller file.':
    'Größer als {size} MB. Bitten Sie den Absender um eine kleinere Datei.',
  '{width} × {height} pixels': '{width} × {height} Pixel',
  'There is no file in it. {what}': 'Es ist keine Datei darin. {what}',
  'The mail holds no file that could be an invoice. {what}':
    'Die Mail enthält keine Datei, die eine Rechnung sein könnte. {what}',
  'If it asks for a payment or links to an invoice, fetch that yourself and upload it.':
    'Verlangt sie eine Zahlung oder verlinkt sie eine Rechnung, holen Sie diese selbst und laden Sie sie hoch.',
  'It was not opened: {why}. Open it yourself and upload the invoices inside.':
    'Sie wurde nicht geöffnet: {why}. Öffnen Sie sie selbst und laden Sie die Rechnungen darin hoch.',
  'it holds more than {count} files': 'sie enthält mehr als {count} Dateien',
  'it unpacks to more than {size} MB': 'sie entpackt sich auf mehr als {size} MB',
  'the file "{name}" in it is larger than {size} MB': 'die Datei „{name}“ darin ist größer als {size} MB',
  'Opened; its file is listed with it.': 'Geöffnet; die Datei darin steht mit in der Liste.',
  'Opened; its {count} files are listed with it.': 'Geöffnet; die {count} Dateien darin stehen mit in der Liste.',
  'An automatic reply or report without an invoice.': 'Eine automatische Antwort oder Meldung ohne Rechnung.',
  'Exactly these bytes arrived before; they are invoice {invoice}.':
    'Genau diese Datei ist schon einmal angekommen; sie ist eine Rechnung hier.',
  'Supporting document of invoice {invoice}: the same bill as data.':
    'Begleitdokument einer Rechnung: dieselbe Rechnung als Daten.',
  'Supporting document of invoice {invoice}: the same bill as pages.':
    'Begleitdokument einer Rechnung: dieselbe Rechnung als Seiten.',
  'One invoice: its pieces were joined again.': 'Eine Rechnung: Ihre Teile wurden wieder vereint.',
  'Became {count} invoices: {list}.': 'Wurde zu {count} Rechnungen.',
  'Page {n} of the file.': 'Seite {n} der Datei.',
  'Pages {first} to {last} of the file.': 'Seiten {first} bis {last} der Datei.',
  'The virus scanner found {signature} in it. The files that hold it are quarantined, the others went on; they are listed with it.':
    'Der Virenscanner hat darin {signature} gefunden. Die betroffenen Dateien sind in Quarantäne, die anderen gingen weiter; sie stehen mit in der Liste.',
  'The virus scanner found {signature} in it, but in none of its files by itself, so none of them went on. Tell the sender, on a way that you know to be theirs; if the scanner is mistaken, correct it and try again.':
    'Der Virenscanner hat darin {signature} gefunden, aber in keiner ihrer Dateien für sich, deshalb ging keine weiter. Sagen Sie es dem Absender auf einem Weg, der sicher seiner ist; irrt der Scanner, berichtigen Sie ihn und versuchen Sie es noch einmal.',
  'The mail could not be taken apart ({error}). It is kept as it arrived: open it in a mail program and upload its invoices.':
    'Die Mail ließ sich nicht zerlegen. Sie ist aufbewahrt, wie sie ankam: Öffnen Sie sie in einem Mailprogramm und laden Sie ihre Rechnungen hoch.',
  '"{name}" is larger than {size} MB, so nothing was accepted. Send it smaller or in several files.':
    '„{name}“ ist größer als {size} MB, deshalb wurde nichts angenommen. Schicken Sie weniger oder mehrere Dateien.',
  'The upload is not a complete multipart form ({error}), so nothing was accepted. Send it again.':
    'Die Übertragung kam nicht vollständig an, deshalb wurde nichts angenommen. Schicken Sie sie noch einmal.',
  'The delivery holds no file. Send at least one PDF, picture or mail.':
    'Die Lieferung enthält keine Datei. Schicken Sie mindestens ein PDF, Bild oder eine Mail.',
  'The delivery holds {count} files; at most {most} are taken in one. Send them in several deliveries.':
    'Die Lieferung enthält {count} Dateien; angenommen werden höchstens {most} auf einmal. Schicken Sie mehrere Lieferungen.',
  'There is no company "{company}" here. Check the address.':
    'Die Firma „{company}“ gibt es hier nicht. Prüfen Sie die Adresse.',
  'This Idempotency-Key was used for other files (delivery {delivery}). Use a new key for a new delivery.':
    'Dieser Idempotency-Key gehört zu anderen Dateien. Nehmen Sie für eine neue Lieferung einen neuen.',
}

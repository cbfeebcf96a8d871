/** Why something that a person asked for was not done. */
export const REFUSALS: Record<string, string> = {
  'There is nothing at this address.': 'Unter dieser Adresse gibt es nichts.',
  'Pages are for people who are signed in; programs use /api.': 'Diese Seite ist für angemeldete Personen.',
  'The workspace is not built. Start Billhook by "npm start", or run "node src/project/build-workspace.mjs".':
    'Die Arbeitsfläche ist nicht gebaut. Starten Sie Billhook mit „npm start“ oder führen Sie „node src/project/build-workspace.mjs“ aus.',
  'This invoice has no page {n}.': 'Diese Rechnung hat keine Seite {n}.',
  'There is no picture of this page (yet).': 'Von dieser Seite gibt es (noch) kein Bild.',
  'The role "{role}" may not do this ({action}). Ask an administrator of {company}.':
    'Ihre Rolle darf das nicht. Fragen Sie die Verwaltung von {company}.',
  'This form is too old or did not come from Billhook, so nothing was done. Open the page again and repeat it.':
    'Dieses Formular ist zu alt oder kam nicht von Billhook, deshalb geschah nichts. Öffnen Sie die Seite neu und wiederholen Sie es.',
  'This API key is unknown or revoked. Make a new one in the settings.':
    'Dieser API-Schlüssel ist unbekannt oder widerrufen. Legen Sie in den Einstellungen einen neuen an.',
  'Sign in, or send an API key as "Authorization: Bearer bk_...".':
    'Melden Sie sich an, oder senden Sie einen API-Schlüssel als „Authorization: Bearer bk_...“.',
  'Nobody is signed in. Sign in at /sign-in.': 'Niemand ist angemeldet. Melden Sie sich unter /sign-in an.',
  'There is no company "{company}" that you belong to.': 'Zu einer Firma „{company}“ gehören Sie nicht.',
  'There is no company "{company}".': 'Die Firma „{company}“ gibt es nicht.',
  'There is no mail {message} here.': 'Diese Mail gibt es hier nicht.',
  'The request holds characters that are no text (U+0000 or half of a pair).':
    'Die Eingabe enthält Zeichen, die kein Text sind.',
  'There is no such document (yet).': 'Dieses Dokument gibt es (noch) nicht.',
  'The webhook {url} is new, so it needs a secret to sign with.':
    'Der Webhook {url} ist neu und braucht ein Geheimnis zum Unterschreiben.',
  'The API {url} is new, so it needs a token.': 'Die API {url} ist neu und braucht ein Token.',
  'Send the files as multipart/form-data, one field for each file.':
    'Senden Sie die Dateien als multipart/form-data, je Datei ein Feld.',
  'The Idempotency-Key must be 1 to 255 visible ASCII characters; a UUID is a good one.':
    'Der Idempotency-Key besteht aus 1 bis 255 sichtbaren ASCII-Zeichen; eine UUID ist gut.',
  'This delivery was an upload; its files are the originals of its invoices.':
    'Diese Lieferung wurde hochgeladen; ihre Dateien sind die Originale ihrer Rechnungen.',
  'Send METRICS_TOKEN as "Authorization: Bearer ...".': 'Senden Sie METRICS_TOKEN als „Authorization: Bearer ...“.',
  'Invoice {invoice} has no such document.': 'Diese Rechnung hat kein solches Dokument.',
  'The words of this document were not read (yet).': 'Die Wörter dieses Dokuments wurden (noch) nicht gelesen.',
  'This document has no page {n}.': 'Dieses Dokument hat keine Seite {n}.',
  'Invoice {invoice} is being worked on ({status}); nothing has failed, so there is nothing to try again.':
    'Diese Rechnung ist in Arbeit (Stand: {status}); nichts ist ausgefallen, also gibt es nichts zu wiederholen.',
  'Nothing was saved: {items}. Choose one of the list, or add it in the settings of {company}.':
    'Nichts wurde gespeichert: {items}. Wählen Sie aus der Liste, oder ergänzen Sie sie in den Einstellungen von {company}.',
  'there is no {kind} "{code}"': '{kind} „{code}“ gibt es nicht',
  'line {n}: there is no {kind} "{code}"': 'Position {n}: {kind} „{code}“ gibt es nicht',
  account: 'Konto',
  'cost centre': 'Kostenstelle',
  'tax code': 'Steuerschlüssel',
  'Delivery {delivery} is not stuck, so there is nothing to try again.':
    'Diese Lieferung hängt nicht, also gibt es nichts zu wiederholen.',
  "Invoice {invoice} can't go on yet: {items}. Enter what is missing, or file it if it is no bill.":
    'Diese Rechnung kann noch nicht weiter: {items}. Tragen Sie ein, was fehlt, oder legen Sie sie ab, wenn es keine Rechnung ist.',
  'nothing could be read from it': 'es war nichts zu lesen',
  'Nothing was split: {why}': 'Nichts wurde geteilt: {why}',
  'an electronic invoice is what its data says, not its pages.':
    'Eine E-Rechnung ist, was ihre Daten sagen, nicht ihre Seiten.',
  'name the pages with which new invoices begin.': 'Nennen Sie die Seiten, mit denen neue Rechnungen beginnen.',
  'a new invoice can begin with the pages 2 to {count}, not with {page}.':
    'Eine neue Rechnung kann mit den Seiten 2 bis {count} beginnen, nicht mit {page}.',
  'Nothing was joined: {why}': 'Nichts wurde vereint: {why}',
  'invoice {invoice} is no piece of this file.': 'Eine der Rechnungen ist kein Teil dieser Datei.',
  'there are not several pieces of one file.': 'Es sind nicht mehrere Teile einer Datei.',
  'the invoices of an electronic file are what its data says.':
    'Die Rechnungen einer E-Rechnungsdatei sind, was ihre Daten sagen.',
  'the pieces do not lie side by side.': 'Die Teile liegen nicht nebeneinander.',
  'invoice {invoice} of these pages is {status}, and what was approved stays as it is.':
    'Eine Rechnung dieser Seiten ist schon {status}, und was freigegeben wurde, bleibt, wie es ist.',
  'The cursor is not one of ours. Start again without one.':
    'Diese Stelle der Liste gibt es nicht mehr. Fangen Sie von vorn an.',
  'Nothing was read of this document yet, so it can be nobody’s bill.':
    'Von diesem Dokument wurde noch nichts gelesen, deshalb kann es niemandes Rechnung sein.',
  'give either supplierId or create': 'Wählen Sie einen Lieferanten, oder legen Sie einen an.',
  'A password has 1 to {most} characters; nothing was done.':
    'Ein Passwort hat 1 bis {most} Zeichen; es geschah nichts.',
  'Invoice {invoice} does not wait for a password, so the one that was entered was not kept.':
    'Diese Rechnung wartet auf kein Passwort; das eingegebene wurde nicht aufbewahrt.',
  'There are {count} passwords already. Remove one that is not needed any more.':
    'Es gibt schon {count} Passwörter. Entfernen Sie eines, das nicht mehr gebraucht wird.',
  'There is no password {password} of {company}.': 'Dieses Passwort gibt es nicht (mehr).',
  'There is no invoice {invoice} in the books of {company}.': 'Diese Rechnung gibt es in dieser Firma nicht.',
  'There is no invoice {invoice}.': 'Diese Rechnung gibt es nicht.',
  'Invoice {invoice} was changed meanwhile, so nothing was done. Look at it again (it is {status}, version {version}) and repeat what you want.':
    'Die Rechnung wurde inzwischen geändert, deshalb geschah nichts. Sehen Sie sie noch einmal an (Stand: {status}) und wiederholen Sie, was Sie wollten.',
  'There is no delivery {delivery} in the books of {company}.': 'Diese Lieferung gibt es in dieser Firma nicht.',
  'There is no delivery {delivery} that waits to be unpacked.': 'Keine solche Lieferung wartet auf das Auspacken.',
  'Nothing was saved: {items}.': 'Nichts wurde gespeichert: {items}.',
  'Nothing was saved: what was learned {problem}.': 'Nichts wurde gespeichert: Das Gelernte {problem}.',
  'Nothing was saved: "{text}" is no {kind} by which a supplier can be told from others.':
    'Nichts wurde gespeichert: An „{text}“ lässt sich kein Lieferant erkennen.',
  '{field} is longer than {most} characters': '{field}: länger als {most} Zeichen',
  '{field} must be a date such as 2026-03-31': '{field}: muss ein Datum sein wie 2026-03-31',
  '{field} must be a code such as EUR or USD': '{field}: muss ein Code sein wie EUR oder USD',
  '{field} must be an amount such as 1234.50, without thousands signs':
    '{field}: muss ein Betrag sein wie 1234.50, ohne Tausendertrennung',
  'is one of Y, y (two digits), M, N (in words), R (Roman), D, each once: DMY':
    'besteht aus Y, y (zweistellig), M, N (in Worten), R (römisch), D, je einmal: DMY',
  'is . or ,': 'ist . oder ,',
  'is days after the issue: +30': 'ist eine Zahl von Tagen nach dem Rechnungsdatum: +30',
  'is a type such as invoice': 'ist eine Art wie invoice',
  'can only be forgotten': 'kann nur vergessen werden',
  'must not be empty': 'darf nicht leer sein',
  'Nothing of this name ({lesson}) was learned of supplier {supplier}.':
    'So etwas wurde über diesen Lieferanten nicht gelernt.',
  'A supplier can be merged with another one only.': 'Ein Lieferant lässt sich nur mit einem anderen zusammenführen.',
  'There is no supplier {supplier} in the books of {company}.': 'Diesen Lieferanten gibt es in dieser Firma nicht.',
  'Another invoice of this supplier with the same number is already on its way. Mark one of the two as duplicate, or correct the number.':
    'Eine andere Rechnung dieses Lieferanten mit derselben Nummer ist schon unterwegs. Markieren Sie eine der beiden als doppelt, oder berichtigen Sie die Nummer.',
  'Invoice {invoice} is the same bill and is being changed at this moment. This is tried again.':
    'Dieselbe Rechnung wird gerade an anderer Stelle geändert. Es wird noch einmal versucht.',
  'Invoice {invoice} is {status}; "{outcome}" is not possible now.':
    'Das ist jetzt nicht möglich. Stand der Rechnung: {status}.',
  'Invoice {invoice} has not been read and approved.': 'Diese Rechnung wurde nicht gelesen und freigegeben.',
  "Invoice {invoice} can't become a bill: {items}": 'Diese Rechnung ist noch nicht buchbar: {items}',
  'This link is not known here. Check that it was copied whole from the mail.':
    'Dieser Link ist hier nicht bekannt. Prüfen Sie, ob er ganz aus der Mail kopiert wurde.',
  "This bill was already {decision}. A decision can't be changed by its link; talk to the person who keeps the books.":
    'Über diese Rechnung ist schon entschieden. Eine Entscheidung lässt sich über den Link nicht ändern; sprechen Sie mit der Buchhaltung.',
  'This bill was already {decision}. There is nothing left for you to do.':
    'Über diese Rechnung hat schon jemand anderes entschieden. Für Sie ist nichts mehr zu tun.',
  'This bill was changed or taken back after the mail was sent, so the link is void. If it still needs your decision, a newer mail is on its way to you.':
    'Diese Rechnung wurde nach der Mail geändert oder zurückgeholt, deshalb gilt der Link nicht mehr. Braucht sie noch Ihre Entscheidung, ist eine neuere Mail zu Ihnen unterwegs.',
  'This link has expired. The bill still waits: ask the person who keeps the books to recall it and send it again.':
    'Dieser Link ist abgelaufen. Die Rechnung wartet noch: Bitten Sie die Buchhaltung, sie zurückzuholen und neu zu schicken.',
  'You entered or changed this bill yourself, so somebody else has to approve it.':
    'Sie haben diese Rechnung selbst erfasst oder geändert, deshalb muss jemand anderes sie freigeben.',
  'There is no API key {key} here.': 'Diesen API-Schlüssel gibt es hier nicht.',
  'This person does not belong to the company.': 'Diese Person gehört nicht zur Firma.',
  'The company would be left without an administrator. Make somebody else one first.':
    'Die Firma hätte dann niemanden mehr in der Verwaltung. Geben Sie erst jemand anderem diese Rolle.',
  'This sign-in link was used already or has expired. Ask for a new one on the sign-in page.':
    'Dieser Anmeldelink wurde schon benutzt oder ist abgelaufen. Fordern Sie auf der Anmeldeseite einen neuen an.',
  'The virus scanner has not looked at this file yet. Try again in a moment; "billhook doctor" says whether the scanner works.':
    'Der Virenscanner hat diese Datei noch nicht angesehen. Versuchen Sie es gleich noch einmal; „billhook doctor“ sagt, ob der Scanner arbeitet.',
  'This file {why} and is not given out here. Who has to have it takes it on the server, with "billhook export" or from the object store ({sha256}).':
    'Diese Datei {why} und wird hier nicht ausgegeben. Wer sie haben muss, holt sie auf dem Server mit „billhook export“ oder aus dem Objektspeicher ({sha256}).',
  'holds {signature}': 'enthält {signature}',
  'is too large for the virus scanner': 'ist zu groß für den Virenscanner',
  'The request is not valid: {items}.': 'Die Eingabe ist ungültig: {items}.',
  'Something went wrong here; it is in the log under request {request}. Try again, and tell the operator if it stays.':
    'Hier ist etwas schiefgegangen; im Protokoll steht es unter der Anfrage {request}. Versuchen Sie es noch einmal, und sagen Sie es der Betreuung, wenn es bleibt.',
  'Billhook can not be reached. Nothing was lost; try again.':
    'Billhook ist nicht zu erreichen. Nichts ist verloren; versuchen Sie es noch einmal.',
  'Answer {status}': 'Antwort {status}',
  'A rule that states an amount needs its currency': 'Eine Regel mit einem Betrag braucht dessen Währung',
  '{field}: {problem}': '{field}: {problem}',
  'Invalid email address': 'keine Mailadresse',
  'Invalid input': 'ungültig',
  'Invalid input: expected {expected}, received undefined': 'fehlt',
  'Invalid input: expected {expected}, received null': 'fehlt',
  'Invalid input: expected {expected}, received {received}': 'ungültig',
  'Invalid string: must match pattern {pattern}': 'ungültig',
  'Too small: expected {what} to have >={least} {parts}': 'zu kurz',
  'Too big: expected {what} to have <={most} {parts}': 'zu lang',
  'Too small: expected {what} to be {limit}': 'zu klein',
  'Too big: expected {what} to be {limit}': 'zu groß',

  received: 'eingegangen',
  identified: 'erkannt',
  recognized: 'gelesen',
  extracted: 'ausgelesen',
  validated: 'geprüft',
  'in-review': 'in Prüfung',
  'awaiting-approval': 'wartet auf Freigabe',
  approved: 'freigegeben',
  posted: 'gebucht',
  paid: 'bezahlt',
  rejected: 'abgelehnt',
  duplicate: 'doppelt',
  filed: 'abgelegt',
  replaced: 'ersetzt',
  'page and data disagree': 'Seite und Daten widersprechen sich',
}

/** What keeps work from going on: outages, mail, accounting. */
export const OUTAGES: Record<string, string> = {
  'the process that posted it ended in the middle': 'der Prozess, der buchte, endete mittendrin',
  '{target} has this document already, as {id} of {date}, which the records do not know: they are older than the books. Mark it as a duplicate, or take that entry away there first.':
    '{target} hat diesen Beleg schon, als {id} vom {date}, wovon hier nichts bekannt ist: Die Aufzeichnungen sind älter als die Bücher. Markieren Sie ihn als doppelt, oder nehmen Sie den Eintrag dort zuerst weg.',
  'Whether {target} has this bill is not known yet; it is asked again before anything is sent ({reason}).':
    'Ob {target} diese Rechnung hat, ist noch nicht bekannt; es wird nachgefragt, bevor etwas gesendet wird.',
  'Another worker has taken over posting this bill to {target}.':
    'Ein anderer Prozess hat das Buchen nach {target} übernommen.',
  '{target} has this bill as {id}, but with a total of {theirs} instead of {ours}. Put it right or delete it there, then retry; it is not sent again while it is there.':
    '{target} hat diese Rechnung als {id}, aber mit einem Rechnungsbetrag von {theirs} statt {ours}. Berichtigen oder löschen Sie sie dort und versuchen Sie es dann noch einmal; solange sie dort steht, wird sie nicht neu gesendet.',
  '{target} has this bill twice, as {one} and {other}. Take one of them away there.':
    '{target} hat diese Rechnung zweimal, als {one} und {other}. Nehmen Sie dort eine weg.',
  '{target} has this bill {count} times, as {ids}. Take all but one away there, then retry.':
    '{target} hat diese Rechnung {count}-mal, als {ids}. Nehmen Sie dort alle bis auf eine weg und versuchen Sie es dann noch einmal.',
  '{host} did not answer ({cause}). Whether it has the bill is not known; it is sent again under the same id.':
    '{host} hat nicht geantwortet. Ob die Rechnung dort ist, ist nicht bekannt; sie wird unter derselben Kennung noch einmal gesendet.',
  'The account "{account}" in the company\'s settings can\'t be written into a journal. Use letters, digits and colons.':
    'Das Konto „{account}“ in den Einstellungen der Firma passt in kein Journal. Nehmen Sie Buchstaben, Ziffern und Doppelpunkte.',
  'The books in {folder} cannot be written ({error}). Check the disk and that this user may write there.':
    'Die Bücher in {folder} lassen sich nicht schreiben. Prüfen Sie den Datenträger und die Schreibrechte.',
  'The mail server refused the message to {recipient}: {error}. Check the address.':
    'Der Mailserver hat die Nachricht an {recipient} abgelehnt. Prüfen Sie die Adresse.',
  'The mail to {recipient} could not be handed to the mail server: {error}. It is tried again.':
    'Die Mail an {recipient} ließ sich dem Mailserver nicht übergeben. Es wird noch einmal versucht.',
  'It was tried {count} times and the process ended each time. Look at the original, then retry by hand.':
    'Es wurde {count}-mal versucht, und jedes Mal endete der Prozess. Sehen Sie das Original an und versuchen Sie es dann von Hand.',
  'The virus scanner at {url} did not answer ({reason}). Documents wait until it does: start clamd or correct CLAMD_URL.':
    'Der Virenscanner unter {url} hat nicht geantwortet. Dokumente warten, bis er es tut: Starten Sie clamd, oder berichtigen Sie CLAMD_URL.',
  '{task} was interrupted: this process of Billhook is stopping':
    'Die Arbeit wurde unterbrochen, weil dieser Prozess von Billhook endet; sie geht von selbst weiter.',
}

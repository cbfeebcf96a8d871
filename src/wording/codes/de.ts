/** What a failure's or refusal's code means, where what it says itself comes from a machine or a library. */
export const codes: Record<string, string> = {
  'unsupported-type':
    'Diese Art von Datei ist nicht als Rechnung lesbar. Bitten Sie den Absender um ein PDF oder ein Bild.',
  encrypted:
    'Die Datei ist durch ein Passwort geschützt. Geben Sie es ein, oder bitten Sie den Absender um eine Datei ohne Passwort.',
  corrupt: 'Die Datei ist beschädigt. Bitten Sie den Absender, sie noch einmal zu schicken.',
  empty: 'Die Datei ist leer. Bitten Sie den Absender, sie noch einmal zu schicken.',
  'too-large': 'Die Datei ist zu groß. Bitten Sie den Absender um eine kleinere.',
  'too-many-pages': 'Die Datei hat zu viele Seiten. Bitten Sie den Absender um kleinere Dateien.',
  'expansion-limit': 'Die Datei entpackt sich größer als jede Rechnung. Bitten Sie den Absender um ein anderes PDF.',
  'unsafe-xml':
    'Das XML enthält, was keine Rechnung enthalten darf. Bitten Sie den Absender um ein richtiges Dokument.',
  timeout: 'Das Lesen der Datei dauerte zu lange. Bitten Sie den Absender um ein einfacheres PDF.',
  'memory-limit': 'Die Datei braucht zu viel Speicher. Bitten Sie den Absender um eine kleinere.',
  malware: 'Der Virenscanner hat die Datei zurückgehalten; sie wurde nicht geöffnet.',

  'database.locked': 'Ein anderes Billhook benutzt diesen Datenordner.',
  'database.unavailable': 'Die Datenbank ist nicht zu erreichen. Es wird von selbst noch einmal versucht.',
  'object-store.missing':
    'Eine aufbewahrte Datei fehlt. Sagen Sie es der Betreuung: Sie ist aus einer Sicherung zu holen.',
  'object-store.corrupt':
    'Eine aufbewahrte Datei ist beschädigt. Sagen Sie es der Betreuung: Sie ist aus einer Sicherung zu holen.',
  'object-store.unavailable': 'Der Dateispeicher ist nicht zu erreichen. Es wird von selbst noch einmal versucht.',
  'pipeline.attempts-exhausted':
    'Mehrere Versuche sind gescheitert. Sehen Sie das Original an und versuchen Sie es dann von Hand.',
  'pipeline.interrupted': 'Die Arbeit wurde unterbrochen; sie geht von selbst weiter.',
  'recognition.unavailable': 'Dokumente lassen sich gerade nicht öffnen. Es wird von selbst noch einmal versucht.',
  'antivirus.unavailable': 'Der Virenscanner antwortet nicht. Dokumente warten, bis er es tut.',
  'antivirus.found': 'Der Virenscanner hat etwas gefunden; die Datei wurde zurückgehalten.',
  'accounting.refused':
    'Die Buchhaltung hat die Rechnung abgelehnt. Berichtigen Sie sie und geben Sie sie noch einmal weiter.',
  'accounting.unavailable': 'Die Buchhaltung ist nicht zu erreichen. Es wird von selbst noch einmal versucht.',
  'accounting.differs': 'In der Buchhaltung steht die Rechnung anders als hier. Sehen Sie dort nach.',
  'mail.unavailable': 'Der Mailserver ist nicht zu erreichen. Es wird von selbst noch einmal versucht.',
  'mail.refused': 'Der Mailserver hat die Nachricht abgelehnt. Prüfen Sie die Adresse.',
  'intake.mail-unreadable':
    'Die Mail ließ sich nicht zerlegen. Öffnen Sie sie in einem Mailprogramm und laden Sie ihre Rechnungen hoch.',

  'http.unauthenticated': 'Melden Sie sich noch einmal an.',
  'http.forbidden': 'Das dürfen Sie hier nicht. Fragen Sie die Verwaltung.',
  'http.not-found': 'Das gibt es hier nicht (mehr).',
  'http.invalid-request': 'Diese Eingabe geht so nicht. Nichts wurde gespeichert.',
  'http.too-many-requests': 'Zu viele Anfragen. Warten Sie einen Augenblick und versuchen Sie es noch einmal.',
  'http.internal':
    'Hier ist etwas schiefgegangen. Versuchen Sie es noch einmal, und sagen Sie es der Betreuung, wenn es bleibt.',
  'intake.too-large': 'Das ist zu groß, deshalb wurde nichts angenommen.',
  'pipeline.version-conflict': 'Die Rechnung wurde inzwischen geändert. Sehen Sie sie noch einmal an.',
  'pipeline.illegal-outcome': 'Das ist bei dieser Rechnung jetzt nicht möglich.',
  'pipeline.not-found': 'Das gibt es in dieser Firma nicht.',
  'pipeline.bill-incomplete': 'Diese Rechnung ist noch nicht vollständig.',
}

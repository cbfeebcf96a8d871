import type { FindingText } from './en.ts'

export const findings: Record<FindingText, string> = {
  'bank-details-are-trusted':
    '{supplier} wurde bisher auf {trusted} bezahlt; diese Rechnung nennt {iban}. Fragen Sie vor dem Annehmen beim Lieferanten nach, unter einer Telefonnummer, die nicht von dieser Rechnung stammt.',
  'bill-is-not-a-duplicate':
    '{supplier} hat schon einmal eine Rechnung mit der Nummer {number} geschickt. Ist es dieselbe, markieren Sie diese als doppelt; wenn nicht, berichtigen Sie die Nummer.',
  'content-masked':
    'Seite {page} enthält {characters} Zeichen, die man nicht sieht ({why}): {sample}. Nichts davon wurde verwendet. Programme, die den Text der Datei lesen, würden sie finden; fragen Sie den Lieferanten, warum sie dort stehen.',
  'content-masked.telling':
    'Seite {page} enthält {characters} Zeichen, die man nicht sieht ({why}), darunter {telling}. Nichts davon wurde verwendet. Programme, die den Text der Datei lesen, würden sie finden; fragen Sie den Lieferanten, warum sie dort stehen.',
  'currency-is-known': '{currency} ist keine Währung. Schreiben Sie den Code: EUR, USD, CHF.',
  'data-can-be-read':
    'Die Rechnungsdatei in diesem PDF ist nicht lesbar: {trouble}. Was hier steht, wurde von der Seite gelesen.',
  'data-can-be-read.no-invoice': 'Das PDF enthält XML, das keine Rechnung ist ({names}). Gelesen wurde von der Seite.',
  'data-can-be-read.encoding':
    'Die Rechnung gibt an, in {declared} kodiert zu sein, ist es aber nicht. Sie wurde gelesen als das, was sie ist.',
  'date-order-is-certain':
    '{field}: lesbar als {date} oder als {turned}. Nichts auf der Seite sagt, ob Tag oder Monat zuerst steht. Wählen Sie eines.',
  'dates-make-sense.no-date': '{value} ist kein Datum. Schreiben Sie Jahr-Monat-Tag: 2026-11-21.',
  'dates-make-sense.long-ago': 'Der {date} liegt lange zurück. Vergleichen Sie mit der Seite.',
  'dates-make-sense.due-first':
    'Die Fälligkeit ({due}) liegt vor dem Rechnungsdatum ({issued}). Eines der beiden Daten ist falsch gelesen oder falsch gedruckt.',
  'dates-make-sense.late':
    'Die Fälligkeit liegt {days} Tage nach dem Rechnungsdatum. Vergleichen Sie beide Daten mit der Seite.',
  'digits-are-certain':
    '{field}: gelesen wurde {value}, aber eine Ziffer ist vielleicht falsch gelesen; {other} würde passen ({because}). Vergleichen Sie mit der Seite und wählen Sie.',
  'digits-are-certain.worked-out':
    '{field}: {value} wurde so nicht gelesen, sondern errechnet. Auf der Seite scheint {other} zu stehen, was zu nichts passt ({because}). Vergleichen Sie mit der Seite und wählen Sie.',
  'document-is-an-invoice':
    'Das sieht aus wie {kind}. Legen Sie es ab, oder berichtigen Sie die Art, wenn es eine Rechnung ist.',
  'active-content': 'Die Datei enthält {what}. Nichts davon wurde ausgeführt oder geöffnet.',
  'active-content.dangerous':
    'Die Datei enthält {what}. Die Rechnung wurde gelesen, ohne etwas davon auszuführen. Öffnen Sie das Original in keinem anderen Programm, bevor Sie den Lieferanten gefragt haben.',
  'iban-is-valid':
    '{iban} ist keine gültige IBAN: Prüfziffern oder Länge stimmen nicht. Vergleichen Sie mit der Seite; ist sie so gedruckt, fragen Sie den Lieferanten und zahlen Sie nicht darauf.',
  'is-one-invoice':
    'Diese Seiten sind vielleicht {count} Rechnungen. {because} Teilen Sie dort, wenn es so ist; nehmen Sie sie an, wenn es eine ist.',
  'language-is-read':
    'Seite {page} ist wohl auf {language} und wurde ohne Kenntnis dieser Sprache gelesen: Vergleichen Sie Namen und Wörter mit der Seite. Für diese Sprache gibt es keine Lesedaten.',
  'language-is-read.has-data':
    'Seite {page} ist wohl auf {language} und wurde ohne Kenntnis dieser Sprache gelesen: Vergleichen Sie Namen und Wörter mit der Seite. Wer Billhook betreibt, kann die Sprache in OCR_LANGUAGES aufnehmen; lassen Sie die Rechnung danach neu lesen.',
  'lines-add-up':
    'Die {count} gelesenen Positionen ergeben {sum}, als {field} ist {total} angegeben. Dazwischen kann ein Rabatt, ein Zuschlag oder eine nicht gelesene Position liegen.',
  'page-and-data-agree':
    '{field}: In den Daten dieser Rechnung ({file}) steht {embedded}, auf der Seite aber {visible}. Fragen Sie vor der Zahlung den Lieferanten, was stimmt.',
  'page-and-data-agree.on-page':
    '{field}: In den Daten dieser Rechnung ({file}) steht {embedded}, auf Seite {page} aber {visible}. Fragen Sie vor der Zahlung den Lieferanten, was stimmt.',
  'page-and-data-agree.nowhere':
    '{field}: In den Daten dieser Rechnung ({file}) steht {embedded}, was auf der Seite nirgends zu finden ist. Fragen Sie vor der Zahlung den Lieferanten, was stimmt.',
  'policy-lets-it-pass':
    'Ihre Firma sieht jede Rechnung an, bevor sie zur Freigabe geht. Vergleichen Sie sie mit der Seite und nehmen Sie sie an.',
  'policy-lets-it-pass.new-supplier':
    'Ihre Firma sieht die erste Rechnung jedes Lieferanten an, bevor sie zur Freigabe geht. Vergleichen Sie sie mit der Seite und nehmen Sie sie an.',
  'policy-lets-it-pass.precision':
    'Ihre Firma sieht jede Rechnung von Lieferanten an, die schon falsch gelesen wurden: Von {seen} sicheren Werten mussten {wrong} berichtigt werden. Vergleichen Sie sie mit der Seite und nehmen Sie sie an.',
  'policy-lets-it-pass.currency':
    'Ihre Firma sieht jede Rechnung in einer anderen Währung als {currency} an, bevor sie zur Freigabe geht. Vergleichen Sie sie mit der Seite und nehmen Sie sie an.',
  'policy-lets-it-pass.from':
    'Ihre Firma sieht jede Rechnung ab {minimum} {currency} an, bevor sie zur Freigabe geht. Vergleichen Sie sie mit der Seite und nehmen Sie sie an.',
  'required-fields-are-present': '{field}: nicht gefunden. Tragen Sie den Wert von der Seite ein.',
  'supplier-is-known':
    'Das ist die erste Rechnung von {supplier}. Vergewissern Sie sich, dass es Ihr Lieferant ist und das Konto ihm gehört.',
  'supplier-is-not-our-own-company.name': '{value} ist der Name der eigenen Firma. Tragen Sie den des Lieferanten ein.',
  'supplier-is-not-our-own-company.vat-id': '{value} ist die eigene USt-IdNr. Tragen Sie die des Lieferanten ein.',
  'supplier-is-not-our-own-company.iban': '{value} ist die eigene Bankverbindung. Tragen Sie die des Lieferanten ein.',
  'totals-add-up':
    'Die Summen gehen nicht auf: Netto {net} + Umsatzsteuer {tax} ergibt {sum}, als Rechnungsbetrag ist aber {total} angegeben. Vergleichen Sie mit der Seite; ist es so gedruckt, bitten Sie den Lieferanten um eine berichtigte Rechnung.',
  'totals-add-up.due':
    'Der Zahlbetrag ({due}) ist höher als der Rechnungsbetrag ({total}). Vielleicht enthält er einen älteren Saldo; berichtigen Sie ihn, wenn er falsch gelesen ist.',
  'totals-add-up.rate':
    '{rate} % von {base} sind {expected}, als Umsatzsteuer zu diesem Satz ist aber {tax} angegeben.',
  'totals-add-up.taxes':
    'Die Steuerbeträge der Sätze ergeben {sum}, als Umsatzsteuer insgesamt ist aber {tax} angegeben.',
  'values-are-sure': '{field}: {value} ist nicht sicher gelesen ({percent} %). Vergleichen Sie mit der Seite.',
  'values-are-sure.other':
    '{field}: {value} ist nicht sicher gelesen ({percent} %). Es könnte auch {other} sein. Vergleichen Sie mit der Seite.',
  'vat-id-is-valid':
    '{vatId} ist keine gültige USt-IdNr.: Form oder Prüfziffern stimmen nicht. Vergleichen Sie mit der Seite; eine ungültige Nummer kann den Vorsteuerabzug kosten.',

  'approver-is-known.no-rules':
    'Diese Firma hat noch keine Freigaberegel. Legen Sie in den Einstellungen eine an und nehmen Sie die Rechnung dann noch einmal an.',
  'approver-is-known':
    'Keine Freigaberegel passt zu dieser Rechnung (Rechnungsbetrag {total} {currency}, Lieferant {supplier}). Ergänzen Sie in den Einstellungen eine Regel oder berichtigen Sie die Rechnung, und nehmen Sie sie dann noch einmal an.',
  'approver-is-known.no-total':
    'Keine Freigaberegel passt zu dieser Rechnung (ohne Rechnungsbetrag, Lieferant {supplier}). Ergänzen Sie in den Einstellungen eine Regel oder berichtigen Sie die Rechnung, und nehmen Sie sie dann noch einmal an.',
  'approver-is-known.touched':
    'Niemand kann diese Rechnung mehr freigeben: {who} hat sie erfasst oder geändert, und niemand gibt frei, was er selbst bearbeitet hat. Ergänzen Sie in den Einstellungen eine weitere freigebende Person und nehmen Sie die Rechnung dann noch einmal an.',
  'accounting-refused':
    '{target} hat diese Rechnung nicht angenommen. Antwort: {answer} Berichtigen Sie die Rechnung und geben Sie sie noch einmal weiter.',
}

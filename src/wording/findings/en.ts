/** What findings say, by the code of the rule and its variant. The stored message is the English one. */
export const findings = {
  'bank-details-are-trusted':
    '{supplier} was paid to {trusted} so far; this bill names {iban}. Ask the supplier by a phone number that is not from this bill before you accept it.',
  'bill-is-not-a-duplicate':
    '{supplier} has sent number {number} before (invoice {invoice}). If it is the same bill, mark this one as duplicate; if not, correct the number.',
  'content-masked':
    "Page {page} holds {characters} characters that cannot be seen ({why}): {sample}. None of it was used. Programs that read the file's text would find it; ask the supplier why it is there.",
  'content-masked.telling':
    "Page {page} holds {characters} characters that cannot be seen ({why}), among it {telling}. None of it was used. Programs that read the file's text would find it; ask the supplier why it is there.",
  'currency-is-known': '{currency} is no currency. Write its code: EUR, USD, CHF.',
  'data-can-be-read':
    "The data in this PDF can't be read ({why}): {message} What is shown here was read from the page.",
  'data-can-be-read.no-invoice': 'The PDF holds XML that is no invoice ({names}). The page was read.',
  'data-can-be-read.encoding':
    'The invoice says that it is written in {declared}, which it is not. It was read as what it is.',
  'date-order-is-certain':
    'The {field} can be read as {date} or as {turned}: nothing on the page says whether day or month stands first. Choose one.',
  'dates-make-sense.no-date': '{value} is not a date. Write it as year-month-day: 2026-11-21.',
  'dates-make-sense.long-ago': '{date} is long ago. Compare with the page.',
  'dates-make-sense.due-first':
    'It is due ({due}) before it was issued ({issued}). One of the two dates was misread or misprinted.',
  'dates-make-sense.late': 'It is due {days} days after it was issued. Compare both dates with the page.',
  'digits-are-certain':
    'The {field} was read as {value}, but a digit of it may have been misread: as {other} it fits ({because}). Compare with the page and choose one.',
  'digits-are-certain.worked-out':
    'The {field} {value} was not read so but worked out: the page seems to say {other}, which fits nothing ({because}). Compare with the page and choose one.',
  'document-is-an-invoice': 'This looks like {kind}. File it, or correct the type if it is an invoice.',
  'active-content': 'The file holds {what}. None of it was run or opened.',
  'active-content.dangerous':
    'The file holds {what}. The invoice was read without running any of it. Do not open the original in another program before you have asked the supplier.',
  'iban-is-valid':
    '{iban} is not a valid IBAN: its check digits or its length are wrong. Compare with the page; if it is printed so, ask the supplier, never pay to it.',
  'is-one-invoice':
    'These pages may be {count} invoices. {because} Split it there if they are; accept it if it is one.',
  'language-is-read':
    'Page {page} seems to be in {language}, and was read without knowing that language: compare names and words with the page. There is no data for reading it.',
  'language-is-read.has-data':
    'Page {page} seems to be in {language}, and was read without knowing that language: compare names and words with the page. Whoever runs Billhook can add it to OCR_LANGUAGES; then have the invoice read again.',
  'lines-add-up':
    'The {count} lines that were read come to {sum}, the {field} says {total}. A discount, a charge or a line that was not read may lie between.',
  'page-and-data-agree':
    'The {field} in the data of this invoice ({file}) is {embedded}, but the page says {visible}. Ask the supplier which of the two is right before it is paid.',
  'page-and-data-agree.on-page':
    'The {field} in the data of this invoice ({file}) is {embedded}, but the page says {visible} on page {page}. Ask the supplier which of the two is right before it is paid.',
  'page-and-data-agree.nowhere':
    'The {field} in the data of this invoice ({file}) is {embedded}, that can be found nowhere on the page. Ask the supplier which of the two is right before it is paid.',
  'policy-lets-it-pass':
    'Your company looks at every bill before it goes to its approver. Compare it with the page, then accept it.',
  'policy-lets-it-pass.new-supplier':
    'Your company looks at the first bill of every supplier before it goes to its approver. Compare it with the page, then accept it.',
  'policy-lets-it-pass.precision':
    'Your company looks at every bill of a supplier that was read wrong before: of {seen} values that were sure, {wrong} had to be corrected before it goes to its approver. Compare it with the page, then accept it.',
  'policy-lets-it-pass.currency':
    'Your company looks at every bill in another currency than {currency} before it goes to its approver. Compare it with the page, then accept it.',
  'policy-lets-it-pass.from':
    'Your company looks at every bill of {minimum} {currency} and more before it goes to its approver. Compare it with the page, then accept it.',
  'required-fields-are-present': 'The {field} was not found. Enter it from the page.',
  'supplier-is-known':
    'This is the first bill of {supplier}. Make sure that it is one of yours, and that the account is theirs.',
  'supplier-is-not-our-own-company.name': "{value} is our own name. Enter the supplier's.",
  'supplier-is-not-our-own-company.vat-id': "{value} is our own VAT id. Enter the supplier's.",
  'supplier-is-not-our-own-company.iban': "{value} is our own account. Enter the supplier's.",
  'totals-add-up':
    "The totals don't add up: net {net} + tax {tax} is {sum}, but the total says {total}. Compare with the page: if it is printed so, ask the supplier for a corrected invoice.",
  'totals-add-up.due':
    'More is due ({due}) than the total says ({total}). It may hold an older balance; correct it if it was misread.',
  'totals-add-up.rate': '{rate} % of {base} is {expected}, but the tax of this rate says {tax}.',
  'totals-add-up.taxes': 'The taxes of the rates come to {sum}, but the tax total says {tax}.',
  'values-are-sure': 'The {field} {value} is not certain ({percent} %). Compare with the page.',
  'values-are-sure.other':
    'The {field} {value} is not certain ({percent} %). It could also be {other}. Compare with the page.',
  'vat-id-is-valid':
    '{vatId} is not a valid VAT id: its form or check digits are wrong. Compare with the page; an invalid id may cost the input tax.',

  'approver-is-known.no-rules':
    'This company has no approval rules yet. Add one in the settings, then accept the bill again.',
  'approver-is-known':
    'No approval rule fits this bill (a total of {total} {currency}, supplier {supplier}). Add a rule in the settings or correct the bill, then accept it again.',
  'approver-is-known.no-total':
    'No approval rule fits this bill (no total, supplier {supplier}). Add a rule in the settings or correct the bill, then accept it again.',
  'approver-is-known.touched':
    'Nobody is left to approve this bill: {who} entered or changed it, and nobody approves what they touched. Add another approver to the rule in the settings, then accept it again.',
  'accounting-refused': '{target} did not take this bill: {answer} Correct it and send it on again.',
} as const

export type FindingText = keyof typeof findings

import type { en } from './en.ts'

/** As `en`. */
export const de: Record<keyof typeof en, string> = {
  'sign-in.title': 'Anmelden',
  'sign-in.lead': 'Wir schicken Ihnen einen Link. Ein Passwort gibt es nicht.',
  'sign-in.address': 'Mail-Adresse',
  'sign-in.send': 'Link schicken',
  'sign-in.sent': 'Sehen Sie in Ihre Mail',
  'sign-in.sent-lead':
    'Wenn diese Adresse hier bekannt ist, ist ein Link zu ihr unterwegs. Er gilt einmal und 30 Minuten lang.',
  'sign-in.not-leaving':
    'Mail verlässt dieses Billhook noch nicht: Der Link steht im Postausgang, den die Verwaltung sieht. Ihr erster Link stand beim Start im Terminal.',
  'sign-in.other': 'Andere Adresse versuchen',
  'sign-in.one-more': 'Noch ein Klick, und Sie sind angemeldet.',
  'sign-in.used': 'Er wurde schon benutzt oder ist abgelaufen.',
  'sign-in.new': 'Neuen Link holen',
  'link-void': 'Dieser Link gilt nicht mehr',

  'decide.title': 'Über eine Rechnung entscheiden',
  'decide.for': 'Eine Rechnung für',
  'decide.open': 'Diese Rechnung freigeben?',
  'decide.approved': 'Sie haben diese Rechnung freigegeben',
  'decide.rejected': 'Sie haben diese Rechnung abgelehnt',
  'decide.was-approved': 'Diese Rechnung wurde am {at} UTC von {by} freigegeben.',
  'decide.was-rejected': 'Diese Rechnung wurde am {at} UTC von {by} abgelehnt.',
  'decide.nothing-left': 'Es ist nichts mehr zu tun. Sie können diese Seite schließen.',
  'decide.comment': 'Bemerkung',
  'decide.comment-optional': 'Bemerkung (freiwillig)',
  'decide.approve': 'Freigeben',
  'decide.reject': 'Ablehnen',
  'decide.as': 'Sie entscheiden als {approver}. Entschieden ist erst, wenn Sie eine Taste drücken.',
  'decide.picture': 'Erste Seite des Belegs',
  'decide.not-stated': 'nicht angegeben',
  'decide.void-decided-by-other':
    'Über diese Rechnung hat schon jemand anderes entschieden. Für Sie ist nichts mehr zu tun.',
  'decide.void-changed':
    'Diese Rechnung wurde nach der Mail geändert oder zurückgeholt, deshalb gilt der Link nicht mehr. Braucht sie noch Ihre Entscheidung, ist eine neuere Mail zu Ihnen unterwegs.',
  'decide.void-expired':
    'Dieser Link ist abgelaufen. Die Rechnung wartet noch: Bitten Sie die Buchhaltung, sie zurückzuholen und neu zu schicken.',
  'decide.void-touched':
    'Sie haben diese Rechnung selbst erfasst oder geändert, deshalb muss jemand anderes sie freigeben.',
  'finding.error': 'Fehler',
  'finding.warning': 'Warnung',
  'finding.info': 'Hinweis',

  'outbox.leaves':
    'Mails, die Billhook verschickt hat oder verschicken wird. Ihre Links gehören den Empfängern und stehen nicht hier.',
  'outbox.stays':
    'Es ist kein Mailserver eingerichtet (MAIL_URL), deshalb verlässt nichts diese Maschine: Jede Mail endet hier. Die Links gelten.',
  'outbox.utc': 'Zeiten in UTC.',
  'outbox.empty': 'Noch keine Mail. Braucht eine Rechnung eine Freigabe, erscheint hier die Mail dazu.',
  'outbox.older': 'Ältere',
  'outbox.all': 'Alle Mails',
  'outbox.html': 'Als HTML',
  'outbox.frame': 'Die Mail als HTML',
  'outbox.failed': 'Nicht verschickt',
  'outbox.sent': 'Verschickt {at}',
  'outbox.waiting': 'Wartet',
  'outbox.to': 'an {recipient}',
  'outbox.invoice': 'Rechnung',

  'error.start': 'Zur Startseite',
  'error.request': 'Anfrage {id}',
  'error.other': 'Das ging nicht',
  'error.403': 'Das dürfen Sie nicht',
  'error.404': 'Nicht gefunden',
  'error.409': 'Jemand war schneller',
  'error.410': 'Dieser Link gilt nicht mehr',
  'error.413': 'Zu groß',
  'error.429': 'Zu viele Anfragen',
  'error.500': 'Hier ist etwas schiefgegangen',
  'error.503': 'Im Moment nicht erreichbar',
}

/** Where anybody has a mail address: such a domain is nobody's. */
const FREE_MAIL = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com aol.com proton.me
  protonmail.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de mail.de posteo.de orange.fr wanadoo.fr free.fr laposte.net
  sfr.fr libero.it virgilio.it tiscali.it alice.it ziggo.nl kpnmail.nl planet.nl wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz
  telia.com bredband.net comhem.se telefonica.net terra.es sapo.pt btinternet.com btopenworld.com sky.com virginmedia.com bluewin.ch
  mail.ru yandex.ru yandex.com qq.com 163.com hotmail.co.uk hotmail.de hotmail.fr hotmail.it outlook.de yahoo.co.uk yahoo.de yahoo.fr
  yahoo.it comcast.net verizon.net att.net zoho.com fastmail.com mail.com tutanota.com inbox.lv`.split(/\s+/),
)

/** Whether mail from there says nothing about who sends it. */
export function isFreeMail(domain: string): boolean {
  return FREE_MAIL.has(domain)
}

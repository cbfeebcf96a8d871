import { html } from 'ghtml'
import type { Membership, Person } from '../people/person.ts'
import { type Action, canDo } from '../people/roles.ts'
import type { Speech } from './speech.ts'

/** Whoever looks at a page of a company, and where. */
export type Viewer = {
  person: Person
  /** The one of the company that is looked at. */
  membership: Membership
  /** For the forms of the page. */
  formToken: string
}

export type Section = 'inbox' | 'deliveries' | 'outbox' | 'settings'

/** All but the outbox are pages of the workspace. */
const SECTIONS: { section: Section; needs: Action; at: (company: string) => string }[] = [
  { section: 'inbox', needs: 'look', at: (company) => `/workspace/${company}/inbox` },
  { section: 'deliveries', needs: 'look', at: (company) => `/workspace/${company}/deliveries` },
  { section: 'outbox', needs: 'see-outbox', at: (company) => `/companies/${company}/outbox` },
  { section: 'settings', needs: 'see-settings', at: (company) => `/workspace/${company}/settings` },
]

/** The page around a body. `body` is finished HTML; everything else is text and is escaped here. */
export function renderFrame({
  title,
  body,
  speech,
  viewer,
  section,
}: {
  title: string
  body: string
  speech: Speech
  viewer?: Viewer
  section?: Section
}): string {
  return html`<!doctype html>
<html lang="${speech.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Billhook</title>
<link rel="stylesheet" href="/assets/look.css">
<link rel="stylesheet" href="/assets/style.css">
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
</head>
<body>
<a class="skip" href="#main">${speech.t('nav.skip')}</a>
!${
    viewer
      ? html`<div class="frame">!${renderSide({ viewer, section, speech })}<main id="main" class="page">!${body}</main></div>`
      : html`<header class="top"><a class="brand" href="/">Billhook</a></header><main id="main">!${body}</main>`
  }
</body>
</html>`
}

/** The hidden field that every form of a signed-in page carries. */
export function renderFormToken({ formToken }: Pick<Viewer, 'formToken'>): string {
  return html`<input type="hidden" name="_csrf" value="${formToken}">`
}

/** A line at the top of a page: what was done, or what went wrong. */
export function renderNotice(notice: { tone: 'good' | 'bad'; message: string } | null): string {
  if (!notice) return ''
  return html`<p class="notice ${notice.tone}" role="${notice.tone === 'bad' ? 'alert' : 'status'}">${notice.message}</p>`
}

function renderSide({
  viewer,
  section: current,
  speech: { t },
}: {
  viewer: Viewer
  section: Section | undefined
  speech: Speech
}): string {
  const { membership, person } = viewer
  const links = SECTIONS.filter(({ needs }) => canDo(membership.role, needs)).map(
    ({ section, at }) =>
      html`<li><a href="${at(membership.companyId)}" !${section === current ? 'aria-current="page"' : ''}>${t(`nav.${section}`)}</a></li>`,
  )
  return html`<header class="side"><div class="side-top"><a class="brand" href="/workspace/${membership.companyId}/inbox">Billhook</a>
<span class="company">${membership.companyName}</span></div>
<nav aria-label="${t('nav.main')}"><ul>!${links}</ul></nav>
<form method="post" action="/sign-out">!${renderFormToken(viewer)}<span class="quiet small">${person.email}</span> <button class="plain">${t('nav.sign-out')}</button></form></header>`
}

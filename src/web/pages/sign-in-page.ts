import { html } from 'ghtml'
import { renderFormToken, renderFrame } from '../frame.ts'
import type { Speech } from '../speech.ts'

/** Asks for a mail address. */
export function renderSignInPage({ formToken, speech }: { formToken: string; speech: Speech }): string {
  const { t } = speech
  return renderCard(
    { title: t('sign-in.title'), speech },
    html`<p>${t('sign-in.lead')}</p>
<form method="post" action="/sign-in" class="stack">!${renderFormToken({ formToken })}
<label>${t('sign-in.address')} <input type="email" name="email" required autocomplete="email" maxlength="254"></label>
<button class="primary">${t('sign-in.send')}</button></form>`,
  )
}

/** The same for everybody, so that nobody learns who is known here. */
export function renderSignInSent({ mailLeaves, speech }: { mailLeaves: boolean; speech: Speech }): string {
  const { t } = speech
  const elsewhere = mailLeaves ? '' : html`<p>${t('sign-in.not-leaving')}</p>`
  return renderCard(
    { title: t('sign-in.sent'), speech },
    html`<p>${t('sign-in.sent-lead')}</p>!${elsewhere}<p><a href="/sign-in">${t('sign-in.other')}</a></p>`,
  )
}

/** What a sign-in link opens: a button, because mail scanners open links too. */
export function renderSignInLinkPage({
  token,
  formToken,
  speech,
}: {
  token: string
  formToken: string
  speech: Speech
}): string {
  const { t } = speech
  return renderCard(
    { title: t('sign-in.title'), speech },
    html`<p>${t('sign-in.one-more')}</p>
<form method="post" action="/sign-in/${token}">!${renderFormToken({ formToken })}<button class="primary">${t('sign-in.title')}</button></form>`,
  )
}

export function renderSignInLinkVoid({ speech }: { speech: Speech }): string {
  const { t } = speech
  return renderCard(
    { title: t('link-void'), speech },
    html`<p>${t('sign-in.used')}</p><p><a class="button" href="/sign-in">${t('sign-in.new')}</a></p>`,
  )
}

function renderCard({ title, speech }: { title: string; speech: Speech }, body: string): string {
  return renderFrame({
    title,
    speech,
    body: html`<section class="card narrow"><h1>${title}</h1>!${body}</section>`,
  })
}

import { html } from 'ghtml'
import { renderFormToken, renderFrame } from '../frame.ts'

/** Asks for a mail address. */
export function renderSignInPage({ formToken }: { formToken: string }): string {
  return renderFrame({
    title: 'Sign in',
    body: html`<section class="card narrow"><h1>Sign in</h1>
<p>We mail you a link. There is no password.</p>
<form method="post" action="/sign-in" class="stack">!${renderFormToken({ formToken })}
<label>Mail address <input type="email" name="email" required autocomplete="email" maxlength="254"></label>
<button class="primary">Send me a link</button></form></section>`,
  })
}

/** The same for everybody, so that nobody learns who is known here. */
export function renderSignInSent({ mailLeaves }: { mailLeaves: boolean }): string {
  const elsewhere = mailLeaves
    ? ''
    : html`<p>Mail does not leave this Billhook yet: the link is in the outbox, which administrators see. The administrator's first link was printed in the terminal at start.</p>`
  return renderFrame({
    title: 'Look into your mail',
    body: html`<section class="card narrow"><h1>Look into your mail</h1>
<p>If this address is known here, a link is on its way to it. It can be used once, within 30 minutes.</p>!${elsewhere}
<p><a href="/sign-in">Try another address</a></p></section>`,
  })
}

/** What a sign-in link opens: a button, because mail scanners open links too. */
export function renderSignInLinkPage({ token, formToken }: { token: string; formToken: string }): string {
  return renderFrame({
    title: 'Sign in',
    body: html`<section class="card narrow"><h1>Sign in</h1><p>One more click, and you are in.</p>
<form method="post" action="/sign-in/${token}">!${renderFormToken({ formToken })}<button class="primary">Sign in</button></form></section>`,
  })
}

export function renderSignInLinkVoid(): string {
  return renderFrame({
    title: 'This link is void',
    body: html`<section class="card narrow"><h1>This link is void</h1><p>It was used already or has expired.</p><p><a class="button" href="/sign-in">Get a new one</a></p></section>`,
  })
}

import { html } from 'ghtml'
import type { Finding } from '../../../schemas/finding.ts'
import type { Decision } from '../../approvals/decision-link.ts'
import { describeBill } from '../../approvals/decision-mail.ts'
import { describeDecision, type FoundDecision } from '../../approvals/find-decision.ts'
import { renderFrame, renderNotice } from '../frame.ts'

/** What an approver sees: the bill and two buttons, or what became of it. Works without script, phone first. */
export function renderDecisionPage({
  found,
  token,
  preferred,
  problem,
}: {
  found: FoundDecision
  token: string
  /** The button of the mail that was pressed: it stands first. */
  preferred: Decision
  /** Why the last press did nothing. */
  problem: string | null
}): string {
  const { invoice, company, state, request } = found
  const facts = describeBill(invoice).map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)
  const picture =
    state.kind !== 'void' && (invoice.page_count ?? 0) > 0
      ? html`<a href="/decide/${token}/page-1"><img class="first-page" src="/decide/${token}/page-1" alt="First page of the document"></a>`
      : ''
  const bill = state.kind === 'void' ? '' : html`<dl class="facts">!${facts}</dl>!${renderFindings(invoice.findings)}`
  return renderFrame({
    title: 'Decide on a bill',
    body: html`<div class="decide"><section class="card"><p class="quiet">A bill for <strong>${company.name}</strong></p>
<h1>${state.kind === 'open' ? 'Approve this bill?' : state.kind === 'decided' ? `You ${state.decision === 'approve' ? 'approved' : 'rejected'} this bill` : 'This link is void'}</h1>
!${renderNotice(problem ? { tone: 'bad', message: problem } : null)}!${renderState(found)}!${bill}
!${state.kind === 'open' ? renderButtons({ token, preferred, approver: request.approver }) : ''}</section>!${picture}</div>`,
  })
}

/** What was found, as a list; the word says what the colour says. */
function renderFindings(findings: readonly Finding[]): string {
  if (findings.length === 0) return ''
  const words = { error: 'Error', warning: 'Warning', info: 'Note' }
  return html`<ul class="findings">!${findings.map(
    ({ code, severity, message, clashing }) =>
      html`<li class="${severity}"><strong>${words[severity]}:</strong> ${message}!${clashing ? html` <span class="quiet small">${code}</span>` : ''}</li>`,
  )}</ul>`
}

function renderState({ state }: FoundDecision): string {
  if (state.kind === 'open') return ''
  if (state.kind === 'void') return html`<p>${state.message}</p>`
  const words = describeDecision(state)
  const comment = state.comment ? html`<p>Comment: <q>${state.comment}</q></p>` : ''
  const tone = state.decision === 'approve' ? 'good' : 'bad'
  return html`<p class="notice ${tone}" role="status">This bill was ${words}.</p>!${comment}<p class="quiet">There is nothing left to do. You can close this page.</p>`
}

function renderButtons({
  token,
  preferred,
  approver,
}: {
  token: string
  preferred: Decision
  approver: string
}): string {
  const approve = html`<button class="approve" name="decision" value="approve">Approve</button>`
  const reject = html`<button class="danger" name="decision" value="reject">Reject</button>`
  return html`<form class="stack" method="post" action="/decide/${token}">
<label>Comment (optional) <textarea name="comment" rows="2" maxlength="1000"></textarea></label>
<div class="decisions">!${preferred === 'approve' ? approve + reject : reject + approve}</div>
<p class="quiet small">You decide as ${approver}. Nothing is decided until you press a button.</p></form>`
}

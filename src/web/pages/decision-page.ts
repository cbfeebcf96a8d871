import { html } from 'ghtml'
import type { Finding } from '../../../schemas/finding.ts'
import type { Decision } from '../../approvals/decision-link.ts'
import { describeBill } from '../../approvals/decision-mail.ts'
import type { FoundDecision } from '../../approvals/find-decision.ts'
import { describeFinding } from '../../wording/describe-finding.ts'
import { renderFrame, renderNotice } from '../frame.ts'
import type { Speech } from '../speech.ts'

export type DecisionPage = {
  found: FoundDecision
  token: string
  /** The button of the mail that was pressed: it stands first. */
  preferred: Decision
  /** Why the last press did nothing. */
  problem: string | null
  speech: Speech
}

/** What an approver sees: the bill and two buttons, or what became of it. Works without script, phone first. */
export function renderDecisionPage(page: DecisionPage): string {
  const { found, token, problem, speech } = page
  const { invoice, company, state } = found
  const { t } = speech
  const facts = describeBill(invoice, speech.voice).map(
    ({ label, value }) => html`<div><dt>${label}</dt><dd>${value ?? t('decide.not-stated')}</dd></div>`,
  )
  const picture =
    state.kind !== 'void' && (invoice.page_count ?? 0) > 0
      ? html`<a href="/decide/${token}/page-1"><img class="first-page" src="/decide/${token}/page-1" alt="${t('decide.picture')}"></a>`
      : ''
  const bill =
    state.kind === 'void'
      ? ''
      : html`<dl class="facts">!${facts}</dl>!${renderFindings({ findings: invoice.findings, speech })}`
  return renderFrame({
    title: t('decide.title'),
    speech,
    body: html`<div class="decide"><section class="card"><p class="quiet">${t('decide.for')} <strong>${company.name}</strong></p>
<h1>${t(headingOf(found))}</h1>
!${renderNotice(problem ? { tone: 'bad', message: problem } : null)}!${renderState(page)}!${bill}
!${state.kind === 'open' ? renderButtons(page) : ''}</section>!${picture}</div>`,
  })
}

function headingOf({ state }: FoundDecision) {
  if (state.kind === 'open') return 'decide.open'
  if (state.kind === 'void') return 'link-void'
  return state.decision === 'approve' ? 'decide.approved' : 'decide.rejected'
}

/** What was found, as a list; the word says what the colour says. */
function renderFindings({ findings, speech: { t, voice } }: { findings: readonly Finding[]; speech: Speech }): string {
  if (findings.length === 0) return ''
  return html`<ul class="findings">!${findings.map(
    (finding) =>
      html`<li class="${finding.severity}"><strong>${t(`finding.${finding.severity}`)}:</strong> ${describeFinding(finding, voice)}!${finding.clashing ? html` <span class="quiet small">${finding.code}</span>` : ''}</li>`,
  )}</ul>`
}

function renderState({ found: { state }, speech: { t, voice } }: DecisionPage): string {
  if (state.kind === 'open') return ''
  if (state.kind === 'void') return html`<p>${t(`decide.void-${state.why}`)}</p>`
  const isApproved = state.decision === 'approve'
  const at = voice.formats.time(state.at)
  const words = t(isApproved ? 'decide.was-approved' : 'decide.was-rejected', { by: state.by, at })
  const comment = state.comment ? html`<p>${t('decide.comment')}: <q>${state.comment}</q></p>` : ''
  return html`<p class="notice ${isApproved ? 'good' : 'bad'}" role="status">${words}</p>!${comment}<p class="quiet">${t('decide.nothing-left')}</p>`
}

function renderButtons({ found, token, preferred, speech: { t } }: DecisionPage): string {
  const approve = html`<button class="approve" name="decision" value="approve">${t('decide.approve')}</button>`
  const reject = html`<button class="danger" name="decision" value="reject">${t('decide.reject')}</button>`
  return html`<form class="stack" method="post" action="/decide/${token}">
<label>${t('decide.comment-optional')} <textarea name="comment" rows="2" maxlength="1000"></textarea></label>
<div class="decisions">!${preferred === 'approve' ? approve + reject : reject + approve}</div>
<p class="quiet small">${t('decide.as', { approver: found.request.approver })}</p></form>`
}

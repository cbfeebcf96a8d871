import { html } from 'ghtml'
import { describeProblem } from '../../wording/describe-problem.ts'
import { renderFrame } from '../frame.ts'
import type { Speech } from '../speech.ts'

const SAID = [403, 404, 409, 410, 413, 429, 500, 503] as const

/** What went wrong, in plain words, with a way on. */
export function renderErrorPage({
  status,
  code,
  message,
  requestId,
  speech,
}: {
  status: number
  code: string
  message: string
  requestId: string
  speech: Speech
}): string {
  const { t, voice } = speech
  const said = SAID.find((known) => known === status)
  const title = t(said === undefined ? 'error.other' : `error.${said}`)
  return renderFrame({
    title,
    speech,
    body: html`<section class="card narrow"><h1>${title}</h1><p>${describeProblem({ code, message }, voice.wording)}</p><p><a class="button" href="/">${t('error.start')}</a></p><p class="quiet small">${t('error.request', { id: requestId })}</p></section>`,
  })
}

import { html } from 'ghtml'
import { renderFrame } from '../frame.ts'

/** What went wrong, in plain words, with a way on. */
export function renderErrorPage({
  status,
  message,
  requestId,
}: {
  status: number
  message: string
  requestId: string
}): string {
  const title = TITLES[status] ?? 'That did not work'
  return renderFrame({
    title,
    body: html`<section class="card narrow"><h1>${title}</h1><p>${message}</p><p><a class="button" href="/">To the start page</a></p><p class="quiet small">Request ${requestId}</p></section>`,
  })
}

const TITLES: Partial<Record<number, string>> = {
  403: 'You may not do this',
  404: 'Not found',
  409: 'Somebody was faster',
  410: 'This link is void',
  413: 'Too large',
  429: 'Too many requests',
  500: 'Something went wrong here',
  503: 'Not available right now',
}

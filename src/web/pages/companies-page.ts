import { html } from 'ghtml'
import type { Membership } from '../../people/person.ts'
import { renderFrame } from '../frame.ts'

/** The books a person can choose from. */
export function renderCompaniesPage(memberships: readonly Membership[]): string {
  const list = memberships.map(
    ({ companyId, companyName, role }) =>
      html`<li><a href="/companies/${companyId}/invoices">${companyName}</a> <span class="quiet">as ${role}</span></li>`,
  )
  const body =
    memberships.length === 0
      ? html`<p>You do not belong to any company here (any more). Ask an administrator to let you in.</p>`
      : html`<ul class="list">!${list}</ul>`
  return renderFrame({
    title: 'Companies',
    body: html`<section class="card narrow"><h1>Companies</h1>!${body}</section>`,
  })
}

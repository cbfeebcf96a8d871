import { html } from 'ghtml'
import { type ApprovalRule, Role } from '../../../schemas/company.ts'
import type { CompanySettings } from '../../http/shapes.ts'
import type { ApiKey } from '../../people/api-keys.ts'
import type { Member } from '../../people/members.ts'
import { canDo } from '../../people/roles.ts'
import type { DocumentPassword } from '../../secrets/document-passwords.ts'
import { renderFormToken, renderFrame, renderNotice, type Viewer } from '../frame.ts'
import { writeTime } from '../words.ts'
import { renderDocumentPasswords } from './password-form.ts'

export type SettingsPage = {
  viewer: Viewer
  settings: CompanySettings
  members: readonly Member[]
  apiKeys: readonly ApiKey[]
  passwords: readonly DocumentPassword[]
  /** A key that was just made; shown this once. */
  newKey?: string
  notice: { tone: 'good' | 'bad'; message: string } | null
}

/** Rows for new rules. */
const BLANK_RULES = 2

/** Who we are, who approves, who may do what. */
export function renderSettingsPage(page: SettingsPage): string {
  const { viewer, settings } = page
  const mayChange = canDo(viewer.membership.role, 'change-settings')
  return renderFrame({
    title: 'Settings',
    viewer,
    section: 'settings',
    body: html`<h1>Settings</h1>!${renderNotice(page.notice)}
<section class="card"><h2>Way in</h2><p>Invoices sent to <code>${settings.ingestAddress}</code> arrive here.</p></section>
!${renderCompany(page)}!${renderPolicy(page)}!${renderConnectors(settings)}!${mayChange ? renderMembers(page) + renderKeys(page) + renderDocumentPasswords(page) : ''}`,
  })
}

function renderCompany({ viewer, settings }: SettingsPage): string {
  const { own } = settings
  const area = (name: string, { word, hint, lines }: { word: string; hint: string; lines: readonly string[] }) =>
    html`<label>${word} <span class="quiet small">${hint}</span><textarea name="${name}" rows="3">${lines.join('\n')}</textarea></label>`
  return html`<form class="card stack" method="post" action="/companies/${settings.id}/settings/own"><h2>Who we are</h2>
<p class="quiet">So that we are never taken for our own supplier.</p>!${renderFormToken(viewer)}
<label>Name of the company <input name="name" value="${settings.name}" required maxlength="200"></label>
!${area('names', { word: 'Our names on invoices', hint: 'one a line', lines: own.names })}
!${area('vatIds', { word: 'Our VAT ids', hint: 'one a line', lines: own.vatIds })}
!${area('ibans', { word: 'Our IBANs', hint: 'one a line', lines: own.ibans })}
!${renderSave(viewer)}</form>`
}

function renderPolicy({ viewer, settings }: SettingsPage): string {
  const rules: (ApprovalRule | null)[] = [...settings.policy.rules, ...Array<null>(BLANK_RULES).fill(null)]
  const cell = (index: number, { name, word, value }: { name: string; word: string; value: string }) =>
    html`<td data-label="${word}"><input name="rule.${index}.${name}" value="${value}" aria-label="${word}, rule ${index + 1}" autocomplete="off"></td>`
  const rows = rules.map(
    (rule, index) => html`<tr>
!${cell(index, { name: 'minimum', word: 'From', value: rule?.minimum ?? '' })}
!${cell(index, { name: 'below', word: 'Below', value: rule?.below ?? '' })}
!${cell(index, { name: 'currency', word: 'Currency', value: rule?.currency ?? '' })}
!${cell(index, { name: 'supplier', word: 'Supplier', value: rule?.supplier ?? '' })}
!${cell(index, { name: 'approvers', word: 'Approvers', value: rule?.approvers.join(', ') ?? '' })}</tr>`,
  )
  return html`<form class="card stack" method="post" action="/companies/${settings.id}/settings/policy"><h2>Who approves</h2>
<p class="quiet">The first rule that fits decides; empty conditions fit everything. Any one of the approvers is enough. A row without approvers is taken away. Nobody approves what they entered or changed.</p>!${renderFormToken(viewer)}
<input type="hidden" name="rules" value="${rules.length}">
<table class="cards grid"><thead><tr><th scope="col">From</th><th scope="col">Below</th><th scope="col">Currency</th><th scope="col">Supplier</th><th scope="col">Approvers</th></tr></thead><tbody>!${rows}</tbody></table>
<label>Links can be used for (hours) <input name="linkHours" type="number" min="1" max="8760" required value="${settings.policy.linkHours}"></label>
!${renderSave(viewer)}</form>`
}

function renderConnectors({ connectors }: CompanySettings): string {
  const list = connectors.map((connector) => {
    if (connector.kind === 'webhook')
      return html`<li>Webhook to <span class="wrap">${connector.url}</span>, signed</li>`
    if (connector.kind === 'rest') return html`<li>API at <span class="wrap">${connector.url}</span></li>`
    if (connector.kind === 'csv') return html`<li>CSV file</li>`
    return html`<li>hledger journal (${connector.expenseAccount}, ${connector.taxAccount}, ${connector.payableAccount})</li>`
  })
  return html`<section class="card"><h2>Where bills are posted</h2><ul>!${list}</ul><p class="quiet small">To be changed through the API.</p></section>`
}

function renderSave(viewer: Viewer): string {
  return canDo(viewer.membership.role, 'change-settings') ? html`<div><button class="primary">Save</button></div>` : ''
}

function renderRoles(): string {
  return html`<label>Role <select name="role">!${Role.options.map((role) => html`<option>${role}</option>`)}</select></label>`
}

function renderMembers({ viewer, settings, members }: SettingsPage): string {
  const base = `/companies/${settings.id}/settings/people`
  const rows = members.map(
    (member) =>
      html`<li class="row"><span class="wrap">${member.email}</span> <span class="quiet">${member.name}, ${member.role}</span>
<form method="post" action="${base}/${member.id}/remove">!${renderFormToken(viewer)}<button class="plain">Remove<span class="hidden"> ${member.email}</span></button></form></li>`,
  )
  return html`<section class="card stack"><h2>People</h2><ul class="list">!${rows}</ul>
<form class="row end" method="post" action="${base}">!${renderFormToken(viewer)}<label>Mail address <input type="email" name="email" required maxlength="254"></label><label>Name <input name="name" required maxlength="100"></label>!${renderRoles()}<button>Add or change</button></form></section>`
}

function renderKeys({ viewer, settings, apiKeys, newKey }: SettingsPage): string {
  const base = `/companies/${settings.id}/settings/api-keys`
  const rows = apiKeys.map(
    (key) =>
      html`<li class="row"><span class="wrap">${key.name}</span> <span class="quiet">${key.role}, ${key.revokedAt ? `revoked ${writeTime(key.revokedAt)}` : `made ${writeTime(key.createdAt)}`}</span>
!${key.revokedAt ? '' : html`<form method="post" action="${base}/${key.id}/revoke">!${renderFormToken(viewer)}<button class="plain">Revoke<span class="hidden"> ${key.name}</span></button></form>`}</li>`,
  )
  const made = newKey
    ? html`<p class="notice good" role="status">Your new key, shown this once: <code class="wrap">${newKey}</code></p>`
    : ''
  return html`<section class="card stack"><h2>API keys</h2>!${made}<ul class="list">!${rows}</ul>
<form class="row end" method="post" action="${base}">!${renderFormToken(viewer)}<label>Name <input name="name" required maxlength="100"></label>!${renderRoles()}<button>Make a key</button></form></section>`
}

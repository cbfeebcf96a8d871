import { html } from 'ghtml'
import type { DraftLine, DraftVatGroup } from '../../../schemas/draft.ts'

/** The columns of the lines' form: the draft's name, the heading, and whether it holds an amount. */
export const LINE_COLUMNS = [
  { name: 'description', word: 'Description', amount: false },
  { name: 'quantity', word: 'Quantity', amount: true },
  { name: 'unit', word: 'Unit', amount: false },
  { name: 'unitPrice', word: 'Price', amount: true },
  { name: 'netAmount', word: 'Net', amount: true },
  { name: 'vatRate', word: 'VAT %', amount: true },
] as const satisfies readonly { name: keyof DraftLine; word: string; amount: boolean }[]

/** A form of more rows is no help, and more than a form takes would be lost. */
const MOST_ROWS = 300
/** Rows for lines that were not read. */
const BLANK_ROWS = 2

/** Lines as inputs, closed until wanted; a row that is emptied is taken away, the last rows add new ones. */
export function renderLinesForm(lines: readonly DraftLine[], typed: Partial<Record<string, string>>): string {
  if (lines.length > MOST_ROWS)
    return html`<p class="quiet">Its ${lines.length} lines are too many to be corrected here; they stay as they were read.</p>`
  const rows = Array.from({ length: lines.length + BLANK_ROWS }, (_, index) => {
    const cells = LINE_COLUMNS.map(({ name, word, amount }) => {
      const input = `line.${index}.${name}`
      const value = typed[input] ?? lines[index]?.[name] ?? ''
      return html`<td><input name="${input}" value="${value}" maxlength="500" autocomplete="off" aria-label="${word}, line ${index + 1}" !${amount ? 'inputmode="decimal" class="amount"' : ''}></td>`
    })
    return html`<tr>!${cells}</tr>`
  })
  const headings = LINE_COLUMNS.map(({ word }) => html`<th scope="col">${word}</th>`)
  return html`<details><summary>Lines (${lines.length})</summary><input type="hidden" name="lines" value="${lines.length + BLANK_ROWS}">
<div class="scroll"><table class="grid"><thead><tr>!${headings}</tr></thead><tbody>!${rows}</tbody></table></div></details>`
}

/** The VAT breakdown, to read. */
export function renderVat(groups: readonly DraftVatGroup[]): string {
  if (groups.length === 0) return ''
  const rows = groups.map(
    ({ rate, base, tax }) =>
      html`<tr><td class="number">${rate} %</td><td class="number">${base ?? '–'}</td><td class="number">${tax ?? '–'}</td></tr>`,
  )
  return html`<h3>VAT</h3><table><thead><tr><th scope="col" class="number">Rate</th><th scope="col" class="number">Base</th><th scope="col" class="number">Tax</th></tr></thead><tbody>!${rows}</tbody></table>`
}

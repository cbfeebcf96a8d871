import type { Rule } from '../rule.ts'

const EARLIEST = '1990-01-01'
const LONGEST_TERM_DAYS = 366

/** Issue and due date are dates of our time, and due is not before issue nor more than a year after it. */
export const datesMakeSense: Rule = (draft) => {
  const issue = draft.fields.issueDate?.value
  const due = draft.fields.dueDate?.value
  const findings: ReturnType<Rule> = []
  for (const [field, value] of [
    ['issueDate', issue],
    ['dueDate', due],
  ] as const) {
    if (value === undefined) continue
    if (!isDate(value))
      findings.push({
        severity: 'error',
        field,
        message: `"${value}" is not a date. Write it as year-month-day: 2026-11-21.`,
      })
    else if (value < EARLIEST)
      findings.push({ severity: 'warning', field, message: `${value} is long ago. Compare with the page.` })
  }
  if (issue && due && isDate(issue) && isDate(due)) {
    const days = (Date.parse(due) - Date.parse(issue)) / 86_400_000
    if (days < 0) {
      findings.push({
        severity: 'warning',
        field: 'dueDate',
        message: `It is due (${due}) before it was issued (${issue}). One of the two dates was misread or misprinted.`,
      })
    } else if (days > LONGEST_TERM_DAYS) {
      findings.push({
        severity: 'warning',
        field: 'dueDate',
        message: `It is due ${Math.round(days)} days after it was issued. Compare both dates with the page.`,
      })
    }
  }
  return findings
}

function isDate(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
}

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
        says: { text: 'dates-make-sense.no-date', values: { value: { quoted: [value] } } },
      })
    else if (value < EARLIEST)
      findings.push({
        severity: 'warning',
        field,
        says: { text: 'dates-make-sense.long-ago', values: { date: { date: value } } },
      })
  }
  if (issue && due && isDate(issue) && isDate(due)) {
    const days = (Date.parse(due) - Date.parse(issue)) / 86_400_000
    if (days < 0) {
      findings.push({
        severity: 'warning',
        field: 'dueDate',
        says: { text: 'dates-make-sense.due-first', values: { due: { date: due }, issued: { date: issue } } },
      })
    } else if (days > LONGEST_TERM_DAYS) {
      findings.push({
        severity: 'warning',
        field: 'dueDate',
        says: { text: 'dates-make-sense.late', values: { days: Math.round(days) } },
      })
    }
  }
  return findings
}

function isDate(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
}

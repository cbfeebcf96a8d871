import { Button } from '@mantine/core'
import type { Finding } from '../../../../schemas/finding.ts'
import { useTexts } from '../texts/texts.tsx'
import { ALL_FIELDS } from './field-groups.ts'
import { type Remedy, remediesFor } from './remedies.ts'
import type { Review } from './use-review.ts'

type Desk = { review: Review; canEdit: boolean; onRemedy: (remedy: Remedy) => void }

/** Findings in plain words, each with what a click can do about it. */
export function FindingBoxes({ findings, ...desk }: { findings: readonly Finding[] } & Desk) {
  return findings.map((finding) => <FindingBox key={finding.code + finding.message} finding={finding} {...desk} />)
}

function FindingBox({ finding, review, canEdit, onRemedy }: { finding: Finding } & Desk) {
  const { t, word, finding: describeFinding } = useTexts()
  const { draft } = review
  const values = Object.fromEntries(ALL_FIELDS.map((name) => [name, review.valueOf(name)]))
  const remedies = canEdit
    ? remediesFor(finding, { draft, values, hasSupplier: typeof review.invoice?.supplierId === 'string' })
    : []
  const describe = (remedy: Remedy): string => {
    if (remedy.kind === 'set') return t('review.sum-right', { field: t(`field.${remedy.field}`), value: remedy.value })
    if (remedy.kind === 'swap') return t('review.swap', { value: remedy.value })
    if (remedy.kind === 'look') return t('review.duplicate-other')
    if (remedy.kind === 'type') return t('review.it-is-invoice')
    if (remedy.kind === 'create-supplier') return t('supplier.create-short')
    if (remedy.kind === 'pick-supplier') return t('supplier.pick')
    return t(`review.${remedy.kind}`)
  }
  return (
    <div className="finding" data-severity={finding.severity}>
      <p>
        <strong>{word('cause', finding.code)}</strong> {describeFinding(finding)}
      </p>
      {finding.clashing && (
        <ul className="small">
          {finding.clashing.map(({ term, text, path }) => (
            <li key={path}>
              {term}: {text} <code>{path}</code>
            </li>
          ))}
        </ul>
      )}
      {remedies.map((remedy) => (
        <Button key={describe(remedy)} size="compact-sm" variant="default" onClick={() => onRemedy(remedy)}>
          {describe(remedy)}
        </Button>
      ))}
    </div>
  )
}

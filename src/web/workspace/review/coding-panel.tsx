import { Button } from '@mantine/core'
import type { CSSProperties } from 'react'
import { Link } from 'react-router'
import type { CodeKind, CodeLists, Coding } from '../../../../schemas/coding.ts'
import type { CodingSuggestion } from '../../../review/suggest-coding.ts'
import { useHere } from '../frame/session.tsx'
import { WideTable } from '../frame/wide-table.tsx'
import { useTexts } from '../texts/texts.tsx'
import { applySuggestion, defaultFor, withCode } from './coding.ts'
import { ConflictBox } from './conflict-box.tsx'
import { isSame, valueIn } from './edit.ts'
import { useCodes } from './use-codes.ts'
import type { Review } from './use-review.ts'

type Desk = { review: Review; canEdit: boolean }

/** Under which account, cost centre and tax code the bill is booked, as a whole and line by line. */
export function CodingPanel({ review, canEdit, invoice }: Desk & { invoice: string }) {
  const { t } = useTexts()
  const { company, membership } = useHere()
  const { lists, kinds, suggestion } = useCodes({ company, invoice, supplier: review.valueOf('supplierName') })
  const lines = review.valueOf('lines')
  const coding = review.valueOf('coding')
  if (kinds.length === 0)
    return (
      <p className="quiet small">
        {t('coding.none')}{' '}
        {membership.role === 'admin' && (
          <Link to={`/${company}/settings#settings-codes`}>{t('coding.enter-lists')}</Link>
        )}
      </p>
    )
  const commit = (slot: 'coding' | 'lines') => {
    const value = review.valueOf(slot)
    const unknown = findUnknown(slot === 'coding' ? [coding] : lines.map((line) => line.coding), lists)
    if (unknown) review.markProblem(slot, t('coding.unknown', { code: unknown }))
    else if (!isSame(value, valueIn(review.draft, slot))) review.commitParts({ [slot]: value })
  }
  return (
    <div className="lines">
      {kinds.map((kind) => (
        <datalist key={kind} id={`codes-${kind}`}>
          {lists[kind].map(({ code, name }) => (
            <option key={code} value={code} label={name === '' ? code : `${code} ${name}`} />
          ))}
        </datalist>
      ))}
      {canEdit && suggestion && <SuggestionBox review={review} suggestion={suggestion} lists={lists} />}
      <WideTable className="lines-scroll" title={t('review.coding')}>
        <table className="coding" style={{ '--kinds': kinds.length } as CSSProperties}>
          <thead>
            <tr>
              <th scope="col">
                <span className="for-readers">{t('coding.of')}</span>
              </th>
              {kinds.map((kind) => (
                <th key={kind} scope="col">
                  {t(`coding.${kind}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className="whole">
              <th scope="row">{t(lines.length === 0 ? 'coding.whole' : 'coding.all-lines')}</th>
              {kinds.map((kind) => (
                <CodeCell
                  key={kind}
                  {...{ kind, lists, canEdit }}
                  isWhole
                  id={`coding-${kind}`}
                  row={t(lines.length === 0 ? 'coding.whole' : 'coding.all-lines')}
                  code={coding[kind] ?? ''}
                  otherwise={lists.defaults[kind]}
                  onChange={(code) => review.enter('coding', withCode(coding, { kind, code }))}
                  onCommit={() => commit('coding')}
                />
              ))}
            </tr>
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
              <tr key={index}>
                <th scope="row" title={line.description}>
                  {line.description || t('line.name', { n: index + 1 })}
                </th>
                {kinds.map((kind) => (
                  <CodeCell
                    key={kind}
                    {...{ kind, lists, canEdit }}
                    id={`coding-${index}-${kind}`}
                    row={t('line.name', { n: index + 1 })}
                    code={line.coding?.[kind] ?? ''}
                    otherwise={defaultFor(kind, { coding, lists })}
                    onChange={(code) =>
                      review.enter(
                        'lines',
                        lines.map((one, at) => (at === index ? withLineCode(one, { kind, code }) : one)),
                      )
                    }
                    onCommit={() => commit('lines')}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {(['coding', 'lines'] as const).map(
        (slot) =>
          review.problems[slot] && (
            <p key={slot} className="problem small" role="alert">
              {review.problems[slot]}
            </p>
          ),
      )}
      <ConflictBox slot="coding" review={review} />
    </div>
  )
}

function CodeCell({
  id,
  kind,
  lists,
  row,
  isWhole = false,
  code,
  otherwise,
  canEdit,
  onChange,
  onCommit,
}: {
  id: string
  kind: CodeKind
  lists: CodeLists
  row: string
  /** Of the whole bill: what it falls back to is named. */
  isWhole?: boolean
  code: string
  /** What is taken where nothing is entered here. */
  otherwise: string | undefined
  canEdit: boolean
  onChange: (code: string) => void
  onCommit: () => void
}) {
  const { t } = useTexts()
  const entry = lists[kind].find((known) => known.code === (code || otherwise))
  return (
    <td data-kind="code">
      <input
        id={id}
        aria-label={t('grid.cell', { column: t(`coding.${kind}`), row })}
        aria-invalid={code !== '' && entry === undefined}
        list={canEdit ? `codes-${kind}` : undefined}
        value={code}
        placeholder={otherwise ?? '–'}
        title={entry?.name}
        readOnly={!canEdit}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
        onBlur={onCommit}
      />
      {entry && entry.name !== '' && (code !== '' || isWhole) && <span className="code-name quiet">{entry.name}</span>}
    </td>
  )
}

/** One click codes the bill as the last one of its supplier, where that is something else than what stands there. */
function SuggestionBox({
  review,
  suggestion,
  lists,
}: {
  review: Review
  suggestion: CodingSuggestion
  lists: CodeLists
}) {
  const { t, date } = useTexts()
  const now = { coding: review.valueOf('coding'), lines: review.valueOf('lines') }
  const then = applySuggestion(now, { suggestion, lists })
  if (isSame(now, then)) return null
  const { from } = suggestion
  const codes = [then.coding, ...then.lines.map(({ coding }) => coding)].flatMap((coding) =>
    Object.values(coding ?? {}),
  )
  return (
    <p className="suggestion small">
      <span>
        {from
          ? t('coding.as-last', { number: from.invoiceNumber ?? '?', date: date(from.issueDate) })
          : t('coding.as-supplier')}
        {': '}
        <strong>{[...new Set(codes)].join(' · ')}</strong>
      </span>{' '}
      <Button size="compact-sm" variant="default" onClick={() => review.commitParts(then)}>
        {t('coding.take')}
      </Button>
    </p>
  )
}

function withLineCode<Line extends { coding?: Coding | undefined }>(
  line: Line,
  change: { kind: CodeKind; code: string },
): Line {
  const { coding: before, ...others } = line
  const coding = withCode(before ?? {}, change)
  return (Object.keys(coding).length === 0 ? others : { ...others, coding }) as Line
}

function findUnknown(codings: readonly (Coding | undefined)[], lists: CodeLists): string | undefined {
  return codings
    .flatMap((coding) => Object.entries(coding ?? {}) as [CodeKind, string][])
    .find(([kind, code]) => !lists[kind].some((entry) => entry.code === code))?.[1]
}

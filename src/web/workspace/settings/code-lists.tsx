import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { CodeLists as Lists } from '../../../../schemas/coding.ts'
import { sheetQuery } from '../api/queries.ts'
import { useHere } from '../frame/session.tsx'
import { KINDS } from '../review/coding.ts'
import { useTexts } from '../texts/texts.tsx'
import { readCodes, writeCodes } from './read-codes.ts'
import { useChange } from './use-change.ts'

/** What bills may be booked under, and under what they are where nobody says otherwise. */
export function CodeLists({ canChange }: { canChange: boolean }) {
  const { t } = useTexts()
  const { company } = useHere()
  const { data } = useQuery(sheetQuery<Lists>(company, 'code-lists'))
  return (
    <section aria-labelledby="settings-codes">
      <h2 id="settings-codes">{t('coding.lists')}</h2>
      <p className="quiet">{t('coding.lists-lead')}</p>
      {data && <ListsForm key={JSON.stringify(data)} lists={data} canChange={canChange} />}
    </section>
  )
}

function ListsForm({ lists, canChange }: { lists: Lists; canChange: boolean }) {
  const { t } = useTexts()
  const change = useChange()
  const [texts, setTexts] = useState({
    account: writeCodes(lists.account),
    costCentre: writeCodes(lists.costCentre),
    taxCode: writeCodes(lists.taxCode),
  })
  const [defaults, setDefaults] = useState(lists.defaults)
  const read = {
    account: readCodes(texts.account),
    costCentre: readCodes(texts.costCentre),
    taxCode: readCodes(texts.taxCode),
  }
  const isWhole = KINDS.every((kind) => read[kind].problem === null)
  const save = (event: FormEvent) => {
    event.preventDefault()
    const { account, costCentre, taxCode } = read
    const known = KINDS.filter((kind) => read[kind].entries.some(({ code }) => code === defaults[kind]))
    const body = {
      account: account.entries,
      costCentre: costCentre.entries,
      taxCode: taxCode.entries,
      // What was taken out of its list is no default any more.
      defaults: Object.fromEntries(known.map((kind) => [kind, defaults[kind]])),
    }
    if (isWhole) void change('code-lists', { method: 'PUT', body })
  }
  return (
    <form onSubmit={save} className="code-lists">
      {KINDS.map((kind) => {
        const { entries, problem } = read[kind]
        return (
          <div key={kind}>
            <Textarea
              label={t(`coding.${kind}`)}
              autosize
              minRows={4}
              maxRows={14}
              readOnly={!canChange}
              spellCheck={false}
              value={texts[kind]}
              error={problem && t(`coding.${problem.kind}`, { n: problem.line, text: problem.text })}
              onChange={({ currentTarget: { value } }) => setTexts((now) => ({ ...now, [kind]: value }))}
            />
            <NativeSelect
              label={t('coding.default', { kind: t(`coding.${kind}`) })}
              disabled={!canChange}
              value={defaults[kind] ?? ''}
              data={[
                { value: '', label: t('coding.no-default') },
                ...entries.map(({ code, name }) => ({ value: code, label: name === '' ? code : `${code} – ${name}` })),
              ]}
              onChange={({ currentTarget: { value } }) =>
                setDefaults(({ [kind]: _, ...others }) => (value === '' ? others : { ...others, [kind]: value }))
              }
            />
          </div>
        )
      })}
      {canChange && (
        <Button type="submit" disabled={!isWhole}>
          {t('save')}
        </Button>
      )}
    </form>
  )
}

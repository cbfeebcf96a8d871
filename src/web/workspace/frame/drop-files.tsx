import { Button, CloseButton, FileButton, Progress } from '@mantine/core'
import { Dropzone } from '@mantine/dropzone'
import { useEffect, useSyncExternalStore } from 'react'
import { useTexts } from '../texts/texts.tsx'
import { type Sending, sendFiles, sendingsStore } from './send-files.ts'
import { useHere } from './session.tsx'

const DONE_FOR_MS = 6_000

/** Takes files dropped anywhere on the page, and shows how far each is. */
export function DropFiles({ company }: { company: string }) {
  const { t } = useTexts()
  return (
    <>
      <section className="drop" aria-label={t('drop.here')}>
        <Dropzone.FullScreen
          active
          withinPortal={false}
          onDrop={(files) => sendFiles(company, files)}
          useFsAccessApi={false}
          // Whoever has no mouse takes the button.
          activateOnKeyboard={false}
        >
          <div className="drop-target">{t('drop.release')}</div>
        </Dropzone.FullScreen>
      </section>
      <Sendings />
    </>
  )
}

export function UploadButton() {
  const { t } = useTexts()
  const { company } = useHere()
  return (
    <FileButton
      multiple
      onChange={(files) => sendFiles(company, files)}
      inputProps={{ 'aria-label': t('drop.upload') }}
    >
      {(props) => <Button {...props}>{t('drop.upload')}</Button>}
    </FileButton>
  )
}

function Sendings() {
  const { t } = useTexts()
  const sendings = useSyncExternalStore(sendingsStore.watch, sendingsStore.read)
  // What went well need not be closed by hand; a refusal stays until somebody has seen it.
  const isDone = sendings.length > 0 && sendings.every(({ state }) => state === 'kept' || state === 'again')
  useEffect(() => {
    if (!isDone) return
    const closing = setTimeout(() => sendingsStore.clear(), DONE_FOR_MS)
    return () => clearTimeout(closing)
  }, [isDone])
  if (sendings.length === 0) return null
  return (
    <section className="sendings" aria-label={t('drop.title')}>
      <header>
        <strong>{t('drop.title')}</strong>
        <CloseButton aria-label={t('close')} onClick={() => sendingsStore.clear()} />
      </header>
      <ul aria-live="polite">
        {sendings.toReversed().map((sending) => (
          <li key={sending.id}>
            <span className="name">{sending.name}</span>
            <span className={sending.state === 'refused' ? 'bad' : 'quiet'}>{describe(sending, t)}</span>
            {sending.state === 'sending' && <Progress value={sending.percent} size="xs" aria-label={sending.name} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function describe({ state, percent, message }: Sending, t: ReturnType<typeof useTexts>['t']): string {
  if (state === 'sending') return t('drop.sending', { percent })
  return state === 'refused' ? t('drop.refused', { message }) : t(`drop.${state}`)
}

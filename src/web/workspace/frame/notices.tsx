import { MantineThemeProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useTexts } from '../texts/texts.tsx'

/** What is told in passing; each can be closed by a button with a name. */
export function Notices() {
  const { t } = useTexts()
  const named = { Notification: { defaultProps: { closeButtonProps: { 'aria-label': t('close') } } } }
  return (
    <MantineThemeProvider inherit theme={{ components: named }}>
      <Notifications position="top-right" autoClose={5000} />
    </MantineThemeProvider>
  )
}

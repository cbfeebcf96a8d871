import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** The brand's blue, from almost white to almost black; from the seventh on it carries white text at 4.5:1 and more. */
const billhook: MantineColorsTuple = [
  'var(--blue-0)',
  'var(--blue-1)',
  'var(--blue-2)',
  'var(--blue-3)',
  'var(--blue-4)',
  'var(--blue-5)',
  'var(--blue-6)',
  'var(--link)',
  'var(--brand)',
  'var(--ink)',
]

export const theme = createTheme({
  primaryColor: 'billhook',
  colors: { billhook },
  primaryShade: 7,
  defaultRadius: 'md',
  fontFamily: 'var(--font)',
  cursorType: 'pointer',
  respectReducedMotion: true,
})

/** Mantine's grey for quiet text is too light for WCAG's 4.5:1 on our ground. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': 'var(--quiet)',
    '--mantine-color-placeholder': 'var(--placeholder)',
    '--mantine-color-error': 'var(--bad)',
  },
  dark: {},
})

import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** The brand's blue, from almost white to almost black; from the seventh on it carries white text at 4.5:1 and more. */
const billhook: MantineColorsTuple = [
  '#eef3fa',
  '#dce6f3',
  '#b7cbe6',
  '#8fadd8',
  '#6d93cb',
  '#4b79b8',
  '#33639f',
  '#1d4f91',
  '#1e3a5f',
  '#14202e',
]

export const theme = createTheme({
  primaryColor: 'billhook',
  colors: { billhook },
  primaryShade: 7,
  autoContrast: true,
  defaultRadius: 'md',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif',
  cursorType: 'pointer',
})

/** Mantine's grey for quiet text is too light for WCAG's 4.5:1 on our ground. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#4d5b6b',
    '--mantine-color-placeholder': '#6a7684',
    '--mantine-color-error': '#a11d1d',
  },
  dark: {},
})

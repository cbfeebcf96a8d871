export type Language = 'en' | 'de'
export type Values = Record<string, string | number>

/** A text with its `{names}` filled in. */
export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}

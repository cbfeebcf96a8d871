export type Values = Record<string, string | number>

/** A text with its `{names}` filled in; a sentence that ends with one which ends with a full stop itself ("Coolblue B.V.") has that one. */
export function fill(text: string, values: Values = {}): string {
  return text.replace(/\{(\w+)\}(\.(?=\s|$))?/g, (whole, name: string, stop = '') => {
    const value = values[name]
    if (value === undefined) return whole
    return String(value).endsWith('.') ? String(value) : `${value}${stop}`
  })
}

/** The names of the gaps in a text. */
export type Gaps<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Gaps<Rest> : never

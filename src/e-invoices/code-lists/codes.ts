/** A code list as it is written here: codes with blanks between them. */
export function codes(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/))
}

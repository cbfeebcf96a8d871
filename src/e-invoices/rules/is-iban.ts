/** Whether a text is an IBAN by its check digits (ISO 7064, MOD 97-10); blanks do not matter. Lengths by country are not looked at. */
export function isIban(text: string): boolean {
  const compact = text.replace(/\s/g, '').toUpperCase()
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{1,30}$/.test(compact)) return false
  const turned = compact.slice(4) + compact.slice(0, 4)
  let rest = 0
  for (const character of turned) rest = Number(`${rest}${Number.parseInt(character, 36)}`) % 97
  return rest === 1
}

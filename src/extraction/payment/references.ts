/** References of payments with check digits. All take them without blanks. */

/** ISO 11649: RF, two check digits (ISO 7064, mod 97-10), up to 21 letters and digits. */
export function isCreditorReference(text: string): boolean {
  const reference = text.toUpperCase()
  if (!/^RF\d{2}[A-Z0-9]{1,21}$/.test(reference)) return false
  return remainder97(`${reference.slice(4)}${reference.slice(0, 4)}`) === 1
}

function remainder97(text: string): number {
  let remainder = 0
  for (const character of text) {
    const digits = /\d/.test(character) ? character : String(character.charCodeAt(0) - 55)
    for (const digit of digits) remainder = (remainder * 10 + Number(digit)) % 97
  }
  return remainder
}

const RECURSIVE = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5]

/** The Swiss QR reference: 27 digits, the last by modulo 10 recursive. Zeros alone are none. */
export function isQrReference(text: string): boolean {
  if (!/^\d{27}$/.test(text) || /^0+$/.test(text)) return false
  let carry = 0
  for (const digit of text.slice(0, 26)) carry = RECURSIVE[(carry + Number(digit)) % 10] ?? 0
  return (10 - carry) % 10 === Number(text[26])
}

/** Belgium's structured communication: ten digits and their remainder by 97 (97 for none). */
export function isBelgianReference(text: string): boolean {
  if (!/^\d{12}$/.test(text) || /^0+$/.test(text)) return false
  const remainder = Number(BigInt(text.slice(0, 10)) % 97n)
  return (remainder === 0 ? 97 : remainder) === Number(text.slice(10))
}

/** Finland's viitenumero: 3 to 19 digits and one by the weights 7, 3, 1 from the right. */
export function isFinnishReference(text: string): boolean {
  if (!/^\d{4,20}$/.test(text) || /^0+$/.test(text)) return false
  const digits = [...text.slice(0, -1)].reverse().map(Number)
  const sum = digits.reduce((total, digit, index) => total + digit * ([7, 3, 1][index % 3] ?? 0), 0)
  return (10 - (sum % 10)) % 10 === Number(text.at(-1))
}

/** Norway's KID: 2 to 25 digits, the last by modulo 10 (Luhn) or modulo 11, where ten is a dash. */
export function isKid(text: string): boolean {
  if (!/^\d{1,24}[\d-]$/.test(text) || /^0+$/.test(text)) return false
  const digits = [...text.slice(0, -1)].reverse().map(Number)
  const luhn = digits.reduce((total, digit, index) => {
    const weighed = index % 2 === 0 ? digit * 2 : digit
    return total + (weighed > 9 ? weighed - 9 : weighed)
  }, 0)
  const eleven = 11 - (digits.reduce((total, digit, index) => total + digit * (2 + (index % 6)), 0) % 11)
  const last = text.at(-1)
  return String((10 - (luhn % 10)) % 10) === last || (eleven === 10 ? '-' : String(eleven % 11)) === last
}

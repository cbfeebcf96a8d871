/** 1.2.840.113549.1.7.2, signedData, as the first member of its sequence. */
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex')

/**
 * Whether the first bytes of a file are those of a signed envelope (CMS: DER or BER, PEM, or bare base64) around XML. What is signed stands
 * right behind a few headers, so some hundred bytes tell; a signed mail or document of another kind is none.
 */
export function wrapsXml(head: Uint8Array): boolean {
  const start = startOf(head)
  if (start?.[0] !== 0x30 || !start.subarray(0, 40).includes(SIGNED_DATA)) return false
  // One byte a character is enough for both: the XML of UTF-16 has a zero byte at every letter.
  const text = start.toString('latin1').replaceAll('\0', '')
  return /<(\?xml|[\w.-]+:(FatturaElettronica|Invoice|CrossIndustry)|FatturaElettronica|Invoice|CreditNote)/.test(text)
}

function startOf(head: Uint8Array): Buffer | undefined {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.byteLength)
  if (bytes[0] === 0x30) return bytes
  const text = bytes.toString('latin1').trimStart()
  if (!/^(-----BEGIN |M[A-I])/.test(text)) return undefined
  const base64 = text
    .replace(/^-----BEGIN [A-Z0-9 ]+-----/, '')
    .replace(/-----END [\s\S]*$/, '')
    .replace(/^[A-Za-z-]+:.*$/gm, '')
    .replace(/\s+/g, '')
  const whole = base64.slice(0, base64.length - (base64.length % 4))
  return /^[A-Za-z0-9+/]+={0,2}$/.test(whole) ? Buffer.from(whole, 'base64') : undefined
}

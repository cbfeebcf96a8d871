import { electronicFormatIBAN, isValidIBAN } from 'ibantools'
// One by one: the package as a whole loads some two hundred modules, which costs every start and every `read` half a second.
import * as atUid from 'stdnum/lib/cjs/at/uid.js'
import * as beVat from 'stdnum/lib/cjs/be/vat.js'
import * as bgVat from 'stdnum/lib/cjs/bg/vat.js'
import * as cyVat from 'stdnum/lib/cjs/cy/vat.js'
import * as czDic from 'stdnum/lib/cjs/cz/dic.js'
import * as deVat from 'stdnum/lib/cjs/de/vat.js'
import * as dkCvr from 'stdnum/lib/cjs/dk/cvr.js'
import * as eeKmkr from 'stdnum/lib/cjs/ee/kmkr.js'
import * as esNif from 'stdnum/lib/cjs/es/nif.js'
import * as fiAlv from 'stdnum/lib/cjs/fi/alv.js'
import * as frTva from 'stdnum/lib/cjs/fr/tva.js'
import * as gbVat from 'stdnum/lib/cjs/gb/vat.js'
import * as grVat from 'stdnum/lib/cjs/gr/vat.js'
import * as hrOib from 'stdnum/lib/cjs/hr/oib.js'
import * as huAnum from 'stdnum/lib/cjs/hu/anum.js'
import * as ieVat from 'stdnum/lib/cjs/ie/vat.js'
import * as itIva from 'stdnum/lib/cjs/it/iva.js'
import * as ltPvm from 'stdnum/lib/cjs/lt/pvm.js'
import * as luTva from 'stdnum/lib/cjs/lu/tva.js'
import * as lvPvn from 'stdnum/lib/cjs/lv/pvn.js'
import * as mtVat from 'stdnum/lib/cjs/mt/vat.js'
import * as nlBtw from 'stdnum/lib/cjs/nl/btw.js'
import * as plNip from 'stdnum/lib/cjs/pl/nip.js'
import * as ptNif from 'stdnum/lib/cjs/pt/nif.js'
import * as roCui from 'stdnum/lib/cjs/ro/cui.js'
import * as seVat from 'stdnum/lib/cjs/se/vat.js'
import * as siDdv from 'stdnum/lib/cjs/si/ddv.js'
import * as skDph from 'stdnum/lib/cjs/sk/dph.js'

/** Form of a VAT id after its country prefix; countries of the VIES register and neighbours. */
const VAT_FORMS: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z\d]\d{7}[A-Z\d]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z\d]{2}\d{9}$/,
  GB: /^(?:\d{9}(?:\d{3})?|GD\d{3}|HA\d{3})$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(?:\d{7}[A-W][A-I]?|\d[A-Z+*]\d{5}[A-W])$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{10}01$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  CHE: /^\d{9}(?:MWST|TVA|IVA)?$/,
  NO: /^\d{9}(?:MVA)?$/,
  XI: /^\d{9}(?:\d{3})?$/,
}

/** The validator for a prefix, where there is one. */
const VALIDATORS: Readonly<Record<string, { validate(value: string): { isValid: boolean } }>> = {
  AT: atUid,
  BE: beVat,
  BG: bgVat,
  CY: cyVat,
  CZ: czDic,
  DE: deVat,
  DK: dkCvr,
  EE: eeKmkr,
  EL: grVat,
  ES: esNif,
  FI: fiAlv,
  FR: frTva,
  GB: gbVat,
  HR: hrOib,
  HU: huAnum,
  IE: ieVat,
  IT: itIva,
  LT: ltPvm,
  LU: luTva,
  LV: lvPvn,
  MT: mtVat,
  NL: nlBtw,
  PL: plNip,
  PT: ptNif,
  RO: roCui,
  SE: seVat,
  SI: siDdv,
  SK: skDph,
}

/** Prefix and rest of a VAT id, or null where no country writes one so. `vatId`: upper case, no blanks. */
export function splitVatId(vatId: string): { prefix: string; rest: string } | null {
  for (const length of [3, 2]) {
    const prefix = vatId.slice(0, length)
    const form = VAT_FORMS[prefix]
    if (form?.test(vatId.slice(length))) return { prefix, rest: vatId.slice(length) }
  }
  return null
}

/** Whether the check digits of a VAT id are right; `unknown` where its country has none or we know no rule. */
export function checkVatId(vatId: string): 'right' | 'wrong' | 'unknown' {
  const parts = splitVatId(vatId)
  if (!parts) return 'wrong'
  const validator = VALIDATORS[parts.prefix]
  if (!validator) return 'unknown'
  const attempts = [vatId, parts.rest]
  return attempts.some((attempt) => validator.validate(attempt).isValid) ? 'right' : 'wrong'
}

/** Whether length and check digits of an IBAN are right. Blanks do not matter. */
export function isRightIban(iban: string): boolean {
  const electronic = electronicFormatIBAN(iban)
  return electronic !== null && isValidIBAN(electronic)
}

import type { Stated, VatGroup } from '../../../schemas/e-invoice.ts'
import type { Labels, ViewLanguage } from './labels.ts'
import type { Cell } from './sheet.ts'

const NO_BREAK = '\u00a0'

/** "1234.5" as people write it; what is no number stays as it is. The digits are those of the document. */
export function showNumber(text: string, language: ViewLanguage): string {
  const parts = /^([+-]?)(\d{1,30})(?:\.(\d*))?$/.exec(text)
  if (!parts) return text
  const [, sign = '', whole = '', decimals = ''] = parts
  const [group, point] = language === 'de' ? ['.', ','] : [',', '.']
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group)
  return `${sign === '-' ? '−' : ''}${grouped}${decimals === '' ? '' : point + decimals}`
}

/** An amount with its currency. */
export function showAmount(
  stated: Stated,
  { language, currency }: { language: ViewLanguage; currency: string | undefined },
): Cell {
  const unit = stated.currency ?? currency ?? ''
  return {
    text: `${showNumber(withCents(stated.text), language)}${unit === '' ? '' : NO_BREAK + unit}`,
    path: stated.path,
  }
}

/** An amount of money has cents, and more decimals only where they say something. */
function withCents(given: string): string {
  const text = given.replace(/(\.\d\d\d*?)0+$/, '$1')
  return /^[+-]?\d+(\.\d)?$/.test(text) ? (text.includes('.') ? `${text}0` : `${text}.00`) : text
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** An ISO date as people write it, in a way that is not misread; what is no date stays as it is. */
export function showDate(stated: Stated, language: ViewLanguage): Cell {
  const [year, month, day] = stated.date?.split('-') ?? []
  if (year === undefined || month === undefined || day === undefined) return stated
  const text = language === 'de' ? `${day}.${month}.${year}` : `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}`
  return { text, path: stated.path }
}

export function showQuantity(stated: Stated, { language, labels }: { language: ViewLanguage; labels: Labels }): Cell {
  const unit = stated.unit === undefined ? '' : NO_BREAK + (labels.units[stated.unit] ?? stated.unit)
  return { text: showNumber(trimZeros(stated.text), language) + unit, path: stated.path }
}

/** "19 %", or with the category where that says more. */
export function showRate(
  { rate, category }: Pick<VatGroup, 'rate' | 'category'>,
  { language, labels }: { language: ViewLanguage; labels: Labels },
): string {
  const percent = rate === undefined ? '' : `${showNumber(trimZeros(rate.text), language)}${NO_BREAK}%`
  const words = category === undefined ? '' : (labels.vatCategories[category.text] ?? category.text)
  return [percent, words].filter(Boolean).join(' ')
}

function trimZeros(text: string): string {
  return /^\d+\.\d*$/.test(text) ? text.replace(/\.?0+$/, '') : text
}

/** An IBAN in groups of four. */
export function showAccount(stated: Stated): Cell {
  const compact = stated.text.replace(/\s/g, '')
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/i.test(compact)) return stated
  return { text: compact.replace(/(.{4})(?=.)/g, `$1${NO_BREAK}`), path: stated.path }
}

import { Decimal } from 'decimal.js'

/** Decimal strings of one line; `discount` may be per cent or an amount. */
export type Factors = { quantity: string; unitPrice: string; amount: string; discount?: string | undefined }

/**
 * How far quantity times price may lie from the printed amount: two cents, or what the rounding of the printed price makes of many pieces,
 * never more than 0.2 per cent of the amount.
 */
function toleranceOf({ quantity, unitPrice, amount }: Factors): Decimal {
  const step = new Decimal(10).pow(-new Decimal(unitPrice).decimalPlaces()).div(2)
  const rounding = Decimal.min(step.times(quantity).abs(), new Decimal(amount).abs().times('0.002'))
  return Decimal.max('0.02', rounding)
}

/** Whether quantity x price, less the discount, is the amount; signs are left aside, since credit notes print them in one column or another. */
export function checkProduct(factors: Factors): boolean {
  const { quantity, unitPrice, amount, discount } = factors
  // Most candidates are far off, which needs no exact arithmetic.
  const [rough, printed] = [Math.abs(Number(quantity) * Number(unitPrice)), Math.abs(Number(amount))]
  if (discount === undefined && Math.abs(rough - printed) > 0.05 + 0.003 * printed) return false
  const whole = new Decimal(quantity).times(unitPrice).abs()
  const wanted = new Decimal(amount).abs()
  const tolerance = toleranceOf(factors)
  const fits = (value: Decimal): boolean => value.minus(wanted).abs().lte(tolerance)
  if (fits(whole)) return true
  return (
    discount !== undefined &&
    lowerPrices({ quantity, unitPrice, discount }).some((price) => fits(price.times(quantity).abs()))
  )
}

/** What one costs after a discount in per cent, on the line or on the piece. */
function lowerPrices({ quantity, unitPrice, discount }: Omit<Factors, 'amount'> & { discount: string }): Decimal[] {
  const less = new Decimal(discount).abs()
  const price = new Decimal(unitPrice)
  const count = new Decimal(quantity).abs()
  if (less.isZero() || count.isZero()) return []
  const shares = less.lt(100) ? [price.times(new Decimal(100).minus(less)).div(100)] : []
  return [...shares, price.minus(less.div(count)), price.minus(less)]
}

/** BT-146: what one costs after the discount, where that gives the amount and the printed price does not. */
export function findNetPrice({ discount, ...printed }: Factors): string | null {
  if (discount === undefined || checkProduct(printed)) return null
  const price = lowerPrices({ ...printed, discount }).find((unitPrice) =>
    checkProduct({ ...printed, unitPrice: unitPrice.toFixed() }),
  )
  return price ? price.toDecimalPlaces(6).toFixed() : null
}

/** A product that says something: with a one in it any two equal columns would do. */
export function isTelling({ quantity, unitPrice }: Factors): boolean {
  const [count, price] = [Math.abs(Number(quantity)), Math.abs(Number(unitPrice))]
  return count !== 1 && price !== 1 && count !== 0
}

/** Money is whole minor units of its currency: a price that is not written so is refused, never rounded. */

import { Refused } from '../base/errors.ts'

const digits = new Map<string, number>()

/** How many decimals a currency has (ISO 4217): EUR 2, JPY 0, KWD 3. Refuses what is no currency. */
export function decimalsOf(currency: string): number {
  const known = digits.get(currency)
  if (known !== undefined) return known
  if (!/^[A-Z]{3}$/.test(currency)) throw new Refused('orders.currency', 'invalid')
  const found =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  digits.set(currency, found)
  return found
}

/** "29.35" of EUR as 2935. Decimals beyond the currency's must be zeros. */
export function minorUnits(text: string, currency: string): number {
  const decimals = decimalsOf(currency)
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d{1,13})(?:\.(\d{1,8}))?$/.exec(text.trim()) ?? []
  if (whole === '' || !/^0*$/.test(part.slice(decimals))) throw new Refused('orders.price', 'invalid')
  return Number(`${sign}${whole}${part.slice(0, decimals).padEnd(decimals, '0')}`) || 0 // -0
}

/** 2935 of USD as "29.35 USD". */
export const priceText = (amount: number, currency: string): string =>
  `${(amount / 10 ** decimalsOf(currency)).toFixed(decimalsOf(currency))} ${currency}`

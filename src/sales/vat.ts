/** What an offer costs is whole cents, and value added tax is counted once a rate, by the rates of Finland that are in force on its day. */

/** In permille of the price without tax: 1501/1993 §§ 84 (25.5 % since 1.9.2024, before 24 %), 85 (13.5 % since 1.1.2026, before 14 %: HE 93/2025) and 85 a (10 %). */
const rates: readonly { readonly permille: number; readonly from: string; readonly until?: string }[] = [
  { permille: 255, from: '2024-09-01' },
  { permille: 240, from: '2013-01-01', until: '2024-08-31' },
  { permille: 135, from: '2026-01-01' },
  { permille: 140, from: '2013-01-01', until: '2025-12-31' },
  { permille: 100, from: '2013-01-01' },
  { permille: 0, from: '1994-06-01' },
]

/** The rates of a day, YYYY-MM-DD, the usual one first. */
export const vatRatesOn = (day: string): readonly number[] =>
  rates
    .filter(({ from, until }) => from <= day && (until === undefined || day <= until))
    .map(({ permille }) => permille)

export interface Line {
  readonly what: string
  readonly quantity: number
  /** Of euros: with value added tax in an offer to a consumer, without it in one to a business. */
  readonly unitCents: number
  readonly vatPermille: number
}

export interface Totals {
  readonly currency: 'EUR'
  readonly netCents: number
  readonly vat: { permille: number; netCents: number; vatCents: number }[]
  /** What is to be paid. */
  readonly grossCents: number
}

/** Tax is rounded once a rate, half a cent upwards. */
export function totalsOf(lines: readonly Line[], consumer: boolean): Totals {
  const sums = new Map<number, number>()
  for (const { quantity, unitCents, vatPermille } of lines)
    sums.set(vatPermille, (sums.get(vatPermille) ?? 0) + quantity * unitCents)
  const vat = [...sums.entries()]
    .sort(([a], [b]) => b - a)
    .map(([permille, sum]) => {
      const vatCents = Math.round((sum * permille) / (consumer ? 1000 + permille : 1000))
      return { permille, netCents: consumer ? sum - vatCents : sum, vatCents }
    })
  const netCents = vat.reduce((all, one) => all + one.netCents, 0)
  return { currency: 'EUR', netCents, vat, grossCents: vat.reduce((all, one) => all + one.vatCents, netCents) }
}

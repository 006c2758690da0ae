/** What a chart shows is arithmetic on plain values: steps of an axis, unbroken stretches of a line, labels that do not overlap. */

import type { TextLang } from '../src/texts/texts.ts'
import { count, money, share, wholeMoney } from './format.ts'

/** `null`: there is nothing to tell here (yet); `withheld`: there is, but it would tell of too few persons; `few`: a share of so few says nothing. */
export type ChartValue = number | null | 'withheld' | 'few'

/** Numbers of things, whole cents, or fractions of one. */
export type ChartUnit = 'count' | 'money' | 'share'

export interface Series {
  readonly name: string
  /** One for each place of the chart. */
  readonly values: readonly ChartValue[]
  /** How far a value may be off: from and to, in the chart's unit. */
  readonly ranges?: readonly (readonly [from: number, to: number] | null)[]
}

export interface ChartData {
  /** What is shown: the title above the chart. */
  readonly label: string
  /** What the places are: the head of the table's first column. */
  readonly of: string
  /** A month, a course, an answer: in the words and the order in which they are shown. */
  readonly places: readonly string[]
  /** At most six can be told apart; further ones are in the table only. */
  readonly series: readonly Series[]
  readonly unit: ChartUnit
}

/** Lines, marks and patterns for as many as eyes can tell apart without colour. */
export const mostSeries = 6

/** The number as it is read out and written into the table. */
export function unitText(unit: ChartUnit, value: number, lang?: TextLang): string {
  if (unit === 'money') return money(value, lang)
  return unit === 'share' ? share(value, lang) : count(value, lang)
}

/** The same at an axis, where cents would be noise. */
export const axisText = (unit: ChartUnit, value: number, step: number, lang?: TextLang): string =>
  unit === 'money' && step >= 100 ? wholeMoney(value, lang) : unitText(unit, value, lang)

/** Whatever numbers these series hold, the ends of their ranges included. */
export const numbersOf = (series: readonly Series[]): readonly number[] =>
  series.flatMap(({ values, ranges = [] }) => [
    ...values.filter(value => typeof value === 'number'),
    ...ranges.flatMap(range => range ?? []),
  ])

/** Round values from nought (or below it) to the largest, about four steps of 1, 2 or 5 times a power of ten apart. */
export function axisSteps(numbers: readonly number[], unit: ChartUnit): readonly number[] {
  const low = Math.min(0, ...numbers)
  const high = Math.max(0, ...numbers)
  const least = unit === 'share' ? 0.01 : 1
  const rough = Math.max((high - low) / 4, least)
  const power = 10 ** Math.floor(Math.log10(rough) + 1e-9)
  const step = ([1, 2, 5].find(times => times * power >= rough * (1 - 1e-9)) ?? 10) * power
  const first = Math.floor(low / step + 1e-9)
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1)
  return Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(12)))
}

/** The places of a line from one gap to the next: nothing is drawn where nothing is told. */
export function stretches(values: readonly ChartValue[]): readonly (readonly number[])[] {
  const found: number[][] = []
  for (const [place, value] of values.entries()) {
    if (typeof value !== 'number') continue
    if (typeof values[place - 1] === 'number') found.at(-1)?.push(place)
    else found.push([place])
  }
  return found
}

/** Every how many places one is written so that texts of `widest` pixels do not touch; the last one always is. */
export const labelEvery = (places: number, room: number, widest: number): number =>
  Math.max(1, Math.ceil((widest + 10) / (room / Math.max(places, 1))))

/** Moves heights apart to at least `apart` pixels, in their order and between the ends; returned in the order given. */
export function apart(heights: readonly number[], least: number, bottom: number): readonly number[] {
  const order = heights.map((height, which) => ({ height, which })).sort((a, b) => a.height - b.height)
  let above = -Infinity
  for (const each of order) {
    each.height = Math.max(each.height, above + least)
    above = each.height
  }
  let below = bottom + least
  for (const each of order.toReversed()) {
    each.height = Math.min(each.height, below - least)
    below = each.height
  }
  return order.sort((a, b) => a.which - b.which).map(({ height }) => height)
}

/** Whether anything is held back, which the chart then explains. */
export const isWithheld = (series: readonly Series[]): boolean =>
  series.some(({ values }) => values.includes('withheld'))

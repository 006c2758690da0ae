/** A list is asked for in one way at the command line: of a purpose that is named, fifty unless told otherwise, and never of more than it may show. */

import { WrongUsage } from './command.ts'

export const limitOption = { limit: { type: 'string', default: '50' } } as const
export const listOptions = { purpose: { type: 'string' }, ...limitOption } as const

/** How many at most. A wrong number is told with what it may be. */
export function limitOf({ limit }: { readonly limit: string }, most = 200): number {
  if (!/^\d+$/.test(limit) || Number(limit) < 1 || Number(limit) > most) throw new WrongUsage(`--limit 1–${most}`)
  return Number(limit)
}

/** Of which purpose, and how many at most. */
export function listOf(values: { readonly purpose?: string | undefined; readonly limit: string }): {
  readonly purpose: string
  readonly limit: number
} {
  if (!values.purpose) throw new WrongUsage('--purpose')
  return { purpose: values.purpose, limit: limitOf(values) }
}

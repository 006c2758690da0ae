/** What senders send is read part by part: what is missing, null or empty is not there, and what is of another kind is refused. */

import { z } from 'zod'
import { Refused } from '../base/errors.ts'

/** Text, or a number written as text; empty is absent. */
export const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform(value => (value === null || value === undefined ? undefined : String(value).trim() || undefined))

/** An id: always text, so that none loses a digit. */
export const id = z.union([z.string().min(1).max(300), z.number()]).transform(String)

/** A price as decimal text. */
export const price = z.union([z.string(), z.number()]).transform(String)

export const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .max(1000)
    .nullish()
    .transform(all => all ?? [])

/** The object, or a refusal (`arrivals.shape`) that names the field and repeats nothing. */
export function shaped<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const read = shape.safeParse(value)
  if (read.success) return read.data
  const field = read.error.issues[0]?.path.join('.') ?? ''
  throw new Refused('arrivals.shape', 'invalid', { field: field.slice(0, 120) })
}

/** A moment, as text or in milliseconds; refuses (`arrivals.shape`) what is none. */
export function momentOf(value: string | number, field: string): string {
  const at = new Date(value)
  if (Number.isNaN(at.getTime())) throw new Refused('arrivals.shape', 'invalid', { field })
  return at.toISOString()
}

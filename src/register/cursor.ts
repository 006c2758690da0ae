/** Where a page of a list ended, opaque to whoever carries it back; it travels in bodies, for it may hold a name. */

import type { z } from 'zod'
import { Refused } from '../base/errors.ts'

export const writeCursor = (position: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url')

/** The position of a cursor that `writeCursor` made, as the schema has it; refuses any other text. */
export function readCursor<Position>(cursor: string | undefined, schema: z.ZodType<Position>): Position | undefined {
  if (cursor === undefined) return undefined
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    throw new Refused('register.cursor', 'invalid', {}, { field: 'after' })
  }
}

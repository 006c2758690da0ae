/** A number that was told moves by five or more, or stands: so the difference of two days tells of nobody either. */

import { fewest } from '../segments/count.ts'

/** What was told last, by what it counts. */
export type Told = Readonly<Record<string, number>>

/** Answers the number as it is told: as it was, when fewer than five have come or gone since. */
export type Tell = (what: string, number: number) => number

/** For whoever sees persons anyway: as it is. */
export const asItIs: Tell = (_, number) => number

/** `told` has what was told by it, for the next day. */
export function tellFrom(before: Told = {}): { readonly tell: Tell; readonly told: Told } {
  const told: Record<string, number> = {}
  const tell: Tell = (what, number) => {
    const earlier = before[what]
    const now = earlier !== undefined && Math.abs(earlier - number) < fewest ? earlier : number
    if (now === 0 || now >= fewest) told[what] = now
    return now
  }
  return { tell, told }
}

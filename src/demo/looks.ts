/** Whoever did something for an invented customer has looked at the card before: the looks of a year, written when it is over. */

import { type Id, newId } from '../base/ids.ts'
import type { Look, Program } from '../http/program.ts'
import { scopeFor } from '../register/scope.ts'

/** Somebody at work, as a request would have them. */
export interface AtWork {
  readonly purpose: string
  readonly published: { readonly version: number }
  readonly asker: { readonly actor: string }
  readonly clock: { now(): Date }
}

export interface SeenCards {
  /** A look some minutes before what was done. */
  saw(ask: AtWork, person: Id): void
  /** Puts them on record, the earliest first. */
  write(program: Program): Promise<void>
}

export function seenCards(): SeenCards {
  const seen: (readonly [AtWork, Id])[] = []
  return {
    saw: (ask, person) => seen.push([ask, person]),
    async write(program) {
      const looks: Look[] = []
      for (const [{ purpose, published, asker, clock }, personId] of seen) {
        const { categories, statements } = await scopeFor({ purpose, published, program })
        looks.push({
          at: new Date(clock.now().getTime() - 3 * 60_000),
          actor: asker.actor,
          purpose,
          personId,
          operation: 'card',
          categories: [...categories.map(({ category }) => category.id), ...(statements ? [statements.id] : [])],
          requestId: newId(),
          noticeVersion: published.version,
        })
      }
      await program.recordLooks(looks.sort((a, b) => a.at.getTime() - b.at.getTime()))
    },
  }
}

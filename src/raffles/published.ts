/** What a raffle publishes of itself at each moment: the hash of the secret at once, the list when it is frozen, the secret when it is drawn. */

import type { Pool } from 'pg'
import { format } from './draw.ts'
import type { DrawFile } from './draw-file.ts'
import { closingOf, drawnOf } from './drawing.ts'
import type { Raffle } from './raffle.ts'

export async function published(app: Pool, { id, name, seedHash }: Raffle): Promise<DrawFile> {
  const [closing, drawn] = [await closingOf(app, id), await drawnOf(app, id)]
  return {
    format,
    name,
    seedHash: seedHash.toString('hex'),
    list: closing
      ? { frozenAt: closing.at.toISOString(), hash: closing.listHash.toString('hex'), tokens: [...closing.tokens] }
      : null,
    draw: drawn
      ? {
          at: drawn.at.toISOString(),
          seed: drawn.seed.toString('hex'),
          winners: drawn.places.flatMap(({ place, token, passed }) => (passed === null ? [{ place, token }] : [])),
          passed: drawn.places.flatMap(({ place, passed }) => (passed === null ? [] : [{ place, why: passed }])),
        }
      : null,
  }
}

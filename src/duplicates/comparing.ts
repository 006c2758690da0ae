/** The comparison of all works in a thread of its own, so that whoever uses the server meanwhile does not wait for it. */

import { parentPort } from 'node:worker_threads'
import { startColumns } from './columns.ts'
import type { Compared } from './compared.ts'
import { leastChance } from './evidence.ts'
import { type Described, describeFound, findPairs } from './find.ts'
import { type KeptModel, keepModel } from './kept-model.ts'

/** What the thread is sent: persons, some at a time, then the word that they were all. */
export type Told = { readonly people: readonly Compared[] } | { readonly end: true }

/** What it answers. The likeliest pairs come first; beyond `most` nobody would look. */
export interface Outcome {
  readonly pairs: readonly Described[]
  readonly model: KeptModel
  readonly persons: number
}

const most = 200_000 // proposals

const columns = startColumns()
parentPort?.on('message', (told: Told) => {
  if ('people' in told) {
    for (const person of told.people) columns.add(person)
    return
  }
  const all = columns.done()
  const { model, found } = findPairs(all, leastChance)
  const answer: Outcome = {
    pairs: describeFound(all, { model, found: found.slice(0, most) }),
    model: keepModel(all, model),
    persons: all.size,
  }
  parentPort?.postMessage(answer)
})

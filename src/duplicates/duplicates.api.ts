/** Duplicates over HTTP: comparing, the proposals, merging one pair or many, saying that two are two, and parting. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { refusalFrom } from '../database/refusal.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, route } from '../http/route.ts'
import { textIfAny } from '../texts/texts.ts'
import { askToCompare, lastRun } from './compare-all.ts'
import { bulkAnswer, mergesAnswer, overviewAnswer, proposalsAnswer, verdict } from './duplicates-answers.ts'
import { type Merging, mergePersons, mergesOf, partPersons } from './merging.ts'
import { countOpen, dismiss, listProposals, proposalStates } from './proposals.ts'

const params = z.object({ id: idField })
const pair = {
  kept: z.uuid().describe('Who stays'),
  lost: z.uuid().describe('Whose everything goes to the one who stays'),
}

export const overview = route({
  method: 'get',
  path: '/duplicates',
  summary: 'duplicates.api.overview',
  answer: overviewAnswer,
  handler: async ask => {
    ask.saw([], 'duplicates', [])
    const [run, open] = await Promise.all([lastRun(ask.program, ask.purpose), countOpen(ask)])
    return { run: run ?? null, open }
  },
})

export const compare = route({
  method: 'post',
  path: '/duplicates/runs',
  summary: 'duplicates.api.compare',
  status: 202,
  answer: z.object({ id: z.uuid() }),
  handler: async ask => {
    ask.saw([], 'duplicates.compare', [])
    return { id: await askToCompare(ask.program, ask.purpose, ask.asker.actor) }
  },
})

export const list = route({
  method: 'post',
  path: '/duplicates/search',
  summary: 'duplicates.api.list',
  body: z.strictObject({
    state: z.enum(proposalStates).default('open'),
    verdicts: z.array(verdict).min(1).max(3).default(['certain', 'likely', 'possible']),
    person: z.uuid().optional().describe('Those of one person only'),
    limit: z.int().min(1).max(100).default(25),
    after: z.string().max(300).optional(),
  }),
  answer: proposalsAnswer,
  handler: async (ask, { body }) => {
    const { proposals, next, categories } = await listProposals(ask, body)
    ask.saw([...new Set(proposals.flatMap(({ a, b }) => [a.id, b.id]))], 'duplicates', categories)
    return { proposals, next }
  },
})

export const merge = route({
  method: 'post',
  path: '/duplicates/merges',
  summary: 'duplicates.api.merge',
  body: z.strictObject({
    ...pair,
    chosen: z
      .record(z.string().max(60), z.array(z.string().max(60)).max(100))
      .optional()
      .describe('By category with one row a person: the columns whose value is taken from the other'),
  }),
  status: 201,
  answer: z.object({ merge: z.uuid() }),
  handler: async (ask, { body }) => {
    ask.saw([body.kept, body.lost], 'duplicates.merge', [])
    return { merge: await mergePersons(ask, body, ask.clock.now()) }
  },
})

export const mergeMany = route({
  method: 'post',
  path: '/duplicates/merges/many',
  summary: 'duplicates.api.merge-many',
  body: z.strictObject({ pairs: z.array(z.strictObject(pair)).min(1).max(100) }),
  answer: bulkAnswer,
  handler: async (ask, { body }) => {
    ask.saw([...new Set(body.pairs.flatMap(({ kept, lost }) => [kept, lost]))], 'duplicates.merge', [])
    const told = []
    // One after the other: a person can be in several pairs.
    for (const each of body.pairs) told.push({ ...each, ...(await mergeOrWhyNot(ask, each)) })
    return {
      merged: told.flatMap(({ merge, ...of }) => (merge === undefined ? [] : [{ ...of, merge }])),
      refused: told.flatMap(({ why, ...of }) => (why === undefined ? [] : [{ ...of, why }])),
    }
  },
})

async function mergeOrWhyNot(
  ask: PurposeAsk,
  merging: Merging,
): Promise<{ readonly merge?: string; readonly why?: string }> {
  try {
    return { merge: await mergePersons(ask, merging, ask.clock.now()) }
  } catch (fault) {
    const refused = refusalFrom(fault)
    if (!(refused instanceof Refused)) throw fault
    return { why: textIfAny(ask.lang, `errors.${refused.key}`, refused.args) ?? refused.key }
  }
}

export const part = route({
  method: 'post',
  path: '/duplicates/merges/{id}/undo',
  summary: 'duplicates.api.part',
  params,
  answer: z.object({ person: z.uuid().describe('Who is there again') }),
  handler: async (ask, input) => {
    const person = await partPersons(ask, input.params.id, ask.clock.now())
    ask.saw([person], 'duplicates.part', [])
    return { person }
  },
})

export const decide = route({
  method: 'post',
  path: '/duplicates/dismissals',
  summary: 'duplicates.api.dismiss',
  body: z.strictObject({
    a: z.uuid(),
    b: z.uuid(),
    dismissed: z.boolean().default(true).describe('false takes it back'),
  }),
  status: 204,
  answer: nothing,
  handler: async (ask, { body }) => {
    ask.saw([body.a, body.b], 'duplicates.dismiss', [])
    await dismiss(ask, [body.a, body.b], body.dismissed, ask.clock.now())
  },
})

export const ofPerson = route({
  method: 'get',
  path: '/persons/{id}/merges',
  summary: 'duplicates.api.of-person',
  params,
  answer: mergesAnswer,
  handler: async (ask, input) => {
    ask.saw([input.params.id], 'duplicates', [])
    const merges = await mergesOf(ask, input.params.id)
    return {
      merges: merges.map(({ parting, ...one }) => ({
        ...one,
        parting: parting === null ? null : (textIfAny(ask.lang, `errors.${parting}`) ?? parting),
      })),
    }
  },
})

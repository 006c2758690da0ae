/** Raffles over HTTP for the purpose that keeps them: announced, followed, frozen, drawn; staff add entries that came on paper. */

import { z } from '@hono/zod-openapi'
import type { PurposeAsk } from '../http/ask.ts'
import { idField, nothing, pageQuery, route } from '../http/route.ts'
import type { Mail } from '../mail/transport.ts'
import { choicesFor } from '../participation/choices.ts'
import { countEntries, listEntries, unwritten } from '../participation/participants.ts'
import { refuseWithoutPlace } from '../participation/place.ts'
import { readListed } from '../register/listed.ts'
import { scopeFor } from '../register/scope.ts'
import { addEntry } from './add-entry.ts'
import { tokenOf } from './draw.ts'
import { closingOf, drawnOf, draw as drawRaffle, entriesOf, freeze as freezeList, passOn } from './drawing.ts'
import { namedOf } from './naming.ts'
import * as verbs from './raffle.ts'
import * as answers from './raffle-answers.ts'

const params = z.object({ id: idField })
const categories = ['identity', 'participation']

const summaryOf = ({ program, clock }: PurposeAsk, raffle: verbs.Raffle): answers.RaffleAnswer => ({
  id: raffle.id,
  kind: raffle.kind,
  name: raffle.name,
  state: verbs.stateOf(raffle, clock.now()),
  opens: raffle.opens.toISOString(),
  closes: raffle.closes.toISOString(),
  winners: raffle.winners,
  address: `${program.url}/raffle/${raffle.page}`,
})

const found = ({ program, purpose }: PurposeAsk, id: string) => verbs.findRaffle(program.database.app, purpose, id)
const drawing = ({ program, reader, asker, clock }: PurposeAsk) => ({
  app: program.database.app,
  reader,
  actor: asker.actor,
  at: clock.now(),
})

/** Names of persons whom the purpose sees. */
async function namesOf(ask: PurposeAsk, persons: readonly string[]) {
  const listed = await readListed({ ask, scope: await scopeFor(ask), db: ask.reader }, [...new Set(persons)], [])
  return new Map(listed.map(({ id, name }) => [id, { id, name }]))
}

export const list = route({
  method: 'get',
  path: '/raffles',
  summary: 'raffles.api.list',
  query: pageQuery,
  answer: answers.raffleList,
  handler: async (ask, { query }) => {
    ask.saw([], 'raffles', [])
    const { notice } = await scopeFor(ask)
    const page = await verbs.listRaffles(ask.program.database.app, ask.purpose, query)
    return {
      raffles: page.raffles.map(raffle => summaryOf(ask, raffle)),
      next: page.next,
      ...choicesFor(notice, ask.lang, ask.purpose),
    }
  },
})

export const make = route({
  method: 'post',
  path: '/raffles',
  summary: 'raffles.api.make',
  body: answers.newRaffle,
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    ask.saw([], 'raffle.make', [])
    const scope = await scopeFor(ask)
    refuseWithoutPlace(scope, body.source)
    const { program, clock, asker } = ask
    const by = { app: program.database.app, home: program.home, clock, actor: asker.actor }
    return { id: await verbs.makeRaffle(by, scope.notice, { ...body, purpose: ask.purpose }) }
  },
})

export const show = (mail: Pick<Mail, 'configured'>) =>
  route({
    method: 'get',
    path: '/raffles/{id}',
    summary: 'raffles.api.show',
    params,
    answer: answers.raffleDetails,
    handler: async (ask, input) => {
      const { app } = ask.program.database
      const raffle = await found(ask, input.params.id)
      const [closing, drawn] = [await closingOf(app, raffle.id), await drawnOf(app, raffle.id)]
      const entries = drawn ? await entriesOf(ask.reader, raffle) : new Map()
      const personOf = (token: string): string | undefined => entries.get(token)?.person
      const persons = (drawn?.places ?? []).flatMap(({ token }) => personOf(token) ?? [])
      const names = await namesOf(ask, persons)
      const named = drawn ? await namedOf(ask.program, raffle) : new Map<string, string>()
      ask.saw([...names.keys()], 'raffle', categories)
      const { accepted, refused } = await unwritten(app, raffle.connection)
      return {
        ...summaryOf(ask, raffle),
        words: raffle.words,
        permits: raffle.permits,
        seedHash: raffle.seedHash.toString('hex'),
        listHash: closing?.listHash.toString('hex') ?? null,
        tokens: closing?.tokens.length ?? null,
        closedAt: closing?.at.toISOString() ?? null,
        drawnAt: drawn?.at.toISOString() ?? null,
        file: `${ask.program.url}/raffle/${raffle.page}/draw`,
        entries: await countEntries(ask.reader, raffle),
        waiting: accepted,
        refused,
        drawn: (drawn?.places ?? []).map(({ place, token, passed }) => {
          const person = personOf(token) ?? ''
          return { place, token, passed, person: names.get(person) ?? null, published: named.get(person) ?? null }
        }),
        mail: mail.configured,
      }
    },
  })

export const entries = route({
  method: 'get',
  path: '/raffles/{id}/entries',
  summary: 'raffles.api.entries',
  params,
  query: pageQuery,
  answer: answers.entryList,
  handler: async (ask, { params: { id }, query }) => {
    const raffle = await found(ask, id)
    const page = await listEntries(ask.reader, raffle, query)
    const names = await namesOf(
      ask,
      page.entries.map(({ person }) => person),
    )
    ask.saw([...names.keys()], 'raffle.entries', categories)
    return {
      entries: page.entries.map(({ row, person, entered }) => ({
        row,
        person: names.get(person) ?? { id: person, name: null },
        entered: entered?.toISOString() ?? null,
        token: tokenOf(raffle.salt, row),
      })),
      next: page.next,
    }
  },
})

export const add = route({
  method: 'post',
  path: '/raffles/{id}/entries',
  summary: 'raffles.api.add',
  params,
  body: z.strictObject({ person: z.uuid() }),
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    const raffle = await found(ask, id)
    ask.saw([body.person], 'raffle.add', ['participation'])
    await addEntry(ask, raffle, body.person)
  },
})

export const freeze = route({
  method: 'post',
  path: '/raffles/{id}/closing',
  summary: 'raffles.api.freeze',
  params,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id } }) => {
    ask.saw([], 'raffle.freeze', ['participation'])
    await freezeList(drawing(ask), await found(ask, id))
  },
})

export const draw = route({
  method: 'post',
  path: '/raffles/{id}/draw',
  summary: 'raffles.api.draw',
  params,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id } }) => {
    ask.saw([], 'raffle.draw', ['participation'])
    await drawRaffle(drawing(ask), await found(ask, id))
  },
})

export const pass = route({
  method: 'post',
  path: '/raffles/{id}/passed',
  summary: 'raffles.api.pass',
  params,
  body: z.strictObject({ place: z.int().min(1), why: z.enum(['not-reached', 'declined']) }),
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id }, body }) => {
    ask.saw([], 'raffle.pass', ['participation'])
    await passOn(drawing(ask), await found(ask, id), body.place, body.why)
  },
})

export const cancel = route({
  method: 'post',
  path: '/raffles/{id}/cancelled',
  summary: 'raffles.api.cancel',
  params,
  status: 204,
  answer: nothing,
  handler: async (ask, { params: { id } }) => {
    ask.saw([], 'raffle.cancel', [])
    await verbs.cancelRaffle(ask.program.database.app, await found(ask, id), ask.clock.now())
  },
})

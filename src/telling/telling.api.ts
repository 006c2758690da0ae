/** Publishing from the staff application: what it would ask for, the decision, how far telling has come, and the letters of the privacy desk. */

import { z } from '@hono/zod-openapi'
import type { Act } from '../access/staff.ts'
import { Refused } from '../base/errors.ts'
import { type Id, newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { readDraft, readRevision } from '../drafts/draft.ts'
import type { Ask, PurposeAsk } from '../http/ask.ts'
import { idField, nothing, plainRoute, route } from '../http/route.ts'
import { outbox } from '../mail/outbox.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import type { Mail } from '../mail/transport.ts'
import { tellDifference } from '../notice/tell-difference.ts'
import { textIfAny } from '../texts/texts.ts'
import { announcement } from './announcement.ts'
import { countConcerned } from './concerned.ts'
import { letterFile } from './letter-file.ts'
import { addresseesOf, looked } from './letters.ts'
import {
  cancel as cancelPublication,
  findPublication,
  type KeptRefusal,
  listPublications,
  type Plan,
  type Publication,
  planFor,
  release as releasePublication,
  schedule as schedulePublication,
} from './publication.ts'
import { letterList, planAnswer, publicationAnswer, publicationList } from './telling-answers.ts'
import { countToTell, rightsPool } from './to-tell.ts'
import { failedToLetters, lettersTo, noteLetters, progressOf, tellFailedAgain } from './told.ts'
import { usualLead } from './weigh.ts'

const params = z.object({ id: idField })
const draft = { draft: z.uuid(), revision: z.int().min(1).describe('The revision that was looked at') }
const date = z.iso.date()
const reason = z.string().trim().min(1).max(2000)
const done = { status: 204, answer: nothing } as const

const act = ({ asker, clock }: Pick<PurposeAsk, 'asker' | 'clock'>): Act => ({ by: asker.actor, at: clock.now() })

/** The plan for a revision of a draft, as the register stands now. */
async function planOf({ program, clock }: Ask, body: { readonly draft: Id; readonly revision: number }): Promise<Plan> {
  const { app } = program.database
  return planFor(app, await readRevision(app, body.draft, body.revision), clock.now())
}

/** Persons are counted, and none is shown: a look without a person says that somebody asked. */
async function countFor({ program, asker, clock, requestId }: Ask, { concerns }: Plan) {
  const published = await program.published()
  await program.recordLooks([
    {
      at: clock.now(),
      actor: asker.actor,
      purpose: rightsPurpose(published),
      personId: null,
      operation: 'telling.count',
      categories: [],
      requestId,
      noticeVersion: published.version,
    },
  ])
  return countToTell(await rightsPool(program), concerns)
}

export const plan = (mail: Mail) =>
  plainRoute({
    method: 'post',
    path: '/notice/publications/plan',
    summary: 'telling.api.plan',
    body: z.strictObject({ ...draft, effective: date.optional().describe('For the letters; `earliest` unless told') }),
    answer: planAnswer,
    handler: async (ask, { body }) => {
      const [planned, { name }] = await Promise.all([
        planOf(ask, body),
        readDraft(ask.program.database.app, body.draft),
      ])
      const { before, after, must, earliest, differences } = planned
      const [concerned, persons] = await Promise.all([
        countFor(ask, planned),
        countConcerned(
          await rightsPool(ask.program),
          differences.map(({ concerns }) => concerns),
        ),
      ])
      return {
        draft: { name, revision: body.revision },
        base: before.version,
        must,
        earliest,
        lead: usualLead,
        today: dateInHelsinki(ask.clock.now()),
        differences: differences.map((one, at) => ({
          ...tellDifference(ask.lang, one, before.notice, after),
          persons: persons[at] ?? null,
        })),
        concerned,
        letters:
          must === 'nothing'
            ? []
            : after.languages.map(lang =>
                announcement(
                  {
                    before: before.notice,
                    after: { ...after, effective: body.effective ?? earliest },
                    url: ask.program.url,
                  },
                  lang,
                ),
              ),
        mail: mail.configured,
      }
    },
  })

export const decide = plainRoute({
  method: 'post',
  path: '/notice/publications',
  summary: 'telling.api.decide',
  body: z.strictObject({
    ...draft,
    effective: date,
    soonerBecause: reason.optional().describe('Needed for a day before `earliest`'),
    persons: z.int().min(0).describe('How many are to be told, as the plan said: another number by now is refused'),
  }),
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => {
    const planned = await planOf(ask, body)
    const { total } = await countFor(ask, planned)
    if (total !== body.persons)
      throw new Refused('telling.count-moved', 'conflict', { persons: total, expected: body.persons })
    const { effective, soonerBecause, revision } = body
    const { app } = ask.program.database
    const chosen = { id: body.draft, revision }
    return { id: await schedulePublication(app, { plan: planned, draft: chosen, effective, soonerBecause }, act(ask)) }
  },
})

const told = ({ lang }: Ask, refusal: KeptRefusal | null) =>
  refusal && { key: refusal.key, text: textIfAny(lang, `errors.${refusal.key}`, refusal.args) ?? refusal.key }

async function answerOf(ask: Ask, publication: Publication) {
  const { app } = ask.program.database
  const [progress, staff] = await Promise.all([
    progressOf(app, publication.id),
    app.query<{ name: string }>(`select name from access.staff where 'staff:' || id = $1`, [publication.decidedBy]),
  ])
  const { waits, why } = publication
  return {
    ...publication,
    decidedBy: staff.rows[0]?.name ?? null,
    waits: told(ask, waits),
    why: told(ask, why),
    progress,
  }
}

export const list = (mail: Mail) =>
  plainRoute({
    method: 'get',
    path: '/notice/publications',
    summary: 'telling.api.list',
    answer: publicationList,
    handler: async ask => {
      const { app } = ask.program.database
      const publications = await listPublications(app)
      return {
        publications: await Promise.all(publications.map(one => answerOf(ask, one))),
        mail: mail.configured,
        outbox: await outbox(app),
      }
    },
  })

export const show = plainRoute({
  method: 'get',
  path: '/notice/publications/{id}',
  summary: 'telling.api.show',
  params,
  answer: publicationAnswer,
  handler: async (ask, input) => answerOf(ask, await findPublication(ask.program.database.app, input.params.id)),
})

export const cancel = plainRoute({
  method: 'post',
  path: '/notice/publications/{id}/cancel',
  summary: 'telling.api.cancel',
  params,
  ...done,
  handler: (ask, input) => cancelPublication(ask.program.database.app, input.params.id, act(ask)),
})

export const release = plainRoute({
  method: 'post',
  path: '/notice/publications/{id}/release',
  summary: 'telling.api.release',
  params,
  body: z.strictObject({ because: reason }),
  ...done,
  handler: (ask, { params, body }) => releasePublication(ask.program.database.app, params.id, body.because, act(ask)),
})

export const retry = plainRoute({
  method: 'post',
  path: '/notice/publications/{id}/retry',
  summary: 'telling.api.retry',
  params,
  body: z.strictObject({ by: z.enum(['email', 'letter']) }),
  answer: z.object({ persons: z.int() }),
  handler: async ({ program, clock }, { params, body }) => {
    const again = body.by === 'email' ? tellFailedAgain : failedToLetters
    return { persons: await again(program.database.app, params.id, clock.now()) }
  },
})

const part = z.strictObject({ after: z.uuid().optional(), limit: z.int().min(1).max(500).default(100) })

export const letters = route({
  method: 'post',
  path: '/notice/publications/{id}/letters',
  summary: 'telling.api.letters',
  params,
  body: part,
  answer: letterList,
  handler: async (ask, { params, body }) => {
    const persons = await lettersTo(ask.program.database.app, params.id, body.after, body.limit)
    const addressees = await addresseesOf(ask.reader, ask.published, persons)
    ask.saw(persons, 'telling.letters', looked)
    return { letters: addressees, next: persons.length === body.limit ? (persons.at(-1) ?? null) : null }
  },
})

export const printLetters = route({
  method: 'post',
  path: '/notice/publications/{id}/letters/print',
  summary: 'telling.api.print',
  params,
  body: z.strictObject({ persons: z.array(z.uuid()).min(1).max(500) }),
  answer: z.object({ pdf: z.base64().describe('One file, a letter a person'), name: z.string(), letters: z.int() }),
  handler: async (ask, { params, body }) => {
    const publication = await findPublication(ask.program.database.app, params.id)
    const addressees = await addresseesOf(ask.reader, ask.published, body.persons)
    ask.saw(
      addressees.map(({ person }) => person),
      'telling.print',
      // What the letters tell each of says what is held of them.
      [...new Set([...looked, ...categoriesOf(publication.concerns)])],
    )
    const pdf = await letterFile(ask.program, publication, addressees, ask.clock.now())
    return {
      pdf: pdf.toString('base64'),
      name: `${publication.effective}-${newId().slice(-4)}.pdf`,
      letters: addressees.length,
    }
  },
})

const categoriesOf = (concerns: Publication['concerns']): readonly string[] =>
  concerns.flatMap(one => (one.kind === 'some' ? one.categories : []))

export const noteSent = route({
  method: 'post',
  path: '/notice/publications/{id}/letters/sent',
  summary: 'telling.api.sent',
  params,
  body: z.strictObject({ persons: z.array(z.uuid()).min(1).max(500), on: date.describe('The day of the post') }),
  answer: z.object({ persons: z.int() }),
  handler: async (ask, { params, body }) => {
    ask.saw(body.persons, 'telling.sent', [])
    if (body.on > dateInHelsinki(ask.clock.now()))
      throw new Refused('telling.not-yet-sent', 'invalid', {}, { field: 'on' })
    const at = new Date(`${body.on}T12:00:00Z`)
    return { persons: await noteLetters(ask.program.database.app, params.id, body.persons, { ...act(ask), at }) }
  },
})

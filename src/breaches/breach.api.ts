/** Personal data breaches for the administrator: recorded, written on step by step, and taken out as files. */

import { z } from '@hono/zod-openapi'
import type { Act } from '../access/staff.ts'
import { fileAnswer, format } from '../accountability/accountability-answers.ts'
import { type Exported, type Format, fileIn } from '../accountability/export-file.ts'
import { nameIn } from '../accountability/interest.ts'
import { inForce } from '../accountability/interests.ts'
import type { Ask } from '../http/ask.ts'
import { idField, nothing, pageQuery, plainRoute } from '../http/route.ts'
import type { Mail } from '../mail/transport.ts'
import { langs, type Notice } from '../notice/notice.ts'
import { type Breach, clockOf, nextStep } from './breach.ts'
import { breachAnswer, breachList } from './breach-answers.ts'
import { described, newEntry } from './entry.ts'
import { breachExport, registerExport } from './export.ts'
import { listBreaches, openBreach, readBreach, writeEntry } from './ledger.ts'
import { remindersOf } from './reminder.ts'

const params = z.object({ id: idField })
const checked = z
  .boolean()
  .default(false)
  .describe('Somebody has looked: the e-mail addresses in the texts are no data subject’s')

const act = ({ asker, clock }: Ask): Act => ({ by: asker.actor, at: clock.now() })

const summaryOf = (breach: Breach, now: Date) => ({
  id: breach.id,
  reference: breach.reference,
  name: breach.facts.name,
  awareAt: breach.facts.awareAt,
  persons: breach.facts.persons,
  risk: breach.assessment?.risk ?? null,
  clock: clockOf(breach, now),
  next: nextStep(breach) ?? null,
  closedAt: breach.closing?.writtenAt ?? null,
})

async function categoriesFor({ program, lang }: Ask) {
  const { notice } = await program.published()
  return (notice?.categories ?? []).map(({ id }) => ({
    id,
    name: notice ? nameIn(lang, notice, notice.categories, id) : id,
  }))
}

export const list = plainRoute({
  method: 'get',
  path: '/breaches',
  summary: 'breaches.api.list',
  query: pageQuery,
  answer: breachList,
  handler: async (ask, { query }) => {
    const { program, clock } = ask
    const breaches = await listBreaches(program.database.app, { after: query.after, most: query.limit })
    return {
      categories: await categoriesFor(ask),
      breaches: breaches.map(one => summaryOf(one, clock.now())),
      next: breaches.length === query.limit ? (breaches.at(-1)?.id ?? null) : null,
    }
  },
})

export const open = plainRoute({
  method: 'post',
  path: '/breaches',
  summary: 'breaches.api.open',
  body: z.strictObject({ facts: described, checked }),
  status: 201,
  answer: z.object({ id: z.uuid() }),
  handler: async (ask, { body }) => ({
    id: await openBreach(ask.program.database.app, body.facts, { checked: body.checked }, act(ask)),
  }),
})

export const show = (mail: Mail) =>
  plainRoute({
    method: 'get',
    path: '/breaches/{id}',
    summary: 'breaches.api.show',
    params,
    answer: breachAnswer,
    handler: async (ask, { params }) => {
      const { app } = ask.program.database
      const breach = await readBreach(app, params.id)
      const reminders = await remindersOf(app, breach)
      return {
        ...breach,
        ...summaryOf(breach, ask.clock.now()),
        categories: await categoriesFor(ask),
        persons: breach.facts.persons,
        telling: breach.persons,
        reminders,
        mail: mail.configured,
      }
    },
  })

export const write = plainRoute({
  method: 'post',
  path: '/breaches/{id}/entries',
  summary: 'breaches.api.write',
  params,
  body: z.strictObject({
    entry: newEntry,
    expected: z.int().min(1).describe('The number of the last entry that was read; another is refused with 409'),
    why: z.string().trim().min(1).max(2000).optional().describe('Needed where it takes the place of an earlier entry'),
    checked,
  }),
  status: 204,
  answer: nothing,
  handler: async (ask, { params, body }) => {
    const { entry, ...continuing } = body
    await writeEntry(ask.program.database.app, params.id, entry, continuing, act(ask))
  },
})

const fileQuery = z.object({ format, lang: z.enum(langs).optional() })

/** The notice gives the controller, and the languages that there are names in. */
async function fileOf(
  { program, lang: own }: Ask,
  { format, lang = own }: { readonly format: Format; readonly lang?: Ask['lang'] | undefined },
  make: (notice: Notice, lang: Ask['lang']) => Exported,
) {
  const { notice } = inForce(await program.published())
  const { name, type, bytes } = await fileIn(format, make(notice, lang))
  return { name, type, base64: bytes.toString('base64') }
}

export const form = plainRoute({
  method: 'get',
  path: '/breaches/{id}/form',
  summary: 'breaches.api.form',
  params,
  query: fileQuery,
  answer: fileAnswer,
  handler: async (ask, { params, query }) => {
    const breach = await readBreach(ask.program.database.app, params.id)
    return fileOf(ask, query, (notice, lang) => breachExport(breach, notice, lang, ask.clock.now()))
  },
})

export const register = plainRoute({
  method: 'get',
  path: '/breaches/file',
  summary: 'breaches.api.export',
  query: fileQuery,
  answer: fileAnswer,
  handler: async (ask, { query }) => {
    const breaches = await listBreaches(ask.program.database.app)
    return fileOf(ask, query, (notice, lang) => registerExport(breaches, notice, lang, ask.clock.now()))
  },
})

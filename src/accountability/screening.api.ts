/** Screenings of purposes for the administrator: how each stands, what was answered, and a new answer. */

import { z } from '@hono/zod-openapi'
import { Refused } from '../base/errors.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Ask } from '../http/ask.ts'
import { plainRoute } from '../http/route.ts'
import type { Notice } from '../notice/notice.ts'
import { text } from '../texts/texts.ts'
import { nameIn } from './interest.ts'
import { inForce } from './interests.ts'
import { type Hint, hintsFor, type ScreenedPurpose, screenedPurposes } from './screened-purposes.ts'
import { listScreenings, saveScreening } from './screening.ts'
import { screeningAnswer, screeningList, screeningRequest } from './screening-answers.ts'
import { criteria } from './screening-questions.ts'

const params = z.object({ purpose: z.string().max(100).describe('Its id in the notice') })

async function standing({ program, clock }: Ask) {
  const now = inForce(await program.published())
  const { app } = program.database
  const today = dateInHelsinki(clock.now())
  return { app, now, today, purposes: await screenedPurposes(app, now, today) }
}

const purposeOf = ({ lang }: Ask, notice: Notice, { purpose, state, standing }: ScreenedPurpose) => ({
  purpose: purpose.id,
  name: nameIn(lang, notice, notice.purposes, purpose.id),
  state,
  needed: standing?.needed ?? null,
  criteria: standing ? criteria.filter(one => standing.answers[one].yes).length : null,
  review: standing?.review ?? null,
})

export const list = plainRoute({
  method: 'get',
  path: '/accountability/screenings',
  summary: 'accountability.api.screenings',
  answer: screeningList,
  handler: async ask => {
    const { now, purposes } = await standing(ask)
    return { purposes: purposes.map(one => purposeOf(ask, now.notice, one)) }
  },
})

export const show = plainRoute({
  method: 'get',
  path: '/accountability/screenings/{purpose}',
  summary: 'accountability.api.screening',
  params,
  answer: screeningAnswer,
  handler: async (ask, { params }) => {
    const { app, now, today, purposes } = await standing(ask)
    const found = purposes.find(({ purpose }) => purpose.id === params.purpose)
    if (!found) throw new Refused('accountability.no-purpose', 'absent')
    return {
      ...purposeOf(ask, now.notice, found),
      inForce: now.version,
      today,
      hints: hintsFor(now.notice, params.purpose).map(hint => ({
        question: hint.question,
        words: wordsOf(ask, now.notice, hint),
      })),
      revisions: await listScreenings(app, params.purpose),
    }
  },
})

function wordsOf({ lang }: Ask, notice: Notice, { says, of, ids }: Hint): string {
  const names = of === 'nothing' ? ids : ids.map(id => nameIn(lang, notice, notice[of], id))
  return text(lang, `ui.screening.hint.${says}`, { names: names.join(', ') })
}

export const save = plainRoute({
  method: 'put',
  path: '/accountability/screenings/{purpose}',
  summary: 'accountability.api.save-screening',
  params,
  body: screeningRequest,
  answer: z.object({ revision: z.int() }),
  handler: async (ask, { params: { purpose }, body: { expected, why, ...screening } }) => {
    const now = inForce(await ask.program.published())
    if (!now.notice.purposes.some(({ id }) => id === purpose)) throw new Refused('accountability.no-purpose', 'absent')
    if (screening.version !== now.version)
      throw new Refused('accountability.notice-moved', 'conflict', { version: now.version })
    const act = { by: ask.asker.actor, at: ask.clock.now() }
    return {
      revision: await saveScreening(ask.program.database.app, { purpose, ...screening }, { ...act, expected, why }),
    }
  },
})

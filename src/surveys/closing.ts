/** When a survey is over, all answers are written, and nobody is known any more to have been asked or to have answered. */

import type { ClientBase } from 'pg'
import type { Id } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import type { Program } from '../http/program.ts'
import { countAnonymous, writeTogether } from './anonymous.ts'
import { countNamed } from './named.ts'
import { type Survey, stateOf, surveyById } from './survey.ts'

type Closing = Pick<Program, 'database' | 'home' | 'clock'>

/** Ends one whose time is over; done twice, it does nothing the second time. */
export async function endSurvey(program: Closing, id: Id): Promise<void> {
  const { database, home, clock } = program
  const { app } = database
  const survey = await surveyById(app, id)
  if (!survey || survey.closedAt || stateOf(survey, clock.now()) !== 'closed') return
  if (survey.keeps === 'anonymous')
    await writeTogether({ app, home }, id, async client => {
      await client.query('select surveys.count_answers($1)', [id])
      await noteOver(client, survey, clock.now())
    })
  else await transaction(app, client => noteOver(client, survey, clock.now()))
  const answered = survey.keeps === 'anonymous' ? await countAnonymous(app, id) : await countNamed(program, survey)
  await app.query('update surveys.survey set answered = $2 where id = $1', [id, answered])
}

async function noteOver(client: ClientBase, { id }: Survey, at: Date): Promise<void> {
  await client.query(
    `update surveys.survey set closed_at = $2, invited = case when segment_id is null then null
       else (select count(*) from surveys.invitation where survey_id = $1) end where id = $1`,
    [id, at],
  )
  await client.query('delete from surveys.way_in where survey_id = $1', [id])
  await client.query('delete from surveys.invitation where survey_id = $1', [id])
}

/** Those whose time was over while no server ran. */
export async function surveysToEnd({ database, clock }: Pick<Program, 'database' | 'clock'>): Promise<readonly Id[]> {
  const { rows } = await database.app.query<{ id: Id }>(
    'select id from surveys.survey where closed_at is null and closes_at <= $1',
    [clock.now()],
  )
  return rows.map(({ id }) => id)
}

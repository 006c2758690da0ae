/** A register under the example notice whose staff ask surveys, persons who may be invited, and visitors who answer by the clock of the test. */

import type { Job } from '../src/jobs/job.ts'
import { openMail } from '../src/mail/transport.ts'
import type { Opened } from '../src/opening.ts'
import { jobs } from '../src/running.ts'
import type { NewSurveyBody, SurveyDetails, SurveyResults } from '../src/surveys/survey-answers.ts'
import { runDueJobs } from './due-jobs.ts'
import { mailServer, partsOf } from './mail-server.ts'
import { rightsDesk } from './rights-desk.ts'

const following = ['surveys.write', 'surveys.invite', 'surveys.close', 'mail.send']
const hour = 3_600_000

export async function surveyDesk() {
  const desk = await rightsDesk()
  const { db, server, register, home } = desk
  const keeper = await server.withKey('research')
  const mail = await mailServer()
  const sender = openMail({ url: mail.url, perMinute: 1000, key: db.addressKey })
  db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime()) + hour)) // the queue goes by the database's clock
  let visitors = 0

  const answer = <Answer = void>(method: string, path: string, body?: unknown): Promise<Answer> =>
    desk.answer(method, path, body, keeper, 'research')
  const send = async (path: string, fields: Readonly<Record<string, string>>) => {
    visitors++
    const response = await server.app.request(`${path}?lang=fi`, {
      method: 'POST',
      headers: {
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-for': `10.3.${visitors >> 8}.${visitors & 255}`,
      },
      body: new URLSearchParams(fields).toString(),
    })
    return { status: response.status, page: await response.text() }
  }
  const fetched = async (path: string) =>
    (await server.app.request(`${path}?lang=fi`, { headers: { accept: 'text/html' } })).text()
  /** What a page would send back: every field that is hidden. */
  const carried = (page: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    )
  const closing = (days = 30) => new Date(db.clock.now().getTime() + days * 24 * hour).toISOString()

  return {
    ...desk,
    mail,
    answer,
    send,
    fetched,
    carried,
    refusal: (path: string, body?: unknown) => desk.refusal(path, body, keeper, 'research'),
    /** Answers the questions page by page, some seconds after the first was fetched. Answers the last page. */
    fill: async (
      path: string,
      answers: readonly Readonly<Record<string, string>>[],
      more: Readonly<Record<string, string>> = {},
    ) => {
      const start = await fetched(path)
      db.clock.forward(5_000)
      let { page, status } = await send(path, { ...carried(start), ...more })
      const stamp = carried(page).stamp ?? ''
      for (const own of answers) ({ page, status } = await send(path, { ...carried(page), ...own, to: 'next' }))
      return { page, status, stamp }
    },
    make: async (body: NewSurveyBody) => (await answer<{ id: string }>('POST', '/surveys', body)).id,
    open: (id: string, segment: string | null = null) =>
      answer('POST', `/surveys/${id}/opening`, { segment, closes: closing() }),
    closing,
    showSurvey: (id: string) => answer<SurveyDetails>('GET', `/surveys/${id}`),
    results: (id: string, filter = '') => answer<SurveyResults>('GET', `/surveys/${id}/results${filter}`),
    /** A person whom research may write to, unless `may` says otherwise. */
    person: async (email: string, may = true): Promise<string> => {
      const person = await register.customer()
      await register.write('identity', person, null, { given_name: email.split('@')[0] ?? '', family_name: 'Virtanen' })
      await register.write('contact-points', person, null, { email, is_primary: true })
      if (may)
        await register.call(
          'rights',
          `register.record_statement($1, 'forms', null, $2, 'consent', 'research', 'email', '2026-01-05', null, 'Saa kysyä')`,
          person,
        )
      return person
    },
    /** Everybody whom research sees. */
    everybody: async (name: string): Promise<string> =>
      (await answer<{ id: string }>('POST', '/segments', { name, condition: { all: [] } })).id,
    /** The paths of the links in the letters that came, by address. */
    links: (): ReadonlyMap<string, string> =>
      new Map(
        mail.received.map(letter => [
          letter.to[0] ?? '',
          new URL(/http:\S+\/survey\/\S+/.exec(partsOf(letter)['text/plain'] ?? '')?.[0] ?? 'http://none').pathname,
        ]),
      ),
    work: async () => {
      const mine = jobs.filter(({ name }) => following.includes(name)) as readonly Job<Opened>[]
      return runDueJobs(db, mine, { ...server.program, database: db, mail: sender, home } as unknown as Opened)
    },
    close: async () => {
      await mail.close()
      await desk.close()
    },
  }
}

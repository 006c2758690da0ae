/** A website's visitors and the register's customers, who are the same people once they say so. */

import { expect } from 'vitest'
import { giveLink, makeWayIn } from '../src/my/way-in.ts'
import { join } from '../src/visits/visits.jobs.ts'
import { runDueJobs } from './due-jobs.ts'
import { formsDesk } from './forms-desk.ts'
import { registerCaller } from './register-caller.ts'
import { siteVisitor } from './site-visitor.ts'

export async function visitsDesk() {
  const desk = await formsDesk()
  const { db, server } = desk
  const register = registerCaller(db)
  const visitor = () => siteVisitor(server)

  const customer = async (email: string) => {
    const person = await register.customer()
    return { person, row: await register.write('contact-points', person, null, { email }), email }
  }
  return {
    ...desk,
    register,
    visitor,
    customer,
    /** Nobody and nothing is there, on another day. */
    begin: async () => {
      await desk.empty()
      await db.admin.query(
        `truncate visits.choice, visits.wording, visits.browser, visits.claim, visits.joined, visits.person_visit, visits.person_page,
           visits.step, visits.spent_pass, my.way_in, my.session cascade`,
      )
      db.clock.set(new Date(Math.max(Date.now(), db.clock.now().getTime() + 86_400_000)))
    },
    /** Opens the own page by the link of a letter. Answers the cookie of the session. */
    signIn: async (
      { person, row, email }: Awaited<ReturnType<typeof customer>>,
      headers: Readonly<Record<string, string>>,
    ): Promise<string> => {
      const at = db.clock.now()
      const client = await db.app.connect()
      const id = await makeWayIn(client, { person, asked: null, way: 'email', addressRow: row, by: 'staff:test', at })
      client.release()
      const way = { id, person, asked: null, way: 'email' as const, addressRow: row, madeAt: at }
      const secret = await giveLink(db.app, way, { row, hash: server.mail.hash(email), at })
      const answer = await visitor().post(`/my/in/${secret}`, {}, { 'sec-fetch-site': 'same-origin', ...headers })
      expect(answer.status).toBe(303)
      return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
    },
    /** A minute later what waits is in the register. */
    work: async () => {
      db.clock.forward(61_000)
      expect(await runDueJobs(db, [join], server.program)).toEqual([])
    },
    pagesOf: async (person: string): Promise<readonly string[]> => {
      const { rows } = await db.admin.query<{ page: string }>(
        'select page from register.visits where person_id = $1 order by page',
        [person],
      )
      return rows.map(({ page }) => page.replace('kauppa.example.fi', ''))
    },
    count: async (sql: string): Promise<number> =>
      Number((await db.admin.query(`select count(*) from ${sql}`)).rows[0].count),
  }
}

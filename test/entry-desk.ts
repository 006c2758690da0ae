/** A register under the example notice whose staff keep raffles and events, and visitors who come to their pages by the clock of the test. */

import type { Job } from '../src/jobs/job.ts'
import { openMail } from '../src/mail/transport.ts'
import type { Opened } from '../src/opening.ts'
import { jobs } from '../src/running.ts'
import { runDueJobs } from './due-jobs.ts'
import { type MailServer, mailServer } from './mail-server.ts'
import { exampleNotice } from './promise-asker.ts'
import { rightsDesk } from './rights-desk.ts'
import type { Send } from './server.ts'

export type EntryDesk = Awaited<ReturnType<typeof entryDesk>>

/** Names of the jobs that follow an entry. */
const following = ['arrivals.write', 'raffles.confirm', 'raffles.note', 'mail.send']

export async function entryDesk(source = exampleNotice) {
  const desk = await rightsDesk(source)
  const { db, server } = desk
  const keeper = await server.withKey('raffles') // a session would end as the clock moves
  const mail: MailServer = await mailServer()
  const sender = openMail({ url: mail.url, perMinute: 1000, key: db.addressKey })
  let visitors = 0

  return {
    ...desk,
    mail,
    keeper,
    /** As the staff who keep raffles. */
    answer: <Answer = void>(method: string, path: string, body?: unknown, by: Send = keeper): Promise<Answer> =>
      desk.answer(method, path, body, by, 'raffles'),
    refusal: (path: string, body: unknown = undefined, by: Send = keeper) => desk.refusal(path, body, by, 'raffles'),
    /** Fetches a page, waits some seconds, and posts its form from an address of its own. */
    post: async (path: string, fields: Readonly<Record<string, string>>) => {
      const page = await (await server.app.request(path, { headers: { accept: 'text/html' } })).text()
      const stamp = /name="stamp" value="([^"]+)"/.exec(page)?.[1] ?? ''
      db.clock.forward(5_000)
      visitors++
      const response = await server.app.request(`${path}?lang=fi`, {
        method: 'POST',
        headers: {
          accept: 'text/html',
          'content-type': 'application/x-www-form-urlencoded',
          'x-forwarded-for': `10.2.${visitors >> 8}.${visitors & 255}`,
        },
        body: new URLSearchParams({ ...fields, stamp }).toString(),
      })
      return { status: response.status, page: await response.text() }
    },
    page: async (path: string) => (await server.app.request(path, { headers: { accept: 'text/html' } })).text(),
    /** Does what the queue has been given. */
    work: async () => {
      const mine = jobs.filter(({ name }) => following.includes(name)) as readonly Job<Opened>[]
      const program = { ...server.program, database: db, mail: sender } as unknown as Opened
      return runDueJobs(db, mine, program)
    },
    close: async () => {
      await mail.close()
      await desk.close()
    },
  }
}

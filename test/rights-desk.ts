/** A register under the example notice with the persons of the stories, and somebody at its rights desk who sends requests over HTTP. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishNotice } from '../src/database/publish.ts'
import { prepareQueue } from '../src/jobs/queue.ts'
import type { RequestAnswer } from '../src/rights/request-answers.ts'
import { testDatabase } from './database.ts'
import { exampleNotice } from './promise-asker.ts'
import { registerCaller } from './register-caller.ts'
import { type Send, testServer } from './server.ts'

const purpose = 'rights'

export async function rightsDesk(source = exampleNotice, smtpUrl?: string) {
  const db = await testDatabase()
  const home = mkdtempSync(join(tmpdir(), 'seloste-rights-'))
  await publishNotice(db, { source, by: 'test', clock: db.clock })
  await prepareQueue(db)
  const server = await testServer(db, home, smtpUrl)
  await server.addStaff('Kaisa', ['privacy', 'customer-service'])
  await server.addStaff('Leo', ['privacy'])
  const kaisa = await server.signedIn('kaisa@example.fi')
  const leo = await server.signedIn('leo@example.fi')
  const register = registerCaller(db)

  /** Whatever it answers, when it is no refusal. */
  const answer = async <Answer = void>(
    method: string,
    path: string,
    body?: unknown,
    by: Send = kaisa,
    as = purpose,
  ): Promise<Answer> => {
    const response = await by(method, `/api/v1${path}`, { purpose: as, ...(body === undefined ? {} : { body }) })
    if (!response.ok)
      throw new Error(`${response.status} ${await response.text()} ${JSON.stringify(server.lines.slice(-2))}`)
    return (response.status === 204 ? undefined : await response.json()) as Answer
  }
  /** The key of the refusal. */
  const refusal = async (
    path: string,
    body: unknown,
    by: Send = kaisa,
    as = purpose,
    method = 'POST',
  ): Promise<string> => {
    const response = await by(method, `/api/v1${path}`, { purpose: as, body })
    const problem = (await response.json()) as { type?: string }
    return problem.type?.split('/').at(-1) ?? ''
  }
  /** A minute later than before: of two words at one moment the one that protects would stand. */
  const later = () => db.clock.set(new Date(db.clock.now().getTime() + 60_000).toISOString())
  const show = (id: string) => answer<RequestAnswer>('GET', `/requests/${id}`)
  const upon = async (id: string, act: string, body: object, by: Send = kaisa): Promise<void> => {
    later()
    await answer('POST', `/requests/${id}/${act}`, { expected: (await show(id)).step, ...body }, by)
  }

  return {
    db,
    home,
    server,
    register,
    kaisa,
    leo,
    answer,
    refusal,
    show,
    /** Acts upon the request; `act` is the end of its address. */
    upon,
    step: async (id: string, step: object, by: Send = kaisa) => {
      later()
      await answer('POST', `/requests/${id}/steps`, { step, expected: (await show(id)).step }, by)
    },
    /** Somebody who was asked for by e-mail this morning. */
    ask: async (kind: string, person: string | undefined): Promise<string> =>
      (
        await answer<{ id: string }>('POST', '/requests', {
          kind,
          channel: 'email',
          receivedAt: new Date(db.clock.now().getTime() - 3_600_000).toISOString(),
          requester: 'Aino Virtanen, aino@example.org',
          asked: 'Pyydän tätä.',
          ...(person && { person }),
        })
      ).id,
    /** A customer with a name, two addresses, an order of this year and words about marketing. */
    customer: async (given: string, email: string): Promise<string> => {
      const person = await register.customer()
      await register.write('identity', person, null, { given_name: given, family_name: 'Virtanen' })
      await register.write('contact-points', person, null, { email, is_primary: true })
      await register.write('contact-points', person, null, {
        street: 'Esimerkkikatu 1',
        postcode: '00100',
        city: 'Helsinki',
      })
      await register.write('profile', person, null, { language: 'fi' })
      await register.call('rights', `register.write_interests($1, 'forms', null, $2, null, $3, null)`, person, {
        interest: 'keramiikka',
      })
      await register.write('orders', person, null, {
        order_number: 'T-1',
        product: 'Kurssi',
        ordered: '2026-02-03T10:00:00Z',
      })
      await register.call(
        'rights',
        `register.record_statement($1, 'forms', null, $2, 'consent', 'marketing', 'email', '2026-01-05', null, 'Saa lähettää')`,
        person,
      )
      return person
    },
    /** What the login of a purpose sees of a person in a category's table: whole rows, without ids. */
    seen: async (as: string, category: string, person: string, columns: string): Promise<readonly object[]> =>
      (
        await db
          .purpose(as)
          .query(`select ${columns} from register.${category} where person_id = $1 order by id`, [person])
      ).rows,
    close: async () => {
      await server.access.close()
      await db.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

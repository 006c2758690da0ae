/** Upkeep takes away what is over, and nothing else. */

import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { password, publishForTest, testServer } from '../../test/server.ts'
import { invite } from './invitation.ts'
import { upkeep } from './upkeep.ts'

const db = await testDatabase()
await publishForTest(db)
const server = await testServer(db)
afterAll(async () => {
  await server.access.close()
  await db.close()
})

test('sessions, tries and links go when they are over; staff and accepted links stay', async () => {
  await server.addStaff('Palvelu', ['customer-service'])
  await server.signedIn('palvelu@example.fi', password)
  const someone = { name: 'Aino', email: 'aino@example.fi', duties: [] }
  await invite(db.app, await server.program.published(), someone, { by: 'test', at: db.clock.now() })
  const counts = async () => {
    const { rows } = await db.app.query(
      `select (select count(*) from access.staff) as staff, (select count(*) from access.session) as sessions,
         (select count(*) from access.sign_in_try) as tries, (select count(*) from access.invitation) as invitations`,
    )
    return rows[0]
  }
  await upkeep(db.app, db.clock)
  expect(await counts()).toEqual({ staff: 1, sessions: 1, tries: 2, invitations: 1 })
  db.clock.forward(10 * 86_400_000)
  await upkeep(db.app, db.clock)
  expect(await counts()).toEqual({ staff: 1, sessions: 0, tries: 0, invitations: 1 })
  db.clock.forward(30 * 86_400_000)
  await upkeep(db.app, db.clock)
  expect(await counts()).toEqual({ staff: 1, sessions: 0, tries: 0, invitations: 0 })
})

test('the months of looks stand ready', async () => {
  db.clock.set('2026-12-05T10:00:00Z')
  await upkeep(db.app, db.clock)
  const { rows } = await db.app.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'access.look'::regclass`,
  )
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['access.look_2026_12', 'access.look_2027_01']))
})

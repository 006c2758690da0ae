/** A named login sees what its purpose sees and not a row more, may only read, is on record, and is gone when it has ended. */

import pg from 'pg'
import { afterAll, expect, test, vi } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { hostileRegister } from '../../test/hostile-register.ts'
import { testServer } from '../../test/server.ts'
import { newId } from '../base/ids.ts'
import { endLogin, endOldLogins, giveLogin, listLogins } from './login.ts'
import { searchLooks } from './look-search.ts'

const db = await testDatabase()
db.clock.set(new Date()) // PostgreSQL holds `valid until` against its own clock
const { aino, token } = await hostileRegister(db)
const { access, program } = await testServer(db)
const sessions: pg.Client[] = []
afterAll(async () => {
  for (const session of sessions) await session.end().catch(() => {})
  await access.close()
  await db.close()
})

const hour = 3_600_000
const act = () => ({ by: 'test', at: db.clock.now() })
const inAn = (milliseconds: number) => new Date(db.clock.now().getTime() + milliseconds)
const give = (expiresAt = inAn(hour), purpose = 'marketing') =>
  giveLogin(program.recordLooks, db, { name: 'Raportti', purpose, expiresAt }, { ...act(), request: newId() })

async function session(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  sessions.push(client)
  await client.connect()
  return client
}

const purposeSession = (purpose: string) => session(String(db.purpose(purpose).options.connectionString))

/** What a login sees of each table that the catalogue lets it read: the columns, and every row. */
async function seen(client: Pick<pg.Client, 'query'>) {
  const { rows } = await client.query(
    `select table_name as name, array_agg(column_name::text order by column_name) as columns
     from information_schema.columns where table_schema = 'register' group by 1 order by 1`,
  )
  const tables = []
  for (const { name, columns } of rows) {
    const list = columns.map(pg.escapeIdentifier).join(', ')
    const all = await client.query(`select ${list} from register.${pg.escapeIdentifier(name)} order by id`)
    tables.push({ name, columns, rows: all.rows })
  }
  return tables
}

test('it sees what its purpose sees: the same tables, columns and rows', async () => {
  const client = await session((await give()).url)
  const own = await seen(client)
  expect(own).toEqual(await seen(await purposeSession('marketing')))
  expect(own.find(({ name }) => name === 'identity')?.rows).toHaveLength(101)
  const other = await session((await give(undefined, 'care')).url)
  expect(await seen(other)).toEqual(await seen(await purposeSession('care')))
})

test('it has an end, few connections, a time limit, and its statements are logged', async () => {
  const expiresAt = inAn(2 * hour)
  const { role, url } = await give(expiresAt)
  const { rows } = await db.admin.query(
    `select rolvaliduntil as until, rolconnlimit as connections, rolcreaterole or rolsuper or rolbypassrls or rolcreatedb as more
     from pg_roles where rolname = $1`,
    [role],
  )
  expect(rows).toEqual([{ until: expiresAt, connections: 4, more: false }])
  const client = await session(url)
  const { rows: settings } = await client.query(
    `select current_setting('log_statement') as log, current_setting('statement_timeout') as limit`,
  )
  expect(settings).toEqual([{ log: 'all', limit: '5min' }])
  await expect(client.query('set log_statement = none')).rejects.toThrow('permission denied')
  await client.query('set default_transaction_read_only = off')
  await client.query(`alter role ${role} reset all`)
  const again = await session(url)
  expect((await again.query('show log_statement')).rows).toEqual([{ log_statement: 'all' }])
  await expect(client.query(`alter role ${role} valid until 'infinity'`)).rejects.toThrow(/permission denied|must have/)
})

test('it writes nothing, even with a token that the application signed for its purpose', async () => {
  const client = await session((await give()).url)
  await client.query('set default_transaction_read_only = off')
  await expect(
    client.query(`select register.write_identity($1, 'forms', null, $2, $2, '{"family_name": "x"}', null)`, [
      token('marketing'),
      aino,
    ]),
  ).rejects.toThrow('register.actor-unknown')
})

test('it cannot become its purpose, where PostgreSQL tells a member from one who may become', async () => {
  const { rows } = await db.admin.query(`select current_setting('server_version_num')::int >= 160000 as tells`)
  const client = await session((await give()).url)
  const becoming = client.query(`set role ${db.roles.purpose('marketing')}`)
  if (rows[0].tells) await expect(becoming).rejects.toThrow('permission denied')
  else await becoming // docs/logins.md, What remains
  await expect(client.query(`set role ${db.roles.owner}`)).rejects.toThrow('permission denied')
})

test('it is listed, and its making is a look of its purpose', async () => {
  const { id, role } = await give()
  expect((await listLogins(db))[0]).toMatchObject({ id, role, name: 'Raportti', purpose: 'marketing', endedAt: null })
  const [look] = await searchLooks(db.app, { from: inAn(-hour), before: inAn(hour), limit: 1 })
  expect(look).toMatchObject({
    actor: 'test',
    purpose: 'marketing',
    operation: 'login',
    personId: null,
    categories: ['contact-points', 'identity'],
  })
})

test('what has no purpose or no end within three months is refused', async () => {
  await expect(give(undefined, 'nothing')).rejects.toMatchObject({ key: 'database.no-purpose' })
  await expect(give(inAn(0))).rejects.toMatchObject({ key: 'access.login-time' })
  await expect(give(inAn(93 * 24 * hour))).rejects.toMatchObject({ key: 'access.login-time' })
})

test('ended, it is gone with its sessions, at once', async () => {
  const { id, role, url } = await give()
  const client = await session(url)
  const ended = new Promise<Error>(told => client.once('error', told))
  await endLogin(db, id, act())
  expect((await ended).message).toMatch(/terminat/)
  await expect(session(url)).rejects.toThrow('password authentication failed')
  expect((await db.admin.query('select from pg_roles where rolname = $1', [role])).rowCount).toBe(0)
  expect((await listLogins(db)).find(login => login.id === id)?.endedAt).toEqual(db.clock.now())
  await expect(endLogin(db, id, act())).rejects.toMatchObject({ key: 'access.no-such-login' })
})

test('a session that could not be ended has lost its rights with the login', async () => {
  const { url, role } = await give()
  const client = await session(url)
  await db.admin.query(`revoke ${db.roles.purpose('marketing')} from ${role}`)
  await expect(client.query('select id from register.identity')).rejects.toThrow('permission denied')
})

test('past its time it lets nobody in, and the upkeep takes it away', async () => {
  const before = await listLogins(db)
  const brief = await give(inAn(300))
  await vi.waitFor(() => expect(session(brief.url)).rejects.toThrow('password authentication failed'), 5000)
  db.clock.set(new Date())
  await endOldLogins(db, db.clock.now())
  const { rows } = await db.admin.query('select rolname as name from pg_roles where rolname ^@ $1 order by 1', [
    `${db.roles.prefix}bi_`,
  ])
  expect(rows.map(({ name }) => name)).not.toContain(brief.role)
  expect((await listLogins(db)).filter(({ endedAt }) => endedAt === null)).toEqual(
    before.filter(({ endedAt }) => endedAt === null),
  )
})

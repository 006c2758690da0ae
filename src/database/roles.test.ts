/** A register makes itself at home in a cluster of one's own: by a superuser or not, alone or beside another register. */

import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { smallNotice } from '../../test/small-notice.ts'
import { systemClock } from '../base/time.ts'
import { migrate } from './migrate.ts'
import { type Database, openDatabase } from './pools.ts'
import { publishChecked } from './publish.ts'

const secret = randomBytes(32)
const cluster = new pg.Client({ connectionString: inject('clusterUrl') })
const open: Database[] = []

/** The URL of a database that belongs to a login of its own, which is no superuser. */
async function ownDatabase(name: string, attributes: string): Promise<string> {
  await cluster.query(`create role ${name} login ${attributes} password 'own'`)
  await cluster.query(`create database ${name} owner ${name}`)
  const url = new URL(inject('clusterUrl'))
  Object.assign(url, { username: name, password: 'own', pathname: `/${name}` })
  return url.href
}

async function openOwn(url: string, options = {}): Promise<Database> {
  const database = await openDatabase({ url, secret, ...options })
  open.push(database)
  return database
}

beforeAll(() => cluster.connect())
afterAll(async () => {
  for (const database of open) await database.close()
  const own = await cluster.query(`select datname as name from pg_database where datname ^@ 'roles_'`)
  for (const { name } of own.rows) await cluster.query(`drop database ${name} with (force)`)
  // Whoever made a role is dropped after it.
  const made = await cluster.query(
    `select rolname as name from pg_roles where rolname ^@ 'roles_' order by rolcreaterole`,
  )
  for (const { name } of made.rows) await cluster.query(`drop role ${name}`)
  await cluster.end()
})

test('the owner of the database with CREATEROLE is enough', async () => {
  const url = await ownDatabase('roles_first', 'createrole')
  const database = await openOwn(url, { rolePrefix: 'roles_a_' })
  expect(await migrate(database)).not.toEqual([])
  expect(database.roles.owner).toBe('roles_a_seloste_owner')
  const { rows } = await database.app.query('select current_user::text as name')
  expect(rows).toEqual([{ name: 'roles_a_seloste_app' }])
})

test('and enough to publish, and to publish again', async () => {
  const [database] = open
  if (!database) throw new Error('the test above failed')
  const publish = (...fields: string[]) =>
    publishChecked(database, smallNotice([{ id: 'notes', fields, uses: { care: 'contract', sales: 'interest' } }]), {
      source: '',
      by: 'system',
      clock: systemClock,
    })
  await publish('text')
  expect(await publish('text', 'author')).toMatchObject({ version: 2 })
  expect((await database.purpose('care').query('select text, author from register.notes')).rows).toEqual([])
})

test('opened again, with whatever prefix in mind, it is the same register', async () => {
  const [first] = open
  const again = await openOwn(first?.url ?? '', { rolePrefix: 'roles_other_' })
  expect(again.roles.prefix).toBe('roles_a_')
  expect(await migrate(again)).toEqual([])
})

test("another home's secret is refused in words", async () => {
  await expect(openDatabase({ url: open[0]?.url ?? '', secret: randomBytes(32) })).rejects.toMatchObject({
    key: 'database.other-secret',
  })
})

test('the second register of a cluster has roles of its own and cannot enter the first', async () => {
  const second = await openOwn(await ownDatabase('roles_second', 'createrole'), { rolePrefix: 'roles_b_' })
  const url = new URL(String(second.app.options.connectionString))
  url.pathname = '/roles_first'
  const asApp = new pg.Client({ connectionString: url.href })
  await expect(asApp.connect()).rejects.toThrow('permission denied for database')
})

test('without a prefix in mind, a register takes its database’s name when the plain names are taken', async () => {
  await cluster.query('create role seloste_owner nologin')
  try {
    const third = await openOwn(await ownDatabase('roles_third', 'createrole'))
    expect(third.roles.app).toBe('roles_third_seloste_app')
  } finally {
    await cluster.query('drop role seloste_owner')
  }
})

test('a login that may not make roles is told what it lacks', async () => {
  const url = await ownDatabase('roles_plain', '')
  await expect(openDatabase({ url, secret, rolePrefix: 'roles_c_' })).rejects.toMatchObject({
    key: 'database.no-right',
  })
})

test('a server that does not answer is told by its address, without the password', async () => {
  const fault = await openDatabase({ url: 'postgres://u:salainen@127.0.0.1:1/d', secret }).catch(
    (error: unknown) => error,
  )
  expect(fault).toMatchObject({ key: 'database.unreachable', args: { host: '127.0.0.1:1', database: 'd' } })
  expect(JSON.stringify(fault)).not.toContain('salainen')
})

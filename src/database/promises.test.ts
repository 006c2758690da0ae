/** Whatever in the database lets somebody more than the notice says is found, and found again to be gone. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../../test/database.ts'
import { exampleNotice, noticeIn, type PromiseAsker, promiseAsker } from '../../test/promise-asker.ts'
import {
  columnsDeclared,
  functionsPinned,
  grantsAsCompiled,
  hostDeclared,
  loginsKnown,
  noWayPast,
  policiesAsCompiled,
} from './database.promises.ts'

const db = await testDatabase()
afterAll(() => db.close())
let promises: PromiseAsker
beforeAll(async () => {
  promises = await promiseAsker(db)
})

const marketing = db.roles.purpose('marketing')
const found = (what: string) => ({ found: expect.arrayContaining([expect.stringContaining(what)]) })

test('a column that the notice does not have', async () => {
  const broken = await promises.seeItBreak(
    columnsDeclared,
    'alter table register.identity add column hair_colour text',
    'alter table register.identity drop column hair_colour',
  )
  expect(broken).toMatchObject({ figures: { extra: 1, missing: 0 }, found: ['+ identity.hair_colour'] })
})

test.each([
  [
    'a column to a purpose',
    `select (street) on register.contact_points`,
    marketing,
    'select register.contact_points.street',
  ],
  [
    'a right to write to a purpose',
    `update (street) on register.contact_points`,
    marketing,
    'update register.contact_points.street',
  ],
  ['persons to everybody', 'select on register.person', 'public', 'public select register.person'],
  ['statements to the application', 'select on register.statement', db.roles.app, 'select register.statement'],
  ['staff to a purpose', 'select on access.staff', marketing, 'select access.staff'],
])('a grant of %s', async (_what, right, role, line) => {
  const broken = await promises.seeItBreak(
    grantsAsCompiled,
    `grant ${right} to ${role}`,
    `revoke ${right} from ${role}`,
  )
  expect(broken).toMatchObject({ figures: { extra: 1, missing: 0 }, ...found(line) })
})

test('a grant that is gone', async () => {
  const grant = `select (given_name) on register.identity`
  expect(
    await promises.seeItBreak(grantsAsCompiled, `revoke ${grant} from ${marketing}`, `grant ${grant} to ${marketing}`),
  ).toMatchObject({ figures: { extra: 0, missing: 1 } })
})

test('a policy that is wider than the basis', async () => {
  const policy = (using: string) => `drop policy ${marketing} on register.identity;
    create policy ${marketing} on register.identity for select to ${marketing} using (${using})`
  const { rows } = await db.admin.query(
    `select pg_get_expr(polqual, polrelid) as using from pg_policy where polrelid = 'register.identity'::regclass and polname = $1`,
    [marketing],
  )
  const was = policy(rows[0].using)
  for (const wide of ['true', 'standing >= 0', `${rows[0].using} or standing & 1 = 0`, `${rows[0].using} or true`])
    expect(await promises.seeItBreak(policiesAsCompiled, policy(wide), was)).toMatchObject({
      figures: { extra: 1, missing: 1 },
    })
})

test('a policy for a purpose that the notice does not give the category', async () => {
  const raffles = db.roles.purpose('raffles')
  await promises.seeItBreak(
    policiesAsCompiled,
    `create policy more on register.surveys to ${raffles} using (true)`,
    'drop policy more on register.surveys',
  )
})

test.each([
  [
    'row-level security switched off',
    'alter table register.identity disable row level security',
    'alter table register.identity enable row level security',
    'register.identity row level security',
  ],
  [
    "a table that is not the owner's",
    `alter table register.identity owner to ${db.roles.app}`,
    `alter table register.identity owner to ${db.roles.owner}`,
    'register.identity owner',
  ],
  [
    'a purpose above the policies',
    `alter role ${marketing} bypassrls`,
    `alter role ${marketing} nobypassrls`,
    'bypassrls',
  ],
  [
    'a purpose that is a superuser',
    `alter role ${marketing} superuser`,
    `alter role ${marketing} nosuperuser`,
    'superuser',
  ],
  [
    'a purpose that may become another',
    `grant ${db.roles.purpose('rights')} to ${marketing}`,
    `revoke ${db.roles.purpose('rights')} from ${marketing}`,
    '→',
  ],
  [
    'a purpose that may become the owner',
    `grant ${db.roles.owner} to ${marketing}`,
    `revoke ${db.roles.owner} from ${marketing}`,
    '→',
  ],
])('%s', async (_what, breakIt, mendIt, line) => {
  expect(await promises.seeItBreak(noWayPast, breakIt, mendIt)).toMatchObject(found(line))
})

test('a login that nobody has let in, and a named one past its end', async () => {
  const stranger = `${db.roles.prefix}bi_999`
  const database = `database ${new URL(db.url).pathname.slice(1)}`
  await promises.seeItBreak(
    loginsKnown,
    `create role ${stranger} login; grant connect on ${database} to ${stranger}`,
    `revoke connect on ${database} from ${stranger}; drop role ${stranger}`,
  )
})

test('a function with foreign rights, or without its search path', async () => {
  await promises.seeItBreak(
    functionsPinned,
    `create function public.everybody() returns bigint language sql security definer as 'select count(*) from register.person';
     grant execute on function public.everybody to ${marketing}`,
    'drop function public.everybody',
  )
  await promises.seeItBreak(
    functionsPinned,
    'alter function register.add_person reset search_path',
    `alter function register.add_person set search_path = ''`,
  )
})

test('a database with somebody who is no recipient', async () => {
  const at = (host: string) => ({
    settings: {
      url: 'http://localhost',
      databaseUrl: `postgres://a@${host}/b`,
      smtpUrl: undefined,
      smsUrl: undefined,
      imapUrl: undefined,
    },
  })
  expect(await promises.ask(hostDeclared, at('localhost'))).toMatchObject({ state: 'holds' })
  expect(await promises.ask(hostDeclared, at('db.example.com'))).toMatchObject({ state: 'holds' }) // the notice has a recipient for hosting
  const without = noticeIn(exampleNotice.replace(', for: hosting,', ', for: accounting,'))
  const gone = { ...without, recipients: without.recipients.filter(({ name }) => name !== 'Example Hosting Oy') }
  expect(await promises.ask(hostDeclared, { ...at('db.elsewhere.net'), notice: gone })).toMatchObject({
    state: 'broken',
    found: ['db.elsewhere.net'],
  })
  expect(await promises.ask(hostDeclared, { ...at('db.ixir.fi'), notice: gone })).toMatchObject({ state: 'holds' })
})

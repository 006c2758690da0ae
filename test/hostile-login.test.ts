/** A purpose login, or a named one of a BI tool, that means harm gets nothing: each attack of the table is tried by raw SQL, and how it was refused is printed. */

import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { newId } from '../src/base/ids.ts'
import { testDatabase } from './database.ts'
import { hostileRegister, namedLogin, report } from './hostile-register.ts'

const db = await testDatabase()
const { token, aino, bertta, kaarlo } = await hostileRegister(db)
const named = await namedLogin(db)

afterAll(async () => {
  report(tried)
  await named.end()
  await db.close()
})

// ── Attacks that must be refused ──────────────────────────────────────────────────────────────────────────────────────

type Attack = readonly [what: string, sql: string | (() => string), refusal: RegExp]

const noRight = /permission denied/
const notThere = /does not exist/
const unsigned = /register\.actor-unknown/
const notGiven = /register\.filter-unknown/

const attacks: readonly Attack[] = [
  // columns and tables that the notice does not give
  ['read a column of a narrowed use', 'select given_name from register.identity', noRight],
  ['read it through *', 'select * from register.identity', noRight],
  ['read it through the row as a whole', 'select identity from register.identity', noRight],
  ['read it through row_to_json', 'select row_to_json(i) from register.identity i', noRight],
  ['read it through RETURNING', 'update register.identity set due = due returning given_name', noRight],
  ['read it in WHERE only', `select id from register.identity where given_name = 'Secret'`, noRight],
  ['read its search key', 'select given_name_key from register.identity', noRight],
  ['read standing', 'select standing from register.identity', noRight],
  ['read standing of persons', 'select standing from register.person', noRight],
  ['read a category of another purpose', 'select diagnosis from register.health', noRight],
  ['read it as JSON', `select query_to_xml('select diagnosis from register.health', true, true, '')`, noRight],
  ['read it through a cursor', 'begin; declare c cursor for select diagnosis from register.health', noRight],
  ['read it through a prepared statement', 'prepare p as select diagnosis from register.health; execute p', noRight],
  ['read it through COPY', 'copy register.health to stdout', noRight],
  ['read the ledger of changes', 'select * from register.change', noRight],
  ['read what persons have said', 'select * from register.statement', noRight],
  ['read organisations', 'select * from register.organisation', noRight],
  ['read looks', 'select * from access.look', noRight],
  ['read staff', 'select * from access.staff', noRight],
  ['read sessions', 'select * from access.session', noRight],
  ['read staged files', 'select * from intake.row', noRight],
  ['read the compiled scope', 'select * from notice.scope', noRight],
  ['read the key of actor tokens', 'select * from notice.actor_key', noRight],
  ['read migrations', 'select * from seloste.migration', noRight],
  ['read passwords of roles', 'select rolpassword from pg_authid', noRight],
  ['read the sample of columns', 'select * from pg_statistic', noRight],
  // statistics
  ['count rows by table statistics', 'select n_live_tup from pg_stat_all_tables', noRight],
  ['count use of an index', 'select idx_tup_read from pg_stat_all_indexes', noRight],
  ['count writes by function', `select pg_stat_get_tuples_inserted('register.health'::regclass)`, noRight],
  ['watch other sessions', 'select query from pg_stat_activity', noRight],
  ['watch locks', 'select * from pg_locks', noRight],
  ['weigh a table', `select pg_total_relation_size('register.health')`, noRight],
  // writing
  [
    'insert a row',
    `insert into register.identity (person_id, id, standing) values ('${newId()}', '${newId()}', 0)`,
    noRight,
  ],
  ['update a granted column', `update register.identity set family_name = 'x'`, noRight],
  ['delete rows', 'delete from register.identity', noRight],
  ['truncate', 'truncate register.identity', noRight],
  ['merge', `merge into register.identity t using (select 1) s on true when matched then delete`, noRight],
  ['write through COPY', 'copy register.identity (family_name) from stdin', noRight],
  ['lock a table', 'begin; lock table register.identity in access exclusive mode', noRight],
  ['lock rows', 'select family_name from register.identity for update', noRight],
  ['forge a change', 'insert into register.change default values', noRight],
  ['forge a statement', 'insert into register.statement default values', noRight],
  ['forge a look', 'insert into access.look default values', noRight],
  ['widen the scope', 'update notice.scope set mask = 0, value = 0', noRight],
  // owner-run functions
  ['write without a token', () => write(null), unsigned],
  ['write with an empty token', () => write(''), unsigned],
  ['write with a token of another key', () => write(token('marketing', Buffer.alloc(32, 'x'))), unsigned],
  ['write with a token of another purpose', () => write(token('rights')), unsigned],
  ['write with an expired token', () => write(expired()), unsigned],
  [
    'write with a token whose actor was changed',
    () => write(token('marketing').replace('staff:test', 'staff:root')),
    unsigned,
  ],
  [
    'write with a token whose purpose was changed',
    () => write(token('rights').replace('|rights|', '|marketing|')),
    unsigned,
  ],
  ['read history without a token', () => `select * from register.history('', '${aino}')`, unsigned],
  ['read provenance without a token', () => `select * from register.provenance('', '${aino}')`, unsigned],
  ['undo without a token', () => `select register.undo('', '${newId()}')`, unsigned],
  ['open a person without a token', `select register.add_person('', 'forms', null)`, unsigned],
  [
    'say something in a person’s name',
    () =>
      `select register.record_statement('', 'forms', null, '${kaarlo}', 'consent', 'marketing', null, now(), null, null)`,
    unsigned,
  ],
  ['write a hidden person', () => write(token('marketing'), kaarlo), /register\.person-absent/],
  ['permit for a hidden person who has said something', () => permit(bertta), /register\.person-absent/],
  [
    'write a column that it may not see',
    () => write(token('marketing'), aino, '{"given_name": "x"}'),
    /register\.column-not-given/,
  ],
  ['remove a row of which it sees a part', () => write(token('marketing'), aino, null), /register\.column-not-given/],
  [
    'write another purpose’s category',
    () =>
      `select register.write_health('${token('marketing')}', 'forms', null, '${aino}', null, '{"diagnosis": "x"}', null)`,
    noRight,
  ],
  ['write through the inner function', `select register.put_identity(null, 'remove', 'x', null, null)`, noRight],
  ['relabel', `select register.relabel(array['${newId()}']::uuid[])`, noRight],
  ['make a token', `select register.asker_of('')`, noRight],
  ['ask what a standing shows', 'select register.sees(0)', noRight],
  // looking persons up
  ['find by words without a token', `select * from register.find_persons('', 'Kaarlonen', 10)`, unsigned],
  ['find by words with a token of another purpose', () => find('persons', `'Kaarlonen', 10`, 'rights'), unsigned],
  [
    'measure a search without a token',
    `explain (analyze, buffers) select * from register.find_persons(null, 'Kaarlonen', 10)`,
    unsigned,
  ],
  [
    'find by a column without a token',
    `select register.find_identity('', 'family_name', 'equals', 'kaarlonen', 10)`,
    unsigned,
  ],
  ['list names without a token', `select register.persons_by_name('', '', '', '${newId()}')`, unsigned],
  ['find by a column that it may not see', () => findBy('given_name', 'equals', 'secret'), notGiven],
  ['find by two columns at once', () => findBy('family_name, given_name', 'equals', 'secret'), notGiven],
  ['find by SQL for a column', () => findBy(`family_name' or true --`, 'equals', 'x'), notGiven],
  ['find by standing', () => findBy('standing', 'equals', '0'), notGiven],
  ['find by no column', () => find('identity', `null, 'equals', 'x', 10`), notGiven],
  ['find by a comparison that there is not', () => findBy('family_name', 'like', '%'), /register\.filter-operator/],
  ['find by no comparison', () => find('identity', `'family_name', null, 'x', 10`), /register\.filter-operator/],
  [
    'find a number by a word',
    () => findBy('birth_year', 'from', 'x'),
    /invalid input syntax for type bigint: "x"|^register.actor-unknown/,
  ],
  ['find in a category of another purpose', () => find('health', `'diagnosis', 'present', null, 10`), noRight],
  [
    'list names of which it sees a part',
    () => `select register.persons_by_name('${token('marketing')}', '', '', '${newId()}')`,
    notGiven,
  ],
  [
    'ask for the scope',
    () => `select register.scope_to_find('${token('marketing')}', 'health', '{diagnosis}')`,
    noRight,
  ],
  [
    'sort as an index does',
    'select id from register.identity order by register.sought(family_name_key) limit 1',
    noRight,
  ],
  [
    'explain what an index would answer',
    `explain select id from register.identity where register.sought(family_name_key) = 'x'`,
    noRight,
  ],
  // becoming somebody else
  ['become the owner', () => `set role "${db.roles.owner}"`, noRight],
  ['become the application', () => `set role "${db.roles.app}"`, noRight],
  ['become another purpose', () => `set role "${db.roles.purpose('rights')}"`, noRight],
  ['become another session', () => `set session authorization "${db.roles.owner}"`, noRight],
  [
    'grant itself the owner',
    () => `grant "${db.roles.owner}" to "${db.roles.purpose('marketing')}"`,
    /permission denied|must have admin option/,
  ],
  ['grant itself a column', () => `grant select on register.health to "${db.roles.purpose('marketing')}"`, noRight],
  [
    'rid itself of row security',
    'set row_security = off; select family_name from register.identity',
    /would be affected by row-level security/,
  ],
  [
    'give itself BYPASSRLS',
    () => `alter role "${db.roles.purpose('marketing')}" bypassrls`,
    /permission denied|must be superuser/,
  ],
  [
    'give itself more connections',
    () => `alter role "${db.roles.purpose('marketing')}" connection limit 999`,
    /permission denied|must have/,
  ],
  ['switch triggers and checks off', `set session_replication_role = replica`, noRight],
  ['drop a policy', () => `drop policy "${db.roles.purpose('marketing')}" on register.identity`, /must be owner/],
  ['disable row security', 'alter table register.identity disable row level security', /must be owner/],
  ['index a table', 'create index on register.identity (family_name)', /must be owner/],
  // making something of its own
  [
    'create a function',
    `create function f(text) returns boolean language sql cost 0.0001 as 'select true'`,
    /permission denied|no schema has been selected/,
  ],
  ['create one in a schema', `create function register.f() returns int language sql as 'select 1'`, noRight],
  ['create one in public', `create function public.f() returns int language sql as 'select 1'`, noRight],
  ['create a temporary table', 'create temporary table t (id int)', noRight],
  ['create a function for itself only', `create function pg_temp.f() returns int language sql as 'select 1'`, noRight],
  ['create a view', 'create view public.v as select family_name from register.identity', noRight],
  ['create an operator', 'create operator public.=== (leftarg = text, rightarg = text, function = texteq)', noRight],
  ['create a type', 'create type public.t as (a int)', noRight],
  ['create a schema', 'create schema s', noRight],
  ['create a rule', 'create rule r as on select to register.identity do instead select 1', /must be owner/],
  [
    'create an event trigger',
    'create event trigger e on ddl_command_start execute function now()',
    /permission denied|must be/,
  ],
  ['run a block of code', `do $$ begin perform 1; end $$`, noRight],
  [
    'shadow a function by search_path',
    `set search_path = evil, pg_catalog; select register.write_identity('', '', '', null, null, null, null)`,
    unsigned,
  ],
  ['create an extension', 'create extension dblink', /permission denied|is not available/],
  ['call dblink', `select dblink_connect('')`, notThere],
  ['load a library', `load '/tmp/x.so'`, /could not access file|access to library/],
  ['create a server', `create server s foreign data wrapper w`, notThere],
  ['create a publication', 'create publication p for all tables', /permission denied|must be superuser/],
  // the machine
  ['run a program', `copy (select 1) to program 'true'`, /permission denied|must be superuser/],
  ['read a file', `select pg_read_file('/etc/passwd')`, noRight],
  [
    'read a file through COPY',
    `copy register.identity (family_name) from '/etc/passwd'`,
    /permission denied|must be superuser/,
  ],
  ['write a file', `copy (select 1) to '/tmp/x'`, /permission denied|must be superuser/],
  ['make a large object', 'select lo_create(0)', noRight],
  ['fill the write-ahead log', `select pg_logical_emit_message(false, 'x', 'y')`, noRight],
  ['end the sessions of its own login', `select pg_terminate_backend(1)`, noRight],
  ['hold an advisory lock', 'select pg_advisory_lock(1)', noRight],
  ['hold back vacuum by a snapshot', 'begin; select pg_export_snapshot()', noRight],
  ['change a setting of the server', `alter system set log_statement = 'all'`, /permission denied|must be superuser/],
]

const write = (signed: string | null, person = aino, values: string | null = '{"family_name": "x"}') => {
  const literal = (text: string | null) => (text === null ? 'null' : pg.escapeLiteral(text))
  return `select register.write_identity(${literal(signed)}, 'forms', null, '${person}', '${person}', ${literal(values)}, null)`
}
const find = (what: string, rest: string, purpose = 'marketing') =>
  `select * from register.find_${what}('${token(purpose)}', ${rest})`
const findBy = (column: string, is: string, value: string) =>
  find('identity', `${[column, is, value].map(pg.escapeLiteral).join(', ')}, 10`)
const permit = (person: string) =>
  `select register.record_statement('${token('marketing')}', 'forms', null, '${person}', 'consent', 'marketing', null, now(), null, null)`

function expired(): string {
  const now = Date.now
  try {
    Date.now = () => now() - 301_000
    return token('marketing')
  } finally {
    Date.now = now
  }
}

const tried: (readonly [string, string])[] = []

async function answerTo([what, sql]: Attack, evil: pg.Pool): Promise<string> {
  const client = await evil.connect()
  try {
    await client.query('set default_transaction_read_only = off')
    const answer = await client.query(typeof sql === 'string' ? sql : sql()).then(
      () => 'ANSWERED',
      (fault: Error) => fault.message,
    )
    tried.push([what, answer])
    return answer
  } finally {
    client.release(true)
  }
}

describe('as the purpose login', () => {
  test.each(attacks)('%s', async (...attack) => {
    expect(await answerTo(attack, db.purpose('marketing'))).toMatch(attack[2])
  })
})

describe('as a named login', () => {
  test.each(attacks)('%s', async (...attack) => {
    // No token is signed for it: what the purpose may not write, it may not even ask for.
    const refusal = /^register\\\./.test(attack[2].source) ? unsigned : attack[2]
    expect(await answerTo(attack, named)).toMatch(refusal)
  })
})

// ── The application's own login ───────────────────────────────────────────────────────────────────────────────────────

test.each([
  ['a category', 'select * from register.identity'],
  ['persons', 'select * from register.person'],
  ['changes', 'select * from register.change'],
  ['statements', 'select * from register.statement'],
  ['the key of actor tokens', 'select * from notice.actor_key'],
  ['passwords of roles', 'select * from pg_authid'],
])('the application cannot read %s', async (what, sql) => {
  await expect(db.app.query(sql)).rejects.toThrow(noRight)
  tried.push([`application: ${what}`, 'permission denied'])
})

test.each([
  ['write a category', () => write(token('marketing'))],
  ['change a published notice', () => `update notice.version set source_text = 'x'`],
  ['take a published notice back', () => 'delete from notice.version'],
  ['widen the scope', () => 'update notice.scope set mask = 0'],
  ['change a look', () => `update access.look set actor = 'x'`],
])('the application cannot %s', async (what, sql) => {
  await expect(db.app.query(sql())).rejects.toThrow(noRight)
  tried.push([`application: ${what}`, 'permission denied'])
})

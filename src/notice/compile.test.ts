/** The SQL of small notices, letter by letter; that it works is shown by publish.test.ts and test/soundness.test.ts. */

import { expect, test } from 'vitest'
import { type ChannelRules, type SmallCategory, smallNotice } from '../../test/small-notice.ts'
import { compile } from './compile.ts'
import type { Surroundings } from './database-objects.ts'
import { nothingPublished } from './published.ts'
import { quoteName, quoteText } from './sql-text.ts'

const surroundings: Surroundings = {
  server: 180_004,
  roles: { owner: 'seloste_owner', purpose: id => `purpose_${id.replaceAll('-', '_')}` },
}

const shoeSize: SmallCategory = {
  id: 'shoe-size',
  rows: 'one',
  fields: [{ id: 'size', type: 'integer', search: 'range' }],
  uses: { 'course-delivery': 'consent' },
}

/** Without the text of functions, which is below. */
const compiled = (categories: readonly SmallCategory[], before = nothingPublished) => {
  const { statements, next, losses } = compile(smallNotice(categories), before, surroundings)
  return { statements: statements.filter(statement => !statement.startsWith('create or replace')), next, losses }
}

const write = 'register."write_shoe_size"(text, text, text, uuid, uuid, jsonb, uuid)'
const find = 'register."find_shoe_size"(text, text, text, text, int)'

test('a first notice', () => {
  expect(compiled([shoeSize]).statements).toEqual([
    'alter role "purpose_course_delivery" login noinherit connection limit 40',
    `alter role "purpose_course_delivery" set statement_timeout = '60s'`,
    `alter role "purpose_course_delivery" set idle_in_transaction_session_timeout = '60s'`,
    'set local role "seloste_owner"',
    `do $do$ begin execute format('grant connect on database %I to "purpose_course_delivery"', current_database()); end $do$`,
    'grant usage on schema register to "purpose_course_delivery"',
    expect.stringMatching(/^grant execute on function register.add_person.* to "purpose_course_delivery"$/),
    'grant select (id, created_at) on register.person to "purpose_course_delivery"',
    'create policy "purpose_course_delivery" on register."person" for select to "purpose_course_delivery" using ((standing & 5) = 4)',
    'create statistics register."person_standing_5" on (standing & 5) from register."person"',
    `create table register."shoe_size" (
  person_id uuid not null,
  id uuid not null,
  standing bigint not null,
  due date,
  primary key (person_id, id)
);
alter table register."shoe_size" enable row level security`,
    'alter table register."shoe_size" add column "size" bigint',
    'create index "shoe_size_size_sought" on register."shoe_size" (register.sought("size"), person_id) where register.sought("size") is not null;\n' +
      'alter index register."shoe_size_size_sought" alter column 1 set statistics 0',
    'create statistics register."shoe_size_standing_5" on (standing & 5) from register."shoe_size"',
    'grant select ("person_id", "id", "due", "size") on register."shoe_size" to "purpose_course_delivery"',
    'create policy "purpose_course_delivery" on register."shoe_size" for select to "purpose_course_delivery" using ((standing & 5) = 4)',
    `grant execute on function ${write}, ${find} to "purpose_course_delivery"`,
    'delete from notice.scope',
    'delete from notice.source',
    'delete from notice.searched',
    'delete from notice.required',
    `insert into notice.purpose values
  ('course-delivery', 'purpose_course_delivery', true) on conflict (purpose) do update set live = excluded.live`,
    `insert into notice.bit values
  ('restriction', 0),
  ('contract', 1),
  ('consent:course-delivery', 2) on conflict (name) do nothing`,
    `insert into notice.scope values
  ('purpose_course_delivery', 'course-delivery', 'shoe-size', array['size']::text[], 5, 4, true)`,
    `insert into notice.source values
  ('shoe-size', 'forms')`,
    'delete from notice.channel',
    'delete from notice.minors',
    'delete from notice.keep',
    'delete from notice.obligation',
    `select register.relabel(array(select distinct person_id from register.statement
  where kind in ('consent') and coalesce(purpose, 'course-delivery') = 'course-delivery'))`,
  ])
})

/** Of tables and rights; logins are put right every time. */
const isChange = (statement: string) => /^(alter table|create|drop|grant|revoke)/.test(statement)

test('the same notice again leaves every table as it is', () => {
  const { next } = compiled([shoeSize])
  const again = compiled([shoeSize], next)
  expect(again.statements.filter(isChange)).toEqual([])
  expect(again.next).toEqual(next)
})

const changes = (before: SmallCategory, after: SmallCategory) => {
  const { next } = compiled([before])
  return compiled([after], next).statements.filter(isChange)
}
const alterTable = 'alter table register."shoe_size"'
const grantTo = (columns: string) => `grant select (${columns}) on register."shoe_size" to "purpose_course_delivery"`
const revoke = 'revoke all on register."shoe_size" from "purpose_course_delivery"'

test('another basis changes policies, and no row and no index', () => {
  expect(changes(shoeSize, { ...shoeSize, uses: { 'course-delivery': 'contract' } })).toEqual([
    'drop policy "purpose_course_delivery" on register."shoe_size"',
    'drop statistics register."shoe_size_standing_5"',
    'drop statistics register."person_standing_5"',
    'drop policy "purpose_course_delivery" on register."person"',
    'create policy "purpose_course_delivery" on register."person" for select to "purpose_course_delivery" using ((standing & 3) = 2)',
    'create statistics register."person_standing_3" on (standing & 3) from register."person"',
    'create statistics register."shoe_size_standing_3" on (standing & 3) from register."shoe_size"',
    'create policy "purpose_course_delivery" on register."shoe_size" for select to "purpose_course_delivery" using ((standing & 3) = 2)',
  ])
})

test('a dropped field is not readable any more, and stays until it is empty', () => {
  const width: SmallCategory = { ...shoeSize, fields: ['width'] }
  expect(changes(shoeSize, width)).toEqual([
    `revoke execute on function ${write}, ${find} from "purpose_course_delivery"`,
    `drop function ${find}`,
    revoke,
    'drop index register."shoe_size_size_sought"',
    `${alterTable} add column "width" text collate "fi-x-icu", alter column "width" set statistics 0`,
    grantTo('"person_id", "id", "due", "width"'),
    `grant execute on function ${write} to "purpose_course_delivery"`,
  ])
  const second = compile(smallNotice([width]), compiled([shoeSize]).next, surroundings)
  const third = compile(smallNotice([width]), second.next, surroundings, new Set(['shoe_size.size']))
  expect(third.statements).toContain(`${alterTable} drop column "size"`)
})

test('a searched text has a key; a collation changes under data', () => {
  const address: SmallCategory = { ...shoeSize, fields: [{ id: 'size', type: 'text', search: 'equal', format: 'url' }] }
  const words: SmallCategory = { ...shoeSize, fields: [{ id: 'size', type: 'text', search: 'equal' }] }
  const key =
    'add column "size_key" text collate "C" generated always as (lower("size" collate "und-x-icu")) stored, ' +
    'alter column "size" set statistics 0, alter column "size_key" set statistics 0'
  expect(compiled([address]).statements).toContain(`${alterTable} add column "size" text collate "C", ${key}`)
  expect(changes(address, words)).toEqual([
    revoke,
    'drop index register."shoe_size_size_sought"',
    `${alterTable} drop column if exists "size_key", alter column "size" type text collate "fi-x-icu" using "size"::text, ${key}`,
    'create index "shoe_size_size_sought" on register."shoe_size" (register.sought("size_key"), person_id) where register.sought("size_key") is not null;\n' +
      'alter index register."shoe_size_size_sought" alter column 1 set statistics 0',
    grantTo('"person_id", "id", "due", "size", "size_key"'),
  ])
})

test('names are found by the trigrams of an expression that no login can use', () => {
  const name: SmallCategory = { ...shoeSize, fields: [{ id: 'nick', type: 'text', format: 'person-name' }] }
  expect(compiled([name]).statements).toContain(
    'create index "shoe_size_nick_words" on register."shoe_size" using gin (register.fold("nick") public.gin_trgm_ops);\n' +
      'alter index register."shoe_size_nick_words" alter column 1 set statistics 0',
  )
})

test('a purpose that is withdrawn loses its login and everything else', () => {
  const { next } = compiled([shoeSize])
  const { statements } = compiled([{ ...shoeSize, uses: {} }], next)
  expect(statements.slice(0, 10)).toEqual([
    'alter role "purpose_course_delivery" nologin',
    'set local role "seloste_owner"',
    `revoke execute on function ${write}, ${find} from "purpose_course_delivery"`,
    'drop policy "purpose_course_delivery" on register."shoe_size"',
    revoke,
    'drop statistics register."shoe_size_standing_5"',
    'drop statistics register."person_standing_5"',
    'drop policy "purpose_course_delivery" on register."person"',
    'revoke all on register.person from "purpose_course_delivery"',
    expect.stringMatching(/^revoke execute on function register.add_person/),
  ])
})

test('a bit that was given is not given again', () => {
  const { next } = compiled([shoeSize])
  const other = compiled([{ ...shoeSize, uses: { raffles: 'interest' } }], next)
  expect(other.next.bits).toEqual({ restriction: 0, contract: 1, 'consent:course-delivery': 2, 'objection:raffles': 3 })
})

test('a permission turns on a bit of its own, which a purchase sets where the rule of a channel accepts it', () => {
  const both = [
    { ...shoeSize, uses: { marketing: 'permission' } },
    { ...shoeSize, id: 'hat-size', uses: { marketing: 'consent' } },
  ] as const
  const published = (rules: ChannelRules, before = nothingPublished) =>
    compile(smallNotice(both, undefined, rules), before, surroundings)
  const accepting: ChannelRules = { marketing: { email: 'consent or similar purchase', sms: 'consent' } }
  const relabel = (kinds: string) => `select register.relabel(array(select distinct person_id from register.statement
  where kind in (${kinds}) and coalesce(purpose, 'marketing') = 'marketing'))`

  const first = published(accepting)
  expect(first.next.bits).toEqual({ restriction: 0, contract: 1, 'permission:marketing': 2, 'consent:marketing': 3 })
  expect(first.statements).toEqual(
    expect.arrayContaining([
      'create policy "purpose_marketing" on register."shoe_size" for select to "purpose_marketing" using ((standing & 5) = 4)',
      'create policy "purpose_marketing" on register."hat_size" for select to "purpose_marketing" using ((standing & 9) = 8)',
      `insert into notice.channel values
  ('marketing', 'email', 'consent or similar purchase', null),
  ('marketing', 'sms', 'consent', null)`,
    ]),
  )
  expect(first.statements.slice(-2)).toEqual([relabel(`'consent', 'similar-purchase'`), relabel(`'consent'`)])

  const stricter = published({ marketing: { email: 'consent' } }, first.next)
  expect(stricter.statements.at(-1)).toEqual(relabel(`'similar-purchase'`))
  expect(stricter.statements).toContain(`insert into notice.channel values\n  ('marketing', 'email', 'consent', null)`)
  expect(published(accepting, first.next).statements.some(statement => statement.includes('relabel('))).toBe(false)
})

test('what would lose data is asked before', () => {
  const { next } = compiled([{ ...shoeSize, rows: 'many' }])
  const text = { ...shoeSize, fields: [{ id: 'size', type: 'text' as const, codes: ['s', 'm'] }] }
  expect(compiled([text], next).losses).toEqual([
    { what: 'rows', category: 'shoe-size', lost: 'select exists (select from register."shoe_size") as lost' },
    {
      what: 'type',
      category: 'shoe-size',
      column: 'size',
      lost: 'select exists (select from register."shoe_size" where "size" is not null) as lost',
    },
  ])
  const fewer = { ...shoeSize, fields: [{ id: 'size', type: 'text' as const, codes: ['s'] }] }
  expect(compiled([fewer], compiled([text]).next).losses).toEqual([
    {
      what: 'codes',
      category: 'shoe-size',
      column: 'size',
      lost: `select exists (select from register."shoe_size" where "size" not in ('s')) as lost`,
    },
  ])
})

test('the write function of a small category', () => {
  const { statements } = compile(smallNotice([shoeSize]), nothingPublished, surroundings)
  expect(statements.find(statement => statement.includes('write_shoe_size"(_token'))).toMatchInlineSnapshot(`
    "create or replace function register."write_shoe_size"(_token text, _source text, _source_ref text, _person uuid, _row uuid, _values jsonb, _expected uuid)
    returns uuid language plpgsql security definer set search_path = '' set timezone = 'UTC' as $body$
    declare
      _asker register.asker := register.asker_of(_token);
      _given jsonb := register.tidy(_values);
      _id uuid := coalesce(_row, _person);
      _old register."shoe_size";
      _new register."shoe_size";
      _before jsonb;
      _after jsonb;
    begin
      perform register.allow_write('shoe-size', array['size']::text[], _given, _source, _person, _row, _expected);
      if _row is null then
        if exists (select from register."shoe_size" t where t.person_id = _person) then
          perform register.refuse('conflict', 'register.row-exists', jsonb_build_object('category', 'shoe-size'));
        end if;
        insert into register."shoe_size" (person_id, id, standing, "size")
        select _person, _id, p.standing | coalesce((select x.bits from register.shut x where x.person_id = _person and x.category = 'shoe-size' and x.row_id = _id), 0),
          (_given ->> 'size')::bigint
        from register.person p where p.id = _person
        returning * into _new;
        _after := jsonb_strip_nulls(jsonb_build_object('size', _new."size"));
      else
        select * into _old from register."shoe_size" t where t.person_id = _person and t.id = _row;
        if not found then
          perform register.refuse('absent', 'register.row-absent', jsonb_build_object('category', 'shoe-size'));
        elsif _given is null then
          delete from register."shoe_size" t where t.person_id = _person and t.id = _row;
          _before := jsonb_strip_nulls(jsonb_build_object('size', _old."size"));
        else
          update register."shoe_size" t set 
            "size" = case when _given ? 'size' then (_given ->> 'size')::bigint else t."size" end
          where t.person_id = _person and t.id = _row
          returning * into _new;
          _before := 
          case when _old."size" is distinct from _new."size" then jsonb_build_object('size', _old."size") else '{}' end;
          if _before = '{}' then -- as it was
            return _id;
          end if;
          _after := 
          case when _old."size" is distinct from _new."size" then jsonb_build_object('size', _new."size") else '{}' end;
        end if;
      end if;
      insert into register.change (person_id, id, actor, purpose, source, source_ref, notice_version, category, row_id, before, after, import_id, undoes)
      values (_person, register.new_id(), _asker.actor, _asker.purpose, _source, _source_ref, _asker.notice_version,
        'shoe-size', _id, _before, _after, null, null);
      return _id;
    end $body$"
  `)
  expect(statements.find(statement => statement.includes('put_shoe_size"(_asker'))).toMatchInlineSnapshot(`
    "create or replace function register."put_shoe_size"(_asker register.asker, _action text, _source text, _import uuid, _rows register.incoming[])
    returns int language plpgsql set search_path = '' set timezone = 'UTC' as $body$
    declare
      _count int;
    begin
      if _action = 'add' then
        with written as materialized (
          select r.person_id, r.row_id as id, r.given, r.source_ref, r.undoes, p.standing | coalesce(x.bits, 0) as standing,
            (r.given ->> 'size')::bigint as "size"
          from unnest(_rows) r join register.person p on p.id = r.person_id
          left join register.shut x on x.person_id = r.person_id and x.category = 'shoe-size' and x.row_id = r.row_id
        ),
        added as (
          insert into register."shoe_size" (person_id, id, standing, "size")
          select w.person_id, w.id, w.standing, w."size" from written w
        )
        insert into register.change (person_id, id, actor, purpose, source, source_ref, notice_version, category, row_id, before, after, import_id, undoes)
        select w.person_id, register.new_id(), _asker.actor, _asker.purpose, _source, w.source_ref, _asker.notice_version,
          'shoe-size', w.id, null, case when _import is null then jsonb_strip_nulls(jsonb_build_object('size', w."size")) else w.given end, _import, w.undoes from written w;
      elsif _action = 'change' then
        with changed as (
          update register."shoe_size" t set 
            "size" = case when r.given ? 'size' then (r.given ->> 'size')::bigint else t."size" end
          from unnest(_rows) r
          where t.person_id = r.person_id and t.id = r.row_id
          returning t.person_id, t.id, r.source_ref, r.undoes,
            jsonb_build_object('size', old."size") as before,
            jsonb_build_object('size', t."size") as after
        ),
        written as (
          select c.person_id, c.id, c.source_ref, c.undoes, moved.before, moved.after
          from changed c cross join lateral (
            select jsonb_object_agg(a.key, c.before -> a.key) as before, jsonb_object_agg(a.key, a.value) as after
            from jsonb_each(c.after) a where a.value is distinct from c.before -> a.key
          ) moved
          where moved.after is not null
        )
        insert into register.change (person_id, id, actor, purpose, source, source_ref, notice_version, category, row_id, before, after, import_id, undoes)
        select w.person_id, register.new_id(), _asker.actor, _asker.purpose, _source, w.source_ref, _asker.notice_version,
          'shoe-size', w.id, w.before, w.after, _import, w.undoes from written w;
      else
        with written as (
          delete from register."shoe_size" t using unnest(_rows) r where t.person_id = r.person_id and t.id = r.row_id
          returning t.person_id, t.id, r.source_ref, r.undoes, jsonb_strip_nulls(jsonb_build_object('size', t."size")) as before
        )
        insert into register.change (person_id, id, actor, purpose, source, source_ref, notice_version, category, row_id, before, after, import_id, undoes)
        select w.person_id, register.new_id(), _asker.actor, _asker.purpose, _source, w.source_ref, _asker.notice_version,
          'shoe-size', w.id, w.before, null, _import, w.undoes from written w;
      end if;
      get diagnostics _count = row_count;
      return _count;
    end $body$"
  `)
})

test('before PostgreSQL 18 the old row is joined', () => {
  const put = (server: number) =>
    compile(smallNotice([shoeSize]), nothingPublished, { ...surroundings, server }).statements.find(statement =>
      statement.includes('put_shoe_size"(_asker'),
    )
  expect(put(150_000)).toContain(
    'from unnest(_rows) r join register."shoe_size" old on old.person_id = r.person_id and old.id = r.row_id',
  )
  expect(put(180_000)).not.toContain('join register."shoe_size" old')
})

test('names and texts cannot end their quotes', () => {
  expect(quoteName('a"; drop table x --')).toBe('"a""; drop table x --"')
  expect(quoteText(`O'Hara \\'`)).toBe(`E'O''Hara \\\\'''`)
  expect(() => quoteName('a'.repeat(64))).toThrow(RangeError)
  expect(() => quoteName('a\0b')).toThrow(RangeError)
})

test('the function that looks persons up by a column of a small category', () => {
  const { statements } = compile(smallNotice([shoeSize]), nothingPublished, surroundings)
  expect(statements.find(statement => statement.includes('find_shoe_size'))).toMatchInlineSnapshot(`
    "create or replace function register."find_shoe_size"(_token text, _column text, _is text, _value text, _max int)
    returns setof uuid language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan
    set enable_seqscan = off set enable_bitmapscan = off as $body$
    declare
      _scope notice.scope := register.scope_to_find(_token, 'shoe-size', array[_column]);
      _most int := least(greatest(coalesce(_max, 0), 0), 1000000);
    begin
      case _column || ' ' || _is
        when 'size equals' then
          return query select f.person_id from register."shoe_size" f
            where register.sought(f."size") = _value::bigint and (f.standing & _scope.mask) = _scope.value limit _most;
        when 'size from' then
          return query select f.person_id from register."shoe_size" f
            where register.sought(f."size") >= _value::bigint and (f.standing & _scope.mask) = _scope.value limit _most;
        when 'size before' then
          return query select f.person_id from register."shoe_size" f
            where register.sought(f."size") < _value::bigint and (f.standing & _scope.mask) = _scope.value limit _most;
        when 'size present' then
          return query select f.person_id from register."shoe_size" f
            where register.sought(f."size") is not null and (f.standing & _scope.mask) = _scope.value limit _most;
        else perform register.refuse_comparison('shoe-size', _column, _is);
      end case;
    end $body$"
  `)
})

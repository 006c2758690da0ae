-- Every table that says whose its rows are, by name: found in the catalogue after every migration (src/database/migrate.ts), so that a
-- new table is in the copy of Art. 15 and is erased from the day it is made, and nobody looks them up again for each person.

-- The tables outside the categories, with their columns that say something of the person: without who of the staff did it, hashes, seals.
create function rights.places() returns table (held_in text, name text, columns text) language sql stable set search_path = '' as $$
  select n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname),
    string_agg(format('%L, t.%I', a.attname, a.attname), ', ' order by a.attnum) filter (where a.attname not in ('person_id', 'by', 'standing')
      and a.attname not like '%\_by' and a.atttypid <> 'bytea'::regtype)
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relkind in ('r', 'p') and not c.relispartition
    and n.nspowner = (select nspowner from pg_catalog.pg_namespace where nspname = 'register')
    and exists (select from pg_catalog.pg_attribute p where p.attrelid = c.oid and p.attname = 'person_id' and not p.attisdropped)
    and c.oid not in (select t.oid from register.category_tables() t)
  group by n.nspname, c.relname order by n.nspname, c.relname
$$;

-- Makes the functions that know these tables:
-- rights.forget_rows(persons): their rows go, but for the look log, which is sealed and names them no more, what imports report of
-- themselves, and what is cut or goes otherwise.
-- rights.rows_of(person): their rows, as the copy has them that has changes and looks in words.
-- rights.files_of(person): their files of the home, which a table tells of that has the columns name, type, bytes and kept; the folder is
-- called as the table is, in the plural.
create function rights.know_places() returns void language plpgsql set search_path = '' as $know$
begin
  execute (
    select format($f$create or replace function rights.forget_rows(_persons uuid[]) returns void
      language plpgsql set search_path = '' as $body$ begin %s end $body$ $f$, string_agg(format(
        'if exists (select from %1$s t where t.person_id = any (_persons)) then delete from %1$s t where t.person_id = any (_persons); end if;',
        p.name), e'\n'))
    from rights.places() p where p.held_in not like 'intake.%'
      and p.held_in not in ('access.look', 'rights.request', 'rights.recipient_notice', 'register.statement', 'register.change',
        -- contracts and what was sold go with their history (0014-agreements.sql, 0017-sales.sql)
        'agreements.agreement', 'agreements.document', 'sales.lead', 'sales.offer', 'sales.line', 'sales.step'));
  execute (
    select format($f$create or replace function rights.rows_of(_person uuid) returns table (held_in text, data jsonb)
      language plpgsql stable set search_path = '' as $body$ begin %s end $body$ $f$, string_agg(format(
        'return query select %L, jsonb_strip_nulls(jsonb_build_object(%s)) from %s t where t.person_id = _person;',
        p.held_in, p.columns, p.name), e'\n'))
    from rights.places() p where p.held_in not in ('register.change', 'access.look'));
  execute (
    select format($f$create or replace function rights.files_of(_person uuid) returns table (folder text, id uuid, name text, type text, bytes bigint)
      language plpgsql stable set search_path = '' as $body$ begin %s end $body$ $f$, string_agg(format(
        'return query select %L, t.id, t.name, t.type, t.bytes::bigint from %s t where t.person_id = _person and t.kept order by t.id;',
        split_part(p.held_in, '.', 2) || 's', p.name), e'\n'))
    from rights.places() p where not exists (select from unnest(array['id', 'name', 'type', 'bytes', 'kept']) c (name)
      where not exists (select from pg_catalog.pg_attribute a where a.attrelid = p.name::regclass and a.attname = c.name and not a.attisdropped)));
end $know$;

-- What is held of a person outside the categories, for the copy of Art. 15(3); and in categories that the notice has dropped while
-- something of the person is left there.
create function rights.rest_of(_token text, _person uuid) returns table (held_in text, data jsonb)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query select * from rights.rows_of(_person);
  return query select * from register.dropped_rows(_person); -- made by publishing
end $$;
grant execute on function rights.rest_of to public; -- refused to all but the rights purpose

-- The files of a person that lie in the home, for the same copy.
create function rights.sealed_files(_token text, _person uuid) returns table (folder text, id uuid, name text, type text, bytes bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query select * from rights.files_of(_person);
end $$;
grant execute on function rights.sealed_files to public; -- refused to all but the rights purpose

-- Rows that name files of the home have gone: the job that removes the files is enqueued with them. Its argument is the job's name.
create function register.clear_files() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  -- A register that is being restored has no queue yet; and a statement that removed nothing must not call itself again.
  if to_regclass('graphile_worker.jobs') is not null and exists (select from gone) then
    perform graphile_worker.add_job(tg_argv[0], '{}', tg_argv[0], job_key := tg_argv[0] || ':now');
  end if;
  return null;
end $$;

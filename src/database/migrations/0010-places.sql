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

-- Makes the two functions that know these tables:
-- rights.forget_rows(persons): their rows go, but for the look log, which is sealed and names them no more, what imports report of
-- themselves, and what is cut or goes otherwise.
-- rights.rows_of(person): their rows, as the copy has them that has changes and looks in words.
create function rights.know_places() returns void language plpgsql set search_path = '' as $know$
begin
  execute (
    select format($f$create or replace function rights.forget_rows(_persons uuid[]) returns void
      language plpgsql set search_path = '' as $body$ begin %s end $body$ $f$, string_agg(format(
        'if exists (select from %1$s t where t.person_id = any (_persons)) then delete from %1$s t where t.person_id = any (_persons); end if;',
        p.name), e'\n'))
    from rights.places() p where p.held_in not like 'intake.%'
      and p.held_in not in ('access.look', 'rights.request', 'rights.recipient_notice', 'register.statement', 'register.change'));
  execute (
    select format($f$create or replace function rights.rows_of(_person uuid) returns table (held_in text, data jsonb)
      language plpgsql stable set search_path = '' as $body$ begin %s end $body$ $f$, string_agg(format(
        'return query select %L, jsonb_strip_nulls(jsonb_build_object(%s)) from %s t where t.person_id = _person;',
        p.held_in, p.columns, p.name), e'\n'))
    from rights.places() p where p.held_in not in ('register.change', 'access.look'));
end $know$;

-- What is held of a person outside the categories, for the copy of Art. 15(3); and in categories that the notice has dropped while
-- something of the person is left there.
create function rights.rest_of(_token text, _person uuid) returns table (held_in text, data jsonb)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  dropped record;
begin
  perform register.need_rights();
  return query select * from rights.rows_of(_person);
  for dropped in
    select t.name from register.category_tables() t
    where not exists (select from notice.scope s where t.name = replace(s.category, '-', '_')) order by t.name
  loop
    return query execute format($q$select %L, jsonb_strip_nulls(to_jsonb(t) - array['person_id', 'standing']) from register.%I t
      where t.person_id = $1$q$, 'register.' || dropped.name, dropped.name) using _person;
  end loop;
end $$;
grant execute on function rights.rest_of to public; -- refused to all but the rights purpose

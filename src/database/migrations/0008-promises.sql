-- What the live checks found: the times during which each found the same, and what the controller lets the public see.

create schema promises;

-- For each check a row for every stretch of runs that found the same state; figures, reason and what was found are of the latest run.
create table promises.finding (
  id uuid primary key,
  check_id text not null,
  state text not null check (state in ('holds', 'broken', 'unknown')),
  began_at timestamptz not null, -- the first run that found it so
  latest_at timestamptz not null,
  runs int not null default 1,
  notice_version int not null,
  figures jsonb not null, -- numbers and moments, nothing of a person
  found text[] not null,
  why text, -- of `unknown`: the key of a text
  check (latest_at >= began_at),
  check ((state = 'unknown') = (why is not null))
);
create index finding_latest on promises.finding (check_id, id);

-- Whether the public sees what a check found, and who decided that and when. Rows are only added; the latest of a check stands.
create table promises.mark (
  id uuid primary key,
  check_id text not null,
  shown boolean not null,
  at timestamptz not null,
  by text not null
);
create index mark_latest on promises.mark (check_id, id);

-- Websites of the controller beside this server, which the checks visit as anybody may. Rows are only added; the latest stands.
create table promises.website (
  id uuid primary key,
  addresses text[] not null,
  at timestamptz not null,
  by text not null
);

grant usage on schema promises to {{app}};
grant select, insert on promises.finding, promises.mark, promises.website to {{app}};
grant update (latest_at, runs, notice_version, figures, found, why) on promises.finding to {{app}};

-- ── What is counted over all persons ────────────────────────────────────────────────────────────────────────────────
-- For the login of the rights purpose, which sees everybody; numbers, names of columns and ids of the notice come out, nobody.

-- The tables of categories: those that carry a standing of their own.
create function register.category_tables() returns table (name text, oid oid) language sql stable set search_path = '' as $$
  select c.relname::text, c.oid from pg_catalog.pg_class c
  where c.relnamespace = 'register'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'person'
    and exists (select from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attname = 'standing' and not a.attisdropped)
$$;

-- Whether a column has any value; a name that the register does not have is refused by PostgreSQL.
create function register.holds_values(_table text, _column text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  found boolean;
begin
  perform register.need_rights();
  execute format('select exists (select from register.%I where %I is not null)', _table, _column) into found;
  return found;
end $$;

-- Rows that no change row has added, of all persons; and values that are not those of their latest change rows, of `_persons`
-- persons drawn by lot.
create function register.count_unexplained(_persons int)
returns table (rows_held bigint, rows_unexplained bigint, persons_drawn bigint, values_unexplained bigint)
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  t record;
  drawn uuid[];
  held bigint;
  unexplained bigint;
  differing bigint;
begin
  perform register.need_rights();
  select coalesce(array_agg(id), '{}') into drawn from (select id from register.person order by random() limit _persons) lot;
  rows_held := 0; rows_unexplained := 0; values_unexplained := 0; persons_drawn := cardinality(drawn);
  for t in
    select c.name, s.category, quote_ident(c.name) as quoted,
      array(select a.attname::text from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and (a.attgenerated <> '' or a.attname in ('person_id', 'id', 'standing', 'due'))) as not_values
    from register.category_tables() c
    join (select distinct replace(category, '-', '_') as name, category from register.change where category <> 'person') s using (name)
  loop
    execute format('select (select count(*) from register.%1$s), (select count(*) from register.%1$s t where not exists (
        select from register.change c where c.person_id = t.person_id and c.category = %2$L and c.row_id = t.id and c.after is not null))',
      t.quoted, t.category) into held, unexplained;
    execute format($q$
      with told as (
        select person_id, row_id, (array_agg(removes order by id desc))[1] as gone from (
          select person_id, row_id, id, after is null as removes from register.change
          where person_id = any ($1) and category = %1$L) c
        group by 1, 2
      ), values_told as (
        select c.person_id, c.row_id, jsonb_strip_nulls(jsonb_object_agg(k.key, coalesce(c.after -> k.key, 'null') order by c.id)) as held
        from register.change c cross join lateral jsonb_object_keys(coalesce(c.before, '{}') || coalesce(c.after, '{}')) as k (key)
        where c.person_id = any ($1) and c.category = %1$L group by 1, 2
      ), stands as (
        select v.* from values_told v join told using (person_id, row_id) where not told.gone
      ), held as (
        select t.person_id, t.id as row_id, jsonb_strip_nulls(to_jsonb(t) - $2) as held from register.%2$s t where t.person_id = any ($1)
      )
      select count(*) from held h full join stands s using (person_id, row_id)
      where coalesce(h.held, '{}') is distinct from coalesce(s.held, '{}')$q$, t.category, t.quoted)
    into differing using drawn, t.not_values;
    rows_held := rows_held + held;
    rows_unexplained := rows_unexplained + unexplained;
    values_unexplained := values_unexplained + differing;
  end loop;
  -- Tables of which no change speaks at all
  for t in
    select c.name, quote_ident(c.name) as quoted from register.category_tables() c
    where not exists (select from register.change x where replace(x.category, '-', '_') = c.name)
  loop
    execute format('select count(*) from register.%s', t.quoted) into held;
    rows_held := rows_held + held;
    rows_unexplained := rows_unexplained + held;
  end loop;
  return next;
end $$;

-- Persons whose standing is not what their statements say, and rows whose standing is not their person's with the bits of
-- register.shut (or whose person is no more).
create function register.count_wrong_standings() returns table (persons bigint, wrong_persons bigint, wrong_rows bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  t record;
  passage uuid[];
  last uuid;
  wrong bigint;
begin
  perform register.need_rights();
  persons := 0; wrong_persons := 0; wrong_rows := 0;
  -- A passage at a time: of an array the planner knows no length, and its plan for all persons at once is quadratic.
  loop
    select array_agg(id) into passage from (select p.id from register.person p where last is null or p.id > last order by p.id limit 500) p;
    exit when passage is null;
    select count(*) into wrong from register.person p left join register.standing_of(passage) s on s.person_id = p.id
    where p.id = any (passage) and p.standing is distinct from s.standing;
    persons := persons + cardinality(passage);
    wrong_persons := wrong_persons + wrong;
    last := passage[cardinality(passage)];
  end loop;
  for t in select name, quote_ident(name) as quoted from register.category_tables() loop
    execute format('select count(*) from register.%s t left join register.person p on p.id = t.person_id
      left join register.shut x on x.person_id = t.person_id and replace(x.category, ''-'', ''_'') = $1 and x.row_id = t.id
      where t.standing is distinct from p.standing | coalesce(x.bits, 0)', t.quoted) into wrong using t.name;
    wrong_rows := wrong_rows + wrong;
  end loop;
  return next;
end $$;

-- Persons of whom something comes from a source that the notice does not name, or who have no source at all; and those sources.
create function register.count_undeclared_sources() returns table (persons bigint, undeclared bigint, sources text[])
language plpgsql stable security definer set search_path = '' as $$
begin
  perform register.need_rights();
  return query
    with known as (select distinct f.source from notice.source f union select 'request'), -- a person's own word (Art. 16)
    given as materialized (
      select c.person_id, c.source, c.category = 'person' as opens from register.change c
      union all select s.person_id, s.source, false from register.statement s
    ),
    foreign_ones as (select g.person_id, g.source from given g where g.source not in (select k.source from known k)),
    without as (select p.id from register.person p where not exists (select from given g where g.person_id = p.id and g.opens))
    select (select count(*) from register.person),
      (select count(*) from (select f.person_id from foreign_ones f union select w.id from without w) u),
      array(select distinct f.source from foreign_ones f order by 1 limit 20);
end $$;

-- Consents that stand, and those of them of which it is not on record what was agreed to (Art. 7(1)).
create function register.count_consents() returns table (consents bigint, unworded bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform register.need_rights();
  return query
    select count(*), count(*) filter (where latest.wording is null) from (
      select distinct on (s.person_id, s.purpose, s.channel) s.withdrawn_at, s.wording from register.statement s
      where s.kind = 'consent'
      order by s.person_id, s.purpose, s.channel, coalesce(s.withdrawn_at, s.given_at) desc, (s.withdrawn_at is null)
    ) latest where latest.withdrawn_at is null;
end $$;

-- By category, the rows that no purpose but that of the rights may use any more, and that are not kept restricted either.
create function register.count_without_basis() returns table (category text, held bigint, without bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  t record;
  -- a restriction, and periods that are over, leave the basis as it was
  others bigint := (select bit_or(1::bigint << b.bit) from notice.bit b where b.name = 'restriction' or b.name ^@ 'past');
begin
  perform register.need_rights();
  for t in
    select s.category, quote_ident(replace(s.category, '-', '_')) as quoted,
      string_agg(distinct format('(t.standing & %s) = %s', s.mask & ~others, s.value & ~others), ' or ') as based
    from notice.scope s join register.category_tables() c on c.name = replace(s.category, '-', '_')
    where not (s.mask = 0 and s.value = 0) group by 1
  loop
    category := t.category;
    execute format('select count(*), count(*) filter (where (t.standing & 1) = 0 and not (%s)) from register.%s t', t.based, t.quoted)
      into held, without;
    return next;
  end loop;
end $$;

grant execute on function register.holds_values, register.count_unexplained, register.count_wrong_standings,
  register.count_undeclared_sources, register.count_consents, register.count_without_basis to public; -- refused to all but the rights purpose

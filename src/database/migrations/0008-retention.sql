-- How long rows are kept: by which rule each is due, who is held back from removal, and what was removed, when, by which rule, how many.

-- The periods of the notice as compiled. `table_name` null: kept in a ledger that every register has. `known`: the register knows
-- the event from which the period runs.
create table notice.keep (
  category text not null,
  place int not null,
  table_name text,
  rule text not null, -- P24M relationship.ended delete
  ending text not null check (ending in ('delete', 'anonymise', 'restrict')),
  purposes text[] not null,
  known boolean not null,
  shuts bigint not null, -- bits of register.shut that are set when it is over: those of its purposes, where others keep the row for longer
  facts text[] not null, -- columns of codes and of yes or no: what of a row statistics may keep
  primary key (category, place)
);

create schema retention;

-- Days of a person from which periods run: register.dates_of.
-- `kept_for`: of a person who was erased, the purposes whose periods still count; null: all of them.
create type retention.dates as (person_id uuid, opened date, ended date, contact date, voucher date, kept_for text[]);

-- The same of what has been removed, for as long as another row's period runs from it; goes with the person.
create table retention.passed (person_id uuid primary key, ended date, contact date, voucher date);

-- When an event had its last entry, by its name: it is taken to have ended then.
create table retention.event_end (event text primary key, ended date not null);

-- When an event ends, as whoever keeps it here has told (a raffle, a fair): this counts before its last entry.
create table retention.event_told (event text primary key, ends date not null);

-- Last days of the controller's fiscal years, as they were told; between and around them a year has twelve months.
create table retention.fiscal_year (ends date primary key, said_at timestamptz not null, said_by text not null);

-- A passage through the register, at night or dry. `reached`: persons up to here are done; null when it has ended.
create table retention.run (
  id uuid primary key,
  kind text not null check (kind in ('nightly', 'dry')),
  day date not null, -- what was due before this day
  started_at timestamptz not null,
  started_by text not null,
  notice_version int not null references notice.version,
  reached uuid default '00000000-0000-0000-0000-000000000000',
  persons bigint not null default 0,
  forgotten bigint not null default 0,
  ended_at timestamptz
);
create unique index run_one_of_a_kind on retention.run (kind) where ended_at is null;
create index run_by_start on retention.run (started_at desc);

-- What became of the rows that were due, without anything of them. `outcome`: removed, anonymised, restricted, or why they stay.
create table retention.outcome (
  run_id uuid not null references retention.run on delete cascade,
  category text not null,
  rule text not null,
  outcome text not null check (outcome in ('removed', 'anonymised', 'restricted', 'restriction', 'hold', 'request')),
  rows bigint not null,
  oldest date not null, -- the due date that was passed first
  primary key (run_id, category, rule, outcome)
);

-- How many rows are due when, as the passage reckoned it: by the day in the next three months, later by the first of the month;
-- infinity: the event has not come.
create table retention.forecast (
  run_id uuid not null references retention.run on delete cascade,
  category text not null,
  rule text not null,
  due date not null,
  rows bigint not null,
  primary key (run_id, category, rule, due)
);

-- What is kept of rows that were anonymised: how many there were of a kind in a year. A kind begins with five; who would be fewer
-- are counted among the others of their year, whose facts are {}.
create table retention.statistic (category text not null, year int not null, facts jsonb not null, rows bigint not null,
  primary key (category, year, facts));

-- Legal holds: nothing of those held is removed until a word ends it. `until` is the day by which it is looked at again.
create table retention.hold (
  id uuid primary key,
  reason text not null check (length(reason) between 1 and 500),
  until date not null,
  persons int not null,
  placed_at timestamptz not null,
  placed_by text not null
);
create table retention.held (person_id uuid not null, hold_id uuid not null references retention.hold, primary key (person_id, hold_id));
create table retention.hold_word (
  hold_id uuid not null references retention.hold,
  id uuid not null,
  did text not null check (did in ('reviewed', 'ended')),
  reason text not null check (length(reason) between 1 and 500),
  until date, -- of a review: the day of the next
  at timestamptz not null,
  by text not null,
  primary key (hold_id, id),
  check ((did = 'reviewed') = (until is not null))
);

-- The holds as they stand.
create view retention.standing_hold as
  select h.id, h.reason, coalesce(w.until, h.until) as until, h.persons, h.placed_at, h.placed_by, w.reviewed_at
  from retention.hold h
  cross join lateral (
    select (array_agg(w.until order by w.id desc) filter (where w.did = 'reviewed'))[1] as until,
      max(w.at) filter (where w.did = 'reviewed') as reviewed_at, coalesce(bool_or(w.did = 'ended'), false) as ended
    from retention.hold_word w where w.hold_id = h.id
  ) w
  where not w.ended;

grant usage on schema retention to {{app}};
grant select on notice.keep, retention.run, retention.outcome, retention.forecast, retention.statistic, retention.hold,
  retention.hold_word, retention.standing_hold, retention.fiscal_year to {{app}};
grant insert, delete on retention.fiscal_year to {{app}};
grant select, insert, update on retention.event_told to {{app}};

-- ── Days ────────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The ends of fiscal years that were told, in order: what the functions below reckon by.
create function retention.told_years() returns date[] language sql stable set search_path = '' as
  $$ select array(select f.ends from retention.fiscal_year f order by 1) $$;

-- The last day of the fiscal year in which a day falls: one that was told, or the nearest told one by whole years, or 31 December.
create function retention.fiscal_year_end(_day date, _told date[]) returns date language plpgsql immutable strict set search_path = '' as $$
declare
  place int := width_bucket(_day - 1, _told); -- how many of them end before the day
  model date := coalesce(_told[place + 1], _told[place], '2000-12-31');
  last date;
begin
  if not isfinite(_day) then
    return _day;
  elsif place between 1 and cardinality(_told) - 1 then
    return model;
  end if;
  last := retention.in_year(model, extract(year from _day)::int);
  return case when last < _day then retention.in_year(model, extract(year from _day)::int + 1) else last end;
end $$;

-- The same day of another year; the last of a month stays the last.
create function retention.in_year(_day date, _year int) returns date language plpgsql immutable strict set search_path = '' as $$
declare
  first date := make_date(_year, extract(month from _day)::int, 1);
  last date := (first + interval '1 month')::date - 1;
begin
  return case when extract(month from _day + 1) <> extract(month from _day) then last
    else first + extract(day from _day)::int - 1 end;
end $$;

-- The end of the calendar year in which the fiscal year of a voucher ended, from which it is kept for six years (1336/1997 2:10 §).
create function retention.voucher_year_end(_day date, _told date[]) returns date language plpgsql immutable strict set search_path = '' as $$
declare
  ends date := retention.fiscal_year_end(_day, _told);
begin
  return case when isfinite(ends) then make_date(extract(year from ends)::int, 12, 31) else ends end;
end $$;

-- When the persons took back the last of their consents to the purposes; infinity while one stands, no row when there was none.
create function retention.consent_ends(_persons uuid[], _purposes text[]) returns table (person_id uuid, ended date)
language plpgsql stable set search_path = '' set timezone = 'Europe/Helsinki' as $$
begin
  return query
    select s.person_id, case when bool_or(s.stands) then date 'infinity' else max(s.at)::date end
    from (
      select distinct on (s.person_id, s.kind, s.purpose, s.channel) s.person_id, s.withdrawn_at is null as stands,
        coalesce(s.withdrawn_at, s.given_at) as at
      from register.statement s
      where s.person_id = any (_persons) and s.kind in ('consent', 'similar-purchase') and s.purpose = any (_purposes)
      order by s.person_id, s.kind, s.purpose, s.channel, coalesce(s.withdrawn_at, s.given_at) desc, s.withdrawn_at nulls last
    ) s
    group by s.person_id;
end $$;

-- ── Who is held back ────────────────────────────────────────────────────────────────────────────────────────────────

-- Those of the persons who have a request that has not been answered. (Requests stand on a higher floor, and come in a later migration.)
create function retention.asking(_persons uuid[]) returns uuid[] language plpgsql stable set search_path = '' as $$
begin
  if to_regclass('rights.standing') is null then
    return '{}';
  end if;
  return array(select distinct r.person_id from rights.standing r
    where r.person_id = any (_persons) and r.state not in ('answered', 'withdrawn'));
end $$;

-- Why nothing of these persons is removed now, for those of whom there is a reason: Art. 18(2), a hold, a request that is open.
create function retention.held_back(_persons uuid[]) returns table (person_id uuid, why text)
language plpgsql stable set search_path = '' as $$
declare
  asking uuid[] := retention.asking(_persons);
begin
  return query
    select p.id, case when p.standing & 1 = 1 then 'restriction' when h.person_id is not null then 'hold' else 'request' end
    from register.person p
    left join (select distinct d.person_id from retention.held d join retention.standing_hold s on s.id = d.hold_id
      where d.person_id = any (_persons)) h on h.person_id = p.id
    where p.id = any (_persons) and (p.standing & 1 = 1 or h.person_id is not null or p.id = any (asking));
end $$;

-- ── Holds ───────────────────────────────────────────────────────────────────────────────────────────────────────────

create function register.place_hold(_token text, _id uuid, _persons uuid[], _reason text, _until date, _at timestamptz) returns int
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  known uuid[];
begin
  perform register.need_rights();
  known := array(select p.id from register.person p where p.id = any (_persons) order by p.id for key share);
  if cardinality(known) = 0 then
    perform register.refuse('absent', 'register.person-absent');
  end if;
  insert into retention.hold values (_id, btrim(_reason), _until, cardinality(known), _at, asker.actor);
  insert into retention.held select p, _id from unnest(known) p;
  return cardinality(known);
end $$;

-- Reviews a hold (`_until`: the day of the next review) or ends it (`_until` null).
create function register.say_of_hold(_token text, _hold uuid, _reason text, _until date, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  perform from retention.hold h where h.id = _hold for update;
  if not exists (select from retention.standing_hold h where h.id = _hold) then
    perform register.refuse('absent', 'retention.no-hold');
  end if;
  insert into retention.hold_word values (_hold, register.new_id(), case when _until is null then 'ended' else 'reviewed' end,
    btrim(_reason), _until, _at, asker.actor);
end $$;

-- Whom a hold holds, for the login that sees everybody.
create function register.held_persons(_token text, _hold uuid, _after uuid, _max int) returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query select h.person_id from retention.held h
    where h.hold_id = _hold and (_after is null or h.person_id > _after) order by h.person_id limit _max;
end $$;

-- ── What a check counts ─────────────────────────────────────────────────────────────────────────────────────────────

-- The bit of rows that are kept restricted (`then restrict`); none when no notice has said so yet.
create function retention.restricted_bit() returns bigint language sql stable set search_path = '' as
  $$ select coalesce((select 1::bigint << b.bit from notice.bit b where b.name = 'past'), 0) $$;

-- Rows past their date that nothing holds back, by category: how many, and since when the oldest.
create function register.count_overdue(_day date) returns table (category text, rows bigint, oldest date)
language plpgsql stable security definer set search_path = '' as $$
declare
  kept record;
  restricted bigint := retention.restricted_bit();
begin
  perform register.need_rights();
  for kept in select distinct k.category, k.table_name from notice.keep k where k.table_name is not null order by 1 loop
    return query execute format($q$
      with over as materialized (select t.person_id, t.due from register.%I t where t.due < $1 and t.standing & $3 = 0)
      select $2, count(*), min(o.due) from over o
      where not exists (select from retention.held_back(array(select distinct person_id from over)) b where b.person_id = o.person_id)
      having count(*) > 0$q$, kept.table_name) using _day, kept.category, restricted;
  end loop;
end $$;

-- Tables (`orders`) and columns (`orders.amount`) that the notice has dropped, and whether any row still has a value there.
create function register.dropped_places() returns table (what text, held boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  dropped record;
begin
  perform register.need_rights();
  for dropped in
    select t ->> 'name' as name, null as column_name from notice.version v, jsonb_array_elements(v.compiled -> 'tables') t
      where v.id = (select max(id) from notice.version) and not (t ->> 'live')::boolean
    union all
    select t ->> 'name', c ->> 'name' from notice.version v, jsonb_array_elements(v.compiled -> 'tables') t, jsonb_array_elements(t -> 'columns') c
      where v.id = (select max(id) from notice.version) and (t ->> 'live')::boolean and not (c ->> 'live')::boolean
    order by 1, 2
  loop
    return query execute format('select $1, exists (select from register.%I where %s)', dropped.name,
      case when dropped.column_name is null then 'true' else quote_ident(dropped.column_name) || ' is not null' end) using concat_ws('.', dropped.name, dropped.column_name);
  end loop;
end $$;

grant execute on function register.place_hold, register.say_of_hold, register.held_persons,
  register.count_overdue, register.dropped_places to public; -- refused to all but the rights purpose

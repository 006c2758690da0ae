-- What is past its date is removed: a passage through the register, some persons at a time, whole or not at all.

-- Begins a passage, or finds the one of its kind that has not ended.
create function register.begin_retention(_token text, _kind text, _day date, _at timestamptz, _id uuid) returns uuid
language plpgsql security definer set search_path = '' set timezone = 'Europe/Helsinki' as $$
declare
  asker register.asker := register.asker_of(_token);
  unended uuid := (select r.id from retention.run r where r.kind = _kind and r.ended_at is null);
begin
  perform register.need_rights();
  if unended is null then
    insert into retention.run (id, kind, day, started_at, started_by, notice_version)
    values (_id, _kind, _day, _at, asker.actor, asker.notice_version);
  end if;
  delete from retention.event_end;
  insert into retention.event_end select t.event, t.ends from retention.event_told t;
  if register.has_column('participation', 'event') and register.has_column('participation', 'entered') then
    insert into retention.event_end select t.event, max(t.entered)::date from register.participation t
      where t.event is not null and t.entered is not null group by t.event on conflict do nothing;
  end if;
  return coalesce(unended, _id);
end $$;

-- The next `_max` persons: their rows get their due dates, and at night those that are past it go, with their history. One
-- transaction, so that a sudden death leaves a person whole or done. True when nobody is left and the passage has ended.
create function register.step_retention(_token text, _run uuid, _max int, _at timestamptz) returns boolean
language plpgsql security definer set search_path = '' set timezone = 'Europe/Helsinki' as $$
declare
  asker register.asker := register.asker_of(_token);
  run retention.run;
  part uuid[];
  dates retention.dates[];
begin
  perform register.need_rights();
  perform pg_advisory_xact_lock_shared(7356006); -- imports lock persons in an order of their own
  select * into run from retention.run r where r.id = _run for update;
  if run.id is null then
    perform register.refuse('absent', 'retention.no-run');
  elsif run.ended_at is not null then
    return true;
  end if;
  part := array(select p.id from register.person p where p.id > run.reached order by p.id limit _max for no key update);
  if cardinality(part) = 0 then
    perform rights.remove_requests(run); -- they are many persons', and nobody's
    update retention.run r set ended_at = _at, reached = null where r.id = run.id;
    delete from retention.forecast f using retention.run r where r.id = f.run_id and r.started_at < run.started_at and r.ended_at is not null;
    return true;
  end if;
  dates := register.dates_of(part);
  update retention.run r set reached = part[cardinality(part)], persons = r.persons + cardinality(part),
    forgotten = r.forgotten + retention.settle(run, part, dates)
  where r.id = run.id;
  return false;
end $$;

-- The part of a step that looks at rows; returns how many persons were forgotten.
create function retention.settle(_run retention.run, _persons uuid[], _dates retention.dates[]) returns int
language plpgsql set search_path = '' set timezone = 'Europe/Helsinki' as $$
declare
  back uuid[];
  why text[];
  free uuid[];
  touched uuid[] := '{}';
  gone uuid[];
  kept record;
  restricted bigint := retention.restricted_bit();
begin
  select coalesce(array_agg(h.person_id), '{}'), coalesce(array_agg(h.why), '{}') into back, why from retention.held_back(_persons) h;
  free := array(select p from unnest(_persons) p where p <> all (back));
  for kept in
    select k.category, k.table_name, array_agg(k.rule order by k.place) as rules, array_agg(k.ending order by k.place) as endings,
      array_agg(k.shuts order by k.place) as shuts, min(k.facts) as facts
    from notice.keep k where k.table_name is not null group by k.category, k.table_name order by k.category
  loop
    execute format($q$
      with due as materialized (select * from register.%1$I($1, $2)),
      dated as (
        update register.%2$I t set due = d.due from due d
        where t.person_id = d.person_id and t.id = d.id and t.due is distinct from d.due
      ),
      forecast as (
        insert into retention.forecast as f (run_id, category, rule, due, rows)
        select $3, $4, $5[d.rule], retention.forecast_day(d.due, $6), count(*) from due d where d.rule is not null group by 3, 4
        on conflict (run_id, category, rule, due) do update set rows = f.rows + excluded.rows
      )
      insert into retention.outcome as o (run_id, category, rule, outcome, rows, oldest)
      select $3, $4, $5[d.rule], coalesce(b.why, case $7[d.rule] when 'delete' then 'removed' when 'anonymise' then 'anonymised' else 'restricted' end),
        count(*), min(d.due)
      from due d left join unnest($8, $9) b (person_id, why) on b.person_id = d.person_id
      where d.due < $6 and d.standing & $10 = 0 group by 3, 4
      on conflict (run_id, category, rule, outcome) do update set rows = o.rows + excluded.rows, oldest = least(o.oldest, excluded.oldest)$q$,
      'due_' || kept.table_name, kept.table_name)
    using _persons, _dates, _run.id, kept.category, kept.rules, _run.day, kept.endings, back, why, restricted;
    if _run.kind = 'nightly' then
      perform retention.shut(kept.category, kept.table_name, kept.shuts, kept.endings, _run.day, _persons, _dates);
      touched := touched || retention.remove(kept.category, kept.table_name, kept.endings, kept.facts, _run.day, free, _dates);
    end if;
  end loop;
  if _run.kind <> 'nightly' then
    return 0;
  end if;
  insert into retention.passed as p (person_id, ended, contact, voucher)
  select d.person_id, case when isfinite(d.ended) then d.ended end, d.contact, d.voucher
  from unnest(_dates) d where d.person_id = any (touched)
  on conflict (person_id) do update set ended = coalesce(excluded.ended, p.ended), contact = excluded.contact, voucher = excluded.voucher;
  perform retention.remove_statements(_run, free, _dates);
  perform retention.remove_history(_run, free, _dates);
  delete from register.shut x where x.person_id = any (_persons) and not exists (select from register.change c
    where c.person_id = x.person_id and c.category = x.category and c.row_id = x.row_id); -- the row has gone, and what told of it
  gone := retention.to_forget(free, touched, _dates, _run.day);
  perform register.forget(gone);
  return cardinality(gone);
end $$;

-- The day by which a forecast counts a row: itself when near, the first of its month when far.
create function retention.forecast_day(_due date, _today date) returns date language sql immutable set search_path = '' as
  $$ select case when _due is null then 'infinity' when _due < _today + 92 then _due else date_trunc('month', _due)::date end $$;

-- Shuts rows to the purposes whose own period is over and, where every one is and the notice says `then restrict`, to all but those
-- who answer the person; opens them again when a period has grown. A hold or a request keeps data, not its use.
create function retention.shut(_category text, _table text, _shuts bigint[], _endings text[], _day date, _persons uuid[],
  _dates retention.dates[]) returns void
language plpgsql set search_path = '' set timezone = 'Europe/Helsinki' as $$
declare
  restricted bigint := retention.restricted_bit();
begin
  if 'restrict' <> all (_endings) and 0 = all (_shuts)
    and not exists (select from register.shut x where x.person_id = any (_persons) and x.category = _category) then
    return;
  end if;
  execute format($q$
    with due as materialized (
      select d.person_id, d.id, d.standing as stood, p.standing as own, p.standing
        | coalesce((select bit_or(e.bits) from unnest(d.ends, $4) e (until, bits) where e.until < $6), 0)
        | case when d.due < $6 and $5[d.rule] = 'restrict' then $7 else 0 end as standing
      from register.%1$I($1, $2) d join register.person p on p.id = d.person_id
    ),
    labelled as (
      update register.%2$I t set standing = d.standing from due d
      where t.person_id = d.person_id and t.id = d.id and d.stood <> d.standing
    ),
    opened as (
      delete from register.shut x using due d
      where x.person_id = d.person_id and x.category = $3 and x.row_id = d.id and d.standing = d.own
    )
    insert into register.shut as x (person_id, category, row_id, bits, since)
    select d.person_id, $3, d.id, d.standing & ~d.own, $6 from due d where d.standing <> d.own
    on conflict (person_id, category, row_id) do update set bits = excluded.bits where x.bits <> excluded.bits$q$,
    'due_' || _table, _table)
  using _persons, _dates, _category, _shuts, _endings, _day, restricted;
end $$;

-- Removes what is past its date, with its history, and counts what is anonymised. Returns of whom.
create function retention.remove(_category text, _table text, _endings text[], _facts text[], _day date, _persons uuid[],
  _dates retention.dates[]) returns uuid[]
language plpgsql set search_path = '' set timezone = 'Europe/Helsinki' as $$
declare
  due uuid[];
begin
  execute format('select array(select distinct t.person_id from register.%I t where t.person_id = any ($1) and t.due < $2)', _table)
    into due using _persons, _day;
  if cardinality(due) = 0 then
    return due;
  end if;
  execute format($q$
    with over as materialized (
      select d.*, $3[d.rule] as ending from register.%1$I($1, $2) d where d.due < $4 and $3[d.rule] <> 'restrict'
    ),
    gone as (
      delete from register.%2$I t using over d where t.person_id = d.person_id and t.id = d.id
      returning t.person_id, t.id, d.ending, extract(year from d.due)::int as year, to_jsonb(t) as held
    ),
    history as (
      delete from register.change c using gone g where c.person_id = g.person_id and c.row_id = g.id and c.category = $5
    ),
    opened as (
      delete from register.shut x using gone g where x.person_id = g.person_id and x.row_id = g.id and x.category = $5
    ),
    kinds as (
      select g.year, f.facts, count(*) as rows from gone g cross join lateral (
        select coalesce(jsonb_object_agg(e.key, e.value), '{}') as facts from jsonb_each(jsonb_strip_nulls(g.held)) e where e.key = any ($6)) f
      where g.ending = 'anonymise' group by 1, 2
    ),
    counted as (
      insert into retention.statistic as s (category, year, facts, rows)
      select $5, k.year, case when k.rows >= 5 or exists (select from retention.statistic o
        where o.category = $5 and o.year = k.year and o.facts = k.facts) then k.facts else '{}' end as facts, sum(k.rows)
      from kinds k group by 2, 3
      on conflict (category, year, facts) do update set rows = s.rows + excluded.rows
    )
    select array(select distinct person_id from gone)$q$, 'due_' || _table, _table)
  into due using due, _dates, _endings, _day, _category, _facts;
  return due;
end $$;

-- What persons have said goes when its word is a withdrawal and its time is over. What stands is never removed by itself, nor a
-- withdrawal by which an earlier purchase permits nothing (917/2014 § 200(3)).
create function retention.spent_statements(_persons uuid[], _dates retention.dates[])
returns table (person_id uuid, id uuid, due date, rule text)
language plpgsql stable set search_path = '' set timezone = 'Europe/Helsinki' as $$
begin
  return query
    with word as (
      select distinct on (s.person_id, s.kind, s.purpose, s.channel) s.*
      from register.statement s where s.person_id = any (_persons)
      order by s.person_id, s.kind, s.purpose, s.channel, coalesce(s.withdrawn_at, s.given_at) desc,
        (s.withdrawn_at is null) = (s.kind in ('objection', 'restriction')) desc
    ),
    over as (
      select w.*, r.rule as by_rule, r.due as until from word w join unnest(_dates) e on e.person_id = w.person_id
      cross join lateral (
        select k.rule, (case split_part(k.rule, ' ', 2)
          when 'consent.withdrawn' then w.withdrawn_at::date
          when 'relationship.ended' then e.ended
          when 'relationship.last-contact' then e.contact
          when 'recorded' then w.recorded_at::date
          else 'infinity' end + split_part(k.rule, ' ', 1)::interval)::date as due
        from notice.keep k where k.category = 'permissions' order by 2 desc limit 1
      ) r
      where w.withdrawn_at is not null
    )
    select s.person_id, s.id, o.until, o.by_rule from over o
    join register.statement s on s.person_id = o.person_id and s.kind = o.kind
      and s.purpose is not distinct from o.purpose and s.channel is not distinct from o.channel
    where not (o.kind = 'consent' and exists (select from register.statement b
      where b.person_id = o.person_id and b.kind = 'similar-purchase' and b.purpose = o.purpose));
end $$;

create function retention.remove_statements(_run retention.run, _persons uuid[], _dates retention.dates[]) returns void
language plpgsql set search_path = '' as $$
begin
  with gone as (
    delete from register.statement s using retention.spent_statements(_persons, _dates) d
    where s.person_id = d.person_id and s.id = d.id and d.due < _run.day
    returning d.rule, d.due
  )
  insert into retention.outcome as o (run_id, category, rule, outcome, rows, oldest)
  select _run.id, 'permissions', g.rule, 'removed', count(*), min(g.due) from gone g group by g.rule
  on conflict (run_id, category, rule, outcome) do update set rows = o.rows + excluded.rows, oldest = least(o.oldest, excluded.oldest);
end $$;

-- The changes of a row go with it. By the rule of the category `change-history` go, earlier than that, those of rows that staff have
-- removed, and those whose every value a later change has replaced: what tells whence a present value is stays with the value.
create function retention.remove_history(_run retention.run, _persons uuid[], _dates retention.dates[]) returns void
language plpgsql set search_path = '' set timezone = 'Europe/Helsinki' as $$
declare
  rules text[] := array(select k.rule from notice.keep k where k.category = 'change-history' order by k.place);
  recorded interval := (select max(split_part(r, ' ', 1)::interval) from unnest(rules) r where split_part(r, ' ', 2) = 'recorded');
  over uuid[];
begin
  if cardinality(rules) = 0 then
    return;
  end if;
  over := array( -- of whom every period has passed that runs from an event of theirs
    select e.person_id from unnest(_dates) e
    where e.person_id = any (_persons) and not exists (select from unnest(rules) r
      where split_part(r, ' ', 2) <> 'recorded' and (case split_part(r, ' ', 2)
        when 'relationship.ended' then e.ended
        when 'relationship.last-contact' then e.contact
        else 'infinity' end + split_part(r, ' ', 1)::interval)::date >= _run.day));
  with spent as materialized (
    select c.person_id, c.id, c.category, c.row_id, c.after, c.at,
      first_value(c.after is null) over newest as gone, bool_or(c.undoes is not null) over newest as undone
    from register.change c where c.person_id = any (over) and c.category <> 'person'
    window newest as (partition by c.person_id, c.category, c.row_id order by c.id desc rows between unbounded preceding and unbounded following)
  ),
  gone as (
    delete from register.change c using spent s
    where c.person_id = s.person_id and c.id = s.id
      and (recorded is null or (s.at::date + recorded)::date < _run.day)
      and (s.gone or not s.undone and not exists (
        select from jsonb_object_keys(coalesce(s.after, '{}')) k where not exists (
          select from register.change n where n.person_id = s.person_id and n.id > s.id
            and n.category = s.category and n.row_id = s.row_id and n.after ? k)))
    returning c.at
  )
  insert into retention.outcome as o (run_id, category, rule, outcome, rows, oldest)
  select _run.id, 'change-history', rules[1], 'removed', count(*), min(g.at)::date from gone g having count(*) > 0
  on conflict (run_id, category, rule, outcome) do update set rows = o.rows + excluded.rows, oldest = least(o.oldest, excluded.oldest);
end $$;

-- Persons of whom no row is left. One who was opened lately may be about to get some; who has forbidden something stays for the sake
-- of the prohibition (Art. 21(3)), and so does who has taken something back while the proof of it is kept.
create function retention.to_forget(_persons uuid[], _emptied uuid[], _dates retention.dates[], _day date) returns uuid[]
language plpgsql stable set search_path = '' set timezone = 'Europe/Helsinki' as $$
declare
  empty uuid[] := register.without_rows(_persons);
begin
  return array(
    select p.id from register.person p
    where p.id = any (empty) and (p.id = any (_emptied) or p.created_at::date < _day - 30)
    except select s.person_id from register.standing_statements(empty) s where s.kind in ('objection', 'restriction')
    except select s.person_id from retention.spent_statements(empty, _dates) s where s.due >= _day);
end $$;

-- Until when each row of the person that this login sees is kept for its purpose, by the functions that remove them; null: the event
-- from which the period runs has not come. A purpose without a period of its own is told the longest. For one person planning anew
-- takes longer than everything else.
create function register.kept_until(_token text, _person uuid) returns table (category text, row_id uuid, until date)
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan set jit = off as $$
declare
  asker register.asker := register.asker_of(_token);
  dates retention.dates[] := register.dates_of(array[_person]);
begin
  return query
    select u.category, u.id, case when k.place is null then u.due else nullif(u.ends[k.place], 'infinity') end
    from register.until_of(_person, dates) u
    join notice.scope s on s.role = session_user and s.category = u.category and (u.standing & s.mask) = s.value
    left join notice.keep k on k.category = u.category and s.purpose = any (k.purposes)
    union all
    select 'permissions', d.id, nullif(d.due, 'infinity') from retention.spent_statements(array[_person], dates) d
    join register.person p on p.id = _person -- whose they all are
    join notice.scope s on s.role = session_user and s.category = 'permissions' and (p.standing & s.mask) = s.value;
end $$;

grant execute on function register.begin_retention, register.step_retention to public; -- refused to all but the rights purpose

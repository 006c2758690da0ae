-- An import is written and taken back by the set, a change row behind every value.

-- Writes the persons whose first record is on a line from `_from` to `_to`: what they have said, the person with the standing
-- that follows, their rows, and the change row of each. Returns the number of persons. Called after import_classify, in the
-- same transaction.
create function register.import_write(_token text, _import uuid, _from int, _to int) returns int
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  job intake.import := register.import_of(asker, _import);
  fresh uuid[] := array(select m.person_id from intake.match m
    where m.import_id = _import and m.line between _from and _to and m.line = m.leader and m.outcome = 'new' and not m.known);
  known uuid[];
  ones text[] := register.one_row_categories();
  changes record;
begin
  perform register.import_pace(0); -- each call is about few persons of many
  insert into register.statement (person_id, id, kind, purpose, channel, given_at, source, source_ref, wording, product_group,
    recorded_by, notice_version, import_id)
  select s.person_id, register.new_id(), s.kind, s.purpose, s.channel, s.given_at, job.source, job.file_name || ':' || s.line,
    s.wording, case when s.kind = 'similar-purchase' then nullif(job.origin ->> 'productGroup', '') end, asker.actor,
    asker.notice_version, _import
  from (
    select m.person_id, s.line, s.kind, s.purpose, s.channel, s.given_at, s.wording
    from intake.match m join intake.said s on s.import_id = m.import_id and s.line = m.line
    where m.import_id = _import and m.alone and m.line between _from and _to and s.line between _from and _to
    union all
    select w.person_id, w.line, w.kind, w.purpose, w.channel, w.given_at, w.wording
    from intake.word w where w.import_id = _import and w.leader between _from and _to
  ) s;
  insert into register.person (id, standing, created_by)
  select s.person_id, s.standing, asker.actor from register.standing_of(fresh) s order by s.person_id;
  insert into register.change (person_id, id, actor, purpose, source, source_ref, notice_version, category, row_id, after, import_id)
  select m.person_id, register.new_id(), asker.actor, asker.purpose, job.source, job.file_name || ':' || m.line,
    asker.notice_version, 'person', m.person_id, '{}', _import
  from intake.match m
  where m.import_id = _import and m.line between _from and _to and m.line = m.leader and m.outcome = 'new' and not m.known;
  select array_agg(distinct w.person_id) into known from intake.word w
    left join intake.match m on m.import_id = w.import_id and m.line = w.leader
    where w.import_id = _import and w.leader between _from and _to and (m.line is null or m.known or m.outcome in ('ambiguous', 'unknown'));
  if known is not null then
    perform register.relabel(known);
  end if;

  for changes in
    select c.category, c.action, array_agg(row(c.person_id, c.row_id, c.given, job.file_name || ':' || c.line, null)::register.incoming) as rows
    from (
      select p.category, 'add' as action, m.person_id,
        case when p.category = any (ones) then m.person_id else register.new_id() end as row_id, p.given, p.line
      from intake.match m join intake.part p on p.import_id = m.import_id and p.line = m.line
      where m.import_id = _import and m.alone and m.line between _from and _to and p.line between _from and _to
      union all
      select p.category, p.action, p.person_id, p.row_id, p.given, p.line
      from intake.plan p where p.import_id = _import and p.leader between _from and _to
    ) c
    group by c.category, c.action
  loop
    execute format('select register.%I($1, $2, $3, $4, $5)', 'put_' || replace(changes.category, '-', '_'))
      using asker, changes.action, job.source, _import, changes.rows;
  end loop;
  return coalesce(cardinality(fresh), 0);
end $$;

-- Takes an import back: persons whom it opened and nobody has touched since go entirely, other values go back unless they
-- have moved. Without `_undone_at` nothing is done but counting.
create function register.import_undo(_token text, _import uuid, _undone_at timestamptz default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  job intake.import := register.import_of(asker, _import);
  gone uuid[];
  others uuid[];
  category record;
  part jsonb;
  totals jsonb := '{"values": 0, "left": 0}';
  touched int;
  really boolean := _undone_at is not null;
begin
  perform register.import_pace((select count(*) from register.change c where c.import_id = _import));
  if really then
    perform pg_advisory_xact_lock(7356006);
    perform from register.person p
      where p.id in (select c.person_id from register.change c where c.import_id = _import) order by p.id for update;
  end if;
  select array_agg(c.person_id) filter (where clean), count(*) filter (where not clean)::int into gone, touched
  from (
    select c.person_id, not exists (select from register.change o where o.person_id = c.person_id and o.import_id is distinct from _import
        and o.undoes is null and o.id <> all (register.undone(o.person_id))) -- what was done and undone, a merge as well, is nothing
      and not exists (select from register.statement s where s.person_id = c.person_id and s.import_id is distinct from _import) as clean
    from register.change c where c.import_id = _import and c.category = 'person' and c.undoes is null
  ) c;

  -- Of persons whom the import opened and somebody has worked on since, everything stays.
  for category in select distinct c.category from register.change c
    where c.import_id = _import and c.undoes is null and c.category <> 'person'
  loop
    part := register.import_undo_rows(asker, job, category.category, really);
    totals := jsonb_build_object('values', (totals ->> 'values')::int + (part ->> 'values')::int,
      'left', (totals ->> 'left')::int + (part ->> 'left')::int);
  end loop;

  if really then
    select array_agg(distinct s.person_id) into others from register.statement s
      where s.import_id = _import and not exists (select from register.change c
        where c.import_id = _import and c.category = 'person' and c.person_id = s.person_id);
    delete from register.statement s where s.import_id = _import and s.person_id = any (others);
    perform register.relabel(others) where others is not null;
    perform register.forget(gone);
    delete from arrivals.informing i where i.arrival_id = _import and i.told_at is null;
    delete from permissions.barred b where b.import_id = _import;
    update rights.suppression s set taken_up_at = null, taken_up_by = null, act = null, reason = null where s.reason = 'import:' || _import;
  end if;
  -- A person whom the purpose did not see counted as new (import_classify), and so counts as one who goes.
  totals := totals || jsonb_build_object('persons', coalesce(cardinality(gone), 0)
    + (select count(*) from intake.match m where m.import_id = _import and m.outcome = 'new' and m.hidden), 'left', (totals ->> 'left')::int + touched);
  if really then
    update intake.import i set state = 'undone', undo = totals, undone_at = _undone_at where i.id = _import;
    insert into intake.event values (_import, register.new_id(), _undone_at, asker.actor, 'undo', totals);
  end if;
  return totals;
end $$;

-- The part of import_undo about one category, for persons whom the import did not open.
create function register.import_undo_rows(_asker register.asker, _job intake.import, _category text, _do boolean) returns jsonb
language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  back record;
  counts jsonb := '{}';
begin
  for back in execute format($sql$
    select case when not unmoved then 'left' when c.before is null then 'remove' else 'change' end as action,
      count(*)::int as count,
      array_agg(row(c.person_id, c.row_id, c.before, c.source_ref, c.id)::register.incoming) as rows
    from register.change c
    left join register.%I t on t.person_id = c.person_id and t.id = c.row_id
    cross join lateral (select case
      when t.id is null then false
      when c.before is null then jsonb_strip_nulls(to_jsonb(t) - array['person_id', 'id', 'standing', 'due'] - $3) = c.after
      else to_jsonb(t) @> c.after end as unmoved) u
    where c.import_id = $1 and c.category = $2 and c.undoes is null and not exists (select from register.change o
      where o.import_id = $1 and o.category = 'person' and o.person_id = c.person_id)
    group by 1$sql$, replace(_category, '-', '_'))
    using _job.id, _category, array(select a.attname::text from pg_catalog.pg_attribute a
      where a.attrelid = to_regclass('register.' || quote_ident(replace(_category, '-', '_'))) and a.attgenerated <> '')
  loop
    counts := counts || jsonb_build_object(back.action, back.count);
    if _do and back.action <> 'left' then
      execute format('select register.%I($1, $2, $3, $4, $5)', 'put_' || replace(_category, '-', '_'))
        using _asker, back.action, _job.source, _job.id, back.rows;
    end if;
  end loop;
  return jsonb_build_object('left', coalesce((counts ->> 'left')::int, 0),
    'values', coalesce((counts ->> 'remove')::int, 0) + coalesce((counts ->> 'change')::int, 0));
end $$;

-- The import is done, in the transaction that wrote it: after a sudden death both have happened or neither. What is forbidden at an
-- address of nobody is kept as its hash; whoever's data came from somebody else is to be told so.
create function register.import_finish(_token text, _import uuid, _counts jsonb, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  job intake.import := register.import_of(asker, _import);
begin
  insert into permissions.barred as b (hash, purpose, channel, since, source, source_ref, import_id, recorded_by)
    select f.hash, f.purpose, f.channel, f.since, job.source, job.file_name || ':' || f.line, _import, asker.actor
    from register.import_barred(_import) f
    on conflict (hash, purpose, channel) do update set since = greatest(b.since, excluded.since);
  perform rights.import_take_up(asker.actor, _import, _at);
  if job.inform_by is not null then -- Art. 14
    insert into arrivals.informing (person_id, id, arrival_id, source, obtained, inform_by)
      select c.person_id, register.new_id(), _import, job.source, (job.origin ->> 'obtained')::date, job.inform_by
      from (select distinct person_id from register.change where import_id = _import) c
      where not exists (select from arrivals.informing i where i.person_id = c.person_id and i.source = job.source);
  end if;
  update intake.import i set state = 'done', counts = _counts, done_at = _at where i.id = _import;
  insert into intake.event values (_import, register.new_id(), _at, asker.actor, 'run', _counts);
end $$;

-- Ranges of lines with so many records each, and how many records there are up to the end of each.
create function register.import_chunks(_token text, _import uuid, _size int) returns table (first int, last int, rows int)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  job intake.import := register.import_of(asker, _import);
begin
  return query
    select min(r.line), max(r.line), max(r.at)::int
    from (select w.line, row_number() over (order by w.line) as at from intake.row w where w.import_id = _import) r
    group by (r.at - 1) / _size order by 1;
end $$;

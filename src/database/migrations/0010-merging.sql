-- Two persons become one in one transaction, and two again: nothing of either is lost, and no prohibition of either is.

-- Tables that hold something of persons and go with them: found in the catalogue, so that a new one goes along on the day it is made.
-- `key`: the columns by which a row is known, beside the person; `apart`: those that two rows of one person may not share. Looks
-- stay as they are (who looked at whom does not change), and so do proposals and the files of an import on its way.
create function duplicates.tables() returns table (held_in text, name text, key text[], apart text[])
language sql stable set search_path = '' as $$
  select n.nspname || '.' || c.relname, format('%I.%I', n.nspname, c.relname), k.columns, coalesce(u.columns, '{}')
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_attribute p on p.attrelid = c.oid and p.attname = 'person_id' and not p.attisdropped
  join pg_catalog.pg_index i on i.indrelid = c.oid and i.indisprimary
  cross join lateral (select array_agg(a.attname::text order by a.attnum) as columns from pg_catalog.pg_attribute a
    where a.attrelid = c.oid and a.attnum = any (i.indkey) and a.attname <> 'person_id') k
  left join lateral (select array_agg(a.attname::text order by a.attnum) as columns from pg_catalog.pg_attribute a
    where a.attrelid = c.oid and a.attnum = any (i.indkey) and a.attname <> 'person_id' and p.attnum = any (i.indkey)) u on true
  where c.relkind in ('r', 'p') and not c.relispartition and k.columns is not null
    and n.nspname in (select s.nspname from pg_catalog.pg_namespace s
      where s.nspowner = (select o.nspowner from pg_catalog.pg_namespace o where o.nspname = 'register'))
    and n.nspname <> 'intake' and n.nspname || '.' || c.relname not in ('access.look', 'duplicates.proposal')
  order by 1
$$;

-- SQL of a row's key as jsonb.
create function duplicates.key_of(_key text[]) returns text language sql immutable set search_path = '' as $$
  select 'jsonb_build_object(' || string_agg(format('%L, t.%I', k, k), ', ') || ')' from unnest(_key) k
$$;

-- A row of a category as it is given to register.put_<category>: its own columns, those without a value left out.
create function duplicates.values_of(_table text, _person uuid, _id uuid) returns jsonb
language plpgsql stable set search_path = '' set timezone = 'UTC' as $$
declare
  held jsonb;
begin
  execute format('select jsonb_strip_nulls(to_jsonb(t) - $3) from register.%I t where t.person_id = $1 and t.id = $2', _table) into held
  using _person, _id, (select array_agg(a.attname::text) from pg_catalog.pg_attribute a
    where a.attrelid = format('register.%I', _table)::regclass and a.attnum > 0
      and (a.attgenerated <> '' or a.attname in ('person_id', 'id', 'standing', 'due')));
  return held;
end $$;

-- The values of a row by where they come from: for each source and reference those that it gave, as register.provenance reckons it.
create function duplicates.by_origin(_person uuid, _category text, _row uuid, _values jsonb)
returns table (source text, source_ref text, given jsonb)
language plpgsql stable set search_path = '' as $$
declare
  undone uuid[] := register.undone(_person);
begin
  return query
    select o.source, o.source_ref, jsonb_object_agg(v.key, v.value)
    from jsonb_each(_values) v
    left join lateral (select c.source, c.source_ref from register.change c
      where c.person_id = _person and c.category = _category and c.row_id = _row and c.undoes is null and c.id <> all (undone)
        and c.after ? v.key order by c.id desc limit 1) o on true
    group by 1, 2 order by 1, 2;
end $$;

-- Words of the two that protect and that the other's later word would overrule: they are to be said again. A prohibition of either
-- wins, and so does a consent taken back; a contract of either lasts.
create function duplicates.to_say_again(_kept uuid, _lost uuid) returns setof register.statement
language sql stable set search_path = '' as $$
  with side as materialized (
    select distinct on (s.person_id, s.kind, s.purpose, s.channel, s.address_hash) s.*
    from register.statement s where s.person_id in (_kept, _lost)
    order by s.person_id, s.kind, s.purpose, s.channel, s.address_hash, coalesce(s.withdrawn_at, s.given_at) desc,
      (s.withdrawn_at is null) = (s.kind in ('objection', 'restriction')) desc
  )
  select s.* from side s
  where exists (
    select from side o where o.person_id <> s.person_id and case
      when s.kind in ('objection', 'restriction', 'contract') then s.withdrawn_at is null and o.withdrawn_at is not null
        and (o.kind, o.purpose, o.channel, o.address_hash) is not distinct from (s.kind, s.purpose, s.channel, s.address_hash)
      else s.withdrawn_at is not null and o.withdrawn_at is null and o.kind in ('consent', 'similar-purchase') and o.purpose = s.purpose
    end)
$$;

-- Gives the rows of one person to another, and notes which; a row that the other has as well stays where it is.
create function duplicates.move(_merge uuid, _from uuid, _to uuid) returns void
language plpgsql set search_path = '' as $$
declare
  place record;
begin
  for place in select * from duplicates.tables() loop
    execute format($q$
      with gone as (
        update %1$s t set person_id = $1 where t.person_id = $2 %3$s returning %2$s as key
      )
      insert into duplicates.moved (merge_id, held_in, person_id, keys)
      select $3, $4, $1, jsonb_agg(g.key) from gone g having count(*) > 0$q$,
      place.name, duplicates.key_of(place.key),
      case when place.apart = '{}' then '' else format('and not exists (select from %s o where o.person_id = $1 and %s)', place.name,
        (select string_agg(format('o.%1$I = t.%1$I', k), ' and ') from unnest(place.apart) k)) end)
    using _to, _from, _merge, place.held_in;
  end loop;
  -- Whom a request turned out to be from stands in a step of it.
  with turned as (
    update rights.step s set details = jsonb_set(s.details, '{person}', to_jsonb(_to)) where s.details ->> 'person' = _from::text
    returning jsonb_build_object('id', s.id) as key
  )
  insert into duplicates.moved (merge_id, held_in, person_id, keys)
  select _merge, 'rights.step', _to, jsonb_agg(t.key) from turned t having count(*) > 0;
end $$;

-- Gives them back, as far as they are still there.
create function duplicates.move_back(_merge uuid, _from uuid, _to uuid) returns void
language plpgsql set search_path = '' as $$
declare
  place record;
begin
  for place in
    select t.*, m.keys from duplicates.moved m join duplicates.tables() t on t.held_in = m.held_in where m.merge_id = _merge
  loop
    execute format('update %s t set person_id = $1 where t.person_id = $2 and %s in (select jsonb_array_elements($3))',
      place.name, duplicates.key_of(place.key)) using _to, _from, place.keys;
  end loop;
  update rights.step s set details = jsonb_set(s.details, '{person}', to_jsonb(_to))
  from duplicates.moved m where m.merge_id = _merge and m.held_in = 'rights.step' and s.details ->> 'person' = _from::text
    and jsonb_build_object('id', s.id) in (select jsonb_array_elements(m.keys));
end $$;

-- Locks both, so that two who merge the same persons follow each other, whichever way round; refuses whom this login may not merge.
create function duplicates.lock_both(_kept uuid, _lost uuid) returns void language plpgsql set search_path = '' as $$
begin
  perform from register.person p where p.id in (_kept, _lost) order by p.id for update;
  if (select count(*) from register.person p where p.id in (_kept, _lost) and register.sees(p.standing)) < 2 then
    perform register.refuse('absent', 'register.person-absent');
  elsif exists (select from register.person p where p.id in (_kept, _lost) and p.standing & 1 = 1) then
    perform register.refuse('conflict', 'duplicates.restricted'); -- Art. 18(2)
  elsif not exists (select from notice.scope s where s.role = session_user and s.may_write) then
    perform register.refuse('forbidden', 'register.not-given');
  end if;
end $$;

-- Puts one row of a category by the set's function and answers its change, null when nothing changed.
create function duplicates.put(_asker register.asker, _action text, _category text, _source text, _ref text, _person uuid, _given jsonb, _undoes uuid)
returns uuid language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  last uuid;
  put uuid;
begin
  select c.id into last from register.change c where c.person_id = _person order by c.id desc limit 1;
  execute format('select register.%I($1, $2, $3, null, array[row($4, $4, $5, $6, $7)::register.incoming])', 'put_' || replace(_category, '-', '_'))
    using _asker, _action, _source, _person, _given, _ref, _undoes;
  select c.id into put from register.change c where c.person_id = _person and (last is null or c.id > last) order by c.id desc limit 1;
  return put;
end $$;

-- Merges `_lost` into `_kept`. Of categories with one row a person the kept one's values stay and its gaps are filled; `_chosen`,
-- {category: [columns]}, names those to be taken from the other instead. Answers the merge.
create function duplicates.merge(_token text, _kept uuid, _lost uuid, _chosen jsonb, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  merging uuid := register.new_id();
  from_whom text;
  category text;
  mine jsonb;
  theirs jsonb;
  wanted jsonb;
  part record;
  plan jsonb := '[]';
  step jsonb;
  done uuid[] := '{}';
  removals uuid[] := '{}';
  said uuid[] := '{}';
  word register.statement;
  latest timestamptz;
begin
  if _kept = _lost then
    perform register.refuse('invalid', 'duplicates.same-person');
  end if;
  perform duplicates.lock_both(_kept, _lost);
  from_whom := (select c.source from register.change c where c.person_id = _lost order by c.id limit 1);

  foreach category in array register.one_row_categories() loop
    theirs := duplicates.values_of(replace(category, '-', '_'), _lost, _lost);
    continue when theirs is null;
    mine := duplicates.values_of(replace(category, '-', '_'), _kept, _kept);
    wanted := (select coalesce(jsonb_object_agg(t.key, t.value), '{}') from jsonb_each(theirs) t
      where mine is null or not mine ? t.key or coalesce(_chosen -> category, '[]') ? t.key);
    for part in select * from duplicates.by_origin(_lost, category, _lost, wanted) loop
      plan := plan || jsonb_build_object('category', category, 'action', case when mine is null then 'add' else 'change' end,
        'source', coalesce(part.source, from_whom), 'ref', part.source_ref, 'given', part.given);
      mine := coalesce(mine, '{}');
    end loop;
    removals := removals || duplicates.put(asker, 'remove', category, from_whom, null, _lost, null, null);
  end loop;

  insert into duplicates.merge (id, person_id, kept, lost, opened, purpose, merged_at, merged_by, changes, removals, statements, passed)
  select merging, _kept, _kept, _lost, jsonb_build_object('at', p.created_at, 'by', p.created_by), asker.purpose, _at, asker.actor,
    '{}', removals, '{}', (select to_jsonb(r) from retention.passed r where r.person_id = _kept)
  from register.person p where p.id = _lost;
  for word in select * from duplicates.to_say_again(_kept, _lost) loop
    latest := (select max(greatest(s.given_at, s.withdrawn_at, _at)) from register.statement s
      where s.person_id in (_kept, _lost) and s.purpose is not distinct from word.purpose);
    word.person_id := _kept;
    word.id := register.new_id();
    if word.withdrawn_at is null then
      word.given_at := latest;
    else
      word.withdrawn_at := latest;
    end if;
    said := said || word.id;
    insert into register.statement (person_id, id, kind, purpose, channel, given_at, withdrawn_at, source, source_ref, wording,
      recorded_by, notice_version, address_hash, method, place, product_group, lang, age)
    select word.person_id, word.id, word.kind, word.purpose, word.channel, word.given_at, word.withdrawn_at, word.source, word.source_ref,
      word.wording, asker.actor, asker.notice_version, word.address_hash, word.method, word.place, word.product_group, word.lang, word.age;
  end loop;
  perform duplicates.move(merging, _lost, _kept);
  for step in select * from jsonb_array_elements(plan) loop
    done := done || duplicates.put(asker, step ->> 'action', step ->> 'category', step ->> 'source', step ->> 'ref', _kept, step -> 'given', null);
  end loop;
  -- Periods that run from what is gone already run from the later day of the two.
  insert into retention.passed as k (person_id, ended, contact, voucher)
  select _kept, r.ended, r.contact, r.voucher from retention.passed r where r.person_id = _lost
  on conflict (person_id) do update set ended = greatest(k.ended, excluded.ended), contact = greatest(k.contact, excluded.contact),
    voucher = greatest(k.voucher, excluded.voucher);
  update duplicates.merge m set changes = array_remove(done, null), statements = said where m.id = merging;
  update duplicates.proposal p set state = 'merged', decided_at = _at, decided_by = asker.actor
    where p.person_id = least(_kept, _lost) and p.other_id = greatest(_kept, _lost);
  delete from register.person p where p.id = _lost;
  perform register.relabel(array[_kept]);
  return merging;
end $$;

-- True when all that came from the other is there, or was removed by hand: retention and erasure leave no trace by which to part them.
create function duplicates.is_whole(_merge duplicates.merge) returns boolean language plpgsql stable set search_path = '' as $$
declare
  place record;
  whole boolean;
begin
  if exists (select from unnest(_merge.changes || _merge.removals) g (id)
    where not exists (select from register.change c where c.person_id = _merge.kept and c.id = g.id))
  then
    return false;
  end if;
  for place in
    select t.*, m.keys, s.category from duplicates.moved m join duplicates.tables() t on t.held_in = m.held_in
      left join notice.scope s on m.held_in = 'register.' || replace(s.category, '-', '_')
      where m.merge_id = _merge.id and (s.category is not null or m.held_in = 'register.statement')
      group by t.held_in, t.name, t.key, t.apart, m.keys, s.category
  loop
    execute format($q$
      select not exists (select from jsonb_array_elements($1) k (key)
        where not exists (select from %1$s t where t.person_id = $2 and t.id = (k.key ->> 'id')::uuid)
          and not exists (select from register.change c where c.person_id = $2 and c.category = $3
            and c.row_id = (k.key ->> 'id')::uuid and c.after is null))$q$, place.name)
    into whole using place.keys, _merge.kept, place.category;
    if not whole then
      return false;
    end if;
  end loop;
  return true;
end $$;

-- Takes back what a merge changed in a row of the kept person, as far as nobody has changed it since.
create function duplicates.take_back(_asker register.asker, _change register.change) returns void
language plpgsql set search_path = '' as $$
declare
  present jsonb := duplicates.values_of(replace(_change.category, '-', '_'), _change.person_id, _change.row_id);
  unmoved jsonb;
begin
  unmoved := (select coalesce(jsonb_object_agg(a.key, coalesce(_change.before -> a.key, 'null')), '{}')
    from jsonb_each(_change.after) a where coalesce(present -> a.key, 'null') = a.value);
  if present is null or unmoved = '{}' then
    return;
  elsif _change.before is null and present - array(select jsonb_object_keys(unmoved)) = '{}' then
    perform duplicates.put(_asker, 'remove', _change.category, _change.source, _change.source_ref, _change.person_id, null, _change.id);
  else
    perform duplicates.put(_asker, 'change', _change.category, _change.source, _change.source_ref, _change.person_id, unmoved, _change.id);
  end if;
end $$;

-- Parts them again: what came from the other goes back to them with whatever has become of it since; what came later is the kept one's.
create function duplicates.unmerge(_token text, _merge uuid, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  done duplicates.merge;
  change register.change;
begin
  select * into done from duplicates.merge m where m.id = _merge;
  if done.id is null then
    perform register.refuse('absent', 'duplicates.no-merge');
  end if;
  perform from register.person p where p.id = done.person_id for update;
  select * into done from duplicates.merge m where m.id = _merge; -- as it is now that nobody else can change it
  if not duplicates.sees(done.person_id) or not exists (select from notice.scope s where s.role = session_user and s.may_write) then
    perform register.refuse('absent', 'duplicates.no-merge');
  elsif done.undone_at is not null then
    perform register.refuse('conflict', 'duplicates.parted-already');
  elsif done.person_id <> done.kept or exists (select from duplicates.merge later
    where later.person_id = done.kept and later.kept = done.kept and later.undone_at is null and later.id > done.id)
  then
    perform register.refuse('conflict', 'duplicates.later-first');
  elsif not duplicates.is_whole(done) then
    perform register.refuse('conflict', 'duplicates.not-whole');
  end if;

  insert into register.person (id, created_at, created_by) values (done.lost, (done.opened ->> 'at')::timestamptz, done.opened ->> 'by');
  delete from register.statement s where s.person_id = done.kept and s.id = any (done.statements);
  for change in select c.* from register.change c where c.person_id = done.kept and c.id = any (done.changes) order by c.id desc loop
    perform duplicates.take_back(asker, change);
  end loop;
  perform duplicates.move_back(done.id, done.kept, done.lost);
  -- What has become since of a row that goes back goes with it.
  update register.change c set person_id = done.lost
  from duplicates.moved m cross join jsonb_array_elements(m.keys) k (key)
  where m.merge_id = done.id and c.person_id = done.kept and m.held_in = 'register.' || replace(c.category, '-', '_')
    and c.row_id = (k.key ->> 'id')::uuid;
  for change in select c.* from register.change c where c.person_id = done.lost and c.id = any (done.removals) order by c.id loop
    perform duplicates.put(asker, 'add', change.category, change.source, change.source_ref, done.lost, change.before, change.id);
  end loop;
  delete from retention.passed r where r.person_id = done.kept
    and exists (select from retention.passed o where o.person_id = done.lost);
  insert into retention.passed select (jsonb_populate_record(null::retention.passed, done.passed)).* where done.passed is not null
  on conflict do nothing;
  perform register.relabel(array[done.kept, done.lost]);
  delete from duplicates.moved m where m.merge_id = done.id;
  update duplicates.merge m set undone_at = _at, undone_by = asker.actor where m.id = done.id;
  update duplicates.proposal p set state = 'dismissed', decided_at = _at, decided_by = asker.actor
    where p.person_id = least(done.kept, done.lost) and p.other_id = greatest(done.kept, done.lost);
  return done.lost;
end $$;

-- Who has everything of a person that was merged away, if the purpose sees them.
create function duplicates.survivor_of(_token text, _person uuid) returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return (select m.person_id from duplicates.merge m
    where m.lost = _person and m.undone_at is null and duplicates.sees(m.person_id) order by m.id desc limit 1);
end $$;

-- Merges that a person is the outcome of, the latest first; `parting`: why it cannot be undone now, null when it can.
create function duplicates.merges_of(_token text, _person uuid)
returns table (id uuid, lost uuid, merged_at timestamptz, merged_by text, undone_at timestamptz, undone_by text, parting text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  if not duplicates.sees(_person) then
    return;
  end if;
  return query
    select m.id, m.lost, m.merged_at, m.merged_by, m.undone_at, m.undone_by, case
        when m.undone_at is not null then 'duplicates.parted-already'
        when m.kept <> _person or exists (select from duplicates.merge l where l.person_id = _person and l.kept = _person
          and l.undone_at is null and l.id > m.id) then 'duplicates.later-first'
        when not duplicates.is_whole(m) then 'duplicates.not-whole' end
    from duplicates.merge m where m.person_id = _person order by m.id desc;
end $$;

grant execute on function duplicates.merge, duplicates.unmerge, duplicates.merges_of, duplicates.survivor_of to public; -- whoever has no actor token is refused

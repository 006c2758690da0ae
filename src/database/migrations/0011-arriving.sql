-- Arrivals reach the register by the set, a change row behind every value, and each of them once: what is written and what became of
-- the arrival are one transaction.

create function arrivals.reference_hash(_reference text) returns bytea language sql immutable strict parallel safe set search_path = '' as
  $$ select sha256(convert_to(_reference, 'UTF8')) $$;

-- The connection, for the purpose that it is taken for only.
create function arrivals.connection_of(_asker register.asker, _connection uuid) returns arrivals.connection
language plpgsql stable set search_path = '' as $$
declare
  found arrivals.connection;
begin
  select * into found from arrivals.connection c where c.id = _connection and c.purpose = _asker.purpose;
  if found.id is null then
    perform register.refuse('absent', 'arrivals.no-connection');
  end if;
  return found;
end $$;

-- Persons of the register with one of these keys: by e-mail address, else by telephone number and name, or by the number alone where it is
-- the sender's own address (a text message) and no name is told,
-- else as the one who had a message of ours that it answers. They are found whether the
-- purpose sees them or not, so that nobody is in the register twice; who is not seen is not written about (arrivals.settle).
create function arrivals.persons_of(_asked jsonb) returns table (arrival uuid, persons uuid[])
language plpgsql stable set search_path = '' as $$
declare
  name text := 'null';
  by_email text := 'select null::uuid, null::uuid where false';
  by_phone text := by_email;
begin
  if register.has_column('contact_points', 'email_key') then
    by_email := 'select k.arrival, c.person_id from keys k join register.contact_points c on register.sought(c.email_key) = k.email';
  end if;
  if register.has_column('contact_points', 'phone') and to_regclass('register.identity') is not null then
    select coalesce(string_agg('i.' || c, ', ' order by c desc), 'null') into name -- given_name before family_name
      from unnest(array['given_name', 'family_name']) c where register.has_column('identity', c);
    by_phone := 'select k.arrival, c.person_id from keys k join register.contact_points c on register.sought(c.phone) = k.phone
      left join register.identity i on i.person_id = c.person_id
      where k.name is null or lower(concat_ws('' '', ' || name || ') collate "und-x-icu") = k.name';
  end if;
  return query execute '
    with keys as materialized (select * from jsonb_to_recordset($1) as k (arrival uuid, email text, phone text, name text, answers jsonb)),
    by_email (arrival, person_id) as (' || by_email || '), by_phone (arrival, person_id) as (' || by_phone || '),
    by_address as (select * from by_email union all
      select p.* from by_phone p where not exists (select from by_email e where e.arrival = p.arrival)),
    by_answer as (select k.arrival, m.person_id from keys k cross join jsonb_array_elements_text(coalesce(k.answers, ''[]'')) a (message)
      join mail.message m on m.id = a.message::uuid join register.person r on r.id = m.person_id)
    select h.arrival, array_agg(distinct h.person_id) from (
      select * from by_address union all
      select b.* from by_answer b where not exists (select from by_address e where e.arrival = b.arrival)) h
    group by h.arrival' using _asked;
end $$;

-- What the register knows of what these arrivals are about. `_asked`: {arrival, email, phone, name, handle, group, reference} or, of a thing
-- that is sought by the number of its order, `sought` instead of the last two. The arrivals
-- and their things are locked until the transaction ends; what is settled already is left out.
create function arrivals.look_up(_token text, _connection uuid, _asked jsonb)
returns table (arrival uuid, persons uuid[], has_choice boolean, choice uuid, thing_person uuid, told jsonb, rows jsonb, erased boolean,
  found_group uuid, found_hash text)
language plpgsql security definer set search_path = '' set enable_seqscan = off set jit = off as $$
declare
  asker register.asker := register.asker_of(_token);
  via arrivals.connection := arrivals.connection_of(asker, _connection);
begin
  perform from arrivals.arrival a
    where a.id in (select (q ->> 'arrival')::uuid from jsonb_array_elements(_asked) q) and a.connection_id = via.id
    order by a.id for update;
  return query
    with asked as materialized (
      select q.arrival, q."group", q.reference, q.sought, q.handle
      from jsonb_to_recordset(_asked) as q (arrival uuid, "group" uuid, reference text, sought text, handle text)
      join arrivals.arrival a on a.id = q.arrival and a.state = 'accepted' and a.connection_id = via.id
    )
    select q.arrival, coalesce(p.persons, array(select h.person_id from arrivals.handle h
        where h.connection_id = via.id and h.handle_hash = arrivals.reference_hash(q.handle))), c.arrival_id is not null, c.person_id, t.person_id,
      coalesce(t.told, '{}'), coalesce(t.rows, '{}'), coalesce(t.erased, false),
      case when q.sought is not null then t.group_id end, case when q.sought is not null then encode(t.reference_hash, 'hex') end
    from asked q
    left join arrivals.persons_of(_asked) p on p.arrival = q.arrival
    left join arrivals.choice c on c.arrival_id = q.arrival
    -- What is sought by its number is found when it is one alone.
    left join lateral (select (array_agg(s.group_id))[1] as group_id, (array_agg(s.reference_hash))[1] as reference_hash from arrivals.thing s
      where s.person_id = any (p.persons) and s.told #>> '{snapshot,value,number}' = q.sought having count(*) = 1) s on q.sought is not null
    left join arrivals.thing t on t.group_id = coalesce(s.group_id, q."group")
      and t.reference_hash = coalesce(s.reference_hash, arrivals.reference_hash(q.reference));
end $$;

-- What the persons of these plans have said, as far as it is new. A permit whose person has objected, or has withdrawn it since, is not
-- recorded; a prohibition always is, where it cannot be told whose it is with each who may be meant (`whose`).
create function arrivals.record_words(_asker register.asker, _via arrivals.connection, _plans jsonb) returns void
language plpgsql set search_path = '' as $$
declare
  persons uuid[] := array(select distinct coalesce(s ->> 'whose', p ->> 'person')::uuid
    from jsonb_array_elements(_plans) p, jsonb_array_elements(p -> 'said') s);
begin
  perform from register.person p where p.id = any (persons) order by p.id for no key update;
  with said as (
    select coalesce(s.whose, p.person) as person, p.reference, s.* from jsonb_to_recordset(_plans) as p (person uuid, reference text, said jsonb)
    cross join lateral jsonb_to_recordset(p.said) as s (whose uuid, kind text, purpose text, channel text, given_at timestamptz,
      wording text, method text, place text, product_group text, lang text, age text)
  ),
  standing as materialized (select * from register.standing_statements(persons))
  insert into register.statement (person_id, id, kind, purpose, channel, given_at, source, source_ref, wording, recorded_by,
    notice_version, method, place, product_group, lang, age)
  select s.person, register.new_id(), s.kind, s.purpose, s.channel, s.given_at, _via.source, s.reference, s.wording, _asker.actor,
    _asker.notice_version, s.method, s.place, s.product_group, s.lang, s.age
  from said s
  where not exists (select from standing k where k.person_id = s.person and k.kind = s.kind
      and k.purpose is not distinct from s.purpose and k.channel is not distinct from s.channel)
    and (s.kind not in ('consent', 'similar-purchase') or not exists (
      select from standing o where o.person_id = s.person and o.kind = 'objection'
        and coalesce(o.purpose, s.purpose) = s.purpose and coalesce(o.channel, s.channel) is not distinct from s.channel
      union all
      select from said o where o.person = s.person and o.kind = 'objection'
        and coalesce(o.purpose, s.purpose) = s.purpose and coalesce(o.channel, s.channel) is not distinct from s.channel
      union all
      select from register.statement w where w.person_id = s.person and w.kind in ('consent', 'similar-purchase')
        and w.purpose = s.purpose and w.channel is not distinct from s.channel and w.withdrawn_at >= s.given_at));
  if found then
    perform register.relabel(persons);
  end if;
end $$;

-- Writes the rows of one category. A row that is known by its id takes every value (`row_id`), one that is found by its anchor only
-- those that it lacks; one that was known and is not there any more stays away: somebody has removed it.
create function arrivals.write_rows(_asker register.asker, _via arrivals.connection, _category text, _parts jsonb) returns void
language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  is_one boolean := _category = any (register.one_row_categories());
  must boolean := exists (select from notice.required r where r.category = _category);
  changes record;
begin
  for changes in execute format($sql$
    with given as materialized (
      select row_number() over () as n, g.* from jsonb_to_recordset($1) as g (person uuid, reference text, anchor jsonb, given jsonb,
        row_id uuid, known boolean, gone boolean)
    ),
    existing as materialized (
      select t.person_id, t.id, to_jsonb(t) as now, lower(jsonb_strip_nulls(to_jsonb(t))::text)::jsonb as low
      from register.%1$I t where t.person_id in (select g.person from given g)
    ),
    found as (
      select distinct on (g.n) g.*, x.id as found_id, x.now
      from given g left join existing x on x.person_id = g.person
        and case when g.row_id is null then x.low @> g.anchor else x.id = g.row_id end
      order by g.n, x.id
    ),
    planned as (
      select f.person, f.reference, coalesce(f.found_id, f.row_id, case when $2 then f.person else register.new_id() end) as row_id,
        case when f.found_id is null then 'add' when f.gone then 'remove' else 'change' end as action,
        case when f.found_id is null or f.row_id is not null then f.given else (
          select jsonb_object_agg(v.key, v.value) from jsonb_each(f.given) v where coalesce(f.now -> v.key, 'null') = 'null') end as delta
      from found f
      where not (f.found_id is null and (coalesce(f.known, false) or coalesce(f.gone, false)))
    )
    select p.action, array_agg(row(p.person, p.row_id, p.delta, p.reference, null)::register.incoming) as rows
    from planned p where p.delta is not null group by p.action
  $sql$, replace(_category, '-', '_')) using _parts, is_one
  loop
    execute format('select register.%I($1, $2, $3, null, $4)', 'put_' || replace(_category, '-', '_'))
      using _asker, changes.action, _via.source, changes.rows;
    if must and changes.action <> 'remove' then
      execute format('select register.%I(r.person_id, r.row_id) from unnest($1) r', 'require_' || replace(_category, '-', '_'))
        using changes.rows;
    end if;
  end loop;
end $$;

-- Refuses what the notice does not let this connection write, and what is about persons whom its purpose does not see.
create function arrivals.allow(_via arrivals.connection, _parts jsonb) returns void language plpgsql set search_path = '' as $$
declare
  part record;
begin
  if not exists (select from notice.source s where s.source = _via.source) then
    perform register.refuse('invalid', 'arrivals.source-not-declared', jsonb_build_object('source', left(_via.source, 60)));
  end if;
  for part in select p.category, array_agg(distinct k.name) as columns, array_agg(distinct p.person) filter (where not p.opens) as persons
    from jsonb_to_recordset(_parts) as p (category text, given jsonb, person uuid, opens boolean),
      jsonb_object_keys(p.given) as k (name) group by p.category
  loop
    perform register.allow_import(part.category, part.columns, _via.source);
    if exists (select from register.person p, notice.scope s where p.id = any (part.persons) and s.role = session_user
      and s.category = part.category and (p.standing & s.mask) <> s.value)
    then
      perform register.refuse('conflict', 'arrivals.out-of-sight');
    end if;
  end loop;
end $$;

-- An address of somebody who was erased comes back by an act of their own since then, which is put down, or not at all.
create function arrivals.take_up(_asker register.asker, _plans jsonb, _at timestamptz) returns void language plpgsql set search_path = '' as $$
declare
  back record;
  has boolean;
begin
  if not exists (select from rights.suppression s where s.taken_up_at is null) or to_regclass('register.contact_points') is null then
    return;
  end if;
  for back in
    select p.arrival, p.person, p.act, part.given ->> 'email' as email, part.given ->> 'phone' as phone, h.hashes,
      rights.suppressed_since(h.hashes) as since
    from jsonb_to_recordset(_plans) as p (arrival uuid, person uuid, act jsonb, parts jsonb)
    cross join lateral jsonb_to_recordset(p.parts) as part (category text, given jsonb)
    cross join lateral (select coalesce((select nullif(lower(concat_ws(' ', i.given ->> 'given_name', i.given ->> 'family_name')
        collate "und-x-icu"), '') from jsonb_to_recordset(p.parts) as i (category text, given jsonb) where i.category = 'identity' limit 1),
      rights.name_of(p.person)) as name) n
    cross join lateral (select array(select rights.suppression_hashes(array[part.given ->> 'email'], array[part.given ->> 'phone'], n.name))
      as hashes) h
    where part.category = 'contact-points' and part.given ?| array['email', 'phone'] and rights.is_suppressed(h.hashes)
  loop
    execute 'select exists (select from register.contact_points c where c.person_id = $1
      and (lower(to_jsonb(c) ->> ''email'') = lower($2) or to_jsonb(c) ->> ''phone'' = $3))' into has using back.person, back.email, back.phone;
    continue when has;
    if back.since >= coalesce((back.act ->> 'at')::timestamptz, '-infinity') then
      perform register.refuse('conflict', 'rights.suppressed');
    end if;
    perform rights.take_up_hashes(back.hashes, _asker.actor, back.act ->> 'kind', 'arrival:' || back.arrival, _at);
  end loop;
end $$;

-- Writes what these arrivals of one connection say, and what became of them. A plan: {arrival, state, reason, args, details, person,
-- opens, reference, act: {kind, at}, said, parts, thing: {group, reference, category, told, rows}, inform: {by, obtained}, shown: {place,
-- lang, noticeVersion, at}, task: {title, due}}. Called after look_up in the
-- same transaction, whose locks it stands on; all of it happens, or none.
create function arrivals.settle(_token text, _connection uuid, _plans jsonb, _at timestamptz) returns void
language plpgsql security definer set search_path = '' set jit = off as $$
declare
  asker register.asker := register.asker_of(_token);
  via arrivals.connection := arrivals.connection_of(asker, _connection);
  began uuid;
  parts jsonb;
  category text;
  todo record;
begin
  if (select count(*) from jsonb_array_elements(_plans)) <> (select count(*) from arrivals.arrival a
    where a.state = 'accepted' and a.connection_id = via.id and a.id in (select (p ->> 'arrival')::uuid from jsonb_array_elements(_plans) p))
  then
    perform register.refuse('conflict', 'arrivals.settled-meanwhile');
  end if;
  perform from register.person p
    where p.id in (select (q ->> 'person')::uuid from jsonb_array_elements(_plans) q) order by p.id for no key update;
  began := register.new_id(); -- what is written of these persons from here on is of these arrivals

  select coalesce(jsonb_agg(part.value || jsonb_build_object('person', p.person, 'opens', p.opens, 'reference', p.reference)
      order by p.arrival, part.ordinality), '[]') into parts
    from jsonb_to_recordset(_plans) as p (arrival uuid, person uuid, opens boolean, reference text, parts jsonb)
    cross join lateral jsonb_array_elements(p.parts) with ordinality part;

  insert into register.person (id, created_by)
    select p.person, asker.actor from jsonb_to_recordset(_plans) as p (person uuid, opens boolean) where p.opens;
  insert into register.change (person_id, id, actor, purpose, source, source_ref, notice_version, category, row_id, after)
    select p.person, register.new_id(), asker.actor, asker.purpose, via.source, p.reference, asker.notice_version, 'person', p.person, '{}'
    from jsonb_to_recordset(_plans) as p (person uuid, opens boolean, reference text) where p.opens;
  perform arrivals.take_up(asker, _plans, _at);
  perform arrivals.record_words(asker, via, _plans);
  perform arrivals.allow(via, parts);
  -- An address stands before what is required of the person is asked for.
  for category in select distinct p ->> 'category' from jsonb_array_elements(parts) p order by 1 loop
    perform arrivals.write_rows(asker, via, category,
      (select jsonb_agg(p) from jsonb_array_elements(parts) p where p ->> 'category' = category));
  end loop;

  insert into arrivals.wrote as w (arrival_id, person_id, id, waited, opened, changes, statements, thing_group, thing_hash, thing_before)
    select p.arrival, p.person, register.new_id(), p.state = 'waiting', p.opens,
      array(select c.id from register.change c where c.person_id = p.person and c.id > began order by c.id),
      array(select s.id from register.statement s where s.person_id = p.person and s.id > began),
      k.thing_group, k.thing_hash, case when t.group_id is not null
        then jsonb_build_object('person', t.person_id, 'told', t.told, 'rows', t.rows, 'at', t.at) end
    from jsonb_to_recordset(_plans) as p (arrival uuid, person uuid, state text, opens boolean, thing jsonb)
    cross join lateral (select (p.thing ->> 'group')::uuid as thing_group,
      coalesce(decode(p.thing ->> 'hash', 'hex'), arrivals.reference_hash(p.thing ->> 'reference')) as thing_hash) k
    left join arrivals.thing t on t.group_id = k.thing_group and t.reference_hash = k.thing_hash
    where p.state in ('written', 'waiting')
    on conflict (arrival_id) do update set person_id = excluded.person_id, waited = excluded.waited, opened = excluded.opened,
      changes = excluded.changes, statements = excluded.statements; -- one that waited is tried again: before it is what was before the first time

  insert into arrivals.thing as t (group_id, reference_hash, person_id, category, told, rows, at)
    select (p.thing ->> 'group')::uuid, coalesce(decode(p.thing ->> 'hash', 'hex'), arrivals.reference_hash(p.thing ->> 'reference')), p.person, p.thing ->> 'category',
      p.thing -> 'told', p.thing -> 'rows', _at
    from jsonb_to_recordset(_plans) as p (person uuid, thing jsonb) where jsonb_typeof(p.thing) = 'object'
    on conflict (group_id, reference_hash) do update set person_id = coalesce(t.person_id, excluded.person_id), told = excluded.told,
      rows = excluded.rows, at = excluded.at;
  insert into arrivals.informing (person_id, id, arrival_id, source, obtained, inform_by)
    select p.person, register.new_id(), p.arrival, via.source, (p.inform ->> 'obtained')::date, (p.inform ->> 'by')::date
    from jsonb_to_recordset(_plans) as p (arrival uuid, person uuid, inform jsonb)
    where jsonb_typeof(p.inform) = 'object' and p.person is not null
      and not exists (select from arrivals.informing i where i.person_id = p.person and i.source = via.source);

  insert into arrivals.shown (person_id, id, arrival_id, place, lang, notice_version, at)
    select p.person, register.new_id(), p.arrival, s.place, s.lang, s."noticeVersion", s.at
    from jsonb_to_recordset(_plans) as p (arrival uuid, person uuid, shown jsonb)
    cross join lateral jsonb_to_record(p.shown) as s (place text, lang text, "noticeVersion" int, at timestamptz)
    where jsonb_typeof(p.shown) = 'object' and p.person is not null;

  insert into arrivals.handle (connection_id, handle_hash, person_id, arrival_id)
    select via.id, arrivals.reference_hash(p.handle), p.person, p.arrival from jsonb_to_recordset(_plans) as p (arrival uuid, handle text, person uuid)
    where p.handle is not null and p.person is not null on conflict do nothing;

  update arrivals.arrival a set state = p.state, reason = p.reason, args = p.args, settled_at = _at, person_id = p.person,
      thing_group = (p.thing ->> 'group')::uuid, thing_reference = p.thing ->> 'reference', reference = p.reference
    from jsonb_to_recordset(_plans) as p (arrival uuid, state text, reason text, args jsonb, person uuid, thing jsonb, reference text)
    where a.id = p.arrival;
  insert into arrivals.step (arrival_id, id, at, actor, did, details)
    select p.arrival, register.new_id(), _at, asker.actor, p.state, coalesce(p.details, '{}')
    from jsonb_to_recordset(_plans) as p (arrival uuid, state text, details jsonb);
  -- What staff have to do is one task a reference, however often it is told; it is about its person as soon as that is known.
  for todo in
    select p.arrival, p.person, w.*, (select b.task_id from arrivals.arrival b
      where b.connection_id = via.id and b.reference = p.reference and b.task_id is not null limit 1) as task
    from jsonb_to_recordset(_plans) as p (arrival uuid, person uuid, reference text, task jsonb)
    cross join lateral jsonb_to_record(p.task) as w (title text, due date) where jsonb_typeof(p.task) = 'object'
  loop
    if todo.task is null then
      update arrivals.arrival a set task_id = tasks.add(_token, todo.person, todo.title, null, todo.due, _at) where a.id = todo.arrival;
    elsif todo.person is not null then
      perform tasks.tell_person(todo.task, todo.person);
    end if;
  end loop;
  -- What waited for the thing to be told of has its place now.
  with came as (
    update arrivals.arrival a set state = 'written', reason = null, args = null, settled_at = _at, person_id = p.person
    from jsonb_to_recordset(_plans) as p (person uuid, state text, thing jsonb)
    where p.state = 'written' and p.person is not null and a.state = 'waiting' and a.thing_group = (p.thing ->> 'group')::uuid
      and a.thing_reference = p.thing ->> 'reference'
    returning a.id, a.person_id
  ),
  theirs as (update arrivals.wrote w set person_id = c.person_id from came c where w.arrival_id = c.id)
  insert into arrivals.step (arrival_id, id, at, actor, did) select id, register.new_id(), _at, asker.actor, 'written' from came;
end $$;

-- What asks for a right is a request from the moment when it came, whatever becomes of the arrival; each is one request, however often
-- it is tried. `_who`: {email, phone, name} as look_up takes them; its person where that is exactly one. For the rights purpose alone.
create function arrivals.open_request(_token text, _arrival uuid, _kind text, _channel text, _due date, _requester text, _asked text,
  _who jsonb, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  came arrivals.arrival;
  persons uuid[];
begin
  perform register.asker_of(_token);
  perform register.need_rights();
  select * into came from arrivals.arrival a where a.id = _arrival for update;
  if came.id is null or came.request_id is not null then
    return;
  end if;
  select p.persons into persons from arrivals.persons_of(jsonb_build_array(_who || jsonb_build_object('arrival', _arrival))) p;
  update arrivals.arrival a set request_id = rights.record_request(_token, _kind,
      case when cardinality(persons) = 1 then persons[1] end, _channel, came.at, _due, _requester, _asked, greatest(_at, came.at))
    where a.id = _arrival;
end $$;

grant execute on function arrivals.open_request to public; -- refused to all but the rights purpose
grant execute on function arrivals.look_up, arrivals.settle to public; -- refused without a token, and to every purpose but the connection's

-- ── Whoever leaves ──────────────────────────────────────────────────────────────────────────────────────────────────

-- Called by rights.forget_elsewhere. What came of them is not to be read any more, and a late word of it finds that they have left.
create function arrivals.forget(_persons uuid[]) returns void language sql set search_path = '' as $$
  update arrivals.thing set person_id = null, told = '{}', rows = '{}', erased = true where person_id = any (_persons);
  update arrivals.step s set details = '{}' from arrivals.arrival a where a.id = s.arrival_id and a.person_id = any (_persons);
  update arrivals.arrival set person_id = null, reference = null, thing_reference = null, request_id = null, task_id = null, args = null, sealed = null
    where person_id = any (_persons);
  delete from arrivals.choice where person_id = any (_persons);
  delete from arrivals.handle where person_id = any (_persons);
  delete from arrivals.informing where person_id = any (_persons)
$$;

-- Things whose rows retention has removed, or that nobody's order ever joined, are kept no longer than what came is, nor is what
-- stood before it.
create function arrivals.tidy_things(_before timestamptz) returns int language plpgsql security definer set search_path = '' as $$
declare
  category text;
  gone int := 0;
  removed int;
begin
  delete from arrivals.wrote w using arrivals.arrival a where a.id = w.arrival_id and a.sealed is null;
  delete from arrivals.thing t where t.person_id is null and not t.erased and t.at < _before;
  get diagnostics gone = row_count;
  for category in select distinct t.category from arrivals.thing t where t.person_id is not null loop
    continue when to_regclass('register.' || quote_ident(replace(category, '-', '_'))) is null;
    execute format('delete from arrivals.thing t where t.person_id is not null and t.category = $1 and t.at < $2 and t.rows <> ''{}''
      and not exists (select from register.%I r where r.person_id = t.person_id and r.id in (select (e.value #>> ''{}'')::uuid from jsonb_each(t.rows) e))',
      replace(category, '-', '_')) using category, _before;
    get diagnostics removed = row_count;
    gone := gone + removed;
  end loop;
  return gone;
end $$;
grant execute on function arrivals.tidy_things to {{app}};

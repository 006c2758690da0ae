-- An arrival is taken back: what it wrote and nothing else, refused where somebody has changed it since; what a person has forbidden stays.

-- What somebody who goes has forbidden is obeyed at their addresses, as of an address of nobody (permissions.barred).
create function arrivals.keep_prohibitions(_asker register.asker, _source text, _person uuid) returns void
language plpgsql set search_path = '' as $$
declare
  way record;
begin
  for way in select * from (values ('email', 'email'), ('sms', 'phone'), ('phone', 'phone')) w (channel, col)
    where register.has_column('contact_points', w.col)
  loop
    execute format('insert into permissions.barred as b (hash, purpose, channel, since, source, source_ref, recorded_by)
      select register.address_hash(c.%I), coalesce(w.purpose, ''''), $1, max(w.given_at), $2, '''', $3
      from register.contact_points c join register.standing_words(array[$4]) w on w.person_id = c.person_id
      where c.person_id = $4 and c.%1$I is not null and w.kind = ''objection'' and coalesce(w.channel, $1) = $1
        and coalesce(w.address_hash = register.address_hash(c.%1$I), true)
      group by 1, 2
      on conflict (hash, purpose, channel) do update set since = greatest(b.since, excluded.since), import_id = null', way.col)
    using way.channel, _source, _asker.actor, _person;
  end loop;
end $$;

-- Refuses what cannot be taken back whole: what was opened has been merged, something has been told or added since.
create function arrivals.may_take_back(_did arrivals.wrote) returns void
language plpgsql set search_path = '' as $$
declare
  other text;
begin
  if exists (select from arrivals.wrote l where l.id > _did.id
    and (l.thing_group = _did.thing_group and l.thing_hash = _did.thing_hash or _did.opened and l.person_id = _did.person_id))
  then
    perform register.refuse('conflict', 'arrivals.undo-later-first');
  elsif (select count(*) from register.change c where c.id = any (_did.changes)) <> cardinality(_did.changes) then
    perform register.refuse('conflict', 'arrivals.undo-too-late');
  elsif not _did.opened then
    return;
  elsif not exists (select from register.change c where c.person_id = _did.person_id and c.id = any (_did.changes) and c.row_id = c.person_id
    and c.category = 'person')
  then
    perform register.refuse('conflict', 'arrivals.undo-merged');
  elsif exists (select from rights.request r where r.person_id = _did.person_id) then
    perform register.refuse('conflict', 'arrivals.undo-request');
  end if;
  select c.category into other from register.change c where c.person_id = _did.person_id and c.id <> all (_did.changes)
    and c.undoes is null and c.id <> all (register.undone(c.person_id)) limit 1;
  if other is null and exists (select from register.statement s
    where s.person_id = _did.person_id and s.id <> all (_did.statements) and s.kind <> 'objection') then
    other := 'permissions';
  end if;
  if other is not null then
    perform register.refuse('conflict', 'arrivals.undo-changed', jsonb_build_object('category', other));
  end if;
end $$;

-- Puts back what the changes replaced, the last one first.
create function arrivals.put_back(_token text, _changes uuid[]) returns void language plpgsql set search_path = '' as $$
declare
  change record;
begin
  for change in select c.id, c.category from register.change c where c.id = any (_changes) order by c.id desc loop
    begin
      perform register.undo(_token, change.id);
    exception when sqlstate 'SE001' then
      if sqlerrm = 'register.changed-meanwhile' then
        perform register.refuse('conflict', 'arrivals.undo-changed', jsonb_build_object('category', change.category));
      end if;
      raise;
    end;
  end loop;
end $$;

-- What was told of the thing is as it was before the arrival, and who waited for its word waits again.
create function arrivals.untell(_asker register.asker, _did arrivals.wrote, _at timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
  if _did.thing_before is null then
    delete from arrivals.thing t where t.group_id = _did.thing_group and t.reference_hash = _did.thing_hash;
  else
    update arrivals.thing t set told = _did.thing_before -> 'told', rows = _did.thing_before -> 'rows', at = (_did.thing_before ->> 'at')::timestamptz,
      person_id = case when _did.thing_before ->> 'person' is not null then t.person_id end
    where t.group_id = _did.thing_group and t.reference_hash = _did.thing_hash;
  end if;
  with waits as (
    update arrivals.wrote w set person_id = null where w.thing_group = _did.thing_group and w.thing_hash = _did.thing_hash and w.waited
      and w.person_id is not null and _did.thing_before ->> 'person' is null returning w.arrival_id
  ),
  again as (
    update arrivals.arrival a set state = 'waiting', reason = 'not-told-yet', person_id = null from waits w where a.id = w.arrival_id returning a.id
  )
  insert into arrivals.step (arrival_id, id, at, actor, did) select a.id, register.new_id(), _at, _asker.actor, 'waiting' from again a;
end $$;

-- Takes an arrival back and answers what went: {values, statements, prohibitions: those that stay, person: whether they go, task}. Without
-- `_at` it is only tried. `_why`: a word of src/arrivals/take-back.ts.
create function arrivals.take_back(_token text, _arrival uuid, _why text, _at timestamptz default null) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  came arrivals.arrival;
  did arrivals.wrote;
  moment timestamptz := coalesce(_at, now());
  back int := 0;
  unsaid int := 0;
  kept int := 0;
  undone_task boolean := false;
begin
  select a.* into came from arrivals.arrival a join arrivals.connection c on c.id = a.connection_id and c.purpose = asker.purpose
    where a.id = _arrival for update of a;
  select * into did from arrivals.wrote w where w.arrival_id = came.id;
  if came.id is null then
    perform register.refuse('absent', 'arrivals.absent');
  elsif came.state not in ('written', 'waiting') then
    perform register.refuse('conflict', 'arrivals.undo-not-written');
  elsif did.id is null then
    perform register.refuse('conflict', 'arrivals.undo-too-late');
  end if;
  perform from register.person p where p.id = did.person_id or p.id in (select c.person_id from register.change c where c.id = any (did.changes))
    order by p.id for update;
  if exists (select from register.person p where p.id = did.person_id and not register.sees(p.standing)) then
    perform register.refuse('conflict', 'arrivals.out-of-sight');
  end if;
  perform arrivals.may_take_back(did);

  begin
    if not did.opened then
      perform arrivals.put_back(_token, did.changes);
    end if;
    select count(distinct c.row_id) into back from register.change c where c.id = any (did.changes) and c.category <> 'person';
    kept := (select count(*) from register.statement s where s.person_id = did.person_id and s.kind = 'objection'
      and (did.opened or s.id = any (did.statements)));
    delete from register.statement s where s.id = any (did.statements) and s.person_id = did.person_id and s.kind <> 'objection';
    get diagnostics unsaid = row_count;
    perform register.relabel(array[did.person_id]);
    delete from arrivals.informing i where i.arrival_id = came.id and i.told_at is null;
    delete from arrivals.shown s where s.arrival_id = came.id and s.person_id = did.person_id;
    delete from arrivals.handle h where h.arrival_id = came.id;
    delete from arrivals.choice c where c.arrival_id = came.id;
    update rights.suppression s set taken_up_at = null, taken_up_by = null, act = null, reason = null where s.reason = 'arrival:' || came.id;
    delete from tasks.task t where t.id = came.task_id and not exists (select from tasks.turn n where n.task_id = t.id and n.did <> 'made');
    undone_task := found;
    perform arrivals.untell(asker, did, moment);
    delete from arrivals.wrote w where w.arrival_id = came.id;
    update arrivals.arrival a set state = 'ignored', reason = 'taken-back', args = null, settled_at = moment, person_id = null, thing_group = null,
      thing_reference = null, task_id = null where a.id = came.id;
    insert into arrivals.step (arrival_id, id, at, actor, did, details)
      values (came.id, register.new_id(), moment, asker.actor, 'taken-back', jsonb_build_object('why', _why));
    if did.opened then
      perform arrivals.keep_prohibitions(asker, (select c.source from arrivals.connection c where c.id = came.connection_id), did.person_id);
      perform register.forget(array[did.person_id]);
    end if;
    if _at is null then
      raise exception using errcode = 'SE002', message = 'only tried';
    end if;
  exception when sqlstate 'SE002' then
    null; -- everything since `begin` is as it was, and the numbers stand
  end;
  return jsonb_build_object('values', back, 'statements', unsaid, 'prohibitions', kept, 'person', did.opened, 'task', undone_task);
end $$;
grant execute on function arrivals.take_back to public; -- refused without a token, and to every purpose but the connection's

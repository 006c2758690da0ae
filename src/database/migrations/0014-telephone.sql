-- Recordings of calls: a file of the home each, encrypted, only where the notice names them for the category, for as long as it keeps the call.

create schema telephone;
grant usage on schema telephone to {{app}}, public;

-- The file is written after the row, so that a file without a row is nobody's. Its folder is named after the table (rights.files_of).
create table telephone.recording (
  person_id uuid not null,
  id uuid not null, -- of its file too
  event_id uuid not null, -- the call: its row of service-events
  name text not null,
  type text not null,
  bytes int not null,
  at timestamptz not null,
  by text not null,
  connection_id uuid references arrivals.connection, -- fetched by it, and kept no longer than its settings say
  kept boolean not null default false,
  primary key (person_id, id)
);
alter table telephone.recording alter name set statistics 0; -- docs/decisions/0003

-- Refuses a purpose that the notice does not give recordings of calls (to write them), and a call that it does not see.
create function telephone.need_call(_asker register.asker, _person uuid, _event uuid, _writes boolean) returns void
language plpgsql set search_path = '' as $$
declare
  scope notice.scope := register.scope_of('service-events');
  seen boolean;
begin
  if 'recording' <> all (scope.columns) or (_writes and not scope.may_write) then
    perform register.refuse('forbidden', 'telephone.not-declared');
  end if;
  if _event is not null then
    execute 'select exists (select from register.service_events e where e.person_id = $1 and e.id = $2 and (e.standing & $3) = $4)'
      into seen using _person, _event, scope.mask, scope.value;
    if not seen then
      perform register.refuse('absent', 'telephone.no-call');
    end if;
  end if;
end $$;

-- Notes a recording whose file is written next.
create function telephone.add_recording(_token text, _person uuid, _event uuid, _recording uuid, _name text, _type text, _bytes int,
  _most int, _connection uuid, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.lock_person(_person);
  perform telephone.need_call(asker, _person, _event, true);
  if (select count(*) from telephone.recording r where r.person_id = _person and r.event_id = _event and r.kept) >= _most then
    perform register.refuse('conflict', 'telephone.too-many', jsonb_build_object('most', _most));
  end if;
  insert into telephone.recording (person_id, id, event_id, name, type, bytes, at, by, connection_id)
  values (_person, _recording, _event, _name, _type, _bytes, _at, asker.actor, _connection)
  on conflict do nothing; -- one that is fetched has the id of what told of it, and may be fetched again
end $$;

create function telephone.note_kept(_token text, _person uuid, _recording uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  update telephone.recording r set kept = true where r.person_id = _person and r.id = _recording and r.by = asker.actor;
end $$;

-- The last day of a recording by the settings of the connection that fetched it; null when only its call's counts.
create function telephone.last_day(_recording telephone.recording) returns date language sql stable set search_path = '' as $$
  select (_recording.at at time zone 'Europe/Helsinki')::date + (c.settings ->> 'recordingDays')::int
  from arrivals.connection c where c.id = _recording.connection_id
$$;

-- Recordings of the calls that the login sees, newest first; none where the notice does not give it recordings.
create function telephone.recordings_of(_token text, _person uuid)
  returns table (id uuid, event_id uuid, name text, type text, bytes int, at timestamptz, by text, last_day date)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('service-events');
begin
  if 'recording' <> all (scope.columns) then
    return;
  end if;
  return query execute 'select r.id, r.event_id, r.name, r.type, r.bytes, r.at, r.by, telephone.last_day(r) from telephone.recording r
    join register.service_events e on e.person_id = r.person_id and e.id = r.event_id
    where r.person_id = $1 and r.kept and (e.standing & $2) = $3 order by r.id desc'
    using _person, scope.mask, scope.value;
end $$;

create function telephone.remove_recording(_token text, _person uuid, _recording uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  event uuid := (select r.event_id from telephone.recording r where r.person_id = _person and r.id = _recording);
begin
  perform telephone.need_call(asker, _person, coalesce(event, _recording), true);
  delete from telephone.recording r where r.person_id = _person and r.id = _recording;
end $$;

-- Whose call an arrival tells a recording of, and whether it is here already; nothing where the notice does not give the purpose recordings.
create function telephone.call_to_fetch(_token text, _arrival uuid) returns table (person_id uuid, event_id uuid, kept boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  if not exists (select from notice.scope s where s.role = session_user and s.category = 'service-events' and s.may_write
    and 'recording' = any (s.columns))
  then
    return;
  end if;
  return query
    select t.person_id, (t.rows ->> 'call')::uuid,
      exists (select from telephone.recording r where r.person_id = t.person_id and r.id = _arrival and r.kept)
    from arrivals.arrival a join arrivals.connection c on c.id = a.connection_id and c.purpose = asker.purpose
    join arrivals.thing t on t.group_id = a.thing_group and t.reference_hash = arrivals.reference_hash(a.thing_reference)
    where a.id = _arrival and a.state = 'written' and t.person_id is not null and t.rows ? 'call';
end $$;

create function telephone.follow() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform graphile_worker.add_job('telephone.fetch', json_build_object('arrival', new.id), 'telephone.fetch', job_key := 'telephone.fetch:' || new.id);
  return null;
end $$;
create trigger fetch_recording after update of state on arrivals.arrival for each row
  when (old.state <> 'written' and new.state = 'written' and new.topic = 'call.recording' and new.sealed is not null)
  execute function telephone.follow();

grant execute on function telephone.call_to_fetch, telephone.add_recording, telephone.note_kept, telephone.recordings_of, telephone.remove_recording
  to public; -- refused without a token

-- Removes what has no call any more, by retention or by hand, and what its connection keeps no longer: but nothing of whoever is
-- restricted (Art. 18) or held. Answers the files that there should be.
create function telephone.tidy(_at timestamptz) returns setof uuid language plpgsql security definer set search_path = '' as $$
begin
  if to_regclass('register.service_events') is null then
    delete from telephone.recording;
  else
    execute 'delete from telephone.recording r
      where not exists (select from register.service_events e where e.person_id = r.person_id and e.id = r.event_id)';
  end if;
  delete from telephone.recording r
    where telephone.last_day(r) < (_at at time zone 'Europe/Helsinki')::date
      and exists (select from register.person p where p.id = r.person_id and (p.standing & 1) = 0)
      and not exists (select from retention.held h join retention.standing_hold s on s.id = h.hold_id where h.person_id = r.person_id);
  return query select r.id from telephone.recording r;
end $$;
grant execute on function telephone.tidy to {{app}};

create trigger clear_recordings after delete on telephone.recording referencing old table as gone
  for each statement execute function register.clear_files('telephone.clear');

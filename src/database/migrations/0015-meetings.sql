-- Meetings that are arranged here: when, where and with whom of the staff stands beside their row of `service-events`; every change that was
-- told raises the sequence of the invitation. And the calendars of staff, by a link of which only the hash is kept.

create schema meetings;
grant usage on schema meetings to {{app}}, public;

-- By the id of its row.
create table meetings.meeting (
  id uuid primary key,
  person_id uuid not null,
  purpose text not null,
  starts timestamptz not null,
  ends timestamptz not null,
  place text check (length(place) between 1 and 300),
  held_by text not null, -- staff:<id>
  invited boolean not null, -- the person is told by e-mail
  sequence int not null default 0,
  said_at timestamptz not null, -- last change
  cancelled_at timestamptz,
  check (ends > starts)
);
create index meeting_person on meetings.meeting (person_id);
create index meeting_coming on meetings.meeting (purpose, starts, id) where cancelled_at is null;
alter table meetings.meeting alter place set statistics 0; -- docs/decisions/0003

-- One calendar a member of staff and purpose; it tells of nobody.
create table meetings.feed (
  id uuid primary key,
  staff_id uuid not null,
  purpose text not null,
  token_hash bytea not null unique,
  made_at timestamptz not null,
  ended_at timestamptz
);
create index feed_staff on meetings.feed (staff_id, purpose) where ended_at is null;
grant select, insert on meetings.feed to {{app}};
grant update (ended_at) on meetings.feed to {{app}};

-- When nothing tells of the row any more, by retention or an erasure, the meeting is gone too.
create function meetings.leave() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from meetings.meeting m using (select distinct g.row_id from gone g where g.category = 'service-events') g
    where m.id = g.row_id and not exists (select from register.change c
      where c.person_id = m.person_id and c.category = 'service-events' and c.row_id = m.id);
  return null;
end $$;
create trigger end_meetings after delete on register.change referencing old table as gone
  for each statement execute function meetings.leave();

-- Into the outbox, in the transaction of the change.
create function meetings.tell(_meeting meetings.meeting, _kind text, _at timestamptz) returns void language plpgsql set search_path = '' as $$
begin
  if _meeting.invited then
    insert into mail.message (id, person_id, kind, about, queued_at, next_at)
      values (register.new_id(), _meeting.person_id, _kind, _meeting.id, _at, _at);
    perform graphile_worker.add_job('mail.send', '{}', 'mail.send', run_at := _at, job_key := 'mail.send');
  end if;
end $$;

-- Beside a row of service-events that the caller has just written, in the same transaction.
create function meetings.arrange(_token text, _id uuid, _person uuid, _starts timestamptz, _ends timestamptz, _place text, _invited boolean,
  _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  made meetings.meeting;
begin
  if not (register.scope_of('service-events')).may_write or not exists (select from register.change c
    where c.person_id = _person and c.category = 'service-events' and c.row_id = _id and c.actor = asker.actor)
  then
    perform register.refuse('absent', 'meetings.absent');
  end if;
  insert into meetings.meeting (id, person_id, purpose, starts, ends, place, held_by, invited, said_at)
  values (_id, _person, asker.purpose, _starts, _ends, _place, asker.actor, _invited, _at) returning * into made;
  perform meetings.tell(made, 'meetings.invitation', _at);
end $$;

-- Those of the purpose whose person it sees. `_which`: {person, mine, from}; the next first.
create function meetings.list(_token text, _which jsonb, _id uuid, _after uuid, _max int)
returns table (id uuid, person uuid, starts timestamptz, ends timestamptz, place text, held_by text, invited boolean, sequence int,
  said_at timestamptz, cancelled_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  last meetings.meeting := (select m from meetings.meeting m where m.id = _after);
begin
  return query
    select m.id, m.person_id, m.starts, m.ends, m.place, m.held_by, m.invited, m.sequence, m.said_at, m.cancelled_at
    from meetings.meeting m
    where m.purpose = asker.purpose and register.sees_person(m.person_id)
      and case when _id is not null then m.id = _id else m.cancelled_at is null
        and (_which ->> 'person' is null or m.person_id = (_which ->> 'person')::uuid)
        and (not coalesce((_which ->> 'mine')::boolean, false) or m.held_by = asker.actor)
        and (_which ->> 'from' is null or m.ends >= (_which ->> 'from')::timestamptz)
        and (last.id is null or (m.starts, m.id) > (last.starts, last.id)) end
    order by m.starts, m.id limit _max;
end $$;

-- Another time or place, or called off (`_starts` null); `_expected` is the sequence that the asker saw. Whoever was invited is told.
create function meetings.change(_token text, _id uuid, _starts timestamptz, _ends timestamptz, _place text, _expected int, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  changed meetings.meeting;
begin
  select * into changed from meetings.meeting m where m.id = _id and m.purpose = asker.purpose and register.sees_person(m.person_id) for update;
  if changed.id is null or not (register.scope_of('service-events')).may_write then
    perform register.refuse('absent', 'meetings.absent');
  elsif changed.cancelled_at is not null or changed.sequence <> _expected then
    perform register.refuse('conflict', 'meetings.changed-meanwhile');
  end if;
  update meetings.meeting m set starts = coalesce(_starts, m.starts), ends = coalesce(_ends, m.ends),
    place = case when _starts is null then m.place else _place end, sequence = m.sequence + 1, said_at = _at,
    cancelled_at = case when _starts is null then _at end
  where m.id = _id returning * into changed;
  perform meetings.tell(changed, case when _starts is null then 'meetings.cancellation' else 'meetings.invitation' end, _at);
end $$;

grant execute on function meetings.arrange, meetings.list, meetings.change to public; -- refused without a token

-- What is to be sent of a meeting, for the login of the rights purpose alone; nothing of it when it has gone.
create function meetings.to_send(_token text, _id uuid)
returns table (starts timestamptz, ends timestamptz, place text, sequence int, said_at timestamptz, cancelled_at timestamptz, subject text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  words text;
begin
  perform register.need_rights();
  if register.has_column('service_events', 'subject') then
    execute 'select coalesce((select t.subject from register.service_events t where t.id = $1 and t.person_id = (select m.person_id
      from meetings.meeting m where m.id = $1)), (select c.before ->> ''subject'' from register.change c where c.person_id = (select m.person_id
      from meetings.meeting m where m.id = $1) and c.category = ''service-events'' and c.row_id = $1 and c.after is null order by c.id desc limit 1))'
      into words using _id;
  end if;
  return query select m.starts, m.ends, m.place, m.sequence, m.said_at, m.cancelled_at, words from meetings.meeting m where m.id = _id;
end $$;
grant execute on function meetings.to_send to public; -- refused to all but the rights purpose

-- When a member of staff is taken, for their own calendar: no person, no words.
create function meetings.taken(_staff text, _purpose text, _from timestamptz, _max int)
returns table (id uuid, starts timestamptz, ends timestamptz, sequence int, said_at timestamptz, cancelled boolean)
language sql stable security definer set search_path = '' as $$
  select m.id, m.starts, m.ends, m.sequence, m.said_at, m.cancelled_at is not null
  from meetings.meeting m where m.held_by = _staff and m.purpose = _purpose and m.ends >= _from order by m.starts, m.id limit _max
$$;
grant execute on function meetings.taken to {{app}};

-- Requests of persons for their rights (Arts 7(3), 12 and 15–22): what was asked and when it came, every step since, who took it,
-- and the day by which it is answered. What a request has come to is kept beside it by each step, so that nobody walks them all to
-- know it. Only the login of the rights purpose reads them.

create schema rights;

create table rights.request (
  id uuid primary key,
  number int generated always as identity unique, -- as it is called on the telephone and in e-mail: it says nothing of anybody
  kind text not null check (kind in
    ('access', 'rectification', 'erasure', 'restriction', 'portability', 'objection', 'withdrawal', 'decision')),
  person_id uuid, -- null: somebody of whom nothing is held, or who is not found yet
  channel text not null check (channel in ('own-page', 'form', 'email', 'phone', 'sms', 'chat', 'letter', 'social-media', 'meeting')),
  received_at timestamptz not null, -- when it reached the controller, whether anybody noticed or not
  due date not null, -- of the answer; a step may move it
  requester text check (length(requester) between 1 and 300), -- as they told who they are; null once it is nobody's
  asked text check (length(asked) between 1 and 4000), -- in their words
  recorded_at timestamptz not null,
  recorded_by text not null,
  notice_version int not null,
  cut boolean not null default false, -- the person was erased: the words go with the answer
  state text not null default 'received' check (state in
    ('received', 'identifying', 'working', 'refusing', 'refused', 'answered', 'withdrawn')),
  step uuid, -- the last one
  check (received_at <= recorded_at),
  check (cut or requester is not null and asked is not null)
);

-- Those that wait for an answer by their day, those that are settled by when they came, and those of one person.
create index request_open on rights.request (due, id) where state not in ('answered', 'withdrawn');
create index request_settled on rights.request (received_at desc, due, id) where state in ('answered', 'withdrawn');
create index request_person on rights.request (person_id) where person_id is not null;

create table rights.step (
  request_id uuid not null references rights.request,
  id uuid not null, -- in the order of time
  at timestamptz not null,
  by text not null,
  kind text not null check (kind in ('person-found', 'identity-asked', 'identity-proved', 'extended', 'refusal-proposed',
    'refusal-returned', 'refusal-approved', 'answered', 'withdrawn', 'corrected', 'supplemented', 'restricted', 'lifting-told', 'lifted',
    'objected', 'consent-withdrawn', 'erased')),
  due date, -- of the answer from here on, where the step moves it
  details jsonb not null,
  primary key (request_id, id)
);

-- What a request may become: its state, the step, the state after it. Two persons refuse: who approves did not propose (rights.take_step).
create table rights.turn (
  state text not null,
  step text not null,
  next text not null,
  primary key (state, step)
);
insert into rights.turn (state, step, next) values
  ('received', 'person-found', 'received'),
  ('received', 'identity-asked', 'identifying'),
  ('received', 'identity-proved', 'working'),
  ('received', 'extended', 'working'),
  ('received', 'refusal-proposed', 'refusing'),
  ('received', 'answered', 'answered'),
  ('received', 'withdrawn', 'withdrawn'),
  ('identifying', 'person-found', 'identifying'),
  ('identifying', 'identity-proved', 'working'),
  ('identifying', 'refusal-proposed', 'refusing'),
  ('identifying', 'withdrawn', 'withdrawn'),
  ('working', 'person-found', 'working'),
  ('working', 'identity-asked', 'identifying'),
  ('working', 'extended', 'working'),
  ('working', 'refusal-proposed', 'refusing'),
  ('working', 'answered', 'answered'),
  ('working', 'withdrawn', 'withdrawn'),
  ('refusing', 'refusal-returned', 'working'),
  ('refusing', 'refusal-approved', 'refused'),
  ('refusing', 'withdrawn', 'withdrawn'),
  ('refused', 'answered', 'answered'),
  ('refused', 'withdrawn', 'withdrawn');

-- What is done upon a request of each kind. What protects is done before anybody has proved who they are (Arts 7(3), 21(3)); a
-- restriction is lifted when the request has long been answered (Art. 18(3)).
create table rights.act (
  kind text not null,
  step text not null,
  primary key (kind, step)
);
insert into rights.act (kind, step) values
  ('rectification', 'corrected'),
  ('rectification', 'supplemented'),
  ('rectification', 'restricted'),
  ('rectification', 'lifting-told'),
  ('rectification', 'lifted'),
  ('erasure', 'erased'),
  ('restriction', 'restricted'),
  ('restriction', 'lifting-told'),
  ('restriction', 'lifted'),
  ('objection', 'objected'),
  ('objection', 'restricted'),
  ('objection', 'lifting-told'),
  ('objection', 'lifted'),
  ('withdrawal', 'consent-withdrawn');
insert into rights.turn (state, step, next)
  select state, step, state from unnest(array['received', 'working', 'refusing', 'refused']) state, (select distinct step from rights.act) a
  union all select 'identifying', step, 'identifying' from unnest(array['objected', 'consent-withdrawn', 'restricted']) step
  union all select 'answered', step, 'answered' from unnest(array['lifting-told', 'lifted']) step;

-- A step makes of its request what its turn says; one whose turn it is not is never taken.
create function rights.follow_step() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update rights.request r set state = t.next, due = coalesce(new.due, r.due), step = new.id,
    person_id = coalesce((new.details ->> 'person')::uuid, r.person_id)
  from rights.turn t where r.id = new.request_id and t.state = r.state and t.step = new.kind;
  if not found then
    raise exception 'a step was taken out of its turn';
  end if;
  return null;
end $$;
create trigger follow_step after insert on rights.step for each row execute function rights.follow_step();

-- Every request as it stands.
create view rights.standing as select r.id, r.state, r.due, r.person_id, r.step from rights.request r;

grant usage on schema rights to {{app}}, public;

-- Records a request that has come, for whoever has been let do so. `_due` is counted by the application, which knows the holidays; it is
-- held to the law's bounds.
create function rights.add_request(_asker register.asker, _kind text, _person uuid, _channel text, _received_at timestamptz, _due date,
  _requester text, _asked text, _at timestamptz)
returns uuid language plpgsql set search_path = '' as $$
declare
  request uuid := register.new_id();
begin
  if _received_at > _at then
    perform register.refuse('invalid', 'rights.received-ahead');
  end if;
  if _due not between (_received_at at time zone 'Europe/Helsinki')::date + 28 and (_received_at at time zone 'Europe/Helsinki')::date + 45 then
    raise exception 'the month of Art. 12(3) was not counted from the receipt';
  end if;
  if _person is not null and not exists (select from register.person p where p.id = _person) then
    perform register.refuse('absent', 'register.person-absent');
  end if;
  insert into rights.request (id, kind, person_id, channel, received_at, due, requester, asked, recorded_at, recorded_by, notice_version)
  values (request, _kind, _person, _channel, _received_at, _due, btrim(_requester), btrim(_asked), _at, _asker.actor, _asker.notice_version);
  return request;
end $$;

create function rights.record_request(_token text, _kind text, _person uuid, _channel text, _received_at timestamptz, _due date,
  _requester text, _asked text, _at timestamptz)
returns uuid language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return rights.add_request(asker, _kind, _person, _channel, _received_at, _due, _requester, _asked, _at);
end $$;

-- Takes the next step. `_expected` is the last step that the asker has seen, null for none: somebody else's step meanwhile refuses it.
create function rights.take_step(_token text, _request uuid, _kind text, _due date, _details jsonb, _expected uuid, _at timestamptz)
returns uuid language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  step uuid := register.new_id();
  standing rights.request;
begin
  perform register.need_rights();
  select * into standing from rights.request r where r.id = _request for update;
  if standing.id is null then
    perform register.refuse('absent', 'rights.request-absent');
  end if;
  if standing.step is distinct from _expected then
    perform register.refuse('conflict', 'rights.changed-meanwhile');
  end if;
  if not exists (select from rights.turn t where t.state = standing.state and t.step = _kind)
    or _kind <> all (rights.turns(_request, standing.state))
  then
    perform register.refuse('conflict', 'rights.not-now');
  end if;
  if _kind = 'refusal-approved' and asker.actor = (select s.by from rights.step s
    where s.request_id = _request and s.kind = 'refusal-proposed' order by s.id desc limit 1)
  then
    perform register.refuse('forbidden', 'rights.second-approver');
  end if;
  if _kind = 'answered' and (standing.state = 'refused') <> (_details ->> 'outcome' in ('refused', 'partly')) then
    perform register.refuse('conflict', 'rights.refusal-first');
  end if;
  if _kind = 'person-found' and not exists (select from register.person p where p.id = (_details ->> 'person')::uuid) then
    perform register.refuse('absent', 'register.person-absent');
  end if;
  insert into rights.step (request_id, id, at, by, kind, due, details)
  values (_request, step, _at, asker.actor, _kind, _due, jsonb_strip_nulls(_details));
  if _kind in ('answered', 'withdrawn') then
    perform rights.wordless(array[_request]);
  end if;
  return step;
end $$;

-- Whether a restriction that was set upon this request has not been lifted since.
create function rights.is_restricted_by(_request uuid) returns boolean language sql stable set search_path = '' as $$
  select coalesce((select s.kind = 'restricted' from rights.step s
    where s.request_id = _request and s.kind in ('restricted', 'lifted') order by s.id desc limit 1), false)
$$;

-- The steps that may be taken of a request in this state: once an extension, an erasure; and what its kind asks for.
create function rights.turns(_request uuid, _state text) returns text[] language sql stable set search_path = '' as $$
  select array(
    select n.step from rights.turn n join rights.request r on r.id = _request
    where n.state = _state
      and not (n.step in ('extended', 'erased') and exists (select from rights.step e where e.request_id = r.id and e.kind = n.step))
      and (exists (select from rights.act a where a.kind = r.kind and a.step = n.step) or not exists (select from rights.act a where a.step = n.step))
      and case n.step
        when 'lifting-told' then rights.is_restricted_by(r.id)
        when 'lifted' then rights.is_restricted_by(r.id) and (select s.kind from rights.step s where s.request_id = r.id order by s.id desc limit 1) = 'lifting-told'
        else true end
    order by n.step)
$$;

-- Whether somebody has recorded a request or worked on it.
create function rights.is_of(_request rights.request, _actor text) returns boolean language sql stable set search_path = '' as $$
  select _request.recorded_by = _actor or exists (select from rights.step s where s.request_id = _request.id and s.by = _actor)
$$;

-- Requests as they stand: those that wait for an answer by their day, or those that are settled, the latest first, after the one that
-- was the last of a page. `_kinds`, `_states`: only these, null for all; `_mine`: only those that the asker has recorded or worked on.
create function rights.requests(_token text, _settled boolean, _person uuid, _kinds text[], _states text[], _mine boolean, _after uuid, _max int)
returns table (id uuid, number int, kind text, person uuid, channel text, received_at timestamptz, due date, requester text, state text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  last rights.request;
begin
  perform register.need_rights();
  select * into last from rights.request r where r.id = _after;
  if _settled then
    return query
      select r.id, r.number, r.kind, r.person_id, r.channel, r.received_at, r.due, r.requester, r.state from rights.request r
      where r.state in ('answered', 'withdrawn') and (_person is null or r.person_id = _person) and (_kinds is null or r.kind = any (_kinds))
        and (_states is null or r.state = any (_states)) and (not _mine or rights.is_of(r, asker.actor))
        and (_after is null or r.received_at <= last.received_at and (r.received_at < last.received_at or (r.due, r.id) > (last.due, last.id)))
      order by r.received_at desc, r.due, r.id limit _max;
  else
    return query
      select r.id, r.number, r.kind, r.person_id, r.channel, r.received_at, r.due, r.requester, r.state from rights.request r
      where r.state not in ('answered', 'withdrawn') and (_person is null or r.person_id = _person) and (_kinds is null or r.kind = any (_kinds))
        and (_states is null or r.state = any (_states)) and (not _mine or rights.is_of(r, asker.actor))
        and (_after is null or (r.due, r.id) > (last.due, last.id))
      order by r.due, r.id limit _max;
  end if;
end $$;

-- One request with all its steps as JSON, in the order of time.
create function rights.request(_token text, _request uuid)
returns table (id uuid, number int, kind text, person uuid, channel text, received_at timestamptz, due date, requester text, asked text,
  recorded_at timestamptz, recorded_by text, notice_version int, state text, step uuid, steps jsonb, turns text[])
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query
    select r.id, r.number, r.kind, r.person_id, r.channel, r.received_at, r.due, r.requester, r.asked, r.recorded_at, r.recorded_by,
      r.notice_version, r.state, r.step,
      coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'at', t.at, 'by', t.by, 'kind', t.kind, 'due', t.due, 'details', t.details)
        order by t.id) from rights.step t where t.request_id = r.id), '[]'),
      rights.turns(r.id, r.state)
    from rights.request r where r.id = _request;
end $$;

grant execute on function rights.record_request, rights.take_step, rights.requests, rights.request to public; -- refused to all but the rights purpose

-- The clock of every request that waits, for the promises: nothing of a person.
create function rights.clocks() returns table (id uuid, kind text, received_at timestamptz, due date, state text, asked_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select r.id, r.kind, r.received_at, r.due, r.state, (select max(t.at) from rights.step t where t.request_id = r.id and t.kind = 'identity-asked')
  from rights.request r where r.state not in ('answered', 'withdrawn') order by r.due, r.id
$$;
-- How many were answered since, and how many of them after their day.
create function rights.answered(_since timestamptz) returns table (answered bigint, late bigint)
language sql stable security definer set search_path = '' as $$
  select count(*), count(*) filter (where (t.at at time zone 'Europe/Helsinki')::date > r.due)
  from rights.request r join rights.step t on t.request_id = r.id and t.kind = 'answered' where t.at >= _since
$$;
grant execute on function rights.clocks, rights.answered to {{app}};

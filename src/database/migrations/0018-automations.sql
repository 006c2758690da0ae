-- Automations: whoever comes into a segment goes through steps, one after the other, each when its time has come. What is sent is sent by a
-- campaign that stays open, so the gate is asked and nobody gets a letter twice; here stands only how far each person has come.

create schema automations;
grant usage on schema automations to {{app}}, public;

create table automations.automation (
  id uuid primary key,
  purpose text not null,
  name text not null check (length(name) between 1 and 120),
  kind text not null check (kind in ('marketing', 'service')),
  state text not null check (state in ('draft', 'on', 'off', 'ended')),
  plan jsonb not null, -- src/automations/plan.ts
  turn int not null -- the latest
);
create index automation_purpose on automations.automation (purpose, id);

-- Rows are only added.
create table automations.turn (
  automation_id uuid not null references automations.automation,
  n int not null,
  did text not null check (did in ('made', 'changed', 'on', 'off', 'ended')),
  at timestamptz not null,
  by text not null,
  why text check (length(why) between 1 and 500),
  plan jsonb,
  primary key (automation_id, n)
);

-- The campaign that sends a letter of the automation: one for each, whichever step it stands in.
create table automations.sending (
  automation_id uuid not null references automations.automation,
  revision uuid not null,
  campaign_id uuid not null,
  primary key (automation_id, revision)
);
grant select, insert, update on automations.automation to {{app}};
grant select, insert on automations.turn, automations.sending to {{app}};

create table automations.run (
  automation_id uuid not null references automations.automation,
  person_id uuid not null,
  began_at timestamptz not null,
  step int not null, -- the next one, from 0
  next_at timestamptz, -- null when it has ended
  ended_at timestamptz,
  why text check (why in ('done', 'before', 'left', 'until', 'unseen', 'by-hand')),
  left_at timestamptz, -- seen out of the segment since it ended: when they come again they may begin again
  nth int not null default 1, -- the time that they go through it
  primary key (automation_id, person_id)
);
create index run_person on automations.run (person_id);
create index run_due on automations.run (automation_id, next_at) where next_at is not null;

create function automations.own(_purpose text, _automation uuid) returns void language plpgsql stable set search_path = '' as $$
begin
  if not exists (select from automations.automation a where a.id = _automation and a.purpose = _purpose) then
    perform register.refuse('absent', 'automations.absent');
  end if;
end $$;

-- Whoever is in the segment and has not gone through the automation begins; with `_before` they are noted as having been there before it began.
-- With `_again` whoever has left the segment since and come back begins once more, so many days after they last began.
create function automations.take_in(
  _token text, _automation uuid, _segment uuid, _before boolean, _at timestamptz, _next timestamptz, _again int
) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  taken bigint;
begin
  perform automations.own(asker.purpose, _automation);
  perform segments.own(asker.purpose, _segment);
  if _again is not null then
    update automations.run r set left_at = _at
      where r.automation_id = _automation and r.next_at is null and r.left_at is null and r.why in ('done', 'before', 'until')
        and not exists (select from segments.member m where m.segment_id = _segment and m.person_id = r.person_id);
    update automations.run r set began_at = _at, step = 0, next_at = _next, ended_at = null, why = null, left_at = null,
        nth = case when r.why = 'before' then r.nth else r.nth + 1 end
      from segments.member m join register.person p on p.id = m.person_id
      where r.automation_id = _automation and r.next_at is null and r.left_at is not null and r.began_at <= _at - make_interval(days => _again)
        and m.segment_id = _segment and m.person_id = r.person_id and register.sees(p.standing);
  end if;
  insert into automations.run (automation_id, person_id, began_at, step, next_at, ended_at, why)
    select _automation, m.person_id, _at, 0, case when not _before then _next end, case when _before then _at end,
      case when _before then 'before' end
    from segments.member m join register.person p on p.id = m.person_id
    where m.segment_id = _segment and register.sees(p.standing)
    on conflict do nothing;
  get diagnostics taken = row_count;
  return taken;
end $$;

-- Whose next step has come, with whether they are still whom it is for; locked until the transaction ends.
create function automations.due(_token text, _automation uuid, _while uuid, _until uuid, _at timestamptz, _max int)
returns table (person uuid, step int, ends text)
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform automations.own(asker.purpose, _automation);
  return query select r.person_id, r.step, case
      when not register.sees_person(r.person_id) then 'unseen'
      when exists (select from segments.member m where m.segment_id = _until and m.person_id = r.person_id) then 'until'
      when _while is not null and not exists (select from segments.member m where m.segment_id = _while and m.person_id = r.person_id) then 'left'
    end
    from automations.run r where r.automation_id = _automation and r.next_at <= _at order by r.next_at, r.person_id limit _max for update;
end $$;

-- They have done a step, or are through: `_next` null ends it for `_why`.
create function automations.go_on(_token text, _automation uuid, _persons uuid[], _step int, _next timestamptz, _why text, _at timestamptz)
returns void language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform automations.own(asker.purpose, _automation);
  update automations.run r set step = _step, next_at = _next, ended_at = case when _next is null then _at end, why = case when _next is null then _why end,
      left_at = case when _why = 'left' then _at end
    where r.automation_id = _automation and r.person_id = any (_persons) and r.next_at is not null;
end $$;

-- What a person goes through, of automations of the purpose that signed.
create function automations.of_person(_token text, _person uuid)
returns table (automation uuid, began_at timestamptz, step int, next_at timestamptz, ended_at timestamptz, why text, nth int)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  if not register.sees_person(_person) then
    perform register.refuse('absent', 'register.person-absent');
  end if;
  return query select r.automation_id, r.began_at, r.step, r.next_at, r.ended_at, r.why, r.nth from automations.run r
    join automations.automation a on a.id = r.automation_id and a.purpose = asker.purpose
    where r.person_id = _person order by r.began_at desc, r.automation_id;
end $$;

-- How many stand before each step, and how many it has ended for and why.
create function automations.count_runs(_token text, _automation uuid) returns table (step int, why text, n bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform automations.own(asker.purpose, _automation);
  return query select case when r.next_at is not null then r.step end, r.why, count(*) from automations.run r
    where r.automation_id = _automation group by 1, 2;
end $$;

-- How many are underway in each of these automations, for a list.
create function automations.count_underway(_token text, _automations uuid[]) returns table (automation uuid, n bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query select a.id, count(r.person_id) from automations.automation a
    left join automations.run r on r.automation_id = a.id and r.next_at is not null
    where a.id = any (_automations) and a.purpose = asker.purpose group by a.id;
end $$;

-- Whoever is added is sent the campaign's first letter; nobody a second time, but who goes through the automation again. Nobody for whom one waits.
create function automations.send(_token text, _campaign uuid, _persons uuid[], _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  if not exists (select from campaigns.campaign c where c.id = _campaign and c.purpose = asker.purpose and c.standing) then
    perform register.refuse('absent', 'campaigns.absent');
  end if;
  insert into campaigns.recipient (person_id, campaign_id, message, next_at, letter, nth)
    select r.person_id, _campaign, register.new_id(), _at, 0, r.nth
    from automations.sending s join automations.run r on r.automation_id = s.automation_id and r.person_id = any (_persons)
    where s.campaign_id = _campaign and not exists (select from campaigns.recipient w
      where w.campaign_id = _campaign and w.person_id = r.person_id and w.state in ('waiting', 'sending'))
    on conflict (campaign_id, person_id, nth) do nothing;
end $$;

grant execute on function automations.take_in, automations.due, automations.go_on, automations.of_person, automations.count_runs,
  automations.count_underway, automations.send
  to public; -- whoever has no actor token is refused

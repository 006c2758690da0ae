-- What is tried at the doors, as keyed hashes and counts by the hour, and what of it is unusual. It is kept only where the notice has the
-- purpose `security`, is read by that purpose alone, and goes by itself: neither marketing nor the application's own login can read it.

create schema security;

-- Tries of an hour. An account is what it was tried as (an address, a key, a person's door); a network is many addresses.
create table security.attempt (
  hour timestamptz not null,
  what text not null check (what in ('password', 'second-factor', 'unknown-key', 'asked', 'way-in', 'form', 'missed', 'limited')),
  door text not null, -- the path as the log has it, '' where there is one door for all
  account bytea not null, -- keyed hash, empty where it was tried as nobody
  network bytea not null, -- keyed hash
  staff_id uuid references access.staff on delete cascade,
  person_id uuid, -- whose own page it was; null of whoever objects to it
  times int not null,
  last_at timestamptz not null,
  primary key (hour, what, door, account, network)
);
create index attempt_person on security.attempt (person_id) where person_id is not null;

-- Who came in from where: by this history a later coming is unusual, or is not.
create table security.entry (
  id uuid primary key,
  at timestamptz not null,
  staff_id uuid references access.staff on delete cascade,
  key_id uuid references access.key on delete cascade, -- a key once a day and network
  network bytea not null, -- keyed hash
  browser bytea not null, -- keyed hash of its kind, not of its version; empty of a key
  check (num_nonnulls(staff_id, key_id) = 1)
);
create index entry_staff on security.entry (staff_id, at);
create index entry_key on security.entry (key_id, at);
create index entry_network on security.entry (network);

-- Something unusual, once a day and subject.
create table security.finding (
  id uuid primary key,
  day date not null, -- in Finland
  kind text not null check (kind in ('many-failures', 'stuffing', 'spread-stuffing', 'came-in-after', 'new-place', 'odd-hour', 'key-elsewhere',
    'unknown-keys', 'own-page-guessing', 'own-page-asking', 'own-page-tries', 'links-guessed', 'form-flood', 'flood')),
  subject text not null, -- staff:<id>, key:<id>, network:<hash>, account:<hash>, door:<path>, person or everybody
  door text not null default '',
  staff_id uuid references access.staff on delete cascade,
  key_id uuid references access.key on delete cascade,
  person_id uuid,
  times int not null,
  others int not null, -- so many accounts of a network, or networks of an account
  began_at timestamptz not null,
  last_at timestamptz not null,
  told_at timestamptz,
  reviewed_at timestamptz,
  reviewed_by text,
  remark text,
  unique nulls not distinct (day, kind, subject, person_id),
  check ((reviewed_at is null) = (reviewed_by is null) and (reviewed_at is null) = (remark is null))
);
create index finding_by_time on security.finding (last_at desc, id);
create index finding_staff on security.finding (staff_id) where staff_id is not null;
create index finding_person on security.finding (person_id) where person_id is not null;

create function security.is_kept() returns boolean language sql stable set search_path = '' as
  $$ select exists (select from notice.purpose p where p.purpose = 'security' and p.live) $$;

create function security.need_purpose() returns void language plpgsql stable set search_path = '' as $$
begin
  if not exists (select from notice.purpose p where p.purpose = 'security' and p.live and p.role = session_user) then
    perform register.refuse('forbidden', 'security.own-purpose');
  end if;
end $$;

-- Of whom it may be told that somebody tried their door: not of who is restricted (Art. 18) or has objected (Art. 21(1)).
create function security.may_name(_person uuid) returns boolean language sql stable set search_path = '' as $$
  select exists (select from register.person p where p.id = _person and p.erased_on is null
    and p.standing & (1 | coalesce((select 1::bigint << b.bit from notice.bit b where b.name = 'objection:security'), 0)) = 0)
$$;

-- Adds tries: {what, door, account, network, as, times, at}, hashes in hex; `as` is an address of staff, an id of staff, or that of a question
-- at the door of the own page. It is looked up here and not kept.
create function security.note(_tries jsonb) returns void
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
begin
  if not security.is_kept() then
    return;
  end if;
  insert into security.attempt as a (hour, what, door, account, network, staff_id, person_id, times, last_at)
  select date_trunc('hour', t.at), t.what, t.door, decode(t.account, 'hex'), decode(t.network, 'hex'),
    case t.what when 'password' then (select s.id from access.staff s where s.email = t."as" and s.removed_at is null)
      when 'second-factor' then (select s.id from access.staff s where s.id::text = t."as") end,
    case t.what when 'way-in' then (select w.person_id from my.way_in w where w.asked::text = t."as" and security.may_name(w.person_id) limit 1) end,
    t.times, t.at
  from jsonb_to_recordset(_tries) as t (what text, door text, account text, network text, "as" text, times int, at timestamptz)
  on conflict (hour, what, door, account, network) do update set times = a.times + excluded.times, last_at = greatest(a.last_at, excluded.last_at);
  perform security.have_judged(max(t.at)) from jsonb_to_recordset(_tries) as t (at timestamptz);
end $$;

-- Adds whoever came in: {staff, key, network, browser, at}.
create function security.note_entries(_entries jsonb) returns void
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
begin
  if not security.is_kept() then
    return;
  end if;
  insert into security.entry (id, at, staff_id, key_id, network, browser)
  select register.new_id(), e.at, e.staff, e.key, decode(e.network, 'hex'), decode(e.browser, 'hex')
  from jsonb_to_recordset(_entries) as e (staff uuid, key uuid, network text, browser text, at timestamptz)
  where (e.staff is null or exists (select from access.staff s where s.id = e.staff))
    and (e.key is null or exists (select from access.key k where k.id = e.key) and not exists (select from security.entry n
      where n.key_id = e.key and n.network = decode(e.network, 'hex') and date_trunc('day', n.at) = date_trunc('day', e.at)));
  if found then
    perform security.have_judged(max(e.at)) from jsonb_to_recordset(_entries) as e (at timestamptz);
  end if;
end $$;

-- The job that looks for what is unusual, soon; one that waits already is not put off.
create function security.have_judged(_at timestamptz) returns void language plpgsql set search_path = '' as $$
begin
  if to_regclass('graphile_worker.jobs') is not null then
    perform graphile_worker.add_job('security.judge', '{}', 'security.judge', _at + interval '20 seconds', job_key := 'security.judge now',
      job_key_mode := 'preserve_run_at');
  end if;
end $$;

-- Whether somebody of this register has signed in from there; true where nothing of it is kept, or nobody has yet.
create function security.is_known(_network bytea) returns boolean language sql stable security definer set search_path = '' as $$
  select not security.is_kept() or not exists (select from security.entry e where e.staff_id is not null)
    or exists (select from security.entry e where e.network = _network and e.staff_id is not null)
$$;

-- Looks at the last two hours by the measures of src/security/measures.ts, and answers how many findings are new.
create function security.judge(_at timestamptz, _least jsonb) returns int
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  before int := (select count(*) from security.finding);
begin
  if not security.is_kept() then
    return 0;
  end if;
  with lately as materialized (
    select * from security.attempt a where a.hour >= date_trunc('hour', _at) - interval '1 hour'
  ), came as materialized (
    select * from security.entry e where e.at >= _at - interval '2 hours'
  ), stuffing as materialized (
    select a.network, count(distinct a.account) as others, sum(a.times) as times, min(a.hour) as began, max(a.last_at) as last_at
    from lately a where a.what = 'password' group by a.network having count(distinct a.account) >= (_least ->> 'accounts')::int
  ), failing as materialized (
    select coalesce('staff:' || a.staff_id, 'account:' || encode(a.account, 'hex')) as subject, a.staff_id, count(distinct a.network) as others,
      sum(a.times) as times, min(a.hour) as began, max(a.last_at) as last_at
    from lately a where a.what in ('password', 'second-factor') group by 1, 2
  ), seen (kind, subject, door, staff_id, key_id, person_id, times, others, began, last_at) as (
    select 'many-failures', f.subject, '', f.staff_id, null::uuid, null::uuid, f.times, f.others, f.began, f.last_at
    from failing f where f.times >= (_least ->> 'failures')::int
    union all
    select 'stuffing', 'network:' || encode(s.network, 'hex'), '', null, null, null, s.times, s.others, s.began, s.last_at from stuffing s
    union all
    select 'spread-stuffing', 'everybody', '', null, null, null, sum(a.times), count(distinct a.account), min(a.hour), max(a.last_at)
    from lately a where a.what = 'password'
    having count(distinct a.account) >= (_least ->> 'spreadAccounts')::int and count(distinct a.network) >= (_least ->> 'spreadNetworks')::int
    union all
    -- the right password after wrong ones, or from where others' accounts were tried
    select 'came-in-after', 'staff:' || c.staff_id, '', c.staff_id, null, null, coalesce(max(f.times), max(s.times)), 1, min(c.at), max(c.at)
    from came c left join failing f on f.staff_id = c.staff_id and f.times >= (_least ->> 'before')::int and f.last_at <= c.at
      left join stuffing s on s.network = c.network
    where c.staff_id is not null and (f.subject is not null or s.network is not null) group by c.staff_id
    union all
    -- neither the network nor the kind of browser was ever theirs
    select 'new-place', 'staff:' || c.staff_id, '', c.staff_id, null, null, count(*), 1, min(c.at), max(c.at)
    from came c where c.staff_id is not null
      and (select count(*) from security.entry p where p.staff_id = c.staff_id and p.at < c.at) >= (_least ->> 'history')::int
      and not exists (select from security.entry p where p.staff_id = c.staff_id and p.at < c.at and (p.network = c.network or p.browser = c.browser))
    group by c.staff_id
    union all
    -- an hour of the clock around which they never came
    select 'odd-hour', 'staff:' || c.staff_id, '', c.staff_id, null, null, count(*), 1, min(c.at), max(c.at)
    from came c where c.staff_id is not null
      and (select count(*) from security.entry p where p.staff_id = c.staff_id and p.at < c.at) >= (_least ->> 'hourHistory')::int
      and not exists (select from security.entry p where p.staff_id = c.staff_id and p.at < c.at
        and (extract(hour from p.at at time zone 'Europe/Helsinki') - extract(hour from c.at at time zone 'Europe/Helsinki') + 36)::int % 24
          between 12 - (_least ->> 'hoursApart')::int and 12 + (_least ->> 'hoursApart')::int)
    group by c.staff_id
    union all
    -- programs that come from many places have no usual one
    select 'key-elsewhere', 'key:' || c.key_id, '', null, c.key_id, null, count(*), 1, min(c.at), max(c.at)
    from came c where c.key_id is not null
      and (select min(p.at) from security.entry p where p.key_id = c.key_id) < c.at - make_interval(days => (_least ->> 'keyDays')::int)
      and not exists (select from security.entry p where p.key_id = c.key_id and p.at < c.at and p.network = c.network)
      and (select count(distinct p.network) from security.entry p where p.key_id = c.key_id and p.at < c.at) <= (_least ->> 'keyNetworks')::int
    group by c.key_id
    union all
    select 'unknown-keys', 'network:' || encode(a.network, 'hex'), '', null, null, null, sum(a.times), 1, min(a.hour), max(a.last_at)
    from lately a where a.what = 'unknown-key' group by a.network having sum(a.times) >= (_least ->> 'keys')::int
    union all
    select 'own-page-guessing', 'network:' || encode(a.network, 'hex'), '/my', null, null, null, sum(a.times), count(distinct nullif(a.account, '')),
      min(a.hour), max(a.last_at)
    from lately a where a.what = 'way-in' or a.what = 'missed' and a.door ^@ '/my/' group by a.network having sum(a.times) >= (_least ->> 'guesses')::int
    union all
    select 'own-page-tries', 'person', '/my', null, null, a.person_id, sum(a.times), count(distinct a.network), min(a.hour), max(a.last_at)
    from lately a where a.person_id is not null group by a.person_id having sum(a.times) >= (_least ->> 'tries')::int
    union all
    select 'own-page-asking', 'network:' || encode(a.network, 'hex'), '/my', null, null, null, sum(a.times), count(distinct a.account), min(a.hour), max(a.last_at)
    from lately a where a.what = 'asked' group by a.network having count(distinct a.account) >= (_least ->> 'asked')::int
    union all
    select 'links-guessed', 'network:' || encode(a.network, 'hex'), case count(distinct a.door) when 1 then min(a.door) else '' end, null, null, null,
      sum(a.times), 1, min(a.hour), max(a.last_at)
    from lately a where a.what = 'missed' and not a.door ^@ '/my/' group by a.network having sum(a.times) >= (_least ->> 'links')::int
    union all
    select 'form-flood', 'door:' || a.door, a.door, null, null, null, sum(a.times), count(distinct a.network), min(a.hour), max(a.last_at)
    from lately a where a.what = 'form' group by a.door having sum(a.times) >= (_least ->> 'forms')::int
    union all
    select 'flood', 'network:' || encode(a.network, 'hex'), case count(distinct a.door) when 1 then min(a.door) else '' end, null, null, null,
      sum(a.times), count(distinct a.door), min(a.hour), max(a.last_at)
    from lately a where a.what = 'limited' group by a.network having sum(a.times) >= (_least ->> 'limited')::int
  )
  insert into security.finding as f (id, day, kind, subject, door, staff_id, key_id, person_id, times, others, began_at, last_at)
  select register.new_id(), (s.last_at at time zone 'Europe/Helsinki')::date, s.kind, s.subject, s.door, s.staff_id, s.key_id, s.person_id,
    s.times, s.others, s.began, s.last_at
  from seen s
  on conflict (day, kind, subject, person_id) do update
    set times = greatest(f.times, excluded.times), others = greatest(f.others, excluded.others), last_at = greatest(f.last_at, excluded.last_at);
  return (select count(*) from security.finding) - before;
end $$;

-- What nobody has been told of yet, in the transaction that queues the messages. When something was told after `_since` it waits: told as one row.
create function security.take_untold(_at timestamptz, _since timestamptz) returns table (id uuid, kind text, staff_id uuid, waits boolean)
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from security.finding f where f.told_at is null) then
    return;
  elsif exists (select from security.finding f where f.told_at > _since) then
    return query select null::uuid, null::text, null::uuid, true;
  else
    return query update security.finding f set told_at = _at where f.told_at is null returning f.id, f.kind, f.staff_id, false;
  end if;
end $$;

-- How much of each kind was told at that moment: what a message says, which names nobody.
create function security.told(_finding uuid) returns table (kind text, count int)
language sql stable security definer set search_path = '' as $$
  select f.kind, count(*)::int from security.finding f
  where f.told_at = (select t.told_at from security.finding t where t.id = _finding) group by f.kind order by f.kind
$$;

-- What is unusual about the sign-ins of one member of staff, for their own eyes.
create function security.of_staff(_staff uuid) returns table (id uuid, kind text, times int, began_at timestamptz, last_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select f.id, f.kind, f.times, f.began_at, f.last_at from security.finding f
  where f.staff_id = _staff and f.kind <> 'stuffing' order by f.last_at desc, f.id limit 20
$$;

-- What was tried at a person's own door, for their own page.
create function security.of_person(_token text, _person uuid) returns table (times int, began_at timestamptz, last_at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query select f.times, f.began_at, f.last_at from security.finding f
    where f.person_id = _person and f.kind = 'own-page-tries' order by f.last_at desc limit 20;
end $$;

-- Findings, the latest first: open ones, or all; after a place in them.
create function security.list(_token text, _open boolean, _after uuid, _max int)
returns table (id uuid, kind text, door text, staff_id uuid, key_id uuid, person_id uuid, name text, network text, times int, others int,
  began_at timestamptz, last_at timestamptz, reviewed_at timestamptz, reviewer text, remark text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  place timestamptz := (select f.last_at from security.finding f where f.id = _after);
begin
  perform security.need_purpose();
  return query select f.id, f.kind, f.door, f.staff_id, f.key_id, f.person_id, coalesce(s.name, k.name),
      case when f.subject ^@ 'network:' then substr(f.subject, 9, 6) end,
      f.times, f.others, f.began_at, f.last_at, f.reviewed_at, r.name, f.remark
    from security.finding f left join access.staff s on s.id = f.staff_id left join access.key k on k.id = f.key_id
      left join access.staff r on f.reviewed_by = 'staff:' || r.id
    where (not _open or f.reviewed_at is null) and (_after is null or (f.last_at, f.id) < (place, _after))
    order by f.last_at desc, f.id desc limit _max;
end $$;

-- How much was tried at which door, by the day in Finland, as far back as it is kept.
create function security.tried(_token text, _since timestamptz) returns table (day date, what text, times bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform security.need_purpose();
  return query select (a.hour at time zone 'Europe/Helsinki')::date, a.what, sum(a.times) from security.attempt a where a.hour >= _since group by 1, 2 order by 1, 2;
end $$;

-- Somebody has looked into it; nobody does it of their own sign-ins. Answers the person whom it is about, if any.
create function security.review(_token text, _finding uuid, _remark text, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  known security.finding;
begin
  perform security.need_purpose();
  select * into known from security.finding f where f.id = _finding for update;
  if known.id is null then
    perform register.refuse('absent', 'security.absent');
  elsif known.reviewed_at is not null then
    perform register.refuse('conflict', 'security.looked-into');
  elsif asker.actor = 'staff:' || known.staff_id then
    perform register.refuse('conflict', 'security.own');
  end if;
  update security.finding f set reviewed_at = _at, reviewed_by = asker.actor, remark = _remark where f.id = _finding;
  return known.person_id;
end $$;

-- What has served its time goes; everything when the notice has no such purpose any more.
create function security.forget(_tries_before timestamptz, _entries_before timestamptz, _findings_before timestamptz) returns void
language sql security definer set search_path = '' as $$
  delete from security.attempt a where a.hour < _tries_before or not security.is_kept();
  delete from security.entry e where e.at < _entries_before or not security.is_kept();
  delete from security.finding f where f.last_at < _findings_before or not security.is_kept();
$$;

-- For the live checks.
create function security.count_waiting(_before timestamptz, _tries_before timestamptz, _entries_before timestamptz, _findings_before timestamptz,
  out waiting int, out findings int, out old int)
language sql stable security definer set search_path = '' as $$
  select (select count(*)::int from security.finding f where f.reviewed_at is null and f.last_at < _before),
    (select count(*)::int from security.finding),
    (select count(*)::int from security.finding f where f.last_at < _findings_before)
      + (select count(*)::int from security.attempt a where a.hour < _tries_before)
      + (select count(*)::int from security.entry e where e.at < _entries_before)
$$;

revoke all on all functions in schema security from public;
grant usage on schema security to {{app}}, public;
grant execute on function security.note, security.note_entries, security.is_known, security.judge, security.take_untold, security.told, security.of_staff,
  security.forget, security.count_waiting to {{app}};
grant execute on function security.list, security.tried, security.review to public; -- refused to all but the purpose `security`
grant execute on function security.of_person to public; -- refused to all but the rights purpose

-- What is done upon a request is a step of it in the same transaction, and whoever was given the data is told (Art. 19).

-- A statement by which a person completes what is held of them (Art. 16).
create table rights.supplement (
  person_id uuid not null,
  id uuid primary key,
  request_id uuid not null references rights.request on delete cascade,
  category text not null,
  words text not null check (length(words) between 1 and 4000),
  at timestamptz not null
);
create index supplement_person on rights.supplement (person_id);

-- Whom the controller has to tell that data was corrected, erased or restricted. `whom`: by what the recipient finds the person; gone
-- once they are told.
create table rights.recipient_notice (
  id uuid primary key,
  request_id uuid not null references rights.request on delete cascade,
  person_id uuid, -- null: erased
  recipient text not null,
  act text not null check (act in ('corrected', 'erased', 'restricted')),
  categories text[] not null,
  made_at timestamptz not null,
  state text not null default 'untold' check (state in ('untold', 'queued', 'failed', 'sent', 'by-hand', 'had-none', 'impossible', 'disproportionate',
    'confirmed')),
  address text,
  whom text check (length(whom) between 1 and 500),
  reason text check (length(reason) between 1 and 500),
  at timestamptz,
  by text,
  unique (request_id, recipient, act),
  check (state not in ('impossible', 'disproportionate') or reason is not null),
  check (state not in ('queued', 'failed') or address is not null)
);
create index recipient_notice_person on rights.recipient_notice (person_id) where person_id is not null;

-- A recipient who is told by itself: where, and by what of a person they find them. As staff have said when they told them once.
create table rights.recipient_contact (
  recipient text primary key,
  address text not null,
  known_by text not null check (known_by in ('email', 'phone', 'name', 'order')),
  said_at timestamptz not null,
  said_by text not null
);

-- The value by which such a recipient finds the person: that one and no more. Null where the register has none, or where it is the
-- very thing that was corrected, for then they know another.
create function rights.known_as(_person uuid, _by text, _act text, _categories text[]) returns text
language plpgsql stable set search_path = '' as $$
declare
  source text := case _by when 'email' then 'contact_points' when 'phone' then 'contact_points' when 'name' then 'identity' else 'orders' end;
  value text;
begin
  if _act = 'corrected' and replace(source, '_', '-') = any (_categories) or to_regclass('register.' || source) is null then
    return null;
  end if;
  execute case _by
    when 'name' then $q$select nullif(concat_ws(' ', v ->> 'given_name', v ->> 'family_name'), '') from (select to_jsonb(t) as v
      from register.identity t where t.person_id = $1 limit 1) t$q$
    when 'order' then $q$select string_agg(distinct v ->> 'order_number', ', ') from (select to_jsonb(t) as v
      from register.orders t where t.person_id = $1) t$q$
    else format($q$select v ->> %1$L from (select to_jsonb(t) as v from register.contact_points t where t.person_id = $1) t
      where v ->> %1$L is not null order by v ->> 'is_primary' = 'true' desc nulls last, v ->> 'id' limit 1$q$, _by) end
    into value using _person;
  return case when length(value) <= 500 then value end;
end $$;

-- Puts the letter to a recipient into the outbox.
create function rights.queue_recipient(_notice uuid, _at timestamptz) returns void language plpgsql set search_path = '' as $$
begin
  insert into mail.message (id, person_id, kind, about, queued_at, next_at)
    values (register.new_id(), _notice, 'rights.recipient', _notice, _at, _at);
  if to_regclass('graphile_worker.jobs') is not null then -- as src/jobs/job.ts does it
    perform graphile_worker.add_job('mail.send', payload := '{}', queue_name := 'mail.send', job_key := 'mail.send');
  end if;
end $$;

-- Who is to be told of an act upon a request: the recipients of the notice, and those to whom something of this person was disclosed.
create function rights.note_recipients(_token text, _request uuid, _act text, _categories text[], _recipients text[], _at timestamptz)
returns int language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  person uuid := (select s.person_id from rights.standing s where s.id = _request);
  others text[] := '{}';
  noted int;
  automatic int;
begin
  perform register.need_rights();
  if register.has_column('disclosures', 'recipient') then
    execute 'select array(select distinct d.recipient from register.disclosures d where d.person_id = $1 and d.recipient is not null)'
      into others using person;
  end if;
  insert into rights.recipient_notice as n (id, request_id, person_id, recipient, act, categories, made_at)
  select register.new_id(), _request, case when _act <> 'erased' then person end, r.name, _act, _categories, _at
  from (select distinct name from unnest(_recipients || others) name) r
  on conflict (request_id, recipient, act) do update set
    categories = array(select distinct c from unnest(n.categories || excluded.categories) c), state = 'untold', made_at = _at;
  get diagnostics noted = row_count;
  -- Whoever can be told by itself is, before what they find the person by is gone.
  with told as (
    update rights.recipient_notice n set state = 'queued', address = c.address, whom = k.whom, reason = null, at = _at, by = 'system'
    from rights.recipient_contact c cross join lateral rights.known_as(person, c.known_by, _act, _categories) k (whom)
    where n.request_id = _request and n.act = _act and n.state = 'untold' and c.recipient = n.recipient and k.whom is not null
    returning n.id
  )
  select count(rights.queue_recipient(t.id, _at)) into automatic from told t;
  return noted;
end $$;

-- What became of telling one of them. `_state` queued: by e-mail to `_address`; the message is in the outbox with it.
create function rights.say_of_recipient(_token text, _notice uuid, _state text, _address text, _whom text, _reason text, _at timestamptz)
returns void language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  update rights.recipient_notice n set state = _state, address = coalesce(_address, n.address), whom = _whom, reason = btrim(_reason),
    at = _at, by = asker.actor
  where n.id = _notice and case when _state = 'confirmed' then n.state in ('sent', 'by-hand') else n.state in ('untold', 'failed') end;
  if not found then
    perform register.refuse('conflict', 'rights.not-now');
  end if;
  if _state = 'queued' then
    perform rights.queue_recipient(_notice, _at);
  end if;
end $$;

-- Whether the recipient of a notice is told by itself from now on, at the address that the notice goes to; `_known_by` null ends it.
create function rights.say_recipient_contact(_token text, _notice uuid, _known_by text, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  delete from rights.recipient_contact c using rights.recipient_notice n where n.id = _notice and c.recipient = n.recipient;
  insert into rights.recipient_contact (recipient, address, known_by, said_at, said_by)
    select n.recipient, n.address, _known_by, _at, asker.actor from rights.recipient_notice n
    where n.id = _notice and n.address is not null and _known_by is not null;
end $$;

create function rights.recipient_notices(_token text, _request uuid)
returns table (id uuid, recipient text, act text, categories text[], state text, address text, known_by text, reason text, at timestamptz, by text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query select n.id, n.recipient, n.act, n.categories, n.state,
      coalesce(n.address, (select o.address from rights.recipient_notice o where o.recipient = n.recipient and o.address is not null
        order by o.at desc limit 1)), c.known_by, n.reason, n.at, n.by
    from rights.recipient_notice n left join rights.recipient_contact c on c.recipient = n.recipient
    where n.request_id = _request order by n.made_at, n.recipient;
end $$;

-- The letter to a recipient, when it is sent: what it says, and to whom.
create function rights.recipient_letter(_token text, _notice uuid)
returns table (recipient text, address text, act text, categories text[], whom text, request uuid)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query select n.recipient, n.address, n.act, n.categories, n.whom, n.request_id
    from rights.recipient_notice n where n.id = _notice and n.state = 'queued';
end $$;
-- What became of it; `whom` is gone once it was sent.
create function rights.settle_recipient(_notice uuid, _state text, _at timestamptz) returns void
language sql security definer set search_path = '' as $$
  update rights.recipient_notice n set state = _state, at = _at,
    whom = case when _state = 'failed' and not (r.cut and r.state in ('answered', 'withdrawn')) then n.whom end
  from rights.request r where n.id = _notice and n.state = 'queued' and r.id = n.request_id
$$;

-- Whether another request of the same person keeps them restricted.
create function rights.is_restricted_otherwise(_token text, _request uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return exists (select from rights.standing o join rights.standing s on s.person_id = o.person_id and s.id = _request
    where o.id <> _request and rights.is_restricted_by(o.id));
end $$;

create function rights.supplement(_token text, _request uuid, _category text, _words text, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  person uuid := (select s.person_id from rights.standing s where s.id = _request);
  id uuid := register.new_id();
begin
  perform register.need_rights();
  perform register.lock_person(person);
  perform register.scope_of(_category);
  insert into rights.supplement values (person, id, _request, _category, btrim(_words), _at);
  return id;
end $$;

-- ── Erasing upon a request ──────────────────────────────────────────────────────────────────────────────────────────

-- What erasing would do, before it is done.
create function rights.erasure_plan(_token text, _person uuid, _claims boolean, _day date) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  held register.person;
begin
  perform register.need_rights();
  select * into held from register.person p where p.id = _person;
  if held.id is null then
    perform register.refuse('absent', 'register.person-absent');
  end if;
  return jsonb_build_object('held', rights.is_held(_person), 'restricted', held.standing & 1 = 1, 'contract', held.standing & 2 = 2,
    'categories', (select coalesce(jsonb_agg(jsonb_build_object('category', w.category, 'rows', w.held, 'kept', cardinality(w.stays),
        'until', w.until, 'purposes', w.purposes, 'laws', w.laws)), '[]') from rights.what_stays(_person, _day, _claims) w),
    'statements', (select count(*) from register.statement s where s.person_id = _person),
    'changes', (select count(*) from register.change c where c.person_id = _person and c.category <> 'person'),
    'looks', (select count(*) from access.look l where l.person_id = _person),
    'queued', (select count(*) from mail.message m where m.person_id = _person and m.state in ('queued', 'sending')));
end $$;

-- Erases the person of a request, with the certificate and whom to tell. Nothing of it can be taken back. For one person planning anew
-- takes longer than the work.
create function rights.erase(_token text, _request uuid, _expected uuid, _claims boolean, _why text, _recipients text[], _day date,
  _at timestamptz) returns int
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  asker register.asker := register.asker_of(_token);
  person uuid;
  plan jsonb;
  done rights.erasure;
begin
  perform register.need_rights();
  perform pg_advisory_xact_lock_shared(7356006); -- imports lock persons in an order of their own
  select r.person_id into person from rights.request r where r.id = _request for update;
  if person is null then
    perform register.refuse('conflict', 'rights.person-first');
  end if;
  perform from register.person p where p.id = person for update;
  if not found then
    perform register.refuse('absent', 'register.person-absent');
  elsif rights.is_held(person) then
    perform register.refuse('conflict', 'rights.held');
  end if;
  perform rights.take_step(_token, _request, 'erased', null,
    jsonb_build_object('claims', case when _claims then 'yes' end, 'reason', nullif(btrim(_why), '')), _expected, _at);
  plan := rights.plan_of(person, _day, _claims);
  perform rights.note_recipients(_token, _request, 'erased',
    array(select p ->> 'category' from jsonb_array_elements(plan) p), _recipients, _at);
  insert into rights.erasure (request_id, at, erased_on, by, notice_version, outcome)
  values (_request, _at, _day, asker.actor, asker.notice_version, rights.erase_person(person, _day, plan, _at))
  returning * into done;
  return done.number;
end $$;

create function rights.certificate(_token text, _request uuid)
returns table (number int, at timestamptz, erased_on date, notice_version int, outcome jsonb)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query select e.number, e.at, e.erased_on, e.notice_version, e.outcome from rights.erasure e where e.request_id = _request;
end $$;

grant execute on function rights.take_up, rights.note_recipients, rights.say_of_recipient, rights.say_recipient_contact,
  rights.recipient_notices, rights.supplement,
  rights.recipient_letter, rights.erasure_plan, rights.erase, rights.certificate, rights.is_restricted_otherwise to public;
  -- all but the first refused to all but the rights purpose
grant execute on function rights.settle_recipient to {{app}};

-- ── When requests go, and what the live checks count ────────────────────────────────────────────────────────────────

-- By the rules of the category `requests`, the longest: what was closed longer ago goes, with its steps, its notices and its certificate.
create function rights.remove_requests(_run retention.run) returns void
language plpgsql set search_path = '' set timezone = 'Europe/Helsinki' as $$
declare
  spent uuid[];
begin
  with ends as (
    select r.id, k.rule, coalesce((case split_part(k.rule, ' ', 2)
      when 'request.closed' then (select max(t.at) from rights.step t where t.request_id = r.id and t.kind in ('answered', 'withdrawn'))::date
      when 'recorded' then r.recorded_at::date
      end + split_part(k.rule, ' ', 1)::interval)::date, 'infinity') as due, r.state in ('answered', 'withdrawn') as closed
    from rights.request r cross join notice.keep k where k.category = 'requests'
  ),
  longest as (select distinct on (e.id) e.id, e.rule, case when e.closed then e.due else 'infinity' end as due from ends e order by e.id, e.due desc),
  forecast as (
    insert into retention.forecast (run_id, category, rule, due, rows)
    select _run.id, 'requests', l.rule, retention.forecast_day(l.due, _run.day), count(*) from longest l group by 3, 4
  ),
  counted as (
    insert into retention.outcome (run_id, category, rule, outcome, rows, oldest)
    select _run.id, 'requests', l.rule, 'removed', count(*), min(l.due) from longest l where l.due < _run.day group by 3
  )
  select array_agg(l.id) into spent from longest l where l.due < _run.day;
  if _run.kind = 'nightly' then
    delete from rights.step t where t.request_id = any (spent);
    delete from rights.request r where r.id = any (spent);
  end if;
end $$;

-- For the live checks, over everybody: recipients who have not been told, and since when.
create function rights.untold() returns table (id uuid, since timestamptz) language sql stable security definer set search_path = '' as
  $$ select n.id, n.made_at from rights.recipient_notice n where n.state in ('untold', 'queued', 'failed') $$;
-- Objections to direct marketing and withdrawals that nothing has been done upon.
create function rights.unapplied() returns table (id uuid, since timestamptz) language sql stable security definer set search_path = '' as $$
  select r.id, r.recorded_at from rights.request r
  where r.kind in ('objection', 'withdrawal') and r.person_id is not null and r.state in ('received', 'identifying', 'working')
    and not exists (select from rights.step t where t.request_id = r.id and t.kind in ('objected', 'consent-withdrawn'))
$$;
grant execute on function rights.untold, rights.unapplied to {{app}};
-- Persons who were erased and are in the register all the same, and addresses of the erased that somebody has now.
create function rights.found_again(out erased bigint, out persons bigint, out addresses bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform register.need_rights();
  select count(*) into erased from backup.erased;
  select count(*) into persons from backup.erasure_key k, register.person p
    where erased > 0 and (exists (select from backup.erased e where e.hash = sha256(k.key || uuid_send(p.id)))
      or p.erased_on is null and exists (select from backup.erased e where e.hash = sha256(k.key || uuid_send(p.id) || '\x01'::bytea)));
  addresses := 0;
  if register.has_column('contact_points', 'email') and exists (select from rights.suppression) then
    execute $q$select count(*) from register.contact_points c join register.person p on p.id = c.person_id
      where c.email is not null and p.erased_on is null and rights.is_suppressed(array[register.address_hash(c.email)])$q$ into addresses;
  end if;
end $$;
grant execute on function rights.found_again to public; -- refused to all but the rights purpose

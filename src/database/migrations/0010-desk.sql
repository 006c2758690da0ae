-- What the desk of requests needs beside the requests themselves: reminders of their days, the form that anybody may fill in, what was
-- looked at to identify somebody, and packages that wait to be fetched. Of a person there is here only what goes when they go.

-- ── Reminders ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- One mail a day to each whose duty it is, about the requests whose days have come.
create table rights.digest (
  id uuid primary key,
  at timestamptz not null
);

-- Of a request somebody was reminded, once for each day that the law or the house gives it.
create table rights.reminder (
  request_id uuid not null references rights.request on delete cascade,
  mark text not null check (mark in ('fourteen', 'seven', 'three', 'extension', 'today', 'overdue')),
  day date not null, -- on which the mark lies; of what is overdue, the day of the reminder
  digest uuid not null references rights.digest,
  primary key (request_id, mark, day)
);
create index reminder_digest on rights.reminder (digest);
grant select, insert on rights.digest, rights.reminder to {{app}};

-- The requests whose clock runs, for reminders and their live check: nothing of a person.
create function rights.running()
returns table (id uuid, number int, kind text, received_at timestamptz, due date, extended boolean, changed_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select r.id, r.number, r.kind, r.received_at, r.due,
    exists (select from rights.step t where t.request_id = r.id and t.kind = 'extended'),
    greatest(r.recorded_at, (select max(t.at) from rights.step t where t.request_id = r.id))
  from rights.request r
  where r.state not in ('answered', 'withdrawn') and r.state <> 'identifying' order by r.due, r.id
$$;
grant execute on function rights.running to {{app}};

-- ── The form that anybody may fill in ───────────────────────────────────────────────────────────────────────────────

-- Where whoever asked by the form wants to be answered; it goes when they are answered, or withdraw.
create table rights.reply_to (
  request_id uuid primary key references rights.request on delete cascade,
  person_id uuid, -- once it is known who asks
  lang text not null check (lang in ('fi', 'sv', 'en')),
  email text not null check (length(email) <= 200)
);
create index reply_to_person on rights.reply_to (person_id);

-- Somebody wants marketing or a consent to end at once; the job that sends them the way takes it from here.
create table rights.wish (
  id uuid primary key,
  at timestamptz not null,
  lang text not null check (lang in ('fi', 'sv', 'en')),
  email text not null check (length(email) <= 200)
);

-- To which addresses the form has made us write, for a day: anybody can type anybody's address.
create table rights.form_mail (
  address_hash bytea not null, -- keyed
  at timestamptz not null
);
grant select, insert, delete on rights.form_mail to {{app}};

-- The form says the same to everybody, as fast: whom it concerns is found by the job `rights.receive`. The same for a request by e-mail.
create function rights.receive_form(_token text, _kind text, _requester text, _asked text, _lang text, _email text, _due date, _at timestamptz,
  _channel text default 'form', _received_at timestamptz default null)
returns int language plpgsql security definer set search_path = '' as $$
declare
  request uuid := rights.record_request(_token, _kind, null, _channel, coalesce(_received_at, _at), _due, _requester, _asked, _at);
begin
  if _email is not null then
    insert into rights.reply_to (request_id, lang, email) values (request, _lang, _email);
    perform graphile_worker.add_job('rights.receive', json_build_object('request', request), 'rights.receive');
  end if;
  return (select r.number from rights.request r where r.id = request);
end $$;

create function rights.receive_wish(_token text, _lang text, _email text, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  wish uuid := register.new_id();
begin
  perform register.need_rights();
  insert into rights.wish (id, at, lang, email) values (wish, _at, _lang, _email);
  perform graphile_worker.add_job('rights.receive', json_build_object('wish', wish), 'rights.receive');
end $$;

-- What came by the form and is not settled, for whoever answers it: where to, and in which language.
create function rights.came_by_form(_token text, _id uuid)
returns table (number int, received_at timestamptz, due date, lang text, email text, person uuid, step uuid)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query
    select r.number, r.received_at, r.due, t.lang, t.email, r.person_id, r.step
    from rights.reply_to t join rights.request r on r.id = t.request_id where r.id = _id
    union all select null::int, w.at, null::date, w.lang, w.email, null::uuid, null::uuid from rights.wish w where w.id = _id;
end $$;

create function rights.end_wish(_token text, _wish uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  delete from rights.wish w where w.id = _wish;
end $$;

-- Whose address it is, by its key: two at most, for with two it is not known who asks.
create function rights.persons_at(_token text, _email text) returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  if register.has_column('contact_points', 'email_key') then
    return query execute 'select distinct c.person_id from register.contact_points c where register.sought(c.email_key) = $1 limit 2'
      using _email;
  end if;
end $$;
grant execute on function rights.receive_form, rights.receive_wish, rights.came_by_form, rights.end_wish, rights.persons_at
  to public; -- refused to all but the rights purpose

-- ── What follows a step by itself ───────────────────────────────────────────────────────────────────────────────────

create function rights.after_step() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.kind = 'person-found' then
    update rights.reply_to t set person_id = (new.details ->> 'person')::uuid where t.request_id = new.request_id;
  end if;
  if new.kind in ('identity-proved', 'refusal-approved', 'answered', 'withdrawn') then
    delete from rights.evidence e where e.request_id = new.request_id;
  end if;
  if new.kind in ('answered', 'withdrawn') then
    delete from rights.reply_to t where t.request_id = new.request_id;
  end if;
  if new.kind = 'withdrawn' and exists (select from rights.delivery d where d.request_id = new.request_id and d.ended_at is null) then
    update rights.delivery d set ended_at = new.at, why = 'withdrawn' where d.request_id = new.request_id and d.ended_at is null;
  end if;
  return null;
end $$;
create trigger after_step after insert on rights.step for each row execute function rights.after_step();

-- ── Packages that wait to be fetched ────────────────────────────────────────────────────────────────────────────────

-- A copy that lies, encrypted, in the home until it expires; the person gets a link, and a code when they follow it.
create table rights.delivery (
  id uuid primary key, -- of its file too
  request_id uuid not null references rights.request on delete cascade,
  person_id uuid not null,
  made_at timestamptz not null,
  made_by text not null,
  expires_at timestamptz not null,
  ready_at timestamptz, -- the file is there, and the mail in the queue
  secret_hash bytea unique, -- of the link, once it is written
  text_only boolean not null, -- the code goes to the person's telephone and nowhere else
  codes int not null default 0, -- asked for
  code_asked_at timestamptz,
  code_way text check (code_way in ('email', 'sms')), -- by which the last one was
  code_hash bytea,
  code_until timestamptz,
  tries int not null default 0, -- of the last code
  ticket_hash bytea, -- of whoever knew the code
  ticket_until timestamptz,
  ended_at timestamptz,
  why text check (why in ('expired', 'withdrawn', 'replaced', 'gone')),
  check ((ended_at is null) = (why is null))
);
create index delivery_request on rights.delivery (request_id);
create index delivery_person on rights.delivery (person_id);

-- Each time that a file of it was fetched.
create table rights.fetched (
  delivery_id uuid not null references rights.delivery on delete cascade,
  id uuid not null,
  at timestamptz not null,
  format text not null check (format in ('pdf', 'json', 'csv', 'zip')),
  primary key (delivery_id, id)
);
grant select, insert on rights.delivery, rights.fetched to {{app}};
grant update (ready_at, secret_hash, codes, code_asked_at, code_way, code_hash, code_until, tries, ticket_hash, ticket_until, ended_at, why)
  on rights.delivery to {{app}};

-- A delivery that has ended, in whatever way, takes its file with it.
create function rights.clear_packages() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if to_regclass('graphile_worker.jobs') is not null then -- a register that is being restored has no queue yet, and clears at its start
    perform graphile_worker.add_job('rights.clear-packages', '{}', 'rights.clear-packages', job_key := 'rights.clear-packages:now');
  end if;
  return null;
end $$;
create trigger clear_packages after delete or update of ended_at on rights.delivery
  for each statement execute function rights.clear_packages();

-- ── Identification ──────────────────────────────────────────────────────────────────────────────────────────────────

-- What somebody showed of who they are, in words, for whoever decides; it goes with the decision (Art. 5(1)(c), (e)). The steps keep the
-- method, the result, the time and the agent, and nothing of this.
create table rights.evidence (
  id uuid primary key,
  request_id uuid not null references rights.request on delete cascade,
  person_id uuid, -- as it was known then
  at timestamptz not null,
  by text not null,
  words text not null check (length(words) between 1 and 2000)
);
create index evidence_request on rights.evidence (request_id);
create index evidence_person on rights.evidence (person_id);

create function rights.note_evidence(_token text, _request uuid, _words text, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  standing rights.request;
begin
  perform register.need_rights();
  select * into standing from rights.request r where r.id = _request for update;
  if standing.id is null then
    perform register.refuse('absent', 'rights.request-absent');
  end if;
  if standing.state <> 'identifying' then
    perform register.refuse('conflict', 'rights.not-identifying');
  end if;
  insert into rights.evidence (id, request_id, person_id, at, by, words)
  values (register.new_id(), _request, standing.person_id, _at, asker.actor, btrim(_words));
end $$;

create function rights.evidence_of(_token text, _request uuid) returns table (at timestamptz, by text, words text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query select e.at, e.by, e.words from rights.evidence e where e.request_id = _request order by e.id;
end $$;
grant execute on function rights.note_evidence, rights.evidence_of to public; -- refused to all but the rights purpose

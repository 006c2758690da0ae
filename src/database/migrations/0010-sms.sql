-- What is to be sent by text message and what became of it: whom, of what kind and when, never a number or a text.

create schema sms;

create table sms.message (
  id uuid primary key,
  person_id uuid not null,
  kind text not null,
  about uuid not null, -- what it is about: a row of the capability whose kind it is
  state text not null default 'queued'
    check (state in ('queued', 'accepted', 'delivered', 'undelivered', 'unknown', 'failed', 'not-needed')),
  queued_at timestamptz not null,
  next_at timestamptz not null, -- not tried, or asked after, before
  attempts int not null default 0, -- since it was queued, or since the gateway took it
  reference text, -- the gateway's, by which it is asked after
  settled_at timestamptz,
  why text -- of the last try that failed: a code, never what the gateway said
);
create index message_waiting on sms.message (next_at, id) where state in ('queued', 'accepted');
create index message_person on sms.message (person_id);
create index message_reference on sms.message (reference);

grant usage on schema sms to {{app}}, public;
grant select, insert on sms.message to {{app}};
grant update (state, next_at, attempts, reference, settled_at, why) on sms.message to {{app}};

-- Into the outbox, in the transaction that writes the answer on the customer's page: a killed server has done both or neither. `_row`: of
-- service-events; what is said there, and whether it may go, is read when it is sent.
create function sms.queue_reply(_token text, _person uuid, _row uuid, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  if not register.sees(register.lock_person(_person)) then
    perform register.refuse('absent', 'register.person-absent');
  end if;
  insert into sms.message (id, person_id, kind, about, queued_at, next_at)
    values (register.new_id(), _person, 'messages.reply', _row, _at, _at);
  perform graphile_worker.add_job('sms.send', '{}', 'sms.send', run_at := _at, job_key := 'sms.send');
end $$;
grant execute on function sms.queue_reply to public; -- whoever has no actor token is refused

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

grant usage on schema sms to {{app}};
grant select, insert on sms.message to {{app}};
grant update (state, next_at, attempts, reference, settled_at, why) on sms.message to {{app}};

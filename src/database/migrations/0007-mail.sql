-- What is to be sent by e-mail and what became of it: whom, of what kind and when, never an address or a text.

create schema mail;

create table mail.message (
  id uuid primary key, -- of its Message-ID too
  person_id uuid not null,
  kind text not null,
  about uuid not null, -- what it is about: a row of the capability whose kind it is
  purpose text, -- for what and by which channel it needed a permit, set when it was sent; a service message needs none
  channel text,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed', 'no-address', 'not-needed', 'stopped')),
  queued_at timestamptz not null,
  next_at timestamptz not null, -- not tried before
  attempts int not null default 0,
  tried_at timestamptz,
  settled_at timestamptz,
  why text, -- of the last try that failed: a code, never what the server said
  address_hash bytea -- keyed; of the address that it was last tried at
);
create index message_waiting on mail.message (next_at, id) where state in ('queued', 'sending');
create index message_about on mail.message (about, state);
create index message_person on mail.message (person_id);
create index message_tried on mail.message (tried_at);

grant usage on schema mail to {{app}};
grant select, insert on mail.message to {{app}};
grant update (state, purpose, channel, next_at, attempts, tried_at, settled_at, why, address_hash) on mail.message to {{app}};

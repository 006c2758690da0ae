-- Events and fairs: what was announced, and by which tablets visitors are met. Nothing here names a person: who takes part stands in the
-- register (participation).

create schema events;
grant usage on schema events to {{app}};

create table events.event (
  id uuid primary key,
  page text not null unique, -- the part of its public address that nobody can guess
  kind text not null check (kind in ('event', 'fair')),
  name text not null unique, -- of the event in participation, as retention.event_told has it
  purpose text not null,
  source text not null,
  connection_id uuid not null references arrivals.connection, -- by which entries of the page and the stand come
  place text not null,
  starts timestamptz not null,
  ends timestamptz not null,
  words jsonb not null, -- by language: {title, about}
  permits text, -- the purpose of a contact whose box the pages offer
  salt bytea not null,
  made_at timestamptz not null,
  made_by text not null,
  check (ends > starts)
);

-- A tablet at the stand: whoever has its link may note visitors until it ends.
create table events.device (
  id uuid primary key,
  event_id uuid not null references events.event,
  name text not null,
  secret_hash bytea not null unique,
  made_at timestamptz not null,
  made_by text not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index device_of_event on events.device (event_id);

grant select, insert on events.event, events.device to {{app}};
grant update (ended_at) on events.device to {{app}};

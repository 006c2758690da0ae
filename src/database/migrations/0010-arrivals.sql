-- What comes in by itself from other programs: through which connection, when, and what became of it. What it says of persons is here
-- encrypted by the application, for a short time, and is then in the register or nowhere.

create schema arrivals;
grant usage on schema arrivals to {{app}}, public;

-- A way in: who sends, for which purpose it is taken, and from which source of the notice it comes.
create table arrivals.connection (
  id uuid primary key,
  kind text not null,
  hook text not null unique, -- the part of its address that nobody can guess
  name text not null,
  purpose text not null,
  source text not null,
  settings jsonb not null default '{}',
  keep_days int not null default 14 check (keep_days between 1 and 30), -- so long is what came kept as it came
  secret bytea not null, -- encrypted, as is the one before it, which holds until the sender has the new one
  earlier_secret bytea,
  earlier_until timestamptz,
  token bytea, -- encrypted: with what we fetch at the sender what a delivery only points to
  made_at timestamptz not null,
  made_by text not null,
  paused_at timestamptz,
  check ((earlier_secret is null) = (earlier_until is null))
);

-- Who did what to a connection, and when. Rows are only added.
create table arrivals.connection_event (
  connection_id uuid not null references arrivals.connection,
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  did text not null check (did in ('made', 'changed', 'rotated', 'paused', 'resumed', 'tested')),
  primary key (connection_id, id)
);

-- What was not let in, by the hour: nothing of it is kept.
create table arrivals.turned_away (
  connection_id uuid not null references arrivals.connection,
  hour timestamptz not null,
  why text not null,
  times int not null,
  last_at timestamptz not null,
  primary key (connection_id, hour, why)
);

-- One event of a sender: however often it is delivered, it is here once.
create table arrivals.arrival (
  id uuid primary key,
  connection_id uuid not null references arrivals.connection,
  event bytea not null, -- hash of what the sender knows the event by
  topic text not null,
  at timestamptz not null,
  bytes int not null,
  sealed bytea, -- as it came, encrypted; null once it is past its date
  sealed_until timestamptz not null,
  notice_version int not null, -- shown to the person where the sender shows it, else in force when it came
  test boolean not null,
  state text not null default 'accepted' check (state in ('accepted', 'written', 'waiting', 'refused', 'ignored')),
  reason text, -- of what was not written: `arrivals.reason.<reason>`
  args jsonb,
  settled_at timestamptz,
  person_id uuid,
  thing_group uuid, -- what it tells of, when others tell of it too: arrivals.thing
  thing_reference text,
  reference text, -- what staff know it by at the sender: an order's number
  request_id uuid, -- the request for a right that was read in it
  task_id uuid, -- what staff have to do because of it
  unique (connection_id, event)
);
create index arrival_accepted on arrivals.arrival (id) where state = 'accepted';
create index arrival_unsettled on arrivals.arrival (id) where state in ('refused', 'waiting');
create index arrival_of_connection on arrivals.arrival (connection_id, id);
create index arrival_waiting on arrivals.arrival (thing_group, thing_reference) where state = 'waiting';
create index arrival_of_person on arrivals.arrival (person_id) where person_id is not null;
create index arrival_task on arrivals.arrival (connection_id, reference) where task_id is not null;
create index arrival_sealed on arrivals.arrival (sealed_until) where sealed is not null;

-- What became of an arrival, step by step. Rows are only added.
create table arrivals.step (
  arrival_id uuid not null references arrivals.arrival on delete cascade,
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  did text not null check (did in ('duplicate', 'written', 'waiting', 'refused', 'ignored', 'replayed', 'chosen', 'taken-back')),
  details jsonb not null default '{}',
  primary key (arrival_id, id)
);

-- Something of which several arrivals tell, in any order: an order from its first payment to its last refund. `told` has the latest
-- word on each part of it, `rows` the rows of the register that say so. Of one whose person has left only the hash remains, so that a
-- late word does not bring them back.
create table arrivals.thing (
  group_id uuid not null,
  reference_hash bytea not null,
  person_id uuid,
  category text not null,
  told jsonb not null,
  rows jsonb not null default '{}',
  at timestamptz not null, -- of the last word
  erased boolean not null default false,
  primary key (group_id, reference_hash)
);
create index thing_of_person on arrivals.thing (person_id) where person_id is not null;

-- What an arrival wrote, and what was told of its thing before it, for as long as what came is kept: by it the arrival is taken back
-- (arrivals.take_back).
create table arrivals.wrote (
  arrival_id uuid primary key references arrivals.arrival on delete cascade,
  person_id uuid, -- null: it waits
  id uuid not null, -- in the order in which they were settled
  waited boolean not null, -- until others told whose its thing is
  opened boolean not null,
  changes uuid[] not null,
  statements uuid[] not null,
  thing_group uuid,
  thing_hash bytea,
  thing_before jsonb -- null: nothing had been told of it
);
create index wrote_of_person on arrivals.wrote (person_id) where person_id is not null;
create index wrote_of_thing on arrivals.wrote (thing_group, thing_hash) where thing_group is not null;

-- Whom an arrival is about, where it could not be told, as staff have said. Without a person: somebody new.
create table arrivals.choice (arrival_id uuid primary key references arrivals.arrival on delete cascade, person_id uuid,
  at timestamptz not null, by text not null);

-- Whom a sender means by a name of its own (a number of a social medium), as staff have said once; the name is kept as a hash.
create table arrivals.handle (
  connection_id uuid not null references arrivals.connection,
  handle_hash bytea not null,
  person_id uuid not null,
  arrival_id uuid not null, -- that told it first
  primary key (connection_id, handle_hash)
);
create index handle_of_person on arrivals.handle (person_id);

-- Art. 14: who must be told from where their data came, and by when; and that they were.
create table arrivals.informing (
  person_id uuid not null,
  id uuid not null,
  arrival_id uuid not null, -- the arrival or the import that brought the data
  source text not null,
  obtained date not null,
  inform_by date not null,
  told_at timestamptz,
  told_by text,
  how text check (how in ('email', 'letter', 'phone', 'in-person', 'knows', 'not-possible')),
  reason text, -- Art. 14(5): why not, where it is not possible
  mail text check (mail in ('waiting', 'sent', 'failed', 'no-address')), -- what became of the latest message; null: none has been queued
  primary key (person_id, id),
  check ((told_at is null) = (how is null)),
  check (how <> 'not-possible' or reason is not null)
);
create unique index informing_id on arrivals.informing (id);
create index informing_open on arrivals.informing (inform_by) where told_at is null;

-- Art. 13: the notice that a person was shown where their data was collected. Rows are only added.
create table arrivals.shown (
  person_id uuid not null,
  id uuid not null,
  arrival_id uuid not null,
  place text not null, -- the address of the page
  lang text not null,
  notice_version int not null,
  at timestamptz not null,
  primary key (person_id, id)
);

grant select, insert on arrivals.connection, arrivals.connection_event, arrivals.arrival, arrivals.step to {{app}};
grant update (name, purpose, source, settings, keep_days, secret, earlier_secret, earlier_until, token, paused_at) on arrivals.connection to {{app}};
grant select, insert, update on arrivals.turned_away to {{app}};
grant update (state, reason, args, settled_at, reference, sealed) on arrivals.arrival to {{app}};
grant delete on arrivals.arrival to {{app}};
grant select, insert, update, delete on arrivals.choice to {{app}};

-- The planner keeps no sample of what is said of people (docs/decisions/0003).
alter table arrivals.arrival alter reference set statistics 0, alter thing_reference set statistics 0, alter sealed set statistics 0;
alter table arrivals.thing alter told set statistics 0;
alter table arrivals.wrote alter thing_before set statistics 0;

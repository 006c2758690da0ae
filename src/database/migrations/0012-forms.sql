-- Forms on the web: what each asks and says, by immutable versions; what somebody sent waits here, encrypted, only until they confirm it.

create schema forms;
grant usage on schema forms to {{app}};

-- A form is a door of its own: its connection of the intake says for which purpose and from which source it collects.
create table forms.form (
  id uuid primary key references arrivals.connection,
  address text not null unique, -- of the page: /f/<address>
  made_at timestamptz not null,
  made_by text not null,
  opened_at timestamptz, -- since when it takes what is sent; null: not yet, or not any more
  closes_at timestamptz -- by itself, at this moment
);

-- What the form asks and says. A version is never changed: what was sent by it knows the words that were shown.
create table forms.version (
  form_id uuid not null references forms.form,
  version int not null,
  content jsonb not null,
  made_at timestamptz not null,
  made_by text not null,
  primary key (form_id, version)
);

-- Who did what to a form, and when. Rows are only added.
create table forms.event (
  form_id uuid not null references forms.form,
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  did text not null check (did in ('made', 'changed', 'opened', 'closed')),
  primary key (form_id, id)
);

-- What waits for the confirmation of an e-mail address (double opt-in): of nobody in the register until it is confirmed.
create table forms.waiting (
  id uuid primary key,
  form_id uuid not null references forms.form,
  event bytea not null unique, -- hash of what the form was sent by: sent five times it waits once
  at timestamptz not null,
  lang text not null,
  address_hash bytea, -- keyed, for a day: for the limit of what is sent to one address
  sealed bytea, -- what is delivered when it is confirmed; null afterwards, and when its time is over
  secret_hash bytea unique, -- of the link in the letter
  expires_at timestamptz not null,
  confirmed_at timestamptz
);
create index waiting_of_address on forms.waiting (address_hash, at);
create index waiting_of_form on forms.waiting (form_id, at);

-- Withdrawals from contracts that were acknowledged; what was written is kept for the letter alone, encrypted.
create table forms.declaration (
  id uuid primary key,
  event bytea not null unique,
  at timestamptz not null,
  address_hash bytea, -- keyed, for a day
  sealed bytea,
  sealed_until timestamptz not null
);
create index declaration_of_address on forms.declaration (address_hash, at);

grant select, insert on forms.form, forms.version, forms.event, forms.waiting, forms.declaration to {{app}};
grant update (sealed, address_hash), delete on forms.declaration to {{app}};
grant update (opened_at, closes_at) on forms.form to {{app}};
grant update (sealed, secret_hash, confirmed_at, address_hash) on forms.waiting to {{app}};
grant delete on forms.waiting to {{app}};

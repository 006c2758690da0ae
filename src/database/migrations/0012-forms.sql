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

-- How many pages were fetched, given back with something amiss, and taken: by day and language, and of nobody.
create table forms.tally (
  form_id uuid not null references forms.form,
  day date not null,
  lang text not null,
  step text not null check (step in ('fetched', 'wrong', 'sent')),
  times int not null,
  primary key (form_id, day, lang, step)
);

create index statement_of_form on register.statement (place) where place like '/f/%';

-- The permits that a form has brought: how many persons gave each, by the language of its words, and of how many it stands. Of nobody;
-- whoever has left is not in it.
create function forms.permits(_form uuid) returns table (purpose text, channel text, lang text, given bigint, standing bigint)
language sql stable security definer set search_path = '' as $$
  with given as (
    select s.person_id, s.purpose, s.channel, max(s.lang) as lang, max(s.recorded_at) as at
    from forms.form f join register.statement s on s.place = '/f/' || f.address and s.place like '/f/%'
    where f.id = _form and s.kind = 'consent' and s.withdrawn_at is null group by 1, 2, 3
  )
  select g.purpose, g.channel, g.lang, count(*), count(*) filter (where not exists (select from register.statement w
    where w.person_id = g.person_id and w.recorded_at > g.at and w.purpose = g.purpose and (w.channel is null or w.channel is not distinct from g.channel)
      and (w.kind = 'objection' and w.withdrawn_at is null or w.kind = 'consent' and w.withdrawn_at is not null)))
  from given g group by 1, 2, 3
$$;
grant execute on function forms.permits to {{app}};
grant select, insert, update, delete on forms.tally to {{app}};

grant select, insert on forms.form, forms.version, forms.event, forms.waiting, forms.declaration to {{app}};
grant update (sealed, address_hash), delete on forms.declaration to {{app}};
grant update (opened_at, closes_at) on forms.form to {{app}};
grant update (sealed, secret_hash, confirmed_at, address_hash) on forms.waiting to {{app}};
grant delete on forms.waiting to {{app}};

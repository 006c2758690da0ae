-- Personalisation: a slot is a place on the firm's own pages whose content follows the segments of one purpose. Each save is a version;
-- whom it was shown to is a row of the category marketing-measures, as the notice says.

create schema personalisation;
grant usage on schema personalisation to {{app}};

create table personalisation.slot (
  id uuid primary key,
  purpose text not null,
  name text not null check (length(name) between 1 and 120),
  version int not null,
  made_at timestamptz not null,
  made_by text not null,
  ended_at timestamptz,
  ended_by text
);
create index slot_purpose on personalisation.slot (purpose, id) where ended_at is null;

-- Rows are only added.
create table personalisation.version (
  slot_id uuid not null references personalisation.slot,
  n int not null,
  name text not null,
  content jsonb not null,
  at timestamptz not null,
  by text not null,
  why text check (length(why) between 1 and 500),
  notice_version int not null,
  primary key (slot_id, n)
);
grant select, insert, update on personalisation.slot to {{app}};
grant select, insert on personalisation.version to {{app}};

-- Logins of psql and BI tools: each has a name, a purpose and an end, and one that has ended stays on record.

create table access.login (
  id uuid primary key,
  n int generated always as identity unique,
  name text not null,
  purpose text not null,
  made_at timestamptz not null,
  made_by text not null,
  expires_at timestamptz not null check (expires_at > made_at),
  ended_at timestamptz,
  ended_by text
);

grant select, delete on access.login to {{app}};

-- Every personal data breach is on record (Art. 33(5)): what was known, assessed, decided and done, when and by whom; nothing written here changes.

create schema breaches;

create table breaches.breach (
  id uuid primary key,
  reference text not null unique, -- 2026-1: what people call it by
  opened_at timestamptz not null,
  opened_by text not null
);

-- Append-only: the n-th entry of a breach. Of the entries of a kind the last one stands, and every notification.
create table breaches.entry (
  breach_id uuid not null references breaches.breach,
  n int not null,
  kind text not null check (kind in ('described', 'assessed', 'decided', 'notified', 'persons', 'closed', 'reopened')),
  content jsonb not null, -- as src/breaches/entry.ts has it
  why text, -- why it takes the place of an earlier one
  at timestamptz not null,
  by text not null,
  primary key (breach_id, n)
);

-- Which reminders have gone out: so many hours before that end of the 72 hours.
create table breaches.reminder (
  breach_id uuid not null references breaches.breach,
  due_at timestamptz not null,
  hours int not null,
  at timestamptz not null,
  primary key (breach_id, due_at, hours)
);

grant usage on schema breaches to {{app}};
grant select, insert on breaches.breach, breaches.entry, breaches.reminder to {{app}};

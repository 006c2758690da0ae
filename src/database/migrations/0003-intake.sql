-- Files on their way in: what an import is and what its rows say, until they are in the register or thrown away.

create schema intake;
grant usage on schema intake to {{app}};

create table intake.import (
  id uuid primary key,
  number int generated always as identity unique, -- what a run locks, so that a dead one is known
  file_name text not null,
  bytes bigint not null,
  sha256 text not null,
  purpose text not null,
  uploaded_at timestamptz not null,
  uploaded_by text not null,
  state text not null default 'uploaded' check (state in
    ('uploaded', 'mapping', 'previewing', 'previewed', 'running', 'done', 'undoing', 'undone')),
  scan jsonb not null,
  source text, -- of the notice; with the rest of the origin from when it is told
  origin jsonb,
  inform_by date,
  mapping jsonb,
  overwrite boolean not null default false,
  staged jsonb, -- what staging counted: permits that are unknown, cells that were masked
  counts jsonb,
  problem jsonb,
  done_at timestamptz,
  undo jsonb,
  undone_at timestamptz,
  file_gone_at timestamptz
);
create index import_by_upload on intake.import (uploaded_at desc);

-- Who did what to an import, and when. Rows are only added.
create table intake.event (
  import_id uuid not null references intake.import on delete cascade,
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  did text not null,
  details jsonb not null default '{}',
  primary key (import_id, id)
);

-- The mapping that was last run for files with this header.
create table intake.remembered (fingerprint text primary key, mapping jsonb not null, at timestamptz not null, by text not null);

grant select, insert, update on intake.import to {{app}};
grant select, insert on intake.event to {{app}};
grant select, insert, update on intake.remembered to {{app}};

-- ── What is staged ──────────────────────────────────────────────────────────────────────────────────────────────────
-- What the report of an import tells is kept. Values are not logged: after a crash of the server the file is read again.

-- A record of the file; `refused` says why it cannot be imported.
create table intake.row (import_id uuid not null, line int not null, refused text, primary key (import_id, line));

-- By what the person of a row may be recognised: an e-mail address, or a telephone number with the name.
create unlogged table intake.key (import_id uuid not null, line int not null, email text, phone text, name text not null default '');
create index key_by_import on intake.key (import_id);

-- The row of a category that a record would give. `anchor`, in lower case, has the values by which an existing one is recognised.
create unlogged table intake.part (import_id uuid not null, line int not null, category text not null, anchor jsonb not null,
  given jsonb not null);
create index part_by_line on intake.part (import_id, line);

-- What a record says that the person has said or done; of one that is refused, the prohibitions alone.
create unlogged table intake.said (import_id uuid not null, line int not null, kind text not null, purpose text, channel text,
  given_at timestamptz not null, wording text);
create index said_by_line on intake.said (import_id, line);

-- Who a record is about that cannot be imported, as the file has it: for whoever sees the preview, and no longer.
create unlogged table intake.named (import_id uuid not null, line int not null, name text not null, primary key (import_id, line));

-- A cell that is left out.
create table intake.remark (import_id uuid not null, line int not null, header text not null, reason text not null);
create index remark_by_line on intake.remark (import_id, line);

grant select, insert, delete on intake.row, intake.key, intake.part, intake.said, intake.named, intake.remark to {{app}};

-- The planner keeps no sample of what the file says of people (docs/decisions/0003), and analysing takes a tenth of the time.
alter table intake.key alter email set statistics 0, alter phone set statistics 0, alter name set statistics 0;
alter table intake.part alter anchor set statistics 0, alter given set statistics 0;
alter table intake.said alter wording set statistics 0;
alter table intake.named alter name set statistics 0;

-- ── What classifying finds ──────────────────────────────────────────────────────────────────────────────────────────

-- Persons of the register whom a record's keys name, as the match was made from them.
create unlogged table intake.hit (import_id uuid not null, line int not null, person_id uuid not null, by_email boolean not null);
create index hit_by_import on intake.hit (import_id);

-- The person of each record that is not refused. Records of one person have the first of them as `leader`; `apart`: only the
-- register tells that they are one. `alone`: a new person with one record, about whom nothing needs comparing. `hidden`: a
-- person whom the purpose does not see. `lacks`: the required field, as category.field, of a record that is lacking one.
create table intake.match (import_id uuid not null, line int not null, leader int not null, person_id uuid not null,
  known boolean not null, alone boolean not null, outcome text not null, apart boolean not null default false,
  hidden boolean not null default false, lacks text, primary key (import_id, line));

-- Persons whom a record may be about, where it names several of the register.
create unlogged table intake.candidate (import_id uuid not null, line int not null, person_id uuid not null,
  primary key (import_id, line, person_id));

-- Whom the importer has said such a record to be about; without a person: somebody new.
create table intake.choice (import_id uuid not null references intake.import on delete cascade, line int not null, person_id uuid,
  at timestamptz not null, by text not null, primary key (import_id, line));

-- Changes that are not simply the part of an `alone` record: `action` add or change.
create unlogged table intake.plan (import_id uuid not null, leader int not null, line int not null, person_id uuid not null,
  category text not null, row_id uuid not null, action text not null, given jsonb not null);
create index plan_by_leader on intake.plan (import_id, leader);

-- Statements of records that are not `alone`, as they will be recorded.
create unlogged table intake.word (import_id uuid not null, leader int not null, line int not null, person_id uuid not null,
  kind text not null, purpose text, channel text, given_at timestamptz not null, wording text);
create index word_by_leader on intake.word (import_id, leader);

grant select, delete on intake.hit, intake.candidate, intake.match, intake.plan, intake.word to {{app}};
grant select, insert, update, delete on intake.choice to {{app}};

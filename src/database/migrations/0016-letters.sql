-- Letters: what is written to many, each save a revision that never changes, so that whatever was sent can be read as it went. Nobody of the
-- register is named in them: personal fields are names of columns.

create schema letters;
grant usage on schema letters to {{app}};

create table letters.letter (
  id uuid primary key,
  purpose text not null, -- for what it is written, and who sees it
  channel text not null check (channel in ('email', 'sms')),
  name text not null check (length(name) between 1 and 200),
  revision int not null,
  made_at timestamptz not null,
  made_by text not null,
  ended_at timestamptz,
  ended_by text
);
create index letter_purpose on letters.letter (purpose, id) where ended_at is null;

-- Rows are only added.
create table letters.revision (
  id uuid primary key,
  letter_id uuid not null references letters.letter,
  n int not null,
  name text not null,
  content jsonb not null, -- src/letters/content.ts
  ready boolean not null, -- whether it could be sent when it was saved
  at timestamptz not null,
  by text not null,
  why text check (length(why) between 1 and 500),
  notice_version int not null,
  unique (letter_id, n)
);

-- Pictures are shown to anybody who has their address, so they stand here in the clear and in backups, without what cameras write into them.
create table letters.image (
  id uuid primary key,
  purpose text not null,
  name text not null,
  type text not null check (type in ('image/png', 'image/jpeg', 'image/gif')),
  width int not null,
  height int not null,
  content bytea not null check (length(content) between 1 and 2000000),
  made_at timestamptz not null,
  made_by text not null
);
alter table letters.image alter content set storage external; -- pictures are packed already

-- A letter that a member of staff has sent to themselves, which the mail that is queued is about.
create table letters.trial (
  id uuid primary key,
  revision_id uuid not null references letters.revision,
  lang text not null,
  purpose text not null,
  at timestamptz not null,
  by text not null
);

grant select, insert, update on letters.letter to {{app}};
grant select, insert on letters.revision, letters.image, letters.trial to {{app}};

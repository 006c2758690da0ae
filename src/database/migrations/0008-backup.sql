-- Backups that were taken and proved, and who has left the register: keyed hashes, so that a restored backup can be rid of them again.

create schema backup;
grant usage on schema backup to {{app}};

-- Made once and carried by every backup: with it alone can a line of the ledger be told to be a person's.
create table backup.erasure_key (one boolean primary key default true check (one), key bytea not null);
insert into backup.erasure_key (key) select sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

-- A row for everybody who has left. The ledger of the home has it too once it is `kept` (src/database/erasure-ledger.ts).
create table backup.erased (hash bytea primary key, erased_on date not null, kept boolean not null default false);
create index erased_to_keep on backup.erased (hash) where not kept;

-- The id is 16 bytes and the key 32, always: no other text has the same beginning, so that a plain hash of both is a keyed one.
create function backup.erasure_hash(_person uuid) returns bytea language sql stable set search_path = '' as
  $$ select sha256(k.key || uuid_send(_person)) from backup.erasure_key k $$;

-- Called by register.forget, in whose transaction the rows come to be.
create function backup.note_erased(_persons uuid[]) returns void language sql set search_path = '' as $$
  insert into backup.erased (hash, erased_on)
  select sha256(k.key || uuid_send(p.id)), (now() at time zone 'Europe/Helsinki')::date
  from backup.erasure_key k, unnest(_persons) p (id)
  on conflict do nothing
$$;

grant select, update (kept) on backup.erased to {{app}};

-- What was said of backups that are taken by themselves; the last row counts. They are kept for 30 days at most while there is a newer one.
create table backup.plan (
  id uuid primary key,
  is_on boolean not null,
  hour smallint not null check (hour between 0 and 23), -- in Finland
  kept smallint not null check (kept between 1 and 30),
  folder text, -- null: in the home
  drills boolean not null, -- once a week it is tried whether the newest can be restored
  said_at timestamptz not null,
  said_by text not null
);

-- A backup, from when it was asked for. `place`: a file of the home, or one that was named on the command line.
create table backup.backup (
  id uuid primary key,
  place text not null check (place in ('home', 'file')),
  folder text, -- of one that the server keeps in another folder than the home's
  nightly date, -- of one that was taken by itself: the day
  state text not null check (state in ('waiting', 'done', 'failed')),
  asked_at timestamptz not null,
  asked_by text not null,
  share real not null default 0 check (share between 0 and 1), -- how much of it is done
  taken_at timestamptz, -- the moment whose state it holds
  persons bigint,
  row_count bigint,
  bytes bigint,
  notice_version int,
  why text, -- of one that failed: the key of the refusal
  why_args jsonb, -- and what fills its words
  settled_at timestamptz
);

-- A proof that a backup can be restored: the same columns, of the backup that was proved.
create table backup.drill (
  id uuid primary key,
  backup uuid, -- null: a file that was named on the command line
  state text not null check (state in ('waiting', 'done', 'failed')),
  asked_at timestamptz not null,
  asked_by text not null,
  share real not null default 0 check (share between 0 and 1),
  taken_at timestamptz,
  persons bigint,
  row_count bigint,
  why text,
  why_args jsonb,
  settled_at timestamptz
);

grant select, insert on backup.plan to {{app}};
grant select, insert, update on backup.backup, backup.drill to {{app}};

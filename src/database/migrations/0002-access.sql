-- Who may use the register, and who looked at whom: staff, sessions, keys, invitations and duties may change, looks only grow.

create schema if not exists access;

-- A member of staff. Whoever is removed keeps id and name, which the ledgers refer to; address and password go.
create table access.staff (
  id uuid primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  lang text check (lang in ('fi', 'sv', 'en')),
  theme text check (theme in ('light', 'dark', 'auto')),
  locked_at timestamptz,
  locked_by text,
  removed_at timestamptz,
  removed_by text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- How a member of staff proves who they are; the password is a scrypt hash. The columns are better-auth's.
create table access.credential (
  id uuid primary key,
  staff_id uuid not null references access.staff on delete cascade,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index credential_account on access.credential (provider_id, account_id);
create index credential_staff on access.credential (staff_id);

create table access.session (
  id uuid primary key,
  staff_id uuid not null references access.staff on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_staff on access.session (staff_id);

-- Short-lived: sign-ins that wait for their second factor (pending.ts), challenges of passkeys (passkey.ts).
create table access.verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on access.verification (identifier);

-- One duty of one member of staff, from when to when and by whom. `administrator` is the server's own duty and gives no purpose.
create table access.duty (
  id uuid primary key,
  staff_id uuid not null references access.staff on delete cascade,
  duty text not null,
  given_at timestamptz not null,
  given_by text not null,
  ended_at timestamptz,
  ended_by text
);
create unique index duty_once on access.duty (staff_id, duty) where ended_at is null;

-- A link that lets one person in, once: the set-up link of the first administrator, or an invitation.
create table access.invitation (
  id uuid primary key,
  kind text not null check (kind in ('setup', 'staff')),
  token_hash bytea not null unique,
  name text,
  email text,
  duties text[] not null,
  invited_at timestamptz not null,
  invited_by text not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  staff_id uuid references access.staff,
  withdrawn_at timestamptz,
  withdrawn_by text
);

-- A key of another program, bound to one purpose; only its hash is kept.
create table access.key (
  id uuid primary key,
  name text not null,
  purpose text not null,
  secret_hash bytea not null unique,
  made_at timestamptz not null,
  made_by text not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text
);

create table access.saved_view (
  id uuid primary key,
  staff_id uuid not null references access.staff on delete cascade,
  screen text not null,
  name text not null,
  shared boolean not null,
  view jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index saved_view_screen on access.saved_view (screen, staff_id);

-- Tries to sign in, by account and by address, both as keyed hashes: the moment until which the allowance is used up.
create table access.sign_in_try (
  key_hash bytea primary key,
  used_until timestamptz not null
);

-- Requests that carry an Idempotency-Key: the answer is encrypted with that key, which only the asker has.
create table access.once (
  asker text not null,
  key_hash bytea not null,
  request_hash bytea not null,
  at timestamptz not null,
  answer bytea,
  primary key (asker, key_hash)
);
create index once_at on access.once (at);

-- Who looked at whom, for which purpose. `person_id` is null for a search that showed nobody, and for somebody who has left the
-- register: then `whom` has what the seal has of them, which leads to nobody.
create table access.look (
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  purpose text not null,
  person_id uuid,
  operation text not null,
  categories text[] not null,
  request_id uuid not null,
  notice_version int not null,
  seal bigint not null,
  whom bytea check (whom is null or person_id is null)
) partition by range (at);
create index look_time on access.look using brin (at);
create index look_person on access.look (person_id, at) where person_id is not null;

-- One seal for each set of looks that was written together: the hash of the seal before it and of every row of the set. Four
-- chains have place side by side, so that several commits may be under way: the seal before n is n - 4.
create table access.look_seal (
  n bigint primary key,
  at timestamptz not null,
  looks int not null,
  hash bytea not null
);
create unique index look_seal_lane on access.look_seal ((n % 4), n);

-- Looks past their retention, dropped a month at a time: each chain is checked from the seal after `last_seal` on.
create table access.look_dropped (
  month date not null,
  last_seal bigint not null,
  dropped_at timestamptz not null,
  primary key (month, last_seal)
);

-- What a seal covers of the person at whom a look was: another hash at every look, so that two looks do not tell that they were at one.
create function access.look_whom(id uuid, person_id uuid) returns bytea language sql immutable parallel safe
return sha256(uuid_send(id) || uuid_send(person_id));

-- Whoever looks at themselves is named by the look as it is: as its actor they are a person, and stay one when they have left.
create function access.look_actor(actor text, person_id uuid) returns text language sql immutable parallel safe
return case when actor = 'person:' || person_id::text then 'person' else actor end;

-- The hash of one look, over its values with separators that none of them holds. Changing it breaks every chain that exists.
create function access.look_hash(
  id uuid, at timestamptz, actor text, purpose text, whom bytea, operation text, categories text[], request_id uuid,
  notice_version int
) returns bytea language sql stable parallel safe
return sha256(convert_to(
  id::text || E'\x1f' || (extract(epoch from at) * 1000000)::bigint::text || E'\x1f' || actor || E'\x1f' || purpose || E'\x1f'
    || coalesce(encode(whom, 'hex'), '') || E'\x1f' || operation || E'\x1f' || array_to_string(categories, E'\x1e') || E'\x1f'
    || request_id::text || E'\x1f' || notice_version::text,
  'UTF8'));

-- Of persons who leave the register: that staff have looked stays under its seal, at whom nobody can tell any more.
create function access.unname_looks(_persons uuid[]) returns void language sql set search_path = '' as $$
  update access.look l set whom = access.look_whom(l.id, l.person_id), actor = access.look_actor(l.actor, l.person_id), person_id = null where l.person_id = any (_persons)
$$;

-- Makes the partitions of the month of `from_day` and of `months` after it; existing ones stay.
create function access.prepare_looks(from_day date, months int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  month date;
begin
  perform pg_advisory_xact_lock(7356101);
  for i in 0 .. months loop
    month := (date_trunc('month', from_day) + make_interval(months => i))::date;
    execute format(
      'create table if not exists access.%I partition of access.look for values from (%L) to (%L)',
      'look_' || to_char(month, 'YYYY_MM'), month || 'T00:00:00Z', (month + interval '1 month')::date || 'T00:00:00Z');
  end loop;
end $$;

-- Drops the months that ended more than two years before `today` and says how many; nothing else can remove a look.
create function access.drop_old_looks(today date) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  oldest_kept date := date_trunc('month', least(today, current_date) - interval '2 years');
  part record;
  dropped int := 0;
begin
  for part in
    select c.relname, to_date(substr(c.relname, 6), 'YYYY_MM') as month
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'access.look'::regclass order by c.relname
  loop
    continue when part.month >= oldest_kept;
    execute format(
      'insert into access.look_dropped select %L, max(seal), now() from access.%I group by seal %% 4', part.month, part.relname);
    execute format('drop table access.%I', part.relname);
    dropped := dropped + 1;
  end loop;
  return dropped;
end $$;

revoke all on all functions in schema access from public;
grant usage on schema access to {{app}};
grant select, insert, update, delete on
  access.staff, access.credential, access.session, access.verification, access.invitation, access.key, access.saved_view,
  access.sign_in_try, access.once to {{app}};
grant select, insert, update (ended_at, ended_by) on access.duty to {{app}};
grant select, insert on access.look, access.look_seal to {{app}};
grant select on access.look_dropped to {{app}};
grant execute on function
  access.look_hash(uuid, timestamptz, text, text, bytea, text, text[], uuid, int), access.look_whom, access.look_actor, access.prepare_looks(date, int),
  access.drop_old_looks(date) to {{app}};

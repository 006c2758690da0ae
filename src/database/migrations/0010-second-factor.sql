-- What a member of staff shows beside the password, and what was done to it: secrets are encrypted, recovery codes are hashes.

-- By which second factor a session was opened; null when a password was enough.
alter table access.session add column factor text check (factor in ('code', 'recovery-code', 'passkey', 'trusted-browser'));

-- The secret of an authenticator app (RFC 6238), encrypted with a key of the home. Before it is confirmed it lets nobody in.
create table access.authenticator (
  staff_id uuid primary key references access.staff on delete cascade,
  secret text not null,
  made_at timestamptz not null,
  confirmed_at timestamptz,
  last_step bigint -- of the last code that was taken: each is taken once (RFC 6238 § 5.2)
);

create table access.recovery_code (
  staff_id uuid not null references access.staff on delete cascade,
  code_hash bytea not null,
  made_at timestamptz not null,
  primary key (staff_id, code_hash)
);

-- The public half of a passkey (WebAuthn).
create table access.passkey (
  id uuid primary key,
  staff_id uuid not null references access.staff on delete cascade,
  name text not null,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  made_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_staff on access.passkey (staff_id);

-- A browser in which its owner asked not to be asked again.
create table access.trusted_browser (
  token_hash bytea primary key,
  staff_id uuid not null references access.staff on delete cascade,
  made_at timestamptz not null,
  expires_at timestamptz not null
);
create index trusted_browser_staff on access.trusted_browser (staff_id);

-- What was done to the second factors of a member of staff, and by whom.
create table access.factor_change (
  id uuid primary key,
  staff_id uuid not null references access.staff on delete cascade,
  what text not null check (what in ('authenticator-added', 'authenticator-removed', 'passkey-added', 'passkey-removed',
    'recovery-codes-made', 'recovery-code-used', 'reset')),
  at timestamptz not null,
  by text not null
);
create index factor_change_staff on access.factor_change (staff_id, at);

-- Whether everybody must have a second factor, each decision with who made it; the last one stands.
create table access.factor_rule (
  id uuid primary key,
  required boolean not null,
  at timestamptz not null,
  by text not null
);

grant select, insert, update, delete on
  access.authenticator, access.recovery_code, access.passkey, access.trusted_browser to {{app}};
grant select, insert on access.factor_change, access.factor_rule to {{app}};

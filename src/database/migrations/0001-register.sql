-- The register's own tables, and the owner-run functions through which alone anything about a person is written.

create schema register;
create schema notice;

-- A function of the owner is nobody else's to call until it is granted.
alter default privileges revoke execute on functions from public;

-- ── The notice ──────────────────────────────────────────────────────────────────────────────────────────────────────

create table notice.version (
  id int generated always as identity primary key,
  hash text not null,
  source_text text not null,
  compiled jsonb not null,
  published_at timestamptz not null,
  published_by text not null,
  effective date not null
);

-- The purposes that there have been and their logins; a withdrawn one keeps its row, for change rows name it.
create table notice.purpose (purpose text primary key, role text not null unique, live boolean not null);

-- Who sees what, as compiled: a row of `category` is seen by `role` where (standing & mask) = value.
create table notice.scope (
  role text not null,
  purpose text not null,
  category text not null,
  columns text[] not null,
  mask bigint not null,
  value bigint not null,
  may_write boolean not null,
  primary key (role, category)
);

-- The sources from which a category's values may come.
create table notice.source (category text not null, source text not null, primary key (category, source));

-- Columns that register.find_persons looks into; `format` is that of the notice, or 'words'.
create table notice.searched (category text not null, column_name text not null, format text not null,
  primary key (category, column_name));

-- Bits of `standing` by what sets them. A bit is never given twice.
create table notice.bit (name text primary key, bit smallint not null unique check (bit between 0 and 62));
insert into notice.bit values ('restriction', 0), ('contract', 1);

-- The key of actor tokens, padded for HMAC (RFC 2104). Nobody but the owner reads it.
create table notice.actor_key (
  one boolean primary key default true check (one),
  inner_pad bytea not null,
  outer_pad bytea not null
);

-- ── The register ────────────────────────────────────────────────────────────────────────────────────────────────────

create table register.person (
  id uuid primary key,
  standing bigint not null default 0,
  created_at timestamptz not null default now(),
  created_by text not null,
  erased_on date, -- erased on request (Art. 17), but for what a law keeps
  kept_for text[] not null default '{}' -- the purposes for which that is kept; nobody else sees it
);
alter table register.person enable row level security;

-- Rows that some purposes may not use any more: `bits` of the row's standing, beside those of its person. The bit past:<purpose>
-- when the purpose's own period is over, `past` when every period is and the notice says `then restrict`. Set at night.
create table register.shut (
  person_id uuid not null,
  category text not null,
  row_id uuid not null,
  bits bigint not null check (bits > 0),
  since date not null, -- the day on which it was first shut to somebody
  primary key (person_id, category, row_id)
);

-- True when a purpose that looks through this mask may not use the row.
create function register.is_shut(_person uuid, _category text, _row uuid, _mask bigint) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from register.shut x
    where x.person_id = _person and x.category = _category and x.row_id = _row and x.bits & _mask <> 0)
$$;

-- One row for every change of a row. before null: the row was added; after null: it was removed.
create table register.change (
  person_id uuid not null,
  id uuid not null,
  at timestamptz not null default now(),
  actor text not null,
  purpose text not null,
  source text not null,
  source_ref text,
  notice_version int not null,
  category text not null,
  row_id uuid not null,
  before jsonb,
  after jsonb,
  import_id uuid,
  undoes uuid,
  primary key (person_id, id)
);
create index change_by_id on register.change (id);
-- The changes of an import lie together, so where they are is all that needs keeping.
create index change_by_import on register.change using brin (import_id) with (pages_per_range = 32, autosummarize = on);

create table register.organisation (
  id uuid primary key,
  business_id text unique,
  vat_id text,
  name text collate "fi-x-icu" not null,
  website text,
  created_at timestamptz not null default now()
);
create table register.organisation_change (
  organisation_id uuid not null references register.organisation,
  id uuid not null,
  at timestamptz not null default now(),
  actor text not null,
  purpose text not null,
  source text not null,
  source_ref text,
  notice_version int not null,
  before jsonb,
  after jsonb,
  primary key (organisation_id, id)
);

grant usage on schema register, notice to {{app}};
grant select on notice.version, notice.purpose, notice.scope, notice.source, notice.searched, notice.bit to {{app}};

-- ── Small things ────────────────────────────────────────────────────────────────────────────────────────────────────

-- A UUID of version 7 whose order is that of time, to a quarter of a microsecond.
do $do$
begin
  if current_setting('server_version_num')::int >= 180000 then
    create function register.new_id() returns uuid language sql volatile parallel safe return pg_catalog.uuidv7();
  else
    create function register.new_id() returns uuid language plpgsql volatile parallel safe set search_path = '' as $$
    declare
      micros bigint := (extract(epoch from clock_timestamp()) * 1000000)::bigint;
      bytes bytea := uuid_send(gen_random_uuid());
    begin
      bytes := overlay(bytes placing substring(int8send(micros / 1000) from 3) from 1 for 6);
      bytes := overlay(bytes placing substring(int8send(28672 + (micros % 1000) * 4096 / 1000) from 7) from 7 for 2); -- 28672: version 7
      return encode(bytes, 'hex')::uuid;
    end $$;
  end if;
end $do$;

-- How two writings of a word are compared when searching: å is found by a, É by e.
create function register.fold(_text text) returns text language sql immutable strict parallel safe as
  $$ select translate(lower(_text collate "und-x-icu"), 'åäàáâãæöøòóôõéèêëíìîïúùûüýçčšžñđŋŧ', 'aaaaaaaooooooeeeeiiiiuuuuyccszndnt') $$;

-- Refuses: what a caller turns into Refused(key, kind, args).
create function register.refuse(_kind text, _key text, _args jsonb default '{}') returns void
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'SE001', message = _key, hint = _kind, detail = _args::text;
end $$;

-- Values as they are kept: blanks trimmed, an empty text is no value.
create function register.tidy(_values jsonb) returns jsonb language plpgsql immutable strict set search_path = '' as $$
begin
  -- Most values are tidy already, and seeing that is cheaper than making them anew.
  if jsonb_typeof(_values) = 'object' and not _values @?
    'strict $.* ? (@.type() == "object" || @.type() == "array" || @ like_regex "^(?:$|[\\s\u00a0])|[\\s\u00a0]$")'
  then
    return _values;
  end if;
  if jsonb_typeof(_values) <> 'object' or exists (select from jsonb_each(_values) where jsonb_typeof(value) in ('object', 'array')) then
    perform register.refuse('invalid', 'register.values-not-plain');
  end if;
  return (select coalesce(jsonb_object_agg(key, case jsonb_typeof(value)
      when 'string' then to_jsonb(nullif(btrim(value #>> '{}', E' \t\r\n\u00a0'), ''))
      else value end), '{}') from jsonb_each(_values));
end $$;

-- ── Who asks ────────────────────────────────────────────────────────────────────────────────────────────────────────

create type register.asker as (actor text, purpose text, request text, notice_version int);

-- Who asks, by a token v1|actor|purpose|milliseconds|request|hmac that the application signed for this login just now.
create function register.asker_of(_token text) returns register.asker
language plpgsql stable set search_path = '' as $$
declare
  part text[] := string_to_array(_token, '|');
  asker register.asker;
begin
  if cardinality(part) = 6 and part[1] = 'v1' then
    select part[2], part[3], part[5], (select max(v.id) from notice.version v) into asker
    from notice.actor_key k, notice.purpose p
    where p.purpose = part[3] and p.role = session_user and p.live
      -- only what is signed is read as a number
      and case when encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(array_to_string(part[1:5], '|'), 'UTF8'))), 'hex') = part[6]
        then abs(extract(epoch from clock_timestamp()) * 1000 - part[4]::bigint) < 300000 else false end;
  end if;
  if asker.actor is null then
    perform register.refuse('forbidden', 'register.actor-unknown');
  end if;
  return asker;
end $$;

-- What this login may see and write of a category.
create function register.scope_of(_category text) returns notice.scope
language plpgsql stable set search_path = '' as $$
declare
  scope notice.scope;
begin
  select * into scope from notice.scope s where s.role = session_user and s.category = _category;
  if scope.role is null then
    perform register.refuse('forbidden', 'register.category-not-given', jsonb_build_object('category', _category));
  end if;
  return scope;
end $$;

-- True when this login sees a person of this standing in some category.
create function register.sees(_standing bigint) returns boolean language sql stable set search_path = '' as
  $$ select exists (select from notice.scope s where s.role = session_user and (_standing & s.mask) = s.value) $$;

-- The standing of the person, locked until the transaction ends, so that two writers of one person follow each other.
create function register.lock_person(_person uuid) returns bigint language plpgsql set search_path = '' as $$
declare
  standing bigint := (select p.standing from register.person p where p.id = _person for no key update);
begin
  if standing is null then
    perform register.refuse('absent', 'register.person-absent');
  end if;
  return standing;
end $$;

-- Lets a write of one row happen, or refuses it; the person is locked afterwards. `_row` null: a row is to be added; `_given`
-- null: it is to be removed, which takes the right to every column.
create function register.allow_write(_category text, _every_column text[], _given jsonb, _source text,
  _person uuid, _row uuid, _expected uuid) returns void
language plpgsql set search_path = '' as $$
declare
  latest uuid;
begin
  if _row is null and coalesce(jsonb_strip_nulls(_given), '{}') = '{}' then
    perform register.refuse('invalid', 'register.nothing-given', jsonb_build_object('category', _category));
  end if;
  perform from register.person p, notice.scope s
  where p.id = _person and s.role = session_user and s.category = _category and s.may_write
    and (p.standing & s.mask) = s.value and not register.is_shut(_person, _category, _row, s.mask)
    and p.erased_on is null
    and case when _given is null then _every_column <@ s.columns else _given - s.columns = '{}' end
    and (exists (select from notice.source f where f.category = _category and f.source = _source)
      or _source = 'request' and s.mask = 0) -- what a person had corrected (Art. 16), through the rights purpose
  for no key update of p;
  if not found then
    perform register.refuse_write(_category, case when _given is null then _every_column else array(select jsonb_object_keys(_given)) end, _source);
  end if;
  if _category = 'contact-points' and _given ?| array['email', 'phone'] then
    perform rights.refuse_suppressed(_person, _given);
  end if;
  if _expected is not null then
    select c.id into latest from register.change c
      where c.person_id = _person and c.category = _category and c.row_id = _row order by c.id desc limit 1;
    if latest is distinct from _expected then
      perform register.refuse('conflict', 'register.changed-meanwhile', jsonb_build_object('category', _category));
    end if;
  end if;
end $$;

-- Why a write is not allowed: what the notice says against it or, when it says nothing, that there is no such person to see.
create function register.refuse_write(_category text, _touched text[], _source text) returns void
language plpgsql set search_path = '' as $$
declare
  scope notice.scope := register.scope_of(_category);
  foreign_column text := (select c from unnest(_touched) c where c <> all (scope.columns) limit 1);
begin
  if foreign_column is not null or not scope.may_write then
    perform register.refuse('forbidden', 'register.column-not-given',
      jsonb_build_object('category', _category, 'column', left(coalesce(foreign_column, '*'), 60)));
  end if;
  if not exists (select from notice.source s where s.category = _category and s.source = _source)
    and not (_source = 'request' and scope.mask = 0)
  then
    perform register.refuse('invalid', 'register.source-not-declared',
      jsonb_build_object('category', _category, 'source', left(coalesce(_source, ''), 60)));
  end if;
  perform register.refuse('absent', 'register.person-absent');
end $$;

-- Rows on their way into a category, for the generated register.put_<category>: `given` has the columns that change.
create type register.incoming as (person_id uuid, row_id uuid, given jsonb, source_ref text, undoes uuid);

-- ── Persons and what they have said ─────────────────────────────────────────────────────────────────────────────────

create function register.add_person(_token text, _source text, _source_ref text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  person uuid := register.new_id();
begin
  if not exists (select from notice.source s where s.source = _source) then
    perform register.refuse('invalid', 'register.source-not-declared',
      jsonb_build_object('category', 'person', 'source', left(coalesce(_source, ''), 60)));
  end if;
  insert into register.person (id, created_by) values (person, asker.actor);
  insert into register.change (person_id, id, actor, purpose, source, source_ref, notice_version, category, row_id, after)
  values (person, register.new_id(), asker.actor, asker.purpose, _source, _source_ref, asker.notice_version, 'person', person, '{}');
  return person;
end $$;


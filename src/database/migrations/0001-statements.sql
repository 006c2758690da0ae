-- What persons have said: consents, purchases that permit, prohibitions, contracts, restrictions, and the standing that follows.

-- ── What the notice says ────────────────────────────────────────────────────────────────────────────────────────────

-- By which channels a purpose contacts people, and by which rule; `life`: a permit that is older does not count any more.
create table notice.channel (
  purpose text not null,
  channel text not null,
  rule text not null check (rule in ('consent', 'consent or similar purchase', 'unless objected', 'never')),
  life interval,
  primary key (purpose, channel)
);
-- Below which age a guardian consents (`below`), or nobody can (`never`); empty where the notice says nothing of it.
create table notice.minors (
  one boolean primary key default true check (one),
  age int not null,
  guardian text not null check (guardian in ('below', 'never'))
);
create view notice.similar_purchase as select purpose, channel from notice.channel where rule = 'consent or similar purchase';
grant select on notice.channel, notice.minors, notice.similar_purchase to {{app}};

-- ── The evidence of a statement ─────────────────────────────────────────────────────────────────────────────────────

-- An address is known by a hash with this key, padded for HMAC (RFC 2104). Nobody but the owner reads it.
create table notice.address_key (
  one boolean primary key default true check (one),
  inner_pad bytea not null,
  outer_pad bytea not null
);

-- Of an address as it is compared, whoever wrote it: the same as `hash` of src/mail/transport.ts.
create function register.address_hash(_address text) returns bytea language sql stable strict set search_path = '' as $$
  select sha256(k.outer_pad || sha256(k.inner_pad || convert_to(lower(btrim(_address)), 'UTF8'))) from notice.address_key k
$$;

-- By what a wording is known; convert_to() is not immutable only because a database's encoding could be another one.
create function register.wording_hash(_wording text) returns bytea language sql immutable strict parallel safe set search_path = '' as
  $$ select sha256(convert_to(_wording, 'UTF8')) $$;

-- What a person has said or done. Rows are only added: withdrawing is a row of its own with `withdrawn_at`. No foreign key of a
-- row about a person is checked one by one (docs/decisions/0007): every function that adds one has the person locked.
create table register.statement (
  person_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('contract', 'consent', 'similar-purchase', 'objection', 'restriction')),
  purpose text,
  channel text check (channel in ('email', 'sms', 'phone', 'post', 'social-media')),
  given_at timestamptz not null,
  withdrawn_at timestamptz check (withdrawn_at >= given_at),
  source text not null,
  source_ref text,
  wording text,
  recorded_at timestamptz not null default now(),
  recorded_by text not null,
  notice_version int not null,
  import_id uuid,
  address_hash bytea, -- null: every address of the person
  method text check (method in ('form', 'double-opt-in', 'sale', 'phone', 'message', 'in-person', 'preference-page', 'one-click', 'cookie-choice')),
  place text, -- where the wording was shown: a form, a page, a shop, a fair
  product_group text, -- of what was sold
  lang text check (lang in ('fi', 'sv', 'en')), -- of the wording
  age text check (age in ('of-age', 'minor', 'guardian')), -- guardian: below the age, and the guardian said it
  wording_hash bytea generated always as (register.wording_hash(wording)) stored,
  primary key (person_id, id),
  check (kind not in ('consent', 'similar-purchase') or purpose is not null),
  check (kind <> 'similar-purchase' or channel is not null),
  check (kind in ('consent', 'similar-purchase', 'objection') or (purpose is null and channel is null)),
  check (address_hash is null or channel is not null and kind in ('consent', 'similar-purchase', 'objection'))
);
create index statement_age on register.statement (person_id) where age is not null;

-- What stands of all that the persons have said: per kind, purpose, channel and address the latest word; of two at one moment
-- the one that protects.
create function register.standing_words(_persons uuid[])
returns table (person_id uuid, kind text, purpose text, channel text, given_at timestamptz, address_hash bytea)
language sql stable set search_path = '' as $$
  select person_id, kind, purpose, channel, given_at, address_hash from (
    select distinct on (person_id, kind, purpose, channel, address_hash)
      person_id, kind, purpose, channel, given_at, address_hash, withdrawn_at is null as stands
    from register.statement
    where person_id = any (_persons)
    order by person_id, kind, purpose, channel, address_hash, coalesce(withdrawn_at, given_at) desc,
      (withdrawn_at is null) = (kind in ('objection', 'restriction')) desc
  ) latest
  where stands
$$;

-- What stands of what the persons have said of any address at all; what was said of one is left out.
create function register.standing_statements(_persons uuid[])
returns table (person_id uuid, kind text, purpose text, channel text, given_at timestamptz)
language sql stable set search_path = '' as $$
  select person_id, kind, purpose, channel, given_at from register.standing_words(_persons) where address_hash is null
$$;

-- The standing that follows. A prohibition clears the permit (917/2014 § 202); one of a single channel or address leaves the
-- others. A similar purchase is no consent: it permits only what the notice says (§ 200(3)), and not who has left since.
create function register.standing_of(_persons uuid[])
returns table (person_id uuid, standing bigint) language sql stable set search_path = '' as $$
  with said as materialized (select * from register.standing_words(_persons)),
  permits as (
    select s.person_id, s.purpose, s.channel, s.address_hash, bit || s.purpose as name
      from said s, unnest(array['consent:', 'permission:']) bit
      where s.kind = 'consent'
    union all
    select s.person_id, s.purpose, s.channel, s.address_hash, 'permission:' || s.purpose from said s
      join notice.similar_purchase a on a.purpose = s.purpose and a.channel = s.channel
      where s.kind = 'similar-purchase' and not exists (select from register.statement w
        where w.person_id = s.person_id and w.kind = 'consent' and w.purpose = s.purpose
          and coalesce(w.channel, s.channel) = s.channel and (w.address_hash is null or w.address_hash = s.address_hash)
          and w.withdrawn_at >= s.given_at)
  ),
  bits as (
    select s.person_id, 'restriction' as name from said s where s.kind = 'restriction'
    union all select s.person_id, 'contract' from said s where s.kind = 'contract'
    union all select s.person_id, b.name from said s join notice.bit b
      on b.name ^@ 'objection:' and b.name = coalesce('objection:' || s.purpose, b.name)
      where s.kind = 'objection' and s.channel is null
    union all select p.id, b.name from register.person p join notice.bit b
      on b.name ^@ 'objection:' and substr(b.name, 11) <> all (p.kept_for)
      where p.id = any (_persons) and p.erased_on is not null -- only what a law requires goes on
    union all select p.person_id, p.name from permits p
      where not exists (select from said o where o.person_id = p.person_id and o.kind = 'objection'
        and coalesce(o.purpose, p.purpose) = p.purpose and (o.channel is null or o.channel = p.channel)
        and (o.address_hash is null or o.address_hash = p.address_hash))
  )
  select p.id, coalesce(bit_or(1::bigint << b.bit), 0)
  from unnest(_persons) as p (id) left join bits on bits.person_id = p.id left join notice.bit b on b.name = bits.name
  group by p.id
$$;

-- Publishing replaces it by one that knows the category tables.
create function register.relabel(_persons uuid[]) returns void language plpgsql set search_path = '' as $$
begin
  update register.person p set standing = s.standing from register.standing_of(_persons) s
  where p.id = s.person_id and p.standing <> s.standing;
end $$;

-- Appends what a person has said and relabels. What protects the person always lands; what permits needs a person that
-- this login sees, or one who has not said anything yet. `_evidence`: {method, place, address, productGroup, lang, age}, of
-- which the address is kept as its hash; `addressHash`, hexadecimal, is of one that was kept so before.
create function register.record_statement(_token text, _source text, _source_ref text, _person uuid, _kind text, _purpose text,
  _channel text, _given_at timestamptz, _withdrawn_at timestamptz, _wording text, _evidence jsonb) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  protects boolean := (_kind in ('objection', 'restriction')) = (_withdrawn_at is null);
  statement uuid := register.new_id();
begin
  if not exists (select from notice.source s where s.source = _source)
    and not (_source = 'request' and exists (select from notice.scope s where s.role = session_user and s.mask = 0))
  then
    perform register.refuse('invalid', 'register.source-not-declared',
      jsonb_build_object('category', 'statement', 'source', left(coalesce(_source, ''), 60)));
  end if;
  if _purpose is not null and not exists (select from notice.purpose p where p.purpose = _purpose and p.live) then
    perform register.refuse('invalid', 'register.purpose-not-declared', jsonb_build_object('purpose', left(_purpose, 60)));
  end if;
  if _kind = 'similar-purchase' and _withdrawn_at is null
    and not exists (select from notice.similar_purchase a where a.purpose = _purpose and a.channel = _channel)
  then
    perform register.refuse('invalid', 'register.purchase-not-enough', jsonb_build_object('purpose', left(_purpose, 60)));
  end if;
  if not register.sees(register.lock_person(_person)) and not protects
    and exists (select from register.statement s where s.person_id = _person)
  then
    perform register.refuse('absent', 'register.person-absent');
  end if;
  if exists (select from register.person p where p.id = _person and p.erased_on is not null) then
    perform register.refuse('absent', 'register.person-absent');
  end if;
  insert into register.statement (person_id, id, kind, purpose, channel, given_at, withdrawn_at, source, source_ref, wording,
    recorded_by, notice_version, address_hash, method, place, product_group, lang, age)
  select _person, statement, _kind, _purpose, _channel, _given_at, _withdrawn_at, _source, _source_ref, nullif(btrim(_wording), ''),
    asker.actor, asker.notice_version, coalesce(register.address_hash(e.address), decode(e."addressHash", 'hex')), e.method, nullif(btrim(e.place), ''),
    nullif(btrim(e."productGroup"), ''), e.lang, e.age
  from jsonb_to_record(_evidence) as e (method text, place text, address text, "addressHash" text, "productGroup" text, lang text, age text);
  perform register.relabel(array[_person]);
  return statement;
end $$;

-- The same of what was said without more than its wording.
create function register.record_statement(_token text, _source text, _source_ref text, _person uuid, _kind text, _purpose text,
  _channel text, _given_at timestamptz, _withdrawn_at timestamptz, _wording text) returns uuid
language sql security definer set search_path = '' as $$
  select register.record_statement(_token, _source, _source_ref, _person, _kind, _purpose, _channel, _given_at, _withdrawn_at, _wording, '{}')
$$;

-- What stands now of all that one person has said, for their own page and for staff; a purpose that uses `permissions`. Whoever
-- is to say more because of it has the person locked, so that two who do follow each other.
create function register.words_of(_token text, _person uuid, _to_say_more boolean default false)
returns table (kind text, purpose text, channel text, given_at timestamptz, address_hash bytea)
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('permissions');
begin
  if _to_say_more then
    perform register.lock_person(_person);
  end if;
  return query select w.kind, w.purpose, w.channel, w.given_at, w.address_hash
    from register.person p cross join register.standing_words(array[_person]) w
    where p.id = _person and (p.standing & scope.mask) = scope.value;
end $$;

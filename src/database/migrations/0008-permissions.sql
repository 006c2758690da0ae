-- Whether somebody may be contacted is decided in one place: by what the notice says of the channel, and what the person has said.

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
drop table notice.similar_purchase;
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

alter table register.statement
  add address_hash bytea, -- null: every address of the person
  add method text check (method in ('form', 'double-opt-in', 'sale', 'phone', 'message', 'in-person', 'preference-page', 'one-click')),
  add place text, -- where the wording was shown: a form, a page, a shop, a fair
  add product_group text, -- of what was sold
  add lang text check (lang in ('fi', 'sv', 'en')), -- of the wording
  add age text check (age in ('of-age', 'minor', 'guardian')), -- guardian: below the age, and the guardian said it
  add wording_hash bytea generated always as (register.wording_hash(wording)) stored,
  add check (address_hash is null or channel is not null and kind in ('consent', 'similar-purchase', 'objection'));
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
create or replace function register.standing_statements(_persons uuid[])
returns table (person_id uuid, kind text, purpose text, channel text, given_at timestamptz)
language sql stable set search_path = '' as $$
  select person_id, kind, purpose, channel, given_at from register.standing_words(_persons) where address_hash is null
$$;

-- The standing that follows. A prohibition clears the permit (917/2014 § 202); one of a single channel or address leaves the
-- others. A similar purchase is no consent: it permits only what the notice says (§ 200(3)), and not who has left since.
create or replace function register.standing_of(_persons uuid[])
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
    union all select p.person_id, p.name from permits p
      where not exists (select from said o where o.person_id = p.person_id and o.kind = 'objection'
        and coalesce(o.purpose, p.purpose) = p.purpose and (o.channel is null or o.channel = p.channel)
        and (o.address_hash is null or o.address_hash = p.address_hash))
  )
  select p.id, coalesce(bit_or(1::bigint << b.bit), 0)
  from unnest(_persons) as p (id) left join bits on bits.person_id = p.id left join notice.bit b on b.name = bits.name
  group by p.id
$$;

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
  if not exists (select from notice.source s where s.source = _source) then
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
create or replace function register.record_statement(_token text, _source text, _source_ref text, _person uuid, _kind text, _purpose text,
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

-- ── The gate ────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The column of contact_points by which a channel reaches somebody.
create function register.column_of(_channel text) returns text language sql immutable parallel safe set search_path = '' as $$
  select case _channel when 'email' then 'email' when 'sms' then 'phone' when 'phone' then 'phone' when 'post' then 'street'
    when 'social-media' then 'handle' end
$$;

-- May the purpose send the persons something by the channel at this moment? One answer a person, whether they are there or not:
-- yes with the row of contact_points to use, or no; why, by a reason of src/permissions/reason.ts; and the statement that it
-- rests on. `_address`: at this address and no other. `_duties`: what is sent belongs to the recipient's duties at work.
-- For a purpose that the notice gives the category `permissions`.
create function register.may_send(_token text, _persons uuid[], _purpose text, _channel text, _now timestamptz,
  _address text default null, _duties boolean default false)
returns table (person_id uuid, allowed boolean, reason text, address_row uuid, statement uuid)
language plpgsql stable security definer set search_path = '' set enable_nestloop = off set jit = off as $$
declare
  asker register.asker := register.asker_of(_token);
  own notice.scope := register.scope_of('permissions');
  col text := register.column_of(_channel);
  way notice.channel;
  reach notice.scope;
  minors notice.minors;
begin
  select * into way from notice.channel c where c.purpose = _purpose and c.channel = _channel and c.rule <> 'never';
  select * into reach from notice.scope s where s.purpose = _purpose and s.category = 'contact-points' and s.columns @> array[col];
  select * into minors from notice.minors;
  if way.rule is null or reach.role is null then
    return query select g.id, false, case when p.id is null then 'no-such-person' else 'not-in-notice' end, null::uuid, null::uuid
      from unnest(_persons) g (id) left join register.person p on p.id = g.id and (p.standing & own.mask) = own.value;
    return;
  end if;
  return query execute format($sql$
    with who as materialized (
      select distinct g.id, p.standing from unnest($1) g (id)
      left join (select * from register.person q where q.id = any ($1) and (q.standing & $7) = $8) p on p.id = g.id
    ),
    word as materialized (
      select distinct on (s.person_id, s.kind, s.purpose, s.channel, s.address_hash)
        s.person_id, s.id, s.kind, s.address_hash, s.given_at, s.withdrawn_at, s.age
      from register.statement s
      where s.person_id = any ($1) and s.kind in ('consent', 'similar-purchase', 'objection')
        and (s.purpose = $2 or s.purpose is null) and (s.channel = $3 or s.channel is null)
        -- what permits counts from its moment on, what protects from when it is known
        and (coalesce(s.withdrawn_at, s.given_at) <= $4 or (s.kind = 'objection') = (s.withdrawn_at is null))
      order by s.person_id, s.kind, s.purpose, s.channel, s.address_hash, coalesce(s.withdrawn_at, s.given_at) desc,
        (s.kind = 'objection') = (s.withdrawn_at is null) desc
    ),
    young as materialized (
      select distinct on (s.person_id) s.person_id, s.age <> 'of-age' as is_so from register.statement s
      where $9 is not null and s.age is not null and s.person_id = any ($1)
      order by s.person_id, coalesce(s.withdrawn_at, s.given_at) desc, s.id desc
    ),
    %1$s,
    said as (
      select w.id, w.standing, a.id as row_id, a.state, a.whose, a.is_primary,
        (array_agg(x.id) filter (where x.kind = 'objection' and x.withdrawn_at is null))[1] as objection,
        max(x.given_at) filter (where x.kind = 'consent' and x.withdrawn_at is null) as consent_at,
        (array_agg(x.id order by x.given_at desc) filter (where x.kind = 'consent' and x.withdrawn_at is null))[1] as consent,
        (array_agg(x.age order by x.given_at desc) filter (where x.kind = 'consent' and x.withdrawn_at is null))[1] as consent_age,
        max(x.given_at) filter (where x.kind = 'similar-purchase' and x.withdrawn_at is null) as purchase_at,
        (array_agg(x.id order by x.given_at desc) filter (where x.kind = 'similar-purchase' and x.withdrawn_at is null))[1] as purchase,
        max(x.withdrawn_at) filter (where x.kind = 'consent') as left_at,
        max(x.withdrawn_at) filter (where x.kind in ('consent', 'similar-purchase')) as all_left_at
      from who w
      left join address a on a.person_id = w.id
      left join word x on x.person_id = w.id and (x.address_hash is null or x.address_hash = register.address_hash(a.value))
      group by w.id, w.standing, a.id, a.state, a.whose, a.is_primary
    ),
    judged as (
      select s.*, case
          when s.standing is null then 'no-such-person'
          when s.standing & 1 = 1 then 'restricted'
          when s.objection is not null then 'prohibited'
          when y.is_so and ($9 = 'never' or s.consent_age is distinct from 'guardian') then 'minor'
          when s.consent_at > coalesce(s.left_at, '-infinity') and $10 <> 'unless objected' then
            case when s.consent_at + $11 < $4 then 'expired' else 'consent' end
          when $10 = 'unless objected' then 'not-prohibited'
          when $10 = 'consent or similar purchase' and s.purchase_at > coalesce(s.all_left_at, '-infinity') then
            case when s.purchase_at + $11 < $4 then 'expired' else 'similar-purchase' end
          when s.whose = 'organisation' then 'organisation'
          when s.whose = 'work' and $6 and %2$s then 'duties'
          else 'unknown' end as word
      from said s left join young y on y.person_id = s.id
    ),
    decided as (
      select j.*, case
          when j.word not in ('consent', 'similar-purchase', 'not-prohibited', 'organisation', 'duties') then j.word
          when (j.standing & $12) <> $13 then 'not-in-notice'
          when j.row_id is null then 'no-address'
          when j.state = 'bounced' then 'bounced'
          else j.word end as outcome
      from judged j
    )
    select distinct on (d.id) d.id, d.outcome in ('consent', 'similar-purchase', 'not-prohibited', 'organisation', 'duties'),
      d.outcome, d.row_id, case d.word when 'prohibited' then d.objection when 'similar-purchase' then d.purchase
        when 'consent' then d.consent when 'expired' then coalesce(d.consent, d.purchase) end
    from decided d
    order by d.id, d.outcome in ('consent', 'similar-purchase', 'not-prohibited', 'organisation', 'duties') desc,
      d.is_primary desc nulls last, d.row_id$sql$,
    register.addresses_of(col), case when register.has_column('work', 'title')
      then 'exists (select from register.work k where k.person_id = s.id and k.title is not null)' else 'false' end)
  using _persons, _purpose, _channel, _now, _address, _duties, own.mask, own.value, minors.guardian, way.rule, way.life,
    reach.mask, reach.value;
end $$;

-- SQL of `address (person_id, id, value, state, whose, is_primary)`: the addresses of the persons $1, only $5 where it is given.
create function register.addresses_of(_column text) returns text language sql stable set search_path = '' as $$
  select case when register.has_column('contact_points', _column) then format($sql$address as materialized (
      select c.person_id, c.id, c.%1$I as value, %2$s as state, %3$s as whose, %4$s as is_primary
      from register.contact_points c where c.person_id = any ($1) and c.%1$I is not null
        and ($5 is null or lower(btrim(c.%1$I)) = lower(btrim($5))))$sql$, _column,
      case when register.has_column('contact_points', 'state') then 'c.state' else 'null::text' end,
      case when register.has_column('contact_points', 'whose') then 'c.whose' else 'null::text' end,
      case when register.has_column('contact_points', 'is_primary') then 'c.is_primary' else 'null::boolean' end)
    else $sql$address as (select null::uuid as person_id, null::uuid as id, null::text as value, null::text as state,
      null::text as whose, null::boolean as is_primary where $5 is not null and false)$sql$ end
$$;

-- The same of one person for every purpose and channel of the notice that contacts people.
create function register.permissions_of(_token text, _person uuid, _now timestamptz)
returns table (purpose text, channel text, rule text, allowed boolean, reason text, address_row uuid, statement uuid)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select c.purpose, c.channel, c.rule, m.allowed, m.reason, m.address_row, m.statement
    from notice.channel c cross join lateral register.may_send(_token, array[_person], c.purpose, c.channel, _now) m
    where c.rule <> 'never';
end $$;

-- ── The person's page ───────────────────────────────────────────────────────────────────────────────────────────────

create schema permissions;
grant usage on schema permissions to {{app}};

-- Links to the page on which a person gives and withdraws permits: whose it is is known by a hash of the link's secret alone.
create table permissions.link (
  id uuid primary key,
  token_hash bytea not null unique,
  person_id uuid not null,
  purpose text, -- with the channel: what one click on "unsubscribe" ends (RFC 8058)
  channel text,
  made_at timestamptz not null,
  made_by text not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  check ((purpose is null) = (channel is null))
);
create index link_person on permissions.link (person_id);
grant select, insert on permissions.link to {{app}};
grant update (ended_at) on permissions.link to {{app}};

-- A message may be stopped at the moment of sending, because the gate says no; `why` has its reason.
alter table mail.message drop constraint message_state_check;
alter table mail.message add constraint message_state_check
  check (state in ('queued', 'sending', 'sent', 'failed', 'no-address', 'not-needed', 'stopped'));

-- For what and by which channel a message needed a permit; set when it was sent. A service message needs none.
alter table mail.message add purpose text, add channel text;
grant update (purpose, channel) on mail.message to {{app}};

-- ── For the live checks of the notice: counted over everybody, for the rights purpose alone ─────────────────────────

-- Messages that needed a permit, and those of them that went although their prohibition was on record by then.
create function register.count_sent_against_word(out sent bigint, out against bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform register.need_rights();
  select count(*), count(*) filter (where exists (
      select from register.statement o
      where o.person_id = m.person_id and o.kind = 'objection' and o.withdrawn_at is null and o.recorded_at < m.tried_at
        and coalesce(o.purpose, m.purpose) = m.purpose and coalesce(o.channel, m.channel) = m.channel
        and (o.address_hash is null or o.address_hash = m.address_hash)
        and not exists (select from register.statement l
          where l.person_id = o.person_id and l.kind = 'objection' and l.withdrawn_at <= m.tried_at and l.withdrawn_at > o.given_at
            and l.purpose is not distinct from o.purpose and l.channel is not distinct from o.channel
            and l.address_hash is not distinct from o.address_hash)))
    into sent, against
  from mail.message m where m.state = 'sent' and m.purpose is not null;
end $$;

-- Permits that were given, and those of them without the words that were shown, or without where that was.
create function register.count_unproven_permits(out permits bigint, out unproven bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform register.need_rights();
  select count(*), count(*) filter (where s.wording is null or coalesce(s.place, s.source_ref) is null) into permits, unproven
  from register.statement s where s.kind in ('consent', 'similar-purchase') and s.withdrawn_at is null;
end $$;

-- Permits that are older than the notice lets them count at this moment and still open the person to their purpose.
create function register.count_expired_permits(_now timestamptz, out with_life bigint, out expired bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform register.need_rights();
  select count(*), count(*) filter (where s.given_at + c.life < _now) into with_life, expired
  from register.statement s
  join lateral (select max(w.life) as life from notice.channel w
    where w.purpose = s.purpose and w.channel = coalesce(s.channel, w.channel)) c on c.life is not null
  where s.kind in ('consent', 'similar-purchase') and s.withdrawn_at is null;
end $$;

grant execute on function register.count_sent_against_word, register.count_unproven_permits, register.count_expired_permits
  to public; -- refused to all but the rights purpose

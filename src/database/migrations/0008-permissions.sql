-- Whether somebody may be contacted is decided in one place: by what the notice says of the channel, and what the person has said.

-- ── The gate ────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The column of contact_points by which a channel reaches somebody.
create function register.column_of(_channel text) returns text language sql immutable parallel safe set search_path = '' as $$
  select case _channel when 'email' then 'email' when 'sms' then 'phone' when 'phone' then 'phone' when 'post' then 'street'
    when 'social-media' then 'handle' end
$$;

-- May the purpose send the persons something by the channel at this moment? One answer a person, whether they are there or not:
-- yes with the row of contact_points to use, or no; why, by a reason of src/permissions/reason.ts; and the statement that it
-- rests on. `_address`: at this address and no other. `_duties`: what is sent belongs to the recipient's duties at work. `_products`:
-- the group of the products that it is about, for what rests on a purchase (917/2014 § 200(3)); '' when nobody knows, null when
-- nothing is about to be sent and the question is what stands.
-- For a purpose that the notice gives the category `permissions`.
create function register.may_send(_token text, _persons uuid[], _purpose text, _channel text, _now timestamptz,
  _address text default null, _duties boolean default false, _products text default null)
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
      select distinct on (s.person_id, s.kind, s.purpose, s.channel, s.address_hash, g.products)
        s.person_id, s.id, s.kind, s.address_hash, s.given_at, s.withdrawn_at, s.age, g.products
      from register.statement s
      -- a purchase of one group takes nothing from that of another
      cross join lateral (select case when s.kind = 'similar-purchase' and s.withdrawn_at is null
        then coalesce(lower(btrim(s.product_group)), '') end as products) g
      where s.person_id = any ($1) and s.kind in ('consent', 'similar-purchase', 'objection')
        and (s.purpose = $2 or s.purpose is null) and (s.channel = $3 or s.channel is null)
        -- what permits counts from its moment on, what protects from when it is known
        and (coalesce(s.withdrawn_at, s.given_at) <= $4 or (s.kind = 'objection') = (s.withdrawn_at is null))
      order by s.person_id, s.kind, s.purpose, s.channel, s.address_hash, g.products, coalesce(s.withdrawn_at, s.given_at) desc,
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
        max(x.given_at) filter (where $14 is null and x.products is not null or $14 <> '' and x.products = $14) as purchase_at,
        (array_agg(x.id order by x.given_at desc)
          filter (where $14 is null and x.products is not null or $14 <> '' and x.products = $14))[1] as purchase,
        max(x.given_at) filter (where x.products is not null) as bought_at,
        (select max(b.since) from permissions.barred b where b.hash = register.address_hash(a.value)
          and (b.purpose = $2 or b.purpose = '') and b.channel = $3) as barred_since,
        max(x.withdrawn_at) filter (where x.kind = 'consent') as left_at,
        max(x.withdrawn_at) filter (where x.kind in ('consent', 'similar-purchase')) as all_left_at
      from who w
      left join address a on a.person_id = w.id
      left join word x on x.person_id = w.id and (x.address_hash is null or x.address_hash = register.address_hash(a.value))
      group by w.id, w.standing, a.id, a.state, a.whose, a.is_primary, a.value
    ),
    judged as (
      select s.*, case
          when s.standing is null then 'no-such-person'
          when s.standing & 1 = 1 then 'restricted'
          when s.objection is not null or s.barred_since >= coalesce(s.consent_at, '-infinity') then 'prohibited'
          when y.is_so and ($9 = 'never' or s.consent_age is distinct from 'guardian') then 'minor'
          when s.consent_at > coalesce(s.left_at, '-infinity') and $10 <> 'unless objected' then
            case when s.consent_at + $11 < $4 then 'expired' else 'consent' end
          when $10 = 'unless objected' then 'not-prohibited'
          when $10 = 'consent or similar purchase' and s.purchase_at > coalesce(s.all_left_at, '-infinity') then
            case when s.purchase_at + $11 < $4 then 'expired' else 'similar-purchase' end
          when s.whose = 'organisation' then 'organisation'
          when s.whose = 'work' and $6 and %2$s then 'duties'
          when $10 = 'consent or similar purchase' and s.bought_at > coalesce(s.all_left_at, '-infinity') then 'other-products'
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
    reach.mask, reach.value, lower(btrim(_products));
end $$;

-- SQL of `address (person_id, id, value, state, whose, is_primary)`: the addresses of the persons $1, only $5 where it is given.
create function register.addresses_of(_column text) returns text language sql stable set search_path = '' as $$
  select case when register.has_column('contact_points', _column) then format($sql$address as materialized (
      select c.person_id, c.id, c.%1$I as value, %2$s as state, %3$s as whose, %4$s as is_primary
      from register.contact_points c
      left join register.shut x on x.person_id = c.person_id and x.category = 'contact-points' and x.row_id = c.id
      where c.person_id = any ($1) and c.%1$I is not null and coalesce(x.bits & $12, 0) = 0
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
grant usage on schema permissions to {{app}}, public;

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

-- What was forbidden at an address that nobody of the register had, in a record of which nothing else was kept, or by a word from the
-- address itself, whoever has it (permissions.stop): obeyed of everybody with that address, until they consent anew. A keyed hash; nothing
-- tells whose it is, and an erasure leaves it (Art. 21(3)).
create table permissions.barred (
  hash bytea not null,
  purpose text not null, -- '' for any
  channel text not null,
  since timestamptz not null,
  source text not null,
  source_ref text not null,
  import_id uuid, -- null: by a word from the address itself
  recorded_by text not null,
  primary key (hash, purpose, channel)
);

-- Stops a channel for everybody who has this address, known or not, for every purpose. True when that is new, and worth a confirmation.
-- For the login of the rights purpose alone: a prohibition reaches those whom no other purpose sees.
create function permissions.stop(_token text, _source text, _source_ref text, _channel text, _address text, _at timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  col text := register.column_of(_channel);
  persons uuid[] := '{}';
  is_new boolean;
begin
  perform register.need_rights();
  if register.has_column('contact_points', col) then
    execute format('select coalesce(array_agg(distinct c.person_id), ''{}'') from register.contact_points c
      join register.person p on p.id = c.person_id and p.erased_on is null where register.sought(c.%I) = $1', col)
      into persons using _address;
  end if;
  perform from register.person p where p.id = any (persons) order by p.id for no key update;
  insert into register.statement (person_id, id, kind, channel, given_at, source, source_ref, recorded_by, notice_version, method)
  select g.id, register.new_id(), 'objection', _channel, _at, _source, _source_ref, asker.actor, asker.notice_version, 'message'
  from unnest(persons) g (id)
  where not exists (select from register.standing_statements(persons) s where s.person_id = g.id and s.kind = 'objection'
    and s.purpose is null and coalesce(s.channel, _channel) = _channel);
  is_new := found;
  if is_new then
    perform register.relabel(persons);
  end if;
  is_new := is_new or not exists (select from permissions.barred b
    where b.hash = register.address_hash(_address) and b.purpose = '' and b.channel = _channel);
  insert into permissions.barred as b (hash, purpose, channel, since, source, source_ref, recorded_by)
    values (register.address_hash(_address), '', _channel, _at, _source, '', asker.actor)
    -- what an import forbade too is not taken back with the import any more
    on conflict (hash, purpose, channel) do update set since = greatest(b.since, excluded.since), import_id = null;
  return is_new;
end $$;
grant execute on function permissions.stop to public; -- refused to all but the rights purpose

-- May somebody be answered by the channel at this address? A message that answers needs no permit, but whoever has prohibited the channel
-- for every purpose or for this one is not written to there. Null for yes, else a reason as may_send has it.
create function permissions.why_not_answer(_token text, _person uuid, _purpose text, _channel text, _address text) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  standing bigint := (select p.standing from register.person p where p.id = _person);
begin
  if standing is null or not register.sees(standing) then
    return 'no-such-person';
  elsif standing & 1 = 1 then
    return 'restricted';
  end if;
  return (select 'prohibited' where exists (
      select from register.standing_words(array[_person]) w where w.kind = 'objection' and coalesce(w.purpose, _purpose) = _purpose
        and coalesce(w.channel, _channel) = _channel and (w.address_hash is null or w.address_hash = register.address_hash(_address)))
    or exists (select from permissions.barred b where b.hash = register.address_hash(_address) and b.channel = _channel
      and b.purpose in ('', _purpose) and b.since >= coalesce((select max(w.given_at) from register.standing_words(array[_person]) w
        where w.kind = 'consent' and w.channel = _channel), '-infinity')));
end $$;
grant execute on function permissions.why_not_answer to public; -- refused without a token

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

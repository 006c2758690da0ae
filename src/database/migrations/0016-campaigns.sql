-- What is sent to many: each campaign with its steps, and one row a recipient, which says what became of it and has neither address nor text.

create schema campaigns;
grant usage on schema campaigns to {{app}}, public;

create table campaigns.campaign (
  id uuid primary key,
  purpose text not null, -- whose it is, by whose permits or basis it is sent, and who sees it
  kind text not null check (kind in ('marketing', 'service')),
  channel text not null check (channel in ('email', 'sms')),
  name text not null check (length(name) between 1 and 200),
  plan jsonb not null, -- letters, whom, when, how fast, trial: src/campaigns/plan.ts
  state text not null default 'draft' check (state in ('draft', 'scheduled', 'sending', 'paused', 'stopped', 'done')),
  step int not null, -- the latest
  standing boolean not null default false, -- stays open for whoever is added: the letters of an automation
  begins_at timestamptz,
  began_at timestamptz, -- its recipients were written down
  decides_at timestamptz, -- of a trial that is not decided
  ended_at timestamptz
);
create index campaign_purpose on campaigns.campaign (purpose, id);
create index campaign_open on campaigns.campaign (state, begins_at) where state in ('scheduled', 'sending');

-- Rows are only added: what a campaign was told or did, the n-th of its steps.
create table campaigns.step (
  campaign_id uuid not null references campaigns.campaign,
  n int not null,
  did text not null check (did in ('made', 'changed', 'started', 'began', 'paused', 'resumed', 'stopped', 'chosen', 'done')),
  at timestamptz not null,
  by text not null,
  why text check (length(why) between 1 and 500),
  plan jsonb, -- of what was made or changed
  letter int, -- that was chosen
  primary key (campaign_id, n)
);
grant select, insert, update on campaigns.campaign to {{app}};
grant select, insert on campaigns.step to {{app}};

create table campaigns.recipient (
  person_id uuid not null,
  campaign_id uuid not null references campaigns.campaign,
  message uuid not null unique, -- of its Message-ID, known before it is sent
  state text not null default 'waiting'
    check (state in ('waiting', 'sending', 'sent', 'left-out', 'failed', 'unsure', 'stopped')),
  why text, -- a reason of the gate, or a code; never what a server said
  letter int, -- which of the campaign's letters; null while a trial is not decided
  next_at timestamptz not null, -- not tried before
  attempts int not null default 0,
  tried_at timestamptz,
  settled_at timestamptz,
  address_hash bytea, -- keyed, as of mail.message
  domain_hash bytea, -- keyed too: no more than so many a minute go to one domain
  nth int not null default 1, -- of an automation that they go through again: the time that they do
  primary key (campaign_id, person_id, nth)
);
create index recipient_person on campaigns.recipient (person_id);
create index recipient_waiting on campaigns.recipient (campaign_id, next_at, message) where state = 'waiting' and letter is not null;
create index recipient_sending on campaigns.recipient (campaign_id) where state = 'sending';
create index recipient_address on campaigns.recipient (campaign_id, address_hash) where address_hash is not null;
create index recipient_domain on campaigns.recipient (next_at) where domain_hash is not null;
alter table campaigns.recipient alter why set statistics 0;
grant select on campaigns.recipient to {{app}};
grant update (state, why, letter, next_at, attempts, tried_at, settled_at, address_hash, domain_hash) on campaigns.recipient to {{app}};

-- What became of each, with what the outboxes have learned since: a message that came back, a telephone that had it.
create view campaigns.became as
  select r.campaign_id, r.person_id, r.message, r.letter, coalesce(r.settled_at, r.tried_at) as at, s.state as delivery,
    case when r.state = 'sent' and (m.state = 'failed' or s.state in ('undelivered', 'failed')) then 'bounced' else r.state end as state,
    case when r.state = 'sent' then coalesce(m.why, s.why) else r.why end as why
  from campaigns.recipient r left join mail.message m on m.id = r.message left join sms.message s on s.id = r.message;
grant select on campaigns.became to {{app}};

-- Whom the campaign is for: the members of its segment whom the purpose that signed sees, without those of other segments. The ids do not
-- leave the database. May be done again until the first one is sent to.
create function campaigns.fill(_token text, _campaign uuid, _segment uuid, _but uuid[], _at timestamptz, _letter int) returns void
language plpgsql security definer set search_path = '' set work_mem = '64MB' set jit = off as $$
declare
  asker register.asker := register.asker_of(_token);
  one uuid;
begin
  foreach one in array _segment || _but loop
    perform segments.own(asker.purpose, one);
  end loop;
  if not exists (select from campaigns.campaign c where c.id = _campaign and c.purpose = asker.purpose) then
    perform register.refuse('absent', 'campaigns.absent');
  end if;
  insert into campaigns.recipient (person_id, campaign_id, message, next_at, letter)
    select m.person_id, _campaign, register.new_id(), _at, _letter from segments.member m join register.person p on p.id = m.person_id
    where m.segment_id = _segment and register.sees(p.standing)
      and not exists (select from segments.member o where o.segment_id = any (_but) and o.person_id = m.person_id)
    on conflict (campaign_id, person_id, nth) do nothing;
end $$;

-- The same persons, before anything is written down: for counting them. In the order of their ids, after this one.
create function campaigns.audience(_token text, _segment uuid, _but uuid[]) returns setof uuid
language plpgsql stable security definer set search_path = '' set work_mem = '64MB' set jit = off as $$
declare
  asker register.asker := register.asker_of(_token);
  one uuid;
begin
  foreach one in array _segment || _but loop
    perform segments.own(asker.purpose, one);
  end loop;
  return query select m.person_id from segments.member m join register.person p on p.id = m.person_id
    where m.segment_id = _segment and register.sees(p.standing)
      and not exists (select from segments.member o where o.segment_id = any (_but) and o.person_id = m.person_id);
end $$;

-- The country of a person's first address that has one, where the purpose sees it; and when whoever lives in each is written to.
create function campaigns.country_query() returns text language plpgsql stable set search_path = '' as $$
begin
  if exists (select from notice.scope s where s.role = session_user and s.category = 'contact-points' and s.columns @> array['country'])
    and register.has_column('contact_points', 'country') then
    return $q$(select distinct on (c.person_id) c.person_id, upper(btrim(c.country)) as country from campaigns.recipient r
      join register.contact_points c on c.person_id = r.person_id and c.country is not null where r.campaign_id = $1 order by c.person_id, c.id)$q$;
  end if;
  return $q$(select null::uuid as person_id, null::text as country where $1 is null)$q$;
end $$;

create function campaigns.countries(_token text, _campaign uuid) returns setof text
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query execute 'select distinct g.country from ' || campaigns.country_query() || ' g' using _campaign;
end $$;

create function campaigns.set_hours(_token text, _campaign uuid, _hours jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  execute 'update campaigns.recipient r set next_at = ($2 ->> g.country)::timestamptz from ' || campaigns.country_query() || ' g
    where r.campaign_id = $1 and r.person_id = g.person_id and r.state = ''waiting'' and $2 ? g.country' using _campaign, _hours;
end $$;

-- What those who were sent to did afterwards, within so many days: the first time of each. Orders only where the purpose sees them.
create function campaigns.followed(_token text, _campaign uuid, _days int) returns table (letter int, what text, day int, n bigint)
language plpgsql stable security definer set search_path = '' set jit = off as $$
declare
  asker register.asker := register.asker_of(_token);
  campaign campaigns.campaign;
  orders notice.scope;
begin
  select * into campaign from campaigns.campaign c where c.id = _campaign and c.purpose = asker.purpose;
  return query
    select r.letter, 'withdrawn', g.day, count(*) from campaigns.recipient r
    cross join lateral (select floor(extract(epoch from min(coalesce(s.withdrawn_at, s.given_at)) - r.tried_at) / 86400)::int as day
      from register.statement s where s.person_id = r.person_id and coalesce(s.purpose, campaign.purpose) = campaign.purpose
        and coalesce(s.channel, campaign.channel) = campaign.channel
        and (s.kind = 'objection' and s.withdrawn_at is null or s.kind in ('consent', 'similar-purchase') and s.withdrawn_at is not null)
        and coalesce(s.withdrawn_at, s.given_at) >= r.tried_at and coalesce(s.withdrawn_at, s.given_at) < r.tried_at + make_interval(days => _days)) g
    where r.campaign_id = campaign.id and r.tried_at is not null and g.day is not null group by 1, 2, 3;
  return query
    select r.letter, 'replied', g.day, count(*) from campaigns.recipient r
    cross join lateral (select floor(extract(epoch from min(l.at) - r.tried_at) / 86400)::int as day from mailbox.letter l
      where l.person_id = r.person_id and l.answers = r.message and l.at < r.tried_at + make_interval(days => _days)) g
    where r.campaign_id = campaign.id and campaign.channel = 'email' and r.tried_at is not null and g.day is not null group by 1, 2, 3;
  select * into orders from notice.scope s where s.role = session_user and s.category = 'orders' and s.columns @> array['ordered'];
  if orders.role is not null and register.has_column('orders', 'ordered') then
    return query execute $q$
      select r.letter, 'ordered', g.day, count(*) from campaigns.recipient r
      cross join lateral (select floor(extract(epoch from min(o.ordered) - r.tried_at) / 86400)::int as day from register.orders o
        where o.person_id = r.person_id and (o.standing & $2) = $3 and o.ordered >= r.tried_at and o.ordered < r.tried_at + make_interval(days => $4)) g
      where r.campaign_id = $1 and r.tried_at is not null and g.day is not null group by 1, 2, 3$q$
      using campaign.id, orders.mask, orders.value, _days;
    return query select null::int, 'ordered', -1, 0::bigint; -- they are seen, even when there are none
  end if;
end $$;

-- Recipients whom the purpose sees, in a state or all, by id, after this one; all the rows of the last.
create function campaigns.recipients(_token text, _campaign uuid, _state text, _why text, _after uuid, _max int)
returns table (person uuid, state text, why text, letter int, at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query select r.person_id, r.state, r.why, r.letter, r.at from campaigns.became r
    join campaigns.campaign c on c.id = r.campaign_id and c.purpose = asker.purpose
    where r.campaign_id = _campaign and (_after is null or r.person_id > _after) and (_state is null or r.state = _state)
      and (_why is null or r.why = _why) and register.sees_person(r.person_id)
    order by r.person_id fetch first _max rows with ties;
end $$;

-- What a person was sent, or was not and why, newest first: of campaigns of the purpose that signed.
create function campaigns.told_of(_token text, _person uuid, _before_at timestamptz, _before uuid, _max int)
returns table (id uuid, at timestamptz, campaign uuid, name text, channel text, state text, why text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  rights boolean := register.has_rights();
begin
  if not register.sees_person(_person) then
    return;
  end if;
  return query select t.* from (
      select r.message as id, date_trunc('milliseconds', r.at) as at, c.id as campaign, c.name, c.channel, r.state, r.why
      from campaigns.became r join campaigns.campaign c on c.id = r.campaign_id and (rights or c.purpose = asker.purpose)
      where r.person_id = _person and r.state not in ('waiting', 'sending')) t
    where _before is null or (t.at, t.id) < (_before_at, _before)
    order by t.at desc, t.id desc limit _max;
end $$;

-- Service messages need no permit, but the basis of their purpose, which its login's own sight of the address is; and nobody is written to
-- who has prohibited the channel for every purpose or for this one. `_rows`: {person, id, address}, as that login read them.
create function campaigns.may_serve(_token text, _channel text, _rows jsonb) returns table (person_id uuid, address_row uuid, why text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query select g.person, g.id, permissions.why_not_answer(_token, g.person, asker.purpose, _channel, g.address)
    from jsonb_to_recordset(_rows) as g (person uuid, id uuid, address text);
end $$;

grant execute on function campaigns.fill, campaigns.audience, campaigns.countries, campaigns.set_hours, campaigns.followed, campaigns.recipients,
  campaigns.told_of, campaigns.may_serve to public; -- whoever has no actor token is refused

-- Two who become one are written to once: the row of the one who goes stays behind and reaches nobody, and where that one had it already,
-- the other is left out.
create function campaigns.note_merged() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update campaigns.recipient k set state = 'left-out', why = 'sent-before-merge', settled_at = new.merged_at
    where k.person_id = new.kept and k.state = 'waiting' and exists (select from campaigns.recipient l
      where l.campaign_id = k.campaign_id and l.nth = k.nth and l.person_id = new.lost and l.state in ('sending', 'sent', 'unsure'));
  return null;
end $$;
create trigger note_for_campaigns after insert on duplicates.merge for each row execute function campaigns.note_merged();

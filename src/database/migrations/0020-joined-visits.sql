-- Who agreed to statistics is known on another day by a key in their own browser; by a recorded act their visits become rows of the category
-- `visits` of their person. Without that agreement nothing here holds them, and when it is withdrawn nothing does any more.

grant usage on schema visits to public;

-- The key itself is in the browser alone. The number is that of its choices (visits.choice).
create table visits.browser (
  visitor uuid primary key,
  key_hash bytea not null unique,
  since timestamptz not null,
  until timestamptz not null,
  visit uuid, -- that goes on
  last_at timestamptz
);
create index browser_until on visits.browser (until);

-- Pages of browsers that are nobody's yet, and of the others for a minute.
create table visits.waiting_page (
  visitor uuid not null references visits.browser on delete cascade,
  id uuid not null,
  visit uuid not null,
  at timestamptz not null, -- to the minute
  site text not null,
  path text not null,
  event text not null,
  source text not null,
  referrer text not null,
  campaign text not null,
  medium text not null,
  primary key (visitor, id)
);
create index waiting_page_at on visits.waiting_page (at);

-- By which act a browser's visits are a person's, and by which agreement.
create table visits.joined (
  person_id uuid not null,
  id uuid not null,
  visitor uuid not null,
  at timestamptz not null,
  act text not null check (act in ('sign-in', 'form', 'link')),
  about uuid, -- what came by the form, the letter of the link
  purpose text not null, -- agreed to
  agreed_at timestamptz not null,
  wording text not null, -- hash, of visits.wording
  ended_at timestamptz, -- the browser is known no more, or somebody else has been at it
  primary key (person_id, id)
);
create unique index joined_now on visits.joined (visitor) where ended_at is null;
create index joined_visitor on visits.joined (visitor);
create index joined_about on visits.joined (about);

create table visits.person_visit (
  person_id uuid not null,
  id uuid not null,
  joined uuid not null,
  began timestamptz not null,
  site text not null,
  landing text not null,
  source text not null,
  referrer text not null,
  campaign text not null,
  medium text not null,
  primary key (person_id, id)
);
create index person_visit_began on visits.person_visit (began);

-- By the id of its row of `visits`.
create table visits.person_page (
  person_id uuid not null,
  id uuid not null,
  visit uuid not null,
  event text not null,
  primary key (person_id, id)
);
create index person_page_visit on visits.person_page (person_id, visit);
alter table visits.waiting_page alter path set statistics 0; -- docs/decisions/0003
alter table visits.person_visit alter landing set statistics 0;

-- ── A browser that is known ───────────────────────────────────────────────────────────────────────────────────────

create function visits.forget_browser(_visitor uuid, _at timestamptz) returns void language sql set search_path = '' as $$
  update visits.joined j set ended_at = _at where j.visitor = _visitor and j.ended_at is null;
  delete from visits.browser b where b.visitor = _visitor;
$$;

-- After a choice that agrees to statistics. True: the browser goes on with the key that it has; false: with the fresh one, and as somebody of
-- whom nothing was known, for whoever only has the number of the choice is not the browser. Null: there is no such choice.
create function visits.know(_visitor uuid, _key bytea, _fresh bytea, _at timestamptz, _until timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if not coalesce((select 'analytics' = any (c.categories) and c.expires_at > _at from visits.choice c
    where c.visitor = _visitor order by c.id desc limit 1), false)
  then
    return null;
  end if;
  update visits.browser b set until = _until where b.visitor = _visitor and b.key_hash = _key;
  if found then
    return true;
  end if;
  perform visits.forget_browser(_visitor, _at);
  insert into visits.browser (visitor, key_hash, since, until) values (_visitor, _fresh, _at, _until);
  return false;
end $$;

-- A page at the browser that says this key. False: none is known by it.
create function visits.see(_key bytea, _at timestamptz, _site text, _path text, _event text, _source text, _referrer text, _campaign text,
  _medium text) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  browser visits.browser;
begin
  select * into browser from visits.browser b where b.key_hash = _key and b.until > _at for update;
  if not found then
    return false;
  end if;
  if browser.visit is null or _at - browser.last_at > interval '30 minutes' then
    browser.visit := register.new_id();
  end if;
  update visits.browser b set visit = browser.visit, last_at = _at where b.visitor = browser.visitor;
  insert into visits.waiting_page (visitor, id, visit, at, site, path, event, source, referrer, campaign, medium)
  values (browser.visitor, register.new_id(), browser.visit, _at, _site, _path, _event, _source, _referrer, _campaign, _medium);
  if exists (select from visits.joined j where j.visitor = browser.visitor and j.ended_at is null) then
    perform graphile_worker.add_job('visits.join', '{}', 'visits.join', run_at := _at + interval '1 minute', job_key := 'visits.join',
      job_key_mode := 'preserve_run_at');
  end if;
  return true;
end $$;

-- What waits longer than steps are kept, and browsers whose time is over.
create function visits.tidy_known(_at timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  delete from visits.waiting_page w where w.at < _at - interval '100 days';
  perform visits.forget_browser(b.visitor, b.until) from visits.browser b where b.until <= _at;
end $$;
grant execute on function visits.know, visits.see, visits.tidy_known to {{app}};

-- ── Joined by an act ──────────────────────────────────────────────────────────────────────────────────────────────

-- Whether the words in which a cookie is agreed to can stand for the person's consent to its purpose: nothing is sent for that purpose, and
-- nothing but visits stands on that consent.
create function visits.may_consent(_purpose text, _bit bigint) returns boolean language sql stable set search_path = '' as $$
  select not exists (select from notice.channel c where c.purpose = _purpose)
    and not exists (select from notice.scope s where s.purpose = _purpose and s.category <> 'visits' and s.value & _bit <> 0)
$$;

-- The person did something by which we know them at the browser with this key. Answers what follows: `joined`, `already`, `unknown` (the
-- person, or the browser as theirs), `another` (it was somebody else's, and is known no more), `not-agreed` (nobody agreed to this at the browser),
-- `not-consented` (the person has said otherwise), `restricted`.
create function visits.join(_token text, _key bytea, _person uuid, _act text, _about uuid, _purpose text, _at timestamptz) returns text
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  stands bigint;
  browser visits.browser;
  held uuid;
  choice record;
  bit bigint := (select 1::bigint << b.bit from notice.bit b where b.name = 'consent:' || _purpose);
begin
  perform register.need_rights();
  select p.standing into stands from register.person p where p.id = _person and p.erased_on is null for no key update;
  select * into browser from visits.browser b where b.key_hash = _key and b.until > _at for update;
  if stands is null or browser.visitor is null then
    return 'unknown';
  end if;
  if _act = 'link' and exists (select from visits.joined j where j.about = _about and j.visitor <> browser.visitor) then
    return 'unknown'; -- a letter that was passed on: one browser is its recipient's
  end if;
  select j.person_id into held from visits.joined j where j.visitor = browser.visitor and j.ended_at is null;
  if held = _person then
    return 'already';
  elsif held is not null then
    perform visits.forget_browser(browser.visitor, _at); -- nobody agrees for somebody else
    return 'another';
  end if;
  select c.at, c.lang, c.notice_version, c.categories, c.expires_at, w.hash, w.words into choice
  from visits.choice c left join visits.wording w on w.hash = c.wording where c.visitor = browser.visitor order by c.id desc limit 1;
  if not found or 'analytics' <> all (choice.categories) or choice.expires_at <= _at or choice.words ->> 'joins' is distinct from _purpose
    or not exists (select from notice.scope s where s.purpose = _purpose and s.category = 'visits' and s.value & bit <> 0)
  then
    return 'not-agreed';
  elsif stands & 1 <> 0 then
    return 'restricted';
  end if;
  if exists (select from register.statement s where s.person_id = _person and s.kind = 'consent' and s.purpose = _purpose and s.withdrawn_at >= choice.at)
    or exists (select from register.standing_statements(array[_person]) s where s.kind = 'objection' and coalesce(s.purpose, _purpose) = _purpose)
  then
    perform visits.forget_browser(browser.visitor, _at);
    return 'not-consented';
  end if;
  if stands & bit = 0 then
    if not visits.may_consent(_purpose, bit) then
      return 'not-consented';
    end if;
    insert into register.statement (person_id, id, kind, purpose, given_at, source, source_ref, wording, recorded_by, notice_version, method, place, lang)
    values (_person, register.new_id(), 'consent', _purpose, choice.at, visits.source(), choice.hash, visits.said(choice.words), asker.actor,
      choice.notice_version, 'cookie-choice', '/visit.js', choice.lang);
    perform register.relabel(array[_person]);
  end if;
  insert into visits.joined (person_id, id, visitor, at, act, about, purpose, agreed_at, wording)
  values (_person, register.new_id(), browser.visitor, _at, _act, _about, _purpose, choice.at, choice.hash);
  perform graphile_worker.add_job('visits.join', '{}', 'visits.join', run_at := _at, job_key := 'visits.join');
  return 'joined';
end $$;
grant execute on function visits.join to public; -- refused to all but the rights purpose

-- Who sent a form at a known browser: who they are is known when its delivery has been written.
create table visits.claim (
  delivery bytea primary key, -- hash, as arrivals.arrival has it
  key_hash bytea not null,
  at timestamptz not null,
  person_id uuid,
  arrival uuid
);
create index claim_person on visits.claim (person_id);

create function visits.expect(_delivery bytea, _key bytea, _at timestamptz) returns void language sql security definer set search_path = '' as $$
  insert into visits.claim (delivery, key_hash, at) select _delivery, _key, _at from visits.browser b where b.key_hash = _key and b.until > _at
  on conflict do nothing
$$;
grant execute on function visits.expect to {{app}};

create function visits.follow_arrival() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update visits.claim c set person_id = new.person_id, arrival = new.id where c.delivery = new.event;
  if found then
    perform graphile_worker.add_job('visits.join', '{}', 'visits.join', job_key := 'visits.join');
  end if;
  return null;
end $$;
create trigger claim_visits after update of state on arrivals.arrival for each row
  when (old.state <> 'written' and new.state = 'written' and new.person_id is not null and new.topic ^@ 'form.')
  execute function visits.follow_arrival();

create function visits.take_claims(_token text, _purpose text, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  claim visits.claim;
begin
  perform register.need_rights();
  for claim in delete from visits.claim c where c.person_id is not null returning * loop
    perform visits.join(_token, claim.key_hash, claim.person_id, 'form', claim.arrival, _purpose, _at);
  end loop;
  delete from visits.claim c where c.at < _at - interval '30 days';
end $$;
grant execute on function visits.take_claims to public; -- refused to all but the rights purpose

-- Of the sources that the notice gives for visits.
create function visits.source() returns text language sql stable set search_path = '' as $$
  select s.source from notice.source s where s.category = 'visits' order by s.source <> 'site', s.source limit 1
$$;

-- What was agreed to, from the words that were shown.
create function visits.said(_words jsonb) returns text language sql immutable set search_path = '' as $$
  select concat_ws(e'\n', _words ->> 'title', _words ->> 'text', (select g ->> 'name' || ': ' || (g ->> 'says') from jsonb_array_elements(_words -> 'groups') g
    where g ->> 'category' = 'analytics'))
$$;

-- Moves up to `_max` pages that wait into the category, each with its change row, of whoever consents and is not restricted. Answers how many.
create function visits.take_pages(_token text, _max int, _at timestamptz) returns int
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  persons uuid[];
  rows register.incoming[];
begin
  perform register.need_rights();
  if to_regclass('register.visits') is null or visits.source() is null then
    return 0;
  end if;
  persons := array(select distinct j.person_id from visits.joined j where j.ended_at is null
    and exists (select from visits.waiting_page w where w.visitor = j.visitor));
  perform from register.person p where p.id = any (persons) order by p.id for no key update;
  with mine as (
    select j.person_id, j.id as joined, j.visitor from visits.joined j
    join register.person p on p.id = j.person_id and p.erased_on is null
    join notice.bit b on b.name = 'consent:' || j.purpose
    where j.person_id = any (persons) and j.ended_at is null and p.standing & (1 | 1::bigint << b.bit) = 1::bigint << b.bit
      and not exists (select from my.contested c where c.person_id = j.person_id and c.category = 'visits')
  ),
  first as materialized (select w.visitor, w.id, m.person_id, m.joined from mine m join visits.waiting_page w on w.visitor = m.visitor order by w.id limit _max),
  taken as (
    delete from visits.waiting_page w using first f where w.visitor = f.visitor and w.id = f.id returning w.*, f.person_id, f.joined
  ),
  begun as (
    insert into visits.person_visit (person_id, id, joined, began, site, landing, source, referrer, campaign, medium)
    select distinct on (t.visit) t.person_id, t.visit, t.joined, t.at, t.site, t.path, t.source, t.referrer, t.campaign, t.medium
    from taken t order by t.visit, t.id
    on conflict do nothing
  ),
  pages as (
    insert into visits.person_page (person_id, id, visit, event) select t.person_id, t.id, t.visit, t.event from taken t
  )
  select coalesce(array_agg(row(t.person_id, t.id, (select jsonb_object_agg(v.key, v.value) from jsonb_each(jsonb_strip_nulls(jsonb_build_object(
      'page', t.site || t.path, 'occurred', t.at, 'came_from', nullif(t.referrer, ''), 'campaign', nullif(t.campaign, '')))) v
      where register.has_column('visits', v.key)), t.site, null)::register.incoming order by t.id), '{}')
    into rows from taken t;
  perform register.put_visits(asker, 'add', visits.source(), null, rows) where cardinality(rows) > 0;
  return cardinality(rows);
end $$;
grant execute on function visits.take_pages to public; -- refused to all but the rights purpose

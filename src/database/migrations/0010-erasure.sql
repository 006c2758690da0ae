-- A person is erased on request (Art. 17): everything goes in one transaction but what a law requires, and nobody else sees that.

-- Who keeps what of a category when a person is erased, as compiled (src/notice/obligations.ts). `claims`: only where a legal claim
-- is at hand.
create table notice.obligation (
  category text not null,
  purpose text not null,
  table_name text not null,
  law text not null,
  claims boolean not null,
  columns text[] not null,
  primary key (table_name, purpose)
);
grant select on notice.obligation to {{app}};

-- Addresses of the erased, as keyed hashes, so that no file and no program brings them back (Art. 21(3), Art. 5(2)). Nothing tells
-- whose they are. Taken up when the person has come back by their own act.
create table rights.suppression (
  hash bytea primary key,
  noted_at timestamptz not null,
  taken_up_at timestamptz,
  taken_up_by text,
  act text check (act in ('order', 'registration', 'message', 'visit', 'own-page')),
  reason text check (length(reason) between 1 and 500)
);

-- What was erased, without content: the certificate. It outlives the person, and goes with its request.
create table rights.erasure (
  request_id uuid primary key references rights.request on delete cascade,
  number int generated always as identity unique,
  at timestamptz not null,
  erased_on date not null,
  by text not null,
  notice_version int not null,
  outcome jsonb not null -- [{category, rows, kept, until, purposes, laws}]
);

-- By what the person may be recognised in a file: as src/import does, an e-mail address, or a telephone number with the name.
create function rights.suppression_hashes(_emails text[], _phones text[], _name text) returns setof bytea
language sql stable set search_path = '' as $$
  select register.address_hash(e) from unnest(_emails) e where e is not null
  union select register.address_hash(p || ' ' || n) from unnest(_phones) p, unnest(array[coalesce(_name, ''), '']) n where p is not null
$$;

-- When the last of whose these were was erased; null where none of them is suppressed.
create function rights.suppressed_since(_hashes bytea[]) returns timestamptz language sql stable set search_path = '' as
  $$ select max(s.noted_at) from rights.suppression s where s.hash = any (_hashes) and s.taken_up_at is null $$;
create function rights.is_suppressed(_hashes bytea[]) returns boolean language sql stable set search_path = '' as
  $$ select rights.suppressed_since(_hashes) is not null $$;

-- Of the addresses of somebody who leaves those that nobody else has: an address that is another customer's too goes on being theirs.
create function rights.alone_at(_person uuid, _kind text, _addresses text[]) returns text[] language plpgsql stable
set search_path = '' set enable_seqscan = off set jit = off as $$
declare
  kept text := case _kind when 'email' then 'email_key' else _kind end;
  alone text[];
begin
  if cardinality(_addresses) = 0 or not register.has_column('contact_points', kept) then
    return _addresses;
  end if;
  execute format('select array(select a from unnest($1) a where not exists (select from register.contact_points c
    where register.sought(c.%I) = a and c.person_id <> $2))', kept) into alone using _addresses, _person;
  return alone;
end $$;

-- The name as src/import compares it; empty where the register knows none.
create function rights.name_of(_person uuid) returns text language plpgsql stable set search_path = '' as $$
declare
  name text;
begin
  if to_regclass('register.identity') is not null then
    execute $q$select lower(concat_ws(' ', to_jsonb(t) ->> 'given_name', to_jsonb(t) ->> 'family_name') collate "und-x-icu")
      from register.identity t where t.person_id = $1 limit 1$q$ into name using _person;
  end if;
  return coalesce(name, '');
end $$;

-- Called before a contact point is written.
create function rights.refuse_suppressed(_person uuid, _given jsonb) returns void language plpgsql stable set search_path = '' as $$
begin
  if exists (select from rights.suppression) and rights.is_suppressed(array(
    select rights.suppression_hashes(array[_given ->> 'email'], array[_given ->> 'phone'], rights.name_of(_person))))
  then
    perform register.refuse('conflict', 'rights.suppressed');
  end if;
end $$;

-- The addresses may be written again, since the person has come back by an act of their own. Answers how many there were.
create function rights.take_up_hashes(_hashes bytea[], _by text, _act text, _reason text, _at timestamptz) returns int
language plpgsql set search_path = '' as $$
declare
  taken int;
begin
  update rights.suppression s set taken_up_at = _at, taken_up_by = _by, act = _act, reason = btrim(_reason)
    where s.taken_up_at is null and s.hash = any (_hashes);
  get diagnostics taken = row_count;
  return taken;
end $$;

-- The same as somebody tells it who may write contact points. A number goes with the name, told or that of the person who is to have it.
create function rights.take_up(_token text, _email text, _phone text, _name text, _person uuid, _act text, _reason text, _at timestamptz)
returns int
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  if not (register.scope_of('contact-points')).may_write then
    perform register.refuse('forbidden', 'register.column-not-given', jsonb_build_object('category', 'contact-points', 'column', '*'));
  end if;
  return rights.take_up_hashes(array(select rights.suppression_hashes(array[_email], array[_phone],
    coalesce(lower(btrim(_name) collate "und-x-icu"), rights.name_of(_person)))), asker.actor, _act, _reason, _at);
end $$;

-- What a record of an import tells of an act of the person's own, with its proof: a permit, and when it was given.
create function rights.import_returned_at(_import uuid, _leader int) returns timestamptz language sql stable set search_path = '' as $$
  select max(s.given_at) from intake.match m join intake.said s on s.import_id = m.import_id and s.line = m.line
  where m.import_id = _import and m.leader = _leader and s.kind in ('consent', 'similar-purchase')
$$;

-- Of an import: a record that would open a new person at an address of somebody who was erased is left out and counted; so is such an
-- address of somebody who is known. Nobody is named. What proves a permit of theirs since the erasure comes in (import_take_up).
create function rights.import_suppress(_import uuid) returns void language plpgsql set search_path = '' as $$
begin
  if not exists (select from rights.suppression s where s.taken_up_at is null) then
    return;
  end if;
  with suppressed as materialized (
    select distinct m.leader, m.person_id from intake.key k
    join intake.match m on m.import_id = k.import_id and m.line = k.line and not m.known
    cross join lateral rights.suppressed_since(array(select rights.suppression_hashes(array[k.email], array[k.phone], k.name))) s (since)
    where k.import_id = _import and s.since >= coalesce(rights.import_returned_at(_import, m.leader), '-infinity')
  )
  update intake.match m set outcome = 'lacking', lacks = 'suppressed', alone = false, hidden = false
  from suppressed s where m.import_id = _import and m.leader = s.leader and m.person_id = s.person_id;
  with gone as (
    delete from intake.part p using intake.match m
    where p.import_id = _import and p.category = 'contact-points' and m.import_id = _import and m.line = p.line and m.known
      and rights.suppressed_since(array(select rights.suppression_hashes(array[p.given ->> 'email'], array[p.given ->> 'phone'],
        rights.name_of(m.person_id)))) >= coalesce(rights.import_returned_at(_import, m.leader), '-infinity')
    returning p.line, p.given ? 'email' as by_email
  )
  insert into intake.remark select distinct _import, g.line, case when g.by_email then 'email' else 'phone' end, 'suppressed' from gone g;
end $$;

-- With the writing of an import: what it proved of an act of the person's own takes their addresses up.
create function rights.import_take_up(_by text, _import uuid, _at timestamptz) returns void language plpgsql set search_path = '' as $$
begin
  if not exists (select from rights.suppression s where s.taken_up_at is null) then
    return;
  end if;
  perform rights.take_up_hashes(array(
    select h from intake.key k
    join intake.match m on m.import_id = k.import_id and m.line = k.line and m.outcome <> 'lacking'
    cross join lateral rights.suppression_hashes(array[k.email], array[k.phone], k.name) h
    where k.import_id = _import and rights.suppressed_since(array[h]) < rights.import_returned_at(_import, m.leader)),
    _by, 'registration', 'import:' || _import, _at);
end $$;

-- ── What goes and what stays ────────────────────────────────────────────────────────────────────────────────────────

-- Of each category that holds something of the person: how many rows, and which of them stay, for which purposes, in which columns,
-- until when (null: its event has not come). `_day`: what is kept until an earlier day stays no longer.
create function rights.what_stays(_person uuid, _day date, _claims boolean)
returns table (category text, table_name text, held bigint, stays uuid[], columns text[], purposes text[], laws text[], until date)
language plpgsql stable set search_path = '' as $$
declare
  keepers text[] := array(select distinct o.purpose from notice.obligation o where not o.claims or _claims);
begin
  return query select * from register.what_stays(_person, _day, _claims, array(
    select row(d.person_id, d.opened, least(d.ended, _day), d.contact, d.voucher, keepers)::retention.dates
    from unnest(register.dates_of(array[_person])) d));
end $$;

-- Why nothing at all may go now.
create function rights.is_held(_person uuid) returns boolean language sql stable set search_path = '' as $$
  select exists (select from retention.held h join retention.standing_hold s on s.id = h.hold_id where h.person_id = _person)
$$;

-- ── Erasing ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- What files on their way in say of the person: their records by what the match found, and by the addresses.
create function rights.erase_staged(_person uuid, _emails text[], _phones text[]) returns void language plpgsql set search_path = '' as $$
declare
  place text;
  imports uuid[];
  lines int[];
begin
  select array_agg(t.import_id), array_agg(t.line) into imports, lines from (
    select import_id, line from intake.match where person_id = _person
    union select import_id, line from intake.hit where person_id = _person
    union select import_id, line from intake.candidate where person_id = _person
    union select import_id, line from intake.choice where person_id = _person
    union select import_id, line from intake.plan where person_id = _person
    union select import_id, line from intake.word where person_id = _person
    union select import_id, line from intake.key where email = any (_emails) or phone = any (_phones)) t;
  if imports is null then
    return;
  end if;
  foreach place in array array['key', 'part', 'said', 'named', 'remark', 'hit', 'candidate', 'match', 'plan', 'word', 'choice'] loop
    execute format('delete from intake.%I t using unnest($1, $2) l (import_id, line) where t.import_id = l.import_id and t.line = l.line', place)
      using imports, lines;
  end loop;
end $$;

-- Everything that says whose it is and lies outside the categories (0010-places.sql).
create function rights.forget_elsewhere(_persons uuid[]) returns void language plpgsql set search_path = '' as $$
begin
  _persons := duplicates.known_as(_persons);
  perform duplicates.forget(_persons);
  perform rights.cut(_persons);
  perform access.unname_looks(_persons);
  perform arrivals.forget(_persons);
  perform agreements.forget(_persons);
  perform sales.forget(_persons);
  perform rights.forget_rows(_persons);
end $$;

-- Requests stay, by kind, channel, days and outcome, and are nobody's any more. The words of one that waits for its answer go with it.
create function rights.cut(_persons uuid[]) returns void language plpgsql set search_path = '' as $$
declare
  theirs uuid[] := array(select r.id from rights.request r where r.person_id = any (_persons));
  themselves text[] := array(select 'person:' || p from unnest(_persons) p);
begin
  update rights.request r set person_id = null, cut = true,
    recorded_by = case when r.recorded_by = any (themselves) then 'person' else r.recorded_by end
  where r.id = any (theirs);
  update rights.step s set details = s.details - 'person', by = case when s.by = any (themselves) then 'person' else s.by end
    where s.request_id = any (theirs) and (s.details ? 'person' or s.by = any (themselves));
  update rights.recipient_notice n set person_id = null where n.person_id = any (_persons);
  update rights.reply_to t set person_id = null where t.request_id = any (theirs); -- goes with the answer
  perform rights.wordless(array(select r.id from rights.request r where r.id = any (theirs) and r.state in ('answered', 'withdrawn')));
end $$;

create function rights.wordless(_requests uuid[]) returns void language plpgsql set search_path = '' as $$
begin
  update rights.request r set requester = null, asked = null where r.id = any (_requests) and r.cut;
  update rights.step s set details = s.details - array['reason', 'other'] from rights.request r
    where r.id = any (_requests) and r.cut and s.request_id = r.id and s.details ?| array['reason', 'other'];
  -- What a letter on its way needs goes when it was sent, or will not be (rights.settle_recipient).
  update rights.recipient_notice n set whom = case when n.state = 'queued' then n.whom end, reason = case when n.reason is not null then '–' end
    from rights.request r where r.id = any (_requests) and r.cut and n.request_id = r.id;
end $$;

-- The history goes, but for whence a value that stays has come, without what it replaced. Answers how many changes there were, and how
-- many of them stay. When the person was opened stays with the person.
create function rights.erase_history(_person uuid, _plan jsonb, out had bigint, out stay bigint)
language plpgsql set search_path = '' as $$
begin
  with newest as (
    select distinct on (c.category, c.row_id, k.key) c.id, k.key, p.columns
    from jsonb_to_recordset(_plan) as p (category text, stays uuid[], columns text[])
    join register.change c on c.person_id = _person and c.category = p.category and c.row_id = any (p.stays)
    cross join lateral jsonb_object_keys(coalesce(c.after, '{}')) as k (key)
    order by c.category, c.row_id, k.key, c.id desc
  ),
  stays as materialized (select n.id, array_agg(n.key) as keys from newest n where n.key = any (n.columns) group by n.id),
  gone as (
    delete from register.change c where c.person_id = _person and c.category <> 'person' and c.id not in (select s.id from stays s)
    returning 1
  ),
  cut as (
    update register.change c set
      before = case when c.before is not null then '{}'::jsonb end,
      after = (select jsonb_object_agg(a.key, a.value) from jsonb_each(c.after) a where a.key = any (s.keys)),
      source_ref = null, import_id = null, undoes = null
    from stays s where c.person_id = _person and c.id = s.id
    returning 1
  )
  select (select count(*) from gone), (select count(*) from cut) into had, stay;
  had := had + stay;
end $$;

-- What erasing is to do, as rows of rights.what_stays.
create function rights.plan_of(_person uuid, _day date, _claims boolean) returns jsonb language sql stable set search_path = '' as
  $$ select coalesce(jsonb_agg(to_jsonb(w)), '[]') from rights.what_stays(_person, _day, _claims) w $$;

-- Erases one person, whom the caller has locked, by such a plan, and answers what stayed: [{category, rows, kept, until, purposes, laws}].
create function rights.erase_person(_person uuid, _day date, _plan jsonb, _at timestamptz) returns jsonb
language plpgsql set search_path = '' as $$
declare
  dates retention.dates := (register.dates_of(array[_person]))[1];
  known uuid[] := duplicates.known_as(array[_person]);
  place record;
  history record;
  emails text[];
  phones text[];
  keepers text[] := array(select distinct u from jsonb_to_recordset(_plan) as p (stays uuid[], purposes text[]), unnest(p.purposes) u
    where cardinality(p.stays) > 0 order by 1);
  outcome jsonb := '[]';
  said bigint := (select count(*) from register.statement s where s.person_id = _person);
  addresses jsonb := '[]';
begin
  if to_regclass('register.contact_points') is not null then
    execute 'select coalesce(jsonb_agg(to_jsonb(t)), ''[]'') from register.contact_points t where t.person_id = $1' into addresses using _person;
  end if;
  with had as (
    select a.value as v from jsonb_array_elements(addresses) a
    union all select v from register.change c, unnest(array[c.before, c.after]) v where c.person_id = _person and c.category = 'contact-points'
  )
  select array(select distinct lower(btrim(h.v ->> 'email')) from had h where h.v ->> 'email' is not null),
    array(select distinct h.v ->> 'phone' from had h where h.v ->> 'phone' is not null) into emails, phones;
  insert into rights.suppression as s (hash, noted_at)
  select h, _at from rights.suppression_hashes(rights.alone_at(_person, 'email', emails), rights.alone_at(_person, 'phone', phones),
    rights.name_of(_person)) h
  on conflict (hash) do update set noted_at = _at, taken_up_at = null, taken_up_by = null, act = null, reason = null;
  perform rights.erase_staged(_person, emails, phones);
  perform rights.forget_elsewhere(array[_person]);
  perform rights.forget_queued(_person);
  delete from register.statement s where s.person_id = _person;
  if cardinality(keepers) > 0 then
    update register.person p set erased_on = _day, kept_for = keepers where p.id = _person;
    update register.person p set standing = s.standing from register.standing_of(array[_person]) s where p.id = _person;
  end if;

  for place in
    select p.*, cardinality(p.stays) > 0 as keeps from jsonb_to_recordset(_plan)
      as p (category text, table_name text, held bigint, stays uuid[], columns text[], purposes text[], laws text[], until date)
  loop
    perform register.erase_rows(_person, place.table_name, place.stays, place.columns);
    outcome := outcome || jsonb_strip_nulls(jsonb_build_object('category', place.category, 'rows', place.held, 'kept', cardinality(place.stays),
      'until', place.until, 'purposes', case when place.keeps then to_jsonb(place.purposes) end,
      'laws', case when place.keeps then to_jsonb(place.laws) end));
  end loop;
  history := rights.erase_history(_person, _plan);
  outcome := outcome || jsonb_build_array(jsonb_build_object('category', 'permissions', 'rows', said, 'kept', 0))
    || jsonb_build_array(jsonb_build_object('category', 'change-history', 'rows', history.had,
      'kept', history.stay));

  insert into backup.erased (hash, erased_on) select backup.request_hash(k.id), _day from unnest(known) k (id) on conflict do nothing;
  if cardinality(keepers) = 0 then
    perform register.forget(array[_person]);
  else
    update register.change c set source_ref = null, import_id = null where c.person_id = _person and c.category = 'person';
    insert into retention.passed (person_id, ended, contact) values (_person, least(dates.ended, _day), dates.contact);
  end if;
  return outcome;
end $$;

-- Work that waits in the queue with the person's id goes; what runs already finds nobody.
create function rights.forget_queued(_person uuid) returns void language plpgsql set search_path = '' as $$
begin
  if to_regclass('graphile_worker._private_jobs') is not null then -- the queue makes its tables itself
    delete from graphile_worker._private_jobs j where j.locked_at is null and j.payload::text like '%' || _person || '%';
  end if;
end $$;

-- By this a restore knows who was erased on request, of whom something may be kept: in a backup from before, the same is done again.
create function backup.request_hash(_person uuid) returns bytea language sql stable set search_path = '' as
  $$ select sha256(k.key || uuid_send(_person) || '\x01'::bytea) from backup.erasure_key k $$;

-- For a restore: erases again whom the ledger names as erased on request; returns how many they were.
create function rights.erase_again(_day date) returns int language plpgsql set search_path = '' as $$
declare
  persons uuid[] := array(select p.id from register.person p join backup.erased e on e.hash = backup.request_hash(p.id)
    where p.erased_on is null order by p.id);
  person uuid;
begin
  foreach person in array persons loop
    perform rights.erase_person(person, _day, rights.plan_of(person, _day, false), now());
  end loop;
  return cardinality(persons);
end $$;

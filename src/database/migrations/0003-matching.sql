-- What an import would do: every record compared with the register, by the very functions that the writing stands on.

-- The import, for the purpose that uploaded it only.
create function register.import_of(_asker register.asker, _import uuid) returns intake.import
language plpgsql stable set search_path = '' as $$
declare
  job intake.import;
begin
  select * into job from intake.import i where i.id = _import and i.purpose = _asker.purpose;
  if job.id is null then
    perform register.refuse('absent', 'import.absent');
  end if;
  return job;
end $$;

create function register.has_column(_table text, _column text) returns boolean language sql stable set search_path = '' as
  $$ select exists (select from pg_catalog.pg_attribute
     where attrelid = to_regclass('register.' || quote_ident(_table)) and attname = _column and not attisdropped) $$;

-- Persons of the register whom the keys of a record name: by e-mail address, else by telephone number and name.
create function register.import_hits(_import uuid) returns table (line int, person_id uuid, by_email boolean)
language plpgsql stable set search_path = '' as $$
declare
  name text := 'null';
begin
  if register.has_column('contact_points', 'email_key') then
    return query execute 'select k.line, c.person_id, true from intake.key k
      join register.contact_points c on register.sought(c.email_key) = k.email where k.import_id = $1
        and not exists (select from register.person p where p.id = c.person_id and p.erased_on is not null)' using _import;
  end if;
  if not register.has_column('contact_points', 'phone') or to_regclass('register.identity') is null then
    return;
  end if;
  select coalesce(string_agg('i.' || c, ', ' order by c desc), 'null') into name -- given_name before family_name
    from unnest(array['given_name', 'family_name']) c where register.has_column('identity', c);
  return query execute 'select k.line, c.person_id, false from intake.key k
    join register.contact_points c on register.sought(c.phone) = k.phone
    left join register.identity i on i.person_id = c.person_id
    where k.import_id = $1 and lower(concat_ws('' '', ' || name || ') collate "und-x-icu") = k.name
      and not exists (select from register.person p where p.id = c.person_id and p.erased_on is not null)' using _import;
end $$;

-- Fills intake.match: who each record is about. What the preview found holds as long as the keys of the file name the same
-- persons of the register.
create function register.import_match(_import uuid) returns void language plpgsql set search_path = '' as $$
declare
  holds boolean;
begin
  if exists (select from intake.match m where m.import_id = _import) then
    with present as materialized (select * from register.import_hits(_import)),
    found as (select h.line, h.person_id, h.by_email from intake.hit h where h.import_id = _import)
    select not exists ((table present except table found) union all (table found except table present)) into holds;
    if holds then
      return;
    end if;
  end if;
  delete from intake.hit h where h.import_id = _import;
  delete from intake.candidate k where k.import_id = _import;
  delete from intake.match m where m.import_id = _import;
  analyze intake.row, intake.key, intake.part, intake.said;
  insert into intake.hit select _import, hit.line, hit.person_id, hit.by_email from register.import_hits(_import) hit;

  insert into intake.match
  select _import, r.line, r.line, coalesce(h.persons[1], register.new_id()), h.persons is not null, h.persons is null,
    case when cardinality(h.persons) > 1 then 'ambiguous' else 'new' end
  from intake.row r
  left join (
    select best.line, array_agg(distinct best.person_id) as persons
    from (select hit.line, hit.person_id, hit.by_email, bool_or(hit.by_email) over (partition by hit.line) as any_email
      from intake.hit hit where hit.import_id = _import) best
    where best.by_email = best.any_email
    group by best.line
  ) h on h.line = r.line
  where r.import_id = _import and r.refused is null;

  if exists (select from intake.key k where k.import_id = _import
    group by k.email, k.phone, k.name having min(k.line) <> max(k.line))
  then
    perform register.import_join(_import);
  end if;
  perform register.import_choose(_import);

  -- Records that name the same person of the register by different keys are one as well.
  update intake.match m set leader = first.line, apart = m.leader = m.line
  from (select o.person_id, min(o.line) as line from intake.match o
    where o.import_id = _import and o.known and o.outcome <> 'ambiguous' group by o.person_id having count(*) > 1) first
  where m.import_id = _import and m.person_id = first.person_id and m.leader <> first.line and m.known and m.outcome <> 'ambiguous';
  analyze intake.match;
end $$;

-- Records that share a key are one person, over as many steps as it takes.
create function register.import_join(_import uuid) returns void language plpgsql set search_path = '' as $$
begin
  loop
    update intake.match m set leader = near.leader
    from (
      select k.line, min(o.leader) as leader
      from intake.key k
      join (select s.email, s.phone, s.name from intake.key s where s.import_id = _import
        group by s.email, s.phone, s.name having count(distinct s.line) > 1) shared
        on (shared.email = k.email or shared.phone = k.phone and shared.name = k.name)
      join intake.key other on other.import_id = _import
        and (other.email = shared.email or other.phone = shared.phone and other.name = shared.name)
      join intake.match o on o.import_id = _import and o.line = other.line
      where k.import_id = _import
      group by k.line
    ) near
    where m.import_id = _import and m.line = near.line and near.leader < m.leader;
    exit when not found;
  end loop;

  -- A group that leads to one person of the register is that person; to several: who is in it cannot be told.
  with people as (
    select m.leader, array_agg(distinct m.person_id) filter (where m.known and m.outcome <> 'ambiguous') as known,
      bool_or(m.outcome = 'ambiguous') as ambiguous
    from intake.match m where m.import_id = _import group by m.leader having count(*) > 1
  )
  update intake.match m set
    person_id = case when m.known then m.person_id when cardinality(p.known) = 1 then p.known[1] else first.person_id end,
    known = m.known or p.known is not null,
    alone = false,
    outcome = case when not m.known and (cardinality(p.known) > 1 or p.known is null and p.ambiguous) then 'ambiguous' else m.outcome end
  from people p
  join intake.match first on first.import_id = _import and first.line = p.leader
  where m.import_id = _import and m.leader = p.leader;
end $$;

-- Later values of an object over earlier ones.
create aggregate register.merged(jsonb) (sfunc = jsonb_concat, stype = jsonb, initcond = '{}');

-- Fills intake.plan for one category: what the records of known and joined persons add to it or change in it. Of two records of
-- one person the first one counts.
create function register.import_compare(_import uuid, _category text, _one boolean, _overwrite boolean, _scope notice.scope)
returns int language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  kept int;
begin
  execute format($sql$
    with given as materialized (
      select m.person_id, m.leader, bool_or(m.hidden) as hidden, min(p.line) as line, p.anchor, register.merged(p.given order by p.line desc) as given
      from intake.match m
      join intake.part p on p.import_id = m.import_id and p.line = m.line and p.category = $2
      where m.import_id = $1 and not m.alone and m.outcome not in ('ambiguous', 'lacking', 'unknown')
      group by m.person_id, m.leader, p.anchor
    ),
    existing as materialized (
      select t.person_id, t.id, to_jsonb(t) as now, lower(jsonb_strip_nulls(to_jsonb(t))::text)::jsonb as low
      from register.%1$I t where t.person_id in (select g.person_id from given g)
    ),
    found as (
      select distinct on (g.person_id, g.anchor) g.*, x.id as row_id, x.now
      from given g left join existing x on x.person_id = g.person_id and x.low @> g.anchor
      order by g.person_id, g.anchor, x.id
    ),
    compared as (
      select f.*, d.delta, d.kept
      from found f
      left join register.person person on person.id = f.person_id
      cross join lateral (
        select jsonb_object_agg(v.key, v.value) filter (where s.takes) as delta, count(*) filter (where not s.takes and s.differs and not f.hidden) as kept
        from jsonb_each(f.given) v
        cross join lateral (select f.now -> v.key is distinct from v.value and not (f.anchor ? v.key) as differs) c
        cross join lateral (select c.differs, f.row_id is null or coalesce(f.now -> v.key, 'null') = 'null'
          or c.differs and ($3 or v.key = 'state' and v.value = '"bounced"') as takes) s
      ) d
      where (f.row_id is null or not f.now @> f.given)
        and (person.id is null or register.import_sees(person.id, person.standing, $1, $5, $6))
        and not exists (select from register.shut x
          where x.person_id = f.person_id and x.category = $2 and x.row_id = f.row_id and x.bits & $5 <> 0)
    ),
    planned as (
      insert into intake.plan
      select $1, c.leader, c.line, c.person_id, $2, coalesce(c.row_id, case when $4 then c.person_id else register.new_id() end),
        case when c.row_id is null then 'add' else 'change' end, c.delta
      from compared c where c.delta is not null
    )
    select coalesce(sum(c.kept), 0) from compared c$sql$, replace(_category, '-', '_'))
  into kept using _import, _category, _overwrite, _one, _scope.mask, _scope.value;
  return kept;
end $$;

-- Whether the purpose sees a known person in a category, once what the import says of them is recorded.
create function register.import_sees(_person uuid, _standing bigint, _import uuid, _mask bigint, _value bigint) returns boolean
language sql stable set search_path = '' as $$
  select (_standing & _mask) = _value or (_mask & 1 = 1 and _standing & 1 = 0 and ((_standing | coalesce((
    select bit_or(1::bigint << b.bit) from intake.word w join notice.bit b
      on w.kind = 'contract' and b.name = 'contract'
      or w.kind = 'consent' and b.name in ('consent:' || w.purpose, 'permission:' || w.purpose)
      or w.kind = 'similar-purchase' and b.name = 'permission:' || w.purpose
        and exists (select from notice.similar_purchase a where a.purpose = w.purpose and a.channel = w.channel)
    where w.import_id = _import and w.person_id = _person), 0)) & _mask) = _value)
$$;

-- Fills intake.word: what of the statements of known and joined persons is new. A permit whose person has objected, or has
-- withdrawn it since, is not recorded. A prohibition always lands: where it cannot be told whose it is, with each who may be meant.
create function register.import_words(_import uuid) returns void language plpgsql set search_path = '' as $$
declare
  persons uuid[] := array(select distinct h.person_id from intake.hit h where h.import_id = _import);
begin
  insert into intake.word
  select distinct on (m.person_id, s.kind, s.purpose, s.channel)
    _import, m.leader, s.line, m.person_id, s.kind, s.purpose, s.channel, s.given_at, s.wording
  from intake.match m join intake.said s on s.import_id = m.import_id and s.line = m.line
  where m.import_id = _import and not m.alone and m.outcome not in ('ambiguous', 'lacking', 'unknown')
  order by m.person_id, s.kind, s.purpose, s.channel, s.given_at desc, s.line;

  insert into intake.word
  select distinct on (k.person_id, s.kind, s.purpose, s.channel)
    _import, m.line, m.line, k.person_id, s.kind, s.purpose, s.channel, s.given_at, s.wording
  from intake.match m
  join intake.said s on s.import_id = m.import_id and s.line = m.line and s.kind = 'objection'
  join intake.candidate k on k.import_id = m.import_id and k.line = m.line
  where m.import_id = _import and m.outcome = 'ambiguous'
    and not exists (select from intake.word w where w.import_id = _import and w.person_id = k.person_id and w.kind = s.kind
      and w.purpose is not distinct from s.purpose and w.channel is not distinct from s.channel)
  order by k.person_id, s.kind, s.purpose, s.channel, s.given_at desc, s.line;

  insert into intake.word
  select distinct on (h.person_id, s.kind, s.purpose, s.channel)
    _import, l.line, l.line, h.person_id, s.kind, s.purpose, s.channel, s.given_at, s.wording
  from register.import_left(_import) l (line)
  join intake.said s on s.import_id = _import and s.line = l.line and s.kind = 'objection'
  join intake.hit h on h.import_id = _import and h.line = l.line
  where not exists (select from intake.word w where w.import_id = _import and w.person_id = h.person_id and w.kind = s.kind
      and w.purpose is not distinct from s.purpose and w.channel is not distinct from s.channel)
  order by h.person_id, s.kind, s.purpose, s.channel, s.given_at desc, s.line;

  delete from intake.word w using register.standing_statements(persons) known
  where w.import_id = _import and w.person_id = known.person_id and w.kind = known.kind
    and w.purpose is not distinct from known.purpose and w.channel is not distinct from known.channel;
end $$;

-- Takes away the permits among them, by consent or by a similar purchase, that must not be recorded, and counts them.
create function register.import_stopped(_import uuid) returns int language plpgsql set search_path = '' as $$
declare
  persons uuid[] := array(select distinct w.person_id from intake.word w where w.import_id = _import
    and w.kind in ('consent', 'similar-purchase'));
  stopped int;
begin
  with stopping as (
    select o.person_id, o.purpose, o.channel, null::timestamptz as since from register.standing_statements(persons) o where o.kind = 'objection'
    union all
    select w.person_id, w.purpose, w.channel, null from intake.word w where w.import_id = _import and w.kind = 'objection'
    union all
    select s.person_id, s.purpose, s.channel, s.withdrawn_at from register.statement s
      where s.person_id = any (persons) and s.kind in ('consent', 'similar-purchase') and s.withdrawn_at is not null
    union all -- said to be somebody new, and yet with an address of one who has objected
    select m.person_id, o.purpose, o.channel, null from intake.match m
      join intake.candidate k on k.import_id = m.import_id and k.line = m.line
      cross join lateral register.standing_statements(array[k.person_id]) o
      where m.import_id = _import and not m.known and o.kind = 'objection'
  )
  delete from intake.word w using (
    select distinct w2.person_id, w2.kind, w2.purpose, w2.channel from intake.word w2 join stopping s on s.person_id = w2.person_id
      and coalesce(s.purpose, w2.purpose) = w2.purpose and (s.channel is null or s.channel is not distinct from w2.channel)
      and (s.since is null or s.since >= w2.given_at)
    where w2.import_id = _import and w2.kind in ('consent', 'similar-purchase')
  ) no
  where w.import_id = _import and w.kind = no.kind and w.person_id = no.person_id and w.purpose = no.purpose
    and w.channel is not distinct from no.channel;
  get diagnostics stopped = row_count;
  return stopped;
end $$;

-- For the rest of the transaction: the tables of an import have just been filled and tell the planner nothing, so for many
-- records it would loop over a million rows where it should hash them once.
create function register.import_pace(_records bigint) returns void language plpgsql set search_path = '' as $$
begin
  perform set_config('enable_nestloop', case when _records > 500 then 'off' else 'on' end, true),
    set_config('work_mem', '64MB', true), set_config('jit', 'off', true);
end $$;

-- Only what the purpose may write, and only from a source that the notice names for it.
create function register.import_allow(_import uuid, _source text) returns void language plpgsql set search_path = '' as $$
declare
  part record;
begin
  for part in select p.category, bool_and(p.given - s.columns = '{}') as allowed from intake.part p
    left join notice.scope s on s.role = session_user and s.category = p.category
    where p.import_id = _import group by p.category
  loop
    perform register.allow_import(part.category, case when part.allowed then '{}' else array(
      select distinct k from intake.part p, jsonb_object_keys(p.given) k where p.import_id = _import and p.category = part.category) end, _source);
  end loop;
end $$;

create function register.allow_import(_category text, _columns text[], _source text) returns void
language plpgsql stable set search_path = '' as $$
declare
  scope notice.scope := register.scope_of(_category);
begin
  if not scope.may_write or not _columns <@ scope.columns then
    perform register.refuse('forbidden', 'register.column-not-given', jsonb_build_object('category', _category, 'column',
      coalesce((select c from unnest(_columns) c where c <> all (scope.columns) limit 1), '*')));
  end if;
  if not exists (select from notice.source s where s.category = _category and s.source = _source) then
    perform register.refuse('invalid', 'register.source-not-declared',
      jsonb_build_object('category', _category, 'source', left(coalesce(_source, ''), 60)));
  end if;
end $$;

-- Compares the staged records with the register and returns the counts. What is written afterwards in the same transaction is
-- what was counted: imports follow each other, and the persons concerned are locked. Only persons whom the purpose does not see
-- are counted as new ones would be, so that no file can ask whether the register knows somebody: nothing is opened for them,
-- and of what the file says only that is written which the purpose may write of them.
create function register.import_classify(_token text, _import uuid) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  job intake.import := register.import_of(asker, _import);
  category text;
  kept int := 0;
  stopped int;
begin
  perform pg_advisory_xact_lock(7356006);
  perform register.import_pace((select count(*) from intake.row r where r.import_id = _import));
  -- A record that is not refused has keys; a server that crashed has lost them, and the values with them.
  if exists (select from intake.row r where r.import_id = _import and r.refused is null)
    and not exists (select from intake.key k join intake.row r using (import_id, line) where k.import_id = _import and r.refused is null)
  then
    perform register.refuse('conflict', 'import.values-lost');
  end if;
  perform register.import_allow(_import, job.source);
  delete from intake.plan p where p.import_id = _import;
  delete from intake.word w where w.import_id = _import;

  perform register.import_match(_import);
  perform from register.person p
    where p.id in (select h.person_id from intake.hit h where h.import_id = _import) order by p.id for no key update;
  -- There are few standings, and asking for each person would take longer than everything else.
  with known as materialized (select m.line, p.standing from intake.match m join register.person p on p.id = m.person_id
    where m.import_id = _import and m.known),
  seen as materialized (select d.standing, register.sees(d.standing) as sees from (select distinct standing from known) d)
  update intake.match m set hidden = not seen.sees from known join seen on seen.standing = known.standing
    where m.import_id = _import and m.line = known.line and m.hidden = seen.sees;
  perform register.import_require(_import);
  perform rights.import_suppress(_import);
  if job.origin ->> 'onlyKnown' = 'true' then
    perform register.import_leave_unknown(_import);
  end if;
  perform register.import_words(_import);
  stopped := register.import_stopped(_import);
  for category in select distinct p.category from intake.part p where p.import_id = _import loop
    kept := kept + register.import_compare(_import, category, category = any (register.one_row_categories()), job.overwrite, register.scope_of(category));
  end loop;

  update intake.match m set outcome = case
      when m.line <> m.leader and not (m.apart and m.hidden) then 'joined'
      when not m.known or m.hidden then 'new'
      when exists (select from intake.plan p where p.import_id = _import and p.leader = m.leader)
        or exists (select from intake.word w where w.import_id = _import and w.leader = m.leader) then 'changed'
      else 'same' end
  where m.import_id = _import and not m.alone and m.outcome not in ('ambiguous', 'lacking', 'unknown');
  return register.import_counts(_import) || jsonb_build_object('kept', kept, 'permitsStopped', stopped);
end $$;

-- Categories of which a person has one row, whose id is the person's own.
create function register.one_row_categories() returns text[] language sql stable set search_path = '' as $$
  select coalesce(array_agg(c.category), '{}') from notice.version v,
    jsonb_to_recordset(v.compiled -> 'tables') as c (category text, rows text)
  where v.id = (select max(id) from notice.version) and c.rows = 'one'
$$;

create function register.import_counts(_import uuid) returns jsonb language sql stable set search_path = '' as $$
  with outcomes as materialized (select m.outcome, count(*) as persons from intake.match m where m.import_id = _import group by m.outcome),
  compared as materialized (select m.line, m.leader, m.hidden from intake.match m where m.import_id = _import and not m.alone),
  hidden as materialized (select c.line, c.leader from compared c where c.hidden),
  words as (
    select w.kind from intake.word w where w.import_id = _import and not exists (select from hidden h where h.leader = w.leader)
    union all
    select s.kind from intake.said s where s.import_id = _import and not exists (select from compared c where c.line = s.line)
      and not exists (select from intake.row r where r.import_id = _import and r.line = s.line and r.refused is not null)
    union all
    select distinct_words.kind from (select distinct h.leader, s.kind, s.purpose, s.channel
      from hidden h join intake.said s on s.import_id = _import and s.line = h.line) distinct_words
  ),
  changes as (
    select p.given from intake.plan p where p.import_id = _import and not exists (select from hidden h where h.leader = p.leader)
    union all
    select p.given from intake.part p where p.import_id = _import and not exists (select from compared c where c.line = p.line)
    union all
    select distinct_parts.given from (select distinct on (h.leader, p.category, p.anchor) p.given
      from hidden h join intake.part p on p.import_id = _import and p.line = h.line) distinct_parts
  )
  select jsonb_build_object('rows', r.rows, 'refused', r.refused + coalesce(o.refused, 0),
    'new', coalesce(o.new, 0), 'changed', coalesce(o.changed, 0), 'same', coalesce(o.same, 0), 'joined', coalesce(o.joined, 0),
    'permits', w.permits, 'purchases', w.purchases, 'objections', w.objections, 'unknown', coalesce(o.unknown, 0),
    'barred', (select count(*) from register.import_barred(_import)), 'values', c.values, 'bounced', c.bounced)
  from (select count(*) as rows, count(refused) as refused from intake.row where import_id = _import) r,
    (select sum(persons) filter (where outcome = 'new') as new, sum(persons) filter (where outcome = 'changed') as changed,
      sum(persons) filter (where outcome = 'same') as same, sum(persons) filter (where outcome = 'joined') as joined,
      sum(persons) filter (where outcome in ('ambiguous', 'lacking')) as refused,
      sum(persons) filter (where outcome = 'unknown') as unknown from outcomes) o,
    (select count(*) filter (where kind = 'consent') as permits, count(*) filter (where kind = 'similar-purchase') as purchases,
      count(*) filter (where kind = 'objection') as objections from words) w,
    (select count(*) as values, count(*) filter (where given ->> 'state' = 'bounced') as bounced from changes) c
$$;

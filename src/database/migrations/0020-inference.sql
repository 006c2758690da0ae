-- Rules by which interests and user groups are inferred: each version kept, and of each inference by which version it was made, from which
-- rows, and until when it holds. Nothing is inferred of whom the notice does not let the rule's purpose infer anything, nor again of what
-- somebody has contested.

create schema inference;
grant usage on schema inference to {{app}}, public;

create table inference.rule (
  id uuid primary key,
  purpose text not null, -- whose rule it is: it is judged by what this purpose sees
  version int not null,
  made_at timestamptz not null,
  made_by text not null,
  ended_at timestamptz,
  ended_by text,
  -- By which version of the rule and of the notice everybody was judged last.
  filled_version int,
  filled_notice int,
  fault text -- the key of the refusal, when the notice in force does not let the rule be applied any more
);
create index rule_purpose on inference.rule (purpose, id) where ended_at is null;

-- Rows are only added.
create table inference.version (
  rule_id uuid not null references inference.rule,
  n int not null,
  name text not null check (length(name) between 1 and 200),
  content jsonb not null,
  reads text[] not null, -- the categories that it reads
  at timestamptz not null,
  by text not null,
  why text check (length(why) between 1 and 500),
  notice_version int not null,
  primary key (rule_id, n)
);
alter table inference.version alter content set statistics 0, alter why set statistics 0;
grant select, insert, update on inference.rule to {{app}};
grant select, insert on inference.version to {{app}};

-- By the id of its row in the category `inferences`.
create table inference.result (
  person_id uuid not null,
  id uuid not null,
  rule_id uuid not null,
  version int not null,
  points real not null,
  expires date not null,
  primary key (person_id, id)
);
create index result_rule on inference.result (rule_id, person_id);
create index result_expires on inference.result (expires);

-- The rows that weighed most, by category and id.
create table inference.evidence (
  person_id uuid not null,
  result_id uuid not null,
  category text not null,
  row_id uuid not null,
  points real not null,
  primary key (person_id, result_id, category, row_id)
);

-- Who changed since they were last judged for the purpose: a row for each time, so that nobody who changes meanwhile is forgotten.
create table inference.touched (
  purpose text not null,
  id bigint generated always as identity,
  person_id uuid not null,
  primary key (purpose, id)
);
create index touched_person on inference.touched (person_id);

create function inference.note(_persons uuid[]) returns void language sql set search_path = '' as $$
  insert into inference.touched (purpose, person_id)
  select s.purpose, g.id from (select distinct r.purpose from inference.rule r where r.ended_at is null) s
  cross join (select distinct u.id from unnest(_persons) u (id)) g
$$;

-- A row that some rule reads has changed. What is inferred is itself read by none.
create function inference.note_changed() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from inference.rule r where r.ended_at is null) then
    insert into inference.touched (purpose, person_id)
      select distinct r.purpose, c.person_id from inference.rule r join inference.version v on v.rule_id = r.id and v.n = r.version
      join changed c on c.category = any (v.reads) where r.ended_at is null;
  end if;
  if exists (select from changed c where c.category = 'inferences' and c.after is null) then
    delete from inference.result r using changed c
      where c.category = 'inferences' and c.after is null and r.person_id = c.person_id and r.id = c.row_id;
    delete from inference.evidence e using changed c
      where c.category = 'inferences' and c.after is null and e.person_id = c.person_id and e.result_id = c.row_id;
  end if;
  return null;
end $$;

-- Retention removes rows with their changes, of the evidence and of the inference.
create function inference.note_removed() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from inference.result) then
    perform inference.note(array(
      select e.person_id from gone g join inference.evidence e
        on e.person_id = g.person_id and (e.category = g.category and e.row_id = g.row_id or g.category = 'inferences' and e.result_id = g.row_id)));
  end if;
  return null;
end $$;

create function inference.note_said() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform inference.note(array(select c.person_id from changed c));
  return null;
end $$;

create function inference.note_standing() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from inference.rule r where r.ended_at is null) then
    perform inference.note(array(select c.id from changed c join before b on b.id = c.id where b.standing <> c.standing));
  end if;
  return null;
end $$;

create function inference.note_merged() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform inference.note(array(select unnest(array[c.kept, c.lost]) from changed c));
  return null;
end $$;

create trigger note_for_inference after insert on register.change referencing new table as changed
  for each statement execute function inference.note_changed();
create trigger note_removed_for_inference after delete on register.change referencing old table as gone
  for each statement execute function inference.note_removed();
create trigger note_for_inference after insert on register.statement referencing new table as changed
  for each statement execute function inference.note_said();
create trigger note_for_inference after update on register.person referencing old table as before new table as changed
  for each statement execute function inference.note_standing();
create trigger note_for_inference after insert on duplicates.merge referencing new table as changed
  for each statement execute function inference.note_merged();
create trigger note_for_inference_again after update on duplicates.merge referencing new table as changed
  for each statement execute function inference.note_merged();

-- Of whom the purpose that signed may infer this, among these persons or (null) among everybody: whoever the notice lets it have inferences
-- of, who has not contested it.
create function inference.allowed(_token text, _value text, _persons uuid[]) returns setof uuid
language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('inferences');
begin
  return query select p.id
    from (select g.id from unnest(_persons) g (id) union all select e.id from register.person e where _persons is null) s
    join register.person p on p.id = s.id
    where (p.standing & scope.mask) = scope.value and p.erased_on is null and not exists (
      select from my.contested c where c.person_id = p.id and c.category = 'inferences' and c.value in ('', lower(_value)));
end $$;

-- The next persons by id whom the rule concerns: those of whom it may infer something, and those of whom it has.
create function inference.next_persons(_token text, _rule uuid, _after uuid, _max int) returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('inferences');
begin
  return query select p.id from register.person p
    where (_after is null or p.id > _after) and ((p.standing & scope.mask) = scope.value
      or exists (select from inference.result r where r.rule_id = _rule and r.person_id = p.id))
    order by p.id limit _max;
end $$;

-- At most so many persons to be judged anew for the purpose that signed: who changed, and whose inference has expired.
create function inference.take_touched(_token text, _at timestamptz, _max int) returns setof uuid
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform pg_advisory_xact_lock(7356022, hashtext(asker.purpose)); -- one at a time judges for a purpose
  return query with taken as (
      delete from inference.touched t where t.purpose = asker.purpose and t.id in (
        select u.id from inference.touched u where u.purpose = asker.purpose order by u.id limit _max)
      returning t.person_id),
    expired as (
      select r.person_id from inference.result r join inference.rule q on q.id = r.rule_id and q.purpose = asker.purpose
      where r.expires <= (_at at time zone 'Europe/Helsinki')::date order by r.expires limit _max)
    select k.person_id from taken k union select e.person_id from expired e;
end $$;

-- What the evidence for one person comes to: `lasting` points never fade, `fading` ones halve; parts are {part, n, last, rows}.
create type inference.found as (person_id uuid, lasting float8, fading float8, parts jsonb);
create type inference.judged as (person_id uuid, id uuid, points float8, expires date, given jsonb, parts jsonb);

-- Of these persons whatever the rule infers becomes this and nothing else. `_said` is {rule, source, latest, parts: [what each part asks]},
-- in the words in which the category keeps it. A rule that has been changed meanwhile changes nothing. Answers how many rows were written.
create function inference.settle(_token text, _rule uuid, _version int, _said jsonb, _at timestamptz, _persons uuid[], _found inference.found[])
returns int language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  today date := (_at at time zone 'Europe/Helsinki')::date;
  asked jsonb;
  step record;
  written int := 0;
begin
  perform pg_advisory_xact_lock(7356022, hashtext(asker.purpose));
  if not (register.scope_of('inferences')).may_write then
    perform register.refuse('forbidden', 'register.category-not-given', '{"category": "inferences"}');
  end if;
  select v.content into asked from inference.rule r join inference.version v on v.rule_id = r.id and v.n = r.version
    where r.id = _rule and r.purpose = asker.purpose and r.version = _version and r.ended_at is null;
  if asked is null then
    return 0;
  end if;
  perform from register.person p where p.id in (select f.person_id from unnest(_found) f
    union all select r.person_id from inference.result r where r.rule_id = _rule and r.person_id = any (_persons)) order by p.id for no key update;
  with gone as (
    delete from inference.result r where r.rule_id = _rule and r.person_id = any (_persons)
      and not exists (select from register.inferences i where i.person_id = r.person_id and i.id = r.id)
    returning r.person_id, r.id)
  delete from inference.evidence e using gone g where e.person_id = g.person_id and e.result_id = g.id;

  for step in
    with numbers as (
      select (asked ->> 'threshold')::float8 as threshold, (asked ->> 'halfLife')::float8 as half, (asked ->> 'lasts')::int as months
    ),
    wanted as (
      select f.person_id, f.lasting + f.fading as points, f.parts,
        -- With one half-life for all of it the day on which too little is left is known beforehand.
        least(today + make_interval(months => n.months), case when n.half is not null and f.fading > 0 and f.lasting < n.threshold
          then today + 1 + make_interval(days => floor(least(n.half * ln(f.fading / (n.threshold - f.lasting)) / ln(2::float8), 3660))::int) end)::date as expires,
        least(99, round(100 * (1 - power(2::float8, -(f.lasting + f.fading) / n.threshold))))::int as confidence,
        (select string_agg((_said -> 'parts' ->> (p.part ->> 'part')::int) || ': ' || (p.part ->> 'n')
            || coalesce(' (' || (_said ->> 'latest') || ' ' || to_char((p.part ->> 'last')::date, 'FMDD.FMMM.YYYY') || ')', ''),
          '; ' order by p.at) from jsonb_array_elements(f.parts) with ordinality p (part, at)) as words
      from unnest(_found) f cross join numbers n
      where f.lasting + f.fading >= n.threshold and f.person_id in (select unnest(_persons))
        and f.person_id in (select inference.allowed(_token, asked ->> 'value', array(select g.person_id from unnest(_found) g)))
    ),
    held as (
      select r.*, i.evidence as words, row_number() over (partition by r.person_id order by r.id) as nth
      from inference.result r join (select h.person_id, h.id, to_jsonb(h) ->> 'evidence' as evidence from register.inferences h) i
        on i.person_id = r.person_id and i.id = r.id
      where r.rule_id = _rule and r.person_id = any (_persons)
    ),
    judged as (
      select case when w.person_id is null or h.nth > 1 then 'remove' -- a merge brings two together
          when h.person_id is null then 'add'
          when h.version <> _version or h.expires <= today or h.words is distinct from w.words then 'change' end as action,
        row(coalesce(w.person_id, h.person_id), coalesce(h.id, register.new_id()), w.points, w.expires, jsonb_build_object(
          'about', asked ->> 'about', 'value', asked ->> 'value', 'rule', _said ->> 'rule', 'evidence', w.words,
          'confidence', w.confidence, 'made', today, 'expires', w.expires), w.parts)::inference.judged as one
      from wanted w full join held h on h.person_id = w.person_id
    )
    select j.action, array_agg(j.one) as every from judged j where j.action is not null group by j.action order by j.action desc
  loop
    written := written + cardinality(step.every);
    execute 'select register.put_inferences($1, $2, $3, null, $4)' using asker, step.action, _said ->> 'source',
      array(select row(o.person_id, o.id, o.given, _said ->> 'rule', null)::register.incoming from unnest(step.every) o);
    if step.action <> 'remove' then -- what is removed goes with its change
      insert into inference.result (person_id, id, rule_id, version, points, expires)
        select o.person_id, o.id, _rule, _version, o.points, o.expires from unnest(step.every) o
        on conflict (person_id, id) do update set version = excluded.version, points = excluded.points, expires = excluded.expires;
      delete from inference.evidence e using unnest(step.every) o where e.person_id = o.person_id and e.result_id = o.id;
      insert into inference.evidence (person_id, result_id, category, row_id, points)
        select o.person_id, o.id, w ->> 'category', (w ->> 'row')::uuid, max((w ->> 'points')::real)
        from unnest(step.every) o cross join jsonb_array_elements(o.parts) p cross join jsonb_array_elements(p -> 'rows') w group by 1, 2, 3, 4;
    end if;
  end loop;
  return written;
end $$;

-- Removes at most so many inferences of a rule, of the purpose that signed or for the rights purpose. Answers how many.
create function inference.clear(_token text, _rule uuid, _source text, _max int) returns int
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  every inference.result[];
begin
  if not exists (select from inference.rule r where r.id = _rule and r.purpose = asker.purpose) then
    perform register.need_rights();
  end if;
  perform from register.person p where p.id in (select r.person_id from inference.result r where r.rule_id = _rule order by r.person_id limit _max)
    order by p.id for no key update;
  every := array(select r from inference.result r where r.rule_id = _rule order by r.person_id limit _max);
  if to_regclass('register.inferences') is not null then
    execute 'select register.put_inferences($1, $2, $3, null, $4)' using asker, 'remove', _source,
      array(select row(o.person_id, o.id, null, null, null)::register.incoming from unnest(every) o
        where exists (select from register.inferences i where i.person_id = o.person_id and i.id = o.id));
  end if;
  delete from inference.evidence e using unnest(every) o where e.person_id = o.person_id and e.result_id = o.id;
  delete from inference.result r using unnest(every) o where r.person_id = o.person_id and r.id = o.id;
  return cardinality(every);
end $$;

-- How many persons each of the rules infers something of, as far as the purpose sees inferences of them.
create function inference.count_results(_token text, _rules uuid[]) returns table (rule uuid, n bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('inferences');
begin
  return query select r.rule_id, count(*) from inference.result r join register.person p on p.id = r.person_id
    where r.rule_id = any (_rules) and (p.standing & scope.mask) = scope.value group by 1;
end $$;

-- Of whom a rule of the purpose that signed infers something now.
create function inference.persons_of(_token text, _rule uuid) returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('inferences');
begin
  return query select r.person_id from inference.result r join inference.rule q on q.id = r.rule_id and q.purpose = asker.purpose
    join register.person p on p.id = r.person_id where r.rule_id = _rule and (p.standing & scope.mask) = scope.value;
end $$;

-- What was inferred of a person by rules of the purpose that signed, or by any for the rights purpose, with the rows that weighed most.
create function inference.of_person(_token text, _person uuid)
returns table (id uuid, rule uuid, version int, points real, evidence jsonb)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('inferences');
begin
  return query select r.id, r.rule_id, r.version, r.points,
      (select coalesce(jsonb_agg(jsonb_build_object('category', e.category, 'row', e.row_id, 'points', e.points) order by e.points desc, e.row_id), '[]')
        from inference.evidence e where e.person_id = r.person_id and e.result_id = r.id)
    from inference.result r join inference.rule q on q.id = r.rule_id and (q.purpose = asker.purpose or scope.mask = 0)
    join register.person p on p.id = r.person_id
    where r.person_id = _person and (p.standing & scope.mask) = scope.value and not register.is_shut(r.person_id, 'inferences', r.id, scope.mask)
    order by r.points desc, r.id;
end $$;

-- For the live check: how many inferences stand that their rule may not make, or that should have gone the day before, but for those
-- of persons who are to be judged within the minute.
create function inference.count_wrong(_today date) returns bigint
language plpgsql stable security definer set search_path = '' as $$
begin
  perform register.need_rights();
  return (select count(*) from inference.result r join inference.rule q on q.id = r.rule_id
    join inference.version v on v.rule_id = r.rule_id and v.n = r.version
    join register.person p on p.id = r.person_id left join notice.scope s on s.purpose = q.purpose and s.category = 'inferences'
    where not exists (select from inference.touched t where t.person_id = r.person_id)
      and (q.ended_at is not null or s.role is null or (p.standing & s.mask) <> s.value or p.erased_on is not null or r.expires < _today - 1
        or exists (select from my.contested c where c.person_id = p.id and c.category = 'inferences' and c.value in ('', lower(v.content ->> 'value')))));
end $$;

grant execute on function inference.allowed, inference.next_persons, inference.take_touched, inference.settle, inference.clear,
  inference.count_results, inference.persons_of, inference.of_person to public; -- whoever has no actor token is refused
grant execute on function inference.count_wrong to public; -- refused to all but the rights purpose

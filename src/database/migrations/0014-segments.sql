-- Segments: a condition by name, each version of it kept, and who is in it. Who is in it follows every change: whoever changed is noted by the
-- statement that changed them, and judged anew by the purpose's own login before anybody reads the segment.

create schema segments;
grant usage on schema segments to {{app}}, public;

create table segments.segment (
  id uuid primary key,
  purpose text not null, -- whose condition it is and who sees it
  name text not null check (length(name) between 1 and 200),
  version int not null,
  made_at timestamptz not null,
  made_by text not null,
  ended_at timestamptz,
  ended_by text,
  -- What its members were last judged by: the version of the condition and of the notice, and the day, on which whiles depend.
  filled_version int,
  filled_notice int,
  filled_on date,
  fault text -- the key of the refusal, when the notice in force does not let the condition be asked any more
);
create index segment_purpose on segments.segment (purpose, id) where ended_at is null;

-- Rows are only added.
create table segments.version (
  segment_id uuid not null references segments.segment,
  n int not null,
  name text not null,
  condition jsonb not null,
  at timestamptz not null,
  by text not null,
  why text check (length(why) between 1 and 500),
  notice_version int not null,
  primary key (segment_id, n)
);
alter table segments.version alter condition set statistics 0, alter why set statistics 0; -- it may hold what is sought of somebody
grant select, insert, update on segments.segment to {{app}};
grant select, insert on segments.version to {{app}};

create table segments.member (
  person_id uuid not null,
  segment_id uuid not null,
  primary key (segment_id, person_id)
);
create index member_person on segments.member (person_id);

-- Who changed since they were last judged for the purpose: a row for each time, so that nobody who changes meanwhile is forgotten.
create table segments.touched (
  purpose text not null,
  id bigint generated always as identity,
  person_id uuid not null,
  primary key (purpose, id)
);
create index touched_person on segments.touched (person_id);

create function segments.note(_persons uuid[]) returns void language sql set search_path = '' as $$
  insert into segments.touched (purpose, person_id)
  select s.purpose, g.id from (select distinct t.purpose from segments.segment t where t.ended_at is null) s
  cross join (select distinct u.id from unnest(_persons) u (id)) g
$$;

create function segments.note_changed() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from segments.segment s where s.ended_at is null) then
    perform segments.note(array(select c.person_id from changed c));
  end if;
  return null;
end $$;

create function segments.note_standing() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from segments.segment s where s.ended_at is null) then
    perform segments.note(array(select c.id from changed c join before b on b.id = c.id where b.standing <> c.standing));
  end if;
  return null;
end $$;

-- A merge moves rows with the changes that they came by.
create function segments.note_merged() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform segments.note(array(select unnest(array[c.kept, c.lost]) from changed c));
  return null;
end $$;

create trigger note_for_segments after insert on register.change referencing new table as changed
  for each statement execute function segments.note_changed();
create trigger note_for_segments after insert on register.statement referencing new table as changed
  for each statement execute function segments.note_changed();
create trigger note_for_segments after update on register.person referencing old table as before new table as changed
  for each statement execute function segments.note_standing();
create trigger note_for_segments after insert on duplicates.merge referencing new table as changed
  for each statement execute function segments.note_merged();
create trigger note_for_segments_again after update on duplicates.merge referencing new table as changed
  for each statement execute function segments.note_merged();

-- The segment, when it is of the purpose that signed.
create function segments.own(_purpose text, _segment uuid) returns void language plpgsql stable set search_path = '' as $$
begin
  if not exists (select from segments.segment s where s.id = _segment and s.purpose = _purpose and s.ended_at is null) then
    perform register.refuse('absent', 'segments.absent');
  end if;
end $$;

-- One at a time brings the members of a purpose's segments up to date, until its transaction ends. Takes at most `_max` of those who changed.
create function segments.take_touched(_token text, _max int) returns setof uuid
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform pg_advisory_xact_lock(7356021, hashtext(asker.purpose));
  return query with taken as (
      delete from segments.touched t where t.purpose = asker.purpose and t.id in (
        select u.id from segments.touched u where u.purpose = asker.purpose order by u.id limit _max)
      returning t.person_id)
    select distinct k.person_id from taken k;
end $$;

-- The members become these and no others. Answers how many they are.
create function segments.fill(_token text, _segment uuid, _members uuid[]) returns bigint
language plpgsql security definer set search_path = '' set enable_nestloop = off set work_mem = '64MB' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform segments.own(asker.purpose, _segment);
  delete from segments.member m where m.segment_id = _segment
    and not exists (select from unnest(_members) g (id) where g.id = m.person_id);
  insert into segments.member (segment_id, person_id)
    select distinct _segment, g.id from unnest(_members) g (id)
    where not exists (select from segments.member m where m.segment_id = _segment and m.person_id = g.id);
  return (select count(*) from segments.member m where m.segment_id = _segment);
end $$;

-- Of these persons the members become those and no others.
create function segments.settle(_token text, _segment uuid, _persons uuid[], _members uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform segments.own(asker.purpose, _segment);
  delete from segments.member m where m.segment_id = _segment and m.person_id = any (_persons) and m.person_id <> all (_members);
  insert into segments.member (segment_id, person_id)
    select _segment, g.id from unnest(_members) g (id) where g.id = any (_persons) on conflict do nothing;
end $$;

-- Members whom the purpose sees, by id, after this one.
create function segments.members(_token text, _segment uuid, _after uuid, _max int) returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform segments.own(asker.purpose, _segment);
  -- Asked of each, in the order of the index, until the page is full: not of everybody in the register.
  return query select m.person_id from segments.member m
    where m.segment_id = _segment and (_after is null or m.person_id > _after)
      and exists (select from register.person p where p.id = m.person_id and register.sees(p.standing) offset 0)
    order by m.person_id limit _max;
end $$;

-- How many members each of the segments has whom the purpose sees.
create function segments.count_members(_token text, _segments uuid[]) returns table (segment uuid, n bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query select g.segment_id, sum(g.n)::bigint
    from (select m.segment_id, p.standing, count(*) as n from segments.member m join register.person p on p.id = m.person_id
      where m.segment_id = any (_segments) group by 1, 2) g
    join segments.segment s on s.id = g.segment_id and s.purpose = asker.purpose
    where register.sees(g.standing) group by 1;
end $$;

-- Of these segments those that the person is in, when the purpose sees them: nobody who has withdrawn is in any.
create function segments.segments_of(_token text, _person uuid, _segments uuid[]) returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query select m.segment_id from segments.member m
    join segments.segment s on s.id = m.segment_id and s.purpose = asker.purpose and s.ended_at is null
    join register.person p on p.id = m.person_id
    where m.person_id = _person and m.segment_id = any (_segments) and register.sees(p.standing);
end $$;

grant execute on function segments.segments_of, segments.take_touched, segments.fill, segments.settle, segments.members, segments.count_members
  to public; -- whoever has no actor token is refused

-- Whoever changed is judged only by the segments that ask of what changed, and all of those are settled at once.

alter table segments.touched add column category text; -- null: anything of the person may be otherwise than it was

create function segments.note_rows(_persons uuid[], _categories text[]) returns void language sql set search_path = '' as $$
  insert into segments.touched (purpose, person_id, category)
  select s.purpose, g.id, g.category from (select distinct t.purpose from segments.segment t where t.ended_at is null) s
  cross join (select distinct u.id, u.category from unnest(_persons, _categories) u (id, category)) g
$$;

create function segments.note_changed_rows() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  persons uuid[];
  categories text[];
begin
  if exists (select from segments.segment s where s.ended_at is null) then
    select array_agg(c.person_id), array_agg(c.category) into persons, categories from changed c;
    perform segments.note_rows(persons, categories);
  end if;
  return null;
end $$;

create or replace trigger note_for_segments after insert on register.change referencing new table as changed
  for each statement execute function segments.note_changed_rows();

drop function segments.take_touched(text, int);
drop function segments.settle(text, uuid, uuid[], uuid[]);

-- One at a time brings the members of a purpose's segments up to date, until its transaction ends. Takes at most `_max` notes of who changed.
create function segments.take_touched(_token text, _max int) returns table (person uuid, categories text[])
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform pg_advisory_xact_lock(7356021, hashtext(asker.purpose));
  return query with taken as (
      delete from segments.touched t where t.purpose = asker.purpose and t.id in (
        select u.id from segments.touched u where u.purpose = asker.purpose order by u.id limit _max)
      returning t.person_id, t.category)
    select k.person_id, array_agg(distinct k.category) from taken k group by 1;
end $$;

-- Each of these persons was judged by the segment beside them; those of `_found` are its members, and the others are not.
create function segments.settle(_token text, _segments uuid[], _persons uuid[], _found_segments uuid[], _found uuid[]) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform segments.own(asker.purpose, g.segment) from (select distinct u.segment from unnest(_segments) u (segment)) g;
  delete from segments.member m using unnest(_segments, _persons) j (segment, person)
    where m.segment_id = j.segment and m.person_id = j.person
      and not exists (select from unnest(_found_segments, _found) f (segment, person) where f.segment = j.segment and f.person = j.person);
  insert into segments.member (segment_id, person_id)
    select j.segment, j.person from unnest(_segments, _persons) j (segment, person)
    join unnest(_found_segments, _found) f (segment, person) on f.segment = j.segment and f.person = j.person
    on conflict do nothing;
end $$;

grant execute on function segments.take_touched, segments.settle to public; -- whoever has no actor token is refused

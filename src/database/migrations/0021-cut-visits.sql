-- Visits that are a person's end with the agreement, with the person and with their rows; and are read by who may see them (0020-joined-visits.sql).

-- What came by these joins goes with its history, and the browsers are known no more. The person is locked.
create function visits.cut(_person uuid, _joins uuid[]) returns void language plpgsql set search_path = '' as $$
declare
  pages uuid[] := array(select g.id from visits.person_page g join visits.person_visit v on v.person_id = g.person_id and v.id = g.visit
    where v.person_id = _person and v.joined = any (_joins));
begin
  if to_regclass('register.visits') is not null then
    execute 'delete from register.visits t where t.person_id = $1 and t.id = any ($2)' using _person, pages;
  end if;
  delete from register.shut x where x.person_id = _person and x.category = 'visits' and x.row_id = any (pages);
  delete from register.change c where c.person_id = _person and c.category = 'visits' and c.row_id = any (pages);
  delete from visits.person_page g where g.person_id = _person and g.id = any (pages);
  delete from visits.person_visit v where v.person_id = _person and v.joined = any (_joins);
  delete from visits.joined j where j.person_id = _person and j.id = any (_joins);
end $$;

-- However a consent ends – here, on the own page, by a request, by a merge – what it alone allowed ends with it.
create function visits.follow_standing() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  lost record;
begin
  for lost in
    select j.person_id, array_agg(j.id) as joins from changed c join before o on o.id = c.id join visits.joined j on j.person_id = c.id
      join notice.bit b on b.name = 'consent:' || j.purpose
    where c.standing & (1::bigint << b.bit) = 0 and o.standing <> c.standing group by j.person_id
  loop
    perform visits.cut(lost.person_id, lost.joins);
  end loop;
  return null;
end $$;
create trigger cut_visits after update on register.person referencing old table as before new table as changed
  for each statement execute function visits.follow_standing();

-- A browser that no longer agrees to statistics. A consent that was given by its banner alone is withdrawn by it (Art. 7(3)).
create function visits.follow_choice() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  mine record;
begin
  for mine in select j.person_id, j.purpose, array_agg(j.id) as joins from visits.joined j where j.visitor = new.visitor group by 1, 2 order by 1, 2
  loop
    perform register.lock_person(mine.person_id);
    perform visits.cut(mine.person_id, mine.joins);
    continue when exists (select from visits.joined j where j.person_id = mine.person_id and j.purpose = mine.purpose);
    insert into register.statement (person_id, id, kind, purpose, given_at, withdrawn_at, source, source_ref, recorded_by, notice_version, method, place, lang)
    select s.person_id, register.new_id(), s.kind, s.purpose, s.given_at, greatest(new.at, s.given_at), s.source, s.source_ref, 'system',
      new.notice_version, s.method, s.place, new.lang
    from (select * from register.statement s where s.person_id = mine.person_id and s.kind = 'consent' and s.purpose = mine.purpose
      and s.channel is null and s.address_hash is null order by coalesce(s.withdrawn_at, s.given_at) desc, s.withdrawn_at is null limit 1) s
    where s.withdrawn_at is null and s.method = 'cookie-choice';
    perform register.relabel(array[mine.person_id]);
  end loop;
  delete from visits.browser b where b.visitor = new.visitor;
  return null;
end $$;
create trigger cut_visits after insert on visits.choice for each row when ('analytics' <> all (new.categories))
  execute function visits.follow_choice();

-- Whoever leaves takes their browsers along, whatever removed them.
create function visits.leave_browser() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from visits.browser b using gone g where b.visitor = g.visitor and g.ended_at is null;
  return null;
end $$;
create trigger forget_browsers after delete on visits.joined referencing old table as gone
  for each statement execute function visits.leave_browser();

-- When nothing tells of a row any more, by retention, its page is gone too, and its visit with the last of them.
create function visits.leave_page() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from gone g where g.category = 'visits') then
    return null;
  end if;
  with pages as (
    delete from visits.person_page p using (select distinct g.person_id, g.row_id from gone g where g.category = 'visits') g
    where p.person_id = g.person_id and p.id = g.row_id and not exists (select from register.change c
      where c.person_id = p.person_id and c.category = 'visits' and c.row_id = p.id)
    returning p.person_id, p.visit, p.id
  )
  delete from visits.person_visit v using pages p where v.person_id = p.person_id and v.id = p.visit
    and not exists (select from visits.person_page o where o.person_id = v.person_id and o.visit = v.id
      and not exists (select from pages q where q.id = o.id)); -- this statement still sees what it deletes
  return null;
end $$;
create trigger end_pages after delete on register.change referencing old table as gone
  for each statement execute function visits.leave_page();

-- ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- Visits of persons of whom the purpose that signed sees a page of it; of the time before `_to`, or of these persons alone.
create function visits.visits_seen(_token text, _from timestamptz, _to timestamptz, _persons uuid[] default null)
returns table (person uuid, visit uuid, began timestamptz, site text, landing text, source text, referrer text, campaign text, medium text, pages int)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('visits');
  tells boolean := 'came_from' = any (scope.columns);
  names boolean := 'campaign' = any (scope.columns);
begin
  return query execute $q$
    select v.person_id, v.id, v.began, v.site, case when 'page' = any ($7) then v.landing end, case when $5 then v.source end,
      case when $5 then v.referrer end, case when $6 then v.campaign end, case when $6 then v.medium end, g.pages
    from visits.person_visit v
    cross join lateral (select count(*)::int as all, count(*) filter (where p.event = '')::int as pages from visits.person_page p
      join register.visits t on t.person_id = p.person_id and t.id = p.id and (t.standing & $1) = $2
      where p.person_id = v.person_id and p.visit = v.id) g
    where v.began >= $3 and v.began < $4 and ($8 is null or v.person_id = any ($8)) and g.all > 0
    order by v.began, v.id$q$
  using scope.mask, scope.value, _from, _to, tells, names, scope.columns, _persons;
end $$;
grant execute on function visits.visits_seen to public; -- refused without a token, and where the notice gives no visits

-- For the live check: persons whose visits are joined though they do not consent, or their browser no longer agrees.
create function visits.count_unagreed() returns bigint language plpgsql stable security definer set search_path = '' as $$
begin
  perform register.need_rights();
  return (select count(distinct j.person_id) from visits.joined j join register.person p on p.id = j.person_id
    left join notice.bit b on b.name = 'consent:' || j.purpose
    where b.bit is null or p.standing & (1::bigint << b.bit) = 0
      or not coalesce((select 'analytics' = any (c.categories) from visits.choice c where c.visitor = j.visitor order by c.id desc limit 1), true));
end $$;
grant execute on function visits.count_unagreed to public; -- refused to all but the rights purpose

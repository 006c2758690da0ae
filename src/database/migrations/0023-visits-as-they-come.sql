-- How far a visit has come towards a goal is kept while its day lasts, so that a goal is added up with the steps and never walked again
-- (docs/decisions/0026-pages-are-written-as-steps-and-added-up.md).

alter table visits.goal add begun_on date, -- from this day what is reached is added up as it comes; null: not begun yet
  add since_step bigint; -- that is: from the step after this
-- What was reckoned before is reckoned anew.
delete from visits.goal_day;
update visits.goal set reckoned_to = null;

create table visits.goal_visit (
  goal uuid not null references visits.goal on delete cascade,
  visit bigint not null,
  day date not null, -- a visit lasts no longer
  origin int not null,
  furthest smallint not null, -- steps
  primary key (goal, visit)
);
create index goal_visit_day on visits.goal_visit (day);
grant select, insert, update, delete on visits.goal_visit to {{app}};

-- One hit is one step at the most: `_hits` has a bit of each step that it may be.
create function visits.step_further(_furthest int, _before int, _hits int) returns int language plpgsql immutable parallel safe as $$
begin
  return coalesce(_furthest, _before) + (_hits >> coalesce(_furthest, _before) & 1);
end $$;
create aggregate visits.furthest(_before int, _hits int) (sfunc = visits.step_further, stype = int, parallel = safe);
grant execute on function visits.step_further, visits.furthest to {{app}};

-- Which steps of which goals that stand a page or an event may be.
create function visits.hits_of(_pages int[]) returns table (goal uuid, page int, hits int) language sql stable as $$
  select g.id, p.id, bit_or(1 << (t.nth::int - 1))
  from visits.goal g cross join lateral jsonb_array_elements(g.steps) with ordinality t (step, nth) join visits.page p
    on case when t.step ->> 'kind' = 'event' then p.event = t.step ->> 'is'
      else p.event = '' and case when right(t.step ->> 'is', 1) = '*' then starts_with(p.path, left(t.step ->> 'is', -1)) else p.path = t.step ->> 'is' end end
  where g.ended_at is null and (_pages is null or p.id = any (_pages)) group by 1, 2
$$;
grant execute on function visits.hits_of to {{app}};

-- ── A person's visits on their timeline ───────────────────────────────────────────────────────────────────────────

-- Newest first, as far as the purpose that signed sees their pages; a page that came with no visit is one of its own.
create function visits.of_person(_token text, _person uuid, _at timestamptz, _id uuid, _max int)
returns table (id uuid, at timestamptz, site text, source text, referrer text, campaign text, pages text[], seen int)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('visits');
begin
  if not 'occurred' = any (scope.columns) then
    return;
  end if;
  return query execute format($q$
    with of_visit as (
      select coalesce(p.visit, t.id) as id, date_trunc('milliseconds', min(t.occurred)) as at,
        array_agg(%s order by t.occurred, t.id) filter (where coalesce(p.event, '') = '') as pages,
        (count(*) filter (where coalesce(p.event, '') = ''))::int as seen
      from register.visits t left join visits.person_page p on p.person_id = t.person_id and p.id = t.id
      where t.person_id = $3 and (t.standing & $1) = $2 group by 1
    )
    select o.id, o.at, case when 'page' = any ($7) then v.site end, case when 'came_from' = any ($7) then v.source end,
      case when 'came_from' = any ($7) then v.referrer end, case when 'campaign' = any ($7) then v.campaign end,
      case when 'page' = any ($7) then o.pages end, o.seen
    from of_visit o left join visits.person_visit v on v.person_id = $3 and v.id = o.id
    where $4 is null or (o.at, o.id) < ($4, $5) order by 2 desc, 1 desc limit $6$q$,
    case when 'page' = any (scope.columns) then 't.page' else 'null::text' end)
  using scope.mask, scope.value, _person, _at, _id, _max, scope.columns;
end $$;
grant execute on function visits.of_person to public; -- refused without a token, and where the notice gives no visits

-- Whom a change of the notice concerns, for the login that sees every row: their number, and their ids page by page. A concern is
-- {"kind": "nobody" | "everybody"} or {"kind": "some", "categories": [], "purposes": []}, as src/notice/difference.ts says.

-- Only a login of the rights purpose may ask: it sees every person as it is, so that it learns nothing here.
create function register.need_rights() returns void language plpgsql stable set search_path = '' as $$
begin
  if not exists (select from notice.purpose p join notice.scope s on s.role = p.role
    where p.role = session_user and p.live and s.mask = 0 and s.value = 0)
  then
    perform register.refuse('forbidden', 'register.not-given');
  end if;
end $$;

-- The table in which the category holds something of a person; null for one that the published notice does not have.
create function register.table_of(_category text) returns text language sql stable set search_path = '' as $$
  select case _category
    when 'permissions' then 'register.statement'
    when 'change-history' then 'register.change'
    when 'look-log' then 'access.look'
    else to_regclass('register.' || quote_ident(replace(_category, '-', '_')))::text end
  where exists (select from notice.scope s where s.category = _category)
$$;

-- SQL that is true of a person p whom one of the purposes may use, were they not restricted (Art. 18); purposes that the published
-- notice does not have narrow nothing.
create function register.served(_purposes text[]) returns text language sql stable set search_path = '' as $$
  select coalesce(string_agg(distinct format('(p.standing & %s) = %s', s.mask & ~1::bigint, s.value & ~1::bigint), ' or '), 'true')
  from notice.scope s where s.purpose = any (_purposes)
$$;

-- SQL that is true of a person p whom the concern covers. `_counted` names the categories that p.held answers by their place.
create function register.covered(_concern jsonb, _counted text[] default null) returns text
language sql stable set search_path = '' as $$
  select case _concern ->> 'kind'
    when 'everybody' then 'true'
    when 'some' then format('(%s) and (%s)',
      case when jsonb_array_length(_concern -> 'categories') = 0 then 'true' else coalesce(
        (select string_agg(coalesce('p.held[' || array_position(_counted, category) || ']',
           -- `offset 0` keeps it a look into an index: a page must not read the whole table
           'exists (select from ' || register.table_of(category) || ' t where t.person_id = p.id offset 0)'), ' or ')
         from jsonb_array_elements_text(_concern -> 'categories') category), 'false') end,
      register.served(array(select jsonb_array_elements_text(_concern -> 'purposes'))))
    else 'false' end
$$;

-- Persons whom any of the concerns covers, by id, after `_after`.
create function register.concerned(_concerns jsonb, _after uuid, _max int) returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  perform register.need_rights();
  return query execute format('select p.id from register.person p where ($1 is null or p.id > $1) and (%s) order by p.id limit $2',
    coalesce((select string_agg('(' || register.covered(concern) || ')', ' or ') from jsonb_array_elements(_concerns) concern), 'false'))
  using _after, _max;
end $$;

-- How many persons each of the concerns covers, in their order. Persons are told apart once, by what is held of them and what they
-- have said, and counted by that.
create function register.count_concerned(_concerns jsonb) returns bigint[]
language plpgsql stable security definer set search_path = '' as $$
declare
  counted text[];
  counts bigint[];
begin
  perform register.need_rights();
  select coalesce(array_agg(distinct category), '{}') into counted
  from jsonb_array_elements(_concerns) concern, jsonb_array_elements_text(concern -> 'categories') category
  where register.table_of(category) is not null;
  execute format('with p as materialized (
      select p.standing, array[%s]::boolean[] as held, count(*) as n from register.person p group by 1, 2)
    select array[%s]::bigint[]',
    (select string_agg('exists (select from ' || register.table_of(category) || ' t where t.person_id = p.id)', ', ' order by at)
     from unnest(counted) with ordinality c (category, at)),
    (select string_agg(format('(select coalesce(sum(p.n), 0) from p where %s)', register.covered(concern, counted)), ', ' order by at)
     from jsonb_array_elements(_concerns) with ordinality c (concern, at)))
  into counts;
  return counts;
end $$;

grant execute on function register.concerned, register.count_concerned to public; -- refused to all but the rights purpose

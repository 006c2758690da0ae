-- Why do we have this: history, provenance and undo, each cut to what the login that asks may see.

-- The values of these columns only.
create function register.cut(_values jsonb, _columns text[]) returns jsonb language sql immutable set search_path = '' as
  $$ select case when _values is null then null
     else (select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(_values) where key = any (_columns)) end $$;

-- The changes of a person that this login may see, newest first; category and row narrow them. A change of nothing but
-- columns that it may not see is left out.
create function register.history(_token text, _person uuid, _category text default null, _row uuid default null)
returns table (id uuid, at timestamptz, actor text, purpose text, source text, source_ref text, notice_version int,
  category text, row_id uuid, before jsonb, after jsonb, import_id uuid, undoes uuid)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query
    with sight as materialized ( -- of the person once, not of each change
      select s.category, s.columns, s.mask from register.person p join notice.scope s on s.role = session_user and (p.standing & s.mask) = s.value
      where p.id = _person
    ),
    shut as materialized (select x.category, x.row_id, x.bits from register.shut x where x.person_id = _person)
    select c.id, c.at, c.actor, c.purpose, c.source, c.source_ref, c.notice_version, c.category, c.row_id,
      seen.before, seen.after, c.import_id, c.undoes
    from register.change c
    left join shut x on x.category = c.category and x.row_id = c.row_id
    left join sight s on s.category = c.category and coalesce(x.bits, 0) & s.mask = 0
    cross join lateral (select -- mostly there is nothing to cut, and seeing that is cheaper
      case when c.before is null or c.before - s.columns = '{}' then c.before else register.cut(c.before, s.columns) end as before,
      case when c.after is null or c.after - s.columns = '{}' then c.after else register.cut(c.after, s.columns) end as after) seen
    where c.person_id = _person
      and (_category is null or c.category = _category)
      and (_row is null or c.row_id = _row)
      and (s.category is not null or c.category = 'person' and register.sees((select p.standing from register.person p where p.id = _person)))
      and (c.before is null or c.after is null or seen.before <> '{}')
    order by c.id desc;
end $$;

-- Changes of a person that do not count any more, because an undo that counts took them back.
create function register.undone(_person uuid) returns uuid[] language plpgsql stable set search_path = '' as $$
declare
  undo record;
  gone uuid[] := '{}';
begin
  for undo in select c.id, c.undoes from register.change c where c.person_id = _person and c.undoes is not null order by c.id desc loop
    if undo.id <> all (gone) then
      gone := gone || undo.undoes;
    end if;
  end loop;
  return gone;
end $$;

-- For every value that this login sees, the change that it comes from. What an undo put back comes from where it first came
-- from. `expected` is the row's last change, to be sent back when writing.
create function register.provenance(_token text, _person uuid)
returns table (category text, row_id uuid, column_name text, change_id uuid, at timestamptz, actor text, purpose text,
  source text, source_ref text, notice_version int, import_id uuid, expected uuid)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  undone uuid[] := register.undone(_person);
begin
  return query
    with sight as materialized (
      select s.category, s.columns, s.mask from register.person p join notice.scope s on s.role = session_user and (p.standing & s.mask) = s.value
      where p.id = _person
    ),
    shut as materialized (select x.category, x.row_id, x.bits from register.shut x where x.person_id = _person),
    seen as materialized (
      select c.*, s.columns from register.change c join sight s on s.category = c.category
      left join shut x on x.category = c.category and x.row_id = c.row_id
      where c.person_id = _person and coalesce(x.bits, 0) & s.mask = 0
    ),
    last as (select distinct on (s.category, s.row_id) s.category, s.row_id, s.id from seen s order by s.category, s.row_id, s.id desc),
    newest as (
      select distinct on (s.category, s.row_id, k.name) s.*, k.name
      from seen s cross join lateral jsonb_object_keys(coalesce(s.after, s.before)) as k (name)
      where s.undoes is null and s.id <> all (undone) and k.name = any (s.columns)
      order by s.category, s.row_id, k.name, s.id desc
    )
    select n.category, n.row_id, n.name, n.id, n.at, n.actor, n.purpose, n.source, n.source_ref, n.notice_version, n.import_id, l.id
    from newest n join last l on l.category = n.category and l.row_id = n.row_id
    where n.after ->> n.name is not null
    order by n.category, n.row_id, n.name;
end $$;

-- What a person has said and done, newest first; for a purpose that the notice gives the category `permissions`.
create function register.statements(_token text, _person uuid) returns setof register.statement
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('permissions');
begin
  return query select t.* from register.statement t join register.person p on p.id = t.person_id
    where t.person_id = _person and (p.standing & scope.mask) = scope.value order by t.id desc;
end $$;

-- Puts back what the change replaced, as a change of its own; refused if any of it has moved since. Returns the row.
create function register.undo(_token text, _change uuid) returns uuid
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  done register.change;
  scope notice.scope;
  present jsonb;
  moved boolean;
begin
  select * into done from register.change c where c.id = _change;
  select * into scope from notice.scope s where s.role = session_user and s.category = done.category;
  if scope.role is null or (register.lock_person(done.person_id) & scope.mask) <> scope.value
    or register.is_shut(done.person_id, done.category, done.row_id, scope.mask) then
    perform register.refuse('absent', 'register.change-absent');
  end if;
  if not scope.may_write
    or exists (select from jsonb_object_keys(coalesce(done.before, '{}') || coalesce(done.after, '{}')) k where k <> all (scope.columns))
  then
    perform register.refuse('forbidden', 'register.column-not-given', jsonb_build_object('category', done.category, 'column', '*'));
  end if;
  execute format('select to_jsonb(t) from register.%I t where t.person_id = $1 and t.id = $2', replace(done.category, '-', '_'))
    into present using done.person_id, done.row_id;
  if done.before is null then -- added: nothing may have changed in the row since but what was undone
    moved := present is null or done.id is distinct from (select c.id from register.change c
      where c.person_id = done.person_id and c.category = done.category and c.row_id = done.row_id
        and c.undoes is null and c.id <> all (register.undone(done.person_id)) order by c.id desc limit 1);
  elsif done.after is null then
    moved := present is not null;
  else
    moved := present is null or exists (select from jsonb_each(done.after) a where present -> a.key is distinct from a.value);
  end if;
  if moved then
    perform register.refuse('conflict', 'register.changed-meanwhile', jsonb_build_object('category', done.category));
  end if;
  execute format('select register.%I($1, $2, $3, null, array[row($4, $5, $6, $7, $8)::register.incoming])',
      'put_' || replace(done.category, '-', '_'))
    using asker, case when done.before is null then 'remove' when done.after is null then 'add' else 'change' end, done.source,
      done.person_id, done.row_id, done.before, done.source_ref, done.id;
  if done.before is not null and exists (select from notice.required q where q.category = done.category) then
    execute format('select register.%I($1, $2)', 'require_' || replace(done.category, '-', '_')) using done.person_id, done.row_id;
  end if;
  return done.row_id;
end $$;

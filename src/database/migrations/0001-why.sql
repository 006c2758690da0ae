-- Why do we have this: history, provenance and undo, each cut to what the login that asks may see; and finding persons.

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
    select c.id, c.at, c.actor, c.purpose, c.source, c.source_ref, c.notice_version, c.category, c.row_id,
      seen.before, seen.after, c.import_id, c.undoes
    from register.change c
    join register.person p on p.id = c.person_id
    left join notice.scope s on s.role = session_user and s.category = c.category and (p.standing & s.mask) = s.value
    cross join lateral (select register.cut(c.before, s.columns) as before, register.cut(c.after, s.columns) as after) seen
    where c.person_id = _person
      and (_category is null or c.category = _category)
      and (_row is null or c.row_id = _row)
      and (s.role is not null or c.category = 'person' and register.sees(p.standing))
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
    with seen as materialized (
      select c.*, s.columns from register.change c
      join register.person p on p.id = c.person_id
      join notice.scope s on s.role = session_user and s.category = c.category and (p.standing & s.mask) = s.value
      where c.person_id = _person
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
  if scope.role is null or (register.lock_person(done.person_id) & scope.mask) <> scope.value then
    perform register.refuse('absent', 'register.change-absent');
  end if;
  if not scope.may_write
    or exists (select from jsonb_object_keys(coalesce(done.before, '{}') || coalesce(done.after, '{}')) k where k <> all (scope.columns))
  then
    perform register.refuse('forbidden', 'register.column-not-given', jsonb_build_object('category', done.category, 'column', '*'));
  end if;
  execute format('select to_jsonb(t) from register.%I t where t.person_id = $1 and t.id = $2', replace(done.category, '-', '_'))
    into present using done.person_id, done.row_id;
  if done.before is null then -- added: nothing may have changed in the row since
    moved := present is null or done.id <> (select c.id from register.change c
      where c.person_id = done.person_id and c.category = done.category and c.row_id = done.row_id order by c.id desc limit 1);
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
  return done.row_id;
end $$;

-- The condition under which a row of the category matches the words, by `_by`: a value is just so (word), a word of it starts so
-- (start), it is within one (part), half of it is (half: one slip of the finger leaves the other half), a name is as long to a
-- letter (length), or has many of its letter triples (triples). Every word must match some column; a telephone number is
-- compared by its digits.
create function register.search_condition(_category text, _columns text[], _words text[], _digits text, _by text) returns text
language sql stable set search_path = '' as $$
  select string_agg(format('(%s)', coalesce(in_row.condition, 'false')), ' and ')
  from unnest(_words) as w (word)
  cross join lateral (select regexp_replace(word, '([\\%_])', '\\\1', 'g') as pattern, length(word) as letters, length(word) / 2 as half) p
  cross join lateral (
    select string_agg(case
        when f.format = 'phone' then
          case when length(_digits) >= 3 and _by in ('word', 'start', 'part') then format('%s like %L', f.key, '%' || _digits || '%') end
        when _by = 'part' then case when letters >= 3 then format('%s like %L', f.key, '%' || pattern || '%') end
        when f.format <> 'person-name' then null -- every part of an address begins a word for the index
        when _by = 'word' then format('%s like %L', f.key, pattern)
        when _by = 'start' then format('%1$s like %2$L or %1$s like %3$L', f.key, pattern || '%', '% ' || pattern || '%')
        when _digits <> '' then null
        when letters < 4 or word <> pattern then format('%s like %L', f.key, pattern || '%')
        when _by = 'half' then format('%1$s like %2$L or %1$s like %3$L', f.key, left(word, half) || '%', '%' || right(word, -half))
        when _by = 'length' then format('length(%s) between %s and %s', f.key, letters - 1, letters + 1)
        else format('%s operator(public.%%) %L', f.key, word)
      end, ' or ') as condition
    from (select format, format('register.fold(t.%I)', column_name) as key
      from notice.searched where category = _category and column_name = any (_columns)) f
  ) in_row
$$;

-- The persons that match, best first, with the step in which they were found. Only columns and persons that the login itself
-- may see are looked into, so no token is asked for. A step is taken only when those before it found too few, and ranks the
-- first few hundred rows that it meets: a letter or two match everybody. Every column looked into has a trigram index, but the
-- planner has no sample of names (docs/decisions/0003) and would rather read all of a table or of another index: the settings
-- tell it not to.
create function register.find_persons(_query text, _max int) returns table (person_id uuid, step int)
language plpgsql stable security definer
set search_path = '' set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off set jit = off as $$
declare
  query text := btrim(regexp_replace(register.fold(normalize(left(_query, 200))), '\s+', ' ', 'g'));
  words text[] := (string_to_array(query, ' '))[1:5];
  -- 040 123, +358 40 123 and 0035840123 differ in how they begin
  digits text := case when query ~ '^[\d\s()+./-]+$' then regexp_replace(regexp_replace(query, '\D', '', 'g'), '^0+', '') else '' end;
  most int := least(greatest(_max, 0), 1000);
  found_so_far uuid[] := '{}';
  more uuid[];
  step_by text;
  matching text;
begin
  perform set_config('pg_trgm.similarity_threshold', '0.3', true); -- the settings above give it back
  for step, step_by in values (1, 'word'), (2, 'start'), (3, 'part'), (4, 'half'), (5, 'triples') loop
    exit when query = '' or cardinality(found_so_far) >= most or step > 3 and query ~ '@';
    select string_agg(format('(select ranked.person_id, greatest(%s) as closeness from (
          select t.* from (select * from register.%I t where (t.standing & %s) = %s and %s and t.person_id <> all ($1) limit %s) t
          where %s limit greatest($2, 250)) ranked)',
        (select string_agg(format('public.similarity(register.fold(ranked.%I), %L)', f.column_name, query), ', ')
          from notice.searched f where f.category = s.category and f.column_name = any (s.columns)),
        replace(s.category, '-', '_'), s.mask, s.value, register.search_condition(s.category, s.columns, words, digits, step_by),
        case when step_by = 'half' then '5000' else 'greatest($2, 250)' end,
        case when step_by = 'half' then register.search_condition(s.category, s.columns, words, digits, 'length') else 'true' end), ' union all ')
      into matching
      from notice.scope s
      where s.role = session_user
        and exists (select from notice.searched f where f.category = s.category and f.column_name = any (s.columns));
    exit when matching is null;
    execute format('select array_agg(best.person_id) from (select m.person_id from (%s) m
        group by m.person_id order by max(m.closeness) desc, m.person_id limit $2) best', matching)
      into more using found_so_far, most - cardinality(found_so_far);
    return query select m.id, step from unnest(more) as m (id);
    found_so_far := found_so_far || coalesce(more, '{}');
  end loop;
end $$;

-- Finding persons by what is known of them. The indexes hold the rows of all persons, so no purpose's own query may use them:
-- they stand on expressions that only these functions can name, and these answer only who asks with a signed token.

-- The value itself. A query of a purpose login cannot call it, so it can neither compare with nor sort by an index on it; and
-- it is written in plpgsql because a function that the planner unfolds would leave the bare column behind.
create function register.sought(_value anyelement) returns anyelement language plpgsql immutable strict parallel safe as
  $$ begin return _value; end $$;

-- What the asker may see of a category that is looked into by these columns.
create function register.scope_to_find(_token text, _category text, _columns text[]) returns notice.scope
language plpgsql stable set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of(_category);
begin
  if (_columns <@ scope.columns) is not true then
    perform register.refuse('forbidden', 'register.filter-unknown',
      jsonb_build_object('field', left(_category || '.' || coalesce(array_to_string(_columns, ', ', '*'), '*'), 120)));
  end if;
  return scope;
end $$;

create function register.refuse_comparison(_category text, _column text, _is text) returns void
language plpgsql set search_path = '' as $$
begin
  perform register.refuse('invalid', 'register.filter-operator',
    jsonb_build_object('field', _category || '.' || _column, 'is', left(coalesce(_is, ''), 60), 'allowed', '–'));
end $$;

-- The condition under which a row of the category matches the words, by `_by`: a value is just so (word), a word of it starts so
-- (start), it is within one (part), half of it is (half: one slip of the finger leaves the other half), a name is as long to a
-- letter (length), or has many of its letter triples (triples). Every word must match some column; a telephone number is
-- compared by its digits.
create or replace function register.search_condition(_category text, _columns text[], _words text[], _digits text, _by text) returns text
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

-- The persons that match, best first, with the step in which they were found; only columns and persons that the login itself
-- may see are looked into. A step is taken only when those before it found too few, and ranks the first few hundred rows that
-- it meets: a letter or two match everybody. Every column looked into has a trigram index, but the planner has no sample of
-- names (docs/decisions/0003) and would rather read all of a table or of another index: the settings tell it not to.
create function register.find_persons(_token text, _query text, _max int) returns table (person_id uuid, step int)
language plpgsql stable security definer
set search_path = '' set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off set jit = off as $$
declare
  asker register.asker := register.asker_of(_token);
  query text := btrim(regexp_replace(register.fold(normalize(left(_query, 200))), '\s+', ' ', 'g'));
  words text[] := (string_to_array(query, ' '))[1:5];
  -- 040 123, +358 40 123 and 0035840123 differ in how they begin
  digits text := case when query ~ '^[\d\s()+./-]+$' then regexp_replace(regexp_replace(query, '\D', '', 'g'), '^0+', '') else '' end;
  most int := least(greatest(coalesce(_max, 0), 0), 1000);
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

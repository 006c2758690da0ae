-- The answers of an anonymous survey that is over do not change any more: they are counted once, when it closes, and results are read from this.

-- How many answered `v` to the part `q`; of those who answered `g` to the question `apart`, or of all of them ('').
create table surveys.tally (
  survey_id uuid not null references surveys.survey,
  apart text not null,
  g text, -- null: they did not answer it
  q text not null,
  v text not null, -- '' of free text, of which nothing but its number is counted
  n int not null
);
create index tally_survey on surveys.tally (survey_id, apart);
grant select, insert on surveys.tally to {{app}};

-- Counted whole, and apart by each question that results may be filtered by.
create function surveys.count_answers(_survey uuid) returns void language plpgsql set search_path = '' as $$
declare
  asked jsonb := (select r.content -> 'questions' from surveys.survey s join surveys.revision r on r.survey_id = s.id and r.n = s.revision
    where s.id = _survey);
  filters text[] := array(select q ->> 'id' from jsonb_array_elements(asked) q where q ->> 'kind' in ('single', 'nps'));
  free text[] := array(select q ->> 'id' from jsonb_array_elements(asked) q where q ->> 'kind' = 'text');
  filter text;
begin
  foreach filter in array '{""}' || filters loop
    with answered as materialized ( -- else each cell would look for the group again
      select e.cells, case when filter <> '' then (select k ->> 1 from jsonb_array_elements(e.cells) k where k ->> 0 = filter limit 1) end as g
      from surveys.answer e where e.survey_id = _survey
    )
    insert into surveys.tally (survey_id, apart, g, q, v, n)
    select _survey, filter, a.g, c.q, c.v, count(*)
    from answered a cross join lateral (select k ->> 0 as q, case when k ->> 0 = any (free) then '' else k ->> 1 end as v
      from jsonb_array_elements(a.cells) k) c
    group by a.g, c.q, c.v;
  end loop;
end $$;
grant execute on function surveys.count_answers to {{app}};

select surveys.count_answers(s.id) from surveys.survey s where s.keeps = 'anonymous' and s.closed_at is not null;

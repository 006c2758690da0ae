-- Which records of an import stay out although they can be read: whom a record is about is chosen, and what is required is there.

-- Notes whom the records that name several persons may be about, and gives those about whom the importer has chosen to the person
-- chosen, or to a new one; of the records of one former group that go to the same person, the first one leads.
create function register.import_choose(_import uuid) returns void language plpgsql set search_path = '' as $$
begin
  insert into intake.candidate
  select distinct _import, m.line, h.person_id
  from intake.match m
  join intake.match near on near.import_id = m.import_id and near.leader = m.leader
  join intake.hit h on h.import_id = near.import_id and h.line = near.line
  where m.import_id = _import and m.outcome = 'ambiguous';

  with chosen as materialized (
    select m.line, c.person_id, min(m.line) over (partition by m.leader, c.person_id) as leader
    from intake.choice c join intake.match m on m.import_id = c.import_id and m.line = c.line
    where c.import_id = _import and m.outcome = 'ambiguous' and (c.person_id is null or exists (select from intake.candidate k
      where k.import_id = c.import_id and k.line = c.line and k.person_id = c.person_id))
  ),
  led as materialized (select c.leader, coalesce(c.person_id, register.new_id()) as person_id from chosen c where c.line = c.leader)
  update intake.match m set leader = led.leader, person_id = led.person_id, known = c.person_id is not null, alone = false, outcome = 'new'
  from chosen c join led on led.leader = c.leader
  where m.import_id = _import and m.line = c.line;
end $$;

-- Refuses the records after which a row would lack a value that the notice requires and this purpose is given. A person whom the purpose does not see counts as a new one. A prohibition lands all the same: of such a
-- record only the values stay out.
create function register.import_require(_import uuid) returns void language plpgsql set search_path = '' as $$
declare
  need notice.required;
begin
  update intake.match m set outcome = 'new', lacks = null where m.import_id = _import and m.outcome = 'lacking';
  for need in select q.* from notice.required q
    join notice.scope s on s.role = session_user and s.category = q.category and s.columns && q.columns
    where exists (select from intake.part p where p.import_id = _import and p.category = q.category)
    order by q.category, q.field
  loop
    execute format($sql$
      with given as materialized (
        select m.leader, m.person_id, bool_or(m.known and not m.hidden) as seen, p.anchor, bool_or(p.given ?| $3) as complete
        from intake.match m
        join intake.part p on p.import_id = m.import_id and p.line = m.line and p.category = $2
        where m.import_id = $1 and m.outcome not in ('ambiguous', 'lacking')
        group by m.leader, m.person_id, p.anchor
      ),
      lacking as materialized (
        select g.leader, g.person_id, g.anchor, exists (select from intake.match o
          join intake.said s on s.import_id = o.import_id and s.line = o.line and s.kind = 'objection'
          where o.import_id = $1 and o.leader = g.leader and o.person_id = g.person_id) as prohibited
        from given g
        where not g.complete and not (g.seen and exists (select from register.%1$I t
          where t.person_id = g.person_id and num_nonnulls(%2$s) > 0
            and lower(jsonb_strip_nulls(to_jsonb(t))::text)::jsonb @> g.anchor))
      ),
      left_out as (
        delete from intake.part p using lacking l join intake.match o on o.leader = l.leader and o.person_id = l.person_id
        where l.prohibited and o.import_id = $1 and p.import_id = $1 and p.line = o.line and p.category = $2 and p.anchor = l.anchor
        returning p.line
      ),
      told as (insert into intake.remark select distinct $1, o.line, $4, 'required' from left_out o)
      update intake.match m set outcome = 'lacking', lacks = $2 || '.' || $4, alone = false, hidden = false
      from (select distinct l.leader, l.person_id from lacking l where not l.prohibited) l
      where m.import_id = $1 and m.leader = l.leader and m.person_id = l.person_id$sql$,
      replace(need.category, '-', '_'), (select string_agg(format('t.%I', c), ', ') from unnest(need.columns) c))
    using _import, need.category, need.columns, need.field;
  end loop;
end $$;

-- What lists of persons need of the ledger: when a person last changed, and where they first came from. Nothing here says more
-- than what the asking login sees of each person one by one.

create index change_opened_from on register.change (source, id) where category = 'person';

-- True when this login sees the change, of a person of this standing: something of it is in the columns that it is given.
create function register.sees_change(_change register.change, _standing bigint) returns boolean
language sql stable set search_path = '' as $$
  select case when _change.category = 'person' then register.sees(_standing) else exists (
    select from notice.scope s
    where s.role = session_user and s.category = _change.category and (_standing & s.mask) = s.value
      and not exists (select from register.shut x where x.person_id = _change.person_id and x.category = _change.category
        and x.row_id = _change.row_id and x.bits & s.mask <> 0)
      and (coalesce(_change.before, '{}') || coalesce(_change.after, '{}')) ?| s.columns) end
$$;

-- The least id that a change of this moment can have.
create function register.first_id_at(_at timestamptz) returns uuid language sql immutable strict set search_path = '' as
  $$ select (lpad(to_hex((extract(epoch from _at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid $$;

-- Persons by their last change, newest first: those changed from `_from` on and before `_to`, after the change `_after` of the
-- page before.
create function register.changed_persons(_token text, _from timestamptz, _to timestamptz, _after uuid, _max int)
returns table (person_id uuid, change_id uuid, at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query
    select c.person_id, c.id, c.at
    from register.change c join register.person p on p.id = c.person_id
    where c.id < coalesce(least(_after, register.first_id_at(_to)), 'ffffffff-ffff-ffff-ffff-ffffffffffff')
      and c.id >= coalesce(register.first_id_at(_from), '00000000-0000-0000-0000-000000000000')
      and register.sees_change(c, p.standing)
      and not exists (select from register.change newer
        where newer.person_id = c.person_id and newer.id > c.id and register.sees_change(newer, p.standing))
    order by c.id desc
    limit _max;
end $$;

-- When each of these persons last changed, as far as this login sees.
create function register.last_changes(_token text, _persons uuid[]) returns table (person_id uuid, at timestamptz)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  shut boolean := exists (select from register.shut x where x.person_id = any (_persons)); -- mostly nothing is
begin
  return query
    with sight as materialized (select s.category, s.columns, s.mask, s.value from notice.scope s where s.role = session_user)
    select p.id, last.at
    from register.person p
    cross join lateral (
      select c.at from register.change c -- register.sees_change, of many
      left join sight s on s.category = c.category and (p.standing & s.mask) = s.value
        and not (shut and exists (select from register.shut x
          where x.person_id = c.person_id and x.category = c.category and x.row_id = c.row_id and x.bits & s.mask <> 0))
      where c.person_id = p.id and case when c.category = 'person' then register.sees(p.standing)
        else c.after ?| s.columns or c.before ?| s.columns end
      order by c.id desc limit 1) last
    where p.id = any (_persons);
end $$;

-- Persons who first came from the source, newest first.
create function register.opened_from(_token text, _source text, _max int) returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query
    select c.person_id from register.change c join register.person p on p.id = c.person_id
    where c.category = 'person' and c.source = _source and register.sees(p.standing)
    order by c.id desc limit _max;
end $$;

-- How many persons this login sees and how many it does not.
create function register.count_seen(_token text) returns table (seen bigint, hidden bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query
    select coalesce(sum(g.n) filter (where g.sees), 0)::bigint, coalesce(sum(g.n) filter (where not g.sees), 0)::bigint
    from (select register.sees(p.standing) as sees, p.n
      from (select standing, count(*) as n from register.person group by standing) p) g;
end $$;

grant execute on function register.changed_persons, register.last_changes, register.opened_from, register.count_seen
  to public; -- without a signed token they do nothing

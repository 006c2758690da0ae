-- Leads a page at a time, and the sources that sold, over a hundred thousand of them: the page is cut before anything is joined to it, and each
-- person is counted once a source before sources are. And an accepted offer is a contract of its person, for which the order is written.

-- Leads whose row the login sees, the newest first. `_which`: {person, state}.
create or replace function sales.list(_token text, _which jsonb, _after uuid, _max int)
returns table (id uuid, person uuid, source text, came_at timestamptz, held jsonb, change uuid)
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('leads');
begin
  return query execute format($q$
    select t.id, t.person_id, l.source, l.came_at, register.cut(to_jsonb(t), $3), sales.last_change('leads', t.person_id, t.id)
    from (select * from register.leads t where (t.standing & $1) = $2 and ($4 ->> 'person' is null or t.person_id = ($4 ->> 'person')::uuid)
        and ($4 ->> 'state' is null or coalesce(%s, 'new') = $4 ->> 'state') and ($5 is null or t.id < $5)
        order by t.id desc limit $6) t
    join sales.lead l on l.id = t.id order by t.id desc$q$, case when 'state' = any (scope.columns) then 't.state' else 'null::text' end)
  using scope.mask, scope.value, scope.columns, _which, _after, _max;
end $$;

-- Sources of the leads that came in a year, or ever: how many, how many were won, and for how much. Groups below five persons are told with
-- the others of their kind, and not at all while there are too few of these; what fewer than five have bought is not told either.
create or replace function sales.by_source(_token text, _year int) returns table (source text, leads bigint, won bigint, value numeric)
language plpgsql stable security definer set search_path = '' set enable_sort = off set work_mem = '32MB' as $$ -- hashed: sorted it takes five times as long
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('leads');
begin
  return query execute format($q$
    with one as materialized (
      select l.source, t.person_id, count(*) as leads, count(*) filter (where %1$s = 'won') as won, sum(%2$s) filter (where %1$s = 'won') as value
      from register.leads t join sales.lead l on l.id = t.id
      where (t.standing & $1) = $2 and ($3 is null or l.came_at >= make_timestamptz($3, 1, 1, 0, 0, 0, 'Europe/Helsinki')
        and l.came_at < make_timestamptz($3 + 1, 1, 1, 0, 0, 0, 'Europe/Helsinki'))
      group by l.source, t.person_id
    ), whole as materialized (
      select o.source, count(*) as persons, count(*) filter (where o.won > 0) as buyers, sum(o.leads) as leads, sum(o.won) as won, sum(o.value) as value
      from one o group by o.source
    ), few as ( -- whoever came from two small sources is one of those told together
      select o.person_id, sum(o.leads) as leads, sum(o.won) as won, sum(o.value) as value
      from one o where o.source in (select w.source from whole w where w.persons < 5) group by o.person_id
    )
    select t.source, t.leads::bigint, case when t.buyers >= 5 then t.won::bigint end, case when t.buyers >= 5 then t.value::numeric end
    from (select w.source, w.persons, w.buyers, w.leads, w.won, w.value from whole w
      union all select null, count(*), count(*) filter (where f.won > 0), sum(f.leads), sum(f.won), sum(f.value) from few f) t
    where t.persons >= 5 order by 2 desc, 1$q$,
    case when 'state' = any (scope.columns) then 't.state' else 'null::text' end,
    case when 'value' = any (scope.columns) then 't.value' else 'null::bigint' end)
  using scope.mask, scope.value, _year;
end $$;

-- Who accepts an offer has made a contract, which is said of them where none stands, so that whoever delivers sees them (Art. 6(1)(b)). What
-- was accepted is an order, a row a line, where the notice has orders that may come in this way: of the purpose for which the offer was made where
-- that may write orders, else of one that has them for a contract. Amounts are in cents with tax in them.
create or replace function sales.make_order(_asker register.asker, _offer sales.offer, _at timestamptz) returns void
language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  ways text[] := case _offer.accepted_how when 'page' then array['forms', 'email'] when 'email' then array['email', 'forms'] else array['phone', 'email'] end;
  source text := (select s.source from notice.source s where s.category = 'orders' and s.source = any (ways) order by array_position(ways, s.source) limit 1);
  contract bigint := (select 1::bigint << b.bit from notice.bit b where b.name = 'contract');
  writing register.asker := _asker;
  ordered register.incoming[];
begin
  writing.purpose := (select s.purpose from notice.scope s join notice.purpose p on p.purpose = s.purpose and p.live
    where s.category = 'orders' and s.may_write and (s.purpose = _offer.purpose or s.value & contract <> 0)
    order by s.purpose <> _offer.purpose, array_position(array['customer-care', 'payments', 'course-delivery'], s.purpose) nulls last, s.purpose limit 1);
  if source is null or writing.purpose is null then
    return;
  end if;
  if exists (select from register.person p where p.id = _offer.person_id and p.standing & contract = 0) then
    insert into register.statement (person_id, id, kind, given_at, source, source_ref, recorded_by, notice_version, method)
      values (_offer.person_id, register.new_id(), 'contract', _at, source, 'offer ' || _offer.id, _asker.actor, _asker.notice_version,
        case _offer.accepted_how when 'page' then 'form' when 'email' then 'message' when 'paper' then 'in-person' else 'phone' end);
    perform register.relabel(array[_offer.person_id]);
  end if;
  select array_agg(row(_offer.person_id, register.new_id(), (select jsonb_object_agg(v.key, v.value) from jsonb_each(jsonb_build_object(
      'order_number', 'T-' || right(_offer.id::text, 8), 'product', l.what, 'quantity', l.quantity, 'state', 'ordered', 'ordered', _at,
      'amount', case when _offer.consumer then l.quantity * l.unit_cents
        else round(l.quantity * l.unit_cents * (1000 + l.vat_permille) / 1000.0)::bigint end)) v
      where register.has_column('orders', v.key)), 'offer ' || _offer.id, null)::register.incoming order by l.n)
    into ordered from sales.line l where l.offer_id = _offer.id;
  execute 'select register.put_orders($1, $2, $3, null, $4)' using writing, 'add', source, ordered;
end $$;

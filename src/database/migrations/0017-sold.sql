-- Offers: made, sent, answered; and leads and offers as a purpose sees them, one by one, by stage, by source, and on the timeline.

-- ── Offers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

create function sales.put_lines(_offer uuid, _person uuid, _lines jsonb) returns void language sql set search_path = '' as $$
  delete from sales.line l where l.offer_id = _offer;
  insert into sales.line (offer_id, n, person_id, what, quantity, unit_cents, vat_permille)
  select _offer, l.n, _person, l.one ->> 'what', (l.one ->> 'quantity')::int, (l.one ->> 'unitCents')::bigint, (l.one ->> 'vatPermille')::int
  from jsonb_array_elements(_lines) with ordinality l (one, n)
$$;

-- A draft of the lead: {lang, consumer, terms, lines}, and `_values` of the category.
create function sales.make_offer(_token text, _lead uuid, _offer jsonb, _values jsonb, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  person uuid := sales.lock_row('leads', _lead);
  made uuid;
begin
  made := sales.put(_token, 'offers', sales.source_of('offers', array['staff', 'register']), person, null,
    _values || jsonb_build_object('state', 'draft'), null);
  insert into sales.offer (id, person_id, lead_id, purpose, lang, consumer, terms, made_at)
  values (made, person, _lead, asker.purpose, _offer ->> 'lang', (_offer ->> 'consumer')::boolean, nullif(_offer ->> 'terms', ''), _at);
  perform sales.put_lines(made, person, _offer -> 'lines');
  perform sales.take_step(_lead, person, made, 'made', null, asker.actor, _at);
  return made;
end $$;

-- While it has not been sent.
create function sales.change_offer(_token text, _id uuid, _offer jsonb, _values jsonb, _expected uuid) returns uuid
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  person uuid := sales.lock_row('offers', _id);
begin
  if exists (select from sales.offer o where o.id = _id and o.frozen_at is not null) then
    perform register.refuse('conflict', 'sales.frozen');
  end if;
  perform sales.put(_token, 'offers', sales.source_of('offers', array['staff', 'register']), person, _id, _values, _expected);
  update sales.offer o set lang = _offer ->> 'lang', consumer = (_offer ->> 'consumer')::boolean, terms = nullif(_offer ->> 'terms', '')
    where o.id = _id;
  perform sales.put_lines(_id, person, _offer -> 'lines');
  return person;
end $$;

-- From now on it says what it says. By e-mail it is on its way when this returns, and is confirmed when it has left (sales.note_mail); what was
-- handed over or posted on paper is confirmed from `_at`.
create function sales.send_offer(_token text, _id uuid, _how text, _expected uuid, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  person uuid := sales.lock_row('offers', _id);
  lead uuid := (select o.lead_id from sales.offer o where o.id = _id);
begin
  if sales.state_of('offers', person, _id) not in ('draft', 'sent') then
    perform register.refuse('conflict', 'sales.not-now');
  elsif not exists (select from sales.line l where l.offer_id = _id) then
    perform register.refuse('conflict', 'sales.no-lines');
  end if;
  update sales.offer o set frozen_at = coalesce(o.frozen_at, _at), sent_at = case when _how = 'paper' then _at else o.sent_at end where o.id = _id;
  perform sales.put(_token, 'offers', sales.source_of('offers', array['staff', 'register']), person, _id,
    jsonb_build_object('state', 'sent', 'sent', _at), _expected);
  if _how = 'paper' then
    perform sales.take_step(lead, person, _id, 'sent', null, asker.actor, _at);
  else
    perform sales.take_step(lead, person, _id, 'queued', null, asker.actor, _at);
    insert into mail.message (id, person_id, kind, about, queued_at, next_at)
      values (register.new_id(), person, 'sales.offer', _id, _at, _at);
    perform graphile_worker.add_job('mail.send', '{}', 'mail.send', run_at := _at, job_key := 'mail.send');
  end if;
  if sales.state_of('leads', person, lead) in ('new', 'contacted') then
    perform sales.move(_token, lead, 'offered', null, null, null, _at);
  end if;
  return person;
end $$;

-- What became of its e-mail; in the transaction that settles the message.
create function sales.note_mail(_id uuid, _sent boolean, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if _sent then
    update sales.offer o set sent_at = greatest(o.sent_at, _at) where o.id = _id;
  end if;
  insert into sales.step (lead_id, id, person_id, offer_id, at, by, did)
  select o.lead_id, register.new_id(), o.person_id, o.id, _at, 'system', case when _sent then 'sent' else 'not-sent' end
  from sales.offer o where o.id = _id;
end $$;
grant execute on function sales.note_mail to {{app}};

-- What was offered, as one text; its hash is what was accepted.
create function sales.said(_id uuid) returns text language sql stable set search_path = '' as $$
  select jsonb_build_object('lang', o.lang, 'consumer', o.consumer, 'terms', o.terms, 'lines', (select jsonb_agg(jsonb_build_array(l.what,
    l.quantity, l.unit_cents, l.vat_permille) order by l.n) from sales.line l where l.offer_id = o.id))::text from sales.offer o where o.id = _id
$$;

-- What was accepted is an order, a row a line, where the notice has orders that may come in this way; it is written for a purpose that may
-- write orders, whichever accepted the offer. Amounts are in cents with tax in them.
create function sales.make_order(_asker register.asker, _offer sales.offer, _at timestamptz) returns void
language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  ways text[] := case _offer.accepted_how when 'page' then array['forms', 'email'] when 'email' then array['email', 'forms'] else array['phone', 'email'] end;
  source text := (select s.source from notice.source s where s.category = 'orders' and s.source = any (ways) order by array_position(ways, s.source) limit 1);
  writing register.asker := _asker;
  ordered register.incoming[];
begin
  writing.purpose := (select s.purpose from notice.scope s join notice.purpose p on p.purpose = s.purpose and p.live
    where s.category = 'orders' and s.may_write
    order by s.purpose <> _offer.purpose, array_position(array['customer-care', 'payments', 'course-delivery'], s.purpose) nulls last, s.purpose limit 1);
  if source is null or writing.purpose is null then
    return;
  end if;
  select array_agg(row(_offer.person_id, register.new_id(), (select jsonb_object_agg(v.key, v.value) from jsonb_each(jsonb_build_object(
      'order_number', 'T-' || right(_offer.id::text, 8), 'product', l.what, 'quantity', l.quantity, 'state', 'ordered', 'ordered', _at,
      'amount', case when _offer.consumer then l.quantity * l.unit_cents
        else round(l.quantity * l.unit_cents * (1000 + l.vat_permille) / 1000.0)::bigint end)) v
      where register.has_column('orders', v.key)), 'offer ' || _offer.id, null)::register.incoming order by l.n)
    into ordered from sales.line l where l.offer_id = _offer.id;
  execute 'select register.put_orders($1, $2, $3, null, $4)' using writing, 'add', source, ordered;
end $$;

-- The answer to an offer: `accepted` (`_how`, by whom), `declined`, or `withdrawn` by ourselves. `_task`: what is to be done then.
create function sales.answer(_token text, _id uuid, _did text, _how text, _name text, _why text, _task text, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  person uuid := sales.lock_row('offers', _id);
  mine sales.offer;
  until date;
  task uuid := register.new_id();
  turn uuid := register.new_id();
begin
  select * into mine from sales.offer o where o.id = _id for update;
  if sales.state_of('offers', person, _id) <> 'sent' then
    perform register.refuse('conflict', 'sales.not-now');
  end if;
  execute $q$select (to_jsonb(t) ->> 'valid_until')::date from register.offers t where t.person_id = $1 and t.id = $2$q$ into until using person, _id;
  if _did = 'accepted' then
    if until < (_at at time zone 'Europe/Helsinki')::date then
      perform register.refuse('conflict', 'sales.too-late');
    end if;
    update sales.offer o set accepted_at = _at, accepted_how = _how, accepted_name = nullif(btrim(_name), ''),
      accepted_hash = sha256(convert_to(sales.said(_id), 'UTF8')) where o.id = _id returning * into mine;
  end if;
  perform sales.take_step(mine.lead_id, person, _id, _did, _why, asker.actor, _at);
  perform sales.put(_token, 'offers', sales.source_of('offers', case when asker.actor like 'person:%' then array['forms', 'email'] else
    array['staff', 'register'] end), person, _id, jsonb_build_object('state', _did, 'answered', _at), null);
  if _did = 'accepted' then
    if sales.state_of('leads', person, mine.lead_id) is distinct from 'won' then
      perform sales.move(_token, mine.lead_id, 'won', null, null, null, _at);
    end if;
    perform sales.make_order(asker, mine, _at);
    insert into mail.message (id, person_id, kind, about, queued_at, next_at)
      values (register.new_id(), person, 'sales.accepted', _id, _at, _at);
    perform graphile_worker.add_job('mail.send', '{}', 'mail.send', run_at := _at, job_key := 'mail.send');
  end if;
  if _task is not null then
    insert into tasks.task (id, person_id, purpose, title, made_at, made_by, turn, state)
    values (task, person, mine.purpose, _task, _at, asker.actor, turn, 'open');
    insert into tasks.turn (task_id, id, person_id, at, by, did) values (task, turn, person, _at, asker.actor, 'made');
  end if;
  return person;
end $$;

grant execute on function sales.make_offer, sales.change_offer, sales.send_offer, sales.answer to public; -- refused without a token, and where
-- the notice gives no offers

-- ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────

create function sales.last_change(_category text, _person uuid, _row uuid) returns uuid language sql stable set search_path = '' as $$
  select c.id from register.change c where c.person_id = _person and c.category = _category and c.row_id = _row order by c.id desc limit 1
$$;

-- Leads whose row the login sees, the newest first. `_which`: {person, state}.
create function sales.list(_token text, _which jsonb, _after uuid, _max int)
returns table (id uuid, person uuid, source text, came_at timestamptz, held jsonb, change uuid)
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('leads');
begin
  return query execute format($q$
    select t.id, t.person_id, l.source, l.came_at, register.cut(to_jsonb(t), $3), sales.last_change('leads', t.person_id, t.id)
    from sales.lead l join register.leads t on t.person_id = l.person_id and t.id = l.id
    where (t.standing & $1) = $2 and ($4 ->> 'person' is null or l.person_id = ($4 ->> 'person')::uuid)
      and ($4 ->> 'state' is null or coalesce(%s, 'new') = $4 ->> 'state') and ($5 is null or l.id < $5)
    order by l.id desc limit $6$q$, case when 'state' = any (scope.columns) then 't.state' else 'null::text' end)
  using scope.mask, scope.value, scope.columns, _which, _after, _max;
end $$;

-- How many leads stand in each state, and what they are worth together; those without a state are new.
create function sales.count(_token text) returns table (state text, leads bigint, value numeric)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('leads');
begin
  return query execute format($q$
    select coalesce(%s, 'new'), count(*), sum(%s)::numeric from register.leads t where (t.standing & $1) = $2 group by 1$q$,
    case when 'state' = any (scope.columns) then 't.state' else 'null::text' end,
    case when 'value' = any (scope.columns) then 't.value' else 'null::bigint' end)
  using scope.mask, scope.value;
end $$;

create function sales.show(_token text, _id uuid)
returns table (id uuid, person uuid, source text, came_at timestamptz, held jsonb, change uuid, may_write boolean, steps jsonb, offers uuid[],
  called_at timestamptz)
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('leads');
begin
  return query execute $q$
    select l.id, l.person_id, l.source, l.came_at, register.cut(to_jsonb(t), $3),
      sales.last_change('leads', l.person_id, l.id), $4, (select coalesce(jsonb_agg(jsonb_build_object('at', s.at, 'by', s.by, 'did', s.did, 'why', s.why) order by s.id), '[]')
        from sales.step s where s.lead_id = l.id),
      array(select o.id from sales.offer o where o.lead_id = l.id order by o.id desc), sales.last_call(l.person_id)
    from sales.lead l join register.leads t on t.person_id = l.person_id and t.id = l.id and (t.standing & $1) = $2
    where l.id = $5$q$
  using scope.mask, scope.value, scope.columns, scope.may_write, _id;
end $$;

create function sales.show_offers(_token text, _ids uuid[])
returns table (id uuid, person uuid, lead uuid, held jsonb, change uuid, may_write boolean, lang text, consumer boolean, terms text, made_at timestamptz,
  frozen boolean, sent_at timestamptz, accepted_at timestamptz, accepted_how text, accepted_name text, accepted_hash text, called_at timestamptz, lines jsonb)
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('offers');
begin
  return query execute $q$
    select o.id, o.person_id, o.lead_id, register.cut(to_jsonb(t), $3),
      sales.last_change('offers', o.person_id, o.id), $4, o.lang, o.consumer, o.terms, o.made_at, o.frozen_at is not null, o.sent_at, o.accepted_at, o.accepted_how, o.accepted_name,
      encode(o.accepted_hash, 'hex'), sales.last_call(o.person_id),
      (select coalesce(jsonb_agg(jsonb_build_object('what', l.what, 'quantity', l.quantity, 'unitCents', l.unit_cents, 'vatPermille', l.vat_permille)
        order by l.n), '[]') from sales.line l where l.offer_id = o.id)
    from sales.offer o join register.offers t on t.person_id = o.person_id and t.id = o.id and (t.standing & $1) = $2
    where o.id = any ($5) order by o.id desc$q$
  using scope.mask, scope.value, scope.columns, scope.may_write, _ids;
end $$;

-- Sources of the leads that came in a year, or ever: how many, how many were won, and for how much. Groups below five persons are told with
-- the others of their kind, and not at all while there are too few of these; what fewer than five have bought is not told either.
create function sales.by_source(_token text, _year int) returns table (source text, leads bigint, won bigint, value numeric)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('leads');
begin
  return query execute format($q$
    with one as (
      select l.source, t.person_id, %1$s = 'won' as won, %2$s as value from register.leads t join sales.lead l on l.id = t.id
      where (t.standing & $1) = $2 and ($3 is null or extract(year from l.came_at at time zone 'Europe/Helsinki') = $3)
    ), big as (select o.source from one o group by o.source having count(distinct o.person_id) >= 5),
    told as (
      select b.source, o.person_id, o.won, o.value from one o left join big b on b.source = o.source
    )
    select t.source, count(*), case when count(distinct t.person_id) filter (where t.won) >= 5 then count(*) filter (where t.won) end,
      case when count(distinct t.person_id) filter (where t.won) >= 5 then sum(t.value) filter (where t.won) end::numeric
    from told t group by t.source having count(distinct t.person_id) >= 5 order by 2 desc, 1$q$,
    case when 'state' = any (scope.columns) then 't.state' else 'null::text' end,
    case when 'value' = any (scope.columns) then 't.value' else 'null::bigint' end)
  using scope.mask, scope.value, _year;
end $$;

-- For the timeline of a person: the turns of their leads and offers but the first, which was made with the row; newest first.
create function sales.told_of(_token text, _person uuid, _before_at timestamptz, _before uuid, _max int)
returns table (id uuid, at timestamptz, by text, lead uuid, did text, subject text, words text)
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope;
begin
  select * into scope from notice.scope s where s.role = session_user and s.category = 'leads';
  if scope.role is null then
    return;
  end if;
  return query execute format($q$
    select s.id, date_trunc('milliseconds', s.at), s.by, s.lead_id, s.did, %s, s.why
    from sales.step s join register.leads t on t.person_id = $3 and t.id = s.lead_id and (t.standing & $1) = $2
    where s.person_id = $3 and s.did not in ('new', 'queued') and ($5 is null or (date_trunc('milliseconds', s.at), s.id) < ($4, $5))
    order by 2 desc, 1 desc limit $6$q$, case when 'subject' = any (scope.columns) then 't.subject' else 'null::text' end)
  using scope.mask, scope.value, _person, _before_at, _before, _max;
end $$;

grant execute on function sales.list, sales.count, sales.show, sales.show_offers, sales.by_source, sales.told_of to public; -- refused without a
-- token, and where the notice gives no leads

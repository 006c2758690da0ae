-- Sales: who may buy, what was offered to them and what they answered stands in the categories `leads` and `offers` of the notice; beside the
-- rows stand every turn with who, when and why, the lines of an offer, and what the law on telephone sale asks for, which is kept here.

create schema sales;
grant usage on schema sales to {{app}}, public;

-- A row of the category `leads`, by its id.
create table sales.lead (
  id uuid primary key,
  person_id uuid not null,
  source text not null, -- of the notice: whence the lead came
  came_at timestamptz not null
);
create index lead_person on sales.lead (person_id);

-- A row of the category `offers`, by its id; one that came by another way than the program's has none here.
create table sales.offer (
  id uuid primary key,
  person_id uuid not null,
  lead_id uuid not null references sales.lead on delete cascade,
  purpose text not null, -- for which it was made: its task is of this one
  lang text not null check (lang in ('fi', 'sv', 'en')),
  consumer boolean not null, -- prices include value added tax, and 38/1978 applies
  terms text check (length(terms) between 1 and 5000),
  made_at timestamptz not null,
  frozen_at timestamptz, -- since it was sent, or asked to be: what it says does not change any more
  sent_at timestamptz, -- when it last left on a durable medium
  accepted_at timestamptz,
  accepted_how text check (accepted_how in ('page', 'email', 'paper', 'spoken')),
  accepted_name text,
  accepted_hash bytea, -- of what was accepted
  check ((accepted_at is null) = (accepted_how is null))
);
create index offer_lead on sales.offer (lead_id);
create index offer_person on sales.offer (person_id);

create table sales.line (
  offer_id uuid not null references sales.offer on delete cascade,
  n int not null,
  person_id uuid not null,
  what text not null check (length(what) between 1 and 300),
  quantity int not null check (quantity > 0),
  unit_cents bigint not null check (unit_cents >= 0), -- of euros; with value added tax for a consumer, without it for a business
  vat_permille int not null check (vat_permille >= 0),
  primary key (offer_id, n)
);
create index line_person on sales.line (person_id);

-- Rows are only added. The rows of the categories repeat the latest state.
create table sales.step (
  lead_id uuid not null references sales.lead on delete cascade,
  id uuid not null, -- in the order of time
  person_id uuid not null,
  offer_id uuid, -- of a turn of an offer
  at timestamptz not null,
  by text not null,
  did text not null check (did in ('new', 'contacted', 'offered', 'won', 'lost', 'called', 'made', 'queued', 'sent', 'not-sent', 'accepted',
    'declined', 'withdrawn')),
  why text check (length(why) between 1 and 1000),
  primary key (lead_id, id)
);
create index step_person on sales.step (person_id);

-- Opaque links to the page of an offer: whose it is is known by a hash of the link's secret alone.
create table sales.link (
  token_hash bytea primary key,
  offer_id uuid not null references sales.offer on delete cascade,
  person_id uuid not null,
  made_at timestamptz not null
);
create index link_person on sales.link (person_id);
create index link_offer on sales.link (offer_id);
grant select, insert on sales.link to {{app}};

-- The planner keeps no sample of what is said of people (docs/decisions/0003).
alter table sales.step alter why set statistics 0;
alter table sales.offer alter terms set statistics 0;
alter table sales.offer alter accepted_name set statistics 0;
alter table sales.line alter what set statistics 0;

-- ── Telephone sale (38/1978 ch. 6) ──────────────────────────────────────────────────────────────────────────────────

-- When the person was last rung for selling.
create function sales.last_call(_person uuid) returns timestamptz language sql stable set search_path = '' as
  $$ select max(s.at) from sales.step s where s.person_id = _person and s.did = 'called' $$;

-- An offer made in or after a sales call binds a consumer only when it was sent on a durable medium after the call and accepted in writing
-- after that. Whoever marks it accepted in whatever way comes by here.
create function sales.keep_writing() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  called timestamptz := sales.last_call(new.person_id);
begin
  if new.consumer and called is not null then
    if new.accepted_how = 'spoken' then
      perform register.refuse('conflict', 'sales.needs-writing');
    elsif new.sent_at is null or new.sent_at <= called then
      perform register.refuse('conflict', 'sales.not-confirmed');
    elsif new.accepted_at < new.sent_at then
      perform register.refuse('conflict', 'sales.needs-writing');
    end if;
  end if;
  return new;
end $$;
create trigger keep_writing before update of accepted_at on sales.offer
  for each row when (new.accepted_at is not null and old.accepted_at is null) execute function sales.keep_writing();

-- True while a lead may not be won, or an offer not stand as accepted: its consumer was rung, and has accepted nothing in writing.
create function sales.lacks_writing(_category text, _person uuid, _row uuid) returns boolean
language plpgsql stable set search_path = '' as $$
declare
  business boolean;
begin
  if sales.last_call(_person) is null then
    return false;
  elsif _category = 'offers' then
    return coalesce((select o.consumer and o.accepted_at is null from sales.offer o where o.id = _row), true);
  end if;
  execute $q$select to_jsonb(t) ->> 'capacity' = 'business' from register.leads t where t.person_id = $1 and t.id = $2$q$
    into business using _person, _row;
  return not coalesce(business, false) and not exists (select from sales.offer o
    where o.lead_id = _row and o.accepted_at is not null and o.accepted_how <> 'spoken');
end $$;

-- ── A row of the category is a lead ─────────────────────────────────────────────────────────────────────────────────

-- Every value has its change row, so whoever writes a lead or an offer, by whatever function, comes by here in the same transaction.
create function sales.follow() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  change record;
  state text;
begin
  for change in select a.* from added a where a.category in ('leads', 'offers') and a.after is not null order by a.id loop
    state := change.after ->> 'state';
    if (change.category, state) in (('leads', 'won'), ('offers', 'accepted'))
      and sales.lacks_writing(change.category, change.person_id, change.row_id)
    then
      perform register.refuse('conflict', 'sales.needs-writing');
    end if;
    if change.category = 'leads' then
      insert into sales.lead (id, person_id, source, came_at) values (change.row_id, change.person_id, change.source, change.at)
      on conflict do nothing;
      -- A step that was just taken wrote the same state; what was written in another way is told without a reason.
      if state is not null and state is distinct from (select s.did from sales.step s
        where s.lead_id = change.row_id and s.did in ('new', 'contacted', 'offered', 'won', 'lost') order by s.id desc limit 1)
      then
        insert into sales.step (lead_id, id, person_id, at, by, did)
        values (change.row_id, register.new_id(), change.person_id, change.at, change.actor, state);
      end if;
    end if;
  end loop;
  return null;
end $$;
create trigger follow_sales after insert on register.change referencing new table as added
  for each statement execute function sales.follow();

-- What is beside a row goes when the row and its history are gone, by retention or an erasure; what a law keeps of somebody erased keeps it.
create function sales.leave() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform sales.forget(array(select distinct g.person_id from gone g where g.category in ('leads', 'offers')));
  return null;
end $$;
create function sales.forget(_persons uuid[]) returns void language plpgsql set search_path = '' as $$
begin
  delete from sales.offer o where o.person_id = any (_persons) and not exists (select from register.change c
    where c.person_id = o.person_id and c.category = 'offers' and c.row_id = o.id);
  -- An offer that stays needs its lead to stand beside.
  delete from sales.lead l where l.person_id = any (_persons) and not exists (select from register.change c
    where c.person_id = l.person_id and c.category = 'leads' and c.row_id = l.id)
    and not exists (select from sales.offer o where o.lead_id = l.id);
end $$;
create trigger end_sales after delete on register.change referencing old table as gone
  for each statement execute function sales.leave();

-- ── Writing rows ────────────────────────────────────────────────────────────────────────────────────────────────────

-- The first of these sources that the notice names for the category; else any that it names.
create function sales.source_of(_category text, _wished text[]) returns text language sql stable set search_path = '' as
  $$ select s.source from notice.source s where s.category = _category order by array_position(_wished, s.source) nulls last, s.source limit 1 $$;

-- Writes what the category keeps of the values, and answers the row.
create function sales.put(_token text, _category text, _source text, _person uuid, _row uuid, _values jsonb, _expected uuid) returns uuid
language plpgsql set search_path = '' as $$
declare
  columns text[] := (register.scope_of(_category)).columns;
  written uuid;
begin
  execute format('select register.%I($1, $2, null, $3, $4, $5, $6)', 'write_' || _category) into written using _token, _source, _person, _row,
    (select jsonb_object_agg(v.key, v.value) from jsonb_each(_values) v where v.key = any (columns)), _expected;
  return written;
end $$;

-- The row, with its person locked; refused to whom it is not given to write.
create function sales.lock_row(_category text, _id uuid) returns uuid language plpgsql set search_path = '' as $$
declare
  scope notice.scope := register.scope_of(_category);
  person uuid;
  seen boolean;
begin
  if not scope.may_write then
    perform register.refuse('forbidden', 'register.column-not-given', jsonb_build_object('category', _category, 'column', '*'));
  end if;
  execute format('select m.person_id from sales.%I m where m.id = $1', case _category when 'leads' then 'lead' else 'offer' end)
    into person using _id;
  if person is not null then
    perform register.lock_person(person);
    execute format('select exists (select from register.%I t where t.person_id = $1 and t.id = $2 and (t.standing & $3) = $4)', _category)
      into seen using person, _id, scope.mask, scope.value;
  end if;
  if not coalesce(seen, false) then
    perform register.refuse('absent', 'sales.absent');
  end if;
  return person;
end $$;

create function sales.take_step(_lead uuid, _person uuid, _offer uuid, _did text, _why text, _by text, _at timestamptz) returns void
language sql set search_path = '' as $$
  insert into sales.step (lead_id, id, person_id, offer_id, at, by, did, why)
  values (_lead, register.new_id(), _person, _offer, _at, _by, _did, nullif(btrim(_why), ''))
$$;

create function sales.state_of(_category text, _person uuid, _row uuid) returns text language plpgsql stable set search_path = '' as $$
declare
  state text;
begin
  execute format('select to_jsonb(t) ->> ''state'' from register.%I t where t.person_id = $1 and t.id = $2', _category)
    into state using _person, _row;
  return state;
end $$;

-- The lead stands in another column of the board. `_expected`: the row's last change that the asker saw; null for the program itself.
create function sales.move(_token text, _id uuid, _to text, _why text, _because text, _expected uuid, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  person uuid := sales.lock_row('leads', _id);
begin
  if sales.state_of('leads', person, _id) = _to then
    perform register.refuse('conflict', 'sales.there-already');
  elsif _to = 'lost' and _because is null then
    perform register.refuse('invalid', 'sales.why-lost');
  end if;
  perform sales.take_step(_id, person, null, _to, _why, asker.actor, _at);
  perform sales.put(_token, 'leads', sales.source_of('leads', array['staff', 'register']), person, _id, jsonb_build_object('state', _to,
    'lost_because', case when _to = 'lost' then _because end,
    'closed', case when _to in ('won', 'lost') then (_at at time zone 'Europe/Helsinki')::date end), _expected);
  return person;
end $$;

-- May the person be rung for this? Only when the gate says so at this moment is the number told, and the call noted with it: what is sold by
-- it needs a confirmation in writing from here on. `_checked`: what was checked of a ban on telephone marketing, without which no consumer is rung.
create function sales.call(_token text, _id uuid, _checked text, _at timestamptz)
returns table (person uuid, allowed boolean, reason text, phone text)
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  whom uuid := sales.lock_row('leads', _id);
  answer record;
  number text;
  business boolean;
begin
  execute $q$select to_jsonb(t) ->> 'capacity' = 'business' from register.leads t where t.person_id = $1 and t.id = $2$q$
    into business using whom, _id;
  if _checked is null and not coalesce(business, false) then
    perform register.refuse('invalid', 'sales.ban-unchecked');
  end if;
  select * into answer from register.may_send(_token, array[whom], asker.purpose, 'phone', _at) m;
  if answer.allowed then
    execute 'select c.phone from register.contact_points c where c.person_id = $1 and c.id = $2' into number using whom, answer.address_row;
    perform sales.take_step(_id, whom, null, 'called', _checked, asker.actor, _at);
    if sales.state_of('leads', whom, _id) = 'new' then
      perform sales.move(_token, _id, 'contacted', null, null, null, _at);
    end if;
  end if;
  return query select whom, answer.allowed, answer.reason, number;
end $$;

grant execute on function sales.move, sales.call to public; -- refused without a token, and where the notice gives no leads

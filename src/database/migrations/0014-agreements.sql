-- Contracts with customers: what one says stands in the category `contracts` of the notice; beside it every turn of it with who, when and
-- why, its parties, and its documents, which lie encrypted in the home and stay exactly as long as the row or what is told of it.

create schema agreements;
grant usage on schema agreements to {{app}}, public;

-- A row of the category, by its id.
create table agreements.agreement (
  id uuid primary key,
  person_id uuid not null,
  task_id uuid -- the task that reminds of its end
);
create index agreement_person on agreements.agreement (person_id);

-- Rows are only added. The row of the category repeats the latest state.
create table agreements.step (
  agreement_id uuid not null references agreements.agreement on delete cascade,
  id uuid not null, -- in the order of time
  person_id uuid not null,
  at timestamptz not null,
  by text not null,
  did text not null check (did in ('draft', 'signed', 'in-force', 'ended', 'terminated', 'renewed')),
  why text check (length(why) between 1 and 1000),
  primary key (agreement_id, id)
);
create index agreement_step_person on agreements.step (person_id);

-- What may follow: the state, the step.
create table agreements.turn (state text not null, step text not null, primary key (state, step));
insert into agreements.turn (state, step) values
  ('draft', 'signed'), ('draft', 'in-force'),
  ('signed', 'in-force'), ('signed', 'terminated'),
  ('in-force', 'renewed'), ('in-force', 'ended'), ('in-force', 'terminated'),
  ('ended', 'in-force'), ('terminated', 'in-force');

-- A party is a person of the register, an organisation, or the controller, who has neither id. It goes with its person.
create table agreements.party (
  agreement_id uuid not null references agreements.agreement on delete cascade,
  id uuid not null,
  person_id uuid,
  organisation_id uuid,
  role text not null check (role in ('customer', 'supplier', 'representative', 'guardian', 'guarantor', 'other')),
  primary key (agreement_id, id),
  check (num_nonnulls(person_id, organisation_id) <= 1)
);
create index party_person on agreements.party (person_id) where person_id is not null;

-- The file is written after the row, so that a file without a row is nobody's. Its folder is named after the table (rights.files_of).
create table agreements.document (
  person_id uuid not null,
  id uuid not null, -- of its file too
  agreement_id uuid not null references agreements.agreement on delete cascade,
  version int not null, -- of the contract's documents of its kind, from 1
  kind text not null check (kind in ('draft', 'signed', 'annex')),
  name text not null,
  type text not null,
  bytes int not null,
  hash bytea not null,
  at timestamptz not null,
  by text not null,
  kept boolean not null default false,
  primary key (person_id, id)
);
create index document_agreement on agreements.document (agreement_id);

-- The planner keeps no sample of what is said of people (docs/decisions/0003).
alter table agreements.step alter why set statistics 0;
alter table agreements.document alter name set statistics 0;

-- ── A row of the category is a contract ─────────────────────────────────────────────────────────────────────────────

-- Every value has its change row, so whoever writes a contract, by whatever function, has it here in the same transaction.
create function agreements.follow() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  change record;
begin
  for change in select a.* from added a where a.category = 'contracts' and a.after is not null order by a.id loop
    insert into agreements.agreement (id, person_id) values (change.row_id, change.person_id) on conflict do nothing;
    -- A step that was just taken wrote the same state; what was written in another way is told without a reason.
    if change.after ->> 'state' is not null and change.after ->> 'state' is distinct from (
      select case when s.did = 'renewed' then 'in-force' else s.did end from agreements.step s where s.agreement_id = change.row_id order by s.id desc limit 1)
    then
      insert into agreements.step (agreement_id, id, person_id, at, by, did)
      values (change.row_id, register.new_id(), change.person_id, change.at, change.actor, change.after ->> 'state');
    end if;
  end loop;
  return null;
end $$;
create trigger make_agreements after insert on register.change referencing new table as added
  for each statement execute function agreements.follow();

-- When the row is gone and its history with it, by retention or an erasure, so is the contract with its documents. What a law keeps of
-- somebody erased has its history, and so its documents. What staff have removed is hidden until then.
create function agreements.leave() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from agreements.agreement m using (select distinct g.row_id from gone g where g.category = 'contracts') g
    where m.id = g.row_id and not exists (select from register.change c
      where c.person_id = m.person_id and c.category = 'contracts' and c.row_id = m.id);
  return null;
end $$;
create trigger end_agreements after delete on register.change referencing old table as gone
  for each statement execute function agreements.leave();

-- Of persons who leave or are erased: a contract of which no history is left goes at once, any other one with its history.
create function agreements.forget(_persons uuid[]) returns void language sql set search_path = '' as $$
  delete from agreements.agreement m where m.person_id = any (_persons) and not exists (select from register.change c
    where c.person_id = m.person_id and c.category = 'contracts' and c.row_id = m.id)
$$;

create trigger clear_documents after delete on agreements.document referencing old table as gone
  for each statement execute function register.clear_files('agreements.clear');

-- The files that there should be.
create function agreements.documents() returns setof uuid language sql stable security definer set search_path = '' as
  $$ select d.id from agreements.document d $$;
grant execute on function agreements.documents to {{app}};

-- ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- SQL of a column of the category, null where the login does not see it.
create function agreements.seen(_scope notice.scope, _column text, _type text) returns text language sql immutable set search_path = '' as
  $$ select case when _column = any (_scope.columns) then format('t.%I', _column) else 'null::' || _type end $$;

-- Contracts whose row the login sees, those that end first standing first. `_which`: {person, state, from, to}: days between which it ends.
create function agreements.list(_token text, _which jsonb, _after uuid, _max int)
returns table (id uuid, person uuid, held jsonb, documents bigint)
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('contracts');
begin
  -- The page is found first, and what stands on it read of its rows alone.
  return query execute format($q$
    with page as materialized (
      select t.person_id, t.id, coalesce(%1$s, 'infinity') as last
      from register.contracts t
      where (t.standing & $1) = $2
        and ($4 ->> 'person' is null or t.person_id = ($4 ->> 'person')::uuid)
        and ($4 ->> 'state' is null or %2$s = $4 ->> 'state')
        and ($4 ->> 'from' is null or %1$s >= ($4 ->> 'from')::date)
        and ($4 ->> 'to' is null or %1$s <= ($4 ->> 'to')::date)
        and ($5 is null or (coalesce(%1$s, 'infinity'), t.id) > (select coalesce(%1$s, 'infinity'), t.id
          from agreements.agreement m join register.contracts t on t.person_id = m.person_id and t.id = m.id where m.id = $5))
      order by last, t.id limit $6)
    select t.id, t.person_id, register.cut(to_jsonb(t), $3),
      (select count(*) from agreements.document d where d.agreement_id = t.id and d.kept)
    from page p join register.contracts t on t.person_id = p.person_id and t.id = p.id
    order by p.last, p.id$q$,
    agreements.seen(scope, 'ends', 'date'), agreements.seen(scope, 'state', 'text'))
  using scope.mask, scope.value, scope.columns, _which, _after, _max;
end $$;

-- One contract with what its row says, as far as the login sees it, and what stands beside it.
create function agreements.show(_token text, _id uuid)
returns table (id uuid, person uuid, held jsonb, change uuid, may_write boolean, task uuid, steps jsonb, turns text[], parties jsonb, documents jsonb)
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('contracts');
begin
  return query execute format($q$
    select m.id, m.person_id, register.cut(to_jsonb(t), $3),
      (select c.id from register.change c where c.person_id = m.person_id and c.category = 'contracts' and c.row_id = m.id order by c.id desc limit 1),
      $4, m.task_id,
      (select coalesce(jsonb_agg(jsonb_build_object('at', s.at, 'by', s.by, 'did', s.did, 'why', s.why) order by s.id), '[]')
        from agreements.step s where s.agreement_id = m.id),
      array(select u.step from agreements.turn u where u.state = %1$s order by u.step),
      (select coalesce(jsonb_agg(jsonb_build_object('person', p.person_id, 'organisation', p.organisation_id, 'role', p.role) order by p.id), '[]')
        from agreements.party p where p.agreement_id = m.id and (p.person_id is null or register.sees_person(p.person_id))),
      (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'version', d.version, 'kind', d.kind, 'name', d.name, 'type', d.type,
          'bytes', d.bytes, 'at', d.at, 'by', d.by) order by d.at desc, d.id desc), '[]')
        from agreements.document d where d.agreement_id = m.id and d.kept)
    from agreements.agreement m join register.contracts t on t.person_id = m.person_id and t.id = m.id and (t.standing & $1) = $2
    where m.id = $5$q$, agreements.seen(scope, 'state', 'text'))
  using scope.mask, scope.value, scope.columns, scope.may_write, _id;
end $$;

-- For the timeline of a person: the turns of their contracts but the first, which was made with the row, and their documents; newest first.
create function agreements.told_of(_token text, _person uuid, _before_at timestamptz, _before uuid, _max int)
returns table (id uuid, at timestamptz, by text, agreement uuid, did text, subject text, words text)
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope;
begin
  select * into scope from notice.scope s where s.role = session_user and s.category = 'contracts';
  if scope.role is null then
    return;
  end if;
  return query execute format($q$
    select x.id, date_trunc('milliseconds', x.at), x.by, x.agreement_id, x.did, coalesce(%1$s, %2$s), x.words
    from (
      select s.id, s.at, s.by, s.agreement_id, s.did, s.why as words from agreements.step s
        where s.person_id = $3 and exists (select from agreements.step e where e.agreement_id = s.agreement_id and e.id < s.id)
      union all
      select d.id, d.at, d.by, d.agreement_id, 'document', d.name from agreements.document d where d.person_id = $3 and d.kept
    ) x join register.contracts t on t.person_id = $3 and t.id = x.agreement_id and (t.standing & $1) = $2
    where $5 is null or (date_trunc('milliseconds', x.at), x.id) < ($4, $5)
    order by 2 desc, 1 desc limit $6$q$, agreements.seen(scope, 'subject', 'text'), agreements.seen(scope, 'contract_number', 'text'))
  using scope.mask, scope.value, _person, _before_at, _before, _max;
end $$;

-- ── Turns ───────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The contract, with its person locked; refused to whom its row is not given to write.
create function agreements.lock_agreement(_id uuid) returns agreements.agreement language plpgsql set search_path = '' as $$
declare
  scope notice.scope := register.scope_of('contracts');
  found agreements.agreement;
  seen boolean;
begin
  if not scope.may_write then
    perform register.refuse('forbidden', 'register.column-not-given', jsonb_build_object('category', 'contracts', 'column', '*'));
  end if;
  perform register.lock_person(m.person_id) from agreements.agreement m where m.id = _id;
  select * into found from agreements.agreement m where m.id = _id for update;
  execute 'select exists (select from register.contracts t where t.person_id = $1 and t.id = $2 and (t.standing & $3) = $4)'
    into seen using found.person_id, _id, scope.mask, scope.value;
  if found.id is null or not seen then
    perform register.refuse('absent', 'agreements.absent');
  end if;
  return found;
end $$;

-- Takes a step, and writes what it changes of the row: `_values`, with the state. `_expected`: the row's last change that the asker saw.
create function agreements.take_step(_token text, _id uuid, _did text, _why text, _values jsonb, _expected uuid, _at timestamptz) returns void
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  taken agreements.agreement := agreements.lock_agreement(_id);
  columns text[] := (register.scope_of('contracts')).columns;
  stands text;
begin
  if 'state' <> all (columns) then -- the notice keeps none, or gives it to others
    perform register.refuse('forbidden', 'register.column-not-given', jsonb_build_object('category', 'contracts', 'column', 'state'));
  end if;
  execute 'select t.state from register.contracts t where t.person_id = $1 and t.id = $2' into stands using taken.person_id, _id;
  if not exists (select from agreements.turn u where u.state = coalesce(stands, 'draft') and u.step = _did) then
    perform register.refuse('conflict', 'agreements.not-now');
  end if;
  insert into agreements.step (agreement_id, id, person_id, at, by, did, why)
  values (_id, register.new_id(), taken.person_id, _at, asker.actor, _did, nullif(btrim(_why), ''));
  execute 'select register.write_contracts($1, $2, null, $3, $4, $5, $6)' using _token, 'contracts', taken.person_id, _id,
    (select jsonb_object_agg(v.key, v.value) from jsonb_each(_values) v where v.key = any (columns)), _expected;
end $$;

-- Its parties are these, [{person | organisation, role}], and no others.
create function agreements.put_parties(_token text, _id uuid, _parties jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  taken agreements.agreement := agreements.lock_agreement(_id);
  party record;
begin
  delete from agreements.party p where p.agreement_id = _id and (p.person_id is null or register.sees_person(p.person_id));
  for party in select * from jsonb_to_recordset(_parties) as p (person uuid, organisation uuid, role text) loop
    if party.person is not null and not register.sees(register.lock_person(party.person)) then
      perform register.refuse('absent', 'register.person-absent');
    elsif party.organisation is not null and not exists (select from register.organisation o where o.id = party.organisation) then
      perform register.refuse('absent', 'organisation.absent');
    end if;
    insert into agreements.party (agreement_id, id, person_id, organisation_id, role)
    values (_id, register.new_id(), party.person, party.organisation, party.role);
  end loop;
end $$;

create function agreements.remind(_token text, _id uuid, _task uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  taken agreements.agreement := agreements.lock_agreement(_id);
begin
  update agreements.agreement m set task_id = _task where m.id = _id;
end $$;

-- ── Documents ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- Notes a document whose file is written next. The same bytes are kept once a contract.
create function agreements.add_document(_token text, _id uuid, _document uuid, _kind text, _name text, _type text, _bytes int, _hash bytea,
  _most int, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  taken agreements.agreement := agreements.lock_agreement(_id);
begin
  delete from agreements.document d where d.agreement_id = _id and not d.kept and d.hash = _hash; -- its file was never written
  if exists (select from agreements.document d where d.agreement_id = _id and d.hash = _hash) then
    perform register.refuse('conflict', 'agreements.same-document');
  elsif (select count(*) from agreements.document d where d.agreement_id = _id) >= _most then
    perform register.refuse('conflict', 'agreements.too-many-documents', jsonb_build_object('most', _most));
  end if;
  insert into agreements.document (person_id, id, agreement_id, version, kind, name, type, bytes, hash, at, by)
  values (taken.person_id, _document, _id,
    (select coalesce(max(d.version), 0) + 1 from agreements.document d where d.agreement_id = _id and d.kind = _kind),
    _kind, _name, _type, _bytes, _hash, _at, asker.actor);
end $$;

create function agreements.note_kept(_token text, _id uuid, _document uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  update agreements.document d set kept = true where d.agreement_id = _id and d.id = _document;
end $$;

create function agreements.remove_document(_token text, _id uuid, _document uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  taken agreements.agreement := agreements.lock_agreement(_id);
begin
  delete from agreements.document d where d.agreement_id = _id and d.id = _document;
  if not found then
    perform register.refuse('absent', 'agreements.no-document');
  end if;
end $$;

grant execute on function agreements.list, agreements.show, agreements.told_of, agreements.take_step, agreements.put_parties, agreements.remind,
  agreements.add_document, agreements.note_kept, agreements.remove_document to public; -- refused without a token, and where the notice gives no contracts

-- ── What the day brings ─────────────────────────────────────────────────────────────────────────────────────────────

-- Signed contracts that begin, those whose last day has passed, and those that go on for another period; for the rights purpose alone.
-- Answers how many there were. A contract of somebody whose data is restricted waits.
create function agreements.advance(_token text, _day date, _at timestamptz) returns int
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  due record;
  moved int := 0;
  reminder tasks.task;
begin
  perform register.need_rights();
  if exists (select from unnest(array['state', 'starts', 'ends', 'renewal', 'renewal_months']) c where not register.has_column('contracts', c))
    or not exists (select from notice.source s where s.category = 'contracts' and s.source = 'contracts')
  then
    return 0;
  end if;
  for due in execute $q$
    select t.person_id as person, t.id, t.ends, t.renewal_months as months, case
        when t.state = 'signed' then 'in-force' when t.renewal = 'renews' and t.renewal_months > 0 then 'renewed' else 'ended' end as did
    from register.contracts t join register.person p on p.id = t.person_id and p.erased_on is null
    where (t.standing & 1) = 0 and (t.state = 'signed' and t.starts <= $1 and coalesce(t.ends >= $1, true) or t.state = 'in-force' and t.ends < $1)
    order by t.person_id, t.id$q$ using _day
  loop
    perform register.lock_person(due.person);
    while due.did = 'renewed' and due.ends < _day loop
      due.ends := (due.ends + make_interval(months => due.months::int))::date;
    end loop;
    insert into agreements.step (agreement_id, id, person_id, at, by, did) values (due.id, register.new_id(), due.person, _at, asker.actor, due.did);
    execute 'select register.write_contracts($1, $2, null, $3, $4, $5, null)' using _token, 'contracts', due.person, due.id,
      case due.did when 'renewed' then jsonb_build_object('ends', due.ends) else jsonb_build_object('state', due.did) end;
    if due.did = 'renewed' then -- the next end has a reminder of its own, as the last one had
      select t.* into reminder from tasks.task t join agreements.agreement m on m.task_id = t.id where m.id = due.id;
      if reminder.due is not null then
        while reminder.due <= _day loop
          reminder.due := (reminder.due + make_interval(months => due.months::int))::date;
        end loop;
        reminder.id := register.new_id();
        reminder.turn := register.new_id();
        insert into tasks.task (id, person_id, purpose, title, made_at, made_by, turn, state, owned_by, due)
        values (reminder.id, due.person, reminder.purpose, reminder.title, _at, asker.actor, reminder.turn, 'open', reminder.owned_by, reminder.due);
        insert into tasks.turn (task_id, id, person_id, at, by, did, owned_by, due)
        values (reminder.id, reminder.turn, due.person, _at, asker.actor, 'made', reminder.owned_by, reminder.due);
        update agreements.agreement m set task_id = reminder.id where m.id = due.id;
      end if;
    end if;
    moved := moved + 1;
  end loop;
  return moved;
end $$;
grant execute on function agreements.advance to public; -- refused to all but the rights purpose

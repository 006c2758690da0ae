-- Feedback, complaints and questions as cases: every row of the category feedback is one from the moment in which it is written, by
-- whomever. What became of it is a step with who, when and why; what the person said and was answered stands in the register's own row.

create schema cases;

-- Within how many days of its coming a case of a kind is to be answered.
create table cases.term (
  kind text primary key check (kind in ('complaint', 'question', 'feedback')),
  days int not null check (days between 1 and 90),
  set_at timestamptz, -- by whom of the staff and when; null: as the program came
  set_by text
);
insert into cases.term (kind, days) values ('complaint', 14), ('question', 5), ('feedback', 14);

-- A case as its steps have left it. It is shown while its row of the category stands, and goes when nothing tells of that row any more.
create table cases.matter (
  id uuid primary key, -- of its row of the category feedback
  person_id uuid not null,
  number int generated always as identity unique, -- as it is called on the telephone and in e-mail: it says nothing of anybody
  kind text not null references cases.term,
  source text not null, -- by which it came; what is answered is written with it
  received_at timestamptz not null,
  due date not null,
  state text not null check (state in ('open', 'waiting', 'answered', 'closed', 'reopened')),
  owned_by uuid, -- of the staff
  order_id uuid, -- a row of the category orders
  last_step uuid
);
create index matter_due on cases.matter (due, id) where state in ('open', 'waiting', 'reopened');
create index matter_person on cases.matter (person_id);

create table cases.step (
  matter_id uuid not null references cases.matter on delete cascade,
  id uuid not null, -- in the order of time
  person_id uuid not null,
  at timestamptz not null,
  by text not null,
  kind text not null check (kind in ('open', 'waiting', 'answered', 'closed', 'reopened', 'noted', 'assigned', 'due-moved', 'order-linked',
    'request-made', 'replied')),
  words text check (length(words) between 1 and 8000),
  details jsonb not null,
  primary key (matter_id, id)
);
create index step_by_id on cases.step (id);
create index step_person on cases.step (person_id);

-- Of the staff, whom a note calls.
create table cases.mention (
  matter_id uuid not null,
  step_id uuid not null,
  staff_id uuid not null,
  primary key (matter_id, step_id, staff_id),
  foreign key (matter_id, step_id) references cases.step on delete cascade
);
create index mention_staff on cases.mention (staff_id);

-- What may follow: the state, the step, which is the state after it.
create table cases.turn (state text not null, step text not null, primary key (state, step));
insert into cases.turn (state, step) values
  ('open', 'waiting'), ('open', 'answered'), ('open', 'closed'),
  ('waiting', 'open'), ('waiting', 'answered'), ('waiting', 'closed'),
  ('answered', 'answered'), ('answered', 'closed'), ('answered', 'reopened'),
  ('closed', 'reopened'),
  ('reopened', 'waiting'), ('reopened', 'answered'), ('reopened', 'closed');

grant usage on schema cases to {{app}}, public;
grant select, insert, update on cases.term to {{app}};

-- ── A row of feedback is a case ─────────────────────────────────────────────────────────────────────────────────────

create function cases.due_day(_kind text, _received timestamptz) returns date language sql stable set search_path = '' as
  $$ select (_received at time zone 'Europe/Helsinki')::date + t.days from cases.term t where t.kind = _kind $$;

create function cases.add_step(_matter cases.matter, _at timestamptz, _by text, _kind text, _words text, _details jsonb) returns uuid
language sql set search_path = '' as $$
  with added as (
    insert into cases.step (matter_id, id, person_id, at, by, kind, words, details)
    values (_matter.id, register.new_id(), _matter.person_id, _at, _by, _kind, nullif(btrim(_words), ''), jsonb_strip_nulls(_details))
    returning id
  )
  update cases.matter m set last_step = (select id from added) where m.id = _matter.id returning m.last_step
$$;

-- Every value has its change row, so whoever writes feedback, by whatever function, makes a case or moves it in the same transaction.
create function cases.follow() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  change record;
  matter cases.matter;
begin
  for change in
    select a.*, coalesce(a.after ->> 'kind', 'feedback') as told, coalesce((a.after ->> 'received')::timestamptz, a.at) as came
    from added a where a.category = 'feedback' and a.after is not null order by a.id
  loop
    insert into cases.matter (id, person_id, kind, source, received_at, due, state)
    values (change.row_id, change.person_id, change.told, change.source, change.came, cases.due_day(change.told, change.came),
      coalesce(change.after ->> 'state', 'open'))
    on conflict do nothing returning * into matter;
    if matter.id is not null then
      perform cases.add_step(matter, change.at, change.actor, matter.state, null, '{}');
      continue;
    end if;
    select * into matter from cases.matter m where m.id = change.row_id for update;
    update cases.matter m set kind = n.kind, received_at = n.received_at, state = coalesce(change.after ->> 'state', m.state),
      due = case when (n.kind, n.received_at) = (m.kind, m.received_at)
          or exists (select from cases.step s where s.matter_id = m.id and s.kind in ('due-moved', 'reopened')) then m.due
        else cases.due_day(n.kind, n.received_at) end
    from (select coalesce(change.after ->> 'kind', matter.kind) as kind,
      coalesce((change.after ->> 'received')::timestamptz, matter.received_at) as received_at) n
    where m.id = change.row_id and change.after ?| array['kind', 'received', 'state'];
    if change.after ->> 'state' <> matter.state then
      perform cases.add_step(matter, change.at, change.actor, change.after ->> 'state', null, '{}');
    end if;
  end loop;
  return null;
end $$;
create trigger make_cases after insert on register.change referencing new table as added
  for each statement execute function cases.follow();

-- When the row is gone and its history with it, by retention or an erasure, so is the case. What staff have removed is hidden until then.
create function cases.leave() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from cases.matter m using (select distinct g.row_id from gone g where g.category = 'feedback') g
    where m.id = g.row_id and not exists (select from register.change c
      where c.person_id = m.person_id and c.category = 'feedback' and c.row_id = m.id);
  return null;
end $$;
create trigger end_cases after delete on register.change referencing old table as gone
  for each statement execute function cases.leave();

-- ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- Cases whose row the login sees. `_which`: {view: open|answered|closed|all, kind, mine, mentioned, overdue, person, today}; those that
-- wait by their day, others the latest first.
create function cases.list(_token text, _which jsonb, _after uuid, _max int)
returns table (id uuid, number int, person uuid, kind text, received_at timestamptz, due date, state text, owner uuid, content text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('feedback');
  me uuid := (substring(asker.actor from '^staff:([0-9a-f-]{36})$'))::uuid;
  waits boolean := _which ->> 'view' = 'open';
begin
  return query execute format($q$
    select m.id, m.number, m.person_id, m.kind, m.received_at, m.due, m.state, m.owned_by, %2$s
    from cases.matter m join register.feedback t on t.person_id = m.person_id and t.id = m.id and (t.standing & $1) = $2
    where case $3 ->> 'view'
        when 'open' then m.state in ('open', 'waiting', 'reopened')
        when 'all' then true else m.state = $3 ->> 'view' end
      and ($3 ->> 'kind' is null or m.kind = $3 ->> 'kind')
      and ($3 ->> 'person' is null or m.person_id = ($3 ->> 'person')::uuid)
      and (not ($3 ->> 'mine')::boolean or m.owned_by = $4)
      and (not ($3 ->> 'mentioned')::boolean or m.id in (select n.matter_id from cases.mention n where n.staff_id = $4))
      and (not ($3 ->> 'overdue')::boolean or m.state in ('open', 'reopened') and m.due < ($3 ->> 'today')::date)
      and ($5 is null or %1$s)
    order by %3$s limit $6$q$,
    case when waits then '(m.due, m.id) > (select l.due, l.id from cases.matter l where l.id = $5)' else 'm.id < $5' end,
    case when 'content' = any (scope.columns) then 'left(t.content, 200)' else 'null::text' end,
    case when waits then 'm.due, m.id' else 'm.id desc' end)
  using scope.mask, scope.value, _which, me, _after, _max;
end $$;

-- How many wait, how many of them are late, and how many are the asker's, as far as the login sees them.
create function cases.count(_token text, _today date) returns table (open bigint, overdue bigint, mine bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('feedback');
begin
  return query execute $q$
    select count(*), count(*) filter (where m.state <> 'waiting' and m.due < $3), count(*) filter (where 'staff:' || m.owned_by = $4)
    from cases.matter m join register.feedback t on t.person_id = m.person_id and t.id = m.id and (t.standing & $1) = $2
    where m.state in ('open', 'waiting', 'reopened')$q$
  using scope.mask, scope.value, _today, asker.actor;
end $$;

-- One case with what its row says, as far as the login sees it, and its steps in the order of time.
create function cases.show(_token text, _id uuid)
returns table (id uuid, number int, person uuid, kind text, source text, received_at timestamptz, due date, state text, owner uuid,
  "order" uuid, step uuid, held jsonb, steps jsonb, turns text[], may_write boolean)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('feedback');
begin
  return query execute $q$
    select m.id, m.number, m.person_id, m.kind, m.source, m.received_at, m.due, m.state, m.owned_by, m.order_id, m.last_step,
      register.cut(to_jsonb(t), $3),
      (select jsonb_agg(jsonb_build_object('id', s.id, 'at', s.at, 'by', s.by, 'kind', s.kind, 'words', s.words, 'details', s.details,
          'mentions', (select coalesce(jsonb_agg(n.staff_id), '[]') from cases.mention n where n.matter_id = s.matter_id and n.step_id = s.id))
        order by s.id) from cases.step s where s.matter_id = m.id),
      array(select u.step from cases.turn u where u.state = m.state order by u.step), $4
    from cases.matter m join register.feedback t on t.person_id = m.person_id and t.id = m.id and (t.standing & $1) = $2
    where m.id = $5$q$ using scope.mask, scope.value, scope.columns, scope.may_write, _id;
end $$;

-- ── Steps ───────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The case locked, as it stands; refused to whom its row is not given, and when somebody has moved it since `_expected`.
create function cases.lock_matter(_id uuid, _expected uuid) returns cases.matter language plpgsql set search_path = '' as $$
declare
  scope notice.scope := register.scope_of('feedback');
  matter cases.matter;
  seen boolean;
begin
  if not scope.may_write then
    perform register.refuse('forbidden', 'register.column-not-given', jsonb_build_object('category', 'feedback', 'column', '*'));
  end if;
  perform register.lock_person(m.person_id) from cases.matter m where m.id = _id; -- before the case: whoever writes its row goes the same way
  select * into matter from cases.matter m where m.id = _id for update;
  execute 'select exists (select from register.feedback t where t.person_id = $1 and t.id = $2 and (t.standing & $3) = $4)'
    into seen using matter.person_id, _id, scope.mask, scope.value;
  if matter.id is null or not seen then
    perform register.refuse('absent', 'cases.absent');
  elsif _expected is not null and matter.last_step is distinct from _expected then
    perform register.refuse('conflict', 'cases.changed-meanwhile');
  end if;
  return matter;
end $$;

-- What a step changes of the register's own row, as far as the notice has the columns and gives them to this login.
create function cases.write_row(_token text, _matter cases.matter, _values jsonb) returns void language plpgsql set search_path = '' as $$
declare
  columns text[] := (register.scope_of('feedback')).columns;
  given jsonb := (select jsonb_object_agg(v.key, v.value) from jsonb_each(_values) v where v.key = any (columns));
begin
  if given is not null then
    execute 'select register.write_feedback($1, $2, $3, $4, $5, $6, null)'
      using _token, _matter.source, 'case ' || _matter.number, _matter.person_id, _matter.id, given;
  end if;
end $$;

-- Into the outbox, in the transaction of the step: a killed server has done both or neither.
create function cases.send(_kind text, _step uuid, _to uuid[], _at timestamptz) returns void language plpgsql set search_path = '' as $$
begin
  insert into mail.message (id, person_id, kind, about, queued_at, next_at)
    select register.new_id(), t, _kind, _step, _at, _at from (select distinct unnest(_to)) w (t);
  perform graphile_worker.add_job('mail.send', '{}', 'mail.send', run_at := _at, job_key := 'mail.send');
end $$;

-- Takes a step and answers it. `_details`: of `assigned` {owner}, of `due-moved` {due}, of `order-linked` {order}, of `answered` {by};
-- `_mentions`: of the staff, whom a note calls.
create function cases.take_step(_token text, _id uuid, _kind text, _words text, _details jsonb, _mentions uuid[], _expected uuid, _at timestamptz)
returns uuid language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  matter cases.matter := cases.lock_matter(_id, _expected);
  turns boolean := exists (select from cases.turn t where t.step = _kind);
  step uuid;
begin
  if turns and not exists (select from cases.turn t where t.state = matter.state and t.step = _kind) then
    perform register.refuse('conflict', 'cases.not-now');
  end if;
  step := cases.add_step(matter, _at, asker.actor, _kind, _words, _details);
  insert into cases.mention (matter_id, step_id, staff_id) select _id, step, s from (select distinct unnest(_mentions)) m (s);
  update cases.matter m set
    state = case when turns then _kind else m.state end,
    owned_by = case when _kind = 'assigned' then (_details ->> 'owner')::uuid else m.owned_by end,
    due = case when _kind = 'due-moved' then (_details ->> 'due')::date
      when _kind = 'reopened' then cases.due_day(m.kind, _at) else m.due end,
    order_id = case when _kind = 'order-linked' then (_details ->> 'order')::uuid else m.order_id end
  where m.id = _id;
  if _kind = 'answered' and _details ->> 'by' = 'email' then
    perform cases.send('cases.answer', step, array[matter.person_id], _at);
  elsif cardinality(_mentions) > 0 then
    perform cases.send('cases.mention', step, _mentions, _at);
  end if;
  if turns then
    perform cases.write_row(_token, matter, jsonb_build_object('state', _kind)
      || case _kind when 'answered' then jsonb_build_object('answer', btrim(_words), 'answered', _at)
        when 'closed' then jsonb_build_object('closed', _at)
        when 'reopened' then jsonb_build_object('closed', null) else '{}' end);
  end if;
  return step;
end $$;

-- A letter answers what a case was answered by e-mail: the case waits for us again and says in which conversation the letter is. Answers the
-- case; null when none of these messages is an answer of one.
create function cases.note_reply(_asker register.asker, _person uuid, _messages uuid[], _conversation uuid, _at timestamptz) returns uuid
language plpgsql set search_path = '' set timezone = 'UTC' as $$
declare
  matter cases.matter;
  becomes text;
begin
  select m.* into matter from mail.message g join cases.step s on s.id = g.about join cases.matter m on m.id = s.matter_id
    where g.id = any (_messages) and g.kind = 'cases.answer' and m.person_id = _person limit 1 for update of m;
  if matter.id is null then
    return null;
  end if;
  perform cases.add_step(matter, _at, _asker.actor, 'replied', null, jsonb_build_object('conversation', _conversation));
  becomes := case matter.state when 'waiting' then 'open' when 'answered' then 'reopened' when 'closed' then 'reopened' end;
  if becomes is not null and register.has_column('feedback', 'state') then
    execute 'select register.put_feedback($1, $2, $3, null, array[row($4, $5, $6, $7, null)::register.incoming])' using _asker, 'change', matter.source,
      _person, matter.id, jsonb_build_object('state', becomes)
        || case when becomes = 'reopened' and register.has_column('feedback', 'closed') then '{"closed": null}' else '{}' end::jsonb,
      'case ' || matter.number; -- cases.follow() moves the case along
    update cases.matter m set due = greatest(m.due, cases.due_day(m.kind, _at)) where m.id = matter.id and becomes = 'reopened';
  end if;
  return matter.id;
end $$;

-- It is really a request for a right: it goes to the desk of requests with the day on which it came, in the same transaction.
create function cases.make_request(_token text, _id uuid, _kind text, _channel text, _due date, _requester text, _expected uuid, _at timestamptz)
returns uuid language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  matter cases.matter := cases.lock_matter(_id, _expected);
  asked text;
  request uuid;
begin
  if exists (select from cases.step s where s.matter_id = _id and s.kind = 'request-made') then
    perform register.refuse('conflict', 'cases.request-made');
  end if;
  if register.has_column('feedback', 'content') then
    execute 'select left(t.content, 4000) from register.feedback t where t.person_id = $1 and t.id = $2' into asked
      using matter.person_id, _id;
  end if;
  request := rights.add_request(asker, _kind, matter.person_id, _channel, matter.received_at, _due, _requester,
    coalesce(nullif(btrim(asked), ''), '–'), _at);
  perform cases.add_step(matter, _at, asker.actor, 'request-made', null,
    jsonb_build_object('right', _kind, 'request', (select r.number from rights.request r where r.id = request)));
  return request;
end $$;

grant execute on function cases.list, cases.count, cases.show, cases.take_step, cases.make_request to public; -- refused without a token

-- What is to be sent of a step: the answer to the person, or that a note calls somebody; for the login of the rights purpose alone.
create function cases.to_send(_token text, _step uuid)
returns table (id uuid, number int, kind text, received_at timestamptz, words text, details jsonb)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query select m.id, m.number, m.kind, m.received_at, s.words, s.details
    from cases.step s join cases.matter m on m.id = s.matter_id where s.id = _step;
end $$;
grant execute on function cases.to_send to public; -- refused to all but the rights purpose

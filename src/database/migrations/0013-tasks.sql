-- Tasks of staff: what is to be done, by whom and until when. Each turn of a task is a row; the task itself repeats what its latest
-- turn says, so that it is found by it. A task about a person goes with them.

create schema tasks;
grant usage on schema tasks to public;

create table tasks.task (
  id uuid primary key,
  person_id uuid,
  purpose text not null, -- for which it is done: whoever works for it sees it
  title text not null check (length(title) between 1 and 300),
  made_at timestamptz not null,
  made_by text not null,
  -- What the latest turn says:
  turn uuid not null,
  state text not null check (state in ('open', 'done', 'dropped')),
  owned_by text, -- staff:<id>; null: whoever comes first
  due date
);
create index task_open on tasks.task (purpose, due nulls last, id) where state = 'open';
create index task_settled on tasks.task (purpose, turn) where state <> 'open';
create index task_person on tasks.task (person_id) where person_id is not null;

-- Rows are only added.
create table tasks.turn (
  task_id uuid not null references tasks.task on delete cascade,
  id uuid not null, -- in the order of time
  person_id uuid,
  at timestamptz not null,
  by text not null,
  did text not null check (did in ('made', 'given', 'dated', 'done', 'dropped', 'reopened')),
  owned_by text, -- from here on
  due date,
  why text check (length(why) between 1 and 1000),
  primary key (task_id, id)
);
create index turn_person on tasks.turn (person_id) where person_id is not null;

-- The planner keeps no sample of what is said of people (docs/decisions/0003).
alter table tasks.task alter title set statistics 0;
alter table tasks.turn alter why set statistics 0;

create function tasks.add(_token text, _person uuid, _title text, _owned_by text, _due date, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  task uuid := register.new_id();
  turn uuid := register.new_id();
begin
  if _person is not null and not register.sees(register.lock_person(_person)) then
    perform register.refuse('absent', 'register.person-absent');
  end if;
  insert into tasks.task (id, person_id, purpose, title, made_at, made_by, turn, state, owned_by, due)
  values (task, _person, asker.purpose, _title, _at, asker.actor, turn, 'open', _owned_by, _due);
  insert into tasks.turn (task_id, id, person_id, at, by, did, owned_by, due) values (task, turn, _person, _at, asker.actor, 'made', _owned_by, _due);
  return task;
end $$;

-- A task about somebody who was not known is about this person.
create function tasks.tell_person(_task uuid, _person uuid) returns void language sql set search_path = '' as $$
  update tasks.turn n set person_id = _person where n.task_id = _task and exists (select from tasks.task t where t.id = _task and t.person_id is null);
  update tasks.task t set person_id = _person where t.id = _task and t.person_id is null
$$;

-- The tasks that this login may see, for the functions below.
create function tasks.seen(_purpose text) returns setof tasks.task language sql stable set search_path = '' as $$
  select t.* from tasks.task t where t.purpose = _purpose and (t.person_id is null or register.sees_person(t.person_id))
$$;

-- Takes the next turn. `_expected` is the last turn that the asker has seen: somebody else's meanwhile refuses it.
create function tasks.take_turn(_token text, _task uuid, _did text, _owned_by text, _due date, _why text, _expected uuid, _at timestamptz)
returns uuid language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  taken uuid := register.new_id();
  task tasks.task;
begin
  perform from tasks.task t where t.id = _task for update;
  select * into task from tasks.seen(asker.purpose) t where t.id = _task;
  if task.id is null then
    perform register.refuse('absent', 'tasks.absent');
  end if;
  if task.turn <> _expected then
    perform register.refuse('conflict', 'tasks.changed-meanwhile');
  end if;
  if (task.state = 'open') = (_did = 'reopened') then
    perform register.refuse('conflict', 'tasks.not-now');
  end if;
  insert into tasks.turn (task_id, id, person_id, at, by, did, owned_by, due, why)
  values (_task, taken, task.person_id, _at, asker.actor, _did, _owned_by, _due, _why);
  update tasks.task t set turn = taken, owned_by = _owned_by, due = _due,
    state = case when _did in ('done', 'dropped') then _did else 'open' end
  where t.id = _task;
  return taken;
end $$;

-- Open tasks by their day, those without one last; or settled ones, the latest first. `_mine`: whose owner the asker is; `_before`: only
-- those whose day is earlier; `_person`: of this one; `_task`: this one, in whatever state.
create function tasks.list(_token text, _settled boolean, _mine boolean, _before date, _person uuid, _task uuid, _after uuid, _max int)
returns setof tasks.task language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  last tasks.task := (select t from tasks.task t where t.id = _after);
begin
  if _task is not null then
    return query select * from tasks.seen(asker.purpose) t where t.id = _task;
  elsif _settled then
    return query select t.* from tasks.seen(asker.purpose) t
      where t.state <> 'open' and (not _mine or t.owned_by = asker.actor) and (_person is null or t.person_id = _person)
        and (last.id is null or t.turn < last.turn)
      order by t.turn desc limit _max;
  else
    return query select t.* from tasks.seen(asker.purpose) t
      where t.state = 'open' and (not _mine or t.owned_by = asker.actor) and (_person is null or t.person_id = _person)
        and (_before is null or t.due < _before)
        and (last.id is null or (coalesce(t.due, 'infinity'), t.id) > (coalesce(last.due, 'infinity'), last.id))
      order by t.due nulls last, t.id limit _max;
  end if;
end $$;

-- How many open tasks the asker owns, and how many of them are late.
create function tasks.waiting(_token text, _today date) returns table (mine bigint, late bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query select count(*), count(*) filter (where t.due < _today) from tasks.seen(asker.purpose) t
    where t.state = 'open' and t.owned_by = asker.actor;
end $$;

create function tasks.turns(_token text, _task uuid) returns setof tasks.turn
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query select n.* from tasks.turn n join tasks.seen(asker.purpose) t on t.id = n.task_id where n.task_id = _task order by n.id;
end $$;

-- For the timeline of a person: what became of their tasks, newest first.
create function tasks.turns_of(_token text, _person uuid, _before_at timestamptz, _before uuid, _max int)
returns table (id uuid, at timestamptz, by text, did text, title text, why text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query
    select n.id, date_trunc('milliseconds', n.at), n.by, n.did, t.title, n.why
    from tasks.seen(asker.purpose) t join tasks.turn n on n.task_id = t.id
    where t.person_id = _person and (_before is null or (date_trunc('milliseconds', n.at), n.id) < (_before_at, _before))
    order by 2 desc, 1 desc limit _max;
end $$;

grant execute on function tasks.add, tasks.take_turn, tasks.list, tasks.waiting, tasks.turns, tasks.turns_of to public; -- whoever has no actor token is refused

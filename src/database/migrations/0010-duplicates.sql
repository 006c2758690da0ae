-- Who may be one person: proposals to look at, and the merging of two persons into one, of which everything is on record that parts them again.

create schema duplicates;
grant usage on schema duplicates to {{app}}, public;

-- ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────────────

-- A comparison of all persons whom a purpose sees; `reached`: changes up to this one have been compared.
create table duplicates.run (
  id uuid primary key,
  purpose text not null,
  started_at timestamptz not null,
  started_by text not null,
  share real not null default 0 check (share between 0 and 1),
  reached uuid,
  persons bigint,
  proposed bigint,
  model jsonb, -- what was learnt: numbers, and names that many share
  ended_at timestamptz,
  why text -- of one that failed: the key of the refusal
);
create unique index run_one_of_a_purpose on duplicates.run (purpose) where ended_at is null;
grant select, insert, update on duplicates.run to {{app}};

-- Two persons who may be one, as far as the purpose sees them. No value stands here: `evidence` says how like the two are, field by
-- field. What staff have said of a pair holds until one of the two changes (`compared` is another).
create table duplicates.proposal (
  person_id uuid not null, -- the elder of the two
  other_id uuid not null,
  purpose text not null,
  weight real not null, -- bits
  chance real not null,
  verdict text not null check (verdict in ('certain', 'likely', 'possible')),
  evidence jsonb not null,
  compared text not null,
  state text not null default 'open' check (state in ('open', 'dismissed', 'merged')),
  run_id uuid,
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  primary key (person_id, other_id, purpose),
  check (person_id < other_id)
);
create index proposal_other on duplicates.proposal (other_id);
create index proposal_order on duplicates.proposal (purpose, state, weight desc, person_id, other_id);

-- Of two persons, one was kept and has everything of the other. `person_id`: who has it now, whatever was merged since.
create table duplicates.merge (
  id uuid primary key,
  person_id uuid not null,
  kept uuid not null,
  lost uuid not null,
  opened jsonb not null, -- of the other: when and by whom they were opened, as they were
  purpose text not null,
  merged_at timestamptz not null,
  merged_by text not null,
  changes uuid[] not null, -- of rows of the kept person, in their order
  removals uuid[] not null, -- of rows that the other had and the kept one has
  statements uuid[] not null, -- prohibitions said again
  passed jsonb, -- retention.passed of the kept one, as it was
  undone_at timestamptz,
  undone_by text
);
create index merge_person on duplicates.merge (person_id);
create index merge_lost on duplicates.merge (lost);

-- Which rows came from the other person: their keys, by table.
create table duplicates.moved (
  merge_id uuid not null references duplicates.merge on delete cascade,
  held_in text not null,
  person_id uuid not null,
  keys jsonb not null,
  primary key (merge_id, held_in)
);

-- ── Who somebody has been ───────────────────────────────────────────────────────────────────────────────────────────

-- The person, and those who have been merged into them: looks and what is kept outside the register name these.
create function duplicates.known_as(_persons uuid[]) returns uuid[] language sql stable security definer set search_path = '' as $$
  select array(select unnest(_persons) union
    select m.lost from duplicates.merge m where m.person_id = any (_persons) and m.undone_at is null)
$$;
grant execute on function duplicates.known_as to {{app}};

-- Called by register.forget: what the tables above hold of persons who leave.
create function duplicates.forget(_persons uuid[]) returns void language sql set search_path = '' as $$
  delete from duplicates.proposal p where p.person_id = any (_persons) or p.other_id = any (_persons);
  delete from duplicates.merge m where m.person_id = any (_persons) or m.lost = any (_persons);
$$;

-- ── Proposals ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- True for a person whom this login sees, and whose data may be more than kept (Art. 18(2)).
create function duplicates.sees(_person uuid) returns boolean language sql stable set search_path = '' as
  $$ select exists (select from register.person p where p.id = _person and p.standing & 1 = 0 and register.sees(p.standing)) $$;

-- Keeps what a comparison found, [{a, b, weight, chance, verdict, evidence, compared}]. What staff have said of a pair stays said.
create function duplicates.propose(_token text, _run uuid, _found jsonb, _at timestamptz) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  count bigint;
begin
  insert into duplicates.proposal as p (person_id, other_id, purpose, weight, chance, verdict, evidence, compared, run_id, found_at)
  select least(f.a, f.b), greatest(f.a, f.b), asker.purpose, f.weight, f.chance, f.verdict, f.evidence, f.compared, _run, _at
  from jsonb_to_recordset(_found) as f (a uuid, b uuid, weight real, chance real, verdict text, evidence jsonb, compared text)
  where f.a <> f.b
  on conflict (person_id, other_id, purpose) do update set weight = excluded.weight, chance = excluded.chance, verdict = excluded.verdict,
    evidence = excluded.evidence, run_id = excluded.run_id, compared = excluded.compared,
    state = case when p.compared = excluded.compared then p.state else 'open' end,
    found_at = case when p.compared = excluded.compared then p.found_at else excluded.found_at end,
    decided_at = case when p.compared = excluded.compared then p.decided_at end,
    decided_by = case when p.compared = excluded.compared then p.decided_by end;
  get diagnostics count = row_count;
  return count;
end $$;

-- After a comparison of all: open proposals of the purpose that it did not find again are none any more; of some persons, theirs.
create function duplicates.sweep(_token text, _run uuid, _persons uuid[] default null) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  count bigint;
begin
  delete from duplicates.proposal p where p.purpose = asker.purpose and p.state = 'open' and p.run_id is distinct from _run
    and (_persons is null or p.person_id = any (_persons) or p.other_id = any (_persons));
  get diagnostics count = row_count;
  return count;
end $$;

-- Proposals of the asker's purpose whose two persons it sees, the likeliest first, after a place in that order; `_person`: theirs only.
create function duplicates.proposals(_token text, _state text, _verdicts text[], _person uuid, _weight real, _a uuid, _b uuid, _max int)
returns table (a uuid, b uuid, weight real, chance real, verdict text, evidence jsonb, state text, found_at timestamptz,
  decided_at timestamptz, decided_by text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query
    select p.person_id, p.other_id, p.weight, p.chance, p.verdict, p.evidence, p.state, p.found_at, p.decided_at, p.decided_by
    from duplicates.proposal p
    where p.purpose = asker.purpose and p.state = _state and p.verdict = any (_verdicts)
      and (_person is null or p.person_id = _person or p.other_id = _person)
      and (_a is null or (-p.weight, p.person_id, p.other_id) > (-_weight, _a, _b))
      and duplicates.sees(p.person_id) and duplicates.sees(p.other_id)
    order by p.weight desc, p.person_id, p.other_id limit _max;
end $$;

-- How many proposals are open, by verdict.
create function duplicates.count_open(_token text) returns table (verdict text, count bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query select p.verdict, count(*) from duplicates.proposal p
    where p.purpose = asker.purpose and p.state = 'open' group by p.verdict;
end $$;

-- Says of a pair that they are two persons, or takes that back.
create function duplicates.dismiss(_token text, _a uuid, _b uuid, _dismissed boolean, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  update duplicates.proposal p set state = case when _dismissed then 'dismissed' else 'open' end,
    decided_at = case when _dismissed then _at end, decided_by = case when _dismissed then asker.actor end
  where p.person_id = least(_a, _b) and p.other_id = greatest(_a, _b) and p.purpose = asker.purpose and p.state <> 'merged'
    and duplicates.sees(_a) and duplicates.sees(_b);
  if not found then
    perform register.refuse('absent', 'duplicates.no-proposal');
  end if;
end $$;

-- Persons whom this login sees and of whom there are changes after `_after`, of the next `_max` changes; with the last of these
-- changes, which is told with nobody as well.
create function duplicates.changed_since(_token text, _after uuid, _max int) returns table (person_id uuid, reached uuid)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query
    with newer as materialized (select c.person_id, c.id from register.change c where c.id > _after order by c.id limit _max),
    last as (select n.id from newer n order by n.id desc limit 1)
    select distinct n.person_id, l.id from newer n cross join last l where duplicates.sees(n.person_id)
    union all select null, l.id from last l;
end $$;

grant execute on function duplicates.propose, duplicates.sweep, duplicates.proposals, duplicates.count_open, duplicates.dismiss,
  duplicates.changed_since to public; -- whoever has no actor token is refused

-- Raffles and contests: what was announced, the list of entries as it was frozen, and the one draw. Nothing here names a person: who has
-- entered stands in the register (participation), and an entry's token follows from its row and the salt.

create schema raffles;
grant usage on schema raffles to {{app}};

create table raffles.raffle (
  id uuid primary key,
  page text not null unique, -- the part of its public address that nobody can guess
  kind text not null check (kind in ('raffle', 'contest')),
  name text not null unique, -- of the event in participation, as retention.event_told has it
  purpose text not null,
  source text not null,
  connection_id uuid not null references arrivals.connection, -- by which entries of the page come
  opens timestamptz not null,
  closes timestamptz not null,
  winners int not null check (winners between 1 and 1000),
  words jsonb not null, -- by language: {title, prize, rules, who}
  permits text, -- the purpose of a contact whose box the page offers
  seed_hash bytea not null,
  salt bytea not null,
  made_at timestamptz not null,
  made_by text not null,
  cancelled_at timestamptz,
  check (closes > opens)
);

-- The secret of the draw: made here, read by no login before the draw, and then part of it.
create table raffles.seed (raffle_id uuid primary key, seed bytea not null);

-- The entries as they were frozen: their tokens in order. Rows are only added.
create table raffles.closing (
  raffle_id uuid primary key references raffles.raffle,
  at timestamptz not null,
  by text not null,
  tokens text[] not null,
  list_hash bytea not null
);

-- The draw, once. Rows are only added.
create table raffles.draw (
  raffle_id uuid primary key references raffles.closing,
  at timestamptz not null,
  by text not null,
  seed bytea not null
);

-- Who gets a prize, by the place in the order that was drawn. Rows are only added.
create table raffles.winner (
  raffle_id uuid not null references raffles.draw,
  place int not null check (place > 0),
  token text not null,
  at timestamptz not null,
  by text not null,
  primary key (raffle_id, place)
);

-- Places that get none: their person has left the register, was not reached, or does not want it. Rows are only added.
create table raffles.passed (
  raffle_id uuid not null references raffles.draw,
  place int not null check (place > 0),
  why text not null check (why in ('left', 'not-reached', 'declined')),
  at timestamptz not null,
  by text not null,
  primary key (raffle_id, place)
);

-- Makes the secret of a raffle and answers its hash, which is published from then on.
create function raffles.make_seed(_raffle uuid) returns bytea language plpgsql security definer set search_path = '' as $$
declare
  made bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
begin
  insert into raffles.seed values (_raffle, made);
  return sha256(made);
end $$;

-- Draws, if the list is frozen and nobody has: the secret becomes part of what is on record.
create function raffles.draw_once(_raffle uuid, _by text, _at timestamptz) returns bytea
language plpgsql security definer set search_path = '' as $$
declare
  drawn bytea;
begin
  if not exists (select from raffles.closing c where c.raffle_id = _raffle) then
    perform register.refuse('conflict', 'raffles.not-closed');
  end if;
  insert into raffles.draw (raffle_id, at, by, seed) select s.raffle_id, _at, _by, s.seed from raffles.seed s where s.raffle_id = _raffle
    on conflict do nothing returning seed into drawn;
  if drawn is null then
    perform register.refuse('conflict', 'raffles.drawn-already');
  end if;
  return drawn;
end $$;

grant execute on function raffles.make_seed, raffles.draw_once to {{app}};
grant select, insert on raffles.raffle, raffles.closing, raffles.winner, raffles.passed to {{app}};
grant select on raffles.draw to {{app}};
grant update (words, closes, cancelled_at) on raffles.raffle to {{app}};

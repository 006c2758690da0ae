-- What is to be published and when, who must be told of it before, and who was. A version of the notice never changes after it.

create table notice.publication (
  id uuid primary key,
  draft_id uuid references notice.draft, -- null: a file that was given to the command line
  draft_revision int,
  source_text text not null, -- as it will be published, with its date
  base_version int not null references notice.version, -- in force when it was decided; another one meanwhile and it is refused
  effective date not null,
  must text not null check (must in ('nothing', 'tell', 'ask-consent')),
  concerns jsonb not null, -- whom, as src/notice/difference.ts has it
  sooner_because text, -- why with less time to read it than is usual
  untold_because text, -- why it takes effect although somebody was not told
  state text not null default 'scheduled' check (state in ('scheduled', 'published', 'cancelled', 'refused')),
  decided_at timestamptz not null,
  decided_by text not null,
  gathered_to uuid, -- the persons up to here have their row in notice.told
  gathered_at timestamptz,
  waits jsonb, -- why it was not published on its day: a refusal that may pass
  settled_at timestamptz,
  settled_by text,
  why jsonb, -- of a refused one: key and arguments
  version int references notice.version,
  check (draft_id is null or draft_revision is not null),
  check ((state = 'published') = (version is not null))
);
create unique index publication_one_ahead on notice.publication (state) where state = 'scheduled';

-- Whoever is to be told of a publication, and whether they were: by which channel, when, at which address (keyed hash).
create table notice.told (
  person_id uuid not null,
  publication uuid not null references notice.publication,
  channel text not null check (channel in ('email', 'letter')),
  state text not null default 'waiting' check (state in ('waiting', 'told', 'failed', 'not-needed')),
  at timestamptz not null, -- of the state
  by text not null, -- system, or whoever sent the letter
  message uuid, -- of mail.message
  address_hash bytea,
  why text,
  primary key (person_id, publication)
);
create index told_state on notice.told (publication, channel, state, person_id);
create index told_message on notice.told (message) where message is not null;

grant select, insert on notice.publication, notice.told to {{app}};
grant update (untold_because, state, gathered_to, gathered_at, waits, settled_at, settled_by, why) on notice.publication to {{app}};
grant update (channel, state, at, by, message, address_hash, why) on notice.told to {{app}};

-- Whom any of the concerns covers: how many there are, how many of them have an e-mail address, of how many the processing is
-- restricted. For the login that sees every row.
create function register.count_to_tell(_concerns jsonb) returns table (total bigint, by_email bigint, restricted bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform register.need_rights();
  return query execute format('select count(*), count(*) filter (where %s), count(*) filter (where p.standing & 1 = 1)
      from register.person p where %s',
    case when register.has_column('contact_points', 'email') then 'exists (select from register.contact_points c
      where c.person_id = p.id and c.email is not null and c.state is distinct from ''bounced'')' else 'false' end,
    coalesce((select string_agg('(' || register.covered(concern) || ')', ' or ') from jsonb_array_elements(_concerns) concern), 'false'));
end $$;
grant execute on function register.count_to_tell to public; -- refused to all but the rights purpose

-- Chats of visitors of websites: what is said is sealed by the application and kept for a time; of whoever has told their address it goes
-- through the intake into the category that the notice gives it, and who has not is in no register.

create schema chat;
grant usage on schema chat to {{app}}, public;

create table chat.talk (
  id uuid primary key,
  connection_id uuid not null references arrivals.connection,
  person_id uuid, -- as soon as the intake knows whose the address is, or staff have told
  joined_at timestamptz, -- staff have told whose it is
  joined_by text,
  token_hash bytea not null unique, -- of what the visitor's page has in its memory
  lang text not null check (lang in ('fi', 'sv', 'en')),
  notice_version int not null, -- that was shown before the first word
  shown_at timestamptz not null,
  begun_at timestamptz not null,
  last_at timestamptz not null,
  waits boolean not null default false, -- the visitor spoke last
  email bytea, -- sealed; once told it stays
  ended_at timestamptz,
  ended_by text, -- null: the visitor
  check ((joined_at is null) = (joined_by is null))
);
create index talk_by_time on chat.talk (connection_id, last_at, id);
create index talk_waiting on chat.talk (connection_id, last_at, id) where waits and ended_at is null;
create index talk_of_person on chat.talk (person_id) where person_id is not null;

-- Rows are only added. What comes with the same `client` again counts once.
create table chat.line (
  talk_id uuid not null references chat.talk on delete cascade,
  id uuid not null, -- in the order of time
  person_id uuid,
  at timestamptz not null,
  by text, -- staff:<id>; null: the visitor
  client text not null,
  sealed bytea not null,
  handed_at timestamptz, -- to the intake
  asked boolean not null default false, -- it asked for a right before anybody knew whose it is
  primary key (talk_id, id),
  unique (talk_id, client)
);
create index line_unhanded on chat.line (talk_id) where handed_at is null;
create index line_of_person on chat.line (person_id) where person_id is not null;

-- When somebody of the staff last had the chats open.
create table chat.presence (connection_id uuid primary key references arrivals.connection, last_at timestamptz not null);

grant select, insert, update, delete on chat.talk, chat.line, chat.presence to {{app}};

-- Whose it is follows from what became of its arrivals, whose reference is the talk.
create function chat.know_person() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update chat.talk t set person_id = new.person_id
    where t.id::text = new.reference and t.connection_id = new.connection_id and t.person_id is null;
  update chat.line l set person_id = new.person_id from chat.talk t
    where t.id::text = new.reference and t.connection_id = new.connection_id and l.talk_id = t.id and l.person_id is null;
  return null;
end $$;
create trigger know_person_of_chat after update of state on arrivals.arrival for each row
  when (old.state = 'accepted' and new.state = 'written' and new.topic = 'chat.said' and new.person_id is not null)
  execute function chat.know_person();

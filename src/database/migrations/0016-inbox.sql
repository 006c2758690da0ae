-- Conversations with customers over e-mail, text messages, chat and social media: which wait for us, whose they are, and each turn with
-- who, when and why. What is said stands in the category that the notice gives it; here is only where it belongs.

create schema inbox;
grant usage on schema inbox to {{app}}, public;

create sequence inbox.touched;

-- One a person and thread: of e-mail the thread of letters, of a chat the talk, of the others the person. Of an unknown sender: the arrival.
create table inbox.conversation (
  id uuid primary key,
  person_id uuid, -- null: nobody whom the register knows
  purpose text not null, -- for which it came: whoever works for it sees it
  channel text not null check (channel in ('email', 'sms', 'chat', 'social')),
  thread uuid not null,
  said boolean not null default true, -- false: staff are about to write first
  begun_at timestamptz not null,
  last_at timestamptz not null,
  last_row uuid, -- the latest message, of service-events
  answer uuid, -- the latest of ours: another one meanwhile is refused
  read_at timestamptz, -- when somebody of the staff first had the latest message open
  -- What the latest turn says:
  turn uuid not null,
  state text not null check (state in ('open', 'waiting', 'done')),
  owned_by text, -- staff:<id>
  waits_since timestamptz, -- for us; of an open one alone
  touched bigint not null default nextval('inbox.touched'),
  check ((state = 'open') = (waits_since is not null))
);
create index conversation_thread on inbox.conversation (thread);
create index conversation_person on inbox.conversation (person_id) where person_id is not null;
create index conversation_waiting on inbox.conversation (purpose, waits_since, id) where state = 'open';
create index conversation_state on inbox.conversation (purpose, state, last_at, id);
create index conversation_latest on inbox.conversation (purpose, last_at, id);
create index conversation_owned on inbox.conversation (purpose, owned_by, last_at, id) where owned_by is not null;
create index conversation_touched on inbox.conversation (purpose, touched);

-- Rows are only added.
create table inbox.turn (
  id uuid primary key, -- in the order of time
  conversation_id uuid not null references inbox.conversation on delete cascade,
  person_id uuid,
  at timestamptz not null,
  by text not null,
  did text not null check (did in ('came', 'answered', 'waiting', 'done', 'not-ours', 'reopened', 'assigned', 'noted', 'case-made', 'task-made',
    'request-made', 'case-answered')),
  owned_by text, -- from here on
  words text check (length(words) between 1 and 4000),
  made uuid, -- the case or the task; case-answered: the case that we answered by e-mail, which the letter answers
  since timestamptz, -- of an answer: since when it was waited for
  first boolean not null default false -- the first answer of the conversation
);
create index turn_of_conversation on inbox.turn (conversation_id, id);
create index turn_person on inbox.turn (person_id) where person_id is not null;
create index turn_answered on inbox.turn (at) where did = 'answered' and since is not null;

-- The messages of a conversation: rows of service-events, and lines of a chat while it is kept.
create table inbox.entry (
  conversation_id uuid not null references inbox.conversation on delete cascade,
  id uuid not null,
  person_id uuid,
  at timestamptz not null,
  direction text not null check (direction in ('in', 'out')),
  by text not null,
  line boolean not null,
  primary key (conversation_id, id)
);
create index entry_row on inbox.entry (id);
create index entry_person on inbox.entry (person_id) where person_id is not null;

-- An answer by e-mail, by the id of its row of service-events, which has its words.
create table inbox.reply (
  id uuid primary key,
  person_id uuid not null,
  conversation_id uuid not null references inbox.conversation on delete cascade,
  message_id uuid not null, -- of the outbox: its Message-ID too
  sender text not null, -- an address of ours
  answers uuid -- the letter that is answered and quoted
);
create index reply_person on inbox.reply (person_id);

-- What is sent along. The file is written after the row, so that a file without a row is nobody's; without a reply it goes in a day.
create table inbox.enclosure (
  id uuid primary key, -- of its file too
  person_id uuid not null,
  conversation_id uuid not null references inbox.conversation on delete cascade,
  reply_id uuid references inbox.reply on delete cascade,
  name text not null,
  type text not null,
  bytes int not null,
  kept boolean not null default false,
  at timestamptz not null,
  added_by text not null
);
create index enclosure_person on inbox.enclosure (person_id);
create index enclosure_of_conversation on inbox.enclosure (conversation_id);
create trigger clear_enclosures after delete on inbox.enclosure referencing old table as gone for each statement execute function register.clear_files('inbox.clear');

-- Of the staff, whom a note calls.
create table inbox.mention (
  turn_id uuid not null references inbox.turn on delete cascade,
  staff_id uuid not null,
  primary key (turn_id, staff_id)
);

-- Who has which conversation open, and who is writing in it: for a quarter of a minute.
create table inbox.presence (
  conversation_id uuid not null references inbox.conversation on delete cascade,
  staff_id uuid not null,
  at timestamptz not null,
  writing boolean not null,
  primary key (conversation_id, staff_id)
);
grant select, insert, update, delete on inbox.presence to {{app}};

-- Ready answers of a purpose, which name nobody. A changed one is a new row; the old one ends.
create table inbox.template (
  id uuid primary key,
  purpose text not null,
  name text not null check (length(name) between 1 and 80),
  words jsonb not null, -- by language: fi, sv, en
  made_at timestamptz not null,
  made_by text not null,
  ended_at timestamptz,
  ended_by text
);
create index template_of_purpose on inbox.template (purpose) where ended_at is null;
grant select, insert on inbox.template to {{app}};
grant update (ended_at, ended_by) on inbox.template to {{app}};

-- The planner keeps no sample of what is said of people (docs/decisions/0003).
alter table inbox.turn alter words set statistics 0;
alter table inbox.enclosure alter name set statistics 0;

-- ── What is said makes a conversation ───────────────────────────────────────────────────────────────────────────────

create function inbox.add_turn(_conversation inbox.conversation, _at timestamptz, _by text, _did text, _owned_by text, _words text, _made uuid,
  _since timestamptz, _first boolean) returns uuid language sql set search_path = '' as $$
  insert into inbox.turn (id, conversation_id, person_id, at, by, did, owned_by, words, made, since, first)
  values (register.new_id(), _conversation.id, _conversation.person_id, _at, _by, _did, _owned_by, nullif(btrim(_words), ''), _made, _since, _first)
  returning id
$$;

-- A message is in its conversation, once. What comes opens it, but for what is a month old: that was brought in, and nobody waits for it.
-- What we say ends the waiting. Whoever calls it has the person, or of nobody the talk or the arrival, locked. Answers the conversation.
create function inbox.note(_purpose text, _channel text, _thread uuid, _person uuid, _row uuid, _is_line boolean, _at timestamptz,
  _direction text, _by text, _noted timestamptz) returns uuid language plpgsql set search_path = '' as $$
declare
  talk inbox.conversation;
  is_old boolean := _at < _noted - interval '30 days';
  is_new boolean := false;
  taken uuid;
begin
  select * into talk from inbox.conversation c
    where c.purpose = _purpose and c.channel = _channel and c.person_id is not distinct from _person
      and (c.thread = _thread or (_channel in ('sms', 'social') and _person is not null))
    order by c.last_at desc, c.id limit 1 for update;
  if talk.id is null then
    is_new := true;
    talk.id := register.new_id();
    talk.person_id := _person;
    insert into inbox.conversation (id, person_id, purpose, channel, thread, begun_at, last_at, turn, state)
      values (talk.id, _person, _purpose, _channel, _thread, _at, _at, talk.id, 'done') returning * into talk;
  end if;
  if _row is not null then
    insert into inbox.entry (conversation_id, id, person_id, at, direction, by, line)
      values (talk.id, _row, _person, _at, _direction, _by, _is_line) on conflict do nothing;
    if not found then
      return talk.id;
    end if;
  end if;
  if _direction = 'in' then
    if talk.state <> 'open' then
      taken := inbox.add_turn(talk, _at, _by, 'came', talk.owned_by, null, null, null, false);
    end if;
    update inbox.conversation c set read_at = null, turn = coalesce(taken, c.turn),
      state = case when is_old then c.state else 'open' end,
      waits_since = case when is_old then c.waits_since else coalesce(c.waits_since, _at) end
    where c.id = talk.id;
  elsif not is_new or not is_old then
    taken := inbox.add_turn(talk, _at, _by, 'answered', talk.owned_by, null, null, talk.waits_since, talk.waits_since is not null
      and not exists (select from inbox.turn t where t.conversation_id = talk.id and t.did = 'answered'));
    update inbox.conversation c set turn = taken, state = 'waiting', waits_since = null, answer = _row where c.id = talk.id;
  end if;
  update inbox.conversation c set said = true, last_at = greatest(c.last_at, _at), touched = nextval('inbox.touched'),
    last_row = case when _is_line or _row is null or _at < c.last_at then c.last_row else _row end
  where c.id = talk.id;
  return talk.id;
end $$;

-- The talk that a row of a chat names; null when it names something else.
create function inbox.talk_of(_reference text) returns uuid language sql immutable set search_path = '' as
  $$ select case when _reference ~ '^[0-9a-f-]{36}$' then _reference::uuid end $$;

-- Every value has its change row, so whoever writes what was said, by whatever function, is in a conversation in the same transaction. A
-- letter comes with its thread and an answer by e-mail is noted as it is written; a chat moves by its lines, of which these rows are copies.
create function inbox.follow_rows() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  said record;
begin
  for said in
    select a.*, a.after ->> 'kind' as kind, a.after ->> 'direction' as direction, coalesce((a.after ->> 'occurred')::timestamptz, a.at) as came
    from added a
    where a.category = 'service-events' and a.before is null and a.import_id is null and a.undoes is null
      and a.after ->> 'kind' in ('sms', 'social-message', 'chat') and a.after ->> 'direction' in ('in', 'out')
    order by a.id
  loop
    if said.kind = 'chat' then
      insert into inbox.entry (conversation_id, id, person_id, at, direction, by, line)
        select c.id, said.row_id, said.person_id, said.came, said.direction, said.actor, false from inbox.conversation c
        where c.channel = 'chat' and c.thread = inbox.talk_of(said.source_ref) and coalesce(c.person_id, said.person_id) = said.person_id
        on conflict do nothing;
    else
      perform inbox.note(said.purpose, case said.kind when 'sms' then 'sms' else 'social' end, said.person_id, said.person_id, said.row_id, false,
        said.came, said.direction, said.actor, said.at);
    end if;
  end loop;
  return null;
end $$;
create trigger follow_messages after insert on register.change referencing new table as added
  for each statement execute function inbox.follow_rows();

-- A letter that came, of service-events: one that became feedback is a case.
create function inbox.follow_letter() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  occurred timestamptz;
begin
  execute 'select t.occurred from register.service_events t where t.person_id = $1 and t.id = $2' into occurred using new.person_id, new.id;
  perform inbox.note(a.purpose, 'email', new.thread, new.person_id, new.id, false, coalesce(occurred, new.at), 'in', 'connection:' || a.id, new.at)
    from arrivals.connection a where a.id = new.connection_id;
  return null;
end $$;
create trigger follow_letter after insert on mailbox.letter for each row when (new.arrival_id is not null and new.category = 'service-events')
  execute function inbox.follow_letter();

-- A letter that answers what a case was answered by e-mail moves the case along, and each of the two says which the other is.
create function inbox.follow_case(_asker register.asker, _letter mailbox.letter) returns void language plpgsql set search_path = '' as $$
declare
  talk inbox.conversation;
  matter uuid;
begin
  select c.* into talk from inbox.entry e join inbox.conversation c on c.id = e.conversation_id where e.id = _letter.id limit 1;
  matter := cases.note_reply(_asker, _letter.person_id, array[_letter.thread, _letter.answers], talk.id, _letter.at);
  if matter is not null and talk.id is not null then
    update inbox.conversation c set turn = inbox.add_turn(talk, _letter.at, _asker.actor, 'case-answered', talk.owned_by, null, matter, null, false)
      where c.id = talk.id;
  end if;
end $$;

create function inbox.follow_line() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform inbox.note(a.purpose, 'chat', t.id, t.person_id, new.id, true, new.at, case when new."by" is null then 'in' else 'out' end,
      coalesce(new."by", 'connection:' || a.id), new.at)
    from chat.talk t join arrivals.connection a on a.id = t.connection_id where t.id = new.talk_id;
  return null;
end $$;
create trigger follow_line after insert on chat.line for each row execute function inbox.follow_line();

-- A talk whose visitor is known is that person's; one that staff have ended is done.
create function inbox.follow_talk() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  talk inbox.conversation;
begin
  select * into talk from inbox.conversation c where c.channel = 'chat' and c.thread = new.id for update;
  if talk.id is null then
    return null;
  end if;
  if old.person_id is null and new.person_id is not null then
    update inbox.conversation c set person_id = new.person_id, touched = nextval('inbox.touched') where c.id = talk.id;
    update inbox.turn t set person_id = new.person_id where t.conversation_id = talk.id;
    update inbox.entry e set person_id = new.person_id where e.conversation_id = talk.id;
  end if;
  if old.ended_at is null and new.ended_by like 'staff:%' and talk.state <> 'done' then
    update inbox.conversation c set turn = inbox.add_turn(talk, new.ended_at, new.ended_by, 'done', talk.owned_by, null, null, null, false),
      state = 'done', waits_since = null, touched = nextval('inbox.touched') where c.id = talk.id;
  end if;
  return null;
end $$;
create trigger follow_talk after update of person_id, ended_at on chat.talk for each row execute function inbox.follow_talk();

-- A message of somebody whom the register does not know waits for staff to say who it is, for as long as it is kept as it came.
create function inbox.follow_arrival() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'UPDATE' and new.state = 'refused' and new.sealed is not null then
    perform inbox.note(c.purpose, case when new.topic like 'mail.%' then 'email' when new.topic like 'sms.%' then 'sms' else 'social' end, new.id,
        null, null, false, new.at, 'in', 'connection:' || c.id, new.at)
      from arrivals.connection c where c.id = new.connection_id
        and not exists (select from inbox.conversation k where k.thread = new.id and k.person_id is null);
  else
    delete from inbox.conversation c where c.thread = old.id and c.person_id is null and c.channel <> 'chat';
  end if;
  return null;
end $$;
create trigger follow_arrival after update of state, sealed on arrivals.arrival for each row
  when (new.topic in ('mail.received', 'sms.received', 'page.message', 'instagram.message') and not new.test
    and (old.state, old.sealed is null) is distinct from (new.state, new.sealed is null))
  execute function inbox.follow_arrival();
create trigger leave_arrival after delete on arrivals.arrival for each row
  when (old.topic in ('mail.received', 'sms.received', 'page.message', 'instagram.message') and old.state = 'refused')
  execute function inbox.follow_arrival();

-- ── What is gone takes its place along ──────────────────────────────────────────────────────────────────────────────

-- A conversation of which nothing is left goes.
create function inbox.leave(_entries uuid[]) returns void language plpgsql set search_path = '' as $$
declare
  talks uuid[];
begin
  with gone as (delete from inbox.entry e where e.id = any (_entries) returning e.conversation_id)
  select array_agg(distinct g.conversation_id) into talks from gone g;
  delete from inbox.conversation c where c.id = any (talks) and not exists (select from inbox.entry e where e.conversation_id = c.id);
end $$;

create function inbox.leave_rows() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform inbox.leave(array_agg(g.row_id)) from (select distinct g.row_id, g.person_id from gone g where g.category = 'service-events') g
    where not exists (select from register.change c where c.person_id = g.person_id and c.category = 'service-events' and c.row_id = g.row_id)
    having count(*) > 0;
  return null;
end $$;
create trigger leave_messages after delete on register.change referencing old table as gone
  for each statement execute function inbox.leave_rows();

create function inbox.leave_lines() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform inbox.leave(array_agg(g.id)) from gone g having count(*) > 0;
  return null;
end $$;
create trigger leave_lines after delete on chat.line referencing old table as gone for each statement execute function inbox.leave_lines();

-- Files that were never sent go in a day, and so does a conversation in which nothing was said. Answers the files that there should be.
create function inbox.tidy(_at timestamptz) returns setof uuid language plpgsql security definer set search_path = '' as $$
begin
  delete from inbox.enclosure e where e.reply_id is null and e.at < _at - interval '1 day';
  delete from inbox.conversation c where not c.said and c.begun_at < _at - interval '1 day';
  delete from inbox.presence p where p.at < _at - interval '1 minute';
  return query select e.id from inbox.enclosure e;
end $$;
grant execute on function inbox.tidy to {{app}};

-- E-mail that comes in: how far each mailbox has been read, and which letter belongs to which thread. Its words are in the category that the
-- notice gives them, what came with it is encrypted in the home.

create schema mailbox;
grant usage on schema mailbox to {{app}}, public;

-- How far a mailbox has been read, and how it answers. A folder that was made anew (another UIDVALIDITY) is read again from its beginning:
-- what has come before counts once there too, by its bytes (arrivals.arrival).
create table mailbox.reading (
  connection_id uuid primary key references arrivals.connection,
  place bytea, -- hash of server, user and folder: another one is read from its own beginning
  validity bigint,
  uid bigint, -- everything up to it is kept
  begun_at timestamptz, -- what reached the server before is not read
  renumbered bigint, -- below it are those that were there when the folder was made anew
  read_at timestamptz, -- last time that nothing was left to read
  trouble text, -- a code, never what the server said
  trouble_since timestamptz,
  filled int check (filled between 0 and 100), -- of the room that the server gives, in percent
  check ((trouble is null) = (trouble_since is null))
);
grant select, insert, update on mailbox.reading to {{app}};

-- A letter in the register: `id` is that of its row in the category.
create table mailbox.letter (
  person_id uuid not null,
  id uuid not null,
  category text not null,
  connection_id uuid, -- the mailbox
  arrival_id uuid, -- null: we wrote it (0016-inbox.sql)
  at timestamptz not null,
  message_hash bytea not null, -- of its Message-ID
  chain text[] not null, -- Message-IDs of its thread, its own the last: what an answer names (RFC 5322, 3.6.4)
  from_hash bytea, -- keyed; of the address that it came from
  thread uuid not null,
  answers uuid, -- the message of ours that it answers
  primary key (person_id, id)
);

-- What came with it. The file is written after the row, so that a file without a row is nobody's.
create table mailbox.attachment (
  person_id uuid not null,
  id uuid not null, -- of its file too
  letter_id uuid not null,
  place int not null,
  name text,
  type text not null,
  bytes int not null,
  kept boolean not null default false,
  why text check (why in ('too-large', 'too-many')), -- it was not kept
  primary key (person_id, id)
);

-- Which arrivals became a request for a right, by its number: each once.
create table mailbox.asked (
  arrival_id uuid primary key references arrivals.arrival on delete cascade,
  number int,
  at timestamptz not null
);
grant select on mailbox.asked to {{app}};

-- ── Whatever becomes of a mail, what follows from it is done ────────────────────────────────────────────────────────

create function mailbox.follow() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform graphile_worker.add_job('mailbox.follow', json_build_object('arrival', new.id), 'mailbox.follow',
    job_key := 'mailbox.follow:' || new.id);
  return null;
end $$;
create trigger follow_mail after update of state on arrivals.arrival for each row
  when (old.state = 'accepted' and new.state <> 'accepted' and new.topic like 'mail.%' and not new.test and new.sealed is not null)
  execute function mailbox.follow();

-- Notes the letter of an arrival that is written, and what came with it: `_parts`: {id, place, name, type, bytes, why}. Answers whose it is and
-- which of the files are still to be written; nothing when the arrival has no row.
create function mailbox.file(_token text, _arrival uuid, _hash bytea, _answered bytea[], _root uuid, _messages uuid[], _parts jsonb, _chain text[],
  _from bytea) returns table (person uuid, attachment uuid)
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  found record;
  ours uuid;
  letter mailbox.letter;
begin
  select a.person_id, a.at, a.connection_id, t.category, (t.rows ->> 'letter')::uuid as row_id into found
    from arrivals.arrival a join arrivals.connection c on c.id = a.connection_id and c.purpose = asker.purpose
    join arrivals.thing t on t.group_id = a.thing_group and t.reference_hash = arrivals.reference_hash(a.thing_reference)
    where a.id = _arrival and a.state = 'written' and t.person_id = a.person_id;
  if found.row_id is null then
    return;
  end if;
  perform from register.person p where p.id = found.person_id for no key update;
  ours := (select m.id from mail.message m where m.id = any (_messages) and m.person_id = found.person_id order by m.id desc limit 1);
  insert into mailbox.letter (person_id, id, category, connection_id, arrival_id, at, message_hash, chain, from_hash, thread, answers)
    select found.person_id, found.row_id, found.category, found.connection_id, _arrival, found.at, _hash, _chain, _from,
      coalesce(
      (select l.thread from mailbox.letter l where l.person_id = found.person_id and l.message_hash = any (_answered) order by l.id limit 1),
      ours, _root), ours
    on conflict do nothing returning * into letter;
  if letter.id is not null then
    perform inbox.follow_case(asker, letter);
  end if;
  insert into mailbox.attachment (person_id, id, letter_id, place, name, type, bytes, why)
    select found.person_id, p.id, found.row_id, p.place, p.name, p.type, p.bytes, p.why
    from jsonb_to_recordset(_parts) as p (id uuid, place int, name text, type text, bytes int, why text)
    on conflict do nothing;
  return query select t.person_id, t.id from mailbox.attachment t
    where t.person_id = found.person_id and t.letter_id = found.row_id and not t.kept and t.why is null order by t.place;
end $$;

create function mailbox.note_kept(_token text, _person uuid, _attachment uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  update mailbox.attachment t set kept = true where t.person_id = _person and t.id = _attachment;
end $$;

-- Nobody is at these addresses: whatever is held of them is marked so, of whomever it is, and nothing is sent there any more.
create function mailbox.note_dead(_token text, _connection uuid, _addresses text[], _reference text) returns int
language plpgsql security definer set search_path = '' set enable_seqscan = off set jit = off as $$
declare
  asker register.asker := register.asker_of(_token);
  via arrivals.connection := arrivals.connection_of(asker, _connection);
  persons uuid[];
  dead register.incoming[];
begin
  if not register.has_column('contact_points', 'email_key') or not register.has_column('contact_points', 'state') then
    return 0;
  end if;
  execute 'select array_agg(distinct c.person_id) from unnest($1) a (address)
    join register.contact_points c on register.sought(c.email_key) = a.address' into persons using _addresses;
  perform from register.person p where p.id = any (persons) order by p.id for no key update;
  execute $q$select array_agg(row(c.person_id, c.id, '{"state": "bounced"}', $2, null)::register.incoming) from unnest($1) a (address)
    join register.contact_points c on register.sought(c.email_key) = a.address where c.state is distinct from 'bounced'$q$
    into dead using _addresses, _reference;
  if dead is null then
    return 0;
  end if;
  execute 'select register.put_contact_points($1, $2, $3, null, $4)' using asker, 'change', via.source, dead;
  return cardinality(dead);
end $$;

-- A word against messages is recorded with whomever it may be of: those of the addresses, and those who had the messages. `_said`: as
-- arrivals.record_words takes it. Answers how many persons there were.
create function mailbox.record_words(_token text, _connection uuid, _addresses text[], _messages uuid[], _said jsonb, _reference text) returns int
language plpgsql security definer set search_path = '' set enable_seqscan = off set jit = off as $$
declare
  asker register.asker := register.asker_of(_token);
  via arrivals.connection := arrivals.connection_of(asker, _connection);
  persons uuid[] := array(select m.person_id from mail.message m join register.person p on p.id = m.person_id where m.id = any (_messages));
  more uuid[];
begin
  if register.has_column('contact_points', 'email_key') then
    execute 'select array_agg(c.person_id) from unnest($1) a (address)
      join register.contact_points c on register.sought(c.email_key) = a.address' into more using _addresses;
  end if;
  persons := array(select distinct p from unnest(persons || coalesce(more, '{}')) p);
  perform arrivals.record_words(asker, via,
    (select coalesce(jsonb_agg(jsonb_build_object('person', p, 'reference', _reference, 'said', _said)), '[]') from unnest(persons) p));
  return cardinality(persons);
end $$;

-- A letter that asks for a right becomes a request, once. Null when it has become one already.
create function mailbox.ask(_token text, _arrival uuid, _kind text, _requester text, _asked text, _lang text, _email text, _due date,
  _received_at timestamptz, _at timestamptz) returns int
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  request int;
begin
  perform register.need_rights();
  insert into mailbox.asked (arrival_id, at) values (_arrival, _at) on conflict do nothing;
  if not found then
    return null;
  end if;
  request := rights.receive_form(_token, _kind, _requester, _asked, _lang, _email, _due, _at, 'email', _received_at);
  update mailbox.asked a set number = request where a.arrival_id = _arrival;
  return request;
end $$;

-- ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────────────

-- The letters of a person whom the purpose sees, with what came along. Their words are read beside them, through the policy of the category.
create function mailbox.letters_of(_token text, _person uuid)
returns table (id uuid, category text, thread uuid, at timestamptz, ours boolean, answers uuid, attachments jsonb)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query
    select l.id, l.category, l.thread, l.at, l.arrival_id is null, l.answers, (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'type', t.type,
        'bytes', t.bytes, 'kept', t.kept, 'why', t.why) order by t.place), '[]')
      from mailbox.attachment t where t.person_id = l.person_id and t.letter_id = l.id)
    from mailbox.letter l join register.person p on p.id = l.person_id
    where l.person_id = _person and register.sees(p.standing);
end $$;

grant execute on function mailbox.file, mailbox.note_kept, mailbox.note_dead, mailbox.record_words, mailbox.ask, mailbox.letters_of
  to public; -- refused without a token, and to every purpose but the connection's or that of rights

-- ── Whatever goes takes its letter along ────────────────────────────────────────────────────────────────────────────

create trigger clear_attachments after delete on mailbox.attachment referencing old table as gone for each statement execute function register.clear_files('mailbox.clear');

-- Letters whose row is gone – past its date, or removed by hand – go too. Answers the files that there should be.
create function mailbox.tidy() returns setof uuid language plpgsql security definer set search_path = '' as $$
declare
  kind text;
begin
  for kind in select distinct l.category from mailbox.letter l loop
    if to_regclass('register.' || quote_ident(replace(kind, '-', '_'))) is null then
      delete from mailbox.letter l where l.category = kind;
    else
      execute format('delete from mailbox.letter l where l.category = $1
        and not exists (select from register.%I r where r.person_id = l.person_id and r.id = l.id)', replace(kind, '-', '_')) using kind;
    end if;
  end loop;
  delete from mailbox.attachment t
    where not exists (select from mailbox.letter l where l.person_id = t.person_id and l.id = t.letter_id);
  return query select t.id from mailbox.attachment t;
end $$;
grant execute on function mailbox.tidy to {{app}};

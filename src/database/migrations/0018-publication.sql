-- What a person has agreed to have published: its exact text, the name beside it, a photo, the places and the period. It is shown while they
-- agree and no longer; from then on somebody has to take it down in each other place, as a task.

create schema publication;
grant usage on schema publication to {{app}}, public;

create table publication.agreement (
  id uuid primary key,
  person_id uuid not null,
  row_id uuid, -- of the category `publication`, since it was agreed
  purpose text not null, -- for which it was asked, and in which its tasks are
  kind text not null check (kind in ('testimonial', 'photo', 'reference', 'interview')),
  lang text not null check (lang in ('fi', 'sv', 'en')),
  shown_name text, -- as it is published; null: without a name
  content text not null,
  until date not null, -- its last day
  made_at timestamptz not null,
  made_by text not null,
  asked_at timestamptz, -- since then it says what it says
  agreed_at timestamptz,
  agreed_how text check (agreed_how in ('page', 'paper')),
  agreed_name text,
  agreed_hash bytea,
  ended_at timestamptz,
  ended_because text check (ended_because in ('declined', 'withdrawn', 'expired', 'taken-back'))
);
create index agreement_person on publication.agreement (person_id);
create index agreement_current on publication.agreement (until) where agreed_at is not null and ended_at is null;

create table publication.place (
  agreement_id uuid not null references publication.agreement on delete cascade,
  n int not null,
  person_id uuid not null,
  place text not null check (length(place) between 1 and 300),
  task_id uuid, -- of taking it down there
  down boolean not null default false, -- it is done
  primary key (agreement_id, n)
);
create index place_person on publication.place (person_id);
create index place_task on publication.place (task_id) where task_id is not null;

-- Where something was left of somebody who has left the register: it says nothing of whom, and goes when its task is made.
create table publication.left_up (
  id uuid primary key,
  purpose text not null,
  kind text not null,
  place text not null,
  agreed_at timestamptz not null
);

-- The file is written after the row, so that a file without a row is nobody's. Its folder is named after the table (rights.files_of).
create table publication.photo (
  person_id uuid not null,
  id uuid not null, -- of its file too
  agreement_id uuid not null unique references publication.agreement on delete cascade,
  name text not null,
  type text not null,
  bytes int not null,
  hash bytea not null,
  kept boolean not null default false,
  primary key (person_id, id)
);

-- Opaque links to the page of an agreement, as hashes.
create table publication.link (
  token_hash bytea primary key,
  agreement_id uuid not null references publication.agreement on delete cascade,
  person_id uuid not null,
  made_at timestamptz not null
);
create index link_person on publication.link (person_id);
grant select, insert on publication.link to {{app}};

-- The planner keeps no sample of what is said of people (docs/decisions/0003).
alter table publication.agreement alter content set statistics 0;
alter table publication.agreement alter shown_name set statistics 0;
alter table publication.agreement alter agreed_name set statistics 0;
alter table publication.photo alter name set statistics 0;

create trigger clear_photos after delete on publication.photo referencing old table as gone
  for each statement execute function register.clear_files('publication.clear');

-- The files that there should be.
create function publication.photos() returns setof uuid language sql stable security definer set search_path = '' as
  $$ select p.id from publication.photo p $$;
grant execute on function publication.photos to {{app}};

-- What follows when something has ended: tasks, by the job of this name.
create function publication.follow_up() returns void language plpgsql set search_path = '' as $$
begin
  if to_regclass('graphile_worker.jobs') is not null then -- a register that is being restored has no queue yet
    perform graphile_worker.add_job('publication.take-down', '{}', 'publication.take-down', job_key := 'publication.take-down:now');
  end if;
end $$;

-- A place is taken down when its task is done.
create function publication.note_task() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update publication.place p set down = new.state = 'done' where p.task_id = new.id;
  return null;
end $$;
create trigger note_publication after update of state on tasks.task for each row when (old.state <> new.state) execute function publication.note_task();

-- Whoever leaves the register takes their agreements along; what still stands in other places is somebody's to take down (Art. 17(1), 19).
create function publication.leave() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into publication.left_up (id, purpose, kind, place, agreed_at)
    select register.new_id(), a.purpose, a.kind, p.place, a.agreed_at from publication.place p join publication.agreement a on a.id = p.agreement_id
    where p.agreement_id = old.agreement_id and p.n = old.n and a.agreed_at is not null and not p.down;
  if found then
    perform publication.follow_up();
  end if;
  return old;
end $$;
create trigger leave_place before delete on publication.place for each row execute function publication.leave();
-- Its places first, while it can be told whose they are of.
create function publication.leave_places() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  delete from publication.place p where p.agreement_id = old.id;
  return old;
end $$;
create trigger leave_agreement before delete on publication.agreement for each row execute function publication.leave_places();

-- A consent that is withdrawn, on whatever page and by whomever it is recorded, ends every publication at once (Art. 7(3)).
create function publication.obey() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from said s where s.kind = 'consent' and s.withdrawn_at is not null and s.purpose = 'publication') then
    update publication.agreement a set ended_at = s.withdrawn_at, ended_because = 'withdrawn' from said s
    where a.person_id = s.person_id and s.kind = 'consent' and s.withdrawn_at is not null and s.purpose = 'publication'
      and a.agreed_at is not null and a.ended_at is null;
    if found then
      perform publication.follow_up();
    end if;
  end if;
  return null;
end $$;
create trigger obey_publication after insert on register.statement referencing new table as said
  for each statement execute function publication.obey();

-- ── Drafting and asking ─────────────────────────────────────────────────────────────────────────────────────────────

-- Those that this login may see: of a purpose of its own, or where the notice gives it what is published of the person.
create function publication.seen(_purpose text) returns setof publication.agreement language sql stable set search_path = '' as $$
  select a.* from publication.agreement a join register.person p on p.id = a.person_id
  where a.purpose = _purpose and register.sees(p.standing) or exists (select from notice.scope s
    where s.role = session_user and s.category = 'publication' and (p.standing & s.mask) = s.value)
$$;

create function publication.lock_agreement(_purpose text, _id uuid) returns publication.agreement language plpgsql set search_path = '' as $$
declare
  found publication.agreement;
begin
  perform register.lock_person(a.person_id) from publication.seen(_purpose) a where a.id = _id;
  perform from publication.agreement a where a.id = _id for update;
  select * into found from publication.seen(_purpose) a where a.id = _id;
  if found.id is null then
    perform register.refuse('absent', 'publication.absent');
  end if;
  return found;
end $$;

-- A draft about a person whom the purpose sees: {kind, lang, name, content, until, places}.
create function publication.make(_token text, _person uuid, _given jsonb, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  made uuid := register.new_id();
begin
  if not register.sees(register.lock_person(_person)) then
    perform register.refuse('absent', 'register.person-absent');
  elsif not exists (select from notice.purpose p where p.purpose = 'publication' and p.live)
    or not exists (select from notice.scope s where s.category = 'publication' and s.purpose = 'publication')
  then
    perform register.refuse('forbidden', 'register.category-not-given', jsonb_build_object('category', 'publication'));
  end if;
  insert into publication.agreement (id, person_id, purpose, kind, lang, shown_name, content, until, made_at, made_by)
  values (made, _person, asker.purpose, _given ->> 'kind', _given ->> 'lang', nullif(btrim(_given ->> 'name'), ''), _given ->> 'content',
    (_given ->> 'until')::date, _at, asker.actor);
  insert into publication.place (agreement_id, n, person_id, place)
  select made, p.n, _person, p.place from jsonb_array_elements_text(_given -> 'places') with ordinality p (place, n);
  return made;
end $$;

-- It goes to the person by e-mail, and says what it says from then on.
create function publication.ask(_token text, _id uuid, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  asked publication.agreement := publication.lock_agreement(asker.purpose, _id);
begin
  if asked.agreed_at is not null or asked.ended_at is not null then
    perform register.refuse('conflict', 'publication.not-now');
  end if;
  update publication.agreement a set asked_at = coalesce(a.asked_at, _at) where a.id = _id;
  insert into mail.message (id, person_id, kind, about, queued_at, next_at)
    values (register.new_id(), asked.person_id, 'publication.ask', _id, _at, _at);
  perform graphile_worker.add_job('mail.send', '{}', 'mail.send', run_at := _at, job_key := 'mail.send');
  return asked.person_id;
end $$;

-- Notes a photo whose file is written next, in the place of an earlier one; only before it was asked.
create function publication.add_photo(_token text, _id uuid, _photo uuid, _name text, _type text, _bytes int, _hash bytea) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  drawn publication.agreement := publication.lock_agreement(asker.purpose, _id);
begin
  if drawn.asked_at is not null or drawn.agreed_at is not null or drawn.ended_at is not null then
    perform register.refuse('conflict', 'publication.not-now');
  end if;
  delete from publication.photo p where p.agreement_id = _id;
  insert into publication.photo (person_id, id, agreement_id, name, type, bytes, hash) values (drawn.person_id, _photo, _id, _name, _type, _bytes, _hash);
  return drawn.person_id;
end $$;

create function publication.note_kept(_token text, _photo uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  update publication.photo p set kept = true where p.id = _photo;
end $$;

-- ── The person's word ───────────────────────────────────────────────────────────────────────────────────────────────

-- What was agreed to, as one text; its hash is what the person said yes to.
create function publication.said(_agreement publication.agreement) returns text language sql stable set search_path = '' as $$
  select jsonb_build_object('kind', _agreement.kind, 'name', _agreement.shown_name, 'content', _agreement.content, 'until', _agreement.until,
    'places', (select jsonb_agg(p.place order by p.n) from publication.place p where p.agreement_id = _agreement.id),
    'photo', (select encode(p.hash, 'hex') from publication.photo p where p.agreement_id = _agreement.id and p.kept))::text
$$;

-- The person agrees in writing: a consent with these words, and the row of the category. For the rights purpose alone, in which the person's
-- own page is, and staff who have it signed.
create function publication.agree(_token text, _id uuid, _how text, _name text, _wording text, _evidence jsonb, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  asked publication.agreement;
  source text;
  made uuid;
begin
  perform register.need_rights();
  asked := publication.lock_agreement(asker.purpose, _id);
  if asked.agreed_at is not null or asked.ended_at is not null or asked.until < (_at at time zone 'Europe/Helsinki')::date then
    perform register.refuse('conflict', 'publication.not-now');
  end if;
  select s.source into source from notice.source s where s.category = 'publication'
    order by array_position(case _how when 'page' then array['forms', 'email'] else array['meetings', 'email', 'forms'] end, s.source) nulls last limit 1;
  perform register.record_statement(_token, source, null, asked.person_id, 'consent', 'publication', null, _at, null, _wording, _evidence);
  execute 'select register.write_publication($1, $2, null, $3, null, $4, null)' into made using _token, source, asked.person_id,
    (select jsonb_object_agg(v.key, v.value) from jsonb_each(jsonb_strip_nulls(jsonb_build_object('kind', asked.kind, 'content', asked.content,
      'place', (select string_agg(p.place, ', ' order by p.n) from publication.place p where p.agreement_id = _id),
      'agreed', (_at at time zone 'Europe/Helsinki')::date, 'until', asked.until))) v
      where v.key = any ((register.scope_of('publication')).columns));
  update publication.agreement a set asked_at = coalesce(a.asked_at, _at), agreed_at = _at, agreed_how = _how, agreed_name = nullif(btrim(_name), ''),
    agreed_hash = sha256(convert_to(publication.said(a), 'UTF8')), row_id = made where a.id = _id;
  return asked.person_id;
end $$;

-- It ends: `declined` before it was agreed, `withdrawn` by the person, `taken-back` by staff. With the last of theirs the consent ends.
create function publication.finish(_token text, _id uuid, _because text, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  ending publication.agreement := publication.lock_agreement(asker.purpose, _id);
begin
  if ending.ended_at is not null or (_because = 'declined') <> (ending.agreed_at is null) and _because <> 'taken-back' then
    perform register.refuse('conflict', 'publication.not-now');
  end if;
  update publication.agreement a set ended_at = _at, ended_because = _because where a.id = _id;
  if ending.agreed_at is not null then
    perform publication.follow_up();
    if _because = 'withdrawn' and not exists (select from publication.agreement a
      where a.person_id = ending.person_id and a.agreed_at is not null and a.ended_at is null)
    then
      perform register.record_statement(_token, (select s.source from notice.source s where s.category = 'publication' order by s.source <> 'forms' limit 1),
        null, ending.person_id, 'consent', 'publication', null, ending.agreed_at, _at, null, '{}');
    end if;
  end if;
  return ending.person_id;
end $$;

grant execute on function publication.make, publication.ask, publication.add_photo, publication.note_kept, publication.agree, publication.finish
  to public; -- refused without a token

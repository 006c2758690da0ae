-- What was signed on paper lies encrypted beside its agreement and goes with it; and an agreement goes when the register has nothing of it any more.

-- The file is written after the row, so that a file without a row is nobody's. Its folder is named after the table (rights.files_of).
create table publication.paper (
  person_id uuid not null,
  id uuid not null, -- of its file too
  agreement_id uuid not null references publication.agreement on delete cascade,
  name text not null,
  type text not null,
  bytes int not null,
  hash bytea not null,
  at timestamptz not null,
  by text not null,
  kept boolean not null default false,
  primary key (person_id, id)
);
create index paper_agreement on publication.paper (agreement_id);
-- The planner keeps no sample of what is said of people (docs/decisions/0003).
alter table publication.paper alter name set statistics 0, alter type set statistics 0;

create trigger clear_papers after delete on publication.paper referencing old table as gone
  for each statement execute function register.clear_files('publication.clear');

-- The files that there should be.
create function publication.papers() returns setof uuid language sql stable security definer set search_path = '' as
  $$ select p.id from publication.paper p $$;
grant execute on function publication.papers to {{app}};

-- Notes what was signed, of an agreement that was agreed to on paper; its file is written next. The same bytes are kept once.
create function publication.add_paper(_token text, _id uuid, _paper uuid, _name text, _type text, _bytes int, _hash bytea, _most int, _at timestamptz)
returns uuid language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  signed publication.agreement := publication.lock_agreement(asker.purpose, _id);
begin
  if signed.agreed_how is distinct from 'paper' then
    perform register.refuse('conflict', 'publication.not-on-paper');
  end if;
  delete from publication.paper p where p.agreement_id = _id and not p.kept and p.hash = _hash; -- its file was never written
  if exists (select from publication.paper p where p.agreement_id = _id and p.hash = _hash) then
    perform register.refuse('conflict', 'publication.same-paper');
  elsif (select count(*) from publication.paper p where p.agreement_id = _id) >= _most then
    perform register.refuse('conflict', 'publication.too-many-papers', jsonb_build_object('most', _most));
  end if;
  insert into publication.paper (person_id, id, agreement_id, name, type, bytes, hash, at, by)
  values (signed.person_id, _paper, _id, _name, _type, _bytes, _hash, _at, asker.actor);
  return signed.person_id;
end $$;

create function publication.note_paper(_token text, _paper uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  update publication.paper p set kept = true where p.id = _paper;
end $$;

create function publication.remove_paper(_token text, _id uuid, _paper uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  signed publication.agreement := publication.lock_agreement(asker.purpose, _id);
begin
  delete from publication.paper p where p.agreement_id = _id and p.id = _paper;
  if not found then
    perform register.refuse('absent', 'publication.no-paper');
  end if;
  return signed.person_id;
end $$;
grant execute on function publication.add_paper, publication.note_paper, publication.remove_paper to public; -- refused without a token

-- As in 0018-published.sql, with the papers.
drop function publication.list;
create function publication.list(_token text, _which jsonb, _day date, _after uuid, _max int)
returns table (id uuid, person uuid, kind text, lang text, name text, content text, until date, made_at timestamptz, asked_at timestamptz,
  agreed_at timestamptz, agreed_how text, agreed_name text, ended_at timestamptz, ended_because text, places jsonb, photo uuid, photo_type text, papers jsonb,
  state text)
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query select a.id, a.person_id, a.kind, a.lang, a.shown_name, a.content, a.until, a.made_at, a.asked_at, a.agreed_at, a.agreed_how, a.agreed_name,
    a.ended_at, a.ended_because, (select coalesce(jsonb_agg(jsonb_build_object('place', p.place, 'task', p.task_id, 'down', case when p.task_id is not null then p.down end) order by p.n), '[]')
      from publication.place p where p.agreement_id = a.id),
    f.id, f.type,
    (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'type', p.type, 'bytes', p.bytes, 'at', p.at, 'by', p.by) order by p.id), '[]')
      from publication.paper p where p.agreement_id = a.id and p.kept),
    case when a.ended_at is not null then a.ended_because when a.until < _day then 'expired' when a.agreed_at is not null then 'shown'
      when a.asked_at is not null then 'asked' else 'draft' end
  from publication.seen(asker.purpose) a left join publication.photo f on f.agreement_id = a.id and f.kept
  where (_which ->> 'id' is null or a.id = (_which ->> 'id')::uuid) and (_which ->> 'person' is null or a.person_id = (_which ->> 'person')::uuid)
    and (_after is null or a.id < _after)
  order by a.id desc limit _max;
end $$;
grant execute on function publication.list to public; -- refused without a token

-- Those that nobody needs any more go with their files: never agreed to and past the day that was asked for, or ended, taken down everywhere, and
-- without row or history in the register, which the notice's own time for them has removed. For the rights purpose alone.
create function publication.tidy(_token text, _day date) returns int language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  gone int;
begin
  perform register.need_rights();
  delete from publication.agreement a where a.until < _day and a.agreed_at is null
    or a.ended_at is not null and a.agreed_at is not null
      and not exists (select from publication.place p where p.agreement_id = a.id and not p.down)
      and not exists (select from register.change c where c.person_id = a.person_id and c.category = 'publication' and c.row_id = a.row_id);
  get diagnostics gone = row_count;
  return gone;
end $$;
grant execute on function publication.tidy to public; -- refused to all but the rights purpose

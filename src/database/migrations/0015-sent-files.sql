-- Files that came by a form: each is a file of the home, encrypted, of the row that the form's message made, and goes when that row does.

grant usage on schema forms to public;

-- Files that are of nobody yet: their form is being sent, waits for a confirmed address, or for its row.
create table forms.held (
  id uuid primary key, -- of the file
  bytes int not null default 0,
  expires_at timestamptz not null
);
grant select, insert, update, delete on forms.held to {{app}};

-- Their folder is named after the table (rights.files_of).
create table forms.sent_file (
  person_id uuid not null,
  id uuid not null, -- of its file too
  category text not null,
  row_id uuid not null,
  name text not null,
  type text not null,
  bytes int not null,
  hash bytea not null, -- SHA-256 of its content
  at timestamptz not null,
  kept boolean not null,
  primary key (person_id, id)
);
alter table forms.sent_file alter name set statistics 0; -- docs/decisions/0003

-- Only a form that brought files tells of a thing.
create function forms.follow() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform graphile_worker.add_job('forms.place', json_build_object('arrival', new.id), 'forms.place', job_key := 'forms.place:' || new.id);
  return null;
end $$;
create trigger place_files after update of state on arrivals.arrival for each row
  when (old.state = 'accepted' and new.state = 'written' and new.topic like 'form.%' and new.thing_group is not null and new.sealed is not null)
  execute function forms.follow();

-- Gives the files of an arrival that is written to its row; done again it does nothing. `_files`: {id, name, type, bytes, hash}.
create function forms.place(_token text, _arrival uuid, _files jsonb) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  found_row record;
begin
  select a.person_id, a.at, t.category, (t.rows ->> 'files')::uuid as row_id into found_row
    from arrivals.arrival a join arrivals.connection c on c.id = a.connection_id and c.purpose = asker.purpose
    join arrivals.thing t on t.group_id = a.thing_group and t.reference_hash = arrivals.reference_hash(a.thing_reference)
    where a.id = _arrival and a.state = 'written' and t.person_id = a.person_id;
  perform from register.person p where p.id = found_row.person_id for no key update;
  if found_row.row_id is null or not found then
    return; -- whoever it was has left; the files go at the end of their time
  end if;
  insert into forms.sent_file (person_id, id, category, row_id, name, type, bytes, hash, at, kept)
    select found_row.person_id, f.id, found_row.category, found_row.row_id, f.name, f.type, f.bytes, decode(f.hash, 'hex'), found_row.at, true
    from jsonb_to_recordset(_files) as f (id uuid, name text, type text, bytes int, hash text) join forms.held h on h.id = f.id
    on conflict do nothing;
  delete from forms.held h where exists (select from forms.sent_file s where s.person_id = found_row.person_id and s.id = h.id);
end $$;

-- The files of a person whose row the login sees, newest first; none of a category in which the notice does not give it attachments.
create function forms.files_of(_token text, _person uuid) returns setof forms.sent_file
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope;
begin
  for scope in select s.* from notice.scope s
    where s.role = session_user and 'attachments' = any (s.columns)
      and s.category in (select f.category from forms.sent_file f where f.person_id = _person)
  loop
    return query execute format('select f.* from forms.sent_file f join register.%I r on r.person_id = f.person_id and r.id = f.row_id
      where f.person_id = $1 and f.category = $2 and f.kept and (r.standing & $3) = $4 order by f.id desc', replace(scope.category, '-', '_'))
      using _person, scope.category, scope.mask, scope.value;
  end loop;
end $$;
grant execute on function forms.place, forms.files_of to public; -- refused without a token

-- Removes what is past its time, and files whose row is gone, by retention or by hand. Answers the files that there should be.
create function forms.tidy_files(_now timestamptz) returns setof uuid language plpgsql security definer set search_path = '' as $$
declare
  kind text;
begin
  delete from forms.held h where h.expires_at <= _now;
  for kind in select distinct f.category from forms.sent_file f loop
    if to_regclass('register.' || quote_ident(replace(kind, '-', '_'))) is null then
      delete from forms.sent_file f where f.category = kind;
    else
      execute format('delete from forms.sent_file f where f.category = $1
        and not exists (select from register.%I r where r.person_id = f.person_id and r.id = f.row_id)', replace(kind, '-', '_')) using kind;
    end if;
  end loop;
  return query select h.id from forms.held h union all select f.id from forms.sent_file f;
end $$;
grant execute on function forms.tidy_files to {{app}};

create trigger clear_files after delete on forms.sent_file referencing old table as gone for each statement execute function register.clear_files('forms.clear');

-- What is published is what somebody agrees to at this moment; what is no longer has its tasks, one a place, until it is taken down everywhere.

-- Everything that anybody may read: it names nobody but by the name that they agreed to.
create function publication.current(_day date)
returns table (id uuid, kind text, lang text, name text, content text, agreed date, photo uuid, photo_type text)
language sql stable security definer set search_path = '' set timezone = 'UTC' as $$
  select a.id, a.kind, a.lang, a.shown_name, a.content, (a.agreed_at at time zone 'Europe/Helsinki')::date, f.id, f.type
  from publication.agreement a join register.person p on p.id = a.person_id and (p.standing & 1) = 0 and p.erased_on is null
  left join publication.photo f on f.agreement_id = a.id and f.kept
  where a.agreed_at is not null and a.ended_at is null and a.until >= _day order by a.agreed_at desc, a.id desc limit 500
$$;
grant execute on function publication.current to {{app}};

-- Agreements that the login sees, the latest first. `_which`: {id, person, shown}.
create function publication.list(_token text, _which jsonb, _day date, _after uuid, _max int)
returns table (id uuid, person uuid, kind text, lang text, name text, content text, until date, made_at timestamptz, asked_at timestamptz,
  agreed_at timestamptz, agreed_how text, agreed_name text, ended_at timestamptz, ended_because text, places jsonb, photo uuid, photo_type text, state text)
language plpgsql stable security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query select a.id, a.person_id, a.kind, a.lang, a.shown_name, a.content, a.until, a.made_at, a.asked_at, a.agreed_at, a.agreed_how, a.agreed_name,
    a.ended_at, a.ended_because, (select coalesce(jsonb_agg(jsonb_build_object('place', p.place, 'task', p.task_id, 'down', case when p.task_id is not null then p.down end) order by p.n), '[]')
      from publication.place p where p.agreement_id = a.id),
    f.id, f.type, case when a.ended_at is not null then a.ended_because when a.until < _day then 'expired' when a.agreed_at is not null then 'shown'
      when a.asked_at is not null then 'asked' else 'draft' end
  from publication.seen(asker.purpose) a left join publication.photo f on f.agreement_id = a.id and f.kept
  where (_which ->> 'id' is null or a.id = (_which ->> 'id')::uuid) and (_which ->> 'person' is null or a.person_id = (_which ->> 'person')::uuid)
    and (_after is null or a.id < _after)
  order by a.id desc limit _max;
end $$;
grant execute on function publication.list to public; -- refused without a token

-- ── What the day brings, for the rights purpose alone ───────────────────────────────────────────────────────────────

-- Those past their last day end.
create function publication.expire(_token text, _day date, _at timestamptz) returns int
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  ended int;
begin
  perform register.need_rights();
  update publication.agreement a set ended_at = _at, ended_because = 'expired' where a.agreed_at is not null and a.ended_at is null and a.until < _day;
  get diagnostics ended = row_count;
  return ended;
end $$;

-- Places of what has ended that nobody has been told to take down; with the name beside it, by which it is found there. Of somebody who has left
-- the register there is no name and `n` is null: the day of the agreement tells which it is.
create function publication.to_take_down(_token text) returns table (id uuid, n int, place text, name text, kind text, agreed date)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query select a.id, p.n, p.place, a.shown_name, a.kind, null::date from publication.place p join publication.agreement a on a.id = p.agreement_id
    where a.ended_at is not null and a.agreed_at is not null and p.task_id is null
    union all select l.id, null, l.place, null, l.kind, (l.agreed_at at time zone 'Europe/Helsinki')::date from publication.left_up l order by 1, 2;
end $$;

create function publication.open_task(_token text, _id uuid, _n int, _title text, _at timestamptz) returns void
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  whose publication.agreement;
  due date := (_at at time zone 'Europe/Helsinki')::date + 3;
  task uuid := register.new_id();
  turn uuid := register.new_id();
begin
  perform register.need_rights();
  if _n is null then
    delete from publication.left_up l where l.id = _id returning l.purpose into whose.purpose;
  else
    perform register.lock_person(a.person_id) from publication.agreement a where a.id = _id;
    select * into whose from publication.agreement a where a.id = _id;
    update publication.place p set task_id = task where p.agreement_id = _id and p.n = _n and p.task_id is null;
  end if;
  if found then
    insert into tasks.task (id, person_id, purpose, title, made_at, made_by, turn, state, due)
    values (task, whose.person_id, whose.purpose, _title, _at, asker.actor, turn, 'open', due);
    insert into tasks.turn (task_id, id, person_id, at, by, did, due)
    values (task, turn, whose.person_id, _at, asker.actor, 'made', due);
  end if;
end $$;

-- The row says when the last place was taken down. Answers how many.
create function publication.note_down(_token text, _day date) returns int
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  gone record;
  noted int := 0;
begin
  perform register.need_rights();
  if not register.has_column('publication', 'taken_down') then
    return 0;
  end if;
  for gone in execute $q$select a.person_id as person, a.row_id as id, (select s.source from notice.source s where s.category = 'publication' limit 1) as source
    from publication.agreement a join register.publication t on t.person_id = a.person_id and t.id = a.row_id and t.taken_down is null
    join register.person p on p.id = a.person_id and p.erased_on is null
    where a.ended_at is not null and not exists (select from publication.place l where l.agreement_id = a.id and not l.down)$q$
  loop
    perform register.lock_person(gone.person);
    execute 'select register.write_publication($1, $2, null, $3, $4, $5, null)' using _token, gone.source, gone.person, gone.id,
      jsonb_build_object('taken_down', _day);
    noted := noted + 1;
  end loop;
  return noted;
end $$;
grant execute on function publication.expire, publication.to_take_down, publication.open_task, publication.note_down to public; -- refused to all but
-- the rights purpose

-- For the live check: what is shown without a consent that stands, and places where something has stayed too long.
create function publication.count_wrong(_day date, _long_before timestamptz) returns table (unagreed bigint, left_up bigint, shown bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  perform register.need_rights();
  return query select
    (select count(*) from publication.current(_day) c join publication.agreement a on a.id = c.id where not exists (
      select from register.standing_words(array[a.person_id]) w where w.kind = 'consent' and w.purpose = 'publication')),
    (select count(*) from publication.place p join publication.agreement a on a.id = p.agreement_id
      where a.agreed_at is not null and a.ended_at < _long_before and not p.down),
    (select count(*) from publication.current(_day));
end $$;
grant execute on function publication.count_wrong to public; -- refused to all but the rights purpose

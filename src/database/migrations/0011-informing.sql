-- Art. 14: who is to be told from where their data came is told by e-mail where that reaches them, at the latest with the first message
-- to them, and that they were is on record; a message that comes back opens the duty again.

-- Whom the purpose sees: those still to be told, the most urgent first (`open`), those of them whom no e-mail reaches (`post`), or those who
-- were told, the latest first (`settled`).
create function arrivals.informings(_token text, _which text, _after uuid, _max int)
returns table (id uuid, person_id uuid, source text, obtained date, inform_by date, told_at timestamptz, told_by text, how text, reason text, mail text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query
    with seen as (
      select i.*, row_number() over (order by case when _which = 'settled' then i.told_at end desc, i.inform_by, i.id) as place
      from arrivals.informing i join register.person p on p.id = i.person_id
      where (i.told_at is not null) = (_which = 'settled') and (_which <> 'post' or i.mail in ('failed', 'no-address')) and register.sees(p.standing)
    )
    select s.id, s.person_id, s.source, s.obtained, s.inform_by, s.told_at, s.told_by, s.how, s.reason, s.mail from seen s
    where _after is null or s.place > (select b.place from seen b where b.id = _after)
    order by s.place limit _max;
end $$;

-- What the letters of these say, as far as they are still to be told. For the rights purpose.
create function arrivals.informings_to_tell(_token text, _ids uuid[]) returns table (id uuid, person_id uuid, source text, obtained date)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query select i.id, i.person_id, i.source, i.obtained from arrivals.informing i
    where i.id = any (_ids) and i.told_at is null order by i.inform_by, i.id;
end $$;

-- They were told, or why not. Answers of how many that was news.
create function arrivals.note_informed(_token text, _ids uuid[], _how text, _reason text, _at timestamptz) returns int
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  noted int;
begin
  update arrivals.informing i set told_at = _at, told_by = asker.actor, how = _how, reason = nullif(btrim(_reason), '')
    from register.person p where i.id = any (_ids) and i.told_at is null and p.id = i.person_id and register.sees(p.standing);
  get diagnostics noted = row_count;
  return noted;
end $$;
grant execute on function arrivals.informings, arrivals.informings_to_tell, arrivals.note_informed to public; -- refused without a token

-- ── By e-mail ───────────────────────────────────────────────────────────────────────────────────────────────────────

-- A message for everybody who is to be told until that day (null: for all) and has none yet; `_again`: for those too whom none reached.
-- Answers for how many. 'arrivals.informing' is the kind in src/arrivals/informing-message.ts.
create function arrivals.inform_by_mail(_until date, _again boolean, _at timestamptz) returns int
language plpgsql security definer set search_path = '' as $$
declare
  queued int;
begin
  with due as (
    update arrivals.informing i set mail = 'waiting'
    where i.told_at is null and (_until is null or i.inform_by <= _until) and (i.mail is null or _again and i.mail in ('failed', 'no-address'))
    returning i.id, i.person_id, i.inform_by
  )
  insert into mail.message (id, person_id, kind, about, queued_at, next_at)
    select register.new_id(), d.person_id, 'arrivals.informing', d.id, _at, _at from due d order by d.inform_by;
  get diagnostics queued = row_count;
  if queued > 0 then
    perform graphile_worker.add_job('mail.send', '{}', 'mail.send', run_at := _at, job_key := 'mail.send');
  end if;
  return queued;
end $$;

-- Art. 14(3)(b): whoever is sent a first message, whatever it is about, is sent before it from where their data came.
create function arrivals.inform_at_first_message() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  soonest timestamptz;
begin
  if not exists (select from fresh f where f.kind <> 'arrivals.informing') then
    return null; -- of its own messages, or of none at all
  end if;
  with sent as (
    select f.person_id, min(f.queued_at) as at, min(f.next_at) - interval '1 millisecond' as next_at
    from fresh f group by 1
  ),
  due as (
    update arrivals.informing i set mail = 'waiting' from sent s
    where i.person_id = s.person_id and i.told_at is null and (i.mail is null or i.mail = 'no-address' and tg_table_schema = 'mail')
    returning i.id, i.person_id, s.at, s.next_at
  ),
  queued as (
    insert into mail.message (id, person_id, kind, about, queued_at, next_at)
    select register.new_id(), d.person_id, 'arrivals.informing', d.id, d.at, d.next_at from due d returning next_at
  )
  select min(q.next_at) into soonest from queued q;
  if soonest is not null then
    perform graphile_worker.add_job('mail.send', '{}', 'mail.send', run_at := soonest, job_key := 'mail.send');
  end if;
  return null;
end $$;
create trigger inform_first after insert on mail.message referencing new table as fresh
  for each statement execute function arrivals.inform_at_first_message();
create trigger inform_first after insert on sms.message referencing new table as fresh
  for each statement execute function arrivals.inform_at_first_message();

-- What became of the message. One that comes back after it had left opens the duty again.
create function arrivals.settle_informing(_id uuid, _state text, _at timestamptz) returns void language sql security definer set search_path = '' as $$
  update arrivals.informing i set mail = nullif(_state, 'not-needed'), told_at = case when _state = 'sent' then _at end,
    told_by = case when _state = 'sent' then 'system' end, how = case when _state = 'sent' then 'email' end
  where i.id = _id and (i.told_at is null or i.told_by = 'system')
$$;

-- For the promises and the command line: how many are to be told, how many of them are past their day, how many no e-mail reaches, and how
-- many are to be told until that day with nothing under way. Nothing of a person.
create function arrivals.count_informing(_today date, _soon date) returns table (waiting bigint, late bigint, post bigint, idle bigint)
language sql stable security definer set search_path = '' as $$
  select count(*), count(*) filter (where i.inform_by < _today), count(*) filter (where i.mail in ('failed', 'no-address')),
    count(*) filter (where i.inform_by <= _soon and i.mail is distinct from 'waiting')
  from arrivals.informing i where i.told_at is null
$$;
grant execute on function arrivals.inform_by_mail, arrivals.settle_informing, arrivals.count_informing to {{app}};

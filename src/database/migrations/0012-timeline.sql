-- What the timeline of a person tells beside changes and rows of categories, cut to what the purpose that reads it may see.

-- Whether this login works for the rights purpose, which sees all.
create function register.has_rights() returns boolean language sql stable set search_path = '' as $$
  select exists (select from notice.purpose p join notice.scope s on s.role = p.role
    where p.role = session_user and p.live and s.mask = 0 and s.value = 0)
$$;

-- Whether this login sees the person in some category.
create function register.sees_person(_person uuid) returns boolean language sql stable set search_path = '' as $$
  select coalesce((select register.sees(p.standing) from register.person p where p.id = _person), false)
$$;

-- A page of the changes of a person, as `register.history` tells them: older than `_before`, at most `_max`, each with the change that
-- took it back. It looks at no more of them than the page needs. Additions of rows that stand on the timeline by a day of their own are
-- left out by `_apart`: category → the column of that day.
create function register.changes_page(_token text, _person uuid, _before_at timestamptz, _before uuid, _max int, _apart jsonb)
returns table (id uuid, at timestamptz, actor text, purpose text, source text, source_ref text, notice_version int,
  category text, row_id uuid, before jsonb, after jsonb, import_id uuid, undoes uuid, undone uuid)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  standing bigint := (select p.standing from register.person p where p.id = _person);
  took_back jsonb := (select coalesce(jsonb_object_agg(u.undoes, u.id order by u.id), '{}') from register.change u
    where u.person_id = _person and u.undoes is not null);
  scope notice.scope;
  c register.change;
  left_to_give int := _max;
begin
  if standing is null then
    return;
  end if;
  for c in select h.* from register.change h
    where h.person_id = _person and (_before is null or (date_trunc('milliseconds', h.at), h.id) < (_before_at, _before))
    order by date_trunc('milliseconds', h.at) desc, h.id desc
  loop
    exit when left_to_give = 0;
    continue when c.before is null and c.undoes is null and c.after ->> (_apart ->> c.category) is not null;
    if scope.category is distinct from c.category then
      select * into scope from notice.scope s where s.role = session_user and s.category = c.category and (standing & s.mask) = s.value;
    end if;
    if scope.role is null then
      continue when c.category <> 'person' or not register.sees(standing);
      scope.columns := '{}';
    else
      continue when register.is_shut(_person, c.category, c.row_id, scope.mask);
    end if;
    before := register.cut(c.before, scope.columns);
    after := register.cut(c.after, scope.columns);
    continue when c.before is not null and c.after is not null and before = '{}';
    id := c.id; at := c.at; actor := c.actor; purpose := c.purpose; source := c.source; source_ref := c.source_ref;
    notice_version := c.notice_version; category := c.category; row_id := c.row_id; import_id := c.import_id; undoes := c.undoes;
    undone := (took_back ->> c.id::text)::uuid;
    left_to_give := left_to_give - 1;
    return next;
  end loop;
end $$;

-- By which change each of these rows was added.
create function register.additions(_token text, _person uuid, _category text, _rows uuid[])
returns table (row_id uuid, id uuid, at timestamptz, actor text, purpose text, source text, source_ref text, notice_version int, import_id uuid)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of(_category);
begin
  return query
    select distinct on (c.row_id) c.row_id, c.id, c.at, c.actor, c.purpose, c.source, c.source_ref, c.notice_version, c.import_id
    from register.change c join register.person p on p.id = c.person_id and (p.standing & scope.mask) = scope.value
    where c.person_id = _person and c.category = _category and c.row_id = any (_rows) and c.before is null
      and not register.is_shut(c.person_id, c.category, c.row_id, scope.mask)
    order by c.row_id, c.id desc;
end $$;

-- E-mail and text messages of the program to the person, newest first. What was sent by a permit is of the purpose that it was sent for;
-- what concerns the person's rights is of the rights purpose.
create function register.sent_to(_token text, _person uuid, _before_at timestamptz, _before uuid, _max int)
returns table (id uuid, at timestamptz, channel text, kind text, state text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  rights boolean := register.has_rights();
begin
  if not register.sees_person(_person) then
    return;
  end if;
  return query
    select m.* from (
      select e.id, date_trunc('milliseconds', coalesce(e.settled_at, e.queued_at)) as at, 'email' as channel, e.kind, e.state from mail.message e
      where e.person_id = _person and (rights or coalesce(e.purpose, asker.purpose) = asker.purpose)
      union all
      select s.id, date_trunc('milliseconds', coalesce(s.settled_at, s.queued_at)), 'sms', s.kind, s.state from sms.message s
      where s.person_id = _person
    ) m
    where m.state <> 'not-needed' and (rights or m.kind not like 'rights.%') and m.kind not like 'campaigns.%' -- told by themselves
      and (_before is null or (m.at, m.id) < (_before_at, _before))
    order by m.at desc, m.id desc limit _max;
end $$;

-- By letter: that a changed notice was told of by e-mail is among what was sent.
create function register.told_by_letter(_token text, _person uuid)
returns table (id uuid, at timestamptz, by text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  return query
    select t.publication, t.at, t.by from notice.told t
    where t.person_id = _person and t.channel = 'letter' and t.state = 'told' and register.sees_person(_person);
end $$;

-- Requests of the person and each step that was taken of them.
create function rights.steps_of(_token text, _person uuid, _before_at timestamptz, _before uuid, _max int)
returns table (id uuid, at timestamptz, by text, did text, request uuid, number int, kind text)
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  return query
    select d.id, date_trunc('milliseconds', d.at), d.by, d.did, r.id, r.number, r.kind
    from rights.standing w join rights.request r on r.id = w.id
    cross join lateral (
      select r.id, r.recorded_at as at, r.recorded_by as by, 'recorded' as did
      union all select s.id, s.at, s.by, s.kind from rights.step s where s.request_id = r.id
    ) d
    where w.person_id = _person and (_before is null or (date_trunc('milliseconds', d.at), d.id) < (_before_at, _before))
    order by 2 desc, 1 desc limit _max;
end $$;

grant execute on function register.changes_page, register.additions, register.sent_to, register.told_by_letter, rights.steps_of to public; -- whoever has no actor token is refused

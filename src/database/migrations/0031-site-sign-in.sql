-- Whoever signs in at the controller's own site is known there: its server vouches for them by a pass, which joins one browser once.

alter table visits.joined drop constraint joined_act_check;
alter table visits.joined add constraint joined_act_check check (act in ('sign-in', 'form', 'link', 'site')),
  add column told_by text check (told_by is null or act = 'site'); -- the program that vouched for who it is
comment on column visits.joined.about is 'what came by the form, the letter of the link, the pass of the site';

-- Passes that have joined somebody, for as long as they could do so again. Nobody is named.
create table visits.spent_pass (
  id uuid primary key,
  until timestamptz not null
);

-- As `visits.join`, and `spent`: the pass has joined a browser before. A pass is spent by joining, and by nothing that is refused.
create function visits.join_by_pass(_token text, _key bytea, _person uuid, _pass uuid, _by text, _until timestamptz, _purpose text, _at timestamptz)
returns text language plpgsql security definer set search_path = '' as $$
declare
  browser uuid;
  followed text;
begin
  perform register.need_rights();
  perform from register.person p where p.id = _person for no key update;
  select b.visitor into browser from visits.browser b where b.key_hash = _key for update;
  if not exists (select from visits.joined j where j.visitor = browser and j.ended_at is null)
    -- Words that did not speak of the site have not been agreed to for it.
    and not coalesce((select w.words -> 'joinedBy' ? 'site' from visits.choice c left join visits.wording w on w.hash = c.wording
      where c.visitor = browser order by c.id desc limit 1), false)
  then
    return 'not-agreed';
  end if;
  insert into visits.spent_pass (id, until) values (_pass, _until) on conflict do nothing;
  if not found then
    return 'spent';
  end if;
  followed := visits.join(_token, _key, _person, 'site', _pass, _purpose, _at);
  if followed = 'joined' then
    update visits.joined j set told_by = _by where j.person_id = _person and j.about = _pass;
  elsif followed <> 'already' then
    delete from visits.spent_pass s where s.id = _pass;
  end if;
  return followed;
end $$;
grant execute on function visits.join_by_pass to public; -- refused to all but the rights purpose

create or replace function visits.tidy_known(_at timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  delete from visits.waiting_page w where w.at < _at - interval '100 days';
  delete from visits.spent_pass s where s.until <= _at;
  perform visits.forget_browser(b.visitor, b.until) from visits.browser b where b.until <= _at;
end $$;

-- How a person comes to their own page: what was asked, the way in that was sent, and the session that it opened. Secrets and
-- addresses are here as hashes only; an address waits, encrypted, until it has been looked up once.

create schema my;

-- Somebody typed an address. Nothing here says whether it is known: that is found out later, by a job.
create table my.asked (
  id uuid primary key,
  at timestamptz not null,
  channel text not null check (channel in ('email', 'sms')),
  lang text not null check (lang in ('fi', 'sv', 'en')),
  address_hash bytea not null, -- keyed; for the limits
  sealed bytea, -- the address, encrypted; null once it was looked up
  browser_hash bytea not null, -- of the secret that the asking browser was given; a code counts only with it
  tries int not null default 0 -- of codes
);
create index asked_address on my.asked (address_hash, at);

-- A link or a code on its way to one person.
create table my.way_in (
  id uuid primary key,
  person_id uuid not null,
  asked uuid, -- null: staff had it sent
  channel text not null check (channel in ('email', 'sms')),
  made_at timestamptz not null,
  made_by text not null,
  address_row uuid, -- of contact_points: the one that was asked for; staff leave the choice to the moment of sending
  address_hash bytea, -- keyed; of the address that it was sent to
  secret_hash bytea unique, -- null until it is sent
  expires_at timestamptz,
  used_at timestamptz,
  check ((secret_hash is null) = (expires_at is null))
);
create index way_in_person on my.way_in (person_id);
create index way_in_asked on my.way_in (asked);

-- Somebody is in. It ends with its time, with the address that let them in, and with the person.
create table my.session (
  secret_hash bytea primary key,
  person_id uuid not null,
  address_row uuid not null,
  address_hash bytea not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_person on my.session (person_id);

grant usage on schema my to {{app}}, public;
grant select, insert, delete on my.asked, my.way_in, my.session to {{app}};
grant update (sealed, tries) on my.asked to {{app}};
grant update (address_row, address_hash, secret_hash, expires_at, used_at) on my.way_in to {{app}};
grant update (ended_at) on my.session to {{app}};

-- What may not be inferred of a person any more, for they have contested it: one value of a category, or (an empty one) anything of it.
create table my.contested (
  person_id uuid not null,
  category text not null,
  value text not null, -- in lower case
  at timestamptz not null,
  primary key (person_id, category, value)
);
alter table my.contested alter value set statistics 0;

create function my.contest(_token text, _person uuid, _category text, _value text, _at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  perform register.need_rights();
  perform register.lock_person(_person);
  insert into my.contested (person_id, category, value, at) values (_person, _category, lower(_value), _at) on conflict do nothing;
end $$;
grant execute on function my.contest to public; -- refused to all but the rights purpose

-- Every value has its change row, so whoever writes one of a contested category, by whatever function, is refused here.
create function my.refuse_contested() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if exists (select from added a join my.contested c on c.person_id = a.person_id and c.category = a.category
      and c.value in ('', lower(a.after ->> 'value')) where a.after is not null) then
    perform register.refuse('forbidden', 'my.contested');
  end if;
  return null;
end $$;
create trigger refuse_contested after insert on register.change referencing new table as added
  for each statement execute function my.refuse_contested();

-- For the live check: how many values stand in categories that their person has contested.
create function my.count_contested_values() returns bigint
language plpgsql stable security definer set search_path = '' as $$
declare
  place record;
  found bigint;
  total bigint := 0;
begin
  perform register.need_rights();
  for place in select distinct c.category, replace(c.category, '-', '_') as name from my.contested c
    where to_regclass('register.' || quote_ident(replace(c.category, '-', '_'))) is not null
  loop
    execute format('select count(*) from register.%I t where exists (select from my.contested c where c.person_id = t.person_id
      and c.category = $1 and c.value in ('''', lower(to_jsonb(t) ->> ''value'')))', place.name)
      into found using place.category;
    total := total + found;
  end loop;
  return total;
end $$;
grant execute on function my.count_contested_values to public; -- refused to all but the rights purpose
grant select on my.contested to {{app}};

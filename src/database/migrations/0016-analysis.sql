-- Reports: saved by name for everybody of their purpose; and the classes that purposes without names are told of, numbers of nobody.

create schema analysis;
grant usage on schema analysis to {{app}}, public;

create table analysis.report (
  id uuid primary key,
  purpose text not null,
  name text not null check (length(name) between 1 and 200),
  definition jsonb not null,
  made_at timestamptz not null, -- or changed
  made_by text not null,
  revision int not null default 1
);
create index report_purpose on analysis.report (purpose, id);
alter table analysis.report alter definition set statistics 0; -- it may hold what is sought of somebody
grant select, insert, update, delete on analysis.report to {{app}};

-- One a purpose and subject: made anew on the first question of a day. Every class is of five persons or more.
create table analysis.edition (
  purpose text not null,
  subject text not null,
  day date not null,
  notice_version int not null,
  dimensions text[] not null,
  classes jsonb not null,
  primary key (purpose, subject)
);
grant select, insert, update on analysis.edition to {{app}};

-- The same for programs that log in for the purpose: no rows of persons, and nothing that could be put together into one.
create view analysis.class with (security_barrier) as
  select e.purpose, e.subject, e.day, e.notice_version,
    (select jsonb_object_agg(d.name, c.value -> 'key' -> (d.n::int - 1)) from unnest(e.dimensions) with ordinality d (name, n)) as divided_by,
    (c.value ->> 'rows')::bigint as number, c.value -> 'sums' as sums
  from analysis.edition e
  join notice.purpose p on p.purpose = e.purpose and p.live
  cross join lateral jsonb_array_elements(e.classes -> 'classes') c (value)
  where pg_has_role(session_user, p.role, 'member');
grant select on analysis.class to public;

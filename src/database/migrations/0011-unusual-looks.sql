-- How much each member of staff and each program looked, a day at a time and without anybody whom they looked at, and who looked into what was unusual.

create table access.look_day (
  actor text not null,
  day date not null, -- in Finland
  opened int not null, -- cards of so many persons
  odd int not null, -- of these between nine in the evening and six in the morning
  taken int not null, -- so many persons in files that were exported
  primary key (actor, day)
);

create table access.look_review (
  actor text not null,
  day date not null,
  kind text not null check (kind in ('many-opened', 'odd-hours', 'many-taken')),
  at timestamptz not null,
  by text not null,
  remark text not null,
  primary key (actor, day, kind)
);

grant select, insert, delete on access.look_day to {{app}};
grant select, insert on access.look_review to {{app}};

-- What has been agreed with those whose registers customers come from: on which contract, which data, and how often.

create table intake.arrangement (
  id uuid primary key,
  source text not null, -- of the notice: a third party's or a public one
  partner text not null,
  contract text not null, -- its name and number
  fields text[] not null, -- category.field: nothing else of a file is taken under it
  often text not null,
  made_at timestamptz not null,
  made_by text not null,
  ended_at timestamptz,
  ended_by text,
  check ((ended_at is null) = (ended_by is null))
);
grant select, insert on intake.arrangement to {{app}};
grant update (ended_at, ended_by) on intake.arrangement to {{app}};

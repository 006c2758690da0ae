-- Visits of websites as steps under a number that was drawn for the visit and leads to nobody, and what they add up to by day.

-- How visits come: the dimensions that they are filtered by.
create table visits.origin (
  id int generated always as identity primary key,
  site text not null,
  source text not null,
  referrer text not null, -- a host
  campaign text not null,
  device text not null,
  last_on date not null, -- went by it: it goes when its counts do
  unique (site, source, referrer, campaign, device)
);

-- What is seen, or happens.
create table visits.page (
  id int generated always as identity primary key,
  path text not null,
  event text not null, -- empty: the page was seen
  last_on date not null,
  unique (path, event)
);

-- What was done on visits, in its order. It is only added to, by the order of its indexes: this is what a visitor's answer waits for.
create table visits.step (
  id bigint generated always as identity primary key,
  at timestamptz not null, -- to the minute
  visit bigint, -- null: of somebody who refused to be told apart; the row goes when it is counted
  origin int not null,
  page int not null,
  begun smallint not null, -- 0: the visit went on, 1: it began here, 2: and was the first of its visitor today
  cents bigint not null -- what an event brought
);
create index step_by_time on visits.step (at);

-- Up to which step all are counted.
create table visits.counted (one boolean primary key default true check (one), upto bigint not null);
insert into visits.counted (upto) values (0);

create table visits.day_count (
  day date not null, -- in Finland
  origin int not null,
  page int not null,
  seen int not null, -- times it was seen or happened
  visits int not null, -- that began here
  visitors int not null, -- first seen on this day here
  cents bigint not null,
  primary key (day, origin, page)
) with (fillfactor = 80); -- today's rows change in their place
create index day_count_of_page on visits.day_count (page, day);

-- The same without the pages: what a period adds up to is read from a few rows of each day.
create table visits.day_origin (
  day date not null,
  origin int not null,
  views int not null, -- pages seen
  visits int not null,
  visitors int not null,
  cents bigint not null,
  primary key (day, origin)
) with (fillfactor = 80);

-- The same without the origins: the pages of everybody.
create table visits.day_page (
  day date not null,
  page int not null,
  seen int not null,
  visits int not null,
  visitors int not null,
  cents bigint not null,
  primary key (day, page)
) with (fillfactor = 80);

create table visits.machine_day (day date primary key, views int not null);

create table visits.goal (
  id uuid primary key,
  name text not null,
  steps jsonb not null, -- [{"kind": "page" | "event", "is": "/kiitos"}], in their order
  made_at timestamptz not null,
  made_by text not null,
  ended_at timestamptz,
  reckoned_to date -- up to this day what was reached stands in goal_day
);

-- How many visits of a day that is over came how far towards a goal, by how they came.
create table visits.goal_day (
  goal uuid not null references visits.goal on delete cascade,
  day date not null,
  origin int not null,
  furthest smallint not null, -- steps
  visits int not null,
  primary key (goal, day, origin, furthest)
);

grant select, insert, update, delete on visits.origin, visits.page, visits.step, visits.counted, visits.day_count, visits.day_origin, visits.day_page,
  visits.machine_day, visits.goal, visits.goal_day to {{app}};

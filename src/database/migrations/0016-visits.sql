-- What visitors of websites have chosen of cookies, provable by a random number that only their own browser knows and that is nobody's;
-- and what a browser found that looked at those websites.

create schema visits;
grant usage on schema visits to {{app}};

-- Every text in which a choice was asked for, word by word.
create table visits.wording (
  hash text primary key, -- SHA-256 of the words, base64url
  lang text not null check (lang in ('fi', 'sv', 'en')),
  notice_version int not null,
  words jsonb not null,
  first_at timestamptz not null
);

-- Rows are only added, and go when nothing can be asked of them any more. No address, no browser, no person.
create table visits.choice (
  id uuid primary key, -- in the order of time
  visitor uuid not null, -- random, from the visitor's browser, for their choices alone
  at timestamptz not null,
  categories text[] not null, -- agreed to
  method text not null check (method in ('all', 'necessary', 'chosen', 'withdrawn')),
  lang text not null check (lang in ('fi', 'sv', 'en')),
  wording text references visits.wording, -- null: withdrawn by the control on the page, where nothing was asked
  notice_version int not null,
  gpc boolean not null, -- the browser asked that nothing is shared
  expires_at timestamptz not null,
  check (wording is not null or categories = '{}') -- Art. 7(1): what was agreed to is on record
);
create index choice_of_visitor on visits.choice (visitor, id);
create index choice_by_time on visits.choice (at);
create index choice_by_wording on visits.choice (wording);

create table visits.inspection (
  id uuid primary key, -- in the order of time
  began_at timestamptz not null,
  ended_at timestamptz not null,
  notice_version int not null,
  pages int not null,
  fault text, -- the key of a text: it could not be done
  found jsonb not null -- names of cookies, stores and hosts, with the page and what had been chosen
);

grant select, insert, delete on visits.wording, visits.choice, visits.inspection to {{app}};

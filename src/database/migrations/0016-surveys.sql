-- Surveys: what each asks, whom it is asked of, and answers that are nobody's. An answer that was promised to be anonymous stands here without
-- time, order or person; one that is kept by name stands in the category `surveys` of the register, and not here (docs/decisions/0024).

create schema surveys;
grant usage on schema surveys to {{app}}, public;

create table surveys.survey (
  id uuid primary key,
  page text not null unique, -- the part of its public address that nobody can guess
  purpose text not null,
  source text not null, -- of answers that are kept by name
  name text not null unique check (length(name) between 3 and 120), -- as the category `surveys` has it
  keeps text not null check (keeps in ('anonymous', 'named')),
  revision int not null, -- the latest, and the one that is asked
  made_at timestamptz not null,
  made_by text not null,
  segment_id uuid, -- who is invited; null: whoever has the address
  opened_at timestamptz,
  opened_by text,
  closes_at timestamptz,
  closed_at timestamptz,
  closed_by text,
  reminders int not null default 0,
  reminded_at timestamptz,
  invited int, -- how many were, counted when it was closed, and how many answered
  answered int,
  check (keeps = 'anonymous' or opened_at is null or segment_id is not null)
);

-- What a survey asks and says. Rows are only added, and none after it was opened.
create table surveys.revision (
  survey_id uuid not null references surveys.survey,
  n int not null,
  content jsonb not null,
  at timestamptz not null,
  by text not null,
  primary key (survey_id, n)
);

-- Who is invited, and whether they have answered, without when: for reminders, and gone when the survey is closed.
create table surveys.invitation (
  survey_id uuid not null references surveys.survey,
  person_id uuid not null,
  answered boolean not null default false,
  primary key (survey_id, person_id)
);
create index invitation_person on surveys.invitation (person_id);

-- The links in invitations, as hashes: one a letter.
create table surveys.way_in (
  hash bytea primary key,
  survey_id uuid not null references surveys.survey,
  person_id uuid not null
);
create index way_in_person on surveys.way_in (person_id);
create index way_in_survey on surveys.way_in (survey_id);

-- Answers wait here, sealed and of one length, until there are enough of them to be written together. The key is a file of the home under
-- the name of the bag, is in no backup, and goes with it.
create table surveys.bag (
  survey_id uuid primary key references surveys.survey,
  bag uuid not null,
  former uuid -- whose key has to go yet
);
create table surveys.pooled (
  id uuid primary key,
  survey_id uuid not null references surveys.survey,
  sealed bytea not null
);
alter table surveys.pooled alter sealed set storage external; -- sealed, so nothing can be made shorter of it
create index pooled_survey on surveys.pooled (survey_id);

-- Anonymous answers, written many at once in an order of chance: [[part, value], …]. No time, and an id that tells of none.
create table surveys.answer (
  id uuid primary key,
  survey_id uuid not null references surveys.survey,
  cells jsonb not null
);
alter table surveys.answer alter cells set statistics 0; -- free text
create index answer_survey on surveys.answer (survey_id, id);

grant select, insert on surveys.survey, surveys.revision to {{app}};
grant update (revision, segment_id, opened_at, opened_by, closes_at, closed_at, closed_by, reminders, reminded_at, invited, answered) on surveys.survey to {{app}};
grant select, insert, delete on surveys.invitation, surveys.way_in, surveys.pooled to {{app}};
grant update (answered) on surveys.invitation to {{app}};
grant select, insert, update, delete on surveys.bag to {{app}};
grant select, insert on surveys.answer to {{app}};

-- Marks that an invited person has answered a survey of the purpose that signed, in the transaction that writes their answers on their page.
-- False when they have before, are not invited any more, or the survey is closed.
create function surveys.answer_once(_token text, _survey uuid, _person uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
begin
  update surveys.invitation i set answered = true from surveys.survey s
  where s.id = _survey and s.purpose = asker.purpose and s.keeps = 'named' and s.closed_at is null
    and i.survey_id = s.id and i.person_id = _person and not i.answered;
  return found;
end $$;
grant execute on function surveys.answer_once to public; -- whoever has no actor token is refused

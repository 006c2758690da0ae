-- Whether a purpose needs a data protection impact assessment (Art. 35), by the nine criteria. Nothing is written over; the last revision stands.

create table accountability.screening (
  purpose text not null, -- its id in the notice
  revision int not null check (revision > 0),
  at timestamptz not null,
  by text not null,
  why text not null,
  notice_version int not null references notice.version, -- what was screened: the purpose as this version has it
  answers jsonb not null, -- by the id of the question: { yes, reason }
  needed boolean not null, -- as the rule has it, unless overruled
  overruled text, -- why the outcome is not the rule's
  conclusion text not null,
  assessed date, -- when the assessment that is needed was made
  assessment text, -- where it is
  review date not null, -- when it is looked at next
  primary key (purpose, revision),
  check ((assessed is null) = (assessment is null))
);

grant select, insert on accountability.screening to {{app}};

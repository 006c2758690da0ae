-- What the controller must be able to show (Art. 5(2)): contracts with processors, balancing tests, looks through the record. Nothing is written over.

create schema accountability;

-- A contract with a processor (Art. 28(3)). Append-only: revision n is what stood after the n-th save, and the last one stands.
create table accountability.contract (
  id uuid not null,
  revision int not null check (revision > 0),
  at timestamptz not null,
  by text not null,
  why text not null, -- of this revision
  processor text not null, -- as the notice names it, if it does
  service text not null,
  parties text not null,
  reference text not null, -- a file's name, or where the paper is
  signed date not null,
  until date, -- the last day of a fixed term; null: until further notice
  ended date, -- when it came to an end before that
  clauses text[] not null, -- of Art. 28(3): scope, and the letters a to h that it has
  sub_processors jsonb not null, -- [{ name, service, country, mechanism }]
  country text not null, -- ISO 3166-1 alpha-2
  mechanism text check (mechanism in ('adequacy', 'dpf', 'scc', 'bcr')), -- of the transfer, outside the EEA
  mechanism_reference text not null, -- where the clauses or the rules are
  review date not null, -- when it is looked through next
  primary key (id, revision)
);

-- A balancing test of a legitimate interest (Art. 6(1)(f)), by the interest's id in the notice. Append-only like contracts.
create table accountability.balancing_test (
  interest text not null,
  revision int not null check (revision > 0),
  at timestamptz not null,
  by text not null,
  why text not null,
  notice_version int not null references notice.version, -- what was weighed: this version's uses of the interest
  answers jsonb not null, -- by the id of the question
  outcome text check (outcome in ('prevails', 'prevails-with-safeguards', 'does-not-prevail')), -- null: not finished
  approved_by text,
  approved date,
  valid_until date,
  primary key (interest, revision),
  check ((outcome is null) = (approved_by is null) and (outcome is null) = (approved is null)
    and (outcome is null) = (valid_until is null))
);

-- Somebody looked through the record of processing activities (Art. 30) and found it true, or said what is not.
create table accountability.record_look (
  id uuid primary key,
  at timestamptz not null,
  by text not null,
  notice_version int not null references notice.version,
  remark text not null
);

grant usage on schema accountability to {{app}};
grant select, insert on accountability.contract, accountability.balancing_test, accountability.record_look to {{app}};

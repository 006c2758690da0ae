-- Drafts of the notice: every text that was saved stays, with who saved it and when, and who is writing now is known.

create table notice.draft (
  id uuid primary key,
  name text not null,
  source_text text not null,
  revision int not null,
  based_on int references notice.version, -- the published version that it began from, if any
  created_at timestamptz not null,
  created_by text not null,
  changed_at timestamptz not null,
  changed_by text not null,
  discarded_at timestamptz,
  discarded_by text
);

-- Append-only: revision n of a draft is its text after the n-th save.
create table notice.draft_revision (
  draft_id uuid not null references notice.draft,
  revision int not null,
  source_text text not null,
  at timestamptz not null,
  by text not null,
  restores int, -- the earlier revision whose text it brought back
  primary key (draft_id, revision)
);

-- Who has the draft open; a row that has not been renewed for a while means nothing.
create table notice.draft_presence (
  draft_id uuid not null references notice.draft,
  actor text not null,
  since timestamptz not null,
  seen_at timestamptz not null,
  primary key (draft_id, actor)
);

grant select, insert, update (name, source_text, revision, changed_at, changed_by, discarded_at, discarded_by)
  on notice.draft to {{app}};
grant select, insert on notice.draft_revision to {{app}};
grant select, insert, update, delete on notice.draft_presence to {{app}};

-- What campaigns cost, and by which words orders and visits tell of them; of nobody.

create schema attribution;
grant usage on schema attribution to {{app}};

create table attribution.campaign (
  id uuid primary key,
  name text not null check (length(name) between 1 and 80),
  words text[] not null check (cardinality(words) between 1 and 20), -- in lower case: what links and shops call it, and its discount codes
  made_at timestamptz not null,
  made_by text not null
);
create unique index campaign_name on attribution.campaign (lower(name));

create table attribution.cost (
  id uuid primary key,
  campaign_id uuid not null references attribution.campaign on delete cascade,
  from_day date not null,
  to_day date not null, -- the last of its days
  cents bigint not null check (cents >= 0),
  source text not null check (source in ('hand', 'file')),
  made_at timestamptz not null,
  made_by text not null,
  check (from_day <= to_day)
);
create index cost_of_campaign on attribution.cost (campaign_id, from_day);

grant select, insert, update, delete on attribution.campaign, attribution.cost to {{app}};

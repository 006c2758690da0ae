-- Pages of a day are added up by site, source and device too: each of these has so few names that a filter by one lets through a good part of all
-- counts, which a report would read every time. Referrers and campaigns have many, and each lets few through.

create table visits.day_part (
  day date not null,
  part text not null check (part in ('site', 'source', 'device')),
  name text not null,
  page int not null,
  seen int not null,
  visits int not null,
  visitors int not null,
  cents bigint not null,
  primary key (part, name, day, page)
);
grant select, insert, update, delete on visits.day_part to {{app}};

insert into visits.day_part (day, part, name, page, seen, visits, visitors, cents)
select c.day, p.part, p.name, c.page, sum(c.seen), sum(c.visits), sum(c.visitors), sum(c.cents)
from visits.day_count c join visits.origin o on o.id = c.origin
cross join lateral (values ('site', o.site), ('source', o.source), ('device', o.device)) p (part, name)
group by 1, 2, 3, 4;

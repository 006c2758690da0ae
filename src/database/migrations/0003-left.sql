-- Of records that stay out of an import nothing is kept, but what they forbid is obeyed.

-- Records of which nothing is kept but their prohibitions: refused ones, and those of nobody whom the register knows where an import
-- may only update.
create function register.import_left(_import uuid) returns setof int language sql stable set search_path = '' as $$
  select r.line from intake.row r where r.import_id = _import and r.refused is not null
  union all
  select m.line from intake.match m where m.import_id = _import and m.outcome = 'unknown'
$$;

-- Addresses at which such a record forbids contact and which nobody of the register has: kept as keyed hashes (permissions.barred).
create function register.import_barred(_import uuid)
returns table (hash bytea, purpose text, channel text, since timestamptz, line int)
language sql stable set search_path = '' as $$
  select distinct on (1, 2, s.channel) register.address_hash(case s.channel when 'email' then k.email else k.phone end),
    coalesce(s.purpose, ''), s.channel, s.given_at, l.line
  from register.import_left(_import) l (line)
  join intake.said s on s.import_id = _import and s.line = l.line and s.kind = 'objection'
  join intake.key k on k.import_id = _import and k.line = l.line and case s.channel when 'email' then k.email else k.phone end is not null
  where not exists (select from intake.hit h where h.import_id = _import and h.line = l.line)
  order by 1, 2, s.channel, s.given_at desc
$$;

-- An import that only updates keeps nothing of whom the register does not know, or the purpose does not see, but what they forbid:
-- their values leave the staging at once.
create function register.import_leave_unknown(_import uuid) returns void language plpgsql set search_path = '' as $$
begin
  update intake.match m set outcome = 'new', alone = not m.known where m.import_id = _import and m.outcome = 'unknown';
  update intake.match m set outcome = 'unknown', alone = false, hidden = false
    where m.import_id = _import and (not m.known or m.hidden) and m.outcome not in ('ambiguous', 'lacking');
  delete from intake.part p using intake.match m
    where p.import_id = _import and m.import_id = _import and m.line = p.line and m.outcome = 'unknown';
  delete from intake.remark k using intake.match m
    where k.import_id = _import and m.import_id = _import and m.line = k.line and m.outcome = 'unknown';
end $$;

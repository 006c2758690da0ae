-- Whom an import would open although somebody of that name is there: told before it is written, and left to those who compare them.

-- How many new persons of the staged records have the whole name of somebody whom the purpose sees.
create function register.import_alike(_token text, _import uuid) returns int
language plpgsql stable security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  job intake.import := register.import_of(asker, _import);
  alike int;
begin
  if not register.has_column('identity', 'given_name') or not register.has_column('identity', 'family_name') then
    return 0;
  end if;
  execute $sql$
    with opened as materialized (
      select m.leader, lower(p.given ->> 'given_name') as given, lower(p.given ->> 'family_name') as family
      from intake.match m join intake.part p on p.import_id = m.import_id and p.line = m.line and p.category = 'identity'
      where m.import_id = $1 and m.outcome = 'new' and not m.known and p.given ?& array['given_name', 'family_name']
    )
    select count(distinct o.leader) from opened o
    join register.identity i on lower(i.family_name) = o.family and lower(i.given_name) = o.given
    join register.person p on p.id = i.person_id
    where register.sees(p.standing)$sql$ into alike using job.id;
  return alike;
end $$;

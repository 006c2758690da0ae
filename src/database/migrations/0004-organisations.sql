-- Organisations are records of their own, read by the application and written only with a change row beside.

create index organisation_by_name on register.organisation (name, id);
create index organisation_by_word on register.organisation using gin (register.fold(name collate "C") public.gin_trgm_ops);
create index organisation_change_by_id on register.organisation_change (id);

grant select on register.organisation, register.organisation_change to {{app}};
grant execute on function register.fold(text) to {{app}};

-- Adds (`_organisation` null) or changes an organisation: `_values` has the columns that change. Who may write a person's
-- work may write organisations. `_expected`: the change last seen.
create function register.write_organisation(_token text, _source text, _source_ref text, _organisation uuid, _values jsonb,
  _expected uuid) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  asker register.asker := register.asker_of(_token);
  scope notice.scope := register.scope_of('work');
  given jsonb := register.tidy(_values);
  organisation uuid := coalesce(_organisation, register.new_id());
  old register.organisation;
  new register.organisation;
  latest uuid;
begin
  if not scope.may_write then
    perform register.refuse('forbidden', 'register.column-not-given', '{"category": "work", "column": "organisation"}');
  end if;
  if not exists (select from notice.source s where s.category = 'work' and s.source = _source) then
    perform register.refuse('invalid', 'register.source-not-declared',
      jsonb_build_object('category', 'work', 'source', left(coalesce(_source, ''), 60)));
  end if;
  if _organisation is not null then
    select * into old from register.organisation o where o.id = _organisation for update;
    if old.id is null then
      perform register.refuse('absent', 'organisation.absent');
    end if;
    select c.id into latest from register.organisation_change c
      where c.organisation_id = _organisation order by c.id desc limit 1;
    if latest is distinct from coalesce(_expected, latest) then
      perform register.refuse('conflict', 'register.changed-meanwhile', '{"category": "organisation"}');
    end if;
  end if;

  new := jsonb_populate_record(old, given);
  new.id := organisation;
  new.vat_id := 'FI' || replace(new.business_id, '-', '');
  new.created_at := coalesce(old.created_at, now());
  if new.name is null then
    perform register.refuse('invalid', 'organisation.no-name');
  end if;
  if new is not distinct from old then
    return organisation;
  end if;
  insert into register.organisation select new.*
    on conflict (id) do update set business_id = new.business_id, vat_id = new.vat_id, name = new.name, website = new.website;
  insert into register.organisation_change (organisation_id, id, actor, purpose, source, source_ref, notice_version, before, after)
  values (organisation, register.new_id(), asker.actor, asker.purpose, _source, _source_ref, asker.notice_version,
    case when old.id is not null then to_jsonb(old) - '{id,vat_id,created_at}'::text[] end,
    to_jsonb(new) - '{id,vat_id,created_at}'::text[]);
  return organisation;
exception when unique_violation then
  perform register.refuse('conflict', 'organisation.business-id-taken');
end $$;
grant execute on function register.write_organisation to public; -- without a signed token it does nothing

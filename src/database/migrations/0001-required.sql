-- What must be given by the notice is given: what is asked of a row before it is written.

-- Fields without a value in any of whose columns no row is written.
create table notice.required (category text not null, field text not null, columns text[] not null, primary key (category, field));

grant select on notice.required to {{app}};

-- Refuses a row without a value that the notice requires; not from a login that is not given the field, and so cannot tell it.
create function register.refuse_lacking(_category text, _field text, _columns text[]) returns void
language plpgsql set search_path = '' as $$
begin
  if exists (select from notice.scope s where s.role = session_user and s.category = _category and s.columns && _columns) then
    perform register.refuse('invalid', 'register.field-required', jsonb_build_object('category', _category, 'field', _field));
  end if;
end $$;

-- Which of the concerns of a change cover each of some persons, so that each is told what concerns them: the places of the concerns,
-- from 0. For the login of the rights purpose, which writes to them.
create function register.concerning(_concerns jsonb, _persons uuid[]) returns table (person uuid, places int[])
language plpgsql stable security definer set search_path = '' as $$
begin
  perform register.need_rights();
  return query execute format('select p.id, array_remove(array[%s]::int[], null) from register.person p where p.id = any ($1)',
    (select string_agg(format('case when %s then %s end', register.covered(concern), at - 1), ', ' order by at)
     from jsonb_array_elements(_concerns) with ordinality c (concern, at)))
  using _persons;
end $$;

grant execute on function register.concerning to public; -- refused to all but the rights purpose

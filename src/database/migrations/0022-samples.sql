-- The planner keeps no sample of what is written of persons (docs/decisions/0003): every text and every JSON of the tables that say whose
-- their rows are, but for names of the notice and codes, of which many rows have the same. Categories see to their own columns. A later
-- migration with such a table does the same for it; test/markers.test.ts tells.
do $do$
declare
  quiet record;
begin
  for quiet in
    select n.nspname, c.relname, string_agg(format('alter %I set statistics 0', a.attname), ', ') as columns
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and not c.relispartition and n.nspowner = (select nspowner from pg_namespace where nspname = 'register')
      and exists (select from pg_attribute p where p.attrelid = c.oid and p.attname = 'person_id')
      and a.attnum > 0 and not a.attisdropped and a.atttypid in ('text'::regtype, 'jsonb'::regtype, 'text[]'::regtype)
      and a.attname !~ '^(by|actor|.*_by|purpose|source|kind|channel|category|state|outcome|action|did|why|lacks|country|language|lang)$'
    group by 1, 2
  loop
    execute format('alter table %I.%I %s', quiet.nspname, quiet.relname, quiet.columns);
  end loop;
end $do$;

-- Two who were merged while something of theirs still waited to be counted, whose keys are numbers, are parted again.
create or replace function duplicates.unmerge(_token text, _merge uuid, _at timestamptz) returns uuid
language plpgsql security definer set search_path = '' set timezone = 'UTC' as $$
declare
  asker register.asker := register.asker_of(_token);
  done duplicates.merge;
  change register.change;
begin
  select * into done from duplicates.merge m where m.id = _merge;
  if done.id is null then
    perform register.refuse('absent', 'duplicates.no-merge');
  end if;
  perform from register.person p where p.id = done.person_id for update;
  select * into done from duplicates.merge m where m.id = _merge; -- as it is now that nobody else can change it
  if not duplicates.sees(done.person_id) or not exists (select from notice.scope s where s.role = session_user and s.may_write) then
    perform register.refuse('absent', 'duplicates.no-merge');
  elsif done.undone_at is not null then
    perform register.refuse('conflict', 'duplicates.parted-already');
  elsif done.person_id <> done.kept or exists (select from duplicates.merge later
    where later.person_id = done.kept and later.kept = done.kept and later.undone_at is null and later.id > done.id)
  then
    perform register.refuse('conflict', 'duplicates.later-first');
  elsif not duplicates.is_whole(done) then
    perform register.refuse('conflict', 'duplicates.not-whole');
  end if;

  insert into register.person (id, created_at, created_by) values (done.lost, (done.opened ->> 'at')::timestamptz, done.opened ->> 'by');
  delete from register.statement s where s.person_id = done.kept and s.id = any (done.statements);
  for change in select c.* from register.change c where c.person_id = done.kept and c.id = any (done.changes) order by c.id desc loop
    perform duplicates.take_back(asker, change);
  end loop;
  perform duplicates.move_back(done.id, done.kept, done.lost);
  -- What has become since of a row that goes back goes with it.
  update register.change c set person_id = done.lost
  from duplicates.moved m cross join jsonb_array_elements(m.keys) k (key)
  where m.merge_id = done.id and c.person_id = done.kept and m.held_in = 'register.' || replace(c.category, '-', '_')
    and c.row_id::text = k.key ->> 'id'; -- not the key as a uuid: of another table it is a number, and may be read before the table is
  for change in select c.* from register.change c where c.person_id = done.lost and c.id = any (done.removals) order by c.id loop
    perform duplicates.put(asker, 'add', change.category, change.source, change.source_ref, done.lost, change.before, change.id);
  end loop;
  delete from retention.passed r where r.person_id = done.kept
    and exists (select from retention.passed o where o.person_id = done.lost);
  insert into retention.passed select (jsonb_populate_record(null::retention.passed, done.passed)).* where done.passed is not null
  on conflict do nothing;
  perform register.relabel(array[done.kept, done.lost]);
  delete from duplicates.moved m where m.merge_id = done.id;
  update duplicates.merge m set undone_at = _at, undone_by = asker.actor where m.id = done.id;
  update duplicates.proposal p set state = 'dismissed', decided_at = _at, decided_by = asker.actor
    where p.person_id = least(done.kept, done.lost) and p.other_id = greatest(done.kept, done.lost);
  return done.lost;
end $$;

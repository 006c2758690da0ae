-- A recording that staff bring goes as soon as one that is fetched: as the connection says that told of its call, and of a call that
-- none told of, as the one that keeps recordings for the shortest time.
create or replace function telephone.last_day(_recording telephone.recording) returns date language sql stable set search_path = '' as $$
  select (_recording.at at time zone 'Europe/Helsinki')::date + (
    case when teller.id is null then (select min((c.settings ->> 'recordingDays')::int) from arrivals.connection c)
    else (select (c.settings ->> 'recordingDays')::int from arrivals.connection c where c.id = teller.id) end)
  from (select coalesce(_recording.connection_id, (
    select t.group_id from arrivals.thing t
    where t.person_id = _recording.person_id and t.category = 'service-events' and t.rows ->> 'call' = _recording.event_id::text
    limit 1)) as id) teller
$$;

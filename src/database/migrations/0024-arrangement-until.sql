-- The last day of what was agreed, where its contract has one: nothing comes under it after that day, whether anybody ends it or not.

alter table intake.arrangement add column until date;

/** What PostgreSQL lets everybody do and a purpose login has no need of is taken from everybody, where DATABASE_URL is a superuser's. */

import pg from 'pg'
import type { Roles } from './roles.ts'

/**
 * Functions of PostgreSQL itself that tell of others or bind what is shared: statistics of tables and sessions, sizes, large
 * objects, advisory locks, ending other sessions of the same login, messages in the write-ahead log.
 */
const revoked =
  '^(pg_stat_get_.*|pg_stat_have_stats|pg_lock_status|pg_(relation|table|indexes|total_relation|database|tablespace)_size' +
  '|lo_.*|loread|lowrite|pg_(try_)?advisory_.*|pg_cancel_backend|pg_terminate_backend|pg_logical_emit_message|pg_export_snapshot)$'

/** Runs on the connection of DATABASE_URL; doing it again changes nothing. Returns whether the login could do it. */
export async function harden(admin: pg.ClientBase, { owner, app }: Roles): Promise<boolean> {
  const { rows } = await admin.query<{ superuser: boolean; done: boolean }>(
    `select rolsuper as superuser, not has_language_privilege('public', 'plpgsql', 'usage') as done
     from pg_roles where rolname = current_user`,
  )
  if (rows[0]?.done) return true
  if (!rows[0]?.superuser) return false
  const [ownerName, appName] = [pg.escapeIdentifier(owner), pg.escapeIdentifier(app)]
  await admin.query(`
    do $do$
    declare
      f regprocedure;
    begin
      for f in select oid::regprocedure from pg_proc
        where pronamespace = 'pg_catalog'::regnamespace and proname ~ ${pg.escapeLiteral(revoked)}
          and has_function_privilege('public', oid, 'execute')
      loop
        execute format('revoke execute on function %s from public', f);
        if f::text ~ 'advisory' then
          execute format('grant execute on function %s to ${ownerName}, ${appName}', f);
        end if;
      end loop;
      if has_schema_privilege('public', 'public', 'create') then -- of a cluster older than PostgreSQL 15
        revoke create on schema public from public;
      end if;
      revoke usage on language plpgsql, sql from public; -- or a login could run DO
      grant usage on language plpgsql, sql to ${ownerName};
    end $do$`)
  return true
}

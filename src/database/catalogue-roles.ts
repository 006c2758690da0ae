/** Who can come into the database, and by what way they could come past what the notice lets them. */

import type { Database } from './pools.ts'

type Catalogue = Pick<Database, 'app' | 'roles' | 'url'>

/** The login of DATABASE_URL, which migrates and publishes. */
const keeper = ({ url }: Catalogue): string => decodeURIComponent(new URL(url).username)

const lines = (rows: readonly { readonly line: string }[]): readonly string[] => rows.map(({ line }) => line)

/** Ways past the policies, each as a line to read. */
export async function openDoors(database: Catalogue): Promise<{ open: readonly string[]; tables: number }> {
  const { app, roles } = database
  const { rows: tables } = await app.query<{ name: string; guarded: boolean; owned: boolean }>(
    `select c.relname as name, pg_get_userbyid(c.relowner) = $1 as owned,
       c.relrowsecurity or c.relname in ('shut', 'statement', 'change', 'organisation', 'organisation_change') as guarded
     from pg_class c where c.relnamespace = 'register'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
    [roles.owner],
  )
  // The first role of a cluster (oid 10) is there with every PostgreSQL; whoever keeps the server has it anyway.
  const { rows: above } = await app.query<{ line: string }>(
    `select rolname || ' ' || concat_ws(' ', case when rolsuper then 'superuser' end, case when rolbypassrls then 'bypassrls' end,
       case when rolreplication then 'replication' end) as line
     from pg_roles where rolcanlogin and (rolsuper or rolbypassrls or rolreplication) and oid <> 10 and rolname <> $1`,
    [keeper(database)],
  )
  // By membership a login has the rights of another role: a named login those of its purpose, nobody else anything.
  const { rows: members } = await app.query<{ line: string }>(
    `select m.rolname || ' → ' || r.rolname as line from pg_auth_members a
       join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid
     where m.rolname <> $1 and not m.rolsuper
       and (r.rolname = $2 or r.rolname = $3 or r.rolname in (select role from notice.purpose))
       and not exists (select from access.login l join notice.purpose p on p.purpose = l.purpose
         where m.rolname = $4 || l.n and r.rolname = p.role)`,
    [keeper(database), roles.owner, roles.app, roles.bi(0).slice(0, -1)],
  )
  return {
    tables: tables.length,
    open: [
      ...tables.filter(({ guarded }) => !guarded).map(({ name }) => `register.${name} row level security`),
      ...tables.filter(({ owned }) => !owned).map(({ name }) => `register.${name} owner`),
      ...lines(above),
      ...lines(members),
    ],
  }
}

/** Logins that can connect to this database and that neither the notice nor an administrator has let in, or no longer. */
export async function strangeLogins(
  database: Catalogue,
  at: Date,
): Promise<{ strange: readonly string[]; logins: number }> {
  const { rows } = await database.app.query<{ line: string; known: boolean }>(
    `select r.rolname as line, r.rolname in ($1, $2) or exists (select from notice.purpose p where p.live and p.role = r.rolname)
       or exists (select from access.login l where $3 || l.n = r.rolname and l.ended_at is null and l.expires_at > $4) as known
     from pg_roles r where r.rolcanlogin and not r.rolsuper and has_database_privilege(r.oid, current_database(), 'connect')`,
    [keeper(database), database.roles.app, database.roles.bi(0).slice(0, -1), at],
  )
  return { strange: lines(rows.filter(({ known }) => !known)), logins: rows.length }
}

/** Functions that run with their owner's rights, are somebody else's to call, and are not the register's or pin no search path. */
export async function strangeFunctions(
  database: Catalogue,
): Promise<{ strange: readonly string[]; functions: number }> {
  const { rows } = await database.app.query<{ line: string; known: boolean }>(
    `select p.oid::regprocedure::text as line, pg_get_userbyid(p.proowner) = $1
       and coalesce(p.proconfig, '{}') && array['search_path=""', 'search_path=pg_catalog, pg_temp'] as known
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prosecdef and n.nspname !~ '^pg_'
       and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee <> p.proowner)`,
    [database.roles.owner],
  )
  return { strange: lines(rows.filter(({ known }) => !known)), functions: rows.length }
}

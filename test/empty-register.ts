/** A register without anybody, for the next test: categories have no foreign key that would empty them with their persons. */

import type { TestDatabase } from './database.ts'

export async function emptyRegister({ admin }: Pick<TestDatabase, 'admin'>): Promise<void> {
  await admin.query(`do $$ begin execute (select 'truncate ' || string_agg(oid::regclass::text, ', ')
    from pg_class where relnamespace = 'register'::regnamespace and relkind = 'r'); end $$`)
}

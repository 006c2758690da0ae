/** The queue's tables belong to the owner, as all tables do; the application's login may only use them. */

import { readFileSync } from 'node:fs'
import type { WorkerSharedOptions } from 'graphile-worker'
import pg from 'pg'
import type { Database } from '../database/pools.ts'

type Library = typeof import('graphile-worker')

/** How the queue is used, whoever uses it. What it says of itself may repeat a fault's message: the worker tells what failed. */
export const usual = ({ Logger }: Pick<Library, 'Logger'>) =>
  ({
    logger: new Logger(() => () => {}),
    // Without a batch nobody waits for the mark that a job is done, nor hears when it could not be made.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  }) satisfies WorkerSharedOptions

/** Connections of the queue's own, so that requests do not wait for them; one that is lost is opened again. */
export function queuePool(options: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...options, application_name: 'seloste jobs' })
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

const manifest = new URL('../package.json', import.meta.resolve('graphile-worker'))
const installed = (): string => `graphile-worker ${JSON.parse(readFileSync(manifest, 'utf8')).version}, followed on`

/** Makes the schema `graphile_worker`, or brings it to the version that the worker needs. Quick when nothing is to be done. */
export async function prepareQueue({ app, url, roles }: Database): Promise<void> {
  const wanted = installed()
  const { rows } = await app.query<{ found: string | null }>(
    `select obj_description(to_regnamespace('graphile_worker'), 'pg_namespace') as found`,
  )
  if (rows[0]?.found === wanted) return

  const asOwner = `set role ${pg.escapeIdentifier(roles.owner)}`
  const pgPool = queuePool({
    connectionString: url,
    max: 1,
    verify: (client, done) => client.query(asOwner).then(() => done(), done),
  })
  try {
    const library = await import('graphile-worker') // not for every command
    await library.runMigrations({ ...usual(library), pgPool })
    await pgPool.query(grants(pg.escapeIdentifier(roles.app)))
    await pgPool.query(followOn)
    await pgPool.query(`comment on schema graphile_worker is ${pg.escapeLiteral(wanted)}`)
  } finally {
    await pgPool.end()
  }
}

/** The queue's tables have row-level security switched on and no policy: without one only the owner would see a row. */
const grants = (app: string): string => `
  grant usage on schema graphile_worker to ${app};
  grant select, insert, update, delete on all tables in schema graphile_worker to ${app};
  revoke insert, update, delete on graphile_worker.migrations from ${app};
  grant usage on all sequences in schema graphile_worker to ${app};
  revoke execute on all functions in schema graphile_worker from public;
  grant execute on all functions in schema graphile_worker to ${app};
  do $do$
  declare
    part text;
  begin
    for part in select relname from pg_class where relnamespace = 'graphile_worker'::regnamespace and relrowsecurity loop
      execute format('drop policy if exists queue on graphile_worker.%I', part);
      execute format('create policy queue on graphile_worker.%I to ${app} using (true) with check (true)', part);
    end loop;
  end $do$`

/**
 * Version 0.18.0 looks for the next job before it has marked the last one as done: the next of the same name is still locked then, and
 * would wait for the next look around.
 */
const followOn = `
  create or replace function graphile_worker.follow_on() returns trigger language plpgsql set search_path = '' as $$
  begin
    if exists (select from graphile_worker._private_jobs j where j.job_queue_id = new.id and j.is_available and j.run_at <= now()) then
      perform pg_notify('jobs:insert', '{"r":' || random() || ',"count":1}'); -- as graphile_worker.add_job does
    end if;
    return null;
  end $$;
  create or replace trigger follow_on after update of locked_at on graphile_worker._private_job_queues for each row
    when (old.locked_at is not null and new.locked_at is null) execute function graphile_worker.follow_on()`

/** A register is rebuilt in a database beside its own, and takes its place by one transaction of names: there is no moment without a whole one. */

import pg from 'pg'
import { Refused } from '../base/errors.ts'
import type { Database } from '../database/pools.ts'

/** Databases beside the register's, by what they are there for. */
export type Beside = 'restoring' | 'replaced' | 'drill'

const nameOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1))
const besideName = (url: string, beside: Beside): string => `${nameOf(url).slice(0, 50)}_${beside}`

function urlOf(url: string, database: string): string {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(database)}`
  return other.href
}

/** Works on a connection to the cluster's own database: nobody can rename or drop the one that they are in. */
async function inCluster<Result>(url: string, work: (cluster: pg.Client) => Promise<Result>): Promise<Result> {
  const cluster = new pg.Client({ connectionString: urlOf(url, 'postgres'), application_name: 'seloste restore' })
  cluster.on('error', () => {})
  await cluster.connect()
  try {
    return await work(cluster)
  } catch (fault) {
    throw refusalOf(fault)
  } finally {
    await cluster.end()
  }
}

function refusalOf(fault: unknown): unknown {
  if (!(fault instanceof pg.DatabaseError)) return fault
  if (fault.code === '42501') return new Refused('backup.no-right', 'unavailable')
  return fault.code === '55006' ? new Refused('backup.in-use', 'conflict') : fault
}

const drop = (cluster: pg.Client, name: string, force = true): Promise<unknown> =>
  cluster.query(`drop database if exists ${pg.escapeIdentifier(name)}${force ? ' with (force)' : ''}`)

/** An empty database beside the register's, without what an earlier one has left; returns its URL. */
export async function makeBeside(url: string, beside: Beside): Promise<string> {
  const name = besideName(url, beside)
  await inCluster(url, async cluster => {
    await drop(cluster, name)
    await cluster.query(`create database ${pg.escapeIdentifier(name)}`)
  })
  return urlOf(url, name)
}

export const dropBeside = (url: string, beside: Beside): Promise<void> =>
  inCluster(url, async cluster => void (await drop(cluster, besideName(url, beside))))

/** The restored database takes the register's name, and what had it goes. Refused (`backup.in-use`) while somebody works in either. */
export async function takePlace(url: string): Promise<void> {
  const [name, restored, replaced] = [nameOf(url), besideName(url, 'restoring'), besideName(url, 'replaced')]
  const rename = (from: string, to: string): string =>
    `alter database ${pg.escapeIdentifier(from)} rename to ${pg.escapeIdentifier(to)}`
  await inCluster(url, async cluster => {
    await drop(cluster, replaced)
    // Named logins (psql, BI tools) may stay in the register for hours; the program's own server is not ended but found.
    await cluster
      .query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name !~ '^seloste '`,
        [name],
      )
      .catch(() => {}) // not ours to end: then the register is in use
    await cluster.query(`begin; ${rename(name, replaced)}; ${rename(restored, name)}; commit`).catch(async fault => {
      await cluster.query('rollback')
      throw fault
    })
    await drop(cluster, replaced)
  })
}

/** For every start: what a killed restore or drill has left holds persons and goes, unless somebody is at work in it. */
export async function removeLeftBeside({ url }: Pick<Database, 'url'>): Promise<void> {
  for (const beside of await leftBeside(url).catch(() => [])) // no way into the cluster: nothing was restored by it either
    await inCluster(url, cluster => drop(cluster, besideName(url, beside), false)).catch(fault => {
      if (!(fault instanceof Refused)) throw fault
    })
}

/** Which of the databases there are. */
export async function leftBeside(url: string): Promise<readonly Beside[]> {
  const all: readonly Beside[] = ['restoring', 'replaced', 'drill']
  return inCluster(url, async cluster => {
    const names = all.map(beside => besideName(url, beside))
    const { rows } = await cluster.query<{ name: string }>(
      'select datname as name from pg_database where datname = any ($1)',
      [names],
    )
    return all.filter((_, n) => rows.some(({ name }) => name === names[n]))
  })
}

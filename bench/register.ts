/** Every measurement stands on the real thing: a PostgreSQL of its own, the published notice, invented persons, and beside them the same rows without any protection. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { openHome } from '../src/base/home.ts'
import { systemClock } from '../src/base/time.ts'
import { startCluster } from '../src/database/cluster.ts'
import { migrate } from '../src/database/migrate.ts'
import { embeddedBinaries, placeFor } from '../src/database/place.ts'
import { type Database, openDatabase } from '../src/database/pools.ts'
import { publishNotice } from '../src/database/publish.ts'

export interface BenchServer {
  readonly home: string
  /** A register of its own, empty, with the notice of the examples published. */
  register(name: string): Promise<BenchRegister>
  stop(): Promise<void>
}

export interface BenchRegister {
  readonly database: Database
  readonly notice: number
  /** The superuser, whom no policy holds: what the peers log in as. */
  readonly bare: pg.Pool
  close(): Promise<void>
}

/** As a server of this size would be set up; both contestants stand on it, and every commit is durable. */
const settings = {
  shared_buffers: '2GB',
  maintenance_work_mem: '1GB',
  work_mem: '32MB',
  max_wal_size: '16GB',
  checkpoint_timeout: '30min',
  max_connections: '120',
}

export async function benchServer(): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'seloste-bench-'))
  const home = openHome(folder)
  const cluster = await startCluster({
    place: placeFor(home.folder, embeddedBinaries()),
    password: home.key('superuser').toString('hex'),
    settings,
  })
  return {
    home: home.folder,
    register: async name => {
      const url = await cluster.database(name)
      const database = await openDatabase({ url, secret: home.secret, max: 16 })
      await migrate(database)
      const source = readFileSync(join(import.meta.dirname, '..', 'examples', 'notices', 'ixir.yaml'), 'utf8')
      const { version } = await publishNotice(database, { source, by: 'system', clock: systemClock })
      const bare = new pg.Pool({ connectionString: url, max: 16 })
      bare.on('error', () => {}) // an idle connection may outlive the pool's end and see the server stop
      return {
        database,
        notice: version,
        bare,
        close: async () => {
          await bare.end()
          await database.close()
        },
      }
    },
    stop: async () => {
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Of ten persons nine have a contract and one nothing; one in five has bought, one in fifty is restricted. */
const persons = (count: number) => `
  create unlogged table bare.seeded as
    select n, register.new_id() as id, case when n % 50 = 0 then 3 when n % 10 = 0 then 0 else 2 end::bigint as standing
    from generate_series(1, ${count}) n;
  insert into register.person (id, standing, created_by) select id, standing, 'system' from bare.seeded;
  insert into register.identity (person_id, id, standing, given_name, family_name)
    select id, id, standing,
      (array['Aino', 'Bertta', 'Cecilia', 'Eino', 'Frans', 'Helmi', 'Ilmari', 'Väinö', 'Örjan', 'Åke'])[1 + n % 10],
      (array['Virta', 'Mäke', 'Korho', 'Hämälä', 'Öh', 'Niemi', 'Laine', 'Saari'])[1 + n % 8] || substr(md5(n::text), 1, 5)
    from bare.seeded;
  insert into register.contact_points (person_id, id, standing, email, is_primary)
    select id, register.new_id(), standing, 'person' || n || '@example' || n % 400 || '.fi', true from bare.seeded;
  insert into register.contact_points (person_id, id, standing, phone)
    select id, register.new_id(), standing, '+35840' || lpad(n::text, 7, '0') from bare.seeded where n % 2 = 0;
  insert into register.contact_points (person_id, id, standing, street, postcode, city, country)
    select id, register.new_id(), standing, 'Esimerkkikatu ' || n % 90, lpad((n % 99000)::text, 5, '0'), 'Kaupunki ' || n % 300, 'FI'
    from bare.seeded where n % 5 = 0;
  insert into register.profile (person_id, id, standing, language)
    select id, id, standing, (array['fi', 'fi', 'fi', 'fi', 'sv', 'en'])[1 + n % 6] from bare.seeded;
  insert into register.interests (person_id, id, standing, interest)
    select id, register.new_id(), standing, 'aihe ' || n % 200 from bare.seeded where n % 3 = 0;
  insert into register.orders (person_id, id, standing, order_number, product, quantity, amount, state, ordered)
    select id, register.new_id(), standing, 'T' || n, 'Kurssi ' || n % 40, 1, 1000 + (n::bigint * 7919) % 90000, 'paid',
      timestamptz '2026-11-01' - (n % 700) * interval '1 day'
    from bare.seeded where n % 5 = 0;
  insert into register.change (person_id, id, actor, purpose, source, notice_version, category, row_id, after)
    select s.id, register.new_id(), 'system', 'customer-care', 'forms', 1, 'identity', s.id,
      jsonb_build_object('given_name', i.given_name, 'family_name', i.family_name)
    from bare.seeded s join register.identity i on i.person_id = s.id;`

/** The same rows in tables that nobody protects, with one plain index for each column that is searched. */
const unprotected = `
  create table bare.identity as select person_id, id, given_name, family_name, family_name_key from register.identity;
  alter table bare.identity add primary key (person_id, id);
  create index on bare.identity (family_name_key, person_id);
  create index on bare.identity (family_name, given_name, person_id);
  create index on bare.identity using gin (register.fold(given_name) public.gin_trgm_ops);
  create index on bare.identity using gin (register.fold(family_name) public.gin_trgm_ops);
  create table bare.contact_points as select person_id, id, email, email_key, phone, street, postcode, city, city_key, country from register.contact_points;
  alter table bare.contact_points add primary key (person_id, id);
  create index on bare.contact_points (email_key, person_id);
  create index on bare.contact_points (phone, person_id);
  create index on bare.contact_points (city_key, person_id);
  create table bare.profile as select person_id, id, language from register.profile;
  alter table bare.profile add primary key (person_id, id);
  create index on bare.profile (language, person_id);
  create table bare.orders as select person_id, id, order_number, product, product_key, quantity, amount, state, ordered from register.orders;
  alter table bare.orders add primary key (person_id, id);
  create index on bare.orders (amount, person_id);
  create index on bare.orders (ordered, person_id);
  create index on bare.orders (product_key, person_id);`

/** Fills the register with invented persons, and schema `bare` with what they would be without it. */
export async function fill({ bare }: BenchRegister, count: number): Promise<void> {
  await bare.query('create schema bare')
  await bare.query(persons(count))
  await bare.query(unprotected)
  await bare.query('vacuum analyze')
  await bare.query('checkpoint')
}

/** Ids of persons whom the purposes on a contract see, spread evenly over the register. */
export async function someVisible({ bare }: BenchRegister, count: number): Promise<readonly string[]> {
  const { rows } = await bare.query<{ id: string }>(
    `select id from (select id, row_number() over (order by md5(id::text)) as n from register.person where standing & 3 = 2) p
     where n <= $1`,
    [count],
  )
  return rows.map(({ id }) => id)
}

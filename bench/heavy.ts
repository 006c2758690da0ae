/** The persons of whom a register holds the most, as K9db measures them: a few hundred rows each, in the tables of a real customer. */

import type { Id } from '../src/base/ids.ts'
import { newId } from '../src/base/ids.ts'
import { systemClock } from '../src/base/time.ts'
import { signActor } from '../src/database/actor-token.ts'
import type { PurposeAsk } from '../src/http/ask.ts'
import { publishedNotice } from '../src/http/published.ts'
import type { BenchRegister } from './register.ts'

/** What their free texts begin with, wherever they lie, that goes with an erasure; and what a law keeps (orders, a name). */
export const trace = 'Raskasrivi'
const kept = 'Tosite'

/** Rows of one of them, beside the few that everybody has. */
const rows = { orders: 40, events: 20, changes: 100, looks: 100, statements: 20, messages: 20 }
export const rowsOfOne = Object.values(rows).reduce((sum, count) => sum + count, 0)

/** Makes so many persons heavy, and gives their ids. */
export async function makeHeavy({ bare }: BenchRegister, count: number): Promise<readonly Id[]> {
  await bare.query('select access.prepare_looks(current_date, 1)')
  await bare.query(`
    create table bare.heavy as select id, n from bare.seeded where n % 10 = 1 order by n limit ${count};
    insert into register.orders (person_id, id, standing, order_number, product, quantity, amount, state, ordered)
      select h.id, register.new_id(), 2, '${kept}-' || h.n || '-' || i, '${kept} tuote ' || h.n, 1, 1000 + i, 'cancelled',
        now() - i * interval '9 days' from bare.heavy h, generate_series(1, ${rows.orders}) i;
    insert into register.service_events (person_id, id, standing, subject, occurred)
      select h.id, register.new_id(), 2, '${trace} puhelu ' || h.n || ' ' || i, now() - i * interval '9 days'
      from bare.heavy h, generate_series(1, ${rows.events}) i;
    insert into register.change (person_id, id, actor, purpose, source, source_ref, notice_version, category, row_id, before, after)
      select h.id, register.new_id(), 'system', 'customer-care', 'forms', '${trace} ' || h.n, 1, 'interests', h.id,
        jsonb_build_object('interest', '${trace} ' || i), jsonb_build_object('interest', '${trace} ' || i + 1)
      from bare.heavy h, generate_series(1, ${rows.changes}) i;
    insert into register.change (person_id, id, actor, purpose, source, notice_version, category, row_id, after)
      select h.id, register.new_id(), 'system', 'customer-care', 'forms', 1, 'person', h.id, '{}' from bare.heavy h;
    insert into register.statement (person_id, id, kind, purpose, channel, given_at, source, wording, recorded_by, notice_version)
      select h.id, register.new_id(), 'consent', 'marketing', 'email', now() - i * interval '9 days', 'forms', '${trace} sanat ' || h.n, 'system', 1
      from bare.heavy h, generate_series(1, ${rows.statements}) i;
    insert into mail.message (id, person_id, kind, about, state, queued_at, next_at, settled_at)
      select register.new_id(), h.id, 'notice', register.new_id(), 'sent', now(), now(), now() from bare.heavy h, generate_series(1, ${rows.messages}) i;
    insert into access.look (id, at, actor, purpose, person_id, operation, categories, request_id, notice_version, seal)
      select register.new_id(), now(), 'staff:bench', 'customer-care', h.id, 'card', '{identity,orders}', register.new_id(), 1, 4
      from bare.heavy h, generate_series(1, ${rows.looks}) i;
    update register.identity t set given_name = '${kept}', family_name = '${kept} ' || h.n from bare.heavy h where t.person_id = h.id`)
  await bare.query('vacuum analyze')
  await bare.query('checkpoint')
  const { rows: heavy } = await bare.query<{ id: Id }>('select id from bare.heavy order by n')
  return heavy.map(({ id }) => id)
}

/** Somebody of the rights desk who asks without a browser between; looks are counted elsewhere. */
export async function rightsDesk({ database }: BenchRegister, home: string): Promise<() => PurposeAsk> {
  const published = publishedNotice(database.app)
  const sign = (claim: Parameters<typeof signActor>[1]) => signActor(database.actorKey, claim)
  const program = {
    clock: systemClock,
    url: 'http://localhost',
    home,
    database,
    sign,
    published,
    findAsker: async () => undefined,
    recordLooks: async () => {},
    noteAttempt: () => {},
    log: () => {},
  }
  const notice = await published()
  return () => ({
    program,
    requestId: newId(),
    lang: 'fi',
    clock: systemClock,
    headers: new Headers(),
    address: '127.0.0.1',
    setHeader: () => {},
    asker: {
      kind: 'staff',
      id: newId(),
      actor: 'staff:bench',
      administrator: false,
      duties: ['privacy'],
      purposes: ['rights'],
      lang: 'fi',
      session: undefined,
    },
    purpose: 'rights',
    published: notice,
    reader: database.purpose('rights'),
    token: sign({ actor: 'staff:bench', purpose: 'rights', request: newId() }),
    saw: () => {},
  })
}

/** Whatever came, by itself or as a file, and whoever was merged and parted: undone in reverse, the register is what it was, but for what somebody has forbidden. */

import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { adapters } from '../src/adapters.ts'
import { takeBack } from '../src/arrivals/take-back.ts'
import { mergePersons, partPersons } from '../src/duplicates/merging.ts'
import { openPerson } from '../src/register/persons.ts'
import { email, type Sender, sendersOf } from './adapter-senders.ts'
import { arrivalsDesk, shopNotice } from './arrivals-desk.ts'
import { importingInto } from './import-desk.ts'
import { ownSenders } from './own-senders.ts'
import './drawn-cases.ts'

const desk = await arrivalsDesk(shopNotice, adapters)
const { db } = desk
const files = importingInto(desk)
afterAll(() => files.close())

/** Several that tell of one order, one whose thing is a call, and those whose every event is a row of its own. */
const kinds = [
  'WooCommerce',
  'Paytrail',
  'Stripe',
  'a service',
  'a gateway of text messages',
  'Twilio’s calls',
  'a form',
  'e-mail',
] as const
const all: Readonly<Record<string, Sender>> = {
  ...sendersOf({ url: 'http://127.0.0.1:1', leads: new Map() }),
  ...ownSenders,
}
const senders = await Promise.all(
  kinds.map(async name => {
    const sender = all[name]
    if (!sender) throw new Error(`no sender ${name}`)
    const settings = sender.kind === 'woocommerce' ? { refusalField: 'no-marketing' } : {}
    return {
      ...sender,
      to: await desk.connect(sender.kind, { settings, ...sender.connection }),
      purpose: sender.connection.purpose ?? 'customer-care',
    }
  }),
)

let n = 0
/** Of Aino, or of somebody whom nobody knows yet; or an order that forbids e-mail. */
async function arrive(
  which: number,
  { isNew, forbids }: { isNew: boolean; forbids: boolean },
): Promise<Undo | undefined> {
  const sender = senders[forbids ? 0 : which % senders.length]
  if (!sender) return undefined
  const { to, sign, write, event, isOurs, purpose } = sender
  n++
  const told = forbids ? { ...Object(event(n)), meta_data: [{ id: 1, key: 'no-marketing', value: '1' }] } : event(n)
  const others = { [email]: `new${n}@example.org`, Virtanen: 'Uusi', 727: `${n}727` }
  const text = Object.entries(isNew ? others : {}).reduce((text, [of, as]) => text.replaceAll(of, as), write(told))
  const delivery = sign(to, Buffer.from(text), db.clock.now())
  await (isOurs
    ? desk.door.keep({ id: to.id, kind: to.kind, keep_days: 14 }, delivery, false)
    : desk.deliver(to, delivery))
  await desk.write()
  const { rows } = await db.admin.query<{ id: string; state: string }>(
    'select id, state from arrivals.arrival order by id desc limit 1',
  )
  const [arrival] = rows
  if (!arrival || !['written', 'waiting'].includes(arrival.state)) return undefined
  return async () => {
    await takeBack({ ...desk.ask(purpose), program: desk.program }, arrival.id, 'by-mistake')
  }
}

type Undo = () => Promise<void>

/** Whom a file opened and who, merged with somebody, has forbidden something since: they stay as they are when the file goes. */
const stay = new Set<string>()

async function takeFile(which: number): Promise<Undo> {
  n++
  const rows = [
    ['first name', 'last name', 'email', 'phone'],
    ['Aino', 'Virtanen', email, which % 2 ? '' : '+358409999999'],
    ['Uusi', 'Asiakas', `file${n}@example.org`, ''],
  ]
  const { id, state } = await files.imported(rows.map(row => row.join(',')).join('\n'))
  expect(state).toBe('done')
  return async () => {
    const { rows: forbade } = await db.admin.query<{ id: string }>(
      `select c.person_id as id from register.change c
       where c.import_id = $1 and c.category = 'person' and c.undoes is null and exists (
         select from register.statement s where s.person_id = c.person_id and s.kind = 'objection' and s.import_id is distinct from $1)`,
      [id],
    )
    for (const person of forbade) stay.add(person.id)
    const { state, undo } = await files.undone(id)
    expect({ state, left: undo?.left }).toEqual({ state: 'undone', left: forbade.length })
  }
}

/**
 * Tables that tell what happened, and keep telling it; columns that are reckoned from what everybody has said. A case,
 * and a conversation of the inbox, is seen while its row is there, and goes with the history of that row.
 */
const logs = ['register.change', 'access.look', 'arrivals.arrival', 'arrivals.wrote', 'cases.matter', 'cases.step']
const reckoned = ['standing', 'due', 'bits']

/** Every row that is somebody's, by the catalogue. */
async function state(): Promise<ReadonlySet<string>> {
  const { rows: tables } = await db.admin.query<{ place: string }>(
    `select c.oid::regclass::text as place from pg_class c join pg_attribute a on a.attrelid = c.oid
     where a.attname = 'person_id' and not a.attisdropped and c.relkind in ('r', 'p') and not c.relispartition
       and c.relnamespace::regnamespace::text not in ('intake', 'duplicates', 'inbox') and c.oid::regclass::text <> all ($1)`,
    [logs],
  )
  const whole = tables.map(
    ({ place }) => `select '${place} ' || (to_jsonb(t) - $1::text[])::text as row from ${place} t`,
  )
  const persons = `select 'person ' || p.id as row from register.person p`
  const { rows } = await db.admin.query<{ row: string }>([persons, ...whole].join(' union all '), [reckoned])
  return new Set(rows.map(({ row }) => row))
}

const without = (rows: ReadonlySet<string>, others: ReadonlySet<string>) => [...rows].filter(row => !others.has(row))
const mayStay = (row: string) =>
  (row.startsWith('register.statement ') && row.includes('"kind": "objection"')) ||
  [...stay].some(person => row.includes(person))

const customer = (given_name: string, points: readonly Readonly<Record<string, string>>[]) =>
  openPerson(desk.ask('customer-care'), {
    source: 'forms',
    categories: { identity: [{ given_name, family_name: 'Virtanen' }], 'contact-points': [...points] },
    statements: [{ kind: 'contract', givenAt: '2026-01-01T10:00:00.000Z' }],
  })

const did = (does: Does, one = 0, two = 0) => ({ does, one, two, isNew: false, forbids: false })
type Does = 'arrive' | 'import' | 'merge' | 'part'

interface Done {
  readonly undo: Undo
  readonly isMerge?: true
  /** What stood before it; not told where somebody was parted since from among what came before. */
  before: ReadonlySet<string> | undefined
}

test('undone in reverse gives back the same register', async () => {
  const step = fc.record({
    does: fc.constantFrom<Does>('arrive', 'arrive', 'arrive', 'import', 'merge', 'part'),
    one: fc.nat(39),
    two: fc.nat(4),
    isNew: fc.boolean(),
    forbids: fc.constantFrom(true, false, false),
  })
  const seen = { arrive: 0, import: 0, merge: 0, part: 0, forbidden: 0, barred: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async steps => {
      await desk.empty()
      n = 0
      stay.clear()
      await customer('Aino', [{ email }, { phone: '+358401234567' }])
      await customer('Aino-Maria', [{ email: 'am@example.org' }])
      await customer('Bertta', [{ email: 'bertta.makela@example.org' }])
      const start = await state()
      const done: Done[] = []
      for (const { does, one, two, ...more } of steps) {
        const before = await state()
        if (does === 'part') {
          const at = done.findLastIndex(({ isMerge }) => isMerge)
          const [merge] = at < 0 ? [] : done.splice(at, 1)
          if (!merge) continue
          await merge.undo()
          for (const later of done.slice(at)) later.before = undefined
          seen.part++
          continue
        }
        const { rows: there } = await db.admin.query<{ id: string }>('select id from register.person order by id')
        const [kept, lost] = [there[one % there.length]?.id, there[two % there.length]?.id]
        if (does === 'arrive') {
          const undo = await arrive(one, more)
          if (undo) done.push({ undo, before })
        } else if (does === 'import') done.push({ undo: await takeFile(two), before })
        else if (kept && lost && kept !== lost) {
          const merge = await mergePersons(desk.ask('rights'), { kept, lost }, db.clock.now())
          const undo = async () => void (await partPersons(desk.ask('rights'), merge, db.clock.now()))
          done.push({ undo, isMerge: true, before })
        } else continue
        seen[does]++
      }
      for (const { undo, before } of done.toReversed()) {
        await undo()
        if (!before) continue
        const now = await state()
        expect(without(before, now)).toEqual([])
        expect(without(now, before).filter(row => !mayStay(row))).toEqual([])
      }
      const now = await state()
      expect(without(start, now)).toEqual([])
      const left = without(now, start)
      expect(left.filter(row => !mayStay(row))).toEqual([])
      seen.forbidden += left.length
      seen.barred += (await db.admin.query('select from permissions.barred')).rowCount ?? 0
    }),
    {
      numRuns: process.env.SELOSTE_LONG ? 100 : 8,
      endOnFailure: process.env.SELOSTE_LONG === undefined,
      // Whoever a file opened is merged, both ways round, and parted before the file goes; the last has forbidden something meanwhile.
      examples: [
        [[did('import'), did('merge', 3, 0)]],
        [[did('import'), did('merge', 0, 3), did('arrive', 2)]],
        [[did('import'), did('merge', 3, 0), { ...did('arrive'), forbids: true }]],
      ],
    },
  )
  expect(Object.entries(seen).filter(([, times]) => times === 0)).toEqual([]) // each of them was drawn
}, 3_600_000)

/** A year of a course company that was never there, through the register's own verbs: who bought, asked, moved, objected, left. */

import { purposesOf } from '../access/duty.ts'
import { listInformings, noteInformed } from '../arrivals/informing.ts'
import type { Id } from '../base/ids.ts'
import { newId } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Database } from '../database/pools.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Program } from '../http/program.ts'
import { tellOrigin, upload } from '../import/imports.ts'
import { findImport } from '../import/record.ts'
import { showImport } from '../import/show.ts'
import { preview, run } from '../import/work.ts'
import type { Mail } from '../mail/transport.ts'
import { readCard } from '../register/card.ts'
import { openOrganisation } from '../register/organisations.ts'
import { addRow, changeRow, openPerson, recordStatement } from '../register/persons.ts'
import { asRights } from '../rights/as-rights.ts'
import type { Sms } from '../sms/gateway.ts'
import { atWork } from './at-work.ts'
import {
  type Chance,
  chanceFrom,
  companies,
  courses,
  feedback,
  type Invented,
  interests,
  invented,
  oneOf,
} from './invented.ts'
import { type SeenCards, seenCards } from './looks.ts'
import { originsOfYear } from './origins.ts'
import { standInThePast } from './past.ts'
import { publishOf } from './publishing.ts'
import { sellTo } from './selling.ts'

export type DemoProgram = Program & { readonly database: Database; readonly mail: Mail; readonly sms: Sms }

/** How long the company has been there. */
export const weeks = 52
const buyers = 520
const subscribers = 280

/** Who works there, and for what. */
export type Staff = readonly { readonly id: Id; readonly duties: readonly string[] }[]

export async function liveTheYear(program: DemoProgram, staff: Staff): Promise<void> {
  const chance = chanceFrom(2026)
  const desk = {
    program,
    staff,
    chance,
    now: new Date(program.clock.now()),
    seen: seenCards(),
    origin: originsOfYear(),
  }
  const selling = { ...desk, chance: chanceFrom(39) } // of its own: what is sold moves nothing else
  const later: { readonly week: number; readonly happens: () => Promise<unknown> }[] = []
  const organisations: Id[] = []
  try {
    for (let week = weeks; week > 0; week--) {
      await standInThePast(program.database, week * 7)
      if (week === weeks) {
        for (const name of companies)
          organisations.push(
            await openOrganisation(await asking(desk, week), {
              name,
              businessId: null,
              website: null,
              source: 'own-registers',
            }),
          )
        await importSubscribers(desk, week)
      }
      const first = Math.round(((weeks - week) * buyers) / weeks)
      const last = Math.round(((weeks - week + 1) * buyers) / weeks)
      for (let n = first; n < last; n++) {
        const person = await buy(desk, week, invented(chance, n), organisations)
        await follow(desk, week, person)
        if (selling.chance() < 0.16)
          later.push({ week: Math.max(1, week - 2), happens: () => sell(selling, Math.max(1, week - 2), person) })
        if (selling.chance() < 0.012)
          later.push({ week: Math.max(1, week - 3), happens: () => publish(selling, Math.max(1, week - 3), person) })
        for (const happens of fates(desk, person)) {
          const when = Math.max(1, week - 1 - Math.floor(chance() * 20))
          later.push({ week: when, happens: () => happens(when) })
        }
      }
      for (const { happens } of later.filter(one => one.week === week)) await happens().catch(unlessRestricted)
    }
  } finally {
    await standInThePast(program.database, 0)
  }
  await desk.seen.write(program)
}

/** Whoever asked for restriction before is out of sight, and nothing comes of the rest. */
function unlessRestricted(error: unknown): void {
  if (!(error instanceof Error && error.message === 'register.person-absent')) throw error
}

interface Desk {
  readonly program: DemoProgram
  readonly staff: Staff
  readonly chance: Chance
  readonly now: Date
  readonly seen: SeenCards
  readonly origin: ReturnType<typeof originsOfYear>
}

const dayOf = ({ now }: Desk, week: number, shift = 0): string =>
  new Date(now.getTime() - week * 7 * 86_400_000 + shift * 86_400_000).toISOString()

/** Somebody of the staff at work that week, whose duties give the purpose. */
async function asking(desk: Desk, week: number, purpose = 'customer-care', hours = 0) {
  const { program, chance, staff } = desk
  const published = await program.published()
  const requestId = newId()
  const able = staff.filter(({ duties }) => purposesOf(published, duties).includes(purpose))
  const actor = `staff:${oneOf(chance, able).id}`
  const at = new Date(dayOf(desk, week, hours / 24))
  return {
    purpose,
    published,
    program,
    requestId,
    reader: program.database.purpose(purpose),
    token: program.sign({ actor, purpose, request: requestId }),
    asker: { kind: 'staff' as const, actor },
    lang: 'fi' as const,
    clock: { now: () => at },
  }
}

const wording = 'Haluan sähköpostiini tietoa uusista kursseista. Voin perua luvan milloin tahansa.'
/** Where those words stood, and how they were answered. */
const shown = { method: 'form' as const, place: 'tilauslomake', lang: 'fi' as const }

/** A purchase opens the person: a contract, a newsletter for some, an employer for some. */
async function buy(desk: Desk, week: number, customer: Invented, organisations: readonly Id[]): Promise<Id> {
  const { chance } = desk
  const givenAt = dayOf(desk, week)
  const isStaffOfFirm = chance() < 0.18
  const source = isStaffOfFirm ? 'forms' : oneOf(chance, ['shop', 'shop', 'shop', 'phone', 'email'])
  const [product, amount] = oneOf(chance, courses)
  const company = Math.floor(chance() * companies.length)
  const number = `${new Date(givenAt).getFullYear()}-${String(10_000 - week * 100 + Math.floor(chance() * 100))}`
  return openPerson(await asking(desk, week), {
    source,
    reference: source === 'shop' ? `tilaus ${number}` : undefined,
    statements: [
      { kind: 'contract', givenAt },
      ...(chance() < 0.4
        ? [{ kind: 'consent' as const, purpose: 'marketing', channel: 'email' as const, givenAt, wording, ...shown }]
        : []),
    ],
    categories: {
      identity: [{ given_name: customer.given, family_name: customer.family }],
      'contact-points': [
        { email: customer.email, is_primary: true },
        ...(customer.phone ? [{ phone: customer.phone }] : []),
        ...(chance() < 0.6 ? [customer.post] : []),
      ],
      profile: [{ language: customer.language }],
      orders: [
        { order_number: number, product, quantity: 1, amount, state: 'paid', ordered: givenAt, ...desk.origin() },
      ],
      ...(isStaffOfFirm && {
        work: [{ organisation: companies[company] ?? '', organisation_link: organisations[company] ?? null }],
      }),
    },
  })
}

/** A customer from that day on; whoever let us write may have told what else they would like to hear of. */
async function follow(desk: Desk, week: number, person: Id): Promise<void> {
  const { chance } = desk
  const ask = await asking(desk, week)
  desk.seen.saw(ask, person)
  await addRow(ask, person, 'relationships', {
    source: 'shop',
    values: { kind: 'customer', started: dayOf(desk, week).slice(0, 10), started_how: 'Osti kurssin' },
  })
  if (chance() >= 0.3) return
  const values = { interest: oneOf(chance, interests) }
  await addRow(await asking(desk, week, 'marketing'), person, 'interests', { source: 'forms', values }).catch(
    unlessRestricted,
  )
}

/** What comes of this customer later in the year, each with the week in which it happens. */
function* fates(desk: Desk, person: Id): Iterable<(week: number) => Promise<unknown>> {
  const { chance } = desk
  const atWork = async (week: number) => {
    const ask = await asking(desk, week)
    desk.seen.saw(ask, person)
    return ask
  }
  const said =
    (kind: 'objection' | 'restriction' | 'consent', more: object = {}) =>
    async (week: number) =>
      recordStatement(await atWork(week), person, { kind, givenAt: dayOf(desk, week), source: 'email', ...more })
  if (chance() < 0.06) yield said('objection', { purpose: oneOf(chance, ['marketing', 'sales']) })
  if (chance() < 0.05)
    yield async week =>
      said('consent', { purpose: 'marketing', channel: 'email', wording, withdrawnAt: dayOf(desk, week, 0.1) })(week)
  if (chance() < 0.012) yield said('restriction')
  if (chance() < 0.2) yield async week => moved(desk, week, person)
  // Whoever comes back may come back again.
  for (let likely = 0.5; chance() < likely; likely -= 0.1) {
    const [product, amount] = oneOf(chance, courses)
    yield async week =>
      addRow(await atWork(week), person, 'orders', {
        source: 'shop',
        values: { product, quantity: 1, amount, state: 'paid', ordered: dayOf(desk, week), ...desk.origin() },
      })
  }
  if (chance() < 0.1) {
    const [kind, content, answer] = oneOf(chance, feedback)
    yield async week =>
      addRow(await atWork(week), person, 'feedback', {
        source: 'email',
        values: {
          ...{ kind, content, received: dayOf(desk, week) },
          ...(week > 2 && { state: 'closed', answer, answered: dayOf(desk, week, 1), closed: dayOf(desk, week, 5) }),
        },
      })
  }
}

/** Whoever objected to it, or asked for restriction, is out of its sight. */
async function sell(desk: Desk, week: number, person: Id): Promise<void> {
  const ask = async (hours: number) => ({ ...(await asking(desk, week, 'sales', hours)), saw: () => {} })
  await sellTo(ask, person, desk.chance).catch(unlessRestricted)
}

async function publish(desk: Desk, week: number, person: Id): Promise<void> {
  const ask = await asking(desk, week)
  const { actor } = ask.asker
  const who = { actor, kind: 'staff', request: ask.requestId, lang: ask.lang } as const
  const rights = { ...asRights(desk.program, ask.published, who), clock: ask.clock }
  await publishOf(ask, rights, person, desk.chance).catch(unlessRestricted)
}

/** The first address is another one from that week on. */
async function moved(desk: Desk, week: number, person: Id): Promise<void> {
  const ask = await asking(desk, week)
  const card = await readCard(ask, person)
  desk.seen.saw(ask, person)
  const rows = card.categories.find(({ id }) => id === 'contact-points')?.rows ?? []
  const row = rows.find(({ values }) => values.city !== null && values.city !== undefined)
  if (!row?.expected) return
  await changeRow(ask, person, 'contact-points', row.id, {
    source: 'phone',
    values: invented(desk.chance, 0).post,
    expected: row.expected,
  })
}

/** The newsletter of the years before, as Mailchimp gave it. */
async function importSubscribers(desk: Desk, week: number): Promise<void> {
  const lines = Array.from({ length: subscribers }, (_, n) => {
    const { email, given, family } = invented(desk.chance, buyers + n)
    const joined = dayOf(desk, week + 5 + Math.floor(desk.chance() * 100))
      .slice(0, 19)
      .replace('T', ' ')
    return [email, given, family, joined, joined, 'Uutiskirje'].join()
  })
  const file = ['Email Address,First Name,Last Name,OPTIN_TIME,CONFIRM_TIME,TAGS', ...lines, ''].join('\n')
  const ask = await asking(desk, week, 'marketing')
  const id = await upload(
    ask,
    'subscribed_members_export.csv',
    (async function* () {
      yield Buffer.from(file)
    })(),
  )
  const evidence = 'Tilauslomake: haluan uutiskirjeen sähköpostiini.'
  const origin = { source: 'own-registers', basis: 'consent' as const, purpose: 'marketing', evidence }
  await tellOrigin(ask, id, { ...origin, obtained: dayOf(desk, week).slice(0, 10) })
  await (await preview(ask, id)).finished
  const { counts, problem } = await showImport(ask, await findImport(ask, id))
  if (problem !== null || counts === null)
    throw new Error(`the subscribers were not imported: ${JSON.stringify(problem)}`)
  await (await run(ask, id, counts)).finished
  const { asker, clock } = ask
  await tellWhence(await atWork(desk.program, { purpose: 'marketing', actor: asker.actor, at: clock.now() }))
}

/** Where their data came from was told in the first newsletter (Art. 14). */
async function tellWhence(ask: PurposeAsk): Promise<void> {
  for (;;) {
    const { informings } = await listInformings(ask, { which: 'open' }, dateInHelsinki(ask.clock.now()))
    if (informings.length === 0) return
    const ids = informings.map(({ id }) => id)
    await noteInformed(ask, ids, { how: 'email' })
  }
}

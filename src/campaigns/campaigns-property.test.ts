/** Whatever is said, merged and restricted while a campaign goes out, no message goes that the model of permits forbids, and none that it allows is left out. */

import fc from 'fast-check'
import { afterAll, expect, test, vi } from 'vitest'
import { asPerson, at, type DrawnPerson, person, today, ways, word, wordsOf } from '../../test/drawn-permissions.ts'
import { type MailServer, mailServer } from '../../test/mail-server.ts'
import { type Asked, answer, answerAt, type Word } from '../../test/permissions.model.ts'
import { permissionsDesk } from '../../test/permissions-desk.ts'
import { type Id, newId } from '../base/ids.ts'
import { signActor } from '../database/actor-token.ts'
import { publishedNotice } from '../http/published.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { openMail } from '../mail/transport.ts'
import { openSms } from '../sms/gateway.ts'
import { sendCampaigns } from './campaigns.jobs.ts'
import type { Delivering } from './deliver.ts'
import type { Letters } from './written.ts'

vi.setConfig({ testTimeout: 900_000 })
const desk = await permissionsDesk()
const { db } = desk
await prepareQueue(db)
const mailbox: MailServer = await mailServer()
afterAll(async () => {
  await mailbox.close()
  await desk.close()
})

const isLong = process.env.SELOSTE_LONG === '1'
const [persons, minutes] = isLong ? [1000, 30] : [60, 5]

const letters: Letters = {
  find: async () => ({ channel: 'email', name: 'Kirje' }),
  write: async (_program, _purpose, _id, all) =>
    all.map(({ lang }) => ({ channel: 'email', lang, subject: 'Kirje', html: '<p>Kirje</p>', text: 'Kirje' })),
}
const program: Delivering = {
  clock: db.clock,
  url: 'http://localhost',
  home: '', // under this notice no links are noted
  database: db,
  sign: claim => signActor(db.actorKey, claim),
  published: publishedNotice(db.app),
  recordLooks: async () => {},
  mail: openMail({ url: mailbox.url, perMinute: Math.ceil(persons / minutes / 2), key: db.addressKey }),
  sms: openSms({ url: undefined }),
}

/** Their own addresses: campaigns write to one address once. */
const apart = (one: DrawnPerson, nth: number): DrawnPerson => {
  const own = (value: string) => value.replace('@', `${nth}@`)
  return {
    ...one,
    has: one.has.map(has => ({ ...has, value: own(has.value) })),
    words: one.words.map(said => ({ ...said, address: said.address === null ? null : own(said.address) })),
  }
}

interface Known {
  readonly id: Id
  words: Word[]
  readonly drawn: DrawnPerson
  /** Whoever was merged into them. */
  readonly with: Known[]
  gone: boolean
}

const reached = ({ drawn }: Known) => drawn.has.filter(({ value }) => value.includes('@'))
const bothGivens = [true, false]
const isYes = (reason: string) =>
  ['consent', 'similar-purchase', 'not-prohibited', 'organisation', 'duties'].includes(reason)

/** That the model lets something go to this address of theirs. Of two who are one, neither may have forbidden it. */
function mayGo(known: Known, to: string, asked: Asked): boolean {
  const all = [known, ...known.with]
  const address = all.flatMap(reached).find(({ value }) => value === to)
  const says = all.map(({ words, drawn }) =>
    bothGivens.map(isGiven => answerAt({ words, hasTitle: drawn.hasTitle }, address, { ...asked, isGiven })),
  )
  return (
    says.some(some => some.some(isYes)) &&
    says.every(some => some.every(one => one !== 'prohibited' && one !== 'restricted'))
  )
}

const emailWays = ways.filter(({ channel, aboutDuties }) => channel === 'email' && !aboutDuties)

test.each(emailWays)('$purpose about $products', async asked => {
  db.clock.set(at)
  mailbox.received.length = 0
  const drawn = fc.sample(person, persons).map(apart)
  const ids = await desk.persons(
    drawn.map(one => ({ ...asPerson(one), said: ['contract', ...(asPerson(one).said ?? [])] })),
  )
  const known = drawn.map(
    (one, nth): Known => ({ id: ids[nth] ?? '', words: [...one.words], drawn: one, with: [], gone: false }),
  )
  const campaign = newId()
  await db.admin.query(
    `insert into campaigns.campaign (id, purpose, kind, channel, name, plan, state, step, begins_at, began_at)
     values ($1, $2, 'marketing', 'email', 'Kirje', $3, 'sending', 1, $4, $4)`,
    [
      campaign,
      asked.purpose,
      JSON.stringify({ letters: [newId()], segment: newId(), perMinute: 9999, productGroup: asked.products }),
      at,
    ],
  )
  await db.admin.query(
    `insert into campaigns.recipient (person_id, campaign_id, message, letter, next_at)
     select id, $2, register.new_id(), 0, $3 from unnest($1::uuid[]) id`,
    [ids, campaign, at],
  )
  const sentTo = new Set<Id>()
  const stateOf = async () => {
    const { rows } = await db.admin.query<{ person: Id; state: string }>(
      'select person_id as person, state from campaigns.recipient where campaign_id = $1',
      [campaign],
    )
    return new Map(rows.map(({ person: id, state }) => [id, state]))
  }
  for (let minute = 0; [...(await stateOf()).values()].includes('waiting'); minute++) {
    const before = mailbox.received.length
    const waited = await stateOf()
    await sendCampaigns(letters).run(program, {}, new AbortController().signal)
    const now = await stateOf()
    for (const { to } of mailbox.received.slice(before)) {
      const who = known.find(one => reached(one).some(({ value }) => value === to[0]))
      const holder = known.find(one => one === who || (who && one.with.includes(who)))
      if (!who || !holder) throw new Error('nobody has this address')
      expect(
        mayGo(holder.gone ? who : holder, to[0] ?? '', asked),
        JSON.stringify({ asked, words: holder.words, more: holder.with.map(({ words }) => words), to }),
      ).toBe(true)
      expect(sentTo.has(holder.id)).toBe(false)
      sentTo.add(holder.id)
    }
    for (const one of known) {
      if (one.gone || one.with.length > 0 || waited.get(one.id) !== 'waiting' || now.get(one.id) !== 'left-out')
        continue
      const expected = bothGivens.flatMap(isGiven =>
        answer({ words: one.words, hasTitle: one.drawn.hasTitle }, reached(one), { ...asked, isGiven }),
      )
      expect(expected.every(isYes), JSON.stringify({ asked, words: one.words })).toBe(false)
    }
    // Meanwhile somebody says something, and two turn out to be one.
    const talking = known
      .filter(one => !one.gone && one.with.length === 0)
      .toSorted(() => Math.random() - 0.5)
      .slice(0, 12)
    for (const [nth, one] of talking.entries()) {
      const said = fc
        .sample(word, 1)
        .map(spoken => ({ ...spoken, day: today, address: null, products: spoken.products }))
      if (nth < 8) {
        one.words.push(...said)
        await desk.hear(one.id, said.map(wordsOf))
      } else if (nth % 2 === 0) {
        const other = talking[nth + 1]
        if (other && (await merged(one, other))) {
          one.with.push(other)
          other.gone = true
          if (sentTo.has(other.id)) sentTo.add(one.id)
        }
      }
    }
    db.clock.forward(60_000)
    expect(minute).toBeLessThan(500)
  }
})

async function merged(kept: Known, lost: Known): Promise<boolean> {
  try {
    await desk.call('customer-care', 'duplicates.merge($1, $2, $3, $4, $5)', kept.id, lost.id, '{}', db.clock.now())
    return true
  } catch {
    return false // one of them is restricted, or already somebody else
  }
}

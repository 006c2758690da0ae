/** Measurement 13: a campaign to so many over SMTP, the gate asked for each and a row kept of each, beside the same letters over the same connections without either. */

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { openLookLog } from '../src/access/look.ts'
import { type Id, newId } from '../src/base/ids.ts'
import { systemClock } from '../src/base/time.ts'
import { sendCampaigns } from '../src/campaigns/campaigns.jobs.ts'
import type { Delivering } from '../src/campaigns/deliver.ts'
import { keptLetters } from '../src/campaigns/letters.ts'
import { signActor } from '../src/database/actor-token.ts'
import { publishedNotice } from '../src/http/published.ts'
import { prepareQueue } from '../src/jobs/queue.ts'
import { openMail } from '../src/mail/transport.ts'
import { openSms } from '../src/sms/gateway.ts'
import type { BenchRegister } from './register.ts'

/** As many as src/campaigns/send-due.ts has. */
const connections = 8
const atOnce = 100

export interface Sendings {
  /** Messages a second. */
  readonly checked: number
  readonly bare: number
}

const content = {
  channel: 'email',
  texts: {
    fi: {
      subject: [{ text: 'Kevään kurssit' }],
      preheader: [],
      blocks: [
        { kind: 'heading', content: [{ text: 'Hei ' }, { field: 'identity.given_name', fallback: 'asiakas' }] },
        {
          kind: 'text',
          paragraphs: [{ kind: 'paragraph', content: [{ text: 'Kevään kurssit alkavat. '.repeat(20) }] }],
        },
      ],
    },
  },
}

export async function campaign({ database, bare }: BenchRegister, persons: number): Promise<Sendings> {
  const sink = new Worker(new URL('./smtp-sink.ts', import.meta.url))
  const [port] = await once(sink, 'message')
  const looks = openLookLog(database.app, systemClock)
  await prepareQueue(database)
  const program: Delivering = {
    clock: systemClock,
    url: 'http://localhost',
    home: '', // no letter has a link that is noted
    database,
    sign: claim => signActor(database.actorKey, claim),
    published: publishedNotice(database.app),
    recordLooks: some => looks.record(some),
    mail: openMail({ url: `smtp://127.0.0.1:${port}`, perMinute: Number.MAX_SAFE_INTEGER, key: database.addressKey }),
    sms: openSms({ url: undefined }),
  }
  try {
    const { ids, revision, id } = await prepare(bare, persons)
    const checked = await perSecond(persons, () =>
      sendCampaigns(keptLetters).run(program, {}, new AbortController().signal),
    )
    const { rows } = await bare.query(
      `select count(*)::int as n from campaigns.recipient where campaign_id = $1 and state = 'sent'`,
      [id],
    )
    if (rows[0].n !== persons) throw new Error(`only ${rows[0].n} were sent`)
    return { checked, bare: await perSecond(persons, () => withoutChecks(program, bare, revision, ids)) }
  } finally {
    await looks.close()
    await sink.terminate()
  }
}

async function perSecond(persons: number, send: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await send()
  return (persons * 1000) / (performance.now() - began)
}

/** Customers who consented, and a campaign to them that has begun. */
async function prepare(bare: BenchRegister['bare'], persons: number) {
  const ids = Array.from({ length: persons }, newId)
  const [id, letter, revision] = [newId(), newId(), newId()]
  await bare.query(`insert into register.person (id, created_by) select unnest($1::uuid[]), 'bench'`, [ids])
  await bare.query(
    `insert into register.identity (person_id, id, standing, given_name, family_name) select id, id, 0, 'Aino', 'Virtanen' from unnest($1::uuid[]) id`,
    [ids],
  )
  await bare.query(
    `insert into register.contact_points (person_id, id, standing, email) select id, register.new_id(), 0, 'a' || n || '@example.org'
     from unnest($1::uuid[]) with ordinality g (id, n)`,
    [ids],
  )
  await bare.query(
    `insert into register.statement (person_id, id, kind, purpose, channel, given_at, source, wording, place, recorded_by, notice_version)
     select id, register.new_id(), 'consent', 'marketing', 'email', '2026-01-02', 'forms', 'Saa lähettää', 'lomake', 'bench', 1 from unnest($1::uuid[]) id`,
    [ids],
  )
  await bare.query('select register.relabel($1)', [ids])
  await bare.query(
    `insert into letters.letter (id, purpose, channel, name, revision, made_at, made_by) values ($1, 'marketing', 'email', 'Kevät', 1, now(), 'bench')`,
    [letter],
  )
  await bare.query(
    `insert into letters.revision (id, letter_id, n, name, content, ready, at, by, notice_version) values ($1, $2, 1, 'Kevät', $3, true, now(), 'bench', 1)`,
    [revision, letter, JSON.stringify(content)],
  )
  await bare.query(
    `insert into campaigns.campaign (id, purpose, kind, channel, name, plan, state, step, begins_at, began_at)
     values ($1, 'marketing', 'marketing', 'email', 'Kevät', $2, 'sending', 1, now(), now())`,
    [id, JSON.stringify({ letters: [revision], segment: newId(), perMinute: 9999 })],
  )
  // A domain each hundredth: what a domain may get in a minute is not what is measured.
  await bare.query(
    `update register.contact_points set email = replace(email, '@', '@d' || (('x' || left(md5(email), 4))::bit(16)::int % 500) || '.')`,
  )
  await bare.query(
    `insert into campaigns.recipient (person_id, campaign_id, message, letter, next_at) select id, $2, register.new_id(), 0, now() from unnest($1::uuid[]) id`,
    [ids, id],
  )
  await bare.query('analyze')
  return { ids, revision, id }
}

/** The same letters, written and given to as many connections: nobody is asked anything, and nothing is kept. */
async function withoutChecks(
  program: Delivering,
  bare: BenchRegister['bare'],
  revision: Id,
  ids: readonly Id[],
): Promise<void> {
  const { notice } = await program.published()
  const from = { name: notice?.controller.name ?? '', address: notice?.contact.email ?? '' }
  const lines = await Promise.all(Array.from({ length: connections }, () => program.mail.line()))
  for (let at = 0; at < ids.length; at += atOnce) {
    const { rows } = await bare.query<{ person: Id; address: string }>(
      'select person_id as person, email as address from register.contact_points where person_id = any ($1)',
      [ids.slice(at, at + atOnce)],
    )
    const leave = { page: 'http://localhost/preferences/x', oneClick: 'http://localhost/preferences/x/stop' }
    const queue = (
      await keptLetters.write(
        { ...program, recordLooks: async () => {} },
        'marketing',
        revision,
        rows.map(one => ({ ...one, message: one.person, lang: 'fi', leave, isMeasured: false })),
      )
    ).map((written, nth) => ({ written, to: rows[nth]?.address ?? '' }))
    await Promise.all(
      lines.map(async line => {
        for (let one = queue.shift(); one; one = queue.shift()) {
          const { written, to } = one
          if (written.channel !== 'email') continue
          const { subject, html, text, lang } = written
          await line.send({
            from,
            to,
            subject,
            html,
            text,
            lang,
            id: newId(),
            date: new Date(),
            oneClick: leave.oneClick,
          })
        }
      }),
    )
  }
  for (const line of lines) line.close()
}

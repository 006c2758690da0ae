/** Campaigns on a register under the example notice, with a real mail server, letters that are written in a line, and the job run when it is due. */

import { type Id, newId } from '../src/base/ids.ts'
import { actUpon, makeCampaign, showCampaign } from '../src/campaigns/campaign.ts'
import type { Acting, NewCampaign } from '../src/campaigns/campaign-answers.ts'
import { sendCampaigns } from '../src/campaigns/campaigns.jobs.ts'
import type { Plan } from '../src/campaigns/plan.ts'
import { resultsOf } from '../src/campaigns/results.ts'
import type { Letters, Revision } from '../src/campaigns/written.ts'
import { commandAsk } from '../src/http/command-ask.ts'
import { openMail } from '../src/mail/transport.ts'
import type { Condition } from '../src/register/condition.ts'
import { saveSegment } from '../src/segments/segment.ts'
import { openSms } from '../src/sms/gateway.ts'
import { runDueJobs } from './due-jobs.ts'
import { mailServer } from './mail-server.ts'
import { rightsDesk } from './rights-desk.ts'
import { smsGateway } from './sms-gateway.ts'

/** Letters that say only their name, under the example notice, unless told. */
export async function campaignDesk({ source, letters: given }: { source?: string; letters?: Letters } = {}) {
  const mailbox = await mailServer()
  const gateway = await smsGateway()
  const desk = await rightsDesk(source)
  const { db, server } = desk
  db.clock.set(new Date())
  const revisions = new Map<Id, Revision & { readonly purpose: string }>()
  const letters: Letters = given ?? {
    find: async (_program, purpose, id) => (revisions.get(id)?.purpose === purpose ? revisions.get(id) : undefined),
    write: async (_program, _purpose, id, persons) =>
      persons.map(({ lang, leave }) => {
        const { name = '', channel } = revisions.get(id) ?? {}
        if (channel === 'sms') return { channel, lang, text: `${name} STOP` }
        const end = leave?.page ?? ''
        return {
          channel: 'email',
          lang,
          subject: name,
          html: `<p>${name}</p><a href="${end}">Lopeta</a>`,
          text: `${name} ${end}`,
        }
      }),
  }
  let perMinute = 1000
  const program = () => ({
    ...server.program,
    mail: openMail({ url: mailbox.url, perMinute, key: db.addressKey, patience: 2000 }),
    sms: openSms({ url: gateway.url }),
  })
  const ask = (purpose: string) => commandAsk(server.program, 'fi', purpose)
  const carried = { mail: { configured: true }, sms: { configured: true } }

  return {
    ...desk,
    mailbox,
    gateway,
    letters,
    program,
    ask,
    allow: (n: number) => {
      perMinute = n
    },
    /** A revision that says only its name. */
    letter: (name: string, purpose = 'marketing', channel: Revision['channel'] = 'email'): Id => {
      const id = newId()
      revisions.set(id, { name, purpose, channel })
      return id
    },
    /** Somebody with this address who has consented to marketing by e-mail, unless told. */
    person: async (
      email: string,
      more: { readonly consents?: boolean; readonly phone?: string; readonly country?: string } = {},
    ) => {
      const person = await desk.register.customer()
      await desk.register.write('contact-points', person, null, {
        email,
        is_primary: true,
        ...(more.phone && { phone: more.phone }),
        ...(more.country && { country: more.country }),
      })
      if (more.consents !== false) await say(desk, person, 'consent')
      return person
    },
    say: (person: Id, kind: string, isWithdrawn = false, purpose = 'marketing', channel = 'email') =>
      say(desk, person, kind, isWithdrawn, purpose, channel),
    segment: async (condition: Condition = { all: [] }, purpose = 'marketing') =>
      saveSegment(await ask(purpose), { name: 'Kohde', condition }),
    make: async (
      plan: Pick<Plan, 'letters' | 'segment'> & Partial<Plan>,
      more: Partial<NewCampaign> & { purpose?: string } = {},
    ) => {
      const { purpose = 'marketing', ...rest } = more
      return makeCampaign(await ask(purpose), letters, {
        ...{ name: 'Kevätkirje', kind: 'marketing', channel: 'email' },
        ...rest,
        plan: { but: [], when: 'now', perMinute: 1000, ...plan },
      })
    },
    act: async (id: Id, act: Acting['act'], more: { purpose?: string; letter?: number; why?: string } = {}) => {
      const { purpose = 'marketing', ...rest } = more
      const asked = await ask(purpose)
      const { step } = await showCampaign(asked, id)
      return actUpon(asked, carried, letters, id, { act, expected: step, ...rest })
    },
    show: async (id: Id, purpose = 'marketing') => showCampaign(await ask(purpose), id),
    results: async (id: Id, purpose = 'marketing') => resultsOf(await ask(purpose), id),
    /** Runs the job as often as it is due by the clock. Answers what failed. */
    run: () => runDueJobs(db, [sendCampaigns(letters)], program()),
    /** To whom, by subject, in the order in which the server took them. */
    taken: () => mailbox.received.map(({ to }) => to[0] ?? ''),
    /** What became of each, by person. */
    became: async (id: Id): Promise<Readonly<Record<Id, string>>> => {
      const { rows } = await db.admin.query<{ person: Id; state: string; why: string | null }>(
        'select person_id as person, state, why from campaigns.became where campaign_id = $1',
        [id],
      )
      return Object.fromEntries(
        rows.map(({ person, state, why }) => [person, why === null ? state : `${state} ${why}`]),
      )
    },
    close: async () => {
      await mailbox.close()
      await gateway.close()
      await desk.close()
    },
  }
}

/** A minute after the last thing that was said: of two words at one moment the one that protects would stand. */
async function say(
  { db, register }: Pick<Awaited<ReturnType<typeof rightsDesk>>, 'db' | 'register'>,
  person: Id,
  kind: string,
  isWithdrawn = false,
  purpose = 'marketing',
  channel = 'email',
): Promise<void> {
  db.clock.forward(1000)
  const at = db.clock.now().toISOString()
  await register.call(
    'rights',
    `register.record_statement($1, 'forms', null, $2, $3, $4, $5, $6, $7, 'Saa lähettää')`,
    ...[person, kind, purpose === '-' ? null : purpose, channel, at, isWithdrawn ? at : null],
  )
}

/** What persons have permitted and forbidden is kept: nobody was written to against their word, every permit has its proof and its end, and withdrawing works. */

import { newId } from '../base/ids.ts'
import type { Notice } from '../notice/notice.ts'
import { type PromiseCheck, type PromiseContext, verdict } from '../promises/promise.ts'
import { chooseIn, waysOf } from './choice.ts'
import { permissionsOf } from './gate.ts'

const contacting = ({ purposes }: Notice): readonly string[] =>
  purposes.filter(purpose => waysOf({ purposes: [purpose] }).length > 0).map(({ id }) => `purposes.${id}.channels`)

const ledger = ({ categories }: Notice): readonly string[] =>
  categories.filter(({ stored }) => stored === 'statement').map(({ id }) => `categories.${id}.keep`)

/** 917/2014 §§ 200 and 202: no message that needs a permit went to somebody whose prohibition was on record. */
export const nothingAgainstWord: PromiseCheck = {
  id: 'permissions.nothing-against-word',
  severity: 'grave',
  places: contacting,
  mend: '/publications',
  run: async ({ rights }) => {
    const { rows } = await rights.query<{ sent: number; against: number }>(
      'select * from register.count_sent_against_word()',
    )
    const { sent, against } = rows[0] ?? { sent: 0, against: 0 }
    return verdict(against === 0, { count: against, sent })
  },
}

/** Art. 7(1): of every permit it can be shown in which words it was given, and where. */
export const permitsProven: PromiseCheck = {
  id: 'permissions.permits-proven',
  severity: 'serious',
  places: notice => [...contacting(notice), ...ledger(notice)],
  mend: '/customers',
  run: async ({ rights }) => {
    const { rows } = await rights.query<{ permits: number; unproven: number }>(
      'select * from register.count_unproven_permits()',
    )
    const { permits, unproven } = rows[0] ?? { permits: 0, unproven: 0 }
    return verdict(unproven === 0, { count: unproven, permits })
  },
}

/** In days: what is past its time is removed in the night, and one night may be missed. */
const grace = 2

/** Where the notice lets a permit count for a time, none is older. */
export const permitsEnd: PromiseCheck = {
  id: 'permissions.permits-end',
  severity: 'serious',
  places: notice =>
    notice.categories.some(
      ({ stored, keep }) => stored === 'statement' && keep.some(({ anchor }) => anchor === 'recorded'),
    )
      ? ledger(notice)
      : [],
  mend: '/retention',
  run: async ({ rights, at }) => {
    const by = new Date(at.getTime() - grace * 86_400_000)
    const { rows } = await rights.query<{ with_life: number; expired: number }>(
      'select * from register.count_expired_permits($1)',
      [by],
    )
    const { with_life: permits, expired } = rows[0] ?? { with_life: 0, expired: 0 }
    return verdict(expired === 0, { count: expired, permits })
  },
}

/** Art. 7(3), 21(2): somebody who does not exist permits everything and forbids it as the page does; nothing of it stays. */
export const withdrawalWorks: PromiseCheck = {
  id: 'permissions.withdrawal-works',
  severity: 'grave',
  places: notice => [
    ...contacting(notice),
    ...(notice.rights.granted.includes('withdrawal') ? ['rights.granted'] : []),
  ],
  mend: '/our-notice',
  run: async context => {
    const open = await stillOpen(context)
    return verdict(open.length === 0, { count: open.length, ways: waysOf(context.notice).length }, open)
  },
}

/** The ways that stay open to somebody who has closed them, each for itself and then all of them. */
async function stillOpen({ rights, notice, program, at }: PromiseContext): Promise<readonly string[]> {
  const purpose = notice.purposes.find(({ seesAll }) => seesAll)?.id ?? ''
  const token = program.sign({ actor: 'system', purpose, request: newId() })
  const source = notice.sources[0]?.id ?? ''
  const client = await rights.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ person: string }>('select register.add_person($1, $2, null) as person', [
      token,
      source,
    ])
    const person = rows[0]?.person ?? ''
    const ways = waysOf(notice)
    const after = (seconds: number): Date => new Date(at.getTime() + seconds * 1000)
    const wish = async (answer: 'yes' | 'no' | 'nothing', when: Date): Promise<readonly string[]> => {
      const wishes =
        answer === 'nothing' ? answer : ways.map(way => ({ purpose: way.purpose.id, channel: way.channel, answer }))
      const said = {
        at: when,
        source,
        method: 'preference-page',
        place: 'self-test',
        lang: 'fi',
        wording: () => 'self-test',
      } as const
      await chooseIn(client, token, person, wishes, { notice, said })
      const found = await permissionsOf({ reader: client, token }, person, when)
      return found
        .filter(({ reason }) => reason !== 'prohibited' && reason !== 'not-in-notice')
        .map(way => `${way.purpose} ${way.channel}`)
    }
    await wish('yes', at)
    const each = await wish('no', after(1))
    await wish('yes', after(2))
    const all = await wish('nothing', after(3))
    return [...new Set([...each, ...all])]
  } finally {
    await client.query('rollback')
    client.release()
  }
}

/** What the notice says by e-mail works: the mailbox that people write to answers, what is to be told is sent, and whoever carries it is named. */

import { type Host, hostOf, isDeclared, isOwn } from '../promises/host.ts'
import { cannotTell, type PromiseCheck, verdict } from '../promises/promise.ts'
import { mailServersOf, takesMailFor } from './mailbox.ts'

const day = 86_400_000

/** E-mail does not lie about: nothing waits longer than a day to be sent. */
export const outboxMoves: PromiseCheck = {
  id: 'mail.outbox-moves',
  severity: 'serious',
  places: ({ changes }) => (changes === undefined ? [] : ['changes']),
  mend: '/publications',
  run: async ({ database, at }) => {
    const { rows } = await database.app.query<{ count: number; waiting: number; oldest: Date | null }>(
      `select count(*) filter (where queued_at < $1) as count, count(*) as waiting, min(queued_at) as oldest
       from mail.message where state in ('queued', 'sending')`,
      [new Date(at.getTime() - day)],
    )
    const { count, waiting, oldest } = rows[0] ?? { count: 0, waiting: 0, oldest: null }
    return verdict(count === 0, { count, waiting, ...(oldest !== null && { oldest }) })
  },
}

/** The mailbox of the notice takes mail: its server is asked whether it would, and no message is sent. */
export const mailboxAnswers: PromiseCheck = {
  id: 'mail.mailbox-answers',
  severity: 'serious',
  places: ({ contact }) => (contact.email === undefined ? [] : ['contact.email', 'rights.channels']),
  mend: '/our-notice',
  run: async ({ notice, settings, stopping }) => {
    const address = notice.contact.email ?? ''
    const own = settings.smtpUrl !== undefined && isOwn(hostOf({ url: settings.smtpUrl }), notice, settings)
    const servers = [
      ...(own && settings.smtpUrl !== undefined ? [settings.smtpUrl] : []),
      ...(await mailServersOf(address, stopping)),
    ]
    for (const server of servers) {
      const answer = await takesMailFor(server, address, stopping)
      if (answer !== 'unknown') return verdict(answer === 'takes', { count: answer === 'takes' ? 0 : 1 })
    }
    return cannotTell(servers.length === 0 ? 'promises.why.no-mail-server' : 'promises.why.mail-server-silent')
  },
}

/** Whoever carries the register's e-mail and text messages is named among the recipients. */
export const carriersDeclared: PromiseCheck = {
  id: 'mail.carriers-declared',
  severity: 'serious',
  places: () => ['recipients'],
  mend: '/our-notice',
  run: async ({ notice, settings }) => {
    const carriers: readonly Host[] = [
      ...[settings.smtpUrl, settings.imapUrl].flatMap(url =>
        url ? [{ url, does: ['email', 'newsletter'] } as const] : [],
      ),
      ...(settings.smsUrl ? [{ url: settings.smsUrl, does: ['telephony'] } as const] : []),
    ]
    const found = carriers.filter(carrier => !isDeclared(notice, settings, carrier))
    return verdict(found.length === 0, { count: found.length, carriers: carriers.length }, found.map(hostOf))
  },
}

/** What people write by e-mail is read: no mailbox is unread for an hour, and whoever keeps a mailbox for us is named. */

import { isDeclared } from '../promises/host.ts'
import { type PromiseCheck, verdict } from '../promises/promise.ts'
import { listMailboxes } from './mailboxes.ts'

const hour = 3_600_000
/** A mailbox that is nearly full soon turns letters away. */
const nearlyFull = 95

/** A request that nobody could read is late all the same (TSV 6097/161/21): a mailbox that is not read is told at once. */
export const mailRead: PromiseCheck = {
  id: 'mailbox.read',
  severity: 'serious',
  places: ({ contact }) => (contact.email === undefined ? [] : ['contact.email', 'rights.channels']),
  mend: '/mailboxes',
  run: async ({ database, at }) => {
    const mailboxes = (await listMailboxes(database.app, at)).filter(({ pausedAt }) => pausedAt === null)
    const unread = mailboxes.filter(
      ({ readAt, madeAt, filled }) =>
        (readAt ?? madeAt).getTime() < at.getTime() - hour || (filled !== null && filled >= nearlyFull),
    )
    return verdict(
      unread.length === 0,
      { count: unread.length, mailboxes: mailboxes.length },
      unread.map(({ name }) => name),
    )
  },
}

export const keepersDeclared: PromiseCheck = {
  id: 'mailbox.keepers-declared',
  severity: 'serious',
  places: () => ['recipients'],
  mend: '/our-notice',
  run: async ({ database, at, notice, settings }) => {
    const hosts = (await listMailboxes(database.app, at)).map(({ place }) => place.host)
    const undeclared = hosts.filter(host => {
      const url = `imaps://${host.includes(':') ? `[${host}]` : host}`
      return !isDeclared(notice, settings, { url, does: ['email', 'hosting'] })
    })
    return verdict(undeclared.length === 0, { count: undeclared.length, mailboxes: hosts.length }, undeclared)
  },
}

/** Mailchimp's audience export: one file a status, which only the file's name or its columns tell; times are UTC. */

import type { Format } from '../format.ts'
import { leftOut, type Standing, value } from '../meaning.ts'

const byName: readonly [RegExp, Standing][] = [
  [/(^|[^a-z])unsubscribed/i, 'objection'],
  [/(^|[^a-z])cleaned/i, 'bounced'],
  [/(^|[^a-z])nonsubscribed/i, 'none'],
  [/(^|[^a-z])subscribed/i, 'permit'],
]

export const mailchimp: Format = {
  id: 'mailchimp',
  name: 'Mailchimp',
  marks: [/^email address$/i, /^optin_time$/i, /^member_rating$/i],
  columns: [
    [/^email address$/i, value('email')],
    [/^first name$/i, value('given-name')],
    [/^last name$/i, value('family-name')],
    [/^phone( number)?$/i, value('phone')],
    [/^address$/i, value('address')],
    [/^zip code$/i, value('postcode')],
    [/^company$/i, value('organisation')],
    [/^position$/i, value('job-title')],
    [/^birthday$/i, value('birthday')],
    [/^confirm_time$/i, { is: 'moment', of: 'permit', channel: 'email', rank: 2 }],
    [/^optin_time$/i, { is: 'moment', of: 'permit', channel: 'email', rank: 1 }],
    [/^unsub_time$/i, { is: 'moment', of: 'objection', channel: 'email', rank: 1 }],
    [/^(optin|confirm)_ip$/i, leftOut('network-address')],
    [/^(latitude|longitude|gmtoff|dstoff|timezone|cc|region)$/i, leftOut('location')],
    [/^(member_rating|last_changed|leid|euid|clean_.*|unsub_.*)$/i, leftOut('technical')],
    [/^notes$/i, value('note')],
    [/^tags$/i, value('labels')],
  ],
  wholeFile: (header, fileName) => {
    const has = (name: string) => header.some(cell => cell.toLowerCase() === name)
    if (has('unsub_time')) return { channel: 'email', standing: 'objection' }
    if (has('clean_time')) return { channel: 'email', standing: 'bounced' }
    const named = byName.find(([pattern]) => pattern.test(fileName))
    return { channel: 'email', standing: named?.[1] ?? 'none' }
  },
}

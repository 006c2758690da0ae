/** Wix contacts: as many groups of e-mail, phone and address as the fullest contact has; a status but never its date. */

import { type Format, numbered } from '../format.ts'
import { leftOut, type Meaning, type StatusChannel, value } from '../meaning.ts'

const status = (channel: StatusChannel): Meaning => ({
  is: 'status',
  channel,
  says: { subscribed: 'permit', unsubscribed: 'objection', 'never subscribed': 'none', 'not set': 'none' },
})

export const wix: Format = {
  id: 'wix',
  name: 'Wix',
  marks: [/^email subscriber status$/i, /^(first|last) name$/i],
  columns: [
    [/^first name$/i, value('given-name')],
    [/^last name$/i, value('family-name')],
    [/^email (\d+)$/i, numbered(group => value('email', group))],
    [/^phone (\d+)$/i, numbered(group => value('phone', group))],
    [/^address (\d+) - street$/i, numbered(group => value('street', group))],
    [/^address (\d+) - street line 2$/i, numbered(group => value('street-2', group))],
    [/^address (\d+) - city$/i, numbered(group => value('city', group))],
    [/^address (\d+) - zip$/i, numbered(group => value('postcode', group))],
    [/^address (\d+) - country$/i, numbered(group => value('country', group))],
    [/^address \d+ - (type|state\/region)$/i, leftOut('derived')],
    [/^company$/i, value('organisation')],
    [/^labels$/i, value('labels')],
    [/^email subscriber status$/i, status('email')],
    [/^sms subscriber status$/i, status('sms')],
    [/^(created at|last activity|last activity date|source)( \(utc[+-]\d+\))?$/i, leftOut('technical')],
    [/^language$/i, value('language')],
  ],
}

/** Google Contacts, the header before 2024 and the one after it: several values of one cell are joined by `:::`. */

import { type Format, numbered } from '../format.ts'
import { leftOut, value } from '../meaning.ts'

export const google: Format = {
  id: 'google',
  name: 'Google Contacts',
  marks: [/^(given|first) name$/i, /^(phonetic first name|given name yomi)$/i, /^e-mail 1 - value$|^name prefix$/i],
  joint: ':::',
  columns: [
    [/^(given|first) name$/i, value('given-name')],
    [/^(family|last) name$/i, value('family-name')],
    [/^name$/i, value('full-name')],
    [/^e-mail (\d+) - value$/i, numbered(group => value('email', group))],
    [/^phone (\d+) - value$/i, numbered(group => value('phone', group))],
    [/^address (\d+) - street$/i, numbered(group => value('street', group))],
    [/^address (\d+) - extended address$/i, numbered(group => value('street-2', group))],
    [/^address (\d+) - city$/i, numbered(group => value('city', group))],
    [/^address (\d+) - postal code$/i, numbered(group => value('postcode', group))],
    [/^address (\d+) - country$/i, numbered(group => value('country', group))],
    [/^address (\d+) - formatted$/i, numbered(group => value('address', group))],
    [/^website (\d+) - value$/i, numbered(group => value('web', group))],
    [/^organization (?:\d+ - )?name$/i, value('organisation')],
    [/^organization (?:\d+ - )?title$/i, value('job-title')],
    [/^organization (?:\d+ - )?department$/i, value('department')],
    [/^birthday$/i, value('birthday')],
    [/^gender$/i, value('gender')],
    [/^language$/i, value('language')],
    [/^(labels|group membership)$/i, value('labels')],
    [/^notes$/i, value('note')],
    [/^relation \d+ - /i, leftOut('other-person')],
    [/ - (type|label|region|po box)$/i, leftOut('derived')],
    [/yomi|phonetic|^file as$|^(name (prefix|suffix)|initials|nickname|short name)$/i, leftOut('derived')],
    [/^(photo|directory server|mileage|sensitivity|priority|subject|billing information)$/i, leftOut('technical')],
  ],
}

/** Outlook contacts with an English header; the desktop program writes windows-1252 and an apostrophe before some values. */

import { type Format, numbered } from '../format.ts'
import { leftOut, type Meaning, value, type Word } from '../meaning.ts'

const groups: Readonly<Record<string, number>> = { home: 1, business: 2, other: 3 }
const address =
  (word: Word) =>
  (match: RegExpExecArray): Meaning =>
    value(word, groups[(match[1] ?? '').toLowerCase()] ?? 1)

const phones = [
  'mobile phone',
  'home phone',
  'home phone 2',
  'business phone',
  'business phone 2',
  'other phone',
  'primary phone',
  'car phone',
]

export const outlook: Format = {
  id: 'outlook',
  name: 'Outlook',
  marks: [/^e-mail address$/i, /^(business|home) phone$/i, /^(first|last) name$/i],
  columns: [
    [/^first name$/i, value('given-name')],
    [/^last name$/i, value('family-name')],
    [/^e-mail address$/i, value('email', 1)],
    [/^e-mail (\d+) address$/i, numbered(group => value('email', group))],
    ...phones.map((name, index): [RegExp, Meaning] => [new RegExp(`^${name}$`, 'i'), value('phone', index + 1)]),
    [/^(home|business|other) street$/i, address('street')],
    [/^(home|business|other) street [23]$/i, address('street-2')],
    [/^(home|business|other) city$/i, address('city')],
    [/^(home|business|other) postal code$/i, address('postcode')],
    [/^(home|business|other) country(?:\/region)?$/i, address('country')],
    [/^web page$/i, value('web', 1)],
    [/^personal web page$/i, value('web', 2)],
    [/^company$/i, value('organisation')],
    [/^job title$/i, value('job-title')],
    [/^department$/i, value('department')],
    [/^language$/i, value('language')],
    [/^gender$/i, value('gender')],
    [/^birthday$/i, value('birthday')],
    [/^categories$/i, value('labels')],
    [/^notes$/i, value('note')],
    [/^(spouse|children|manager's name|assistant's name|assistant's phone)$/i, leftOut('other-person')],
    [
      / (type|display name|state|po box)$|yomi$|^initials$|^middle name$|^suffix$|^title$|^nickname$/i,
      leftOut('derived'),
    ],
    [
      /fax$|^(company main phone|callback|radio phone|pager|telex|tty\/tdd phone|isdn|imaddress)$/i,
      leftOut('technical'),
    ],
  ],
}

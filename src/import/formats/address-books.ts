/** Address books: whoever is in one is known to its keeper, and has agreed to nothing by it. */

import type { Format } from '../format.ts'
import { leftOut, type Meaning, value, type Word } from '../meaning.ts'

const groups: Readonly<Record<string, number>> = { home: 1, work: 2 }
const address =
  (word: Word) =>
  (match: RegExpExecArray): Meaning =>
    value(word, groups[(match[1] ?? '').toLowerCase()] ?? 1)

export const thunderbird: Format = {
  id: 'thunderbird',
  name: 'Thunderbird',
  marks: [/^display name$/i, /^primary email$/i, /^secondary email$/i],
  columns: [
    [/^first name$/i, value('given-name')],
    [/^last name$/i, value('family-name')],
    [/^primary email$/i, value('email', 1)],
    [/^secondary email$/i, value('email', 2)],
    [/^mobile number$/i, value('phone', 1)],
    [/^home phone$/i, value('phone', 2)],
    [/^work phone$/i, value('phone', 3)],
    [/^(home|work) address$/i, address('street')],
    [/^(home|work) address 2$/i, address('street-2')],
    [/^(home|work) city$/i, address('city')],
    [/^(home|work) zipcode$/i, address('postcode')],
    [/^(home|work) country$/i, address('country')],
    [/^organization$/i, value('organisation')],
    [/^job title$/i, value('job-title')],
    [/^department$/i, value('department')],
    [/^web page 1$/i, value('web', 1)],
    [/^web page 2$/i, value('web', 2)],
    [/^notes$/i, value('note')],
    [/^display name$/i, value('full-name')],
    [/^(home|work) state$|^nickname$|^birth (year|month|day)$/i, leftOut('derived')],
    [/^(fax|pager) number$|^screen name$/i, leftOut('technical')],
  ],
}

/** Of LinkedIn's "Download your data" the connections alone; what somebody shows their contacts is no permit, and Art. 14 asks that they are told. */
export const linkedin: Format = {
  id: 'linkedin',
  name: 'LinkedIn',
  marks: [/^first name$/i, /^email address$/i, /^position$/i, /^connected on$/i],
  columns: [
    [/^first name$/i, value('given-name')],
    [/^last name$/i, value('family-name')],
    [/^email address$/i, value('email')],
    [/^url$/i, value('social-media')],
    [/^company$/i, value('organisation')],
    [/^position$/i, value('job-title')],
    [/^connected on$/i, leftOut('technical')],
  ],
}

/** Contact cards: names, addresses and numbers of a person; nothing in them is a permit. */

import { type Format, numbered } from '../format.ts'
import { leftOut, type Meaning, value, type Word } from '../meaning.ts'

const address = (word: Word) => numbered(group => value(word, group))
const birthday: Meaning = value('birthday')

export const vcard: Format = {
  id: 'vcard',
  name: 'vCard',
  ofCards: true,
  marks: [/^(N family|N given|FN|EMAIL|TEL|ORG)$/],
  columns: [
    [/^N family$/, value('family-name')],
    [/^N given$/, value('given-name')],
    [/^FN$/, value('full-name')],
    [/^EMAIL(?: (\d+))?$/, numbered(group => value('email', group))],
    [/^TEL(?: (\d+))?$/, numbered(group => value('phone', group))],
    [/^ADR(?: (\d+))? street$/, address('street')],
    [/^ADR(?: (\d+))? extended$/, address('street-2')],
    [/^ADR(?: (\d+))? city$/, address('city')],
    [/^ADR(?: (\d+))? postcode$/, address('postcode')],
    [/^ADR(?: (\d+))? country$/, address('country')],
    [/^URL(?: (\d+))?$/, numbered(group => value('web', group))],
    [/^ORG$/, value('organisation')],
    [/^ORG unit$/, value('department')],
    [/^TITLE$/, value('job-title')],
    [/^BDAY$/, birthday],
    [/^LANG$/, value('language')],
    [/^CATEGORIES$/, value('labels')],
    [/^NOTE$/, value('note')],
    [
      /^(TEL assistant|AGENT|RELATED|X-(MS-|EVOLUTION-)?(ASSISTANT|MANAGER|SPOUSE|CHILD).*|X-ABRELATEDNAMES)$/,
      leftOut('other-person'),
    ],
    [
      /^(N (middle|prefix|suffix)|NICKNAME|SORT-STRING|X-PHONETIC-.*|ADR.* (region|po box)|KIND|X-ADDRESSBOOKSERVER-.*)$/,
      leftOut('derived'),
    ],
    [/^(TEL fax|GEO|TZ|MAILER|CLASS|SOURCE|NAME|PROFILE|CALURI|FBURL|X-MS-OL-.*)$/, leftOut('technical')],
  ],
}

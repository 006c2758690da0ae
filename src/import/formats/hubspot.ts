/** HubSpot contacts: the columns are whatever the view showed; nothing in it is evidence of a permit. */

import type { Format } from '../format.ts'
import { leftOut, value } from '../meaning.ts'

export const hubspot: Format = {
  id: 'hubspot',
  name: 'HubSpot',
  marks: [/^record id( - contact)?$/i, /^(email|phone number|first name)$/i],
  columns: [
    [/^first name$/i, value('given-name')],
    [/^last name$/i, value('family-name')],
    [/^email$/i, value('email')],
    [/^phone number$/i, value('phone', 1)],
    [/^mobile phone number$/i, value('phone', 2)],
    [/^street address$/i, value('street')],
    [/^postal code$/i, value('postcode')],
    [/^city$/i, value('city')],
    [/^country(\/region)?$/i, value('country')],
    [/^website url$/i, value('web')],
    [/^(company name|associated company)$/i, value('organisation')],
    [/^job title$/i, value('job-title')],
    [/^preferred language$/i, value('language')],
    [/^(unsubscribed|opted out) (from|of) (all )?e-?mail(: .*)?$/i, optedOut()],
    [
      /^(record id|contact owner|lead |lifecycle|stage|create date|last |next |associated |contact type)/i,
      leftOut('technical'),
    ],
  ],
}

function optedOut() {
  return {
    is: 'status',
    channel: 'email',
    says: { true: 'objection', yes: 'objection', false: 'none', no: 'none' },
  } as const
}

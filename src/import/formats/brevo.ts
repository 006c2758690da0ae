/** Brevo contacts: semicolons, days before months, numbers without their plus; a blacklist is an objection, its absence no permit. */

import type { Format } from '../format.ts'
import { leftOut, type Meaning, type StatusChannel, value } from '../meaning.ts'

const blacklisted = (channel: StatusChannel): Meaning => ({
  is: 'status',
  channel,
  says: { yes: 'objection', true: 'objection', no: 'none', false: 'none' },
})

export const brevo: Format = {
  id: 'brevo',
  name: 'Brevo',
  marks: [/^email$/i, /^email_blacklisted$/i],
  dateOrder: 'day-month',
  columns: [
    [/^email$/i, value('email')],
    [/^(firstname|prenom)$/i, value('given-name')],
    [/^(lastname|nom)$/i, value('family-name')],
    [/^(sms|whatsapp)$/i, value('phone')],
    [/^email_blacklisted$/i, blacklisted('email')],
    [/^sms_blacklisted$/i, blacklisted('sms')],
    [/^(added_time|modified_time|id|contact_id)$/i, leftOut('technical')],
  ],
}

/** Smaller mailing tools: who left is an objection, who is "active" has agreed to something at a time that the file does not tell. */

import type { Format } from '../format.ts'
import { leftOut, type Meaning, type Standing, value } from '../meaning.ts'

const status = (says: Readonly<Record<string, Standing>>): Meaning => ({ is: 'status', channel: 'email', says })

/** The words of the tools for one who is still on the list, has left it, or cannot be reached. */
const states = status({
  active: 'permit',
  subscribed: 'permit',
  cancelled: 'objection',
  canceled: 'objection',
  unsubscribed: 'objection',
  complained: 'objection',
  bounced: 'bounced',
  inactive: 'none',
  unconfirmed: 'none',
  pending: 'none',
  validating: 'none',
})

const name: Format['columns'] = [
  [/^first[ _]name$/i, value('given-name')],
  [/^last[ _]name$/i, value('family-name')],
  [/^email(_address)?$/i, value('email')],
  [/^phone$/i, value('phone')],
  [/^tags$/i, value('labels')],
  [/^ip$/i, leftOut('network-address')],
]

export const kit: Format = {
  id: 'kit',
  name: 'Kit',
  marks: [/^first_name$/i, /^email(_address)?$/i, /^(status|state)$/i, /^created_at$/i],
  columns: [...name, [/^(status|state)$/i, states], [/^created_at$/i, leftOut('technical')]],
}

export const beehiiv: Format = {
  id: 'beehiiv',
  name: 'beehiiv',
  marks: [/^email$/i, /^status$/i, /^tier$/i, /^created_at$/i],
  columns: [
    ...name,
    [/^status$/i, states],
    [/^unsubscribed_at$/i, { is: 'moment', of: 'objection', channel: 'email', rank: 1 }],
    [/^(tier|created_at|stripe_customer_id|utm_.*|id)$/i, leftOut('technical')],
  ],
}

export const activeCampaign: Format = {
  id: 'activecampaign',
  name: 'ActiveCampaign',
  marks: [/^email$/i, /^date created$/i, /^ip$/i, /^status$/i],
  columns: [...name, [/^status$/i, states], [/^date created$/i, leftOut('technical')]],
}

export const substack: Format = {
  id: 'substack',
  name: 'Substack',
  marks: [/^email$/i, /^active_subscription$/i, /^email_disabled$/i],
  columns: [
    ...name,
    [/^email_disabled$/i, status({ true: 'objection', yes: 'objection', false: 'none', no: 'none' })],
    [/^(active_subscription|expiry|created_at)$/i, leftOut('technical')],
  ],
}

export const systeme: Format = {
  id: 'systeme',
  name: 'systeme.io',
  marks: [/^email$/i, /^surname$/i, /^date registered$/i],
  columns: [
    ...name,
    [/^surname$/i, value('family-name')],
    [/^phone number$/i, value('phone')],
    [/^country$/i, value('country')],
    [/^date registered$/i, leftOut('technical')],
  ],
}

/** Everybody in it is a subscriber since the day that it tells; who has left is in no export. */
export const squarespace: Format = {
  id: 'squarespace',
  name: 'Squarespace',
  marks: [/^email address$/i, /^date subscribed$/i],
  columns: [
    ...name,
    [/^email address$/i, value('email')],
    [/^date subscribed$/i, { is: 'moment', of: 'permit', channel: 'email', rank: 1 }],
  ],
  wholeFile: () => ({ channel: 'email', standing: 'permit' }),
}

/** Shopify customers: `yes` is a permit without its date, `no` is not an objection; an apostrophe shields ids, zips and phones. */

import type { Format } from '../format.ts'
import { leftOut, type Meaning, type StatusChannel, value } from '../meaning.ts'

const accepts = (channel: StatusChannel): Meaning => ({ is: 'status', channel, says: { yes: 'permit', no: 'none' } })

export const shopify: Format = {
  id: 'shopify',
  name: 'Shopify',
  marks: [/^accepts (email )?marketing$/i, /^(default address city|tax exempt)$/i, /^email$/i],
  columns: [
    [/^first name$/i, value('given-name')],
    [/^last name$/i, value('family-name')],
    [/^email$/i, value('email')],
    [/^accepts (email )?marketing$/i, accepts('email')],
    [/^accepts sms marketing$/i, accepts('sms')],
    [/^(default address )?company$/i, value('organisation')],
    [/^(default address )?address1$/i, value('street')],
    [/^(default address )?address2$/i, value('street-2')],
    [/^(default address )?city$/i, value('city')],
    [/^(default address )?country code$/i, value('country')],
    [/^(default address )?zip$/i, value('postcode')],
    [/^phone$/i, value('phone', 1)],
    [/^default address phone$/i, value('phone', 2)],
    [/^note$/i, value('note')],
    [/^tags$/i, value('labels')],
    [/province|^country$/i, leftOut('derived')],
    [/^(customer id|total spent|total orders|tax exempt|accepts whatsapp marketing)$/i, leftOut('technical')],
  ],
}

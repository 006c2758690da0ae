/** Customers of shops, courses and payment services: a purchase is no permit, and what they paid is told by their orders. */

import type { Format } from '../format.ts'
import { leftOut, value } from '../meaning.ts'

/** Names of the built-in fields are in the language of the site, their codes in brackets are not; the firm's own questions are custom fields. */
export const kajabi: Format = {
  id: 'kajabi',
  name: 'Kajabi',
  marks: [/^member created at$/i, /^sign in count$/i, /\(address_line_1\)$/],
  columns: [
    [/^first name$/i, value('given-name')],
    [/^last name$/i, value('family-name')],
    [/^name$/i, value('full-name')],
    [/^email$/i, value('email')],
    [/\(mobile_phone_number\)$/, value('phone', 1)],
    [/\(phone_number\)$/, value('phone', 2)],
    [/\(address_line_1\)$/, value('street')],
    [/\(address_line_2\)$/, value('street-2')],
    [/\(address_city\)$/, value('city')],
    [/\(address_zip\)$/, value('postcode')],
    [/\(address_country\)$/, value('country')],
    [/\(business_number\)$/, value('business-id')],
    [/^tags$/i, value('labels')],
    [/\((name|email)\)$|\(address_state\)$/, leftOut('derived')],
    [
      /^(products|(member |external user )?id|(member )?created at|sign in count|last (activity|sign in at))$/i,
      leftOut('technical'),
    ],
  ],
}

export const stripeCustomers: Format = {
  id: 'stripe',
  name: 'Stripe',
  marks: [/^id$/i, /^email$/i, /^created \(utc\)$/i, /^(delinquent|default card|card id)$/i],
  columns: [
    [/^name$/i, value('full-name')],
    [/^email$/i, value('email')],
    [/^phone$/i, value('phone')],
    [/^(card |shipping )?address line1$/i, value('street')],
    [/^(card |shipping )?address line2$/i, value('street-2')],
    [/^(card |shipping )?address city$/i, value('city')],
    [/^(card |shipping )?address (postal code|zip)$/i, value('postcode')],
    [/^(card |shipping )?address country$/i, value('country')],
    [/^description$/i, value('note')],
    [
      /^(id|created|delinquent|plan|status|total spend|payment count|refunded volume|dispute losses|currency|default card|card |shipping )/i,
      leftOut('technical'),
    ],
  ],
}

/** As plugins write them: WooCommerce itself exports no customers. */
export const woocommerceCustomers: Format = {
  id: 'woocommerce',
  name: 'WooCommerce',
  marks: [/^username$/i, /^email$/i, /^(total spend|order count|billing phone)$/i],
  columns: [
    [/^first name$/i, value('given-name')],
    [/^last name$/i, value('family-name')],
    [/^name$/i, value('full-name')],
    [/^email$/i, value('email')],
    [/^(billing )?phone$/i, value('phone')],
    [/^(billing )?(address( 1)?|address_1)$/i, value('street')],
    [/^(billing )?(city|town)$/i, value('city')],
    [/^(billing )?(postcode|postal code|zip)$/i, value('postcode')],
    [/^(billing )?country( \/ region| code)?$/i, value('country')],
    [/^(billing )?company$/i, value('organisation')],
    [/^(customer id|username|total spend|order count|aov|last active|date registered|sign up)$/i, leftOut('technical')],
  ],
}

const whoCame: Format['columns'] = [
  [/^first[ _]name$/i, value('given-name')],
  [/^(last[ _]name|surname)$/i, value('family-name')],
  [/^(full_?)?name$/i, value('full-name')],
  [/^email$/i, value('email')],
  [/^phone(_number)?$/i, value('phone')],
]

/** What was asked in the lead's form are columns of the firm's own; a lead is an enquiry, and a permit only in the words of its form. */
export const metaLeads: Format = {
  id: 'meta-leads',
  name: 'Meta Lead Ads',
  marks: [/^created_time$/i, /^form_id$/i, /^platform$/i, /^email$/i],
  columns: [
    ...whoCame,
    [/^(street_address|street)$/i, value('street')],
    [/^city$/i, value('city')],
    [/^(post_code|zip_code)$/i, value('postcode')],
    [/^country$/i, value('country')],
    [/^company_name$/i, value('organisation')],
    [/^job_title$/i, value('job-title')],
    [
      /^(id|created_time|(ad|adset|campaign|form)_(id|name)|is_organic|platform|lead_status|inbox_url)$/i,
      leftOut('technical'),
    ],
  ],
}

export const eventbrite: Format = {
  id: 'eventbrite',
  name: 'Eventbrite',
  marks: [/^order #$/i, /^email$/i, /^ticket type$/i, /^attendee status$/i],
  columns: [
    ...whoCame,
    [/^(order #|order date|event name|ticket (type|quantity)|attendee #?|attendee status)$/i, leftOut('technical')],
  ],
}

export const luma: Format = {
  id: 'luma',
  name: 'Luma',
  marks: [/^email$/i, /^approval_status$/i, /^ticket_name$/i],
  columns: [
    ...whoCame,
    [
      /^(api_id|created_at|approval_status|checked_in_at|ticket_(name|type|type_id)|qr_code_url)$/i,
      leftOut('technical'),
    ],
  ],
}

export const tito: Format = {
  id: 'tito',
  name: 'Tito',
  marks: [/^ticket$/i, /^reference$/i, /^email$/i, /^registration date$/i],
  columns: [
    ...whoCame,
    [/^tags$/i, value('labels')],
    [/^(ticket|reference|registration date)$/i, leftOut('technical')],
  ],
}

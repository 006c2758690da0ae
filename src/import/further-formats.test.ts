/** Exports of shops, courses, events and address books are known by their headers, and none of them says a permit that it does not date. */

import { expect, test } from 'vitest'
import { inspect } from './inspect.ts'
import { startScan } from './scan.ts'

async function mappingOf(text: string) {
  const bytes = Buffer.from(text)
  const scan = startScan()
  scan.push(bytes)
  return (await inspect(scan.end(), bytes, 'file.csv')).mapping
}

const headers: readonly (readonly [format: string, header: string, permits: boolean])[] = [
  ['thunderbird', 'First Name,Last Name,Display Name,Primary Email,Secondary Email,Mobile Number,Home Address', false],
  ['linkedin', 'First Name,Last Name,URL,Email Address,Company,Position,Connected On', false],
  [
    'kajabi',
    'Name,Email,Tags,ID,Member Created At,Sign In Count,Puhelin (phone_number),Osoite (address_line_1)',
    false,
  ],
  ['stripe', 'id,Description,Email,Name,Created (UTC),Delinquent,Plan,Status,tag (metadata)', false],
  ['woocommerce', 'Customer ID,Username,First name,Last name,Email,Billing Phone,City,Total spend,Order count', false],
  ['meta-leads', 'id,created_time,ad_id,form_id,form_name,platform,mitä_etsit?,full_name,email,phone_number', false],
  ['eventbrite', 'Order #,Order Date,First Name,Surname,Email,Event Name,Ticket Type,Attendee Status', false],
  ['luma', 'name,first_name,last_name,email,phone_number,created_at,approval_status,checked_in_at,ticket_name', false],
  ['tito', 'Ticket,Reference,Name,Email,Tags,Registration Date', false],
  ['systeme', 'Email,First name,Surname,Phone number,Country,Tags,Date registered', false],
  ['squarespace', 'Email Address,Date Subscribed', true],
]

test.each(headers)('%s', async (format, header, permits) => {
  const mapping = await mappingOf(`${header}\n${header.replaceAll(/[^,]+/g, 'x')}\n`)
  expect(mapping.format).toBe(format)
  const values = mapping.meanings.flatMap(meaning =>
    meaning.is === 'value' ? [`${meaning.word} ${meaning.group}`] : [],
  )
  expect(values.some(word => word.startsWith('email'))).toBe(true)
  expect(new Set(values).size).toBe(values.length)
  const speaks = mapping.meanings.some(({ is }) => is === 'status' || is === 'moment') || mapping.wholeFile !== null
  expect(speaks).toBe(permits)
})

/** Google's lead forms: the key stands in the body itself, a trial of theirs reaches nobody, and whole numbers are longer than JavaScript's. */

import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { adapter, type Delivery } from '../arrivals/adapter.ts'
import { id, list, momentOf, shaped, text } from '../arrivals/shape.ts'
import { readExactly } from '../arrivals/signature.ts'
import { Refused } from '../base/errors.ts'
import { type Agreed, consentSettings } from './consent.ts'
import { leadFacts } from './lead.ts'

const settings = z.object({
  ...consentSettings,
  consentQuestion: z.string().trim().max(500).optional().describe('The question of consent, word for word'),
  consentAnswer: z.string().trim().max(200).optional().describe('The answer that gives leave'),
})

const lead = z.object({
  lead_id: z.string().min(1).max(300),
  google_key: z.string().max(300),
  is_test: z.boolean().nullish(),
  form_id: id,
  lead_submit_time: text,
  user_column_data: list(z.object({ column_id: text, column_name: text, string_value: text })),
})

const read = ({ body }: Delivery) => shaped(lead, readExactly(body))

const known: Readonly<Record<string, string>> = {
  FULL_NAME: 'name',
  FIRST_NAME: 'given',
  LAST_NAME: 'family',
  EMAIL: 'email',
  WORK_EMAIL: 'email',
  PHONE_NUMBER: 'phone',
  WORK_PHONE: 'phone',
  COMPANY_NAME: 'company',
  JOB_TITLE: 'title',
  POSTAL_CODE: 'postcode',
  CITY: 'city',
}

export const googleLeads = adapter<typeof settings>({
  kind: 'google-leads',
  method: 'POST',
  secret: 'made',
  settings,
  authenticate: (delivery, secret) => {
    try {
      const [given, own] = [Buffer.from(read(delivery).google_key), Buffer.from(secret)]
      return given.length === own.length && timingSafeEqual(given, own)
    } catch (fault) {
      if (fault instanceof Refused) return false // who sends what is no lead is not told how one looks
      throw fault
    }
  },
  identify: delivery => {
    const { lead_id, is_test } = read(delivery)
    return { id: lead_id, topic: 'lead', test: is_test === true }
  },
  answer: () => ({ type: 'application/json', body: '{}' }),
  translate: (delivery, via) => {
    const { lead_id, form_id, lead_submit_time, user_column_data } = read(delivery)
    const { consentQuestion, consentAnswer } = via.settings
    const fields = new Map<string, string>()
    const answers: { question: string; answer: string }[] = []
    let agreed: Agreed = 'no'
    for (const { column_id, column_name, string_value } of user_column_data) {
      const [field, question] = [known[column_id ?? ''], column_name ?? column_id ?? '']
      if (string_value === undefined) continue
      if (field !== undefined) fields.set(field, fields.get(field) ?? string_value)
      else if (consentQuestion !== undefined && [column_id, column_name].includes(consentQuestion))
        agreed = string_value === consentAnswer ? 'yes' : 'no'
      else answers.push({ question, answer: string_value })
    }
    const of = (name: string) => fields.get(name)
    return leadFacts(
      {
        id: lead_id,
        form: form_id,
        at: lead_submit_time ? momentOf(lead_submit_time, 'lead_submit_time') : via.at.toISOString(),
        name: of('name'),
        given: of('given'),
        family: of('family'),
        email: of('email'),
        phone: of('phone'),
        company: of('company'),
        title: of('title'),
        postcode: of('postcode'),
        city: of('city'),
        answers,
        agreed,
      },
      via,
    )
  },
  sample: (secret, now) => ({
    method: 'POST',
    headers: new Headers(),
    query: new URLSearchParams(),
    body: Buffer.from(
      JSON.stringify({
        lead_id: `kokeilu-${now.getTime()}`,
        google_key: secret,
        is_test: true,
        form_id: 1,
        user_column_data: [{ column_id: 'EMAIL', string_value: 'kokeilu@example.org' }],
      }),
    ),
  }),
})

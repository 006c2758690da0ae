/** Meta: one delivery tells of many events; a message comes with its words, a lead with its number alone, and is fetched. */

import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { adapter, type Delivery, type Facts, type Ignored, type Via } from '../arrivals/adapter.ts'
import { id, list, momentOf, shaped, text } from '../arrivals/shape.ts'
import { isSignedBy, readExactly } from '../arrivals/signature.ts'
import { Refused } from '../base/errors.ts'
import { rightAskedIn } from '../rights/asked-in.ts'
import { agreedBy, type ConsentSettings, consentSettings } from './consent.ts'
import { fetchThere, place } from './fetch-there.ts'
import { leadFacts } from './lead.ts'

const settings = z.object({
  verifyToken: z.string().trim().min(8).max(200).describe('Made up, and told to Meta with the address'),
  ...consentSettings,
  consentField: z
    .string()
    .trim()
    .max(120)
    .optional()
    .describe('The key of the box of consent (custom_disclaimer_responses)'),
  graph: place('https://graph.facebook.com').describe('Where leads are fetched'),
})
type Settings = z.infer<typeof settings>

const party = z.object({ id }).nullish()
const messaging = z.object({
  sender: party,
  recipient: party,
  timestamp: z.number().nullish(),
  message: z
    .object({
      mid: z.string().min(1).max(300),
      text,
      is_echo: z.boolean().nullish(),
      is_deleted: z.boolean().nullish(),
      attachments: list(z.object({ type: text })),
    })
    .nullish(),
})
const change = z.object({
  field: z.string().max(60),
  value: z.object({ leadgen_id: id, form_id: id.nullish(), created_time: z.number().nullish() }).nullish().catch(null),
})
const batch = z.object({
  object: z.enum(['page', 'instagram']),
  entry: list(z.object({ messaging: list(z.unknown()), changes: list(z.unknown()) })),
})
/** One event of a batch, as we keep it; with the lead once it was fetched. */
const event = z.object({
  object: z.enum(['page', 'instagram']),
  messaging: messaging.nullish(),
  change: change.nullish(),
  lead: z.unknown().optional(),
})

const lead = z.object({
  id,
  created_time: z.string(),
  form_id: id.nullish(),
  field_data: list(
    z.object({ name: z.string().max(300), values: list(z.union([z.string(), z.number()]).transform(String)) }),
  ),
  custom_disclaimer_responses: list(
    z.object({
      checkbox_key: z.string().max(300),
      is_checked: z.union([z.string(), z.boolean(), z.number()]).nullish(),
    }),
  ),
})

const read = ({ body }: Delivery) => shaped(event, readExactly(body))
const as = (delivery: Delivery, content: unknown): Delivery => ({
  ...delivery,
  body: Buffer.from(JSON.stringify(content)),
})

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

export const meta = adapter<typeof settings>({
  kind: 'meta',
  method: 'POST',
  secret: 'pasted',
  settings,
  challenge: ({ query }, _secret, { verifyToken }) => {
    const challenge = query.get('hub.challenge') ?? ''
    const isAsked = query.get('hub.mode') === 'subscribe' && isSame(query.get('hub.verify_token') ?? '', verifyToken)
    return isAsked && /^[\w.-]{1,200}$/.test(challenge) ? { type: 'text/plain', body: challenge } : undefined
  },
  authenticate: ({ headers, body }, secret) => {
    const [, sent] = /^sha256=([0-9a-f]{64})$/.exec(headers.get('x-hub-signature-256') ?? '') ?? []
    return isSignedBy(secret, [body], sent, 'hex')
  },
  /** Receipts of what we sent, comments and whatever else was subscribed to are not taken, and so not kept. */
  split: delivery => {
    const { object, entry } = shaped(batch, readExactly(delivery.body))
    const parts = entry.flatMap(({ messaging, changes }) => [
      ...messaging.filter(isMessage).map(one => as(delivery, { object, messaging: one })),
      ...changes.filter(isLead).map(one => as(delivery, { object, change: one })),
    ])
    return parts.filter(isReadable)
  },
  identify: delivery => {
    const { object, messaging, change } = read(delivery)
    const mid = messaging?.message?.mid
    if (mid) return { id: mid, topic: `${object}.message` }
    const leadgen = change?.value?.leadgen_id
    if (leadgen) return { id: `lead ${leadgen}`, topic: 'leadgen' }
    throw new Refused('arrivals.shape', 'invalid', { field: 'entry' })
  },
  complete: async (delivery, { graph }, token) => {
    const { change, ...rest } = read(delivery)
    const number = change?.value?.leadgen_id
    if (number === undefined) return delivery
    if (!/^\d{1,40}$/.test(number)) throw new Refused('arrivals.shape', 'invalid', { field: 'leadgen_id' })
    const address = new URL(`${graph.replace(/\/$/, '')}/${number}`)
    address.searchParams.set('fields', 'id,created_time,form_id,field_data,custom_disclaimer_responses')
    return as(delivery, { ...rest, change, lead: await fetchThere(address, token) })
  },
  translate: (delivery, via) => {
    const { messaging, lead } = read(delivery)
    if (messaging) return ofMessage(messaging, via)
    return lead === undefined ? { ignored: 'not-ours' } : ofLead(lead, via)
  },
})

/** One that cannot be read keeps no other back: sending all of them again would not make it readable. */
const isReadable = (part: Delivery): boolean => {
  const one = event.safeParse(readExactly(part.body))
  return one.success && Boolean(one.data.messaging?.message ?? one.data.change?.value)
}

const isMessage = (one: unknown): boolean =>
  typeof one === 'object' && one !== null && 'message' in one && !('is_echo' in Object(one.message))
const isLead = (one: unknown): boolean =>
  typeof one === 'object' && one !== null && 'field' in one && one.field === 'leadgen'

/** Meta tells no address of who writes, only a number of theirs on this page: staff say who it is. */
function ofMessage({ sender, message, timestamp }: z.output<typeof messaging>, { at }: Via<Settings>): Facts | Ignored {
  if (!message || message.is_deleted || message.is_echo || !sender) return { ignored: 'not-ours' }
  const content = message.text ?? ''
  const asked = rightAskedIn(content)
  const occurred = timestamp ? momentOf(timestamp, 'timestamp') : at.toISOString()
  return {
    about: { handle: sender?.id },
    reference: message.mid.slice(0, 60),
    rows: [{ category: 'service-events', values: { kind: 'social-message', direction: 'in', occurred, content } }],
    said: [],
    saidByNewcomer: [{ kind: 'contract', givenAt: occurred, method: 'message' }],
    ...(message.attachments.length > 0 && { left: ['attachments'] }),
    ...(asked && {
      asks: { right: asked.right, channel: 'social-media' as const, requester: `Meta ${sender.id}`, words: content },
    }),
  }
}

const known: Readonly<Record<string, string>> = {
  full_name: 'name',
  first_name: 'given',
  last_name: 'family',
  email: 'email',
  work_email: 'email',
  phone_number: 'phone',
  work_phone_number: 'phone',
  company_name: 'company',
  job_title: 'title',
  post_code: 'postcode',
  zip_code: 'postcode',
  city: 'city',
}

function ofLead(fetched: unknown, via: Via<Settings & ConsentSettings>): Facts {
  const { id: number, created_time, form_id, field_data, custom_disclaimer_responses } = shaped(lead, fetched)
  const fields = new Map<string, string>()
  const answers: { question: string; answer: string }[] = []
  for (const { name, values } of field_data) {
    const answer = values.join(', ').trim()
    const field = known[name.toLowerCase()]
    if (answer === '') continue
    if (field === undefined) answers.push({ question: name.replaceAll('_', ' '), answer })
    else if (!fields.has(field)) fields.set(field, answer)
  }
  const boxes = custom_disclaimer_responses.map(({ checkbox_key, is_checked }) => ({
    key: checkbox_key,
    isTicked: /^(1|true)$/i.test(String(is_checked ?? '')),
  }))
  const of = (name: string) => fields.get(name)
  return leadFacts(
    {
      id: number,
      form: form_id ?? '',
      at: momentOf(created_time.replace(/\+0000$/, 'Z'), 'created_time'),
      name: of('name'),
      given: of('given'),
      family: of('family'),
      email: of('email'),
      phone: of('phone')?.replace(/^p:/, ''),
      company: of('company'),
      title: of('title'),
      postcode: of('postcode'),
      city: of('city'),
      answers,
      agreed: agreedBy(boxes, via.settings.consentField),
    },
    via,
  )
}

/** LinkedIn: the address is asked to prove itself every two hours; a notification tells only that there is a lead, which is fetched. */

import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { adapter, type Delivery, type Facts, type Via } from '../arrivals/adapter.ts'
import { id, list, momentOf, shaped, text } from '../arrivals/shape.ts'
import { isSignedBy, readExactly } from '../arrivals/signature.ts'
import { Refused } from '../base/errors.ts'
import { agreedBy, type ConsentSettings, consentSettings } from './consent.ts'
import { fetchThere, place } from './fetch-there.ts'
import { leadFacts } from './lead.ts'

const settings = z.object({
  ...consentSettings,
  consentField: z.string().trim().max(120).optional().describe('The number of the box of consent (consentId)'),
  rest: place('https://api.linkedin.com/rest').describe('Where leads are fetched'),
  version: z
    .string()
    .regex(/^\d{6}$/)
    .default('202610')
    .describe('LinkedIn-Version: each is served for a year'),
})

const answer = z.object({
  questionId: id,
  answerDetails: z
    .object({
      textQuestionAnswer: z.object({ answer: text }).nullish(),
      multipleChoiceAnswer: z.object({ options: list(z.union([z.string(), z.number()]).transform(String)) }).nullish(),
    })
    .nullish(),
})
const lead = z.object({
  id: z.string(),
  submittedAt: z.number(),
  testLead: z.boolean().nullish(),
  formResponse: z.object({
    answers: list(answer),
    consentResponses: list(z.object({ consentId: id, accepted: z.boolean().nullish() })),
  }),
  form: z
    .object({
      id,
      content: z.object({
        questions: list(z.object({ questionId: id, name: text, predefinedField: text })),
      }),
    })
    .nullish(),
})
const event = z.object({
  type: z.literal('LEAD_ACTION'),
  leadGenFormResponse: z.string().regex(/^urn:li:leadGenFormResponse:[\w-]{1,100}$/),
  leadAction: z.enum(['CREATED', 'DELETED']),
  occurredAt: z.number().nullish(),
  lead: z.unknown().optional(),
})

const read = ({ body }: Delivery) => shaped(event, readExactly(body))
const numberOf = (urn: string): string => urn.slice(urn.lastIndexOf(':') + 1)

export const linkedin = adapter<typeof settings>({
  kind: 'linkedin',
  method: 'POST',
  secret: 'pasted',
  settings,
  challenge: ({ query }, secret) => {
    const challengeCode = query.get('challengeCode') ?? ''
    if (!/^[\w-]{8,100}$/.test(challengeCode)) return undefined
    const challengeResponse = createHmac('sha256', secret).update(challengeCode).digest('hex')
    return { type: 'application/json', body: JSON.stringify({ challengeCode, challengeResponse }) }
  },
  authenticate: ({ headers, body }, secret) =>
    isSignedBy(secret, ['hmacsha256=', body], /^[0-9a-f]{64}$/.exec(headers.get('x-li-signature') ?? '')?.[0], 'hex'),
  identify: delivery => {
    const { leadGenFormResponse, leadAction } = read(delivery)
    return { id: `${leadGenFormResponse} ${leadAction}`, topic: `lead.${leadAction.toLowerCase()}` }
  },
  complete: async (delivery, { rest, version }, token) => {
    const { leadAction, leadGenFormResponse, ...others } = read(delivery)
    if (leadAction === 'DELETED') return delivery
    const address = new URL(`${rest.replace(/\/$/, '')}/leadFormResponses/${numberOf(leadGenFormResponse)}`)
    address.searchParams.set('fields', 'id,submittedAt,testLead,formResponse,form:(id,content)')
    const headers = { 'linkedin-version': version, 'x-restli-protocol-version': '2.0.0' }
    const found = await fetchThere(address, token, headers)
    return {
      ...delivery,
      body: Buffer.from(JSON.stringify({ ...others, leadAction, leadGenFormResponse, lead: found })),
    }
  },
  translate: (delivery, via) => {
    const { leadAction, lead: found } = read(delivery)
    // The person has asked LinkedIn to delete what they sent: staff record it as a request here too.
    if (leadAction === 'DELETED') throw new Refused('arrivals.request-for-a-right', 'conflict')
    if (found === undefined) return { ignored: 'not-ours' }
    const one = shaped(lead, found)
    return one.testLead ? { ignored: 'test' } : ofLead(one, via)
  },
})

const known: Readonly<Record<string, string>> = {
  FIRST_NAME: 'given',
  LAST_NAME: 'family',
  EMAIL: 'email',
  WORK_EMAIL: 'email',
  PHONE_NUMBER: 'phone',
  WORK_PHONE_NUMBER: 'phone',
  COMPANY_NAME: 'company',
  JOB_TITLE: 'title',
  ZIP_CODE: 'postcode',
  CITY: 'city',
}

function ofLead(
  { id: number, submittedAt, formResponse, form }: z.output<typeof lead>,
  via: Via<ConsentSettings & { readonly consentField?: string | undefined }>,
): Facts {
  const fields = new Map<string, string>()
  const answers: { question: string; answer: string }[] = []
  for (const { questionId, answerDetails } of formResponse.answers) {
    const said = answerDetails?.textQuestionAnswer?.answer ?? answerDetails?.multipleChoiceAnswer?.options.join(', ')
    const question = form?.content.questions.find(one => one.questionId === questionId)
    const field = known[question?.predefinedField ?? '']
    if (!said) continue
    if (field === undefined) answers.push({ question: question?.name ?? questionId, answer: said })
    else fields.set(field, fields.get(field) ?? said)
  }
  const boxes = formResponse.consentResponses.map(({ consentId, accepted }) => ({
    key: consentId,
    isTicked: accepted === true,
  }))
  const of = (name: string) => fields.get(name)
  return leadFacts(
    {
      id: number,
      form: form?.id ?? '',
      at: momentOf(submittedAt, 'submittedAt'),
      name: undefined,
      given: of('given'),
      family: of('family'),
      email: of('email'),
      phone: of('phone'),
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

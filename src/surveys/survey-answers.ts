/** What is asked and answered of surveys over HTTP, for the doors and the screens alike. */

import { z } from '@hono/zod-openapi'
import { langs } from '../notice/notice.ts'
import { content, questionKinds } from './content.ts'

export const newSurvey = z.strictObject({
  name: z.string().trim().min(3).max(120).describe('No other survey has it; answers by name are kept under it'),
  keeps: z.enum(['anonymous', 'named']).describe('Whether answers are nobody’s, or stand on their person’s page'),
  content,
})
export type NewSurvey = z.output<typeof newSurvey>
export type NewSurveyBody = z.input<typeof newSurvey>

export const nextRevision = z.strictObject({
  content,
  expected: z.int().min(1).describe('The revision that was changed'),
})
export type NextRevision = z.output<typeof nextRevision>

export const opening = z.strictObject({
  segment: z.uuid().nullable().default(null).describe('Who is invited by e-mail; null: whoever has the address'),
  closes: z.coerce.date(),
})
export type Opening = z.output<typeof opening>

const moment = z.string().openapi({ format: 'date-time' })
const fault = z.object({ field: z.string(), message: z.string() })

export const states = ['draft', 'open', 'closed'] as const

export const surveyAnswer = z.object({
  id: z.uuid(),
  name: z.string(),
  keeps: z.enum(['anonymous', 'named']),
  state: z.enum(states),
  revision: z.int(),
  isInvited: z.boolean().describe('Who answers has been invited; else whoever has the address may'),
  address: z.string().describe('Where anybody answers, when it is open to anybody'),
  closes: moment.nullable(),
  closedAt: moment.nullable(),
  answered: z
    .int()
    .describe('While an anonymous survey is open in fives, so that no single answer can be seen to come'),
})
export type SurveyAnswer = z.infer<typeof surveyAnswer>

export const surveyList = z.object({
  surveys: z.array(surveyAnswer),
  next: z.uuid().nullable(),
  languages: z.array(z.enum(langs)),
  byName: z.boolean().describe('Whether the notice lets this purpose keep answers by name'),
  byEmail: z.boolean().describe('Whether it lets this purpose write to people by e-mail'),
})
export type SurveyList = z.infer<typeof surveyList>

export const surveyDetails = surveyAnswer.extend({
  content,
  faults: z.array(fault),
  segment: z.string().nullable().describe('Its name'),
  invitations: z
    .object({
      invited: z.int(),
      sent: z.int(),
      waiting: z.int(),
      leftOut: z.array(z.object({ why: z.string(), persons: z.int() })).describe('In words'),
    })
    .nullable(),
  reminders: z.int(),
  mayRemind: moment.nullable().describe('From when on; null when no more reminders are sent'),
  mail: z.boolean().describe('Whether this server can send e-mail'),
})
export type SurveyDetails = z.infer<typeof surveyDetails>

export const previewed = z.strictObject({ content, lang: z.enum(langs), keeps: z.enum(['anonymous', 'named']) })
export const surveyPreview = z.object({
  css: z.string(),
  title: z.string(),
  markup: z.string(),
  faults: z.array(fault),
})
export type SurveyPreview = z.infer<typeof surveyPreview>

export const filter = z.object({
  question: z.string().max(12).optional().describe('One that is answered by one choice'),
  is: z.string().max(12).optional(),
})
export type Filter = z.infer<typeof filter>

const told = z.int().nullable().describe('Null where it is withheld')

export const resultPart = z.object({
  id: z.string(),
  label: z.string().describe('Of an option that may be ticked, or of a line; empty for the question itself'),
  values: z.array(z.object({ id: z.string(), label: z.string(), n: told })),
  none: told.describe('Who answered nothing here'),
  mean: z.number().nullable().describe('Of a scale'),
  nps: z
    .object({ score: z.number(), low: z.number(), high: z.number(), answers: z.int() })
    .nullable()
    .describe('From −100 to 100, with its 95 per cent interval'),
})
export type ResultPart = z.infer<typeof resultPart>

export const surveyResults = z.object({
  state: z.enum(['told', 'open', 'few', 'withheld']).describe('Whether results are told, and why not'),
  answered: z.int(),
  group: z.int().nullable().describe('How many of them the filter leaves'),
  questions: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(questionKinds),
      text: z.string(),
      isWithheld: z.boolean().describe('Withheld as a whole under this filter'),
      parts: z.array(resultPart),
      texts: z.int().nullable().describe('How many free answers there are; null when it is no such question'),
    }),
  ),
  filters: z.array(
    z.object({ id: z.string(), label: z.string(), values: z.array(z.object({ id: z.string(), label: z.string() })) }),
  ),
})
export type SurveyResults = z.infer<typeof surveyResults>

export const freeTexts = z.object({ texts: z.array(z.string()), next: z.uuid().nullable() })
export type FreeTexts = z.infer<typeof freeTexts>

export const resultsFile = z.object({ name: z.string(), type: z.string(), base64: z.string() })
export type ResultsFile = z.infer<typeof resultsFile>

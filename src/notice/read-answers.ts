/** Every field that leaves the server about a pasted notice: what was read, where it says so, the draft and what it lacks. */

import { z } from 'zod'
import { langs } from './notice.ts'
import { toldFinding } from './notice-answers.ts'
import { thingKinds } from './read-things.ts'

const span = z
  .object({ start: z.int(), end: z.int() })
  .describe('Of `text`, in UTF-16 units; the end is not part of it')
const list = z.array(z.string()).nullable()

const summary = z
  .object({
    language: z.enum(langs),
    controller: z.object({
      name: z.string().nullable(),
      business_id: z.string().nullable(),
      address: z.string().nullable(),
    }),
    contact: z.object({ email: z.string().nullable(), phone: z.string().nullable() }),
    register_name: z.string().nullable(),
    cites_repealed_law: z.boolean(),
    purposes: list,
    legal_bases: list,
    data: list,
    sources: list,
    retention_stated: z.boolean(),
    transfers_outside_eea: z.enum(['yes', 'no', 'possible', 'unsaid']),
    recipients_stated: z.boolean(),
    rights: list,
    cookies_section: z.boolean(),
    says_not_disclosed: z.boolean(),
    borderline: z.record(z.string(), z.array(z.string())),
    alternatives: z.record(z.string(), z.array(z.string())),
    notes: z.string(),
  })
  .describe('null where the text is silent')

export const readAnswer = z
  .object({
    language: z.enum(langs),
    text: z.string().describe('What was pasted, without markup and line wraps'),
    stretches: z
      .array(z.object({ at: z.int(), from: z.int(), length: z.int() }))
      .describe('From `text` back to what was pasted'),
    things: z.array(
      z.object({
        kind: z.enum(thingKinds),
        path: z.string().describe('Its place in the draft: controller.name, categories.identity'),
        label: z.string().describe('The key of its name'),
        value: z.string().describe('In the words of the text'),
        known: z.string().optional().describe('What the words were taken for'),
        spans: z.array(span),
      }),
    ),
    boilerplate: z.array(
      z.object({
        reason: z.enum(['heading', 'introduction', 'page', 'cookie-banner', 'about-law', 'repeated']),
        span,
      }),
    ),
    notUnderstood: z.array(z.object({ span, heading: z.string().optional() })),
    draft: z.string().describe('A notice.yaml that holds what the text says and nothing else'),
    findings: z.array(toldFinding).describe('What check says of the draft'),
    summary,
  })
  .meta({ description: 'What was read of a pasted notice; nothing is stored' })
export type ReadAnswer = z.infer<typeof readAnswer>

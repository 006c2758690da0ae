/** The notice language itself, for whoever writes notices with another program and for the editor here. */

import { z } from '@hono/zod-openapi'
import { plainRoute } from '../http/route.ts'
import { languageFor } from './language-words.ts'

const text = z.record(z.string(), z.string()).describe('By language')
const entry = z.object({
  id: z.string(),
  name: text,
  explanation: text.optional(),
  fields: z.array(z.object({ id: z.string(), name: text, onlyIfNamed: z.literal(true).optional() })).optional(),
  about: z.array(z.string()).optional(),
  contacts: z.literal(true).optional(),
})

const languageAnswer = z.object({
  shape: z
    .record(z.string(), z.unknown())
    .openapi({ type: 'object', description: 'Every key and what may stand there: src/notice/language-shape.ts' }),
  keys: z.record(z.string(), z.record(z.string(), z.object({ name: z.string(), help: z.string().optional() }))),
  known: z.object({
    purposes: z.array(entry),
    categories: z.array(entry),
    sources: z.array(entry),
    duties: z.array(entry),
  }),
  words: z.record(z.string(), z.record(z.string(), text)),
})

export const language = plainRoute({
  method: 'get',
  path: '/notice/language',
  summary: 'notice.api.language',
  answer: languageAnswer,
  handler: async ({ lang }) => {
    const { shape, ...words } = languageFor(lang)
    return { shape: { ...shape }, ...words }
  },
})

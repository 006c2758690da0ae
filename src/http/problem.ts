/** Every refusal leaves as problem details (RFC 9457) in the asker's language; of an unknown fault only the request's id leaves. */

import { z } from '@hono/zod-openapi'
import { type RefusalKind, Refused } from '../base/errors.ts'
import { refusalFrom } from '../database/refusal.ts'
import { type TextLang, text, textIfAny } from '../texts/texts.ts'

export const statusOf: Readonly<Record<RefusalKind, 401 | 403 | 404 | 409 | 422 | 429 | 503>> = {
  invalid: 422,
  forbidden: 403,
  unauthenticated: 401,
  absent: 404,
  conflict: 409,
  limited: 429,
  unavailable: 503,
}

export const problemSchema = z
  .object({
    type: z.string().openapi({
      description: 'What was refused; the same for every language.',
      example: '/problems/access.no-purpose',
    }),
    title: z.string(),
    status: z.literal([403, 401, 404, 409, 422, 429, 500, 503]),
    detail: z.string(),
    instance: z.string().openapi({ description: 'The id of the request, as the log has it.' }),
    movedTo: z.string().optional().openapi({ description: 'The id under which it is found now: the two were merged.' }),
    errors: z
      .array(z.object({ field: z.string(), detail: z.string() }))
      .optional()
      .openapi({ description: 'What is wrong in the input, by field.' }),
  })
  .openapi('Problem')

export type Problem = z.infer<typeof problemSchema>

/** The problem that an error is to the one who asked. */
export function problemOf(error: unknown, lang: TextLang, requestId: string): Problem {
  const refused = refusalFrom(error)
  if (refused instanceof Refused) {
    const status = statusOf[refused.kind]
    const detail = textIfAny(lang, `errors.${refused.key}`, refused.args) ?? text(lang, 'problem.no-text')
    const movedTo = refused.place && 'movedTo' in refused.place ? refused.place.movedTo : undefined
    const field = refused.place && 'field' in refused.place ? refused.place.field : undefined
    return {
      type: `/problems/${refused.key}`,
      title: text(lang, `problem.${refused.kind}`),
      status,
      detail,
      instance: requestId,
      ...(movedTo === undefined ? {} : { movedTo }),
      ...(field === undefined ? {} : { errors: [{ field, detail }] }),
    }
  }
  if (error instanceof z.ZodError) return invalidInput(error, lang, requestId)
  return {
    type: '/problems/fault',
    title: text(lang, 'problem.fault'),
    status: 500,
    detail: text(lang, 'problem.fault-detail', { request: requestId }),
    instance: requestId,
  }
}

/** Input that its schema refuses: which field and what was expected there, never what was sent. */
function invalidInput(error: z.ZodError, lang: TextLang, requestId: string): Problem {
  const errors = error.issues.slice(0, 50).flatMap(issue => {
    const [part, ...path] = issue.path.map(String)
    const field = (part === 'body' ? path : [part, ...path]).join('.')
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map(() => ({ field, detail: text(lang, 'problem.field.unknown') }))
      : [{ field, detail: fieldText(issue, lang) }]
  })
  return {
    type: '/problems/input',
    title: text(lang, 'problem.invalid'),
    status: 422,
    detail: text(lang, 'problem.input', { count: errors.length }),
    instance: requestId,
    errors,
  }
}

function fieldText(issue: z.core.$ZodIssue, lang: TextLang): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? text(lang, 'problem.field.missing') : text(lang, 'problem.field.type')
    case 'too_small':
      return text(lang, 'problem.field.too-small', { limit: String(issue.minimum) })
    case 'too_big':
      return text(lang, 'problem.field.too-big', { limit: String(issue.maximum) })
    case 'invalid_value':
      return text(lang, 'problem.field.value', { values: issue.values.map(String).join(', ') })
    default:
      return text(lang, 'problem.field.form')
  }
}

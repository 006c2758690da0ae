/** The OpenAPI 3.1 document says of every route what the server does: who may ask, for which purpose, what comes in and what leaves. */

import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { text } from '../texts/texts.ts'
import type { HttpEnv } from './arrival.ts'
import type { Rule } from './mount.ts'
import { problemSchema } from './problem.ts'
import { type AnyRoute, fileAnswer, fileNameHeader } from './route.ts'

const purposeHeader = z.object({
  purpose: z.string().openapi({ description: text('en', 'api.purpose-header'), example: 'customer-care' }),
})

const fileName = {
  [fileNameHeader]: z.string().openapi({ description: text('en', 'api.file-name-header'), example: 'asiakkaat.csv' }),
}

/** Adds one route to the document. */
export function describe(hono: OpenAPIHono<HttpEnv>, path: string, route: AnyRoute, rule: Rule): void {
  const noContent = route.status === 204
  hono.openAPIRegistry.registerPath({
    method: route.method,
    path,
    summary: text('en', route.summary),
    tags: [route.path.split('/')[1] ?? ''],
    security:
      rule.duty === 'without-sign-in'
        ? []
        : [{ session: [] }, ...(['staff', 'enrolling'].includes(rule.duty) ? [] : [{ key: [] }])],
    request: {
      params: route.params,
      query: route.query,
      ...headersOf(route, rule),
      ...bodyOf(route),
    },
    responses: {
      [route.status]: noContent
        ? { description: text('en', 'api.done') }
        : { description: text('en', 'api.done'), content: contentOf(route) },
      default: {
        description: text('en', 'api.refused'),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
  })
}

const binary = z.string().openapi({ type: 'string', format: 'binary' })

const contentOf = ({ answer }: AnyRoute) =>
  answer === fileAnswer
    ? { 'application/octet-stream': { schema: binary } }
    : { 'application/json': { schema: answer } }

const headersOf = (route: AnyRoute, rule: Rule) => ({
  ...(rule.purpose !== 'none' && {
    headers: route.maxBytes === undefined ? purposeHeader : purposeHeader.extend(fileName),
  }),
})

function bodyOf(route: AnyRoute) {
  if (route.maxBytes !== undefined) {
    return { body: { required: true, content: { 'application/octet-stream': { schema: binary } } } }
  }
  if (route.body === undefined) return {}
  return { body: { required: true, content: { 'application/json': { schema: route.body } } } }
}

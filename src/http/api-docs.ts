/** The API is documented by what the server really does: the document comes from the mounted routes, and the page from the document. */

import { type OpenAPIHono, z } from '@hono/zod-openapi'
import { html } from 'hono/html'
import { type TextLang, text } from '../texts/texts.ts'
import type { HttpEnv } from './arrival.ts'
import { type Markup, pageAnswer } from './page.ts'

const documentPath = '/api/openapi.json'

/** Serves /api/openapi.json and /api/docs of everything that is mounted on `hono`. */
export function serveApiDocs(hono: OpenAPIHono<HttpEnv>, url: string): void {
  const registry = hono.openAPIRegistry
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'seloste.session_token',
  })
  registry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: text('en', 'api.key'),
  })

  let made: Made | undefined
  const make = (): Made => {
    const document = hono.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Seloste', version: '1', description: text('en', 'api.about') },
      servers: [{ url }],
    })
    made ??= { json: JSON.stringify(document), operations: operationsIn(document) }
    return made
  }

  hono.get(documentPath, context => {
    context.set('routePath', documentPath)
    return context.body(make().json, 200, { 'content-type': 'application/json; charset=utf-8' })
  })
  hono.get('/api/docs', context => {
    context.set('routePath', '/api/docs')
    const { lang } = context.get('arrival')
    return pageAnswer({ lang, title: text(lang, 'api.title'), body: docs(lang, make().operations, url) })
  })
}

interface Made {
  readonly json: string
  readonly operations: readonly Operation[]
}

const parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: z.unknown(),
})
const body = z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) })
const operation = z.object({
  summary: z.string().optional(),
  tags: z.array(z.string()).default([]),
  parameters: z.array(parameter).default([]),
  requestBody: body.optional(),
  responses: z.record(z.string(), body.partial()),
})

interface Operation extends z.output<typeof operation> {
  readonly method: string
  readonly path: string
}

function operationsIn(document: object): readonly Operation[] {
  const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(document)
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ method, path, ...operation.parse(described) })),
  )
}

const idOf = ({ method, path }: Operation): string => `${method}${path.replace(/\W+/g, '-')}`

function docs(lang: TextLang, operations: readonly Operation[], url: string): Markup {
  const groups = Map.groupBy(operations, ({ tags }) => tags[0] ?? '')
  return html`<h1>${text(lang, 'api.title')}</h1>
<p>${text(lang, 'api.about')}</p>
<p>${text(lang, 'api.key')}</p>
<pre>curl -H 'Authorization: Bearer slk_…' -H 'Purpose: customer-care' ${url}/api/v1/me</pre>
<p><a href="${documentPath}">openapi.json</a> (OpenAPI 3.1)</p>
<nav aria-label="${text(lang, 'api.contents')}"><ul>${[...groups.keys()].map(tag => html`<li><a href="#${tag}">${tag}</a></li>`)}</ul></nav>
${[...groups].map(([tag, all]) => html`<h2 id="${tag}">${tag}</h2>${all.map(one => describe(lang, one))}`)}`
}

function describe(lang: TextLang, one: Operation): Markup {
  const answers = Object.entries(one.responses).filter(([status]) => status !== 'default')
  return html`<details id="${idOf(one)}">
<summary><code><b>${one.method.toUpperCase()}</b> ${one.path}</code><br>${one.summary ?? ''}</summary>
${one.parameters.length > 0 ? parameterTable(lang, one) : ''}
${schemaOf(text(lang, 'api.sent'), one.requestBody)}
${answers.map(([status, answer]) => schemaOf(`${text(lang, 'api.answer')} ${status}`, answer))}
</details>`
}

const parameterTable = (
  lang: TextLang,
  { parameters }: Operation,
): Markup => html`<div class="scroll" tabindex="0"><table>
<thead><tr><th scope="col">${text(lang, 'api.parameter')}</th><th scope="col">${text(lang, 'api.place')}</th><th scope="col">${text(lang, 'api.form')}</th></tr></thead>
<tbody>${parameters.map(
  ({ name, in: place, required, schema }) =>
    html`<tr><td><code>${name}${required ? ' *' : ''}</code></td><td>${place}</td><td><code>${JSON.stringify(schema)}</code></td></tr>`,
)}</tbody></table></div>`

function schemaOf(title: string, described: { content?: z.output<typeof body>['content'] | undefined } | undefined) {
  const [form] = Object.entries(described?.content ?? {})
  if (!form) return html`<h3>${title}</h3><p class="quiet">–</p>`
  const [type, { schema }] = form
  return html`<h3>${title} <small class="quiet">${type}</small></h3><pre tabindex="0">${JSON.stringify(schema, null, 2)}</pre>`
}

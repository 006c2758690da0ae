/** Pages that anybody may read work without script, in the reader's language, and load nothing from anywhere else. */

import type { OpenAPIHono } from '@hono/zod-openapi'
import { html } from 'hono/html'
import { type TextLang, text } from '../texts/texts.ts'
import type { HttpEnv } from './arrival.ts'
import type { OpenAsk } from './ask.ts'
import { openAskOf } from './mount.ts'
import { pageStyle } from './page-style.ts'
import type { Program } from './program.ts'
import { forPages } from './security-headers.ts'

/** Markup made by `html` of hono/html, which escapes every value that is put into it. */
export type Markup = ReturnType<typeof html>

/** Named once in app.ts: `page(notice.page)`. Its handler answers with `pageAnswer`, or with a Response of its own (JSON, a file). */
export interface PublicPage {
  readonly path: string
  readonly handle: (ask: OpenAsk, query: URLSearchParams) => Promise<Response>
}

/** The function with which app.ts puts public pages on `hono`. `?lang=` decides the language before the browser does. */
export function pageMounter(hono: OpenAPIHono<HttpEnv>, program: Program): (page: PublicPage) => void {
  hono.get(pageStyle.path, context =>
    context.body(pageStyle.css, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    }),
  )
  return ({ path, handle }) => {
    hono.get(path, context => {
      context.set('routePath', path)
      const query = new URL(context.req.url).searchParams
      const wanted = query.get('lang') ?? ''
      const ask = openAskOf(context, program)
      return handle(isLang(wanted) ? { ...ask, lang: wanted } : ask, query)
    })
  }
}

const isLang = (value: string): value is TextLang => value === 'fi' || value === 'sv' || value === 'en'

export interface Page {
  readonly lang: TextLang
  readonly title: string
  readonly body: Markup
  /** Further stylesheets of this server. */
  readonly styles?: readonly string[]
  readonly status?: 200 | 404
}

/** The whole page as an answer. */
export async function pageAnswer({ lang, title, body, styles = [], status = 200 }: Page): Promise<Response> {
  const markup = await html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
${[pageStyle.path, ...styles].map(href => html`<link rel="stylesheet" href="${href}">`)}
</head>
<body>
<a class="skip" href="#content">${text(lang, 'page.skip')}</a>
<main id="content">
${body}
</main>
</body>
</html>
`
  return new Response(String(markup), {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': forPages },
  })
}

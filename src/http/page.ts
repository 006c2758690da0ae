/** Pages that anybody may read work without script, in the reader's language, and load nothing from anywhere else. */

import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { Refused } from '../base/errors.ts'
import { type TextLang, text } from '../texts/texts.ts'
import type { HttpEnv } from './arrival.ts'
import type { OpenAsk } from './ask.ts'
import { limited } from './body.ts'
import { openAskOf } from './mount.ts'
import { pageStyle } from './page-style.ts'
import { problemOf } from './problem.ts'
import type { Program } from './program.ts'
import { type Allowance, rateLimit, type Taken } from './rate-limit.ts'
import { hasSecret } from './refusals.ts'
import { forPages } from './security-headers.ts'

/** Markup made by `html` of hono/html, which escapes every value that is put into it. */
export type Markup = ReturnType<typeof html>

/** Named once in app.ts: `page(notice.page)`. Its handler answers with `pageAnswer`, or with a Response of its own (JSON, a file). */
export interface PublicPage {
  /** May have parameters: `/preferences/:token`. They reach no log. */
  readonly path: string
  readonly handle: (ask: OpenAsk, query: URLSearchParams, params: Params) => Promise<Response>
  /** Whether a request costs the server work of its own, so that it is counted by address. */
  readonly costs?: (query: URLSearchParams) => boolean
  /** What a form of the page posts to its own path, urlencoded and of at most `maxBytes`. What is refused is told on a page. */
  readonly form?: {
    readonly maxBytes: number
    /** Where many persons post from one address (a mail service for its readers), a wider one than usual. */
    readonly allowance?: Allowance
    readonly handle: (ask: OpenAsk, fields: URLSearchParams, params: Params) => Promise<Response>
    /** Where it may bring files too (multipart/form-data): it reads the body itself, with `readMultipart`. */
    readonly withFiles?: {
      readonly allowance: Allowance
      readonly handle: (ask: OpenAsk, request: Request, params: Params) => Promise<Response>
    }
  }
}

type Params = Readonly<Record<string, string>>

/** Forms that a person fills in; some of them cost the server a second of work. */
const usualForms: Allowance = { burst: 10, millisecondsEach: 3000 }
/** Pages that are made anew for the request. */
const usualPages: Allowance = { burst: 60, millisecondsEach: 1000 }

/** Addresses with a secret in them that lead nowhere: who has an old link tries it a few times. */
const deadLinks: Allowance = { burst: 20, millisecondsEach: 60_000 }

/** The function with which app.ts puts public pages on `hono`. `?lang=` decides the language before the browser does. */
export function pageMounter(
  hono: OpenAPIHono<HttpEnv>,
  program: Program,
  forms = usualForms,
  pages = usualPages,
): (...served: readonly PublicPage[]) => void {
  const postsOf = rateLimit(forms, program.clock)
  const readsOf = rateLimit(pages, program.clock)
  const missesOf = rateLimit(deadLinks, program.clock)
  /** Whoever guesses gets no answer for a while, to right guesses neither. */
  const slowly = async (path: string, { address }: OpenAsk, answer: () => Promise<Response>): Promise<Response> => {
    if (!hasSecret(path)) return answer()
    allow(missesOf(address, 'looking'))
    const answered = await answer()
    if (answered.status === 404) missesOf(address)
    return answered
  }
  hono.get(pageStyle.path, context =>
    context.body(pageStyle.css, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    }),
  )
  const asked = (context: Context<HttpEnv>, path: string) => {
    context.set('routePath', path)
    const query = new URL(context.req.url).searchParams
    const wanted = query.get('lang') ?? ''
    const ask = openAskOf(context, program)
    const { pathname } = new URL(context.req.url)
    return { ask: isLang(wanted) ? { ...ask, lang: wanted } : ask, query, params: context.req.param(), pathname }
  }
  const put = ({ path, handle, costs, form }: PublicPage): void => {
    hono.get(path, async context => {
      const { ask, query, params, pathname } = asked(context, path)
      const forPerson = ask.headers.get('accept')?.includes('text/html') ?? false
      return toldOnPage(forPerson && { ask, path: pathname }, async () => {
        if (costs?.(query)) allow(readsOf(ask.address))
        return slowly(path, ask, () => handle(ask, query, params))
      })
    })
    if (form === undefined) return
    const postsHere = form.allowance ? rateLimit(form.allowance, program.clock) : postsOf
    const { withFiles } = form
    const filesHere = withFiles && rateLimit(withFiles.allowance, program.clock)
    hono.post(path, async context => {
      const { ask, params, pathname } = asked(context, path)
      return toldOnPage({ ask, path: pathname }, async () => {
        allow(postsHere(ask.address))
        if (filesHere && /^multipart\/form-data\s*;/i.test(context.req.header('content-type') ?? '')) {
          allow(filesHere(ask.address))
          return withFiles.handle(ask, context.req.raw, params)
        }
        const sent = await new Response(limited(context.req.raw, form.maxBytes)).text()
        return slowly(path, ask, () => form.handle(ask, new URLSearchParams(sent), params))
      })
    })
  }
  return (...served) => {
    for (const page of served) put(page)
  }
}

function allow({ allowed, resetSeconds }: Taken): void {
  if (!allowed) throw new Refused('http.too-many', 'limited', { seconds: resetSeconds })
}

/** What is refused is told to a person on a page, to a program as problem details. */
async function toldOnPage(
  reader: { readonly ask: OpenAsk; readonly path: string } | false,
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    if (reader === false || !(error instanceof Refused)) throw error
    return refusalPage(reader.ask, reader.path, error)
  }
}

function refusalPage({ lang, requestId }: OpenAsk, path: string, refused: Refused): Promise<Response> {
  const { title, detail, status } = problemOf(refused, lang, requestId)
  const back = html`<p><a href="${path}?lang=${lang}">${text(lang, 'page.back')}</a></p>`
  return pageAnswer({ lang, title, status, body: html`<h1>${title}</h1><p role="alert">${detail}</p>${back}` })
}

const isLang = (value: string): value is TextLang => value === 'fi' || value === 'sv' || value === 'en'

export interface Page {
  readonly lang: TextLang
  readonly title: string
  readonly body: Markup
  /** Further stylesheets of this server. */
  readonly styles?: readonly string[]
  readonly status?: number
}

const langNames: Readonly<Record<TextLang, string>> = { fi: 'Suomeksi', sv: 'På svenska', en: 'In English' }

/** Links to the same page in the other languages that it has. */
export const otherLangs = (lang: TextLang, path: string, has: readonly TextLang[] = ['fi', 'sv', 'en']): Markup =>
  html`<p class="langs">${has
    .filter(other => other !== lang)
    .map(
      other => html`<a href="${path}?lang=${other}" lang="${other}" hreflang="${other}">${langNames[other]}</a> `,
    )}</p>`

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

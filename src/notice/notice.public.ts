/** Anybody may read the published notice, at /notice as a page, .pdf for paper, .json and .jsonld as data, in its languages and without script. */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Lang, Notice } from './notice.ts'
import { documentOf } from './render-document.ts'
import { renderDpv } from './render-dpv.ts'
import { renderJson } from './render-json.ts'
import { noticePage } from './render-page.ts'
import { renderPdf } from './render-pdf.ts'
import { fonts, noticeFaces, noticeStyle } from './render-style.ts'

/** What these pages need of a request: the reader's language, and the notice that is published now. */
interface Asking {
  readonly lang: Lang
  readonly program: { readonly published: () => Promise<{ readonly notice?: Notice | undefined }> }
}

interface Page {
  readonly path: string
  readonly handle: (ask: Asking) => Promise<Response>
}

const css = noticeFaces + noticeStyle
const stylePath = `/notice-${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`
const policy =
  "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const forEver = 'public, max-age=31536000, immutable'

type Body = string | Uint8Array<ArrayBuffer>
type Render = (notice: Notice, lang: Lang) => Body | Promise<Body>

const rendered = new WeakMap<Notice, Map<string, Body | Promise<Body>>>()

/** Rendering takes tens of milliseconds, a PDF hundreds, so what is asked for again while the notice stands is not rendered again. */
function once(notice: Notice, key: string, render: () => Body | Promise<Body>): Body | Promise<Body> {
  const known = rendered.get(notice) ?? new Map<string, Body | Promise<Body>>()
  rendered.set(notice, known)
  const made = known.get(key) ?? render()
  known.set(key, made)
  return made
}

/** Answers in the reader's language when the notice has it, otherwise in its language of record; `all` is for what has every language in it. */
async function answer(ask: Asking, type: string, render: Render, all?: 'all'): Promise<Response> {
  const { notice } = await ask.program.published()
  if (notice === undefined) return new Response(null, { status: 404 })
  const lang = notice.languages.find(one => one === ask.lang) ?? notice.languages[0] ?? 'fi'
  const languages = all === undefined ? [lang] : notice.languages
  const body = await once(notice, `${type} ${languages}`, () => render(notice, lang))
  const headers = {
    'content-type': typeof body === 'string' ? `${type}; charset=utf-8` : type,
    'content-language': languages.join(', '),
    'content-security-policy': policy,
    'cache-control': 'no-cache',
    vary: 'accept-language',
  }
  return new Response(body, { headers })
}

const page: Page = {
  path: '/notice',
  handle: ask =>
    answer(ask, 'text/html', (notice, lang) =>
      noticePage(documentOf(notice, lang), { href: stylePath }, other => `/notice?lang=${other}`, {
        pdf: `/notice.pdf?lang=${lang}`,
        data: '/notice.jsonld',
      }),
    ),
}

/** Another notice than that in force, as a page at `path`; while there is none, the reader is sent to the one in force. */
export const noticePageAt = (path: string, find: () => Promise<Notice | undefined>): Page => ({
  path,
  handle: async ask => {
    const notice = await find()
    if (notice === undefined)
      return new Response(null, { status: 302, headers: { location: `/notice?lang=${ask.lang}` } })
    return answer({ ...ask, program: { published: async () => ({ notice }) } }, 'text/html', (shown, lang) =>
      noticePage(documentOf(shown, lang), { href: stylePath }, other => `${path}?lang=${other}`),
    )
  },
})

const data: Page = { path: '/notice.json', handle: ask => answer(ask, 'application/json', renderJson) }

const linkedData: Page = { path: '/notice.jsonld', handle: ask => answer(ask, 'application/ld+json', renderDpv, 'all') }

const paper: Page = {
  path: '/notice.pdf',
  handle: ask =>
    answer(ask, 'application/pdf', async (notice, lang) => Uint8Array.from(await renderPdf(documentOf(notice, lang)))),
}

const style: Page = {
  path: stylePath,
  handle: async () =>
    new Response(css, { headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': forEver } }),
}

const { resolve } = createRequire(import.meta.url)

const fontPages: readonly Page[] = Object.values(fonts).map(file => ({
  path: `/fonts/${file}`,
  handle: async () => {
    const bytes = new Uint8Array(await readFile(resolve(`@fontsource-variable/source-serif-4/files/${file}`)))
    return new Response(bytes, { headers: { 'content-type': 'font/woff2', 'cache-control': forEver } })
  },
}))

/** The pages, each for app.ts to put on the server. */
export const noticePages: readonly Page[] = [page, data, linkedData, paper, style, ...fontPages]

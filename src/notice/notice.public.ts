/** Anybody may read the published notice, at /notice as a page, .pdf for paper, .md, .json and .jsonld as data, in its languages and without script; ?version= gives an earlier one. */

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Refused } from '../base/errors.ts'
import { withMarks } from './margin-mark.ts'
import type { Lang, Notice } from './notice.ts'
import { asPast, type Past } from './past-notice.ts'
import { documentOf } from './render-document.ts'
import { renderDpv } from './render-dpv.ts'
import { renderJson } from './render-json.ts'
import { renderMarkdown } from './render-markdown.ts'
import type { Document, Mark } from './render-model.ts'
import { noticePage } from './render-page.ts'
import { renderPdf } from './render-pdf.ts'
import { fonts, markStyle, noticeFaces, noticeStyle } from './render-style.ts'

/** What these pages need of a request: the reader's language, what their browser has already, and the notice that is published now. */
interface Asking {
  readonly lang: Lang
  readonly headers: Headers
  readonly program: {
    readonly url: string
    readonly published: () => Promise<{ readonly version: number; readonly notice?: Notice | undefined }>
  }
}

interface Page {
  readonly path: string
  readonly handle: (ask: Asking, query: URLSearchParams) => Promise<Response>
  readonly costs?: (query: URLSearchParams) => boolean
}

/** A notice to be shown, in force unless `past` says what became of it. */
export interface Shown {
  readonly notice: Notice
  readonly past?: Past
  /** By path, in the language in which it is shown. */
  readonly marks?: ReadonlyMap<string, Mark>
}

/** Finds a version that was replaced; undefined when there is none of this number. `now` is the address of the notice in force. */
export type FindPast = (version: number, now: string) => Promise<Shown | undefined>

/** What is to stand beside statements of the notice in force at this moment, by their paths. */
export type FindMarks = (notice: Notice, lang: Lang) => Promise<ReadonlyMap<string, Mark>>

const css = noticeFaces + noticeStyle + markStyle
const stylePath = `/notice-${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css`
const policy =
  "default-src 'none'; style-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const forEver = 'public, max-age=31536000, immutable'

type Body = string | Uint8Array<ArrayBuffer>
type Render = (shown: Shown, lang: Lang) => Body | Promise<Body>

interface Rendered {
  readonly body: Body
  readonly etag: string
}
interface Made {
  readonly rendering: Promise<Rendered>
  /** The marks that it was made with. */
  readonly marked: string
}
const rendered = new WeakMap<Notice, Map<string, Made>>()

/** Rendering takes tens of milliseconds, a PDF hundreds, so what is asked for again while the notice stands is not rendered again. */
function once({ notice, past, marks }: Shown, key: string, render: () => Body | Promise<Body>): Promise<Rendered> {
  const all = rendered.get(notice) ?? new Map<string, Made>()
  rendered.set(notice, all)
  const whole = `${key} ${past?.until}`
  const marked = JSON.stringify([...(marks ?? [])])
  const known = all.get(whole)
  if (known?.marked === marked) return known.rendering
  const rendering = tagged(render())
  all.set(whole, { rendering, marked })
  return rendering
}

async function tagged(made: Body | Promise<Body>): Promise<Rendered> {
  const body = await made
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
}

/** What is asked for: the version that the address names, otherwise the one in force. */
async function shownFor(
  { program }: Pick<Asking, 'program'>,
  query: URLSearchParams,
  find: FindPast,
): Promise<Shown | undefined> {
  const { version, notice } = await program.published()
  const inForce = notice && { notice }
  const wanted = query.get('version')
  if (wanted === null || wanted === String(version)) return inForce
  const found = /^[1-9]\d{0,8}$/.test(wanted) ? await find(Number(wanted), `${program.url}/notice`) : undefined
  if (found === undefined) throw new Refused('notice.no-version', 'absent', { version: wanted.slice(0, 20) })
  return found
}

interface Form {
  readonly type: string
  readonly render: Render
  /** Has every language in it. */
  readonly all?: true
}

const langFor = ({ languages }: Notice, { lang }: Pick<Asking, 'lang'>): Lang =>
  languages.find(one => one === lang) ?? languages[0] ?? 'fi'

/** Answers in the reader's language when the notice has it, otherwise in its language of record. */
async function answer(ask: Asking, shown: Shown | undefined, { type, render, all }: Form, lasting = false) {
  if (shown === undefined) return new Response(null, { status: 404 })
  const { notice } = shown
  const lang = langFor(notice, ask)
  const languages = all ? notice.languages : [lang]
  const { body, etag } = await once(shown, `${type} ${languages}`, () => render(shown, lang))
  const headers = {
    'content-type': typeof body === 'string' ? `${type}; charset=utf-8` : type,
    'content-language': languages.join(', '),
    'content-security-policy': policy,
    'cache-control': lasting ? forEver : 'no-cache',
    vary: 'accept-language',
    etag,
  }
  const has = ask.headers.get('if-none-match')?.split(/, */) ?? []
  if (has.some(one => one.replace(/^W\//, '') === etag)) return new Response(null, { status: 304, headers })
  return new Response(body, { headers })
}

function documentFor({ notice, past, marks }: Shown, lang: Lang): Document {
  const document = documentOf(notice, lang)
  if (past !== undefined) return asPast(document, past)
  return marks === undefined ? document : withMarks(document, marks)
}

/** Links of a past version stay with it; those of the one in force never name a number, by whatever address it was asked for. */
const html = (query: URLSearchParams): Form => ({
  type: 'text/html',
  render: (shown, lang) => {
    const version = shown.past && `version=${query.get('version')}`
    const of = version === undefined ? '' : `${version}&`
    return noticePage(documentFor(shown, lang), { href: stylePath }, other => `/notice?${of}lang=${other}`, {
      pdf: `/notice.pdf?${of}lang=${lang}`,
      data: `/notice.jsonld${version === undefined ? '' : `?${version}`}`,
      versions: `/notice/versions?lang=${lang}`,
      rights: `/rights?lang=${lang}`,
    })
  },
})

/** What programs and paper are given; the page is the same with the ways to these. */
const forms: Readonly<Record<string, Form>> = {
  '/notice.md': { type: 'text/markdown', render: (shown, lang) => renderMarkdown(documentFor(shown, lang)) },
  '/notice.json': { type: 'application/json', render: ({ notice, past }, lang) => renderJson(notice, lang, past) },
  '/notice.jsonld': { type: 'application/ld+json', render: ({ notice, past }) => renderDpv(notice, past), all: true },
  '/notice.pdf': {
    type: 'application/pdf',
    render: async (shown, lang) => Uint8Array.from(await renderPdf(documentFor(shown, lang))),
  },
}

/** Another notice than that in force, as a page at `path`; while there is none, the reader is sent to the one in force. */
export const noticePageAt = (path: string, find: () => Promise<Notice | undefined>): Page => ({
  path,
  handle: async ask => {
    const notice = await find()
    if (notice === undefined)
      return new Response(null, { status: 302, headers: { location: `/notice?lang=${ask.lang}` } })
    return answer(
      ask,
      { notice },
      {
        type: 'text/html',
        render: (shown, lang) =>
          noticePage(documentFor(shown, lang), { href: stylePath }, other => `${path}?lang=${other}`),
      },
    )
  },
})

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

/** An earlier version is looked up, and perhaps rendered. */
const isOfVersion = (query: URLSearchParams): boolean => query.has('version')

/**
 * The pages, each for app.ts to put on the server. A past version never changes, so that whoever names its language may keep what they
 * got for ever; not so the page, whose style changes with the program.
 */
export const noticePages = (find: FindPast, marksOf: FindMarks = async () => new Map()): readonly Page[] => [
  {
    path: '/notice',
    costs: isOfVersion,
    handle: async (ask, query) => {
      const shown = await shownFor(ask, query, find)
      if (shown === undefined || shown.past !== undefined) return answer(ask, shown, html(query))
      return answer(ask, { ...shown, marks: await marksOf(shown.notice, langFor(shown.notice, ask)) }, html(query))
    },
  },
  ...Object.entries(forms).map(
    ([path, form]): Page => ({
      path,
      costs: isOfVersion,
      handle: async (ask, query) => {
        const shown = await shownFor(ask, query, find)
        const isNamed = form.all === true || shown?.notice.languages.some(one => one === query.get('lang')) === true
        return answer(ask, shown, form, shown?.past !== undefined && isNamed)
      },
    }),
  ),
  style,
  ...fontPages,
]

/** Puts routes on the server: no handler runs before its asker, duty and purpose are known, and no answer about a person leaves before its look is durable. */

import { Readable } from 'node:stream'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { Refused } from '../base/errors.ts'
import type { HttpEnv } from './arrival.ts'
import type { Ask, OpenAsk } from './ask.ts'
import { limited, readJson } from './body.ts'
import { describe } from './describe.ts'
import { doOnce, type Shown } from './once.ts'
import type { Asker, Program } from './program.ts'
import { askForPurpose, type PurposeRule } from './purpose-ask.ts'
import { type Allowance, rateLimit, type Taken } from './rate-limit.ts'
import { type AnyRoute, fileAnswer, fileNameHeader, type RawInput, type Route } from './route.ts'

/**
 * Who may use a route: any signed-in asker, staff (no keys), staff and those who come in when they have made a second factor,
 * administrators, or those with one duty of the notice.
 */
export type DutyRule = 'any' | 'staff' | 'enrolling' | 'administrator' | `duty:${string}`

export type Rule =
  | { readonly purpose: PurposeRule; readonly duty: DutyRule }
  | { readonly purpose: 'none'; readonly duty: DutyRule | 'without-sign-in' }

/** Under one rule: the function that puts routes on the server, in their order. */
export interface Mount {
  (rule: { readonly purpose: PurposeRule; readonly duty: DutyRule }): (...routes: readonly Route<'purpose'>[]) => void
  (rule: { readonly purpose: 'none'; readonly duty: DutyRule }): (...routes: readonly Route<'known'>[]) => void
  (rule: { readonly purpose: 'none'; readonly duty: 'without-sign-in' }): (...routes: readonly Route<'open'>[]) => void
}

export const apiRoot = '/api/v1'

export interface Limits {
  readonly asker: Allowance
  /** For requests of askers that are not known. */
  readonly address: Allowance
}
const usualLimits: Limits = {
  asker: { burst: 1000, millisecondsEach: 10 },
  address: { burst: 120, millisecondsEach: 500 },
}

/** The function with which app.ts puts its routes on `hono`, below /api/v1. */
export function mounter(hono: OpenAPIHono<HttpEnv>, program: Program, limits = usualLimits): Mount {
  const byAsker = rateLimit(limits.asker, program.clock)
  const byAddress = rateLimit(limits.address, program.clock)

  /** The asker, counted and allowed by the route's duty. */
  async function known(context: Context<HttpEnv>, open: OpenAsk, duty: Rule['duty']): Promise<Ask> {
    const asker = await program.findAsker(open.headers)
    count(context, asker ? byAsker(asker.actor) : byAddress(open.address))
    if (asker?.kind === 'key') program.noteAttempt({ what: 'key-used', address: open.address, key: asker.id })
    if (!asker || (asker.isEnrolling && duty !== 'enrolling'))
      throw new Refused('http.not-signed-in', 'unauthenticated')
    if (!hasDuty(asker, duty)) throw new Refused('http.duty-not-yours', 'forbidden')
    return { ...open, asker, lang: asker.lang ?? open.lang }
  }

  /** What is to be done once the input has been read. */
  async function prepare(context: Context<HttpEnv>, route: AnyRoute, rule: Rule): Promise<Prepared> {
    const open = openAskOf(context, program)
    if (route.asking === 'open') {
      count(context, byAddress(open.address))
      return { run: input => route.handle(open, input) }
    }
    const ask = await known(context, open, rule.duty)
    if (route.asking === 'known') return { ask, run: input => route.handle(ask, input) }
    const { purposeAsk, shown, recorded, durable } = await askForPurpose(
      ask,
      rule.purpose === 'rights' ? 'rights' : 'named',
    )
    return {
      ask,
      shown,
      run: async input => {
        const output = await route.handle(purposeAsk, input).catch(async fault => {
          await recorded() // a refusal is an answer too
          throw fault
        })
        await durable()
        return output
      },
      showAgain: async again => {
        for (const { persons, operation, categories } of again) purposeAsk.saw(persons, operation, categories)
        await durable()
      },
    }
  }

  function put(route: AnyRoute, rule: Rule): void {
    const path = `${apiRoot}${route.path}`
    describe(hono, path, route, rule)
    hono.on(route.method, path.replace(/\{(\w+)\}/g, ':$1'), async context => {
      context.set('routePath', path)
      const prepared = await prepare(context, route, rule)
      const { input, bytes } = await read(context, route)
      if (route.answer === fileAnswer) return sendFile(context, await prepared.run(input))
      const answer = async () => JSON.stringify(declared(route, await prepared.run(input)))

      const key = context.req.header('idempotency-key')
      const { ask } = prepared
      if (key === undefined || !ask || route.method !== 'post' || route.maxBytes !== undefined)
        return send(context, route, await answer())
      return send(context, route, await answerOnce(ask, key, [context.req.path, bytes], prepared, answer))
    })
  }

  return (rule: Rule) =>
    (...routes: readonly AnyRoute[]) => {
      for (const route of routes) put(route, rule)
    }
}

interface Prepared {
  readonly ask?: Ask
  readonly shown?: readonly Shown[]
  readonly run: (input: RawInput) => Promise<unknown>
  readonly showAgain?: (shown: readonly Shown[]) => Promise<void>
}

/** The answer of the first request with this key, made now or remembered. */
async function answerOnce(
  ask: Ask,
  key: string,
  sent: readonly [path: string, body: Uint8Array],
  { shown = [], showAgain }: Prepared,
  answer: () => Promise<string | undefined>,
): Promise<string | undefined> {
  if (key.length < 16 || key.length > 200) throw new Refused('http.key-form', 'invalid')
  const attempt = {
    asker: ask.asker.actor,
    key,
    request: [...sent, ask.headers.get('purpose') ?? ''],
    at: ask.clock.now(),
  }
  let isNew = false
  const remembered = await doOnce(ask.program.database.app, attempt, async () => {
    isNew = true
    return { body: (await answer()) ?? null, shown }
  })
  if (!isNew) await showAgain?.(remembered.shown)
  return remembered.body ?? undefined
}

/** What is known of a request before anybody is asked who they are. */
export function openAskOf(context: Context<HttpEnv>, program: Program): OpenAsk {
  const { requestId, lang, address } = context.get('arrival')
  return {
    program,
    requestId,
    lang,
    address,
    clock: program.clock,
    headers: context.req.raw.headers,
    setHeader: (name, value) => context.header(name, value, { append: true }),
  }
}

/** Tells the asker how much of their allowance is left (draft-ietf-httpapi-ratelimit-headers), or refuses. */
function count(context: Context<HttpEnv>, { allowed, remaining, resetSeconds }: Taken): void {
  context.header('ratelimit', `"default";r=${remaining};t=${resetSeconds}`)
  if (allowed) return
  context.header('retry-after', String(resetSeconds))
  throw new Refused('http.too-many', 'limited', { seconds: resetSeconds })
}

function hasDuty(asker: Asker, duty: Rule['duty']): boolean {
  if (duty === 'any' || duty === 'without-sign-in') return true
  if (duty === 'staff' || duty === 'enrolling') return asker.kind === 'staff'
  if (duty === 'administrator') return asker.administrator
  return asker.duties.includes(duty.slice('duty:'.length))
}

async function read(context: Context<HttpEnv>, route: AnyRoute): Promise<{ input: RawInput; bytes: Uint8Array }> {
  const params = context.req.param()
  const query = context.req.query()
  if (route.maxBytes !== undefined) {
    const file = limited(context.req.raw, route.maxBytes)
    const fileName = fileNameOf(context.req.header(fileNameHeader))
    return { input: { params, query, body: undefined, file, fileName }, bytes: new Uint8Array() }
  }
  const { json, bytes } = await readJson(context.req.raw)
  return { input: { params, query, body: json, file: new ReadableStream(), fileName: undefined }, bytes }
}

/** A header holds no letters beyond ASCII, so the name comes percent-encoded; one that is not is taken as it stands. */
function fileNameOf(header: string | undefined): string | undefined {
  try {
    return header && decodeURIComponent(header)
  } catch {
    return header
  }
}

/** Only the fields that the route declares leave the server. */
function declared({ answer, path }: AnyRoute, output: unknown): unknown {
  const fields = answer.safeParse(output)
  if (fields.success) return fields.data
  const where = fields.error.issues.map(issue => issue.path.join('.')).join(', ')
  throw new Error(`the answer of ${path} is not what the route declares, at: ${where}`)
}

function sendFile(context: Context<HttpEnv>, output: unknown): Response {
  const { name, bytes, content } = fileAnswer.parse(output)
  return context.body(Readable.toWeb(content) as ReadableStream<Uint8Array>, 200, {
    'content-type': 'application/octet-stream',
    'content-length': String(bytes),
    'content-disposition': `attachment; filename="${name}"`,
  })
}

const send = (context: Context<HttpEnv>, { status }: AnyRoute, body: string | undefined): Response =>
  status === 204 || body === undefined
    ? context.body(null, 204)
    : context.body(body, status, { 'content-type': 'application/json; charset=utf-8' })

/** Puts routes on the server: no handler runs before its asker, duty and purpose are known, and no answer about a person leaves before its look is durable. */

import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { HttpEnv } from './arrival.ts'
import type { Ask, OpenAsk, PurposeAsk } from './ask.ts'
import { limited, readJson } from './body.ts'
import { describe } from './describe.ts'
import type { Asker, Program } from './program.ts'
import type { RawInput, Route } from './route.ts'

/** Who may use a route: any signed-in asker, staff (no keys), administrators, or those with one duty of the notice. */
export type DutyRule = 'any' | 'staff' | 'administrator' | `duty:${string}`

/** `named`: the header Purpose chooses one of the asker's purposes. `rights`: it must be a purpose that sees all (Art. 18(2)). */
export type PurposeRule = 'named' | 'rights'

export type Rule =
  | { readonly purpose: PurposeRule; readonly duty: DutyRule }
  | { readonly purpose: 'none'; readonly duty: DutyRule | 'without-sign-in' }

export interface Mount {
  (route: Route<'purpose'>, rule: { readonly purpose: PurposeRule; readonly duty: DutyRule }): void
  (route: Route<'known'>, rule: { readonly purpose: 'none'; readonly duty: DutyRule }): void
  (route: Route<'open'>, rule: { readonly purpose: 'none'; readonly duty: 'without-sign-in' }): void
}

export const apiRoot = '/api/v1'

/** The function with which app.ts puts its routes on `hono`, below /api/v1. */
export function mounter(hono: OpenAPIHono<HttpEnv>, program: Program): Mount {
  return (route: Route<'purpose'> | Route<'known'> | Route<'open'>, rule: Rule) => {
    const path = `${apiRoot}${route.path}`
    describe(hono, path, route, rule)
    hono.on(route.method, path.replace(/\{(\w+)\}/g, ':$1'), async context => {
      context.set('routePath', path)
      const open = openAsk(context, program)
      if (route.asking === 'open')
        return answer(context, route, await route.handle(open, await inputOf(context, route)))

      const ask = await askFor(open, rule)
      if (route.asking === 'known')
        return answer(context, route, await route.handle(ask, await inputOf(context, route)))

      const { purposeAsk, durable } = await forPurpose(ask, rule)
      const output = await route.handle(purposeAsk, await inputOf(context, route))
      await durable()
      return answer(context, route, output)
    })
  }
}

function openAsk(context: Context<HttpEnv>, program: Program): OpenAsk {
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

/** The asker, allowed by the route's duty. */
async function askFor(open: OpenAsk, rule: Rule): Promise<Ask> {
  const asker = await open.program.findAsker(open.headers)
  if (!asker) throw new Refused('http.not-signed-in', 'unauthenticated')
  if (!hasDuty(asker, rule.duty)) throw new Refused('http.duty-not-yours', 'forbidden')
  return { ...open, asker, lang: asker.lang ?? open.lang }
}

function hasDuty(asker: Asker, duty: Rule['duty']): boolean {
  if (duty === 'any' || duty === 'without-sign-in') return true
  if (duty === 'staff') return asker.kind === 'staff'
  if (duty === 'administrator') return asker.administrator
  return asker.duties.includes(duty.slice('duty:'.length))
}

/** The asker's ask for the purpose that the header names, and a promise-maker that resolves when every look is durable. */
async function forPurpose(ask: Ask, rule: Rule): Promise<{ purposeAsk: PurposeAsk; durable: () => Promise<void> }> {
  const purpose = ask.headers.get('purpose')
  if (purpose === null) throw new Refused('http.purpose-missing', 'invalid')
  const published = await ask.program.published()
  const declared = published.purposes.find(({ id }) => id === purpose)
  const permitted = declared !== undefined && ask.asker.purposes.includes(purpose)
  if (!permitted || (rule.purpose === 'rights' && !declared.seesAll))
    throw new Refused('http.purpose-not-yours', 'forbidden')

  const looks: Promise<void>[] = []
  const at = ask.clock.now()
  const saw = (persons: readonly Id[], operation: string, categories: readonly string[]) => {
    const common = { at, actor: ask.asker.actor, purpose, operation, categories, requestId: ask.requestId }
    const whom = persons.length === 0 ? [null] : persons
    const written = ask.program.recordLooks(
      whom.map(personId => ({ ...common, personId, noticeVersion: published.version })),
    )
    written.catch(() => {}) // awaited in durable(); a handler that throws first must not leave it unhandled
    looks.push(written)
  }
  const durable = async () => {
    if (looks.length === 0) throw new Error('a route about persons answered without saying whom it saw')
    await Promise.all(looks)
  }
  const reader = ask.program.database.purpose(purpose)
  const token = ask.program.sign({ actor: ask.asker.actor, purpose, at, request: ask.requestId })
  return { purposeAsk: { ...ask, purpose, published, reader, token, saw }, durable }
}

async function inputOf(
  context: Context<HttpEnv>,
  route: Route<'purpose'> | Route<'known'> | Route<'open'>,
): Promise<RawInput> {
  const { params, query } = { params: context.req.param(), query: context.req.query() }
  if (route.maxBytes !== undefined) {
    return { params, query, body: undefined, file: limited(context.req.raw, route.maxBytes) }
  }
  const { json } = await readJson(context.req.raw)
  return { params, query, body: json, file: new ReadableStream() }
}

/** Only the fields that the route declares leave the server. */
function answer(context: Context<HttpEnv>, route: Pick<Route<'open'>, 'answer' | 'status'>, output: unknown): Response {
  const fields = route.answer.safeParse(output)
  if (!fields.success) {
    const where = fields.error.issues.map(issue => issue.path.join('.')).join(', ')
    throw new Error(`the answer of ${context.get('routePath')} is not what the route declares, at: ${where}`)
  }
  return route.status === 204 ? context.body(null, 204) : context.json(fields.data, route.status)
}

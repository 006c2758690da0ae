/** A text message is handed to a gateway that speaks Twilio's message API, and what became of it is asked there; only codes and its reference are kept. */

import { z } from 'zod'

/** `accepted`: the gateway has it. `refused`: it never will take it. `later`: it may. */
export type Taken =
  | { readonly outcome: 'accepted'; readonly reference: string }
  | { readonly outcome: 'refused' | 'later'; readonly why: string }

/** `under-way`: it is not known yet. */
export type Delivery = 'delivered' | 'undelivered' | 'under-way'

export interface Sms {
  /** Whether SMS_URL is set. */
  readonly configured: boolean
  /** The controller's own telephone, in E.164, which tests go to; SMS_URL says it by `test`. */
  readonly testNumber: string | undefined
  /** `to` in E.164. */
  readonly send: (to: string, body: string) => Promise<Taken>
  /** References of the messages with these words to this number that the gateway has had since; none when it does not say. */
  readonly sentSince: (to: string, body: string, since: Date) => Promise<readonly string[]>
  /** Of a message that the gateway has, by its reference; `under-way` too when the gateway does not answer. */
  readonly deliveryOf: (reference: string) => Promise<Delivery>
}

export interface SmsOptions {
  /** SMS_URL: `https://<account>:<token>@host/…/Messages.json?from=<number or name>`, and `&test=<number>` for tests. */
  readonly url: string | undefined
  /** How long the gateway may be silent, in milliseconds. */
  readonly patience?: number
}

const usualPatience = 20_000
const made = z.object({ sid: z.string().regex(/^[\w-]{1,64}$/) })
const standing = z.object({ status: z.string() })
const listed = z.object({ messages: z.array(made.extend({ body: z.string(), date_created: z.coerce.date() })) })
/** Its clock and ours differ, and it tells the second only. */
const slack = 60_000

export function openSms({ url, patience = usualPatience }: SmsOptions): Sms {
  if (url === undefined)
    return {
      configured: false,
      testNumber: undefined,
      send: async () => ({ outcome: 'later', why: 'no-gateway' }),
      sentSince: async () => [],
      deliveryOf: async () => 'under-way',
    }
  const { username, password, searchParams, origin, pathname } = new URL(url)
  const from = searchParams.get('from') ?? ''
  const secret = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${origin}${path}`, {
      ...init,
      headers: { authorization: `Basic ${secret}`, accept: 'application/json', ...init.headers },
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
  return {
    configured: true,
    testNumber: testNumberOf(searchParams),
    send: async (to, body) => {
      try {
        const answer = await ask(pathname, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ To: to, From: from, Body: body }).toString(),
        })
        if (answer.ok) return { outcome: 'accepted', reference: made.parse(await answer.json()).sid }
        await answer.body?.cancel()
        return { outcome: isForGood(answer.status) ? 'refused' : 'later', why: `gateway ${answer.status}` }
      } catch {
        return { outcome: 'later', why: 'unreachable' } // what a fault says may repeat the number
      }
    },
    sentSince: async (to, body, since) => {
      try {
        const answer = await ask(`${pathname}?${new URLSearchParams({ To: to, From: from, PageSize: '100' })}`)
        const { messages } = listed.parse(await answer.json())
        return messages
          .filter(one => one.body === body && one.date_created.getTime() > since.getTime() - slack)
          .map(({ sid }) => sid)
      } catch {
        return [] // a gateway that keeps no list: what it may have had is sent again
      }
    },
    deliveryOf: async reference => {
      try {
        const answer = await ask(pathname.replace(/\.json$/, `/${reference}.json`))
        if (!answer.ok) {
          await answer.body?.cancel()
          return 'under-way'
        }
        const { status } = standing.parse(await answer.json())
        if (status === 'delivered' || status === 'read') return 'delivered'
        return status === 'undelivered' || status === 'failed' || status === 'canceled' ? 'undelivered' : 'under-way'
      } catch {
        return 'under-way'
      }
    },
  }
}

const testNumberOf = (asked: URLSearchParams): string | undefined => asked.get('test')?.replace(/^ /, '+') // a bare + is a space

/** 401 and 403 are about our account, 429 about the pace: the number may be good. */
const isForGood = (status: number): boolean => status >= 400 && status < 500 && ![401, 403, 408, 429].includes(status)

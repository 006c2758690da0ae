/** A call is told of while it rings, when it is answered and when it ends, in any order: it becomes one row when it has ended. */

import { z } from 'zod'
import type { Facts, Thing, Told, Via } from '../arrivals/adapter.ts'
import { dateInHelsinki } from '../base/time.ts'
import { type TextLang, text } from '../texts/texts.ts'

export const states = ['started', 'answered', 'ended', 'forwarded'] as const

/** What one delivery tells of a call. */
export interface CallWord {
  /** By what the telephone system knows the call. */
  readonly id: string
  readonly direction: 'in' | 'out'
  /** The customer's, E.164. */
  readonly number: string
  /** `forwarded`: what became of ringing those who answer; it may end before somebody does. */
  readonly state: (typeof states)[number]
  /** ISO 8601 in UTC */
  readonly at: string
  /** Of a call that has ended, or was forwarded. */
  readonly end?: { readonly answered: boolean; readonly seconds: number }
}

const ended = z.object({ answered: z.boolean(), seconds: z.number() })

const directed = z.object({ direction: z.enum(['in', 'out']) })

/** Each word of a call tells it. */
const directionOf = (told: Told): CallWord['direction'] | undefined =>
  Object.values(told).flatMap(({ value }) => directed.safeParse(value).data?.direction ?? [])[0]

interface Ended {
  readonly answered: boolean
  readonly seconds: number
  /** ISO 8601 in UTC */
  readonly began: string
}

/** What all that was told makes of the call; nothing before its end is told. */
function endedBy(told: Told): Ended | undefined {
  if (told.ended === undefined) return undefined
  const end = ended.parse(told.ended.value)
  const { answered, seconds } = told.forwarded ? ended.parse(told.forwarded.value) : end
  const ending = new Date(Date.parse(told.ended.at) - end.seconds * 1000).toISOString()
  const began = [ending, ...['started', 'answered'].flatMap(state => told[state]?.at ?? [])].toSorted()[0] ?? ending
  return { answered, seconds: answered ? seconds : 0, began }
}

function subjectOf(direction: CallWord['direction'], { answered, seconds }: Ended, lang: TextLang): string {
  if (!answered) return text(lang, direction === 'in' ? 'telephone.row.missed' : 'telephone.row.unanswered')
  return text(lang, 'telephone.row.answered', {
    minutes: Math.floor(seconds / 60),
    seconds: String(seconds % 60).padStart(2, '0'),
  })
}

const hour = (lang: TextLang, at: string): string =>
  new Intl.DateTimeFormat(`${lang}-FI`, {
    timeZone: 'Europe/Helsinki',
    day: 'numeric',
    month: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(at))

/** The row of the call, once all that was told makes one. */
const rowsIn =
  (lang: TextLang): Thing['rows'] =>
  told => {
    const [call, direction] = [endedBy(told), directionOf(told)]
    if (call === undefined || direction === undefined) return {}
    return { call: { kind: 'call', direction, occurred: call.began, subject: subjectOf(direction, call, lang) } }
  }

/** A recording of the call can be fetched: it adds nothing to the call, and waits until that has its row. */
export const factsOfRecording = (id: string, { connection, lang }: Via): Facts => ({
  about: undefined,
  reference: id.slice(0, 60),
  rows: [],
  said: [],
  thing: { group: connection, reference: id, category: 'service-events', told: {}, rows: rowsIn(lang) },
})

export function factsOfCall({ id, direction, number, state, at, end }: CallWord, via: Via): Facts {
  const { lang } = via
  return {
    about: { phone: number, fromNumber: true },
    reference: id.slice(0, 60),
    rows: [],
    said: [],
    // Whoever calls asks something before they are a customer (Art. 6(1)(b)); whom we call and nobody knows stays unknown.
    ...(direction === 'in'
      ? {
          opensByStaff: [{ kind: 'contract', givenAt: at, method: 'phone' }] as const,
          act: { kind: 'message', at } as const,
        }
      : { ofKnown: true as const }),
    thing: {
      group: via.connection,
      reference: id,
      category: 'service-events',
      told: { [state]: { at, rank: 0, value: { direction, ...end } } },
      rows: rowsIn(lang),
    },
    followUp: (told, isKnown) => {
      const call = endedBy(told)
      if (call === undefined || call.answered || direction === 'out') return undefined
      const title = text(lang, isKnown ? 'telephone.call-back' : 'telephone.call-back-unknown', {
        at: hour(lang, call.began),
      })
      return { title, due: dateInHelsinki(via.at) }
    },
  }
}

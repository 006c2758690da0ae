/** Whoever enters a raffle or an event, by its page or at the stand, comes through the one intake: what they wrote is an arrival like any other. */

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { adapter, type Delivery, type Facts, type SaidFact } from '../arrivals/adapter.ts'
import type { Door } from '../arrivals/receive.ts'
import { shaped } from '../arrivals/shape.ts'
import { readExactly } from '../arrivals/signature.ts'
import { langs } from '../notice/notice.ts'

/** The kind of the connections by which entries come. */
export const entryKind = 'participation'

const entryShape = z.strictObject({
  /** By what it counts once; nothing of a person can be read from it. */
  key: z.string().min(16).max(200),
  kind: z.enum(['raffle', 'contest', 'event', 'fair']),
  /** The event's name, as participation has it. */
  event: z.string().min(1).max(120),
  at: z.iso.datetime(),
  /** The address of the page that was shown, with the language and the notice's version on it. */
  place: z.string().max(300),
  lang: z.enum(langs),
  noticeVersion: z.int(),
  given: z.string().max(100),
  family: z.string().max(100),
  email: z.string().max(254),
  /** The notice has an age, and they said that they have reached it. */
  ofAge: z.boolean(),
  /** The notice lets this purpose use participation because of a contract: entering is one. */
  byContract: z.boolean(),
  /** A box that was ticked, with its words. */
  permit: z.strictObject({ purpose: z.string().max(60), wording: z.string().max(4000) }).nullable(),
  /** What came of it, where that is known already: that they were there. */
  result: z.string().max(200).optional(),
})
export type Entry = z.infer<typeof entryShape>

/** The adapter of this program's own pages for entries: nobody outside delivers to it. */
export const entryAdapter = adapter({
  kind: entryKind,
  isOurs: true,
  method: 'POST',
  secret: 'made',
  settings: z.object({}),
  authenticate: () => false,
  identify: ({ body }) => {
    const { key, kind, noticeVersion } = read(body)
    return { id: key, topic: `${kind}.entry`, noticeVersion }
  },
  translate: ({ body }) => factsOf(read(body)),
})

const read = (body: Uint8Array): Entry => shaped(entryShape, readExactly(body))

function factsOf(entry: Entry): Facts {
  const { at, place, lang, noticeVersion, event, permit } = entry
  const age = entry.ofAge ? ({ age: 'of-age' } as const) : {}
  const said: SaidFact[] = [
    ...(entry.byContract ? [{ kind: 'contract', givenAt: at } as const] : []),
    ...(permit
      ? [{ ...permit, ...age, kind: 'consent', channel: 'email', givenAt: at, method: 'form', place, lang } as const]
      : []),
  ]
  return {
    about: { email: entry.email, given: entry.given || undefined, family: entry.family || undefined },
    reference: event,
    rows: [
      { category: 'participation', values: { kind: entry.kind, event, entered: at, result: entry.result ?? null } },
    ],
    said,
    act: { kind: 'registration', at },
    shown: { place, lang, noticeVersion, at },
  }
}

/** Keeps an entry: it is durable when this resolves, and counts once however often it is sent. */
export const keepEntry = (door: Door, connection: string, entry: Entry): Promise<void> => {
  const delivery: Delivery = {
    method: 'POST',
    headers: new Headers(),
    query: new URLSearchParams(),
    body: Buffer.from(JSON.stringify(entry)),
  }
  return door.keep({ id: connection, kind: entryKind, keep_days: keepDays }, delivery, false)
}

/** How long an entry is kept as it came, so that staff can mend one that was refused. */
export const keepDays = 30

/** By what an entry of an address counts once: keyed, so that nobody can try addresses. */
export const keyOf = (salt: Buffer, emailKey: string): string =>
  createHash('sha256').update(salt).update(`entry ${emailKey}`).digest('hex')

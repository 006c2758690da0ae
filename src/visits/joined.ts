/** A visitor's visits are a person's only by an act of theirs that is on record, and only while both the browser and the person agree to it. */

import { createHash } from 'node:crypto'
import { parse } from 'hono/utils/cookie'
import { type Id, newId } from '../base/ids.ts'
import { followedLink } from '../campaigns/link.ts'
import type { NoteAct } from '../http/act.ts'
import type { Program } from '../http/program.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { hashOfKey, knowsBy, visitCookie } from './known.ts'

export type JoinAct = 'sign-in' | 'form' | 'link'

/** What follows from an act, as `visits.join` tells it. */
export type Joined = 'joined' | 'already' | 'unknown' | 'another' | 'not-agreed' | 'not-consented' | 'restricted'

type Joining = Pick<Program, 'clock' | 'database' | 'published' | 'sign'>

interface Done {
  /** Of the browser, as it says it. */
  readonly key: string
  readonly person: Id
  readonly act: JoinAct
  /** The letter, or what came by the form. */
  readonly about?: Id
}

/** Joins what the browser's visitor agreed to. Nothing happens where the notice does not say that it may. */
export async function joinVisits(program: Joining, { key, person, act, about }: Done): Promise<Joined> {
  const published = await program.published()
  const knows = published.notice && knowsBy(published.notice)
  if (key === '' || !knows?.joins) return 'unknown'
  const purpose = rightsPurpose(published)
  const token = program.sign({ actor: `person:${person}`, purpose, request: newId() })
  const { rows } = await program.database
    .purpose(purpose)
    .query<{ followed: Joined }>('select visits.join($1, $2, $3, $4, $5, $6, $7) as followed', [
      ...[token, hashOfKey(key), person, act, about ?? null, knows.purpose, program.clock.now()],
    ])
  return rows[0]?.followed ?? 'unknown'
}

/** The key that a browser sends by itself: where the website and the register are of one site. */
const keyIn = (headers: Headers): string => parse(headers.get('cookie') ?? '', visitCookie)[visitCookie] ?? ''

/** Nothing that goes wrong here keeps anybody from signing in, sending a form or seeing a page. */
async function anyway({ log }: Pick<Program, 'log'>, joining: () => Promise<unknown>): Promise<void> {
  try {
    await joining()
  } catch (fault) {
    log({ event: 'visits.act-failed', reason: fault instanceof Error ? fault.name : '' })
  }
}

export const noteAct: NoteAct = async ({ program, headers, clock }, act) => {
  const key = (act.kind === 'form' && act.visit) || keyIn(headers)
  if (key === '') return
  await anyway(program, () =>
    act.kind === 'sign-in'
      ? joinVisits(program, { key, person: act.person, act: 'sign-in' })
      : program.database.app.query('select visits.expect($1, $2, $3)', [
          createHash('sha256').update(act.delivery).digest(), // as arrivals know it
          hashOfKey(key),
          clock.now(),
        ]),
  )
}

/** The page was come to by a link of a letter, whose recipient has consented to that being noted. */
export const joinByLink = (program: Program, key: string, token: string): Promise<void> =>
  anyway(program, async () => {
    const by = await followedLink(program, token)
    if (by) await joinVisits(program, { key, person: by.person, act: 'link', about: by.message })
  })

/** So many pages are written in one transaction. */
const atOnce = 500

/** Whoever sent a form is joined, and pages that wait become rows of their persons. Resolves when none is left, or when it is told to stop. */
export async function takePages(program: Joining, stopping: AbortSignal): Promise<void> {
  const published = await program.published()
  const purpose = rightsPurpose(published)
  const knows = published.notice && knowsBy(published.notice)
  if (!knows?.joins) return
  await program.database
    .purpose(purpose)
    .query('select visits.take_claims($1, $2, $3)', [
      program.sign({ actor: 'system', purpose, request: newId() }),
      knows.purpose,
      program.clock.now(),
    ])
  for (let taken = atOnce; taken === atOnce && !stopping.aborted; ) {
    const token = program.sign({ actor: 'system', purpose, request: newId() })
    const { rows } = await program.database
      .purpose(purpose)
      .query<{ taken: number }>('select visits.take_pages($1, $2, $3) as taken', [token, atOnce, program.clock.now()])
    taken = rows[0]?.taken ?? 0
  }
}

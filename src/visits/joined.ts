/** A visitor's visits are a person's only by an act of theirs that is on record, and only while both the browser and the person agree to it. */

import { createHash } from 'node:crypto'
import { parse } from 'hono/utils/cookie'
import { type Id, newId } from '../base/ids.ts'
import { followedLink } from '../campaigns/link.ts'
import type { NoteAct } from '../http/act.ts'
import type { Program } from '../http/program.ts'
import { rightsPurpose } from '../mail/recipient.ts'
import { readPass } from '../personalisation/visitor.ts'
import { hashOfKey, knowsBy, visitCookie } from './known.ts'

/** An act that is done here; what is done at the controller's site is told by a pass. */
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

/** How long a pass tells that somebody has just signed in at the site: as long as it takes to show them the next page. */
const passLasts = 300_000

/**
 * They have signed in at the site, whose own server asked for the pass as a program; a pass joins one browser, once, for a few minutes.
 * `spent`: it has joined already.
 */
export async function joinByPass(
  program: Joining & Pick<Program, 'home'>,
  { key, pass }: { readonly key: string; readonly pass: string },
): Promise<Joined | 'spent'> {
  const [published, now] = [await program.published(), program.clock.now()]
  const knows = published.notice && knowsBy(published.notice)
  const given = readPass(program.home, pass, now)
  const isOfProgram = given?.by.startsWith('key:') === true // who is staff has signed nobody in
  if (key === '' || !knows?.joins || !isOfProgram || now.getTime() >= given.at.getTime() + passLasts) return 'unknown'
  const purpose = rightsPurpose(published)
  const token = program.sign({ actor: `person:${given.person}`, purpose, request: newId() })
  const { rows } = await program.database
    .purpose(purpose)
    .query<{ followed: Joined | 'spent' }>('select visits.join_by_pass($1, $2, $3, $4, $5, $6, $7, $8) as followed', [
      ...[token, hashOfKey(key), given.person, given.id, given.by],
      ...[new Date(given.at.getTime() + passLasts), knows.purpose, now],
    ])
  return rows[0]?.followed ?? 'unknown'
}

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

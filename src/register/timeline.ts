/** The whole timeline of a person: what every capability tells of them, in one order, as far as the purpose sees it. */

import { z } from 'zod'
import { Refused } from '../base/errors.ts'
import { type Id, isId } from '../base/ids.ts'
import { text } from '../texts/texts.ts'
import { nameActors } from './actors.ts'
import type { Actor, Timeline } from './answers.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { type Asking, scopeFor } from './scope.ts'
import { isNewer, type TimelinePlace, type TimelineSource } from './timeline-source.ts'

const position = z.tuple([z.iso.datetime(), z.uuid()])
const perPage = 60 // entries

interface Asked {
  readonly after?: string | undefined
  /** Only these kinds; undefined or empty: all. */
  readonly kinds?: readonly string[] | undefined
}

/**
 * A page of the person's timeline, newest first. Each source is asked for a page of its own and the newest of all are shown, so a page
 * costs the same however much there is. Refuses a person that the purpose does not see (`register.person-absent`).
 */
export async function readTimeline(
  ask: Asking,
  sources: readonly TimelineSource[],
  person: Id,
  { after, kinds = [] }: Asked,
): Promise<Timeline> {
  const before = placeOf(after)
  const scope = await scopeFor(ask)
  const { rowCount } = isId(person)
    ? await ask.reader.query('select from register.person where id = $1', [person])
    : { rowCount: 0 }
  if (rowCount === 0) throw new Refused('register.person-absent', 'absent')
  const possible = sources.filter(({ isFor }) => isFor?.(scope) ?? true)
  const asked = possible.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind))
  const page = { person, before, max: perPage + 1 }
  const read = await Promise.all(
    asked.map(async ({ kind, read }) => (await read(ask, page)).map(entry => ({ ...entry, kind }))),
  )
  const all = read.flat().toSorted((a, b) => (isNewer(a, b) ? -1 : 1))
  const shown = all.slice(0, perPage)
  const last = shown.at(-1)
  const name = await nameActors(
    ask,
    shown.map(({ by }) => by),
  )
  return {
    lines: shown.map(entry => {
      const by = name(entry.by)
      return {
        id: entry.id,
        kind: entry.kind,
        at: entry.at.toISOString(),
        by,
        sentence: entry.sentence(whoIs(by, ask)),
        more: entry.more ?? null,
        opens: entry.opens ?? null,
        source: entry.source ?? null,
        burst: entry.burst === undefined ? null : `${entry.kind} ${entry.by} ${entry.burst}`,
        changes: [...(entry.changes ?? [])],
      }
    }),
    kinds: possible.map(({ kind, name: called }) => ({ id: kind, name: text(ask.lang, called) })),
    next: last && all.length > perPage ? writeCursor([last.at.toISOString(), last.id]) : null,
  }
}

function placeOf(after: string | undefined): TimelinePlace | undefined {
  const [at, id] = readCursor(after, position) ?? []
  return at === undefined || id === undefined ? undefined : { at: new Date(at), id }
}

const whoIs = ({ name, kind }: Actor, { lang }: Asking): string => name ?? text(lang, `ui.who.${kind}`)

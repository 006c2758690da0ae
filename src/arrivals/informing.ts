/** Art. 14: whoever's data came from somebody else is told so within a month, and that they were told is on record. */

import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Program } from '../http/program.ts'
import { nameActors } from '../register/actors.ts'
import { scopeFor } from '../register/scope.ts'
import { inWords } from '../register/scope-words.ts'
import { printed } from '../telling/letter-file.ts'
import { addresseesOf } from '../telling/letters.ts'
import type { InformingList } from './arrival-answers.ts'
import { informingLetter } from './informing-letter.ts'
import { namesOf } from './shown.ts'
import type { mailStates, Which } from './ways.ts'

interface Stored {
  readonly id: Id
  readonly person_id: Id
  readonly source: string
  readonly obtained: string
  readonly inform_by: string
  readonly told_at: Date | null
  readonly told_by: string | null
  readonly how: string | null
  readonly reason: string | null
  readonly mail: (typeof mailStates)[number] | null
}

const page = 50

/** Those who wait to be told, the most urgent first; those of them whom no e-mail reaches; or those who were, the latest first. `today`: YYYY-MM-DD. */
export async function listInformings(
  ask: PurposeAsk,
  { which, after }: { readonly which: Which; readonly after?: Id | undefined },
  today: string,
): Promise<Omit<InformingList, 'sends'>> {
  const { rows } = await ask.reader.query<Stored>(
    `select id, person_id, source, obtained::text, inform_by::text, told_at, told_by, how, reason, mail from arrivals.informings($1, $2, $3, $4)`,
    [ask.token, which, after ?? null, page + 1],
  )
  const shown = rows.slice(0, page)
  const names = await namesOf(
    ask,
    shown.map(({ person_id }) => person_id),
  )
  const name = await nameActors(
    ask,
    shown.flatMap(({ told_by }) => told_by ?? []),
  )
  const { notice } = await scopeFor(ask)
  const sourceOf = (id: string): string => {
    const declared = notice.sources.find(one => one.id === id)
    return declared ? inWords(declared.name, notice, ask.lang) : id
  }
  return {
    informings: shown.map(one => ({
      id: one.id,
      person: { id: one.person_id, name: names.get(one.person_id)?.name ?? null },
      source: sourceOf(one.source),
      obtained: one.obtained,
      informBy: one.inform_by,
      daysLeft: one.told_at === null ? (Date.parse(one.inform_by) - Date.parse(today)) / 86_400_000 : null,
      toldAt: one.told_at?.toISOString() ?? null,
      toldBy: one.told_by === null ? null : name(one.told_by),
      how: one.how,
      reason: one.reason,
      mail: one.mail,
    })),
    next: rows.length > page ? (shown.at(-1)?.id ?? null) : null,
  }
}

/**
 * The letters of those among these who wait to be told and have a postal address, in one PDF; that they were told is noted when the
 * letters have gone. For the rights purpose, which sees everybody's address.
 */
export async function printInformings(
  ask: Pick<PurposeAsk, 'reader' | 'token' | 'published' | 'purpose' | 'clock'> & {
    readonly program: Pick<Program, 'database' | 'url'>
  },
  ids: readonly Id[],
) {
  const { rows } = await ask.reader.query<Pick<Stored, 'id' | 'person_id' | 'source' | 'obtained'>>(
    'select id, person_id, source, obtained::text from arrivals.informings_to_tell($1, $2)',
    [ask.token, ids],
  )
  const { notice } = await scopeFor(ask)
  const addressees = await addresseesOf(ask.reader, ask.published, [...new Set(rows.map(row => row.person_id))])
  const reached = new Map(addressees.filter(({ address }) => address.length > 0).map(one => [one.person, one]))
  const letters = rows.flatMap(row => {
    const to = reached.get(row.person_id)
    return to ? [{ id: row.id, to, letter: informingLetter(notice, ask.program.url, row, to.lang) }] : []
  })
  return {
    pdf: await printed(
      letters.map(({ letter }) => letter),
      letters.map(({ to }) => to),
      ask.clock.now(),
    ),
    printed: letters.map(({ id }) => id),
    persons: [...reached.keys()],
    without: addressees.length - reached.size,
  }
}

/** They were told, or why they are not (Art. 14(5)). Answers of how many that was news. */
export async function noteInformed(
  { reader, token, clock }: Pick<PurposeAsk, 'reader' | 'token' | 'clock'>,
  ids: readonly Id[],
  { how, reason }: { readonly how: string; readonly reason?: string | undefined },
): Promise<number> {
  const { rows } = await reader.query<{ noted: number }>('select arrivals.note_informed($1, $2, $3, $4, $5) as noted', [
    token,
    ids,
    how,
    reason ?? null,
    clock.now(),
  ])
  return rows[0]?.noted ?? 0
}

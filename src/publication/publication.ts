/** What is published of a person is what they agreed to in writing, and only while they do. */

import type { Pool } from 'pg'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Published } from '../http/program.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { nameActors } from '../register/actors.ts'
import { maskIdentityCodes } from '../register/hetu.ts'
import { readListed } from '../register/listed.ts'
import { type Asking, scopeFor } from '../register/scope.ts'
import type { NoticeAsk } from '../rights/as-rights.ts'
import { text } from '../texts/texts.ts'
import type {
  CurrentPublications,
  NewPublication,
  PublicationAnswer,
  PublicationList,
  PublicationSearch,
} from './publication-answers.ts'

interface Stored {
  readonly id: Id
  readonly person: Id
  readonly kind: PublicationAnswer['kind']
  readonly lang: PublicationAnswer['lang']
  readonly name: string | null
  readonly content: string
  readonly until: string
  readonly made_at: Date
  readonly asked_at: Date | null
  readonly agreed_at: Date | null
  readonly agreed_how: 'page' | 'paper' | null
  readonly agreed_name: string | null
  readonly ended_at: Date | null
  readonly places: PublicationAnswer['places']
  readonly photo: Id | null
  readonly photo_type: string | null
  readonly papers: readonly (Omit<PublicationAnswer['papers'][number], 'by'> & { readonly by: string })[]
  readonly state: PublicationAnswer['state']
}

const read = async (ask: Asking, which: object, after: Id | null, max: number): Promise<readonly Stored[]> =>
  (
    await ask.reader.query<Stored>(
      `select id, person, kind, lang, name, content, until::text, made_at, asked_at, agreed_at, agreed_how, agreed_name, ended_at, places,
         photo, photo_type, papers, state from publication.list($1, $2, $3, $4, $5)`,
      [ask.token, which, dateInHelsinki(ask.clock.now()), after, max],
    )
  ).rows

/** A page of those that the purpose sees, the latest first. */
export async function listPublications(
  ask: Asking,
  { after, limit = 50, ...which }: PublicationSearch,
): Promise<PublicationList> {
  const { categories } = (await scopeFor(ask)).notice
  const rows = await read(ask, which, after ?? null, limit + 1)
  const shown = rows.slice(0, limit)
  return {
    publications: await describe(ask, shown),
    next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    possible: categories.some(({ id, uses }) => id === 'publication' && uses.some(({ purpose }) => purpose === id)),
  }
}

/** Refuses (`publication.absent`) what is not there for this purpose. */
export async function readPublication(ask: Asking, id: Id): Promise<PublicationAnswer> {
  const [found] = await describe(ask, await read(ask, { id }, null, 1))
  if (!found) throw new Refused('publication.absent', 'absent')
  return found
}

/** The photo of one that the purpose sees. */
export async function photoOf(ask: Asking, id: Id): Promise<{ readonly id: Id; readonly type: string } | undefined> {
  const [found] = await read(ask, { id }, null, 1)
  return found?.photo && found.photo_type ? { id: found.photo, type: found.photo_type } : undefined
}

async function describe(ask: Asking, rows: readonly Stored[]): Promise<PublicationAnswer[]> {
  const scope = await scopeFor(ask)
  const persons = await readListed({ ask, scope, db: ask.reader }, [...new Set(rows.map(({ person }) => person))], [])
  const actor = await nameActors(
    ask,
    rows.flatMap(({ papers }) => papers.map(({ by }) => by)),
  )
  return rows.map(row => ({
    ...{ id: row.id, kind: row.kind, lang: row.lang, name: row.name, content: row.content, until: row.until },
    person: { id: row.person, name: persons.find(({ id }) => id === row.person)?.name ?? null },
    state: row.state,
    madeAt: row.made_at.toISOString(),
    askedAt: row.asked_at?.toISOString() ?? null,
    agreed:
      row.agreed_at && row.agreed_how
        ? { at: row.agreed_at.toISOString(), how: row.agreed_how, name: row.agreed_name }
        : null,
    endedAt: row.ended_at?.toISOString() ?? null,
    places: [...row.places],
    photo: row.photo !== null,
    papers: row.papers.map(one => ({ ...one, at: new Date(one.at).toISOString(), by: actor(one.by) })),
  }))
}

/** A draft; refused by name where the notice has no purpose `publication` that is given the category. */
export async function draftPublication(ask: Asking, { person, until, ...given }: NewPublication): Promise<Id> {
  if (until < dateInHelsinki(ask.clock.now())) throw new Refused('publication.past', 'invalid', {}, { field: 'until' })
  const content = maskIdentityCodes(given.content).text
  const { rows } = await ask.reader.query<{ id: Id }>('select publication.make($1, $2, $3, $4) as id', [
    ask.token,
    person,
    { ...given, content, until },
    ask.clock.now(),
  ])
  return rows[0]?.id ?? ''
}

/** Sends it to the person; from now on it says what it says. */
export async function askForPublication(ask: Asking, id: Id): Promise<Id> {
  const { rows } = await ask.reader.query<{ person: Id }>('select publication.ask($1, $2, $3) as person', [
    ask.token,
    id,
    ask.clock.now(),
  ])
  return rows[0]?.person ?? ''
}

/**
 * The person's yes in writing. `ask`: for the rights purpose, in which somebody is seen who has not consented yet. Refused
 * (`publication.not-now`) when it was answered, has ended or is past its last day.
 */
export async function agreeToPublication(
  ask: NoticeAsk,
  shown: PublicationAnswer,
  { how, name }: { readonly how: 'page' | 'paper'; readonly name: string },
): Promise<void> {
  const { id, lang } = shown
  const evidence = { method: how === 'page' ? 'form' : 'in-person', place: '/publish', lang }
  await ask.reader.query('select publication.agree($1, $2, $3, $4, $5, $6, $7)', [
    ...[ask.token, id, how, maskIdentityCodes(name).text, wordingOf(shown, ask.published)],
    evidence,
    ask.clock.now(),
  ])
}

/** All that they say yes to, as it is kept with the consent (Art. 7(1)). */
export function wordingOf({ lang, content, name, places, until }: PublicationAnswer, { notice }: Published): string {
  return text(lang, name === null ? 'publication.wording-nameless' : 'publication.wording', {
    ...{ content, name: name ?? '', places: places.map(({ place }) => place).join(', ') },
    ...{ until: dateIn(lang, until), controller: notice?.controller.name ?? '' },
  })
}

/** From this moment on it is shown nowhere of ours, and what follows elsewhere becomes tasks. */
export async function finishPublication(
  ask: Asking,
  id: Id,
  because: 'declined' | 'withdrawn' | 'taken-back',
): Promise<Id> {
  const { rows } = await ask.reader.query<{ person: Id }>('select publication.finish($1, $2, $3, $4) as person', [
    ask.token,
    id,
    because,
    ask.clock.now(),
  ])
  return rows[0]?.person ?? ''
}

interface Current {
  readonly id: Id
  readonly kind: PublicationAnswer['kind']
  readonly lang: PublicationAnswer['lang']
  readonly name: string | null
  readonly content: string
  readonly agreed: string
  readonly photo: Id | null
  readonly photo_type: string | null
}

const readCurrent = async (app: Pool, at: Date): Promise<readonly Current[]> =>
  (
    await app.query<Current>(
      'select id, kind, lang, name, content, agreed::text, photo, photo_type from publication.current($1)',
      [dateInHelsinki(at)],
    )
  ).rows

/** What anybody may read at this moment. */
export async function currentPublications(app: Pool, at: Date): Promise<CurrentPublications> {
  const rows = await readCurrent(app, at)
  return {
    testimonials: rows.map(({ photo, photo_type: _, ...row }) => ({
      ...row,
      photo: photo === null ? null : `/testimonials/${row.id}/photo`,
    })),
  }
}

/** The photo of one that is shown at this moment. */
export async function currentPhoto(
  app: Pool,
  id: Id,
  at: Date,
): Promise<{ readonly id: Id; readonly type: string } | undefined> {
  const found = (await readCurrent(app, at)).find(one => one.id === id)
  return found?.photo && found.photo_type ? { id: found.photo, type: found.photo_type } : undefined
}

/** What has ended is taken down everywhere: each place becomes a task at once, and every morning those past their last day end. */

import { newId } from '../base/ids.ts'
import { dateInHelsinki, momentInHelsinki } from '../base/time.ts'
import { daysAfter } from '../base/time-limit.ts'
import type { Program } from '../http/program.ts'
import { enqueue, type Job } from '../jobs/job.ts'
import { dateIn } from '../notice/render-sentence.ts'
import { asRights, type NoticeAsk } from '../rights/as-rights.ts'
import { text } from '../texts/texts.ts'
import { clearPapers } from './paper.ts'
import { clearPhotos } from './photo.ts'
import type { PublicationAnswer } from './publication-answers.ts'
import { keeping } from './upkeep.ts'

type Keeping = Pick<Program, 'clock' | 'database' | 'home' | 'published' | 'sign'>

const asSystem = async (program: Keeping): Promise<NoticeAsk> =>
  asRights(program, await program.published(), { actor: 'system', kind: 'key', request: newId(), lang: 'fi' })

interface Due {
  readonly id: string
  /** Null: of somebody who has left the register. */
  readonly n: number | null
  readonly place: string
  readonly name: string | null
  readonly kind: PublicationAnswer['kind']
  readonly agreed: string | null
}

/** A task a place, in the language of the notice's record. */
async function openTasks(ask: NoticeAsk): Promise<void> {
  const lang = ask.published.notice?.languages[0] ?? 'fi'
  const { rows } = await ask.reader.query<Due>('select *, agreed::text from publication.to_take_down($1)', [ask.token])
  for (const { id, n, place, name, kind: code, agreed } of rows) {
    const kind = text(lang, `vocabulary.codes.publication.kind.${code}`)
    const title =
      agreed === null
        ? text(lang, 'publication.task', { place, name: name ?? '–', kind })
        : text(lang, 'publication.task-left', { place, kind, agreed: dateIn(lang, agreed) })
    await ask.reader.query('select publication.open_task($1, $2, $3, $4, $5)', [
      ...[ask.token, id, n, title.slice(0, 300)],
      ask.clock.now(),
    ])
  }
}

/** Its name stands in 0018-publication.sql too. */
export const takeDown: Job<Keeping> = {
  name: 'publication.take-down',
  run: async program => openTasks(await asSystem(program)),
}

async function clearFiles({ database, home }: Pick<Program, 'database' | 'home'>): Promise<void> {
  await clearPhotos(database.app, home)
  await clearPapers(database.app, home)
}

export const keepPublications: Job<Keeping> = {
  name: keeping,
  run: async program => {
    const ask = await asSystem(program)
    const now = program.clock.now()
    const today = dateInHelsinki(now)
    await ask.reader.query('select publication.expire($1, $2, $3)', [ask.token, today, now])
    await openTasks(ask)
    await ask.reader.query('select publication.note_down($1, $2)', [ask.token, today])
    await ask.reader.query('select publication.tidy($1, $2)', [ask.token, today])
    await clearFiles(program)
    const next = momentInHelsinki(daysAfter(today, 1), 4)
    await enqueue(program.database.app, keeping, {}, { at: next, key: keeping })
  },
}

/** Its name stands in 0018-publication.sql and 0026-publication-paper.sql too. */
export const clearPublicationFiles: Job<Pick<Program, 'database' | 'home'>> = {
  name: 'publication.clear',
  run: clearFiles,
}

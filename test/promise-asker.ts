/** Asks one live check on a test's database, as a run would ask it, under the example notice or another. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { publishNotice } from '../src/database/publish.ts'
import type { Notice } from '../src/notice/notice.ts'
import { parse } from '../src/notice/parse.ts'
import type { Outcome, PromiseCheck, PromiseContext } from '../src/promises/promise.ts'
import { ask } from '../src/promises/run.ts'
import { text } from '../src/texts/texts.ts'
import type { TestDatabase } from './database.ts'

export const exampleNotice = readFileSync(join(import.meta.dirname, '..', 'examples', 'notices', 'ixir.yaml'), 'utf8')

export const noticeIn = (source: string): Notice => {
  const { notice } = parse(source)
  if (notice === undefined) throw new Error('the notice of the test cannot be read')
  return notice
}

export interface PromiseAsker {
  /** The check's answer. Places and texts of the check are looked at on the way. */
  ask(check: PromiseCheck, changes?: Partial<PromiseContext>): Promise<Outcome>
  /** Says that the check holds, breaks it, sees that it is broken, mends it, and sees that it holds again. */
  seeItBreak(
    check: PromiseCheck,
    breakIt: string | (() => Promise<unknown>),
    mendIt: string | (() => Promise<unknown>),
  ): Promise<Outcome>
}

/** Publishes `source` and answers who asks of it. */
export async function promiseAsker(db: TestDatabase, source = exampleNotice): Promise<PromiseAsker> {
  const { version } = await publishNotice(db, { source, by: 'test', clock: db.clock })
  const notice = noticeIn(source)
  const settings = {
    url: 'http://localhost:3000',
    databaseUrl: undefined,
    smtpUrl: undefined,
    smsUrl: undefined,
    imapUrl: undefined,
  }
  const asker: PromiseAsker = {
    ask: (check, changes = {}) => {
      const context = {
        at: db.clock.now(),
        clock: db.clock,
        version,
        notice,
        database: db,
        rights: db.purpose('rights'),
        settings,
        program: {
          home: '/dev/null/home',
          sign: () => '',
          published: async () => ({ version, notice, purposes: notice.purposes, duties: notice.duties }),
        },
        ...changes,
      }
      expect(check.places(context.notice)).not.toEqual([])
      return ask(check, context, new AbortController().signal)
    },
    seeItBreak: async (check, breakIt, mendIt) => {
      const run = (what: string | (() => Promise<unknown>)) =>
        typeof what === 'string' ? db.admin.query(what) : what()
      expect(await asker.ask(check)).toMatchObject({ state: 'holds' })
      await run(breakIt)
      const broken = await asker.ask(check)
      expect(broken).toMatchObject({ state: 'broken' })
      if (broken.state === 'broken') expect(told(check, broken)).not.toMatch(/\{\{|promises\./)
      await run(mendIt)
      expect(await asker.ask(check)).toMatchObject({ state: 'holds' })
      return broken
    },
  }
  return asker
}

const told = ({ id }: PromiseCheck, { figures }: Extract<Outcome, { state: 'broken' | 'holds' }>): string =>
  text(
    'fi',
    `promises.${id}.broken` as Parameters<typeof text>[1],
    Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value)])),
  )

/** The certificate says what was erased and what stayed, and why, and nothing by which anybody could tell whose it was. */

import { createHash } from 'node:crypto'
import { bullets, type Exported, lines, paperOf, paragraphs } from '../accountability/export-file.ts'
import { type Plan, planNow } from '../backup/plan.ts'
import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Block } from '../notice/render-model.ts'
import { dateIn, momentIn } from '../notice/render-sentence.ts'
import { inWords, keepInWords } from '../register/scope-words.ts'
import { ruleFor } from '../register/until.ts'
import { type TextKey, text, textIfAny } from '../texts/texts.ts'
import { type Acting, noticeOf } from './acting.ts'
import { type RecipientNotice, recipientNotices } from './recipients-told.ts'

/** What the database noted of one category when it erased. */
interface Outcome {
  readonly category: string
  readonly rows: number
  readonly kept: number
  readonly until?: string
  readonly purposes?: readonly string[]
  readonly laws?: readonly string[]
}

interface Erasure {
  readonly number: number
  readonly at: Date
  readonly notice_version: number
  readonly outcome: readonly Outcome[]
}

/** The part that never changes, and so has the hash. */
interface Certificate {
  readonly schema: 'https://seloste.dev/erasure-certificate/1'
  readonly number: string
  readonly at: string
  readonly register: string
  readonly controller: string
  readonly noticeVersion: number
  readonly categories: readonly (Outcome & { readonly name: string; readonly erased: number })[]
}

type Word = Extract<TextKey, `rights.certificate.${string}`> extends `rights.certificate.${infer Key}` ? Key : never

/** The certificate of the erasure upon this request; refused when nothing has been erased upon it. */
export async function certificateOf(ask: Acting, request: Id): Promise<Exported> {
  const { rows } = await ask.reader.query<Erasure>(
    'select number, at, notice_version, outcome from rights.certificate($1, $2)',
    [ask.token, request],
  )
  const [erasure] = rows
  if (!erasure) throw new Refused('rights.nothing-erased', 'absent')
  const [told, backups] = [await recipientNotices(ask, request), await planNow(ask.program.database.app)]
  return exported(ask, erasure, told, backups)
}

function exported(ask: Acting, erasure: Erasure, told: readonly RecipientNotice[], plan: Plan): Exported {
  const notice = noticeOf(ask)
  const { lang } = ask
  const say = (word: Word, args: Readonly<Record<string, string | number>> = {}) =>
    text(lang, `rights.certificate.${word}`, args)
  const nameOf = (of: 'categories' | 'purposes', id: string): string => {
    const declared = notice[of].find(one => one.id === id)
    return declared ? inWords(declared.name, notice, lang) : id
  }
  const certificate: Certificate = {
    schema: 'https://seloste.dev/erasure-certificate/1',
    number: `${dateInHelsinki(erasure.at).slice(0, 4)}-${String(erasure.number).padStart(4, '0')}`,
    at: erasure.at.toISOString(),
    register: inWords(notice.register.name, notice, lang),
    controller: notice.controller.name,
    noticeVersion: erasure.notice_version,
    categories: erasure.outcome.map(one => ({
      ...one,
      name: nameOf('categories', one.category),
      erased: one.rows - one.kept,
    })),
  }
  const hash = createHash('sha256').update(JSON.stringify(certificate)).digest('hex')
  const recipients = told.map(({ recipient, state, at }) => ({ recipient, state, at }))
  const stayed = certificate.categories.filter(({ kept }) => kept > 0)
  const backups = plan.isOn ? say('backups', { days: plan.kept }) : say('backups-by-hand')
  const log = notice.categories.find(({ id }) => id === 'look-log')
  const looks = say('looks', { keep: keepInWords(log && ruleFor(log, ask.purpose), lang) })
  const until = (date: string | undefined): string => (date === undefined ? say('until-event') : dateIn(lang, date))
  return {
    name: `${say('file')}-${certificate.number}`,
    data: () => ({ certificate, sha256: hash, recipients, backups, looks }),
    table: () => [
      [say('category'), say('erased'), say('kept'), say('until')],
      ...certificate.categories.map(({ name, erased, kept, until: date }) => [
        name,
        String(erased),
        String(kept),
        kept > 0 ? until(date) : '',
      ]),
    ],
    document: () =>
      paperOf(notice, {
        lang,
        title: say('title'),
        date: dateInHelsinki(erasure.at),
        opening: [say('opening')],
        summary: {
          heading: say('summary'),
          blocks: lines([
            [say('number'), certificate.number],
            [say('when'), momentIn(lang, erasure.at)],
            [say('notice'), String(certificate.noticeVersion)],
            [say('hash'), hash],
          ]),
        },
        parts: [
          { heading: say('what'), blocks: [tableOf(certificate, say)] },
          {
            heading: say('stayed'),
            blocks:
              stayed.length === 0
                ? paragraphs([say('nothing-stayed')])
                : bullets(
                    stayed.map(({ name, kept, until: date, purposes = [], laws = [] }) =>
                      say('stays', {
                        category: name,
                        count: kept,
                        purposes: purposes.map(id => nameOf('purposes', id)).join(', '),
                        law: laws.filter(law => law !== '').join(', ') || say('claims'),
                        until: until(date),
                      }),
                    ),
                  ),
          },
          {
            heading: say('recipients'),
            blocks:
              recipients.length === 0
                ? paragraphs([say('no-recipients')])
                : bullets(
                    recipients.map(
                      ({ recipient, state }) =>
                        `${recipient}: ${textIfAny(lang, `rights.recipient-state.${state}`) ?? state}`,
                    ),
                  ),
          },
          { heading: say('backups-title'), blocks: paragraphs([backups], [looks]) },
        ],
        closing: [say('closing')],
      }),
  }
}

const tableOf = ({ categories }: Certificate, say: (word: Word) => string): Block => ({
  kind: 'table',
  path: '',
  caption: say('what'),
  columns: [say('category'), say('erased'), say('kept')],
  rows: categories.map(({ name, erased, kept }) => ({ path: '', cells: [[name], [String(erased)], [String(kept)]] })),
})

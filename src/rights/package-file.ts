/** The copy of Art. 15 as a paper that a person can read, a table for spreadsheets, and data with a documented shape. */

import { bullets, type Exported, lines, paperOf, paragraphs } from '../accountability/export-file.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import type { Block } from '../notice/render-model.ts'
import { dateIn, momentIn } from '../notice/render-sentence.ts'
import { type TextKey, text, textIfAny } from '../texts/texts.ts'
import type { AccessPackage, Part } from './access-package.ts'
import { remedies } from './letters.ts'
import { sizeInWords } from './zip-file.ts'

type Word = Extract<TextKey, `rights.package.${string}`> extends `rights.package.${infer Key}` ? Key : never

/** The files are named by day and notice, never by the person. */
export function packageExport(copy: AccessPackage, notice: Notice): Exported {
  const { lang, kind } = copy
  const say = (word: Word, args: Readonly<Record<string, string | number>> = {}) =>
    text(lang, `rights.package.${word}`, args)
  return {
    name: `${say(kind === 'access' ? 'file' : 'portable-file')}-${dateInHelsinki(new Date(copy.madeAt))}`,
    data: () => copy,
    table: () => [
      [say('category'), say('row'), say('field'), say('value'), say('source'), say('recorded'), say('kept')],
      ...copy.categories.flatMap(({ category, rows }) =>
        rows.flatMap(({ values, until }, place) =>
          values.map(({ field, value, recorded, ...of }) => [
            category,
            String(place + 1),
            field,
            value,
            origin(of),
            recorded === '' ? '' : momentIn(lang, new Date(recorded)),
            until,
          ]),
        ),
      ),
    ],
    document: () =>
      paperOf(notice, {
        lang,
        title: say(kind === 'access' ? 'title' : 'portable-title'),
        date: dateInHelsinki(new Date(copy.madeAt)),
        opening: [say(kind === 'access' ? 'opening' : 'portable-opening')],
        summary: {
          heading: say('summary'),
          blocks: lines([
            [say('whose'), copy.person.name ?? ''],
            [say('made'), momentIn(lang, new Date(copy.madeAt))],
            [say('since'), momentIn(lang, new Date(copy.person.openedAt))],
            [say('notice'), String(copy.noticeVersion)],
          ]),
        },
        parts: [
          {
            heading: say('held'),
            parts: copy.categories.map(part => ({ heading: part.category, blocks: categoryBlocks(part, lang, say) })),
          },
          ...(kind === 'access' ? furtherParts(copy, lang, say) : []),
        ],
        // Art. 15(1)(e)–(f): the other rights, and where to complain
        closing: [`${say('rights')} ${remedies(notice, lang)}`],
      }),
  }
}

/** Whence it is, with what the source calls it. */
const origin = ({ source, reference }: { readonly source: string; readonly reference: string | null }): string =>
  reference === null ? source : `${source} (${reference})`

type Say = (word: Word, args?: Readonly<Record<string, string | number>>) => string

function categoryBlocks({ uses, rows }: Part, lang: Lang, say: Say): readonly Block[] {
  const table = ({ values, until, untilDate }: Part['rows'][number]): readonly Block[] =>
    values.length === 0
      ? []
      : [
          {
            kind: 'table',
            path: '',
            caption: `${say('kept')}: ${untilDate === null ? until : `${dateIn(lang, untilDate)} (${until})`}`,
            columns: [say('field'), say('value'), say('source'), say('recorded')],
            rows: values.map(({ field, value, recorded, ...of }) => ({
              path: '',
              cells: [
                [field],
                [value],
                [origin(of)],
                [recorded === '' ? '' : dateIn(lang, dateInHelsinki(new Date(recorded)))],
              ],
            })),
          },
        ]
  return [
    ...(rows.length === 0 ? paragraphs([say('nothing')]) : rows.flatMap(table)),
    ...bullets(uses.map(({ purpose, basis, keep }) => `${purpose}: ${basis}. ${say('kept')}: ${keep}.`)),
  ]
}

/** Art. 15(1)(c) and what the law does not ask for by letter: looks, changes, what else is held. */
const furtherParts = ({ recipients, looks, changes, rest, files, withheld }: AccessPackage, lang: Lang, say: Say) => [
  {
    heading: say('recipients'),
    blocks: bullets(recipients.map(({ name, country }) => `${name} (${country})`)),
  },
  {
    heading: say('looks'),
    blocks: [
      ...paragraphs([say('looks-why')]),
      ...bullets(looks.map(({ at, purpose }) => `${momentIn(lang, new Date(at))}: ${purpose}`)),
    ],
  },
  {
    heading: say('changes'),
    blocks: bullets(
      changes.map(({ at, category, did, fields, ...of }) =>
        [
          `${momentIn(lang, new Date(at))}, ${origin(of)}: ${category}, ${textIfAny(lang, `rights.package.did.${did}`) ?? did}`,
          ...fields.map(({ field, before, after }) => [field, [before, after].filter(Boolean).join(' → ')].join(': ')),
        ].join('; '),
      ),
    ),
  },
  {
    heading: say('rest'),
    blocks: [
      ...paragraphs([say('rest-why')]),
      ...bullets(
        rest.map(
          ({ heldIn, data }) =>
            `${heldIn}: ${Object.entries(data)
              .map(([name, value]) => `${name} ${plain(value)}`)
              .join('; ')}`,
        ),
      ),
    ],
  },
  {
    heading: say('files'),
    blocks:
      files.length === 0
        ? paragraphs([say('no-files')])
        : [
            ...paragraphs([say('files-why')]),
            ...bullets(
              files.map(({ name, type, bytes }) => `${name ?? say('nameless')} (${type}, ${sizeInWords(lang, bytes)})`),
            ),
          ],
  },
  {
    heading: say('withheld'),
    blocks: withheld.length === 0 ? paragraphs([say('nothing-withheld')]) : bullets(withheld),
  },
]

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The copy that Art. 15 gives: everything that is held of a person, complete by construction, each value with its source, date, purposes and end. */

import { type LookRow, looksAt } from '../access/look-search.ts'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import { langFor } from '../mail/recipient.ts'
import type { Lang, Notice } from '../notice/notice.ts'
import type { Change, Row } from '../register/answers.ts'
import { holdCard } from '../register/card.ts'
import { holdEveryChange } from '../register/changes.ts'
import { scopeFor } from '../register/scope.ts'
import type { Scope } from '../register/scope-answer.ts'
import { describeScope, inWords } from '../register/scope-words.ts'
import { type Fields, fieldsIn, fieldsOfStatement, type Told } from './package-fields.ts'

type Described = Scope['categories'][number]

/** One value in words, with what Art. 15(1) asks of it. */
export interface Value {
  readonly field: string
  readonly value: string
  readonly source: string
  /** In words too: `person`, `observed`, `inferred`, `third-party`, `public`; what the portable copy goes by. */
  readonly sourceKind: string
  /** What the source calls it: a form, a file, a message. */
  readonly reference: string | null
  readonly recorded: string
}

export interface Part {
  readonly id: string
  readonly category: string
  /** What it is used for and on which basis, in words. */
  readonly uses: readonly {
    readonly purpose: string
    readonly basis: string
    readonly basisKind: string
    readonly keep: string
  }[]
  /** `person`, `observed`, `inferred` or `generated`, as the notice says of the category. */
  readonly origin: string
  readonly rows: readonly {
    readonly id: Id
    readonly values: readonly Value[]
    readonly until: string
    readonly untilDate: string | null
  }[]
}

export interface AccessPackage {
  readonly schema: 'https://seloste.dev/access-package/1'
  readonly kind: 'access' | 'portability'
  readonly madeAt: string
  readonly lang: Lang
  readonly noticeVersion: number
  readonly person: { readonly id: Id; readonly name: string | null; readonly openedAt: string }
  readonly categories: readonly Part[]
  readonly changes: readonly {
    readonly at: string
    readonly purpose: string
    readonly source: string
    readonly reference: string | null
    readonly did: string
    readonly category: string
    readonly fields: readonly Told[]
  }[]
  readonly looks: readonly {
    readonly at: string
    readonly purpose: string
    readonly categories: readonly string[]
    /** The person's own. */
    readonly own: boolean
  }[]
  readonly recipients: readonly { readonly name: string; readonly role: string; readonly country: string }[]
  /** Rows outside the categories: messages sent, requests made, what somebody was told. */
  readonly rest: readonly { readonly heldIn: string; readonly data: Readonly<Record<string, unknown>> }[]
  /** Files that lie in the home: attachments of letters, documents of contracts. They are in the ZIP of the copy (copy-file.ts). */
  readonly files: readonly SealedFile[]
  readonly withheld: readonly string[]
}

export interface SealedFile {
  readonly folder: string
  readonly id: Id
  readonly name: string | null
  readonly type: string
  readonly bytes: number
}

/**
 * Gathers the copy, in the person's language unless another is named. The portable one (Art. 20) has only what the person gave or
 * their use made, on consent or contract, and no inference, log or history.
 */
export async function accessPackage(
  ask: PurposeAsk,
  person: Id,
  kind: AccessPackage['kind'],
  named?: Lang,
): Promise<AccessPackage> {
  const { notice } = ask.published
  if (!notice) throw new Error('no notice is in force')
  const scope = await scopeFor(ask)
  const beside = kind === 'access' ? besideCard(ask, person) : undefined
  beside?.catch(() => {}) // why there is no such person, the card says
  const held = await holdCard(ask, person)
  const lang = named ?? langFor(held.language, notice.languages)
  const inTheirs: PurposeAsk = { ...ask, lang }
  const card = await held.tell(inTheirs)
  const categories = describeScope(scope, lang).categories
  const fields = fieldsByCategory(notice, categories, lang)
  const parts = card.categories.map(({ id, rows }): Part => {
    const described = categories.find(one => one.id === id)
    const declared = notice.categories.find(one => one.id === id)
    const said = fields(id)
    return {
      id,
      category: declared ? inWords(declared.name, notice, lang) : id,
      origin: declared?.origin ?? '',
      uses: (described?.uses ?? []).map(({ name, text, basis, keep }) => ({
        purpose: name,
        basis: text,
        basisKind: basis,
        keep,
      })),
      rows: rows.map(row => rowIn(row, said)),
    }
  })
  const common = {
    schema: 'https://seloste.dev/access-package/1',
    kind,
    madeAt: ask.clock.now().toISOString(),
    lang,
    noticeVersion: scope.version,
    person: { id: person, name: card.name, openedAt: card.openedAt },
    recipients: recipientsIn(notice),
  } as const
  if (beside === undefined)
    return { ...common, categories: parts.flatMap(portable), changes: [], looks: [], rest: [], files: [], withheld: [] }
  const { tellChanges, looks, rest, files } = await beside
  return {
    ...common,
    categories: parts,
    changes: changesOf(await tellChanges(inTheirs), categories, fields),
    looks: looks.map(look => lookInWords(look, notice, person, lang)),
    rest,
    files,
    withheld: [],
  }
}

/** How the columns of each category are said, found once for all of its rows and changes. */
function fieldsByCategory(notice: Notice, described: readonly Described[], lang: Lang): (id: string) => Fields {
  const known = new Map<string, Fields>()
  return id => {
    const fields =
      known.get(id) ??
      (notice.categories.find(one => one.id === id)?.stored === 'statement'
        ? fieldsOfStatement(lang, { notice, category: id })
        : fieldsIn(
            lang,
            id,
            described.find(one => one.id === id),
          ))
    known.set(id, fields)
    return fields
  }
}

/** What is read at the same time as the card. */
async function besideCard(ask: PurposeAsk, person: Id) {
  const [tellChanges, looks, rest, files] = await Promise.all([
    holdEveryChange(ask, person),
    looksOf(ask, person),
    restOf(ask, person),
    filesOf(ask, person),
  ])
  return { tellChanges, looks, rest, files }
}

const rowIn = (row: Row, { label, inWords: say }: Fields): Part['rows'][number] => ({
  id: row.id,
  values: Object.entries(row.values).flatMap(([column, value]) => {
    const words = say(column, value)
    const why = row.why[column]
    return words === ''
      ? []
      : [
          {
            field: label(column),
            value: words,
            source: why?.source.name ?? '',
            sourceKind: why?.source.kind ?? '',
            reference: why?.reference ?? null,
            recorded: why?.at ?? '',
          },
        ]
  }),
  until: row.until.text,
  untilDate: row.until.date,
})

/** Art. 20(1): what the person provided or their use made, where it rests on consent or contract. */
function portable(part: Part): readonly Part[] {
  const rows = part.rows.flatMap(row => {
    const values = row.values.filter(({ sourceKind }) => sourceKind === 'person' || sourceKind === 'observed')
    return values.length === 0 ? [] : [{ ...row, values }]
  })
  const uses = part.uses.filter(({ basisKind }) => basisKind === 'consent' || basisKind === 'contract')
  return rows.length === 0 || uses.length === 0 ? [] : [{ ...part, uses, rows }]
}

/** Every change, newest first; who of the staff made it is not the person's to know (C-579/21). */
function changesOf(
  all: readonly Change[],
  described: readonly Described[],
  fieldsOf: (id: string) => Fields,
): AccessPackage['changes'] {
  return all.map(({ at, purpose, source, reference, did, category, fields }) => {
    const own = described.find(({ id }) => id === category)
    const { label, inWords: say } = fieldsOf(category)
    return {
      at,
      purpose,
      source: source.name,
      reference,
      did,
      category: own?.name ?? category,
      fields: fields.map(({ column, before, after: now }) => ({
        field: label(column),
        before: say(column, before),
        after: say(column, now),
      })),
    }
  })
}

/** Every look at the person and at whom was merged into them, newest first. */
async function looksOf({ program }: PurposeAsk, person: Id): Promise<readonly LookRow[]> {
  const looks: LookRow[] = []
  let last: Id | undefined
  for (;;) {
    const page = await looksAt(program.database.app, person, pageOfLooks, last)
    looks.push(...page)
    last = page.at(-1)?.id
    if (page.length < pageOfLooks) return looks
  }
}
const pageOfLooks = 500

/** The day, the purpose, what was looked at; never who (C-579/21). */
function lookInWords(look: LookRow, notice: Notice, person: Id, lang: Lang): AccessPackage['looks'][number] {
  const name = (of: readonly { readonly id: string; readonly name: Notice['register']['name'] }[], id: string) => {
    const declared = of.find(one => one.id === id)
    return declared ? inWords(declared.name, notice, lang) : id
  }
  return {
    at: look.at.toISOString(),
    purpose: name(notice.purposes, look.purpose),
    categories: look.categories.map(id => name(notice.categories, id)),
    own: look.actor === `person:${person}`,
  }
}

async function restOf({ reader, token }: PurposeAsk, person: Id): Promise<AccessPackage['rest']> {
  const { rows } = await reader.query<{ heldIn: string; data: Readonly<Record<string, unknown>> }>(
    'select held_in as "heldIn", data from rights.rest_of($1, $2)',
    [token, person],
  )
  return rows
}

/** Every file of the home that a row of the person tells of. */
export async function filesOf({ reader, token }: PurposeAsk, person: Id): Promise<readonly SealedFile[]> {
  const { rows } = await reader.query<SealedFile>(
    'select folder, id, name, type, bytes::int from rights.sealed_files($1, $2)',
    [token, person],
  )
  return rows
}

/** Art. 15(1)(c) by name (C-154/21). */
const recipientsIn = ({ recipients }: Notice): AccessPackage['recipients'] =>
  recipients.map(({ name, role, country }) => ({ name, role, country }))

/** An arrival as staff see it: what it says while it is kept, whom it may be about, and how to mend what stood in its way. */

import { Refused } from '../base/errors.ts'
import type { Id } from '../base/ids.ts'
import type { PurposeAsk } from '../http/ask.ts'
import type { Notice } from '../notice/notice.ts'
import { nameActors } from '../register/actors.ts'
import type { ListedPerson } from '../register/answers.ts'
import { readListed } from '../register/listed.ts'
import { categoryIfAny, type PurposeScope, scopeFor } from '../register/scope.ts'
import { describeScope, inWords } from '../register/scope-words.ts'
import { fieldsIn } from '../rights/package-fields.ts'
import { type TextLang, text, textIfAny } from '../texts/texts.ts'
import { type Adapter, type Facts, isIgnored, type RowFact } from './adapter.ts'
import type { ArrivalAnswer, ArrivalDetails } from './arrival-answers.ts'
import { type ArrivalRow, findArrival, findKept, type Kept } from './arrivals.ts'
import { unsealDelivery } from './sealed.ts'
import { keysOf } from './who.ts'

/** Where a reason is mended; elsewhere staff mend it at the sender, and try again. */
const mends: Readonly<Record<string, string>> = {
  'arrivals.source-not-declared': '/our-notice',
  'arrivals.source-not-of-category': '/our-notice',
  'arrivals.newcomer-not-declared': '/our-notice',
  'arrivals.category-not-of-purpose': '/connections',
  'arrivals.purpose-gone': '/connections',
  'arrivals.no-kind': '/connections',
  'register.field-required': '/our-notice',
  'arrivals.request-for-a-right': '/requests/new',
  'arrivals.not-fetched': '/connections',
  'arrivals.no-token': '/connections',
  'arrivals.order-not-found': '/customers',
  'arrivals.part-of-order': '/customers',
  'rights.suppressed': '/customers/new',
}

function reasonOf({ reason, args }: ArrivalRow, lang: TextLang, notice: Notice): ArrivalAnswer['reason'] {
  if (reason === null) return null
  const said = Object.fromEntries(
    Object.entries(args ?? {}).map(([name, id]) => [name, byName(name, id, notice, lang)]),
  )
  return {
    key: reason,
    text: textIfAny(lang, `errors.${reason}`, said) ?? textIfAny(lang, `arrivals.reason.${reason}`, said) ?? reason,
    mend: mends[reason] ?? null,
  }
}

/** A category, source or purpose by its name in the notice; anything else, and what the notice has no more, as it is. */
function byName(name: string, id: string | number, notice: Notice, lang: TextLang): string | number {
  const of = { category: notice.categories, source: notice.sources, purpose: notice.purposes }[name]
  const declared = of?.find(one => one.id === id)
  return declared ? inWords(declared.name, notice, lang) : id
}

/** Persons of a page by id, as far as the purpose sees them. */
export async function namesOf(ask: PurposeAsk, ids: readonly (Id | null)[]): Promise<ReadonlyMap<Id, ListedPerson>> {
  const wanted = [...new Set(ids.filter(id => id !== null))]
  const persons = await readListed({ ask, scope: await scopeFor(ask), db: ask.reader }, wanted, [])
  return new Map(persons.map(person => [person.id, person]))
}

export function answerOf(
  row: ArrivalRow,
  lang: TextLang,
  notice: Notice,
  names: ReadonlyMap<Id, ListedPerson>,
): ArrivalAnswer {
  const { at, keptUntil, person, settledAt: _, args: __, source: ___, noticeVersion: ____, ...rest } = row
  const known = names.get(person ?? '')
  return {
    ...rest,
    at: at.toISOString(),
    keptUntil: keptUntil?.toISOString() ?? null,
    reason: reasonOf(row, lang, notice),
    person: known ? { id: known.id, name: known.name } : null,
  }
}

/** One with what it says, for a purpose that its connection belongs to. */
export async function showArrival(ask: PurposeAsk, adapters: readonly Adapter[], id: Id): Promise<ArrivalDetails> {
  const found = await findArrival(ask.program.database.app, ask.purpose, id)
  const scope = await scopeFor(ask)
  const facts = await readFacts(ask, adapters, found)
  const candidates = found.reason === 'arrivals.ambiguous' && facts ? await whoMayBe(ask, facts) : []
  const names = await namesOf(ask, [found.person, ...candidates])
  const name = await nameActors(
    ask,
    found.steps.map(({ actor }) => actor),
  )
  return {
    ...answerOf(found, ask.lang, scope.notice, names),
    noticeVersion: found.noticeVersion,
    content: facts ? contentOf(facts, scope, ask.lang) : null,
    candidates: candidates.flatMap(one => {
      const person = names.get(one)
      return person ? [{ id: one, name: person.name, email: person.email, phone: person.phone }] : []
    }),
    steps: found.steps.map(({ at, actor, did, details }) => ({
      at: at.toISOString(),
      by: name(actor),
      did,
      left: (details.left ?? []).map(what => leftInWords(what, scope, ask.lang)),
      why: details.why ?? null,
    })),
  }
}

/** `permissions`, `attachments`, or a column of a category as its label says, with why where the notice has a place for it. */
function leftInWords(what: string, { notice }: PurposeScope, lang: TextLang): string {
  const [place = '', why] = what.split(' ')
  const [category = '', column = ''] = place.split('.')
  const declared = notice.categories.find(({ id }) => id === category)
  const named = declared ? inWords(declared.name, notice, lang) : category
  if (column === '') return textIfAny(lang, `arrivals.left.${what}`) ?? what
  const field = `${named}: ${fieldsIn(lang, category, undefined).label(column)}`
  return why === undefined ? field : text(lang, 'arrivals.left.unreadable', { field })
}

/** What it says; undefined when it is gone, or cannot be read. */
async function readFacts(
  { program, lang }: PurposeAsk,
  adapters: readonly Adapter[],
  { id, kind, connection, settings, sealed, at }: Kept,
): Promise<Facts | undefined> {
  const adapter = adapters.find(one => one.kind === kind)
  if (sealed === null || adapter === undefined) return undefined
  try {
    const via = { connection, settings, at, lang, contacting: () => [] }
    const facts = await adapter.translate(unsealDelivery(program.home, id, sealed), via)
    return isIgnored(facts) ? undefined : facts
  } catch (fault) {
    if (fault instanceof Refused || fault instanceof RangeError) return undefined
    throw fault
  }
}

/** What somebody whom nobody knows has written, by arrival, while it is kept as it came; as much of it as the purpose may see. */
export async function readWritten(
  ask: PurposeAsk,
  adapters: readonly Adapter[],
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, { readonly subject: string | null; readonly content: string }>> {
  if (ids.length === 0) return new Map()
  const kept = await findKept(ask.program.database.app, ask.purpose, ids)
  const events = categoryIfAny(await scopeFor(ask), 'service-events')
  const sees = (column: string) => events?.columns.some(({ name }) => name === column) ?? false
  const written = await Promise.all(
    kept.map(async arrival => {
      const facts = await readFacts(ask, adapters, arrival)
      const { subject, content } =
        (facts ? rowsOf(facts) : []).find(({ category }) => category === 'service-events')?.values ?? {}
      return [
        arrival.id,
        { subject: sees('subject') ? asWords(subject) : null, content: (sees('content') && asWords(content)) || '' },
      ] as const
    }),
  )
  return new Map(written)
}

const asWords = (value: unknown): string | null => (typeof value === 'string' ? value : null)

function rowsOf({ thing, rows }: Facts): readonly Pick<RowFact, 'category' | 'values'>[] {
  const told = thing ? [...(thing.sought ? [thing.sought] : []), ...Object.values(thing.rows(thing.told))] : []
  return [...told.map(values => ({ category: thing?.category ?? '', values })), ...rows]
}

function contentOf(facts: Facts, scope: PurposeScope, lang: TextLang): ArrivalDetails['content'] {
  const described = describeScope(scope, lang).categories
  const listed = (category: string, values: RowFact['values']) => {
    const fields = fieldsIn(
      lang,
      category,
      described.find(({ id }) => id === category),
    )
    return Object.entries(values).flatMap(([column, value]) => {
      const words = fields.inWords(column, value)
      return words === '' ? [] : [{ label: fields.label(column), value: words }]
    })
  }
  const { email, phone, given, family } = facts.about ?? {}
  return {
    who: [
      ...listed('identity', { given_name: given ?? null, family_name: family ?? null }),
      ...listed('contact-points', { email: email ?? null, phone: phone ?? null }),
    ],
    rows: rowsOf(facts).flatMap(({ category, values }) => {
      const declared = described.find(({ id }) => id === category)
      const shown = listed(category, values)
      return declared === undefined || shown.length === 0 ? [] : [{ category: declared.name, values: shown }]
    }),
  }
}

/** Persons whom the purpose sees with the address that it names. */
async function whoMayBe({ reader, token }: PurposeAsk, { about }: Facts): Promise<readonly Id[]> {
  const { email, phone } = keysOf(about)
  if (!email && !phone) return []
  const [column, sought] = email ? ['email', email.key] : ['phone', phone ?? '']
  const { rows } = await reader.query<{ person_id: Id }>(
    `select distinct person_id from register.find_contact_points($1, $2, 'equals', $3, 20)`,
    [token, column, sought],
  )
  return rows.map(({ person_id }) => person_id)
}

/** A link of a letter leads over this server only for who has consented to that; where it leads stands in the letter, never in the address, so it cannot lead elsewhere. */

import { createHmac, timingSafeEqual } from 'node:crypto'
import { homeKey } from '../base/home.ts'
import type { Id } from '../base/ids.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { Program } from '../http/program.ts'
import { recordedAsk } from '../http/recorded-ask.ts'
import { findRevision } from '../letters/letter.ts'
import { linksIn } from '../letters/said.ts'
import { type Lang, langs } from '../notice/notice.ts'
import { addRow } from '../register/persons.ts'
import { categoryIfAny, scopeFor } from '../register/scope.ts'

/** Of the vocabulary: it stands on consent alone (docs/campaigns.md). */
const purpose = 'letter-measurement'
const category = 'followed-links'

type Measuring = Pick<Program, 'database' | 'published'>

/** Those of the persons whose links may be noted: the notice says so, and they have consented to it. */
export async function measuredAmong(program: Measuring, persons: readonly Id[]): Promise<ReadonlySet<Id>> {
  if (persons.length === 0 || !(await isMeasured(program))) return new Set()
  const { rows } = await program.database
    .purpose(purpose)
    .query<{ id: Id }>('select id from register.person where id = any ($1)', [persons])
  return new Set(rows.map(({ id }) => id))
}

async function isMeasured({ published }: Measuring): Promise<boolean> {
  const { notice } = await published()
  return (
    notice?.categories.some(({ id, uses }) => id === category && uses.some(use => use.purpose === purpose)) ?? false
  )
}

/** A link of one message; where it leads stands in the revision. */
export interface Link {
  readonly message: Id
  readonly revision: Id
  readonly lang: Lang
  /** Among `linksIn`. */
  readonly n: number
}

const bytesOf = (id: Id): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')
const idOf = (bytes: Buffer): Id => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

const macOf = (home: string, told: Buffer): Buffer =>
  createHmac('sha256', homeKey(home, 'letter-link')).update(told).digest().subarray(0, 16)

/** Names nobody to who reads it. */
export function tokenOf(home: string, { message, revision, lang, n }: Link): string {
  const told = Buffer.concat([bytesOf(message), bytesOf(revision), Buffer.from([langs.indexOf(lang), n])])
  return Buffer.concat([told, macOf(home, told)]).toString('base64url')
}

export const linkPath = '/l/'

/** `isOurs`: it was made with this home's key. One from before a change of the key leads where it led, and is not noted. */
function readToken(home: string, token: string): (Link & { readonly isOurs: boolean }) | undefined {
  const all = Buffer.from(token, 'base64url')
  if (all.length !== 50) return undefined
  const told = all.subarray(0, 34)
  const lang = langs[all.readUInt8(32)]
  if (lang === undefined) return undefined
  return {
    ...{ message: idOf(told.subarray(0, 16)), revision: idOf(told.subarray(16, 32)), lang },
    n: all.readUInt8(33),
    isOurs: timingSafeEqual(all.subarray(34), macOf(home, told)),
  }
}

export interface Followed {
  readonly person: Id
  readonly campaign: Id
  readonly message: Id
  /** Name of the letter. */
  readonly letter: string
  /** Where it leads. */
  readonly link: string
}

interface Leading {
  readonly href: string
  /** Whose it is, as long as they consent to its being noted. */
  readonly by: Followed | undefined
}

/** Undefined of what never was a link of a letter. */
export async function readLink(
  program: Measuring & Pick<Program, 'home'>,
  token: string,
): Promise<Leading | undefined> {
  const { app } = program.database
  const told = readToken(program.home, token)
  const revision = told && (await findRevision(app, told.revision))
  if (!told || revision?.content.channel !== 'email') return undefined
  const { message, lang, n, isOurs } = told
  const text = revision.content.texts[lang]
  const href = text && linksIn(text)[n]
  if (href === undefined) return undefined
  const { rows } = await app.query<{ person: Id; campaign: Id }>(
    'select person_id as person, campaign_id as campaign from campaigns.recipient where message = $1',
    [message],
  )
  const [found] = isOurs ? rows : []
  const consents = found && (await measuredAmong(program, [found.person])).has(found.person)
  return { href, by: consents ? { ...found, message, letter: revision.name, link: href } : undefined }
}

/** Who followed it and to where, as long as they consent to that being known; of any other link undefined. */
export const followedLink = async (
  program: Measuring & Pick<Program, 'home'>,
  token: string,
): Promise<Followed | undefined> => (await readLink(program, token))?.by

const day = 86_400_000

/** On their page it stands that they did, once a day. */
export async function noteFollowed(open: OpenAsk, { person, message, letter, link }: Followed): Promise<void> {
  const { program, clock } = open
  const published = await program.published()
  const ask = recordedAsk(open, { kind: 'person', id: person, actor: `person:${person}`, purpose, published })
  const scoped = categoryIfAny(await scopeFor(ask), category)
  if (!scoped?.mayWrite) return
  ask.saw([person], 'campaigns.link', [category])
  await ask.recorded()
  const now = clock.now()
  const all = { letter, link, occurred: now.toISOString() }
  const values = Object.fromEntries(
    Object.entries(all).filter(([name]) => scoped.columns.some(one => one.name === name)),
  )
  if ('link' in values && 'occurred' in values) {
    const { rowCount } = await ask.reader.query(
      `select from ${scoped.table} where person_id = $1 and link = $2 and occurred >= $3 limit 1`,
      [person, link, new Date(now.getTime() - day)],
    )
    if (rowCount) return
  }
  const { from } = scoped.category
  const source = from.find(one => one === 'register') ?? from[0] ?? ''
  await addRow(ask, person, category, { source, reference: message, values })
}

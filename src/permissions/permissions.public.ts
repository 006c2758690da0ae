/** By an opaque link a person gives and withdraws permits: nothing of them stands in an address, a GET changes nothing, and what is withdrawn holds at once. */

import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import type { Program } from '../http/program.ts'
import { recipientOf, rightsPurpose } from '../mail/recipient.ts'
import { type Lang, langs, type Notice } from '../notice/notice.ts'
import { choose, permittedUses, type Said, type Wish } from './choice.ts'
import { type Asking, permissionsOf } from './gate.ts'
import { findLink, type Link } from './link.ts'
import {
  type Consent,
  fieldOf,
  masked,
  noSuchLink,
  preferencePage,
  shownOf,
  stoppedPage,
  type Told,
  usesShown,
} from './preference-page.ts'
import { preferenceStyle } from './preference-style.ts'
import { receiptOf } from './receipt.ts'
import { nothingWording, noWording, yesWording } from './wording.ts'

type Params = Readonly<Record<string, string>>

/** Somebody at their own page. */
interface Holder extends Link {
  readonly path: string
  readonly notice: Notice
  readonly asking: Asking
  readonly lang: Lang
  readonly email: string | undefined
}

/** Whose link it is, as the rights purpose sees them; the look is theirs. */
async function holderOf(ask: OpenAsk, params: Params, chosen: string | null): Promise<Holder | undefined> {
  const { program, requestId, clock } = ask
  const token = params.token ?? ''
  const [link, published] = await Promise.all([findLink(program.database.app, token, clock.now()), program.published()])
  const { notice } = published
  if (link === undefined || notice === undefined) return undefined
  const actor = `person:${link.person}`
  const purpose = rightsPurpose(published)
  const reader = program.database.purpose(purpose)
  const { rowCount } = await reader.query('select from register.person where id = $1', [link.person])
  if (rowCount === 0) return undefined // erased since
  const recipient = await recipientOf(program, link.person, requestId, { actor, operation: 'preferences.page' })
  return {
    ...link,
    notice,
    path: `/preferences/${token}`,
    asking: { reader, token: program.sign({ actor, purpose, request: requestId }) },
    lang: langs.find(one => one === chosen) ?? recipient.lang,
    email: recipient.email,
  }
}

const nobody = async ({ lang, program }: OpenAsk): Promise<Response> =>
  noSuchLink(lang, (await program.published()).contact)

async function pageFor(holder: Holder, at: Date, told?: Told, chosen?: URLSearchParams): Promise<Response> {
  const { asking, person, lang, email } = holder
  const [permissions, uses, consents] = await Promise.all([
    permissionsOf(asking, person, at),
    permittedUses(asking, person),
    consentsOf(holder),
  ])
  return preferencePage(lang, { ...holder, permissions, uses, consents, masked: email && masked(email), chosen }, told)
}

/** The consents that no later word has ended, newest first. */
async function consentsOf({ asking: { reader, token }, person }: Holder): Promise<readonly Consent[]> {
  const { rows } = await reader.query<Consent>(
    `select s.id as statement, s.purpose, s.channel, s.given_at as "givenAt" from register.statements($1, $2) s
     join register.words_of($1, $2) w on w.kind = s.kind and w.purpose = s.purpose and w.given_at = s.given_at
       and w.channel is not distinct from s.channel and w.address_hash is not distinct from s.address_hash
     where s.kind = 'consent' and s.withdrawn_at is null order by s.given_at desc, s.id`,
    [token, person],
  )
  return rows
}

/** What differs from what the page showed when it was sent: an old page takes nothing back that was said since. */
async function wishesOf(
  { notice, asking, person }: Holder,
  fields: URLSearchParams,
  at: Date,
): Promise<readonly Wish[]> {
  const [permissions, uses] = await Promise.all([permissionsOf(asking, person, at), permittedUses(asking, person)])
  const asked = [
    ...shownOf(notice, permissions).map(({ way }) => way),
    ...usesShown(notice, uses).map(purpose => ({ purpose, channel: null })),
  ]
  return asked.flatMap(way => {
    const answer = fields.get(fieldOf(way))
    if ((answer !== 'yes' && answer !== 'no') || answer === fields.get(`was.${fieldOf(way)}`)) return []
    return [{ purpose: way.purpose.id, channel: way.channel, answer }]
  })
}

const saidBy = ({ notice, lang }: Holder, said: Pick<Said, 'at' | 'method' | 'age'>, no: string): Said => ({
  ...said,
  source: sourceOf(notice),
  place: '/preferences',
  lang,
  wording: way => (way === undefined ? no : yesWording(notice, lang, way)),
})

/** A form of the person's own, as the notice calls it; else whatever it says comes from the person. */
function sourceOf({ categories, sources }: Notice): string {
  const named = categories.find(({ stored }) => stored === 'statement')?.from ?? []
  const own = sources.filter(({ kind }) => kind === 'person').map(({ id }) => id)
  return [...named, ...own].find(id => id === 'forms') ?? named.find(id => own.includes(id)) ?? own[0] ?? 'forms'
}

const page: PublicPage = {
  path: '/preferences/:token',
  costs: () => true,
  handle: async (ask, query, params) => {
    const holder = await holderOf(ask, params, query.get('lang'))
    return holder ? pageFor(holder, ask.clock.now(), query.get('done') === 'saved' ? 'saved' : undefined) : nobody(ask)
  },
  form: {
    maxBytes: 20_000,
    handle: async (ask, fields, params) => {
      const holder = await holderOf(ask, params, ask.lang)
      if (!holder) return nobody(ask)
      const { notice, lang, asking, person, path } = holder
      const at = ask.clock.now()
      if (fields.get('act') === 'nothing') {
        const said = saidBy(holder, { at, method: 'preference-page' }, nothingWording(lang))
        await choose(asking, person, 'nothing', { notice, said })
      } else {
        const wishes = await wishesOf(holder, fields, at)
        const isOfAge = fields.get('of-age') === 'yes'
        if (notice.minors && !isOfAge && wishes.some(({ answer }) => answer === 'yes'))
          return pageFor(holder, at, 'age-missing', fields)
        const age = isOfAge ? ('of-age' as const) : undefined
        await choose(asking, person, wishes, {
          notice,
          said: saidBy(holder, { at, method: 'preference-page', age }, noWording(lang)),
        })
      }
      return new Response(null, { status: 303, headers: { location: `${path}?done=saved&lang=${lang}` } })
    },
  },
}

/** Mail programs post here by themselves, for many readers from one address; whoever follows the link sees the page. */
const oneClick: PublicPage = {
  path: '/preferences/:token/stop',
  costs: () => true,
  handle: page.handle,
  form: {
    maxBytes: 2000,
    allowance: { burst: 1000, millisecondsEach: 20 },
    handle: async (ask, _fields, params) => {
      const holder = await holderOf(ask, params, null)
      if (!holder) return nobody(ask)
      const { stops, notice, lang, asking, person, path } = holder
      const said = saidBy(holder, { at: ask.clock.now(), method: 'one-click' }, noWording(lang))
      await choose(asking, person, stops ? [{ ...stops, answer: 'no' }] : 'nothing', { notice, said })
      return stoppedPage(lang, path)
    },
  },
}

const receipt: PublicPage = {
  path: '/preferences/:token/receipt/:statement',
  costs: () => true,
  handle: async (ask, query, params) => {
    const holder = await holderOf(ask, params, query.get('lang'))
    const made =
      holder &&
      (await receiptOf(holder.asking, holder.person, params.statement ?? '', receiptContext(ask.program, holder)))
    if (!made) return nobody(ask)
    return new Response(JSON.stringify(made, null, 2), {
      headers: {
        'content-type': 'application/ld+json; charset=utf-8',
        'content-disposition': `attachment; filename="consent-receipt-${params.statement}.jsonld"`,
      },
    })
  },
}

const receiptContext = ({ database, url }: Program, { path }: Holder) => ({
  app: database.app,
  url,
  withdrawAt: `${url}${path}`,
})

const style: PublicPage = {
  path: preferenceStyle.path,
  handle: async () =>
    new Response(preferenceStyle.css, {
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
    }),
}

export const preferencePages: readonly PublicPage[] = [page, oneClick, receipt, style]

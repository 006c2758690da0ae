/** What a person may do at their own page: see everything, and go on from there; nobody who is not in sees anything but the door. */

import { Refused } from '../base/errors.ts'
import { transaction } from '../database/transaction.ts'
import type { PublicPage } from '../http/page.ts'
import { refuseOtherSites } from '../http/same-site.ts'
import type { Mail } from '../mail/transport.ts'
import { endLinks, lasts, makeLink } from '../permissions/link.ts'
import { myStyle } from './my-style.ts'
import { changesPage, looksPage } from './own-page.ts'
import { type Self, selfOf } from './session.ts'

type Params = Readonly<Record<string, string>>
type Show = (self: Self, params: Params, query: URLSearchParams) => Promise<Response>
type Act = (self: Self, fields: URLSearchParams, params: Params) => Promise<Response>

const seeOther = (location: string): Response => new Response(null, { status: 303, headers: { location } })

const style: PublicPage = {
  path: myStyle.path,
  handle: async () =>
    new Response(myStyle.css, {
      headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' },
    }),
}

export function ownPages(mail: Pick<Mail, 'hash'>): readonly PublicPage[] {
  /** A page for whoever is in; the others are at the door. A form counts only with the key that the page gave it. */
  const own = (path: string, show: Show, act?: Act): PublicPage => ({
    path,
    costs: () => true,
    handle: async (ask, query, params) => {
      const self = await selfOf(ask, mail, query.get('lang'))
      return self ? show(self, params, query) : seeOther(`/my?lang=${ask.lang}`)
    },
    ...(act && {
      form: {
        maxBytes: 40_000,
        handle: async (ask, fields, params) => {
          refuseOtherSites(ask.headers)
          const self = await selfOf(ask, mail, ask.lang)
          if (!self) return seeOther(`/my?lang=${ask.lang}`)
          if (fields.get('key') !== self.formKey) throw new Refused('http.other-site', 'forbidden')
          return act(self, fields, params)
        },
      },
    }),
  })

  return [
    style,
    own('/my/looks', looksPage),
    own('/my/changes', changesPage),
    own('/my/permissions', toTheOwnPage, permissions),
  ]
}

const toTheOwnPage: Show = async ({ ask }) => seeOther(`/my?lang=${ask.lang}`)

/** The page of permits has a link of its own, so that it can be kept; this one ends those that staff made before. */
const permissions: Act = async ({ ask, person, recorded }) => {
  const at = ask.clock.now()
  ask.saw([person], 'my.permissions', ['permissions'])
  const token = await transaction(ask.program.database.app, async client => {
    await endLinks(client, person, at)
    return makeLink(client, { person, stops: undefined, by: ask.asker.actor, at, days: lasts.byStaff })
  })
  await recorded()
  return seeOther(`/preferences/${token}?lang=${ask.lang}`)
}

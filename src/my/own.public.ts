/** What a person may do at their own page: see everything, and go on from there; nobody who is not in sees anything but the door. */

import { Refused } from '../base/errors.ts'
import { transaction } from '../database/transaction.ts'
import { readWhole } from '../files/sealed-folder.ts'
import type { PublicPage } from '../http/page.ts'
import { refuseOtherSites } from '../http/same-site.ts'
import type { Mail } from '../mail/transport.ts'
import { endLinks, lasts, makeLink } from '../permissions/link.ts'
import { accessPackage, filesOf } from '../rights/access-package.ts'
import { answerWith, copyFile as copyIn, only } from '../rights/copy-file.ts'
import { text } from '../texts/texts.ts'
import { myStyle } from './my-style.ts'
import { askFor, ownRequest } from './own-acts.ts'
import { type Act, ownForms, type Show } from './own-handlers.ts'
import { changesPage, looksPage } from './own-page.ts'
import { formatsOf, receiptPage } from './receipt-page.ts'
import { selfOf } from './session.ts'

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
      return (self && (await show(self, params))) ?? seeOther(`/my?lang=${ask.lang}`)
    },
    ...(act && {
      form: {
        maxBytes: 40_000,
        handle: async (ask, fields, params) => {
          refuseOtherSites(ask.headers)
          const self = await selfOf(ask, mail, ask.lang)
          if (!self) return seeOther(`/my?lang=${ask.lang}`)
          if (fields.get('key') !== self.formKey) throw new Refused('http.other-site', 'forbidden')
          const made = await act(self, fields, params)
          if (made instanceof Response) return made
          return seeOther(`/my${made === undefined ? '' : `/done/${made}`}?lang=${self.ask.lang}`)
        },
      },
    }),
  })

  return [
    style,
    own('/my/looks', looksPage),
    own('/my/changes', changesPage),
    own('/my/permissions', nothing, permissions),
    own('/my/copy', nothing, copy),
    own('/my/copy/:request/:format', copyFile),
    own('/my/file/:id', ownFile),
    own('/my/done/:request', done),
    ...ownForms.map(({ path, show, act }) => own(path, seen(show), act)),
  ]
}

/** What a form shows of the person is a look too. */
const seen =
  (show: Show): Show =>
  async (self, params) => {
    self.ask.saw([self.person], 'my.form', params.category === undefined ? [] : [params.category])
    await self.recorded()
    return show(self, params)
  }

/** What has a form on the own page has no page of its own. */
const nothing: Show = async () => undefined

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

/** The copy of everything, or the portable one: a request that is answered at once. */
const copy: Act = async (self, fields) => {
  const kind = fields.get('kind') === 'portability' ? 'portability' : 'access'
  const asked = text(self.ask.lang, `my.copy.${kind}`)
  return askFor(self, { kind, asked, isDone: true })
}

const done: Show = async (self, { request = '' }) => {
  const found = await ownRequest(self, request)
  if (!found) return undefined
  self.ask.saw([self.person], 'my.receipt', ['requests'])
  await self.recorded()
  return receiptPage(self.ask.lang, found)
}

/** The file is made when it is fetched, and kept by nobody. */
const copyFile: Show = async (self, { request = '', format: wanted }) => {
  const { ask: as, person } = self
  const found = await ownRequest(self, request)
  const format = found && formatsOf(found.kind).find(one => one === wanted)
  const { notice } = as.published
  if (!found || !format || !notice) return undefined
  const kind = found.kind === 'portability' ? 'portability' : 'access'
  const copied = await accessPackage(as, person, kind, as.lang)
  as.saw(
    [person],
    `my.copy.${kind}`,
    copied.categories.map(({ id }) => id),
  )
  const file = await copyIn(as.program.home, format, copied, notice)
  await self.recorded()
  return answerWith(file)
}

/** One of their files, saved and never opened in the browser: who sent it may not be they. */
const ownFile: Show = async ({ ask: as, person, recorded }, { id: wanted = '' }) => {
  const found = (await filesOf(as, person)).find(({ id }) => id === wanted)
  if (!found) return undefined
  as.saw([person], 'my.file', [])
  const bytes = await readWhole({ home: as.program.home, folder: found.folder, id: found.id })
  await recorded()
  const name = found.name ?? text(as.lang, 'rights.package.nameless')
  return answerWith({ name, type: 'application/octet-stream', content: only(bytes) })
}

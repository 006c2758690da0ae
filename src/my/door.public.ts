/** The way to a person's own page: an address is answered alike whether it is known or not, and a link or a code is used up by a POST alone. */

import { Refused } from '../base/errors.ts'
import type { NoteAct } from '../http/act.ts'
import type { OpenAsk } from '../http/ask.ts'
import type { PublicPage } from '../http/page.ts'
import { refuseOtherSites } from '../http/same-site.ts'
import type { Mail } from '../mail/transport.ts'
import { type Address, waysOf } from '../register/address.ts'
import type { Sms } from '../sms/gateway.ts'
import { askIn, countTry, readAddress } from './asked.ts'
import { ownPage } from './own-page.ts'
import { endSession, openSession, selfOf } from './session.ts'
import { askPage, codePage, type Door, deadLinkPage, linkPage, linkSentPage } from './sign-in-page.ts'
import { type Entered, enterByCode, enterByLink, isOpen } from './way-in.ts'

export interface Reaching {
  readonly mail: Pick<Mail, 'hash'>
  readonly sms: Pick<Sms, 'configured'>
  readonly noteAct: NoteAct
}

async function doorOf({ program, lang }: OpenAsk, { sms }: Pick<Reaching, 'sms'>): Promise<Door> {
  const [{ notice, contact }, ways] = await Promise.all([program.published(), waysOf(program)])
  return {
    lang,
    controller: notice?.controller.name ?? '',
    contact,
    ways: ways.filter(way => way === 'email' || sms.configured),
  }
}

/** Undefined for what cannot be an address; nothing is asked of the register here. */
function readIfAny(typed: string): Address | undefined {
  try {
    return readAddress(typed)
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

const seeOther = (location: string, cookie: string): Response =>
  new Response(null, { status: 303, headers: { location, 'set-cookie': cookie } })

async function welcome(ask: OpenAsk, entered: Entered, noteAct: NoteAct): Promise<Response> {
  const { program, clock, lang } = ask
  const cookie = await openSession(program.database.app, entered, clock.now(), program.url)
  await noteAct(ask, { kind: 'sign-in', person: entered.person })
  return seeOther(`/my?lang=${lang}`, cookie)
}

export const doorPages = (reaching: Reaching): readonly PublicPage[] => {
  const { mail, noteAct } = reaching

  const entrance: PublicPage = {
    path: '/my',
    costs: () => true,
    handle: async (ask, query) => {
      const self = await selfOf(ask, mail, query.get('lang'))
      return self ? ownPage(self) : askPage(await doorOf(ask, reaching))
    },
    form: {
      maxBytes: 2000,
      handle: async (ask, fields) => {
        refuseOtherSites(ask.headers)
        const door = await doorOf(ask, reaching)
        const address = readIfAny(fields.get('address') ?? '')
        if (!address) return askPage(door, 'my.in.not-read')
        if (!door.ways.includes(address.way)) return askPage(door, 'my.in.no-sms')
        const { app } = ask.program.database
        ask.program.noteAttempt({ what: 'asked', address: ask.address, as: address.key })
        const browser = await askIn(app, mail, { ...address, lang: ask.lang, at: ask.clock.now() })
        return address.way === 'email' ? linkSentPage(ask.lang) : codePage(ask.lang, browser)
      },
    },
  }

  const link: PublicPage = {
    path: '/my/in/:secret',
    costs: () => true,
    handle: async (ask, _query, { secret = '' }) =>
      (await isOpen(ask.program.database.app, secret, ask.clock.now()))
        ? linkPage(ask.lang, `/my/in/${secret}`)
        : deadLinkPage(ask),
    form: {
      maxBytes: 200,
      handle: async (ask, _fields, { secret = '' }) => {
        refuseOtherSites(ask.headers)
        const entered = await enterByLink(ask.program.database.app, secret, ask.clock.now())
        return entered ? welcome(ask, entered, noteAct) : deadLinkPage(ask)
      },
    },
  }

  const code: PublicPage = {
    path: '/my/code',
    handle: async ask => askPage(await doorOf(ask, reaching)),
    form: {
      maxBytes: 500,
      handle: async (ask, fields) => {
        refuseOtherSites(ask.headers)
        const { app } = ask.program.database
        const at = ask.clock.now()
        const browser = fields.get('browser') ?? ''
        const asked = await countTry(app, browser, at)
        const typed = (fields.get('code') ?? '').replace(/\D/g, '')
        const entered = asked && (await enterByCode(app, mail, asked, typed, at))
        if (entered) return welcome(ask, entered, noteAct)
        ask.program.noteAttempt({ what: 'way-in', address: ask.address, ...(asked && { as: asked }) })
        return codePage(ask.lang, browser, true)
      },
    },
  }

  const out: PublicPage = {
    path: '/my/out',
    handle: async ask => askPage(await doorOf(ask, reaching)),
    form: {
      maxBytes: 200,
      handle: async ({ program, headers, clock, lang }) =>
        seeOther(`/my?lang=${lang}`, await endSession(program.database.app, headers, clock.now(), program.url)),
    },
  }

  return [entrance, link, code, out]
}

/** What the controller's websites and this server do in a browser is what the notice says: cookies, and the way there. */

import type { Cookie, Notice } from '../notice/notice.ts'
import { isNamed, outlasts } from './cookie-rule.ts'
import { measure } from './place.ts'
import { cannotTell, type PromiseCheck, type PromiseContext, verdict } from './promise.ts'
import { visit } from './visit.ts'
import { websites } from './website.ts'

interface SeenCookie {
  readonly name: string
  readonly host: string
  /** How long it lasts, in days; undefined until the browser is closed. */
  readonly days: number | undefined
  readonly declared: Cookie | undefined
}

interface Seen {
  readonly pages: number
  readonly away: number
  readonly cookies: readonly SeenCookie[]
}

/** Every page as somebody gets it who has never been there and has agreed to nothing. */
async function lookAround({ settings, notice, database, at, stopping }: PromiseContext): Promise<Seen> {
  const own = ['/', '/notice', '/try'].map(path => `${settings.url}${path}`)
  const addresses = [...own, ...((await websites(database.app))?.addresses ?? [])]
  const pages = await Promise.all(addresses.map(address => visit(address, { own: settings.url, stopping })))
  const answered = pages.flatMap(page => page ?? [])
  const cookies = answered.flatMap(page => page.cookies.map(({ host, value }) => seen(notice, host, value, at)))
  const once = new Map(cookies.map(cookie => [`${cookie.name} ${cookie.host}`, cookie]))
  return { pages: answered.length, away: pages.length - answered.length, cookies: [...once.values()] }
}

/** RFC 6265: Max-Age goes before Expires. */
function seen(notice: Notice, host: string, value: string, at: Date): SeenCookie {
  const [pair = '', ...attributes] = value.split(';')
  const name = pair.split('=')[0]?.trim() ?? ''
  const attribute = (of: string): string | undefined =>
    attributes
      .find(one => one.trim().toLowerCase().startsWith(`${of}=`))
      ?.split('=')
      .slice(1)
      .join('=')
      .trim()
  const maxAge = attribute('max-age')
  const expires = Date.parse(attribute('expires') ?? '')
  const seconds =
    maxAge !== undefined ? Number(maxAge) : Number.isNaN(expires) ? undefined : (expires - at.getTime()) / 1000
  return {
    name,
    host,
    days: seconds === undefined || Number.isNaN(seconds) ? undefined : seconds / 86_400,
    declared: notice.cookies.find(cookie => isNamed(name, cookie.name)),
  }
}

const cookieCheck =
  (isWrong: (cookie: SeenCookie) => boolean): PromiseCheck['run'] =>
  async context => {
    const { pages, away, cookies } = await lookAround(context)
    if (away > 0) return cannotTell('promises.why.site-away')
    const wrong = cookies.filter(isWrong)
    const found = wrong.map(({ name, host }) => `${name} (${host})`)
    return verdict(wrong.length === 0, { count: wrong.length, cookies: cookies.length, pages }, found)
  }

/** Every cookie that the websites set is in the notice. */
export const cookiesDeclared: PromiseCheck = {
  id: 'site.cookies-declared',
  severity: 'serious',
  places: () => ['cookies'],
  mend: '/our-notice',
  run: cookieCheck(({ declared }) => declared === undefined),
}

/** To somebody who has agreed to nothing only necessary cookies are set (917/2014 § 205). */
export const cookiesWait: PromiseCheck = {
  id: 'site.cookies-wait',
  severity: 'grave',
  places: ({ cookies }) => (cookies.some(({ category }) => category !== 'necessary') ? ['cookies'] : []),
  mend: '/our-notice',
  run: cookieCheck(({ declared }) => declared !== undefined && declared.category !== 'necessary'),
}

/** No cookie lasts longer than the notice says. */
export const cookiesEnd: PromiseCheck = {
  id: 'site.cookies-end',
  severity: 'slight',
  places: ({ cookies }) => cookies.map(({ name }) => `cookies.${name}`),
  mend: '/our-notice',
  run: cookieCheck(({ declared, days }) => {
    return declared !== undefined && days !== undefined && outlasts(days, declared.keeps)
  }),
}

/** Where the notice says that data is encrypted on its way: this server, the database elsewhere and the mail server elsewhere all are. */
export const encryptedOnTheWay: PromiseCheck = {
  id: 'site.encrypted-on-the-way',
  severity: 'grave',
  places: notice => measure(notice, 'encryption-in-transit'),
  run: async ({ settings }) => {
    const open = [
      ...(settings.url.startsWith('https:') ? [] : ['SELOSTE_URL']),
      ...(isOpen(settings.databaseUrl, url =>
        /^(require|verify-ca|verify-full)$/.test(url.searchParams.get('sslmode') ?? ''),
      )
        ? ['DATABASE_URL']
        : []),
      ...(isOpen(settings.smtpUrl, url => url.protocol === 'smtps:' || !url.searchParams.has('ignoreTLS'))
        ? ['SMTP_URL']
        : []),
      ...(isOpen(settings.imapUrl, url => url.protocol === 'imaps:') ? ['IMAP_URL'] : []),
    ]
    return verdict(open.length === 0, { count: open.length }, open)
  },
}

/** Goes to another machine, and not encrypted. */
function isOpen(address: string | undefined, isEncrypted: (url: URL) => boolean): boolean {
  if (address === undefined) return false
  const url = new URL(address)
  return !/^(localhost|127(\.\d+){3}|\[::1\]|)$/.test(url.hostname) && !isEncrypted(url)
}

/** A browser without a past visits the controller's pages three times: choosing nothing, refusing, agreeing; what they keep in it and whom they call is told by the browser itself. */

import { existsSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { openWayOut } from './way-out.ts'

export const phases = ['before', 'refused', 'agreed'] as const
export type Phase = (typeof phases)[number]
export const kinds = ['cookie', 'storage', 'request', 'unasked'] as const

/** A cookie, a name in one of the browser's stores, a host of somebody else that was called, or a page that asked nothing. */
export interface Found {
  readonly phase: Phase
  readonly kind: (typeof kinds)[number]
  /** Of the cookie or the store's entry; the host that was called; empty of a page that asked nothing. */
  readonly name: string
  /** Whose it is: the host that the browser keeps it for, or the page's. */
  readonly host: string
  /** How long a cookie lasts, in days; null until the browser is closed, and of everything else. */
  readonly days: number | null
}

export interface Inspecting {
  /** Where the visits begin. */
  readonly addresses: readonly string[]
  /** Of this server, which the pages may call. */
  readonly own: string
  readonly executable: string
  readonly stopping: AbortSignal
  readonly now: Date
  /** Whether an IP address may be connected to; those behind our own wall may not. */
  readonly mayReach?: (address: string) => boolean
}

const places = [
  ...[
    '/usr/bin/chromium',
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
  ],
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The browser of this machine; undefined when there is none. */
export const findBrowser = (chosen: string | undefined): string | undefined =>
  [chosen, ...places].find(path => path !== undefined && existsSync(path))

/** A site's pages that are looked at, its first one included. */
const mostPages = 6
/** For a page to load, and for it to come to rest, in milliseconds. */
const patience = 15_000
const rest = 3_000

/** What was found, each thing once, and how many pages were seen. Throws when a page does not answer or the browser does not start. */
export async function inspect(
  inspecting: Inspecting,
): Promise<{ readonly pages: number; readonly found: readonly Found[] }> {
  const { chromium } = await import('playwright-core') // tens of milliseconds, for something done once a week
  const wayOut = await openWayOut(inspecting.own, inspecting.mayReach)
  const browser = await chromium
    .launch({
      executablePath: inspecting.executable,
      chromiumSandbox: process.getuid?.() !== 0, // Chromium has none for root
      args: [...quiet, ...noOtherWay],
      proxy: { server: wayOut.url, bypass: '<-loopback>' },
    })
    .catch(async fault => {
      await wayOut.close()
      throw fault
    })
  const stop = () => void browser.close()
  inspecting.stopping.addEventListener('abort', stop, { once: true })
  try {
    const found: Found[] = []
    let pages = 0
    for (const address of inspecting.addresses)
      for (const phase of phases) {
        const context = await browser.newContext({ serviceWorkers: 'block', userAgent: `${userAgent} Seloste/cookies` })
        const seen = await visitSite(context, address, phase, inspecting)
        found.push(...seen.found)
        if (phase === 'before') pages += seen.pages
        await context.close()
      }
    const once = new Map(found.map(one => [JSON.stringify([one.phase, one.kind, one.name, one.host]), one]))
    return { pages, found: [...once.values()] }
  } finally {
    inspecting.stopping.removeEventListener('abort', stop)
    await browser.close()
    await wayOut.close()
  }
}

const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']
/** The browser looks no name up and opens no connection by itself, for video calls neither. */
const noOtherWay = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
]

/** As others are served: some sites give machines other pages. */
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

async function visitSite(
  context: BrowserContext,
  address: string,
  phase: Phase,
  { own, now }: Inspecting,
): Promise<{ readonly pages: number; readonly found: readonly Found[] }> {
  const site = new URL(address).hostname
  const ours = new URL(own).hostname
  const called = new Set<string>()
  await context.route('**/*', async route => {
    const url = new URL(route.request().url())
    if (url.pathname === '/visit/choice' && url.origin === new URL(own).origin)
      return route.fulfill({ status: 204, headers: { 'access-control-allow-origin': '*' } }) // nobody's choice is recorded
    return route.continue()
  })
  const note = (address: string): void => {
    const { protocol, hostname } = new URL(address)
    if (/^(https?|wss?):$/.test(protocol) && !isOf(site, hostname) && hostname !== ours) called.add(hostname)
  }
  context.on('request', request => note(request.url())) // those of redirections too
  const page = await context.newPage()
  page.on('websocket', socket => note(socket.url()))
  const found: Found[] = []
  const told = (kind: Found['kind'], name: string, host = site, days: number | null = null): void => {
    found.push({ phase, kind, name, host, days })
  }
  const waiting = [address]
  const seen = new Set<string>()
  for (let next = waiting.shift(); next !== undefined && seen.size < mostPages; next = waiting.shift()) {
    if (seen.has(next)) continue
    seen.add(next)
    await open(page, next)
    const isFirst = seen.size === 1
    if (isFirst && !(await answer(page, phase))) told('unasked', '', new URL(next).hostname)
    if (isFirst && phase === 'agreed') await open(page, next)
    if (isFirst) waiting.push(...(await linksOf(page, site)))
    for (const name of await storedIn(page)) told('storage', name)
  }
  for (const { name, domain, expires } of await context.cookies())
    told('cookie', name, domain, expires < 0 ? null : (expires * 1000 - now.getTime()) / 86_400_000)
  for (const host of called) told('request', host, host)
  return { pages: seen.size, found }
}

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address, { timeout: patience })
  await page.waitForLoadState('networkidle', { timeout: rest }).catch(() => undefined) // some pages never rest
}

/** Presses what the phase says, as a visitor would. False when the page asks nothing. */
async function answer(page: Page, phase: Phase): Promise<boolean> {
  const button = page.locator(`button[data-act=${phase === 'agreed' ? 'accept' : 'refuse'}]`) // finds it behind its own border too
  const isThere = await button.waitFor({ timeout: rest }).then(
    () => true,
    () => false,
  )
  if (!isThere || phase === 'before') return isThere
  await button.click()
  await page.locator('button[data-act=settings]').waitFor({ timeout: rest })
  await page.waitForLoadState('networkidle', { timeout: rest }).catch(() => undefined)
  return true
}

/** Of the same site and no other page of it: without what stands after `#`. */
const linksOf = async (page: Page, site: string): Promise<readonly string[]> => {
  const links = await page.evaluate(() => [...document.links].map(({ href }) => href.replace(/#.*/, '')))
  return [...new Set(links)].filter(link => URL.canParse(link) && new URL(link).hostname === site)
}

/** Names in every store of every frame. */
async function storedIn(page: Page): Promise<readonly string[]> {
  const names = await Promise.all(
    page.frames().map(
      frame =>
        frame
          .evaluate(async () => [
            ...Object.keys(localStorage),
            ...Object.keys(sessionStorage),
            ...(await indexedDB.databases()).map(({ name = '' }) => name),
            ...((await globalThis.caches?.keys()) ?? []),
          ])
          .catch(() => []), // a frame without an origin has no store
    ),
  )
  return [...new Set(names.flat())]
}

/** The page's own host, or one of the same site: below it, or beside its `www`. */
function isOf(site: string, host: string): boolean {
  const base = site.replace(/^www\./, '')
  return host === base || host.endsWith(`.${base}`)
}

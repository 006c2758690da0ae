/** A real server on a home of its own and Debian's Chromium before it, for tests that look at the screens as people do. */

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { describe, expect } from 'vitest'
import type { TextArguments } from '../src/base/errors.ts'
import { type TextKey, text } from '../src/texts/texts.ts'
import { newHome, type Running, removeHome, start } from './running.ts'

const root = join(import.meta.dirname, '..')
/** The shell has no windows of its own to draw, which costs half as much. */
const executable = [process.env.CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(
  path => path && existsSync(path),
)

/** What needs a browser: skipped, and said so, where there is none. */
export const inBrowser = (name: string, tests: () => void): void => {
  if (!executable) process.stderr.write(`No Chromium (apt-get install chromium, or CHROMIUM=…): skipped: ${name}\n`)
  describe.skipIf(!executable)(name, tests)
}

/** The words of the screens, in Finnish. */
export const fi = (key: TextKey, args?: TextArguments): string => text('fi', key, args)

export const password = 'pitkä ja helppo muistaa'
export const aino = { name: 'Aino Ylläpitäjä', email: 'aino.yllapitaja@example.org', password }

export const exampleFile = join(root, 'examples', 'imports', 'wix-contacts.csv')
/** A notice of a gym, as such notices were written. */
export const oldNotice = readFileSync(join(root, 'examples', 'read', 'gym.txt'), 'utf8')

export interface Desk {
  readonly server: Running
  /** A browser of its own, as another person at another machine has; what goes wrong on its pages goes into `faults`. */
  newcomer(options?: BrowserContextOptions): Promise<BrowserContext>
  /** What no page may do: errors, breaches of the content security policy, requests to anybody else. */
  readonly faults: string[]
  end(): Promise<void>
}

/** `env` is what the server has beside a newcomer's environment. */
export async function openDesk(env: NodeJS.ProcessEnv = {}): Promise<Desk> {
  if (!existsSync(join(root, 'dist', 'web', 'index.html')))
    throw new Error('The screens are not built: npm run build, or npm test, which builds them first')
  const home = newHome()
  const [server, browser] = await Promise.all([start(home, env), openBrowser()])
  const faults: string[] = []
  return {
    server,
    faults,
    newcomer: async options => {
      const context = await browser.newContext({
        locale: 'fi-FI',
        timezoneId: 'Europe/Helsinki',
        viewport: { width: 1440, height: 900 },
        reducedMotion: 'reduce',
        ...options,
      })
      context.setDefaultTimeout(Number(process.env.PATIENCE ?? 20_000))
      watch(context, server.address, faults)
      return context
    },
    end: async () => {
      await browser.close()
      await server.end('SIGKILL')
      removeHome(home)
    },
  }
}

/** The same with the first administrator signed in, and a page of theirs. */
export async function openSignedIn(
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly desk: Desk; readonly context: BrowserContext; readonly page: Page }> {
  const desk = await openDesk(env)
  const context = await desk.newcomer()
  await setUp(context, desk)
  return { desk, context, page: await context.newPage() }
}

const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executable ?? '',
    args: [
      '--lang=fi',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--font-render-hinting=none', // else the shell draws letters further apart than windows do
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

function watch(context: BrowserContext, address: string, faults: string[]): void {
  context.on('request', request => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== address && protocol !== 'data:' && protocol !== 'blob:') faults.push(`request to ${request.url()}`)
  })
  context.on('weberror', error => faults.push(`${error.error()}`))
  context.on('console', message => {
    // A refusal of the server, or a network that is gone, is told to the person; the browser tells it here too.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text())
  })
}

/** The first administrator, made without the screens; the context is signed in. */
export async function setUp(context: BrowserContext, desk: Desk): Promise<void> {
  await ask(context, desk, 'POST', '/set-up', { token: tokenOf(desk.server.setUp), ...aino })
}

/** Asks as the screens do; throws what was refused. The shape is the API's own. */
export async function ask<Answer>(
  context: BrowserContext,
  { server: { address } }: Desk,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  data?: unknown,
  purpose?: string,
): Promise<Answer> {
  const headers = { origin: address, ...(purpose && { purpose }) }
  const answer = await context.request.fetch(`${address}/api/v1${path}`, { method, data, headers })
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  const told: unknown = answer.status() === 204 ? undefined : await answer.json()
  return told as Answer
}

export const tokenOf = (link: string | undefined): string => new URL(link ?? 'none:').hash.slice(1)

/** A customer of the purpose customer-care, given by telephone; `more` are rows of further categories. */
export async function addCustomer(
  context: BrowserContext,
  desk: Desk,
  [given_name, family_name]: readonly [string, string],
  email?: string,
  more: Readonly<Record<string, readonly unknown[]>> = {},
): Promise<string> {
  const body = {
    source: 'phone',
    categories: {
      identity: [{ given_name, family_name }],
      ...(email && { 'contact-points': [{ email }] }),
      ...more,
    },
    statements: [{ kind: 'contract', givenAt: '2026-01-02T10:00:00+02:00' }],
  }
  const { id } = await ask<{ id: string }>(context, desk, 'POST', '/persons', body, 'customer-care')
  return id
}

/** An invitation, as the administrator makes it; the link that is sent. */
export async function invite(context: BrowserContext, desk: Desk, name: string, duties: readonly string[]) {
  const email = `${name.toLowerCase().replace(' ', '.')}@example.org`
  const { link } = await ask<{ link: string }>(context, desk, 'POST', '/invitations', { name, email, duties })
  return { link, email }
}

const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What changes with the width and the scheme; names and roles do not. */
const ofLooks = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable', 'target-size']

/** No violation of WCAG 2.2 AA that axe can find, or of what changes with the look; each is told with the elements that break it. */
export async function expectAccessible(page: Page, what: 'all' | 'looks' = 'all'): Promise<void> {
  // What the bar at the top half covers as the page is scrolled is no small target; a scheme that has just changed is drawn in the next frame.
  await page.evaluate(
    () =>
      new Promise(done => {
        window.scrollTo(0, 0)
        requestAnimationFrame(() => requestAnimationFrame(done))
      }),
  )
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await (what === 'all' ? axe.withTags(standard) : axe.withRules(ofLooks)).analyze()
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => [id, html, failureSummary]),
  )
  expect(told, page.url()).toEqual([])
}

/** The page lies within the window, and no text is cut off that can be read nowhere else, no word broken. */
export async function expectWhole(page: Page): Promise<void> {
  // A window that has just become narrow is drawn anew by what listens to it, not in the same frame.
  await expect.poll(() => cutIn(page), { message: page.url() }).toEqual([])
}

const cutIn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    const pen = document.createElement('canvas').getContext('2d')
    /** What a field shows of itself: its placeholder, or what is chosen in it. */
    const shown = (field: HTMLElement): string => {
      if (field instanceof HTMLSelectElement) return field.selectedOptions[0]?.text ?? ''
      return field instanceof HTMLInputElement && field.value === '' ? field.placeholder : ''
    }
    const isCut = (element: HTMLElement): boolean => {
      const style = getComputedStyle(element)
      const words = shown(element)
      if (words !== '' && pen) {
        // `style.font` is empty where a part of it has no short form; the pen would keep its own.
        pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
        const room = element.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight)
        return pen.measureText(words).width > room + 1
      }
      const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent?.trim() !== '')
      // Clipped to nothing is said to the screen reader alone.
      if (!own || element.clientWidth < 2) return false
      // A value in a list may be longer than its column; it is whole in its title and on its own screen.
      if (element.closest<HTMLElement>('[title]')?.title === element.textContent) return false
      return style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1
    }
    const cut = [...document.querySelectorAll<HTMLElement>('body *')]
      .filter(element => element.closest('[aria-hidden="true"]') === null && isCut(element))
      .map(element => `${element.tagName}.${element.className}: ${shown(element) || element.textContent}`)
    /** Not clipped to nothing, as what is said to the screen reader alone. */
    const isSeen = (element: Element | null): boolean =>
      element === null || (element.getBoundingClientRect().width > 1 && isSeen(element.parentElement))
    /** Words of the screen that go on in the middle on the next line, where there was no room for them. */
    const broken = [...document.querySelectorAll('h1, h2, h3, th, button, label, dt, summary')]
      .filter(element => element.closest('.any-name, [title]') === null && element.querySelector('.any-name') === null)
      .filter(isSeen)
      .flatMap(element => [...element.childNodes])
      .filter(node => node instanceof Text)
      .flatMap(node => [...node.data.matchAll(/[\p{L}\p{M}]{2,}/gu)].map(word => ({ node, word })))
      .filter(({ node, word: { 0: word, index } }) => {
        const range = document.createRange()
        range.setStart(node, index)
        range.setEnd(node, index + word.length)
        return range.getClientRects().length > 1
      })
      .map(({ word: [word] }) => `broken: ${word}`)
    cut.push(...broken)
    return [...(scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide in ${clientWidth}`] : []), ...cut]
  })

/** Kept outside git for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  const folder = join(root, 'artifacts', 'screens')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

/** Wide and light, narrow and dark: accessible, whole, and kept as pictures `<name>-<width>`. Afterwards as it was. */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const [width, colorScheme, what] of [
    [1440, 'light', 'looks'],
    [390, 'dark', 'all'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await expectAccessible(page, what)
    await expectWhole(page)
    await screenshot(page, `${name}-${width}`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

/** A file as it comes: its origin has not been told yet. */
export async function uploadFile(
  context: BrowserContext,
  { server: { address } }: Desk,
  name: string,
  data: Buffer,
): Promise<string> {
  const headers = {
    origin: address,
    purpose: 'customer-care',
    'content-type': 'application/octet-stream',
    'file-name': name,
  }
  const answer = await context.request.post(`${address}/api/v1/imports`, { data, headers })
  const { id }: { id: string } = await answer.json()
  return id
}

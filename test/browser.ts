/** A real server on a home of its own and Debian's Chromium before it, for tests that look at the screens as people do. */

import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import {
  type APIResponse,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { describe, expect } from 'vitest'
import type { TextArguments } from '../src/base/errors.ts'
import { type TextKey, text } from '../src/texts/texts.ts'
import { newHome, type Running, removeHome, start } from './running.ts'

const root = join(import.meta.dirname, '..')
const executable = [process.env.CHROMIUM, '/usr/bin/chromium'].find(path => path && existsSync(path))

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

export interface Desk {
  readonly server: Running
  /** A browser of its own, as another person at another machine has; what goes wrong on its pages goes into `faults`. */
  newcomer(options?: BrowserContextOptions): Promise<BrowserContext>
  /** What no page may do: errors, breaches of the content security policy, requests to anybody else. */
  readonly faults: string[]
  end(): Promise<void>
}

export async function openDesk(): Promise<Desk> {
  if (!existsSync(join(root, 'dist', 'web', 'index.html')))
    throw new Error('The screens are not built: npm run build, or npm test, which builds them first')
  const home = newHome()
  const [server, browser] = await Promise.all([start(home), openBrowser()])
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

const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executable ?? '',
    args: [
      '--lang=fi',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
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
export async function setUp(context: BrowserContext, { server }: Desk): Promise<void> {
  await post(context, server, '/set-up', { token: tokenOf(server.setUp), ...aino })
}

/** A POST as the screens send it; throws what was refused. */
async function post(
  context: BrowserContext,
  { address }: Running,
  path: string,
  data: unknown,
  purpose?: string,
): Promise<APIResponse> {
  const headers = { origin: address, ...(purpose && { purpose }) }
  const answer = await context.request.post(`${address}/api/v1${path}`, { data, headers })
  if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
  return answer
}

export const tokenOf = (link: string | undefined): string => new URL(link ?? 'none:').hash.slice(1)

/** A customer of the purpose customer-care, given by telephone. */
export async function addCustomer(
  context: BrowserContext,
  { server }: Desk,
  [given_name, family_name]: readonly [string, string],
  email?: string,
): Promise<string> {
  const body = {
    source: 'phone',
    categories: { identity: [{ given_name, family_name }], ...(email && { 'contact-points': [{ email }] }) },
    statements: [{ kind: 'contract', givenAt: '2026-01-02T10:00:00+02:00' }],
  }
  const answer = await post(context, server, '/persons', body, 'customer-care')
  const { id }: { id: string } = await answer.json()
  return id
}

/** An invitation, as the administrator makes it; the link that is sent. */
export async function invite(context: BrowserContext, { server }: Desk, name: string, duties: readonly string[]) {
  const email = `${name.toLowerCase().replace(' ', '.')}@example.org`
  const answer = await post(context, server, '/invitations', { name, email, duties })
  const { link }: { link: string } = await answer.json()
  return { link, email }
}

const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** No violation of WCAG 2.2 AA that axe can find; each is told with the elements that break it. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(standard).setLegacyMode().analyze()
  const told = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => [id, html, failureSummary]),
  )
  expect(told, page.url()).toEqual([])
}

/** The page lies within the window, and no text is cut off that can be read nowhere else. */
export async function expectWhole(page: Page): Promise<void> {
  const faults = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    const cut = [...document.querySelectorAll<HTMLElement>('body *')]
      .filter(element => {
        const hides = getComputedStyle(element)
        const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent?.trim() !== '')
        // Clipped to nothing is said to the screen reader alone.
        if (!own || element.clientWidth < 2 || element.closest('[aria-hidden="true"]') !== null) return false
        return hides.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1
      })
      .map(element => `${element.tagName}.${element.className}: ${element.textContent}`)
    return [...(scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide in ${clientWidth}`] : []), ...cut]
  })
  expect(faults, page.url()).toEqual([])
}

/** Kept outside git for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  const folder = join(root, 'artifacts', 'screens')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

/** The example file as it comes: its origin has not been told yet. */
export async function uploadExample(context: BrowserContext, { server: { address } }: Desk): Promise<string> {
  const headers = {
    origin: address,
    purpose: 'customer-care',
    'content-type': 'application/octet-stream',
    'file-name': 'wix-contacts.csv',
  }
  const data = readFileSync(exampleFile)
  const answer = await context.request.post(`${address}/api/v1/imports`, { data, headers })
  const { id }: { id: string } = await answer.json()
  return id
}

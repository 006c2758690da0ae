/** Every screen in each window, light and dark, Finnish and English: accessible, whole, and kept as a picture to look at. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  addCustomer,
  type Desk,
  expectAccessible,
  expectWhole,
  inBrowser,
  invite,
  openDesk,
  screenshot,
  setUp,
  uploadExample,
} from './browser.ts'

vi.setConfig({ testTimeout: 180_000 }) // tens of screens in eight looks each

const widths = [1440, 390] as const
const themes = ['light', 'dark'] as const
const langs = ['fi', 'en'] as const

inBrowser('every screen', () => {
  let desk: Desk
  let signedIn: BrowserContext
  let person = ''
  let imported = ''

  beforeAll(async () => {
    desk = await openDesk()
    signedIn = await desk.newcomer()
    await setUp(signedIn, desk)
    for (const name of [
      ['Bertta', 'Mäkelä'],
      ['Åke', 'Lindström'],
      ['Eeva-Liisa', 'Österlund'],
    ] as const)
      await addCustomer(signedIn, desk, name, `${name[0].toLowerCase()}@example.org`)
    person = await addCustomer(signedIn, desk, ['Aino', 'Virtanen'], 'aino.virtanen@example.org')
    imported = await uploadExample(signedIn, desk)
    await invite(signedIn, desk, 'Kerttu Koskinen', ['customer-service'])
  })
  afterAll(async () => {
    await desk?.end()
  })

  /** Each with its path, and what is on it when it has come. */
  const screens = (): readonly (readonly [
    name: string,
    path: string,
    there: string,
    open?: (page: Page) => Promise<void>,
  ])[] => [
    ['customers', '/customers', 'tr[data-row], li[data-row]'],
    ['customers-purposes', '/customers', 'tr[data-row], li[data-row]', page => page.locator('.purpose-bar').click()],
    ['new-customer', '/customers/new', 'form'],
    ['person', `/customers/${person}`, '.person-values'],
    [
      'person-change',
      `/customers/${person}`,
      '.person-values',
      page => page.locator('.person-row-acts button').first().click(),
    ],
    ['person-history', `/customers/${person}`, '.person-values', page => page.locator('button.value').first().click()],
    ['person-why', `/customers/${person}`, '.person-values', page => page.locator('button.value').first().hover()],
    ['organisations', '/organisations', 'main h2, main table'],
    ['imports', '/imports', 'main table'],
    ['new-import', '/imports/new', '.import-drop'],
    ['import-origin', `/imports/${imported}`, '.import-form'],
    ['notice', '/our-notice', '.notice-document, main article'],
    ['staff', '/staff', 'main table'],
    ['keys', '/keys', 'main h2, main table'],
    ['account', '/account', '#sessions'],
    ['no-such-screen', '/nowhere', 'h2'],
  ]

  for (const width of widths)
    for (const theme of themes)
      for (const lang of langs)
        test(`at ${width}, ${theme}, ${lang}`, async () => {
          const { cookies } = await signedIn.storageState()
          const chosen = { 'seloste.lang': lang, 'mantine-color-scheme-value': theme }
          const localStorage = Object.entries(chosen).map(([name, value]) => ({ name, value }))
          const context = await desk.newcomer({
            viewport: { width, height: 900 },
            hasTouch: width < 500,
            isMobile: width < 500,
            colorScheme: theme,
            storageState: { cookies, origins: [{ origin: desk.server.address, localStorage }] },
          })
          const page = await context.newPage()
          for (const [name, path, there, open] of screens()) {
            await page.goto(desk.server.address + path)
            await page.locator(there).first().waitFor()
            await open?.(page)
            await page.locator('[class*=Skeleton]').first().waitFor({ state: 'detached' })
            await screenshot(page, `${name}-${width}-${theme}-${lang}`)
            await expect.soft(expectAccessible(page)).resolves.toBeUndefined()
            await expect.soft(expectWhole(page)).resolves.toBeUndefined()
          }
          await context.close()
        })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})

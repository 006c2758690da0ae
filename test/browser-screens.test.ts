/** Every screen, in each window, light and dark, in the long form in three languages: accessible and whole; kept as a picture where one looks. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { agreementScreens } from './agreement-screens.ts'
import { attributionScreens } from './attribution-screens.ts'
import {
  type Desk,
  expectAccessible,
  expectWhole,
  inBrowser,
  oldNotice,
  openDesk,
  screenshot,
  tokenOf,
} from './browser.ts'
import { arrivalScreens } from './browser-arrivals.ts'
import { caseScreens } from './browser-case-content.ts'
import { type Content, fill } from './browser-content.ts'
import { letterScreens } from './browser-letters.ts'
import { raffleScreens } from './browser-raffles.ts'
import { segmentScreens } from './browser-segments.ts'
import { taskScreens } from './browser-tasks.ts'
import { campaignScreens } from './campaign-screens.ts'
import { chatScreens } from './chat-screens.ts'
import { cookieScreens } from './cookie-screens.ts'
import { formScreens } from './form-screens.ts'
import { inboxScreens } from './inbox-screens.ts'
import { inferenceScreens } from './inference-screens.ts'
import { mailboxScreens } from './mailbox-screens.ts'
import { withRecordings } from './recording-screens.ts'
import { reportScreens } from './report-screens.ts'
import { calendar, dryRun, holds, placeHold } from './retention-screens.ts'
import { salesScreens } from './sales-screens.ts'
import { attacked, calm, lookInto, ownTrouble } from './security-screens.ts'
import { newApp, ownFactors, secondStep, unusualLooks } from './staff-screens.ts'
import { surveyScreens } from './survey-screens.ts'

vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 180_000 }) // a hundred screens in each look, all in the long run

const [laptop, desktop, phone] = [1280, 1440, 390]

interface Look {
  readonly width: number
  readonly theme: 'light' | 'dark'
  readonly lang: 'fi' | 'sv' | 'en'
  /** axe sees colours and sizes, which do not change with the language, and names and roles, which do not change with the look. */
  readonly axe?: 'all' | 'looks'
}

/** At every run each screen once, every other wide and light, the rest narrow and dark; all of them in every look that differs, and in three languages, in
 * the long run (SELOSTE_LONG). A scheme that changes under a page is not drawn reliably, so each look loads its screens. */
const looks: readonly Look[] = [
  { width: desktop, theme: 'light', lang: 'fi', axe: 'all' },
  { width: phone, theme: 'dark', lang: 'fi', axe: 'all' },
  ...(process.env.SELOSTE_LONG
    ? ([
        { width: phone, theme: 'dark', lang: 'en', axe: 'looks' },
        { width: desktop, theme: 'dark', lang: 'en', axe: 'all' },
        { width: laptop, theme: 'light', lang: 'fi' },
        { width: phone, theme: 'light', lang: 'sv' },
        { width: desktop, theme: 'dark', lang: 'fi', axe: 'looks' },
        { width: phone, theme: 'light', lang: 'fi', axe: 'looks' },
        { width: phone, theme: 'light', lang: 'en' },
        { width: laptop, theme: 'light', lang: 'sv' },
        { width: phone, theme: 'dark', lang: 'sv' },
      ] as const)
    : []),
]

/** Its path, what is on it when it has come, and what is done on it before one looks. */
type Screen = readonly [name: string, path: string, there: string, open?: (page: Page) => Promise<unknown>]

const why = async (page: Page) => {
  await page.locator('button.value').first().hover()
  await page.locator('[role=tooltip]').waitFor()
}

const click = (what: string) => (page: Page) => page.locator(what).first().click()

inBrowser('every screen', () => {
  let desk: Desk
  let signedIn: BrowserContext
  let content: Content

  beforeAll(async () => {
    desk = await openDesk()
    signedIn = await desk.newcomer()
    content = await fill(signedIn, desk)
  })
  afterAll(async () => {
    await desk?.end()
  })

  /** Long work is over before one can look at it: the answer is held at a moment in the middle. */
  const inTheMiddle = async (page: Page) => {
    await page.route(`**/imports/${content.imports.done}`, async route => {
      if (route.request().resourceType() === 'document') return route.continue()
      const answer = await route.fetch()
      const json = { ...(await answer.json()), state: 'running', progress: { done: 31_204, total: 100_000 } }
      return route.fulfill({ response: answer, json })
    })
    await page.reload()
    await page.locator('.import-work').waitFor()
  }

  /** The notice of the example has no fault: here it has one, at a sentence and at a line. */
  const noted = async (page: Page) => {
    await page.route('**/api/v1/notice?**', async route => {
      const answer = await route.fetch()
      const finding = {
        rule: 'W01',
        severity: 'warning',
        at: { line: 104, column: 5 },
        path: 'categories.identity.keep',
      }
      const words = {
        missing: 'Säilytysaika on pidempi kuin tarvitaan.',
        why: 'GDPR 5(1)(e) art.',
        mend: 'Lyhennä aikaa.',
      }
      const json = { ...(await answer.json()), findings: [{ ...finding, ...words }] }
      return route.fulfill({ response: answer, json })
    })
    await page.reload()
    await page.locator('.findings .to-line').waitFor()
  }
  const notedLine = async (page: Page) => {
    await noted(page)
    await page
      .locator('.margin-note')
      .first()
      .evaluate(note => note.setAttribute('open', ''))
    await page.locator('.margin-note .to-line').click()
    await page.locator('#line-104:focus').waitFor()
  }

  /** The set-up link is used by now: here the register still waits for its first administrator. */
  const beforeSetUp = async (page: Page) => {
    await page.route('**/api/v1/set-up', route => route.fulfill({ json: { needed: true } }))
    await page.goto('about:blank')
    await page.goto(`${desk.server.address}/set-up#${tokenOf(desk.server.setUp)}`)
    await page.locator('form').waitFor()
  }

  /** No row of the examples fits two persons: here one does, and it has been said which. */
  const whoItIs = async (page: Page) => {
    await page.route('**/rows?outcome=refused**', async route => {
      const answer = await route.fetch()
      const json = await answer.json()
      const persons = ['Aino Virtanen', 'Aino Virtanen-Pihlajamäki'].map((name, n) => ({
        person: `0199c0de-0000-7000-8000-00000000000${n}`,
        name,
        email: `aino.virtanen${n}@example.org`,
        phone: null,
      }))
      const [row] = json.rows
      const named = { ...row, name: 'Aino Virtanen', email: 'aino@example.org', choice: { persons, chosen: 'none' } }
      return route.fulfill({ response: answer, json: { ...json, rows: [named, ...json.rows.slice(1)] } })
    })
    await page.locator('[data-outcome=refused]').click()
    await page.locator('#import-rows [type=radio]').nth(1).check()
    await page.locator('#import-rows .import-go button').waitFor()
  }

  const makeLogin = async (page: Page) => {
    await page.locator('.page-head button').first().click()
    await page.locator('[role=dialog] input').first().fill('Raportointi')
    await page.locator('[role=dialog] [type=submit]').click()
    await page.locator('[role=dialog] [readonly]').waitFor()
  }

  const readOld = async (page: Page) => {
    await page.locator('main textarea').fill(oldNotice)
    await page.locator('main [type=submit]').click()
    await page.locator('.old-notice-desk').waitFor()
    await page.locator('#old-thing-0').focus()
  }
  const tryOld = async (page: Page) => {
    await page.locator('textarea').fill(oldNotice)
    await page.locator('form button').first().click()
    await page.locator('.reading').waitFor()
  }

  /** The page of categories is chosen from a list where there is no room for buttons. */
  const openCategory = async (page: Page) => {
    const parts = page.locator('.draft-pages button')
    if ((await parts.count()) > 0) await parts.nth(3).click()
    else await page.locator('.draft-form select').first().selectOption({ index: 3 })
    await page.locator('.entry-open').nth(1).click()
    await page.locator('.entry-fields').waitFor()
  }

  const noBreaches = async (page: Page) => {
    await page.route('**/api/v1/breaches', route =>
      route.fulfill({ json: { breaches: [], next: null, categories: [] } }),
    )
    await page.reload()
    await page.locator('.nothing-yet').waitFor()
  }

  const rows = 'tr[data-row], li[data-row]'
  const screens = (): readonly Screen[] => {
    const { person, organisation, invitation, imports, draft, publication, contract, breaches, preferences } = content
    return [
      ['set-up', `/set-up#${tokenOf(desk.server.setUp)}`, 'main', beforeSetUp],
      ['set-up-done', `/set-up#${tokenOf(desk.server.setUp)}`, '[role=alert]'],
      ['sign-in', '/sign-in', 'form'],
      ['sign-in-code', '/sign-in', 'form', page => secondStep(page, 'second-factor')],
      ['sign-in-enrol', '/sign-in', 'form', page => secondStep(page, 'enrolment')],
      ['invitation', `/invitation#${invitation}`, 'form'],
      ['invitation-used', '/invitation#used', '[role=alert]'],
      ['customers', '/customers', rows],
      ['customers-purposes', '/customers', rows, click('.purpose-bar')],
      ['customers-selected', '/customers', rows, page => page.keyboard.press('j').then(() => page.keyboard.press('x'))],
      ['new-customer', '/customers/new', 'form'],
      ['person', `/customers/${person}`, '.person-values'],
      ['person-change', `/customers/${person}`, '.person-values', click('.person-row-acts button')],
      ['person-history', `/customers/${person}`, '.person-values', click('button.value')],
      ['person-why', `/customers/${person}`, '.person-values', why],
      ['organisations', '/organisations', 'main table'],
      ['organisation-add', '/organisations', 'main table', click('.page-head button')],
      ['organisation', `/organisations/${organisation}`, '.person-values'],
      ['organisation-change', `/organisations/${organisation}`, '.person-values', click('.page-head button')],
      ...arrivalScreens(content.arrivals),
      ...formScreens(content.forms),
      ...caseScreens(content.case),
      ...raffleScreens,
      ...segmentScreens(content.segment),
      ...inferenceScreens(person),
      ...campaignScreens(content.campaign),
      ...reportScreens(content.report),
      ...attributionScreens,
      ...surveyScreens,
      ...letterScreens(content.letters),
      ...taskScreens(person),
      ...agreementScreens,
      ...mailboxScreens(person),
      ...chatScreens,
      ...cookieScreens,
      ...inboxScreens(person),
      ['person-recordings', `/customers/${person}`, '.person-values', withRecordings],
      ['imports', '/imports', 'main table'],
      ['new-import', '/imports/new', '.import-drop'],
      ['arrangements', '/arrangements', '.arrangement'],
      ['arrangement-add', '/arrangements', '.arrangement', click('.page-head button')],
      ['import-origin', `/imports/${imports.uploaded}`, '.import-form'],
      ['import-columns', `/imports/${imports.mapping}`, '.import-columns'],
      ['import-reading', `/imports/${imports.workbook}`, '.import-columns', click('.import-reading summary')],
      ['import-preview', `/imports/${imports.previewed}`, '.import-counts', click('[data-outcome=refused]')],
      ['import-who', `/imports/${imports.previewed}`, '.import-counts', whoItIs],
      ['import-running', `/imports/${imports.done}`, '.import-counts', inTheMiddle],
      ['import-report', `/imports/${imports.done}`, '.import-counts', click('[data-outcome=new]')],
      ['import-undo', `/imports/${imports.done}`, '.import-counts', click('.import-go button')],
      ['import-undone', `/imports/${imports.undone}`, 'main [role=alert]'],
      ['notice', '/our-notice', '.notice-document, main article'],
      ['notice-noted', '/our-notice', '.notice-document, main article', noted],
      ['notice-noted-line', '/our-notice', '.notice-document, main article', notedLine],
      ['notice-source', '/our-notice', '[role=tab]', click('[role=tab] >> nth=1')],
      ['notice-try', '/our-notice', '[role=tab]', click('[role=tab] >> nth=2')],
      ['notice-read', '/our-notice/read', 'main form'],
      ['notice-read-result', '/our-notice/read', 'main form', readOld],
      ['notice-public-versions', '/notice/versions', 'main section'],
      ['try', '/try', 'form'],
      ['try-result', '/try', 'form', tryOld],
      ['preferences', preferences, 'form'],
      ['preferences-no-link', '/preferences/nobody', 'h1'],
      ['drafts', '/our-notice/drafts', 'main table'],
      ['draft-new', '/our-notice/drafts', 'main table', click('.page-head button')],
      ['draft', `/our-notice/drafts/${draft}`, '.draft-fields'],
      ['draft-categories', `/our-notice/drafts/${draft}`, '.draft-fields', openCategory],
      ['draft-text', `/our-notice/drafts/${draft}`, '.draft-fields', click('[role=tab] >> nth=1')],
      ['draft-revisions', `/our-notice/drafts/${draft}`, '.draft-fields', click('.draft-status button >> nth=2')],
      ['notice-versions', '/our-notice/versions', 'main table'],
      ['compare', '/our-notice/compare', '.difference'],
      ['compare-paste', '/our-notice/compare?a=version:1&b=pasted', '.compare-side form'],
      ['compare-redline', '/our-notice/compare', '.difference', click('[role=tab] >> nth=1')],
      ['publications', '/publications', 'main table'],
      ['publication', `/publications/${publication}`, '.how-far'],
      ['publication-cancel', `/publications/${publication}`, '.how-far', click('.publication button >> nth=0')],
      ['publish', `/publications/draft/${draft}`, '.letter'],
      ['retention', '/retention', '.retention-night', calendar],
      ['retention-dry', '/retention', '.retention-night', dryRun],
      ['retention-holds', '/retention', '.retention-night', holds],
      ['retention-place', '/retention', '.retention-night', placeHold],
      ['retention-runs', '/retention', '.retention-night', click('[role=tab] >> nth=3')],
      ['accountability', '/accountability', '.accountability-part'],
      ['processors', '/accountability/processors', 'main table'],
      ['contract-new', '/accountability/contracts/new?processor=Example%20Sites%20Ltd', 'form'],
      ['contract', `/accountability/contracts/${contract}`, '.revisions'],
      ['balancing-tests', '/accountability/balancing-tests', 'main table'],
      ['balancing-test', '/accountability/balancing-tests/know-customers', '.revisions'],
      ['processing-record', '/accountability/record', '.notice-document'],
      ['breaches', '/breaches', 'main table'],
      ['breaches-none', '/breaches', 'main table', noBreaches],
      ['breach-new', '/breaches/new', 'form'],
      ['breach', `/breaches/${breaches.running}`, '.breach-steps'],
      ['breach-change', `/breaches/${breaches.running}`, '.breach-steps', click('.breach-step button')],
      ['breach-overdue', `/breaches/${breaches.overdue}`, '.breach-steps'],
      ['screenings', '/accountability/screenings', 'main table'],
      ['screening', '/accountability/screenings/marketing', 'form'],
      ['staff', '/staff', 'main table'],
      ['staff-invite', '/staff', 'main table', click('.page-head button')],
      ['staff-acts', '/staff', 'main table', click('main tbody button[aria-haspopup]')],
      ['staff-duties', '/staff', 'main table', page => staffAct(page, 0)],
      ['staff-lock', '/staff', 'main table', page => staffAct(page, 2)],
      ['unusual-looks', '/looks', 'h1', unusualLooks],
      ['security', '/security', 'h1', attacked],
      ['security-calm', '/security', 'h1', calm],
      ['security-review', '/security', 'h1', lookInto],
      ['keys', '/keys', 'main table'],
      ['key-make', '/keys', 'main table', click('.page-head button')],
      ['logins', '/logins', 'main table'],
      ['login-make', '/logins', 'main table', click('.page-head button')],
      ['login-made', '/logins', 'main table', makeLogin],
      ['backups', '/backups', 'main table'],
      ['account', '/account', '#second-factor'],
      ['account-sign-ins', '/account', '#second-factor', ownTrouble],
      ['account-factors', '/account', '#second-factor', ownFactors],
      ['account-app', '/account', '#second-factor', newApp],
      ['no-such-screen', '/nowhere', '.frame'],
      ...salesScreens(content.sold), // another purpose's, so after all others
    ]
  }

  /** One of the acts for the member of staff who is neither locked nor oneself. */
  const staffAct = async (page: Page, act: number) => {
    await page.locator('main tr', { hasText: 'Ville Vahti' }).locator('button').click()
    await page.locator('[role=menuitem]').nth(act).click()
    await page.locator('[role=dialog]').waitFor()
  }

  const newPage = async ({ width, theme, lang }: Look): Promise<Page> => {
    const { cookies } = await signedIn.storageState()
    const chosen = { 'seloste.lang': lang, 'mantine-color-scheme-value': theme }
    const localStorage = Object.entries(chosen).map(([name, value]) => ({ name, value }))
    const context = await desk.newcomer({
      viewport: { width, height: 900 },
      hasTouch: width === phone,
      isMobile: width === phone,
      colorScheme: theme,
      storageState: { cookies, origins: [{ origin: desk.server.address, localStorage }] },
    })
    return context.newPage()
  }

  /** Tables wider than the window: whoever reads them has to push them sideways. */
  const scrolling = (page: Page) =>
    page
      .locator('main table:visible')
      .evaluateAll(all =>
        all
          .filter(table => table.getBoundingClientRect().right > innerWidth)
          .map(table => table.textContent.slice(0, 60)),
      )

  const only = process.env.SCREEN?.split(',') // some screens while they are being made: the beginnings of their names
  const pictures = only || process.env.SELOSTE_LONG
  const inLook = (look: Look) => (_: Screen, at: number) => pictures || at % 2 === looks.indexOf(look)
  test.each(looks)('at $width, $theme, $lang', async look => {
    const page = await newPage(look)
    for (const [name, path, there, open] of screens().filter(inLook(look))) {
      if (only?.every(one => !name.startsWith(one))) continue
      // From an empty page: a link that differs from the last by what stands after # would not be loaded.
      await page.goto('about:blank')
      await page.goto(desk.server.address + path)
      await page.locator(there).first().waitFor()
      await open?.(page)
      await page.locator('[class*=Skeleton]').first().waitFor({ state: 'detached' })
      if (pictures) await screenshot(page, `${name}-${look.width}-${look.theme}-${look.lang}`)
      if (look.axe) await expect.soft(expectAccessible(page, look.axe), name).resolves.toBeUndefined()
      await expect.soft(expectWhole(page), name).resolves.toBeUndefined()
      if (['cookies', 'unusual-looks'].includes(name)) expect.soft(await scrolling(page), name).toEqual([])
      await page.unrouteAll({ behavior: 'wait' })
    }
    await page.context().close()
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})

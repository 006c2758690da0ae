/** A call is on record, with its task, by the keyboard alone and with few presses; the timeline tells it at once, and a task is done by one. */

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { addCustomer, type Desk, expectAccessible, fi, inBrowser, openSignedIn } from './browser.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

inBrowser('the timeline, calls and tasks', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page
  let customer: string
  let presses = 0

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
    customer = await addCustomer(context, desk, ['Aino', 'Virtanen'], 'aino@example.org')
  })
  afterAll(async () => {
    await desk?.end()
  })

  /** Every key that goes down is counted; the words of the note are typed besides. */
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) {
      presses += key.split('+').length
      await page.keyboard.press(key)
    }
  }
  const words = (text: string) => page.keyboard.type(text)
  const timeline = () => page.getByRole('region', { name: fi('ui.timeline.title') })
  const dialog = (title: 'ui.log.title' | 'ui.tasks.add') => page.getByRole('dialog', { name: fi(title) })
  /** Whether the field that is called so has the keyboard. */
  const isAt = (label: string) =>
    page.evaluate(name => {
      const at = document.activeElement
      const labels = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? [...(at.labels ?? [])] : []
      return labels.some(({ textContent }) => textContent.replace(/ \*$/, '') === name)
    }, label)
  const comesTo = (label: string) => expect.poll(() => isAt(label), { timeout: 30_000 }).toBe(true)

  test('a call takes its words and three presses, and stands on the timeline', async () => {
    await page.goto(`${desk.server.address}/customers/${customer}`)
    await timeline().getByText('lisäsi henkilön rekisteriin').first().waitFor()
    presses = 0
    await press('l')
    await comesTo(fi('ui.log.subject'))
    await words('Laskusta, tunnus 131052-308T')
    await press('Control+Enter')
    await page.getByText(fi('ui.log.saved-masked')).waitFor()
    expect(presses).toBe(3)
    await timeline().getByText('kirjasi puhelun asiakkaalta: Laskusta, tunnus ******-****').waitFor()
    await expect.poll(() => dialog('ui.log.title').count(), { timeout: 30_000 }).toBe(0)
    await expectAccessible(page)
  })

  test('a meeting with a task, from wherever one is, to a customer who is sought', async () => {
    await page.goto(`${desk.server.address}/our-notice`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    presses = 0
    await press('Control+k')
    await page.getByPlaceholder(fi('ui.reach.placeholder')).waitFor()
    await words('kirjaa')
    await page.getByRole('dialog').getByText(fi('ui.log.title')).waitFor()
    await press('Enter')
    await comesTo(fi('ui.log.whom'))
    await words('aino')
    await page.getByRole('option', { name: /Aino Virtanen/ }).waitFor()
    await press('ArrowDown', 'Enter')
    await press('Tab', 'ArrowRight') // what happened: a meeting
    await press('Tab')
    await comesTo(fi('ui.log.subject'))
    await words('Kurssin suunnittelu')
    await press('Tab')
    await words('Jatketaan tammikuussa')
    await press('Tab', 'Tab')
    while (!(await isAt(fi('ui.log.follow-up')))) await press('Tab')
    await press('Space', 'Control+Enter')
    await page.getByText(fi('ui.log.saved-meeting')).waitFor()
    expect(presses).toBeLessThan(24)
    await page.goto(`${desk.server.address}/customers/${customer}`)
    await timeline().getByText('kirjasi tapaamisen: Kurssin suunnittelu').waitFor()
    await timeline().locator('.timeline-more').getByText('Jatketaan tammikuussa').waitFor()
    await timeline().getByText('lisäsi tehtävän: Kurssin suunnittelu').waitFor()
  })

  test('only what is asked for is shown, and a page says when that is nothing', async () => {
    const chip = (key: 'timeline.kind.contact' | 'timeline.kind.merge') =>
      timeline().getByRole('checkbox', { name: fi(key) })
    await chip('timeline.kind.contact').press('Space')
    await timeline().getByText('lisäsi henkilön rekisteriin').waitFor({ state: 'detached' })
    await timeline().getByText('kirjasi tapaamisen: Kurssin suunnittelu').waitFor()
    await chip('timeline.kind.contact').press('Space')
    await chip('timeline.kind.merge').press('Space')
    await timeline().getByText(fi('ui.timeline.none-such')).waitFor()
    await expectAccessible(page)
  })

  test('tasks: one’s own, added by three presses, done by one', async () => {
    // Two keys are one sign when they come within two seconds, which a busy machine may not manage at once.
    await vi.waitFor(
      async () => {
        await page.keyboard.press('g')
        await page.keyboard.press('t')
        await page.waitForURL('**/tasks', { timeout: 3_000 })
      },
      { timeout: 30_000 },
    )
    await page.getByText('Kurssin suunnittelu').first().waitFor()
    await expectAccessible(page)
    presses = 0
    await press('c')
    await comesTo(fi('ui.tasks.what'))
    await words('Tilaa kahvia')
    await press('Control+Enter')
    await page.getByText(fi('ui.tasks.added')).waitFor()
    expect(presses).toBe(3)
    await page.getByText(fi('ui.tasks.all'), { exact: true }).click()
    await page.getByText('Kurssin suunnittelu').first().waitFor()
    await page.getByLabel(fi('ui.tasks.mark-done', { title: 'Tilaa kahvia' })).press('Space')
    await page.getByText(fi('ui.tasks.done-now')).waitFor()
    await page.getByText('Tilaa kahvia').waitFor({ state: 'detached' })
    await page.getByText(fi('ui.tasks.settled'), { exact: true }).click()
    await page.getByText('Tilaa kahvia').click()
    await page.getByText(fi('ui.tasks.did.done', { who: 'Aino Ylläpitäjä' })).waitFor()
    await expectAccessible(page)
    expect(desk.faults).toEqual([])
  })
})

/** The same way by the keyboard alone: the focus is always seen, and never lost when a screen changes or a dialog closes. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aino, ask, type Desk, exampleFile, expectAccessible, fi, inBrowser, openDesk, uploadFile } from './browser.ts'

inBrowser('by the keyboard alone', () => {
  let desk: Desk
  let page: Page

  beforeAll(async () => {
    desk = await openDesk()
    page = await (await desk.newcomer()).newPage()
    // Listened for from the beginning: a key is quicker than asking for it then.
    page.on('filechooser', chooser => void chooser.setFiles(exampleFile))
  })
  afterAll(async () => {
    await desk?.end()
  })

  /** What has the keyboard: its words, and whether one sees that it has it. */
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement)) return { words: '', isSeen: false, isLost: true }
      const labels =
        element instanceof HTMLInputElement || element instanceof HTMLSelectElement
          ? [...(element.labels ?? [])].map(one => one.textContent)
          : []
      const own = element.matches('main, [role="dialog"]') ? 'main' : element.textContent
      const words = [element.getAttribute('aria-label'), ...labels, own].find(one => one) ?? ''
      // A radio's or a switch's mark, a password's frame: what is drawn for it may stand around it or beside it.
      const drawn = [element, element.parentElement, element.nextElementSibling].filter(one => one !== null)
      const rings = drawn
        .map(one => getComputedStyle(one))
        .filter(
          ({ outlineStyle: line, outlineWidth: width, boxShadow }) =>
            (line !== 'none' && Number.parseFloat(width) > 0) || boxShadow !== 'none',
        )
      const { borderColor } = getComputedStyle(element)
      return {
        words,
        isSeen: rings.length > 0 || (element.matches('input, textarea, select') && borderColor !== ''),
        isLost: element === document.body,
      }
    })

  /** Tab until that has the keyboard, as somebody does who looks; every stop on the way is seen. */
  async function tabTo(words: string | RegExp, key = 'Tab'): Promise<void> {
    const passed: string[] = []
    for (let stops = 0; stops < 80; stops += 1) {
      await page.keyboard.press(key)
      const at = await focused()
      passed.push(at.words)
      if (!at.isLost) expect(at.isSeen, `the focus is not seen at «${at.words}»`).toBe(true)
      if (typeof words === 'string' ? at.words.includes(words) : words.test(at.words)) return
    }
    throw new Error(`Tab does not come to «${words}», but to: ${passed.join(' | ')}`)
  }

  const press = (...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
  const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor()
  /** On another screen: the keyboard stands at its beginning. */
  const arrive = async (name: string) => {
    await heading(name)
    await expect.poll(focused).toMatchObject({ words: 'main' })
  }
  const expectNotLost = async () => expect.poll(focused).toMatchObject({ isLost: false })

  test('set-up and import', { timeout: 90_000 }, async () => {
    await page.goto(desk.server.setUp ?? '')
    await heading(fi('ui.set-up.title'))
    await page.keyboard.type(aino.name)
    await tabTo(fi('ui.sign-in.email'))
    await page.keyboard.type(aino.email)
    await tabTo(fi('ui.password.new'))
    await page.keyboard.type(aino.password)
    await press('Enter')
    await heading(fi('ui.customers.title'))
    await page.getByText(fi('ui.customers.none')).waitFor()

    await press('g', 'i')
    await arrive(fi('ui.import.title'))
    await tabTo(fi('ui.import.new'))
    await press('Enter')
    await arrive(fi('ui.import.new'))
    await tabTo(fi('ui.import.choose-file'))
    await press('Enter')
    await page.getByText(fi('ui.import.origin-why')).waitFor()
    await expectNotLost()
    await tabTo('Muut omat rekisterimme')
    await tabTo('Verkkokauppa', 'ArrowDown')
    await tabTo(fi('ui.import.bases.contract'))
    await press('Space')
    await tabTo(fi('ui.import.read-file'))
    await press('Enter')
    await page.getByText(fi('ui.import.recognised', { tool: 'Wix' })).waitFor()
    await expectNotLost()
    await tabTo(new RegExp(`^${fi('ui.import.preview')}$`))
    await press('Enter')
    await page.getByText(fi('ui.import.counted', { count: 5, number: '5' })).waitFor()
    await expectNotLost()
    await tabTo(fi('ui.import.run', { count: 3, number: '3' }))
    await press('Enter')
    await page.getByRole('status').filter({ hasText: 'Tuotu' }).waitFor()
    await expectNotLost()
  })

  test('whom a row is about is chosen, on a telephone’s screen', { timeout: 90_000 }, async () => {
    const context = page.context()
    const [header, record] = [
      'Email 1,Email 2,First Name,Last Name,Email subscriber status',
      'aino.virtanen@example.org,ake.lindstrom@example.org,Kaisa,Virtanen,',
    ]
    const id = await uploadFile(context, desk, 'kaksi.csv', Buffer.from(`${header}\n${record}\n`))
    const origin = { source: 'shop', basis: 'contract', obtained: '2026-10-01' }
    await ask(context, desk, 'PUT', `/imports/${id}/origin`, origin, 'customer-care')
    await page.setViewportSize({ width: 390, height: 800 })
    await page.goto(`${desk.server.address}/imports/${id}`)
    await page.getByText(fi('ui.import.recognised', { tool: 'Wix' })).waitFor()
    await tabTo(new RegExp(`^${fi('ui.import.preview')}$`))
    await press('Enter')
    await page.getByText(fi('ui.import.counted', { count: 1, number: '1' })).waitFor()
    await tabTo(fi('ui.import.outcome.refused', { count: 1 }))
    await press('Enter')
    const who = fi('ui.import.who', { line: '2', name: 'Kaisa Virtanen' })
    await page.getByRole('radiogroup', { name: who }).waitFor()
    await tabTo(new RegExp(`^${fi('ui.import.who-none')}`))
    await press('ArrowDown')
    await expect.poll(focused).toMatchObject({ words: expect.stringMatching(/^Aino/) })
    await tabTo(fi('ui.import.count-choices', { count: 1, number: '1' }))
    await press('Enter')
    await page.getByRole('button', { name: fi('ui.import.run', { count: 1, number: '1' }) }).waitFor()
    await expectNotLost()
    await expectAccessible(page)
    await tabTo(fi('ui.import.run', { count: 1, number: '1' }))
    await press('Enter')
    await page.getByRole('status').filter({ hasText: 'Tuotu' }).waitFor()
    await expectNotLost()
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  test('the list by its keys, the customer, why, history', { timeout: 60_000 }, async () => {
    await press('g', 'c')
    await arrive(fi('ui.customers.title'))
    await page.getByRole('link', { name: 'Bertta Mäkelä' }).waitFor()
    await press('j')
    await expect.poll(focused).toMatchObject({ words: expect.stringContaining('Lindström'), isSeen: true })
    await press('j')
    await expect.poll(focused).toMatchObject({ words: expect.stringContaining('Mäkelä') })
    await press('x')
    await page.getByText(fi('ui.customers.selected', { count: 1 })).waitFor()
    await press('x', 'k', 'ArrowDown', 'ArrowDown')
    await expect.poll(focused).toMatchObject({ words: expect.stringContaining('Virtanen') })
    await press('/')
    await page.keyboard.type('mäkelä')
    await page.getByText(fi('ui.customers.total', { count: 1, number: '1' })).waitFor()
    await tabTo(/^Bertta Mäkelä$/)
    await press('Enter')
    await arrive('Bertta Mäkelä')

    await tabTo('bertta.makela@example.org')
    await page.getByRole('tooltip').getByText('wix-contacts.csv').waitFor()
    await press('Escape')
    await page.getByRole('tooltip').waitFor({ state: 'hidden' })
    await press('Enter')
    const history = page.getByRole('dialog')
    await history.getByText(fi('ui.change.added', { who: aino.name })).waitFor()
    await press('Escape')
    await history.waitFor({ state: 'hidden' })
    await expect.poll(focused).toMatchObject({ words: 'bertta.makela@example.org', isSeen: true })

    await press('e')
    await expect.poll(focused).toMatchObject({ words: expect.stringContaining('Muuta: ') })
    await press('Enter')
    await tabTo('Sukunimi')
    await press('Control+a')
    await page.keyboard.type('Mäkelä-Laine')
    await tabTo(fi('ui.row.source'))
    await page.keyboard.type('Puhelin')
    await tabTo(new RegExp(`^${fi('ui.save')}$`))
    await press('Enter')
    await heading('Bertta Mäkelä-Laine')
    await expectNotLost()
  })

  test('an organisation is opened and changed', { timeout: 60_000 }, async () => {
    await press('g', 'o')
    await arrive(fi('ui.organisations.title'))
    await press('c')
    await expect.poll(focused).toMatchObject({ words: expect.stringContaining(fi('ui.organisation.name')) })
    await page.keyboard.type('Mäkelän Puutarha Oy')
    await press('Enter') // the source is the one told last
    await arrive('Mäkelän Puutarha Oy')
    await tabTo(fi('ui.organisation.change'))
    await press('Enter')
    await expect.poll(focused).toMatchObject({ words: expect.stringContaining(fi('ui.organisation.name')) })
    await tabTo(new RegExp(`^${fi('ui.cancel')}$`))
    await press('Enter')
    await expect.poll(focused).toMatchObject({ words: fi('ui.organisation.change'), isSeen: true })
  })

  test('purpose, everything, keys', { timeout: 60_000 }, async () => {
    await press('g', 'c')
    await arrive(fi('ui.customers.title'))
    await tabTo(fi('ui.customers.columns'))
    await press('p')
    await expect.poll(focused).toMatchObject({ words: expect.stringContaining('Asiakassuhteen hoito') })
    await press('ArrowDown', 'Enter')
    await page.getByText(fi('ui.purpose.choose')).waitFor({ state: 'hidden' })
    await page
      .getByRole('button', { name: `${fi('ui.purpose.working-for')} Asiakassuhteen hoito` })
      .waitFor({ state: 'hidden' })
    await expect.poll(focused).toMatchObject({ words: fi('ui.customers.columns') })

    await press('Control+k')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type(fi('ui.staff.title').slice(0, 6))
    await page.getByRole('button', { name: fi('ui.staff.title') }).waitFor()
    await press('ArrowDown', 'Enter')
    await arrive(fi('ui.staff.title'))

    await press('?')
    await page.getByRole('dialog', { name: fi('ui.keys.title') }).waitFor()
    await press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await expectNotLost()
    await press('c')
    await page.getByRole('dialog', { name: fi('ui.staff.invite') }).waitFor()
    await press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await expectNotLost()
  })

  test('no page did what no page may', () => expect(desk.faults).toEqual([]))
})

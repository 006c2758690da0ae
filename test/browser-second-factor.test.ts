/** A second factor is set up, asked for, lost and taken away as people do it: with an app's code, a recovery code and a real passkey. */

import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import type { BrowserContext, Locator, Page } from 'playwright-core'
import decodeQR from 'qr/decode.js'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  aino,
  ask,
  type Desk,
  expectAccessible,
  expectWhole,
  fi,
  inBrowser,
  invite,
  openSignedIn,
  password,
} from './browser.ts'

vi.setConfig({ testTimeout: 60_000 })

/** What a phone reads in the picture that the screen has drawn. */
async function read(page: Page): Promise<string> {
  const { path, size } = await page.locator('.qr-code').evaluate(svg => ({
    path: svg.querySelector('path')?.getAttribute('d') ?? '',
    size: Number(svg.getAttribute('viewBox')?.split(' ')[2]),
  }))
  const scale = 4
  const width = size * scale
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)/g))
    for (let dy = 0; dy < scale; dy++)
      for (let dx = 0; dx < scale; dx++)
        data.fill(
          0,
          ((Number(y) * scale + dy) * width + Number(x) * scale + dx) * 4,
          ((Number(y) * scale + dy) * width + Number(x) * scale + dx) * 4 + 3,
        )
  return decodeQR({ width, height: width, data })
}

/** The code that an app shows; `ahead` steps of half a minute from now. */
const codeOf = (secret: string, ahead = 0) =>
  createOTP(base32.decode(secret)).hotp(Math.floor(Date.now() / 30_000) + ahead)

inBrowser('second factor', () => {
  let desk: Desk
  let context: BrowserContext
  let page: Page

  beforeAll(async () => {
    ;({ desk, context, page } = await openSignedIn())
  })
  afterAll(async () => {
    await desk?.end()
  })

  const goTo = (path: string, on = page) => on.goto(desk.server.address + path)
  const button = (name: string, on = page) => on.getByRole('button', { name, exact: true })
  /** Whether or not it bears the mark of what is required. */
  const field = (name: string, on: Page | Locator = page) => on.getByLabel(new RegExp(`^${name}( \\*)?$`))
  const looksRight = async (on = page) => {
    await expectAccessible(on)
    await expectWhole(on)
  }

  /** At another machine, with the password typed. */
  async function atTheDoor(email = aino.email): Promise<Page> {
    const other = await (await desk.newcomer()).newPage()
    await goTo('/sign-in', other)
    await field(fi('ui.sign-in.email'), other).fill(email)
    await field(fi('ui.sign-in.password'), other).fill(password)
    await other.keyboard.press('Enter')
    return other
  }
  const isIn = (on: Page) => on.getByRole('button', { name: fi('ui.account-menu.menu') }).waitFor()

  let secret = ''
  let codes: readonly string[] = []

  test('an app is set up by its picture, confirmed by its code, and recovery codes are shown once', async () => {
    await goTo('/account')
    await button(fi('ui.second-factor.app-add')).click()
    const dialog = page.getByRole('dialog')
    await field(fi('ui.password.current'), dialog).fill('väärä salasana')
    await page.keyboard.press('Enter')
    await dialog.getByText(fi('errors.access.wrong-password')).waitFor()
    await field(fi('ui.password.current'), dialog).fill(password)
    await page.keyboard.press('Enter')
    await dialog.locator('.qr-code').waitFor()
    await looksRight()
    secret = ((await dialog.locator('code').textContent()) ?? '').replaceAll(' ', '')
    const said = new URL(await read(page))
    expect(said.searchParams.get('secret')).toBe(secret)
    expect(decodeURIComponent(said.pathname)).toContain(aino.email)
    await field(fi('ui.second-factor.code')).fill('000000')
    await page.keyboard.press('Enter')
    await dialog.getByRole('alert').waitFor()
    await field(fi('ui.second-factor.code')).fill(await codeOf(secret))
    await page.keyboard.press('Enter')
    await page.locator('.recovery-codes').waitFor()
    await looksRight()
    codes = await page.locator('.recovery-codes code').allInnerTexts()
    expect(codes).toHaveLength(10)
    await button(fi('ui.second-factor.codes-kept')).click()
    await page.getByText(fi('ui.second-factor.codes-left', { count: 10 })).waitFor()
    await looksRight()
  })

  test('the next sign-in asks for the code, on a phone and by the keyboard alone', async () => {
    const other = await atTheDoor()
    await other.setViewportSize({ width: 390, height: 844 })
    await other.getByRole('heading', { name: fi('ui.second-factor.step-title') }).waitFor()
    await looksRight(other)
    expect(await other.getByRole('checkbox').isChecked()).toBe(false)
    await other.reload() // in the middle of it
    await field(fi('ui.second-factor.code'), other).waitFor()
    await other.keyboard.type('123456')
    await other.keyboard.press('Enter')
    await other.getByRole('alert').waitFor()
    await field(fi('ui.second-factor.code'), other).fill(await codeOf(secret, 1))
    await other.keyboard.press('Enter')
    await isIn(other)

    const third = await atTheDoor()
    await button(fi('ui.second-factor.step-use-recovery'), third).click()
    await field(fi('ui.second-factor.step-recovery'), third).fill(codes[0] ?? '')
    await third.keyboard.press('Enter')
    await isIn(third)
  })

  test('a passkey is made, signs in without a password, is renamed and removed', async () => {
    const devices = await context.newCDPSession(page)
    await devices.send('WebAuthn.enable')
    await devices.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await goTo('/account')
    await button(fi('ui.second-factor.passkey-add')).click()
    await field(fi('ui.second-factor.passkey-name')).fill('Työkannettava')
    await field(fi('ui.password.current'), page.getByRole('dialog')).fill(password)
    await page.keyboard.press('Enter')
    const row = page.getByRole('row', { name: /Työkannettava/ })
    await row.waitFor()
    await looksRight()

    await page.getByRole('button', { name: fi('ui.account-menu.menu') }).click()
    await button(fi('ui.account-menu.leave')).click()
    await button(fi('ui.sign-in.passkey')).click()
    await isIn(page)
    await goTo('/account')
    await row.getByRole('button', { name: fi('ui.second-factor.passkey-rename-of', { name: 'Työkannettava' }) }).click()
    await page.getByRole('dialog').getByLabel(fi('ui.second-factor.passkey-name')).fill('Vanha kannettava')
    await page.keyboard.press('Enter')
    const renamed = page.getByRole('row', { name: /Vanha kannettava/ })
    await renamed
      .getByRole('button', { name: fi('ui.second-factor.passkey-remove-of', { name: 'Vanha kannettava' }) })
      .click()
    await field(fi('ui.password.current'), page.getByRole('dialog')).fill(password)
    await page.keyboard.press('Enter')
    await renamed.waitFor({ state: 'detached' })
    // Its device still has it: the register knows it no more.
    await page.getByRole('button', { name: fi('ui.account-menu.menu') }).click()
    await button(fi('ui.account-menu.leave')).click()
    const { passkeys } = await ask<{ passkeys: boolean }>(context, desk, 'GET', '/sign-in')
    expect(passkeys).toBe(false)
  })

  test('where everybody must have one, a newcomer makes it before anything else', async () => {
    const other = await atTheDoor()
    await button(fi('ui.second-factor.step-use-recovery'), other).click()
    await field(fi('ui.second-factor.step-recovery'), other).fill(codes[1] ?? '')
    await other.keyboard.press('Enter')
    await isIn(other)
    await goTo('/staff', other)
    const rule = other.getByRole('switch', { name: fi('ui.staff.factor-rule') })
    await rule.click()
    await other.getByText(fi('ui.staff.factor-rule-on')).waitFor()
    await looksRight(other)

    const { link } = await invite(other.context(), desk, 'Bertta Virta', ['customer-service'])
    const bertta = await (await desk.newcomer()).newPage()
    await bertta.goto(link)
    await field(fi('ui.password.new'), bertta).fill(password)
    await bertta.keyboard.press('Enter')
    await bertta.getByRole('heading', { name: fi('ui.second-factor.enrol-title') }).waitFor()
    await looksRight(bertta)
    await goTo('/customers', bertta) // there is no way round
    await bertta.getByRole('heading', { name: fi('ui.second-factor.enrol-title') }).waitFor()
    await button(fi('ui.second-factor.app-add'), bertta).click()
    const hers = ((await bertta.locator('code').textContent()) ?? '').replaceAll(' ', '')
    await looksRight(bertta)
    await field(fi('ui.second-factor.code'), bertta).fill(await codeOf(hers))
    await bertta.keyboard.press('Enter')
    await button(fi('ui.second-factor.codes-kept'), bertta).click()
    await isIn(bertta)

    await goTo('/staff', other)
    const row = other.getByRole('row', { name: /Bertta Virta/ })
    await row.getByRole('cell', { name: fi('ui.staff.factor-app'), exact: true }).waitFor()
    await row.getByRole('button', { name: fi('ui.staff.acts-for', { name: 'Bertta Virta' }) }).click()
    await other.getByRole('menuitem', { name: fi('ui.staff.reset-factor') }).click()
    await looksRight(other)
    await other
      .getByRole('dialog')
      .getByRole('button', { name: fi('ui.staff.reset-factor') })
      .click()
    await row.getByRole('cell', { name: new RegExp(`^${fi('ui.staff.factor-reset-at', { at: '' })}`) }).waitFor()
    await bertta.reload()
    await button(fi('ui.sign-in.act'), bertta).waitFor()
  })

  test('nothing went wrong on the way', () => {
    expect(desk.faults).toEqual([])
  })
})

/** A form that is open and was sent, for the pictures: in the staff application and as a visitor finds it. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { vi } from 'vitest'
import { ask, type Desk } from './browser.ts'

const careOf = 'customer-care'

/** The example's form, as it is given to `forms make`. */
export const feedbackForm: { readonly fields: readonly object[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', 'examples', 'forms', 'feedback.json'), 'utf8'),
)

export interface OpenForm {
  readonly id: string
  /** Of the hosted page. */
  readonly path: string
}

/** Makes a form for customer care and opens it. */
export async function openFormOf(
  context: BrowserContext,
  desk: Desk,
  name = 'Kurssipalaute',
  content = feedbackForm,
): Promise<OpenForm> {
  const body = { name, source: 'forms', content }
  const { id } = await ask<{ id: string }>(context, desk, 'POST', '/forms', body, careOf)
  await ask(context, desk, 'PUT', `/forms/${id}/open`, { open: true }, careOf)
  const { link } = await ask<{ link: string }>(context, desk, 'GET', `/forms/${id}`, undefined, careOf)
  return { id, path: new URL(link).pathname }
}

/** The same, sent once by somebody who gives no permit. */
export async function formsOf(context: BrowserContext, desk: Desk): Promise<OpenForm> {
  const form = await openFormOf(context, desk)
  const address = `${desk.server.address}${form.path}?lang=fi`
  const stamp = /name="stamp" value="([^"]+)"/.exec(await (await fetch(address)).text())?.[1] ?? ''
  await vi.waitFor(
    async () => {
      const body = new URLSearchParams({
        stamp,
        'f.identity.given_name': 'Aino',
        'f.identity.family_name': 'Virtanen',
        'f.contact-points.email': 'aino.lomake@example.org',
        'f.feedback.content': 'Kurssi oli hyvä.',
      })
      const { status } = await fetch(address, { method: 'POST', body, redirect: 'manual' })
      if (status !== 303) throw new Error(`not taken yet: ${status}`) // nobody fills in a form in a second
    },
    { timeout: 30_000, interval: 1_000 },
  )
  return form
}

const send = async (page: Page) => {
  await page.locator('main button').last().click()
  await page.locator('[role=alert]').waitFor()
}
const noForms = async (page: Page) => {
  await page.route('**/api/v1/forms', route =>
    route.fulfill({ json: { forms: [], sources: [{ id: 'forms', name: 'Verkkolomakkeet' }], withdrawal: null } }),
  )
  await page.reload()
  await page.locator('.nothing-yet').waitFor()
}

/** Screens of forms, as test/browser-screens.test.ts looks at them. */
export const formScreens = ({ id, path }: OpenForm) =>
  [
    ['forms', '/forms', 'main table'],
    ['forms-none', '/forms', 'main table', noForms],
    ['form-new', '/forms/new', '.form-editor'],
    ['form', `/forms/${id}`, '.form-counts'],
    ['form-edit', `/forms/${id}/edit`, '.form-preview'],
    ['form-page', path, 'form'],
    ['form-page-wrong', path, 'form', send],
    ['form-page-sent', `${path}?done=sent`, 'h1'],
    ['form-page-confirm', `${path}?done=confirm`, 'h1'],
    ['form-page-closed', '/f/nosuchform', 'h1'],
    ['form-withdraw', '/withdraw', 'form'],
    ['form-withdraw-wrong', '/withdraw', 'form', send],
  ] as const

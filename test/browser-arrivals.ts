/** A shop that has sent, for the pictures: an order that was written, one that was refused, and one that may be about two persons. */

import { createHmac } from 'node:crypto'
import type { BrowserContext, Page } from 'playwright-core'
import { vi } from 'vitest'
import { ask, type Desk } from './browser.ts'
import { duplicateScreens } from './browser-duplicates.ts'
import { wooOrder } from './shop-orders.ts'

const careOf = 'customer-care'

interface Connections {
  readonly connections: readonly { readonly id: string; readonly address: string }[]
}
interface Listed {
  readonly arrivals: readonly { readonly id: string; readonly state: string }[]
}

/** Ids of the arrivals, newest first, once nothing waits to be written. */
export async function arrivalsOf(context: BrowserContext, desk: Desk): Promise<readonly string[]> {
  const made = { kind: 'woocommerce', name: 'Verkkokauppa', purpose: careOf, source: 'shop' }
  const { secret } = await ask<{ secret: string }>(context, desk, 'POST', '/connections', made)
  const { connections } = await ask<Connections>(context, desk, 'GET', '/connections')
  await ask(context, desk, 'POST', '/connections', {
    ...made,
    kind: 'shopify',
    name: 'Vanha kauppa',
    secret: 'shpss_1234567890abcdef',
  })
  const others = [
    { kind: 'twilio', name: 'Tekstiviestit', purpose: careOf, source: 'sms', secret: '0123456789abcdef'.repeat(2) },
    { kind: 'google-leads', name: 'Google-mainokset', purpose: careOf, source: 'social-media' },
  ]
  for (const other of others) await ask(context, desk, 'POST', '/connections', other)
  const send = async (order: object) => {
    const body = JSON.stringify(order)
    const signature = createHmac('sha256', secret).update(body).digest('base64')
    await fetch(connections[0]?.address ?? '', {
      method: 'POST',
      body,
      headers: { 'x-wc-webhook-signature': signature, 'x-wc-webhook-topic': 'order.created' },
    })
  }
  await send(wooOrder({ id: 1, number: '10231' }, { email: 'ei osoite', phone: '' }))
  await send(wooOrder({ id: 2, number: '10232' }))
  await send(wooOrder({ id: 2, number: '10232' }))
  await fetch(connections[0]?.address ?? '', { method: 'POST', body: '{}' })
  return vi.waitFor(
    async () => {
      const { arrivals } = await ask<Listed>(context, desk, 'POST', '/arrivals/search', {}, careOf)
      if (arrivals.length < 2 || arrivals.some(({ state }) => state === 'accepted'))
        throw new Error('still being written')
      return arrivals.map(({ id }) => id)
    },
    { timeout: 60_000, interval: 500 },
  )
}

/** No order of the examples fits two persons: here one does. */
const mayBeTwo = (id: string) => async (page: Page) => {
  await page.route(`**/api/v1/arrivals/${id}`, async route => {
    const answer = await route.fetch()
    const candidates = ['Aino Virtanen', 'Aino Virtanen-Pihlajamäki'].map((name, n) => ({
      id: `0199c0de-0000-7000-8000-00000000000${n}`,
      name,
      email: `aino.virtanen${n}@example.org`,
      phone: null,
    }))
    const reason = {
      key: 'arrivals.ambiguous',
      text: 'Rekisterissä on useita henkilöitä (2), joita tämä voi koskea.',
      mend: null,
    }
    return route.fulfill({
      response: answer,
      json: { ...(await answer.json()), state: 'refused', person: null, reason, candidates },
    })
  })
  await page.reload()
  await page.locator('#arrival-choice').waitFor()
}

/** Nobody of the examples came from a third party. */
const toBeTold = async (page: Page) => {
  await page.route('**/api/v1/informings/search', route => {
    const one = (n: number, name: string, informBy: string, daysLeft: number, mail: string | null = null) => ({
      id: `0199c0de-0000-7000-8000-00000000000${n}`,
      person: { id: `0199c0de-0000-7000-8000-00000000001${n}`, name },
      source: 'partners',
      obtained: '2026-10-20',
      informBy,
      daysLeft,
      toldAt: null,
      toldBy: null,
      how: null,
      reason: null,
      mail,
    })
    const informings = [
      one(1, 'Maximilian-Alexander Pihlajamäki-Kuusikangas', '2026-11-20', -3, 'failed'),
      one(2, 'Aino Virtanen', '2026-12-01', 8),
    ]
    return route.fulfill({ json: { informings, next: null, sends: true } })
  })
  await page.reload()
  await page.locator('main table').waitFor()
}

/** An export of orders of which one row cannot be read. */
const ordersFile = async (page: Page) => {
  const words =
    'Name,Id,Email,Created at,Financial Status,Currency,Total,Lineitem quantity,Lineitem name,Lineitem price'
  const row = (n: number, price: string) =>
    `#${n},${n},aino.virtanen@example.org,2026-03-01 10:00:00 +0200,paid,EUR,${price},1,Punonta,${price}`
  const buffer = Buffer.from([words, row(1001, '25.00'), row(1002, '25.00'), row(1003, '2S.00')].join('\n'))
  const shop = page.locator('.connection', { hasText: 'Shopify' })
  await shop.locator('input[type=file]').setInputFiles({ name: 'orders.csv', mimeType: 'text/csv', buffer })
  await page.locator('[role=dialog] li').first().waitFor()
}

/** The longest form of a connection: a service that is told a word, a token and the words of a consent. */
const addMeta = async (page: Page) => {
  await page.locator('.page-head button').first().click()
  const dialog = page.getByRole('dialog')
  await dialog.locator('select').first().selectOption('meta')
  await dialog.locator('fieldset select').first().selectOption('marketing')
}

const click = (what: string) => (page: Page) => page.locator(what).first().click()

/** What goes has been said when the reasons are there. */
const beforeUndo = async (page: Page) => {
  await page.locator('.arrival-undo button').click()
  await page.locator('[role=dialog] input[type=radio]').first().check()
}

/** Screens of arrivals and connections, as test/browser-screens.test.ts looks at them. */
export const arrivalScreens = ([written = '', refused = '']: readonly string[]) =>
  [
    ...duplicateScreens,
    ['arrivals', '/arrivals', 'main table'],
    ['arrival', `/arrivals/${refused}`, '.arrival-steps'],
    ['arrival-who', `/arrivals/${written}`, '.arrival-steps', mayBeTwo(written)],
    ['arrival-undo', `/arrivals/${written}`, '.arrival-undo', beforeUndo],
    ['informings', '/informings', '.nothing-yet', toBeTold],
    ['informings-none', '/informings', '.nothing-yet'],
    ['connections', '/connections', '.connection'],
    ['connection-guide', '/connections', '.connection', click('.connection-guide summary')],
    ['connection-add-meta', '/connections', '.connection', addMeta],
    ['connection-add', '/connections', '.connection', click('.page-head button')],
    ['connection-orders', '/connections', '.connection', ordersFile],
    ['connection-rotate', '/connections', '.connection', click('.connection button >> nth=3')],
  ] as const

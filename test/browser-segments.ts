/** For the pictures: a segment with somebody in it, and the screens on which one is put together and read. */

import type { BrowserContext, Page } from 'playwright-core'
import { ask, type Desk } from './browser.ts'

/** Customers of the purpose customer-care; answers the segment. */
export async function fillSegments(context: BrowserContext, desk: Desk): Promise<string> {
  const { id } = await ask<{ id: string }>(
    context,
    desk,
    'POST',
    '/segments',
    {
      name: 'Ei vielä kirjoituskurssia',
      why: 'Kevään ryhmät',
      condition: {
        all: [
          { rows: 'contact-points', where: [{ column: 'email', is: 'known', value: true }] },
          {
            rows: 'orders',
            where: [
              { column: 'product', is: 'equals', value: 'Luovan kirjoittamisen verkkokurssi' },
              { column: 'ordered', is: 'within', value: 'P12M' },
            ],
            times: { atMost: 0 },
          },
        ],
      },
    },
    'customer-care',
  )
  return id
}

const add = (page: Page) =>
  page
    .locator('main section button')
    .last()
    .click()
    .then(() => page.locator('main fieldset form').waitFor())

export const segmentScreens = (segment: string) =>
  [
    ['segments', '/segments', 'main table'],
    ['segment', `/segments/${segment}`, '.segment-sentence'],
    ['segment-new', '/segments/new', '.segment-count'],
    ['segment-edit', `/segments/${segment}/edit`, '.segment-parts', add],
    ['segment-absent', '/segments/0199c0de-0000-7000-8000-000000000001', '[role=alert]'],
  ] as const

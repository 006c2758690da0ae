/** For the pictures: letters in several states, and the screens on which one is written. */

import type { BrowserContext, Page } from 'playwright-core'
import { ask, type Desk } from './browser.ts'

const field = { field: 'identity.given_name', fallback: 'hyvä asiakas' }
const email = {
  subject: [{ text: 'Kevään kurssit, ' }, field],
  preheader: [{ text: 'Ilmoittautuminen alkaa maanantaina' }],
  blocks: [
    { kind: 'heading', content: [{ text: 'Kevään kurssit ovat auki' }] },
    {
      kind: 'text',
      paragraphs: [
        {
          kind: 'paragraph',
          content: [
            { text: 'Hei ' },
            field,
            { text: '. Kevään kurssit alkavat ' },
            { text: 'maaliskuussa', bold: true },
            { text: '. Lue ' },
            { text: 'kurssien aikataulu', href: 'https://example.fi/kurssit' },
            { text: ' ja ilmoittaudu.' },
          ],
        },
        {
          kind: 'list',
          numbered: false,
          items: [[{ text: 'Dreijaus, maanantaisin' }], [{ text: 'Lasitus, torstaisin' }]],
        },
      ],
    },
    { kind: 'button', label: 'Katso kurssit', href: 'https://example.fi/kurssit' },
    { kind: 'divider' },
    {
      kind: 'columns',
      columns: [
        [{ kind: 'text', paragraphs: [{ kind: 'paragraph', content: [{ text: 'Aloittelijoille' }] }] }],
        [{ kind: 'button', label: '', href: '' }],
      ],
    },
  ],
}

/** Letters of the purpose customer-care; answers an e-mail and a text message. */
export async function fillLetters(context: BrowserContext, desk: Desk): Promise<readonly [string, string]> {
  const save = async (name: string, content: object) =>
    (await ask<{ id: string }>(context, desk, 'POST', '/letters', { name, content }, 'customer-care')).id
  const sms = { body: [{ text: 'Hei ' }, field, { text: '! Kurssi alkaa huomenna klo 17 – tervetuloa.' }] }
  return [
    await save('Kevään kurssit', { channel: 'email', texts: { fi: email } }),
    await save('Muistutus kurssista', { channel: 'sms', texts: { fi: sms } }),
  ]
}

/** The frame is there before what is drawn in it. */
const drawn = (page: Page) => page.frameLocator('.letter-frame').locator('table').first().waitFor()
const counted = (page: Page) => page.locator('.letter-preview .mantine-Badge-root').waitFor()
const inPlainText = async (page: Page) => {
  await drawn(page)
  await page
    .locator('.letter-preview label', { hasText: 'teksti' })
    .or(page.locator('.letter-preview label', { hasText: 'Plain text' }))
    .click()
  await page.locator('.letter-text').waitFor()
}
const putField = async (page: Page) => {
  await drawn(page)
  await page.locator('.written-tools button').first().click()
  await page.locator('[role=dialog] select').waitFor()
}

export const letterScreens = ([email, sms]: readonly [string, string]) =>
  [
    ['letters', '/letters', 'main table'],
    ['letter-new', '/letters/new', '.letter-editor'],
    ['letter', `/letters/${email}`, '.letter-blocks', drawn],
    ['letter-text', `/letters/${email}`, '.letter-blocks', inPlainText],
    ['letter-field', `/letters/${email}`, '.letter-blocks', putField],
    ['letter-sms', `/letters/${sms}`, '.letter-editor', counted],
    ['letter-absent', '/letters/0199c0de-0000-7000-8000-000000000001', '[role=alert]'],
  ] as const

/** For the pictures: tasks of every kind, a call on the timeline, and the screens on which they stand. */

import type { BrowserContext, Page } from 'playwright-core'
import { ask, type Desk } from './browser.ts'

const careOf = 'customer-care'

/** A call with what follows from it, an old task that is late, one that is done, and one that is about nobody. */
export async function fillTasks(context: BrowserContext, desk: Desk, person: string): Promise<void> {
  const tell = <Answer>(path: string, body: object) => ask<Answer>(context, desk, 'POST', path, body, careOf)
  await tell(`/persons/${person}/interactions`, {
    kind: 'call',
    direction: 'in',
    subject: 'Kurssin ajankohta',
    outcome: 'Siirretään kevääseen, jos ryhmässä on tilaa.',
    followUp: { title: 'Lähetä uusi ajankohta', due: '2026-11-01' },
  })
  await tell('/tasks', { title: 'Tilaa kurssikirjat kevään ryhmille ja tarkista, että osoitteet ovat ajan tasalla' })
  const { id } = await tell<{ id: string }>('/tasks', { title: 'Vie laskut kirjanpitoon', person })
  const { turn } = await ask<{ turn: string }>(context, desk, 'GET', `/tasks/${id}`, undefined, careOf)
  await tell(`/tasks/${id}/turns`, { did: 'done', expected: turn, why: 'Vietiin sopimuksen mukaan' })
}

const choose = (n: number) => (page: Page) => page.locator('.mantine-SegmentedControl-label').nth(n).click()
const log = (page: Page) => page.keyboard.press('l').then(() => page.locator('[role=dialog] form').waitFor())

export const taskScreens = (person: string) =>
  [
    ['tasks', '/tasks', '.tasks'],
    ['tasks-all', '/tasks', '.tasks', choose(2)],
    ['tasks-turns', '/tasks', '.tasks', (page: Page) => page.locator('.tasks summary').first().click()],
    ['tasks-new', '/tasks', '.tasks', (page: Page) => page.locator('.page-head button').click()],
    ['person-log', `/customers/${person}`, '.timeline', log],
  ] as const

/** Recordings of calls for the pictures, and for whoever hears one: the example's notice names none. */

import type { Page } from 'playwright-core'

const id = '0199c0de-0000-7000-8000-000000000201'
const call = '0199c0de-0000-7000-8000-000000000202'
const by = { id: 'staff:0199c0de-0000-7000-8000-000000000203', kind: 'staff', name: 'Hilla Hakala' }

/** The person's page of a register whose notice names them, with a call that was recorded. */
export async function withRecordings(page: Page): Promise<void> {
  await page.route('**/api/v1/scope', async route => {
    const answer = await route.fetch()
    const told = await answer.json()
    const events = told.categories.find((one: { id: string }) => one.id === 'service-events')
    events.fields.push({
      ...events.fields[0],
      id: 'recording',
      name: 'nauhoite',
      columns: [{ ...events.fields[0].columns[0], name: 'recording' }],
    })
    return route.fulfill({ response: answer, json: told })
  })
  await page.route(/\/api\/v1\/persons\/[0-9a-f-]{36}$/, async route => {
    const answer = await route.fetch()
    const told = await answer.json()
    const events = told.categories.find((one: { id: string }) => one.id === 'service-events')
    const values = {
      kind: 'call',
      direction: 'in',
      occurred: '2026-11-20T09:00:00.000Z',
      subject: 'Puhelu, 3 min 20 s',
    }
    events?.rows.push({ ...events.rows[0], id: call, values, sources: {} })
    return route.fulfill({ response: answer, json: told })
  })
  const recording = {
    id,
    call,
    name: 'puhelu.ogg',
    bytes: 231_000,
    at: '2026-11-20T10:00:00.000Z',
    by,
    keptUntil: '2027-05-19',
  }
  await page.route('**/recordings', route => route.fulfill({ json: { recordings: [recording] } }))
  await page.route(`**/recordings/${id}`, route =>
    route.fulfill({ json: { name: 'puhelu.ogg', type: 'audio/ogg', base64: Buffer.from('OggS').toString('base64') } }),
  )
  await page.reload()
  await page.locator('#person-recordings').scrollIntoViewIfNeeded()
}

/** The browser that compares a site with the notice finds what the site really keeps and loads, and reaches nobody that it may not. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findBrowser, inspect } from '../src/visits/inspect.ts'
import { compare } from '../src/visits/inspection.ts'
import { type Desk, inBrowser, openDesk } from './browser.ts'
import { exampleNotice, noticeIn } from './promise-asker.ts'
import { strangersCookies, type VisitedSite, visitedSite } from './visited-site.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const noticeText = exampleNotice.replace('\ncookies:\n', `\ncookies:\n${strangersCookies}`)

inBrowser('a site compared with the notice', () => {
  let desk: Desk
  let site: VisitedSite
  const folder = mkdtempSync(join(tmpdir(), 'seloste-inspection-'))

  beforeAll(async () => {
    const file = join(folder, 'notice.yaml')
    writeFileSync(file, noticeText)
    desk = await openDesk({ SELOSTE_NOTICE: file })
    site = await visitedSite(desk.server.address)
  })
  afterAll(async () => {
    await site?.close()
    await desk?.end()
    rmSync(folder, { recursive: true })
  })

  test('a browser that looks at the site finds what it really keeps, and a stranger who does not wait', async () => {
    const looked = (address: string, mayReach = (_: string) => true) =>
      inspect({
        ...{ addresses: [address], own: desk.server.address, executable: findBrowser(process.env.CHROMIUM) ?? '' },
        ...{ stopping: new AbortController().signal, now: new Date(), mayReach },
      })
    const notice = noticeIn(noticeText)
    const { pages, found } = await looked(site.url)
    expect(pages).toBe(2)
    expect(compare(found, notice)).toEqual({ undeclared: [], early: [], unasked: [], longer: [] })
    expect(found).toContainEqual(expect.objectContaining({ phase: 'agreed', kind: 'cookie', name: '_ga' }))
    const waiting = site.body
    site.body = `<script nonce="n0nce">document.cookie='sneaky=1;path=/';localStorage.setItem('_ga','1')</script>
      <iframe src="${site.strangers}/video" title="Video"></iframe><iframe src="/away" title="Muualla"></iframe>`
    site.called.length = 0
    const wrong = compare((await looked(site.url, address => address !== '127.0.0.3')).found, notice)
    expect(site.called).toEqual([]) // neither at once nor after a redirection
    site.body = waiting
    expect(wrong.undeclared).toEqual(['sneaky (127.0.0.1)'])
    expect([...wrong.early].sort()).toEqual(['127.0.0.3', '_ga (127.0.0.1)', 'sneaky (127.0.0.1)'])
    const plain = compare((await looked(site.strangers)).found, notice)
    expect(plain.unasked).toEqual(['127.0.0.3'])
  })
})

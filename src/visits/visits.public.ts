/** What pages of other sites ask of us: the script, the words of the question, and that a choice is taken down. Any site may ask; nobody is known by it. */

import { Refused } from '../base/errors.ts'
import { dateInHelsinki } from '../base/time.ts'
import type { DirectDoor } from '../http/direct.ts'
import type { PublicPage } from '../http/page.ts'
import type { Program } from '../http/program.ts'
import type { Notice } from '../notice/notice.ts'
import { keepWording, recordChoice } from './choice.ts'
import { openCounting, siteOf } from './counting.ts'
import { asked, countsVisits, wordingFor } from './inventory.ts'
import { joinByLink, joinByPass } from './joined.ts'
import { know, knowsBy, seeKnown } from './known.ts'
import { sentScript } from './sent-script.ts'

const noStore = { 'cache-control': 'no-store' }
const anySite = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

async function inForce(program: Program): Promise<{ readonly notice: Notice; readonly version: number }> {
  const { notice, version } = await program.published()
  if (notice === undefined) throw new Refused('telling.nothing-in-force', 'conflict')
  return { notice, version }
}

const script: PublicPage = {
  path: '/visit.js',
  handle: async ask => {
    const { notice } = await inForce(ask.program)
    return sentScript(notice, ask.program.url, ask.headers.get('accept-encoding') ?? '')
  },
}

const words: PublicPage = {
  path: '/visit/words',
  costs: () => true,
  handle: async ask => {
    const { program, lang, clock } = ask
    const { notice, version } = await inForce(program)
    if (asked(notice).length === 0) return new Response(null, { status: 404, headers: anySite })
    const wording = await keepWording(program.database.app, wordingFor(notice, version, lang, program.url), clock.now())
    return Response.json(wording, { headers: { ...anySite, 'cache-control': 'public, max-age=300' } })
  },
}

/** A family behind one address, and no machine. */
const choices = { burst: 20, millisecondsEach: 3000 }

const choice: PublicPage = {
  path: '/visit/choice',
  handle: async () => new Response(null, { status: 405, headers: { ...anySite, allow: 'POST' } }),
  form: {
    maxBytes: 2000,
    allowance: choices,
    handle: async (ask, sent) => {
      const field = (name: string): string => sent.get(name) ?? ''
      const told = {
        ...{ visitor: field('visitor'), categories: field('categories'), method: field('method') },
        ...{ lang: field('lang'), wording: field('wording') },
        // W3C Global Privacy Control: any other value counts for nothing.
        gpc: field('gpc') === '1' || ask.headers.get('sec-gpc') === '1',
      }
      const { app } = ask.program.database
      const [{ notice, version }, now] = [await inForce(ask.program), ask.clock.now()]
      const agreed = await recordChoice(app, told, { notice, version, now })
      const knows = agreed.includes('analytics') ? knowsBy(notice) : undefined
      const key = knows && (await know(app, knows, { visitor: told.visitor, key: field('visit'), now }))
      return new Response(key ?? null, { status: key === undefined ? 204 : 200, headers: { ...anySite, ...noStore } })
    },
  },
}

const join: PublicPage = {
  path: '/visit/join',
  handle: async () => new Response(null, { status: 405, headers: { ...anySite, allow: 'POST' } }),
  form: {
    maxBytes: 2000,
    allowance: choices,
    handle: async ({ program }, sent) => {
      const followed = await joinByPass(program, { key: sent.get('visit') ?? '', pass: sent.get('pass') ?? '' })
      const isTheirs = followed === 'joined' || followed === 'already'
      return new Response(null, { status: isTheirs ? 204 : 403, headers: { ...anySite, ...noStore } })
    },
  },
}

/** As many pages as are read behind one address: a school, an office, a mobile operator. */
const views = { burst: 300, millisecondsEach: 200 }

/**
 * A page that was seen. The address and the browser that come with the request are used for the answer and kept nowhere. Of one server:
 * what tells visitors apart lives in its memory.
 */
export function viewDoor({ database }: Program): DirectDoor {
  const count = openCounting(database.app)
  return {
    path: '/visit',
    maxBytes: 3000,
    allowance: views,
    handle: async ({ program, address, header, now }, sent) => {
      const { notice } = await inForce(program)
      if (!countsVisits(notice)) throw new Refused('visits.not-counted', 'absent')
      const field = (name: string): string => sent.get(name)?.trim() ?? ''
      const seen = {
        ...{
          site: siteOf(header('origin')),
          path: field('path'),
          event: field('event'),
          cents: centsIn(field('value')),
        },
        ...{ referrer: field('referrer'), medium: field('medium'), campaign: field('campaign') },
        refused: field('refused') === '1',
      }
      const key = seen.refused || !knowsBy(notice) ? '' : field('visit').slice(0, 100)
      if (field('again') !== '1') await count(seen, { address, agent: header('user-agent'), key, now })
      if (key === '') return 204
      if (!(await seeKnown(database.app, { ...seen, key }, now))) return 205 // the page forgets the key
      const followed = field('followed')
      if (followed !== '') await joinByLink(program, key, followed)
      return 204
    },
  }
}

/** What an event brought, in cents, of what the page says in euros; nothing where it says nothing that could be so. */
const centsIn = (value: string): number =>
  /^\d{1,7}([.,]\d{1,2})?$/.test(value) ? Math.round(Number(value.replace(',', '.')) * 100) : 0

/** That we obey Global Privacy Control, and since when this notice says so. */
const gpc: PublicPage = {
  path: '/.well-known/gpc.json',
  handle: async ask => {
    const { notice } = await inForce(ask.program)
    const [lastUpdate] = [notice.effective, dateInHelsinki(ask.clock.now())].sort()
    return Response.json({ gpc: true, lastUpdate }, { headers: anySite })
  },
}

export const visitPages: readonly PublicPage[] = [script, words, choice, join, gpc]

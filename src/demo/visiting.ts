/** The website of the company that was never there: a quarter of visits, what visitors chose of cookies, and how many came to order. */

import { dateInHelsinki, momentInHelsinki } from '../base/time.ts'
import { langs } from '../visits/about.ts'
import { addUp } from '../visits/adding-up.ts'
import { keepWording, recordChoice } from '../visits/choice.ts'
import { openCounting, type Seen } from '../visits/counting.ts'
import { addGoal, reckonGoals } from '../visits/goals.ts'
import { asked, wordingFor } from '../visits/inventory.ts'
import { type Chance, chanceFrom, oneOf } from './invented.ts'
import type { DemoProgram } from './year.ts'

const days = 91
const site = 'www.kurssit.example'
const day = 86_400_000

const times = <Value>(count: number, value: Value): readonly Value[] => Array.from({ length: count }, () => value)

const ways: readonly Pick<Seen, 'referrer' | 'medium' | 'campaign'>[] = [
  ...times(6, { referrer: 'www.google.fi', medium: '', campaign: '' }),
  ...times(4, { referrer: '', medium: '', campaign: '' }),
  ...times(2, { referrer: '', medium: 'email', campaign: 'uutiskirje' }),
  { referrer: 'www.facebook.com', medium: 'cpc', campaign: 'syksyn kurssit' },
  { referrer: 'www.linkedin.com', medium: '', campaign: '' },
  { referrer: 'yrittajat.example', medium: '', campaign: '' },
  { referrer: 'chatgpt.com', medium: '', campaign: '' },
]
const courses = ['/kurssit/asiakaspalvelun-perusteet', '/kurssit/puutarhan-suunnittelu', '/kurssit/valokuvaus']
const browsers = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1',
]
const machine = 'Mozilla/5.0 (compatible; Esimerkkibot/1.0; +https://example.org/bot)'

/** What is seen on one visit, in its order: a path, and the name of an event with what it brought. */
function walk(chance: Chance): readonly (readonly [path: string, event?: string, cents?: number])[] {
  const course = oneOf(chance, courses)
  if (chance() < 0.45) return [[chance() < 0.6 ? '/' : course]]
  const looked: (readonly [string])[] = [['/'], ['/kurssit'], [course]]
  if (chance() < 0.75) return looked
  if (chance() < 0.55) return [...looked, ['/kori']]
  return [...looked, ['/kori'], ['/kiitos'], ['/kiitos', 'tilattu', oneOf(chance, [4900, 9900, 14_900])]]
}

export async function visitTheSite(program: DemoProgram, by: string): Promise<void> {
  const { app } = program.database
  const now = program.clock.now()
  const chance = chanceFrom(43)
  const count = openCounting(app)
  for (let ago = days; ago >= 0; ago--) {
    const date = dateInHelsinki(new Date(now.getTime() - ago * day))
    const [opens, hours] = [momentInHelsinki(date, 8).getTime(), 13 * 3_600_000]
    const begins = ago === 0 ? momentInHelsinki(date, 0).getTime() : opens
    const ends = ago === 0 ? now.getTime() : opens + hours
    const isWeekend = [0, 6].includes(new Date(date).getUTCDay())
    const usual = (isWeekend ? 22 : 38) * (1.4 - ago / 200) * (0.8 + chance() * 0.4)
    // In the order in which they are asked; all of a day are written together.
    const written: Promise<unknown>[] = []
    for (let visit = Math.round(usual * Math.min(1, (ends - begins) / hours)); visit > 0; visit--) {
      const [way, agent, refused] = [oneOf(chance, ways), oneOf(chance, browsers), chance() < 0.15]
      const at = begins + chance() * (ends - begins - 600_000)
      for (const [nth, [path, event = '', cents = 0]] of walk(chance).entries()) {
        const came = nth === 0 ? way : { referrer: site, medium: '', campaign: '' }
        const by = { address: `demo ${visit}`, agent, key: '', now: new Date(Math.max(begins, at) + nth * 70_000) }
        written.push(count({ site, path, event, cents, refused, ...came }, by))
      }
    }
    for (let n = Math.floor(chance() * 12); n > 0; n--) {
      const seen = { site, path: '/', event: '', cents: 0, refused: false, referrer: '', medium: '', campaign: '' }
      written.push(count(seen, { address: 'demo', agent: machine, key: '', now: new Date(begins) }))
    }
    await Promise.all(written)
  }
  const steps = [
    { kind: 'page', is: '/kurssit/*' },
    { kind: 'page', is: '/kori' },
    { kind: 'event', is: 'tilattu' },
  ] as const
  await addGoal(app, { name: 'Kurssin tilaus', steps }, { by, at: new Date(now.getTime() - days * day) })
  await addUp(app)
  await reckonGoals(app, now, new AbortController().signal)
  await choose(program, chance)
}

/** Of those who were asked, half a year of them. */
async function choose({ clock, database: { app }, published, url }: DemoProgram, chance: Chance): Promise<void> {
  const { notice, version } = await published()
  if (notice === undefined || asked(notice).length === 0) return
  const words = await Promise.all(
    langs.map(lang =>
      keepWording(app, wordingFor(notice, version, lang, url), new Date(clock.now().getTime() - 182 * day)),
    ),
  )
  const weighed = [...words, ...times(6, words.slice(0, 1)).flat()]
  for (let ago = 182; ago > 0; ago--)
    for (let n = Math.floor(chance() * 6); n > 0; n--) {
      const { hash: wording, lang } = oneOf(chance, weighed)
      const some = asked(notice).filter(() => chance() < 0.4)
      const [method, agreed] = oneOf(chance, [
        ['all', asked(notice)],
        ['necessary', []],
        ['necessary', []],
        ['chosen', some],
      ] as const)
      const told = {
        visitor: crypto.randomUUID(),
        categories: agreed.join(' '),
        method,
        lang,
        wording,
        gpc: chance() < 0.05,
      }
      await recordChoice(app, told, { notice, version, now: new Date(clock.now().getTime() - ago * day) })
    }
}

/** `/visit.js`: asks a visitor of another site's page, and until they have agreed nothing is kept, read or loaded. Without our server the page is as it would be without us. */

import type { About, AskedCategory, Method, ShownWording } from './about.ts'
import { type Choice, clear, newChoiceId, readChoice, readKey, writeChoice, writeKey } from './consent-cookie.ts'
import { giveUpPlaces, holdPlaces } from './consent-frame.ts'
import { openPanel } from './consent-panel.ts'
import { release } from './consent-release.ts'
import { countPages } from './count-script.ts'

/** The server gives it to the script as it sends it. */
declare const SELOSTE_ABOUT: About

const about = SELOSTE_ABOUT
const page = document.documentElement
const lang = (/^(fi|sv|en)/.exec(page.lang || navigator.language)?.[0] ?? 'fi') as 'fi' | 'sv' | 'en'
const refusesMarketing = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true
const categories = Object.keys(about.asks) as AskedCategory[]
const keysOf = (category: AskedCategory): readonly string[] => about.asks[category] ?? []
const allKeys = categories.flatMap(keysOf)

/** For the server to take a choice down, in milliseconds. */
const patience = 8000

let choice = readChoice()
let words: Promise<ShownWording> | undefined

/** What was agreed to before somebody new was added to a category does not cover them. */
const isCovered = (category: AskedCategory): boolean =>
  choice?.granted.includes(category) === true &&
  keysOf(category).every(key => choice?.asked.includes(key)) &&
  !(category === 'marketing' && refusesMarketing)
const granted = (): readonly AskedCategory[] => categories.filter(isCovered)
const key = (): string => (about.knows > 0 && isCovered('analytics') ? readKey() : '')

const wording = (): Promise<ShownWording> => {
  words ??= fetch(`${about.server}/visit/words?lang=${lang}`, { credentials: 'omit' }).then(answer => {
    if (!answer.ok) throw new Error(String(answer.status))
    return answer.json()
  })
  words.catch(() => {
    words = undefined
  })
  return words
}

/** True when the server has it on the disk. */
async function tell(told: Choice, method: Method): Promise<boolean> {
  const shown = await words?.catch(() => undefined)
  const fields = {
    visitor: told.id,
    categories: told.granted.join(' '),
    method,
    lang,
    wording: shown?.hash ?? '',
    visit: key(),
    gpc: refusesMarketing ? '1' : '',
  }
  const sent = fetch(`${about.server}/visit/choice`, {
    method: 'POST',
    credentials: 'omit',
    keepalive: true,
    signal: AbortSignal.timeout(patience),
    body: new URLSearchParams(fields),
  })
  return sent.then(
    async answer => {
      if (answer.status === 200) writeKey(about, await answer.text())
      return answer.ok
    },
    () => false,
  )
}

/** What is not agreed to goes from the browser: once the visitor has chosen, and not before. */
const clean = (): void => {
  if (choice)
    clear(categories.filter(category => !isCovered(category)).flatMap(category => about.clears[category] ?? []))
}

/** What is agreed to starts; where a frame goes on waiting it says so. */
const settlePage = (): void => {
  release(granted())
  giveUpPlaces()
  holdPlaces(about.corner[lang], panel.open)
}

const announce = (): void => {
  const list = granted()
  page.dataset.selosteConsent = list.join(' ')
  document.dispatchEvent(new CustomEvent('seloste-consent', { detail: list }))
  settlePage()
}

/** A consent counts when it is on record; a refusal counts at once, and is told again later where it could not be told. */
async function choose(wanted: readonly AskedCategory[], method: Method): Promise<boolean> {
  const before = granted()
  const agreed = wanted.filter(category => !(category === 'marketing' && refusesMarketing))
  const told: Choice = { id: choice?.id ?? newChoiceId(), granted: agreed, asked: allKeys, unsent: false }
  const keep = (unsent: boolean): void => {
    choice = { ...told, unsent }
    writeChoice(about, choice)
    clean()
  }
  const settle = (): void => {
    announce()
    panel.rest()
  }
  if (agreed.length === 0) {
    keep(true)
    settle()
  }
  const isKept = await tell(told, method)
  if (agreed.length > 0 && !isKept) return false
  if (isKept) keep(false)
  if (agreed.length > 0) settle()
  if (agreed.includes('analytics') && !before.includes('analytics')) {
    tellAgain?.()
    if (pass !== '') void join(pass)
  }
  if (before.some(category => !agreed.includes(category))) location.reload() // what runs cannot be stopped otherwise
  return true
}

/** Of a visitor who has not agreed yet: kept by this page alone, for if they do. */
let pass = ''

/** Whoever signed in at the site is who its server says by the pass. True when what they agreed to be joined is. */
const join = async (given: string): Promise<boolean> => {
  pass = key() === '' ? given : ''
  if (pass !== '') return false
  const body = new URLSearchParams({ visit: key(), pass: given })
  return fetch(`${about.server}/visit/join`, { method: 'POST', credentials: 'omit', keepalive: true, body }).then(
    ({ ok }) => ok,
    () => false,
  )
}
Object.assign(window, { seloste: { join } })

const panel = openPanel({
  ...{ about, lang, granted, wording, choose, refusesMarketing },
  chosen: () => choice,
})

const begin = (): void => {
  clean()
  announce()
  // Pages that change without being loaded put further scripts into themselves.
  new MutationObserver(settlePage).observe(page, { childList: true, subtree: true })
  if (choice?.unsent)
    tell(choice, 'withdrawn').then(isKept => {
      if (isKept && choice) writeChoice(about, { ...choice, unsent: false })
    })
  if (choice !== undefined && allKeys.every(key => choice?.asked.includes(key))) panel.rest()
  else panel.ask().catch(() => undefined)
}
const refusesStatistics = (): boolean =>
  choice !== undefined && !(about.asks.analytics ? granted().includes('analytics') : granted().length > 0)

const tellAgain = about.counts ? countPages(about.server, { refused: refusesStatistics, key }) : undefined
if (categories.length > 0) {
  if (document.body) begin()
  else addEventListener('DOMContentLoaded', begin)
}

/** The question and the control that visitors see: two answers of equal weight, nothing chosen beforehand, and a way back on every page. Runs in pages of other sites. */

import type { About, AskedCategory, Method, ShownWording } from './about.ts'
import { consentStyle } from './consent-style.ts'

export interface PanelAsks {
  readonly about: About
  readonly lang: 'fi' | 'sv' | 'en'
  /** What is in force just now. */
  readonly granted: () => readonly AskedCategory[]
  readonly chosen: () => { readonly id: string } | undefined
  readonly wording: () => Promise<ShownWording>
  /** False when it could not be taken down: then nothing has changed. */
  readonly choose: (granted: readonly AskedCategory[], method: Method) => Promise<boolean>
  /** The browser asks that nothing is shared (Global Privacy Control). */
  readonly refusesMarketing: boolean
}

export interface Panel {
  /** The first layer. */
  readonly ask: () => Promise<void>
  /** The control in the corner. */
  readonly rest: () => void
  /** The settings. */
  readonly open: () => Promise<void>
}

type Parts = readonly (Node | string)[]

export function openPanel({ about, lang, granted, chosen, wording, choose, refusesMarketing }: PanelAsks): Panel {
  const host = document.createElement('div')
  host.lang = lang
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet() // not held up by a content security policy
  sheet.replaceSync(consentStyle)
  root.adoptedStyleSheets = [sheet]

  const make = <Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    more: Partial<HTMLElementTagNameMap[Name]>,
    ...parts: Parts
  ): HTMLElementTagNameMap[Name] => {
    const made = Object.assign(document.createElement(name), more)
    made.append(...parts)
    return made
  }
  const button = (words: string, act: string, onclick: () => unknown, className = ''): HTMLButtonElement => {
    const made = make('button', { type: 'button', className, onclick }, words)
    made.dataset.act = act
    return made
  }
  /** One thing is shown at a time; the page's own content comes after it in the order of the keyboard. */
  const show = (part: HTMLElement): void => {
    root.replaceChildren(part)
    if (!host.isConnected) document.body.prepend(host)
  }

  const rest = (): void => {
    const { label, withdraw, ...states } = about.corner[lang]
    const count = granted().length
    const state = count === 0 ? 'none' : count < Object.keys(about.asks).length ? 'some' : 'all'
    const corner = make('div', { className: 'corner', role: 'region', ariaLabel: label })
    corner.append(button(states[chosen() ? state : 'open'], 'settings', () => details(true), 'plain'))
    if (count > 0) corner.append(button(withdraw, 'withdraw', () => choose([], 'withdrawn'), 'plain'))
    show(corner)
  }

  const section = (title: string, role: string, parts: Parts): HTMLElement => {
    const made = make('section', { role, ariaLabel: title }, ...parts)
    made.onkeydown = ({ key }) => {
      if (key !== 'Escape') return
      rest() // closing is no consent: nothing is kept, and the next page asks
      root.querySelector('button')?.focus()
    }
    return made
  }

  /** Accept and refuse are the same act to the eye and to the hand. */
  const answers = (words: ShownWording, told: HTMLElement, ...more: Parts): HTMLElement => {
    const all = Object.keys(about.asks) as AskedCategory[]
    const answer = (list: readonly AskedCategory[], method: Method) => async () => {
      told.textContent = (await choose(list, method)) ? '' : words.failed
    }
    return make(
      'div',
      { className: 'acts' },
      button(words.accept, 'accept', answer(all, 'all')),
      button(words.refuse, 'refuse', answer([], 'necessary')),
      ...more,
    )
  }
  const alertFor = (): HTMLElement => make('p', { role: 'alert' })

  const ask = async (): Promise<void> => {
    const words = await wording()
    const told = alertFor()
    const text = make(
      'p',
      {},
      `${words.text} `,
      button(words.more, 'more', () => details(false), 'plain'),
    )
    if (refusesMarketing) text.append(` ${words.gpc}`)
    show(section(words.title, 'region', [text, told, answers(words, told)]))
  }

  const details = async (isClosable: boolean): Promise<void> => {
    const words = await wording().catch(() => undefined)
    if (!words) return
    const now = granted()
    const boxes = new Map<AskedCategory, HTMLInputElement>()
    const groups = words.groups.map(({ category, name, says, cookies }) => {
      const list = make(
        'ul',
        {},
        ...cookies.map(one => make('li', {}, `${one.name}: ${one.why} ${one.keeps}. ${one.by}.`)),
      )
      const inside = make('details', {}, make('summary', {}, `${words.title} (${cookies.length})`), list)
      if (category === 'necessary') return make('fieldset', {}, make('legend', {}, name), says, inside)
      const isShut = category === 'marketing' && refusesMarketing
      const box = make('input', { type: 'checkbox', checked: now.includes(category), disabled: isShut, name: category })
      boxes.set(category, box)
      return make('fieldset', {}, make('legend', {}, name), make('label', {}, box, says), inside)
    })
    const told = alertFor()
    const save = async () => {
      const list = [...boxes].flatMap(([category, { checked }]) => (checked ? [category] : []))
      told.textContent = (await choose(list, 'chosen')) ? '' : words.failed
    }
    const heading = make('h2', { tabIndex: -1 }, words.title)
    const notice = make('a', { href: words.notice.address, target: '_blank', rel: 'noopener' }, words.notice.words)
    const id = chosen()?.id
    const panel = section(words.title, 'dialog', [
      heading,
      make('p', {}, `${words.text} ${words.change} `, notice, '.', refusesMarketing ? ` ${words.gpc}` : ''),
      make('div', {}, ...groups),
      told,
      answers(words, told, button(words.save, 'save', save)),
      make(
        'p',
        {},
        id ? make('small', {}, `${words.proof} ${id} `) : '',
        isClosable ? button(words.close, 'close', rest, 'plain') : '',
      ),
    ])
    panel.className = 'panel'
    show(panel)
    heading.focus()
  }

  return { ask, rest, open: () => details(true) }
}

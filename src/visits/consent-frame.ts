/** Where a frame waits for its visitor they read whose it is and why it is not there, and open the settings from there. Runs in pages of other sites. */

import { behind } from './consent-release.ts'

const style = `:host{all:initial;display:block;max-width:100%}
div{box-sizing:border-box;padding:12px;border:1px solid #8a938d;border-radius:5px;background:#fff;color:#1d2520;font:15px/1.4 system-ui,sans-serif}
button{font:inherit;min-height:32px;padding:0;border:0;background:none;color:#1f5c44;font-weight:600;text-decoration:underline;cursor:pointer}
:focus-visible{outline:3px solid #1f5c44;outline-offset:2px}
@media(prefers-color-scheme:dark){div{background:#161b18;color:#e4eae6}button{color:#8cc7ab}:focus-visible{outline-color:#8cc7ab}}`

const held = new WeakMap<HTMLIFrameElement, HTMLElement>()

/** `waits` has a place for the frame's host; what is agreed to by now has been released before. */
export function holdPlaces(words: { readonly waits: string; readonly open: string }, open: () => unknown): void {
  for (const frame of document.querySelectorAll<HTMLIFrameElement>(`iframe[${behind}]`)) {
    if (held.has(frame)) continue
    const host = URL.canParse(frame.dataset.src ?? '', location.href)
      ? new URL(frame.dataset.src ?? '', location.href).host
      : ''
    const place = document.createElement('div')
    place.lang = document.documentElement.lang
    const root = place.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    root.adoptedStyleSheets = [sheet]
    const button = Object.assign(document.createElement('button'), { type: 'button', onclick: open })
    button.dataset.act = 'frame'
    button.append(words.open)
    const box = document.createElement('div')
    box.append(`${words.waits.replace('{{host}}', host)} `, button)
    root.append(box)
    held.set(frame, place)
    frame.hidden = true
    frame.before(place)
  }
}

/** Of frames that have been released. */
export function giveUpPlaces(): void {
  for (const frame of document.querySelectorAll<HTMLIFrameElement>(`iframe:not([${behind}])`)) {
    const place = held.get(frame)
    if (place === undefined) continue
    held.delete(frame)
    place.remove()
    frame.hidden = false
  }
}

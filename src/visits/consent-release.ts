/** What a site has put behind a category is loaded when its visitor has agreed to that category, in its order, and not before. Runs in pages of other sites. */

export const behind = 'data-seloste-category'

/** The nonce of our own script element, for content security policies. */
const { nonce } = document.currentScript ?? {}

/** Starts every script and frame of these categories that still waits. */
export function release(granted: readonly string[]): void {
  if (granted.length === 0) return
  for (const waiting of document.querySelectorAll<HTMLElement>(`[${behind}]`)) {
    if (!granted.includes(waiting.getAttribute(behind) ?? '')) continue
    if (waiting instanceof HTMLScriptElement) waiting.replaceWith(started(waiting))
    else {
      waiting.removeAttribute(behind)
      waiting.setAttribute('src', waiting.dataset.src ?? '')
    }
  }
}

/** A script runs only when it comes new into the page. `data-type` is its type when it is a module. */
function started(waiting: HTMLScriptElement): HTMLScriptElement {
  const script = document.createElement('script')
  for (const { name, value } of waiting.attributes)
    if (name !== 'type' && name !== behind) script.setAttribute(name.replace(/^data-(src|type)$/, '$1'), value)
  script.nonce = waiting.nonce || nonce || ''
  script.async = waiting.hasAttribute('async')
  script.text = waiting.text
  return script
}

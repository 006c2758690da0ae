// The script of the firm's own pages: where a slot stands, and the page says by a pass who is signed in, the slot's content is replaced by what
// they are to be shown. Nothing is kept in the browser, nobody without a pass is asked about, and when anything fails the page stays as it is.
;(() => {
  const server = new URL(document.currentScript.src).origin
  const lang = /^(fi|sv|en)/.exec(document.documentElement.lang)?.[0]
  const put = async place => {
    const { selosteSlot: slot, selosteVisitor: visitor } = place.dataset
    if (!slot || !visitor) return
    const answer = await fetch(`${server}/blocks/${encodeURIComponent(slot)}`, {
      method: 'POST',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      body: new URLSearchParams({ visitor, ...(lang && { lang }) }),
    })
    const { words } = answer.ok ? await answer.json() : {}
    if (!words) return
    const make = (name, text) => Object.assign(document.createElement(name), { textContent: text })
    const heading = make(place.dataset.selosteHeading || 'h2', words.heading)
    const parts = [heading]
    if (words.text) parts.push(make('p', words.text))
    if (words.link) parts.push(Object.assign(make('a', words.link.words), { href: words.link.address }))
    place.replaceChildren(...parts)
    place.dataset.selosteShown = ''
  }
  const begin = () => {
    for (const place of document.querySelectorAll('[data-seloste-slot]')) put(place).catch(() => {})
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin)
  else begin()
})()

// The chat in a page of another site: a button, until somebody opens it. Before that nothing is asked of the server, and nothing is kept in
// the browser but where the notice says so and the visitor has agreed.
;(() => {
  const about = JSON.parse('{}') // the server fills it in: { server, remembers, needs, open: {fi, sv, en} }
  const key = 'seloste_chat'
  const page = document.documentElement
  const lang = /^(fi|sv|en)/.exec(page.lang || navigator.language)?.[0] ?? 'fi'
  const path = `${about.server}/chat`
  let agreed = !about.needs
  let host, root, panel, log, note, token, told, timer, busy
  let last = ''

  const make = (name, more = {}, ...parts) => {
    const made = Object.assign(document.createElement(name), more)
    made.append(...parts)
    return made
  }
  const kept = () => about.remembers && agreed
  const post = async fields => {
    const answer = await fetch(`${path}/talk?lang=${lang}`, {
      method: 'POST',
      credentials: 'omit',
      body: new URLSearchParams(fields),
    })
    if (!answer.ok && answer.status !== 422) throw new Error(String(answer.status))
    return answer.json()
  }
  const show = ({ lines, here, ended, wrong }) => {
    for (const { id, mine, text, by } of lines ?? []) {
      if (id <= last) continue
      last = id
      log.append(make('p', { className: mine ? 'mine' : '' }, make('b', { textContent: by }), text))
      log.scrollTop = log.scrollHeight
    }
    note.textContent = wrong ?? (ended ? told.words.ended : here ? told.words.here : told.words.away)
    if (ended) forget()
  }
  const forget = () => {
    token = undefined
    if (kept()) sessionStorage.removeItem(key)
  }
  const look = async () => {
    clearTimeout(timer)
    if (token && panel && !busy && !document.hidden)
      await post({ act: 'look', talk: token, after: last }).then(show, () => {
        note.textContent = told.words.offline
      })
    timer = setTimeout(look, panel && token ? 3000 : 15000)
  }
  const send = async (form, id) => {
    const fields = new FormData(form)
    if (busy || !String(fields.get('text')).trim()) return
    busy = true
    const button = form.querySelector('button')
    button.disabled = true
    fields.set('act', 'say')
    fields.set('id', id)
    fields.set('after', last)
    fields.set(token ? 'talk' : 'stamp', token ?? told.stamp)
    try {
      const answer = await post(fields)
      if (answer.early) {
        await new Promise(done => setTimeout(done, 1500))
        busy = false
        return send(form, id)
      }
      if (answer.talk) {
        token = answer.talk
        if (kept()) sessionStorage.setItem(key, token)
        form.text.value = ''
        form.dataset.id = ''
        if (answer.named) form.querySelector('.email')?.remove()
      }
      show(answer)
    } catch {
      note.textContent = told.words.offline // what was written stays, and is sent again as the same
    } finally {
      busy = false
      button.disabled = false
    }
  }
  const open = async () => {
    if (panel) return close()
    try {
      told ??= await (await fetch(`${path}/begin?lang=${lang}`, { credentials: 'omit' })).json()
    } catch {
      location.assign(`${path}?lang=${lang}`)
      return
    }
    const { words, layer } = told
    log = make('div', { role: 'log', tabIndex: 0, ariaLabel: words.title })
    note = make('p', { className: 'note', role: 'status' })
    const form = make(
      'form',
      { noValidate: true },
      make('label', {}, words.text, make('textarea', { name: 'text', rows: 3, maxLength: 2000 })),
      make(
        'label',
        { className: 'email' },
        words.email,
        make('input', { name: 'email', type: 'email', autocomplete: 'email' }),
      ),
      make('input', { name: 'homepage', className: 'apart', tabIndex: -1, autocomplete: 'off', ariaHidden: 'true' }),
      make('button', { textContent: words.send }),
    )
    const more = make('details', {}, make('summary', { textContent: words.notice }))
    more.insertAdjacentHTML('beforeend', layer)
    const shut = make('button', { className: 'shut', textContent: words.close, type: 'button', onclick: close })
    panel = make(
      'div',
      { className: 'panel', role: 'dialog', ariaLabel: words.title },
      make('h2', {}, words.title, shut),
      note,
      log,
      form,
      more,
    )
    panel.onkeydown = ({ key: pressed }) => pressed === 'Escape' && close()
    form.onsubmit = event => {
      event.preventDefault()
      form.dataset.id ||= [...crypto.getRandomValues(new Uint8Array(12))]
        .map(b => b.toString(16).padStart(2, '0'))
        .join('')
      send(form, form.dataset.id)
    }
    root.append(panel)
    last = ''
    show({ here: told.here })
    form.text.focus()
    look()
  }
  const close = () => {
    panel?.remove()
    panel = undefined
    root.querySelector('.open').focus()
  }
  const begin = () => {
    if (host || !agreed) return
    host = make('div', { lang })
    root = host.attachShadow({ mode: 'open' })
    const style = new CSSStyleSheet()
    style.replaceSync(about.style)
    root.adoptedStyleSheets = [style]
    root.append(make('button', { className: 'open', type: 'button', textContent: about.open[lang], onclick: open }))
    document.body.append(host)
    if (kept()) token = sessionStorage.getItem(key) ?? undefined
    if (token) open()
  }
  const agree = list => {
    agreed = !about.needs || (list ?? []).includes(about.needs)
    if (agreed) return begin()
    sessionStorage.removeItem(key)
    host?.remove()
    host = panel = token = undefined
  }
  if (about.needs) {
    document.addEventListener('seloste-consent', ({ detail }) => agree(detail))
    if (page.dataset.selosteConsent) agree(page.dataset.selosteConsent.split(' '))
  } else if (document.body) begin()
  else addEventListener('DOMContentLoaded', begin)
})()

// At the stand nothing that a visitor wrote is lost: it is kept encrypted on the tablet until the register has it, and the page says how much waits.

const form = document.querySelector('form')
const told = document.querySelector('[data-told]')
const said = JSON.parse(document.querySelector('[data-words]')?.textContent ?? '{}')
const soon = 15_000 // milliseconds between tries
const name = `seloste-stand-${form?.dataset.event}`

/** Kept on the tablet: a key that cannot be taken out of the browser, and entries encrypted with it. */
const opened = new Promise((done, failed) => {
  const asking = indexedDB.open(name, 1)
  asking.onupgradeneeded = () => {
    asking.result.createObjectStore('key')
    asking.result.createObjectStore('entry', { autoIncrement: true })
  }
  asking.onsuccess = () => done(asking.result)
  asking.onerror = () => failed(asking.error)
})

/** One request to a store of the tablet, done when it is durable. */
async function inStore(store, mode, ask) {
  const kept = (await opened).transaction(store, mode, { durability: 'strict' })
  const asked = ask(kept.objectStore(store))
  await new Promise((done, failed) => {
    kept.oncomplete = done
    kept.onerror = () => failed(kept.error)
    kept.onabort = () => failed(kept.error)
  })
  return asked.result
}

async function key() {
  const known = await inStore('key', 'readonly', store => store.get('key'))
  if (known) return known
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  await inStore('key', 'readwrite', store => store.put(made, 'key'))
  return made
}

async function keep(fields) {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await key(), new TextEncoder().encode(fields))
  await inStore('entry', 'readwrite', store => store.add({ iv, sealed }))
}

async function open({ iv, sealed }) {
  return new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await key(), sealed))
}

const waiting = () => inStore('entry', 'readonly', store => store.count())

/** What the page says: how many wait, and why. */
async function tell(why) {
  const count = await waiting()
  told.dataset.waiting = String(count)
  told.textContent =
    count === 0
      ? said[why === 'kept' ? 'sent' : 'none']
      : `${said[why] ?? said.kept} ${said.waiting.replace('{{count}}', count)}`
}

let isSending = false

/** Sends what waits, oldest first, until all is sent or the register is out of reach. */
async function send() {
  if (isSending) return
  isSending = true
  let why = 'none'
  try {
    const ids = await inStore('entry', 'readonly', store => store.getAllKeys())
    for (const id of ids) {
      const fields = await open(await inStore('entry', 'readonly', store => store.get(id)))
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(fields) })
      if (answer.status === 422) {
        why = 'refused' // the others go on
        continue
      }
      if (!answer.ok) {
        why = answer.status === 404 ? 'ended' : 'offline'
        break
      }
      await inStore('entry', 'readwrite', store => store.delete(id))
      if (why === 'none') why = 'kept'
    }
  } catch {
    why = 'offline'
  }
  isSending = false
  await tell(why)
}

// Without a secure page there is no key: the form is then sent by the browser itself.
if (form && globalThis.crypto?.subtle && globalThis.indexedDB) {
  form.addEventListener('submit', async event => {
    event.preventDefault()
    const fields = new URLSearchParams(new FormData(form))
    fields.set('at', new Date().toISOString())
    await keep(fields.toString())
    form.reset()
    form.querySelector('input:not([type=hidden])')?.focus()
    await tell('kept')
    await send()
  })
  addEventListener('online', send)
  setInterval(send, soon)
  // Leaving is asked about only while something waits; what waits stays on the tablet all the same.
  addEventListener('beforeunload', event => {
    if (Number(told.dataset.waiting) > 0) event.preventDefault()
  })
  navigator.serviceWorker?.register('/stand-worker.js', { scope: '/stand/' })
  await send()
}

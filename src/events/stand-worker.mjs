// The stand's page opens without a connection too: its last copy, which has an empty form and nobody's data, is kept beside its style and script.

const kept = 'seloste-stand-pages'
const isOurs = url =>
  url.origin === location.origin && /^\/(?:stand\/|stand-[0-9a-f]+\.js$|page-|participation-)/.test(url.pathname)

addEventListener('install', () => skipWaiting())
addEventListener('activate', event => event.waitUntil(clients.claim()))
addEventListener('fetch', event => {
  const { request } = event
  if (request.method !== 'GET' || !isOurs(new URL(request.url))) return
  event.respondWith(
    (async () => {
      const pages = await caches.open(kept)
      try {
        const fresh = await fetch(request)
        if (fresh.ok) await pages.put(request, fresh.clone())
        return fresh
      } catch {
        return (await pages.match(request)) ?? Response.error()
      }
    })(),
  )
})

/** A shop's website as owners make them, beside the register and on another origin, with somebody else's script, a video, and a style that shouts. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface VisitedSite {
  readonly url: string
  /** Of somebody else, who would keep cookies and count. */
  readonly strangers: string
  /** What the strangers were asked for. */
  readonly called: string[]
  /** What stands on every page besides; the line of the register is there from the beginning. */
  body: string
  /** Of the pages' root element. */
  lang: string
  close(): Promise<void>
}

const listen = async (host: string, answer: (asked: IncomingMessage, told: ServerResponse) => void) => {
  const server = createServer(answer)
  await new Promise<void>(listening => server.listen(0, host, listening))
  return { server, url: `http://${host}:${(server.address() as AddressInfo).port}` }
}

const closed = (server: Server): Promise<void> =>
  new Promise(done => {
    server.close(() => done())
    server.closeAllConnections()
  })

/** `register`: the address of the server whose `/visit.js` the pages load. */
export async function visitedSite(register: string): Promise<VisitedSite> {
  const called: string[] = []
  const others = await listen('127.0.0.3', (asked, told) => {
    called.push(asked.url ?? '')
    if (asked.url?.endsWith('.js') !== true) return told.setHeader('content-type', 'text/html').end('<p>video</p>')
    told
      .setHeader('content-type', 'text/javascript')
      .end(
        `document.cookie='_ga=1;path=/;max-age=3600';localStorage.setItem('_ga_store','1');window.counted=(window.counted||0)+1`,
      )
  })
  const pages = await listen('127.0.0.1', (asked, told) => {
    if (asked.url === '/away') return told.writeHead(302, { location: `${others.url}/inside` }).end()
    told.setHeader('content-type', 'text/html; charset=utf-8')
    told.setHeader(
      'content-security-policy',
      `default-src 'self'; script-src 'nonce-n0nce'; style-src 'nonce-n0nce'; connect-src ${register}; frame-src 'self' ${others.url}`,
    )
    told.end(`<!doctype html><html lang="${site.lang}"><head><title>Kauppa</title><link rel="icon" href="data:,">
      <style nonce="n0nce">button,p,section,input,label{color:red!important;font-size:60px!important;display:none!important}</style>
      <script nonce="n0nce" src="${register}/visit.js" async></script></head>
      <body><h1>Kauppa</h1><a href="/toinen">Toinen sivu</a>${site.body}<div style="height:3000px"></div></body></html>`)
  })
  const site: VisitedSite = {
    ...{ url: `${pages.url}/`, strangers: others.url, called, lang: 'fi' },
    body: `<script type="text/plain" data-seloste-category="analytics" data-src="${others.url}/count.js"></script>
      <script type="text/plain" data-seloste-category="marketing">window.marketed=true</script>
      <iframe data-seloste-category="embedded" data-src="${others.url}/video" title="Video"></iframe>`,
    close: async () => {
      await Promise.all([closed(pages.server), closed(others.server)])
    },
  }
  return site
}

/** Cookies of somebody else, for the notice of a test. */
export const strangersCookies = `  _ga: { category: analytics, keeps: 13 months, set-by: Mittari Oy, third-party: yes, for: development }
  _ga_*: { category: analytics, keeps: 13 months, set-by: Mittari Oy, third-party: yes, for: development }
  ad_*: { category: marketing, keeps: 3 months, set-by: Mainos Oy, third-party: yes, for: marketing }
  video: { category: embedded, keeps: session, set-by: Video Oy, third-party: yes, for: development }
`

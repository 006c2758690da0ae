/** What the browser asks for is reached when it is public, and when it is our own server; nothing else of this machine, by no name and no detour. */

import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import { openWayOut } from './way-out.ts'

const asked: string[] = []
const inside = createServer((message, answer) => {
  asked.push(message.url ?? '')
  if (message.url === '/away') answer.writeHead(302, { location: '/secret' }).end()
  else message.pipe(answer)
})
await new Promise<void>(done => inside.listen(0, '127.0.0.1', done))
const { port } = inside.address() as AddressInfo
const ours = `http://localhost:${port}`
const closing: (() => Promise<unknown>)[] = [() => new Promise(done => inside.close(done))]
afterAll(async () => {
  for (const close of closing.reverse()) await close()
})
const wayOut = async (...how: Parameters<typeof openWayOut>) => {
  const way = await openWayOut(...how)
  closing.push(() => way.close())
  return new URL(way.url)
}

interface Told {
  readonly status: number | undefined
  readonly body: string
}
/** By the proxy: a request as browsers send it over http, or a tunnel as they open it for https. */
const through = (proxy: URL, path: string, { method = 'GET', body = '' } = {}): Promise<Told> =>
  new Promise((told, failed) => {
    const sent = request({ host: proxy.hostname, port: proxy.port, method, path, agent: false }, answer => {
      let text = ''
      answer.setEncoding('utf8').on('data', part => {
        text += part
      })
      answer.on('end', () => told({ status: answer.statusCode, body: text }))
    })
    sent.on('connect', (answer, socket) => {
      if (answer.statusCode !== 200) return told({ status: answer.statusCode, body: '' })
      let text = ''
      socket.setEncoding('utf8').on('data', part => {
        text += part
      })
      socket.on('end', () => told({ status: 200, body: text.split('\r\n\r\n')[1] ?? '' }))
      socket.write(`POST /tunnel HTTP/1.0\r\ncontent-length: 4\r\n\r\nbody`)
    })
    sent.on('error', failed)
    sent.end(body)
  })
const tunnel = (proxy: URL, to: string) => through(proxy, to, { method: 'CONNECT' })

test('nothing of this machine is reached, by number, by name, in other clothes or through a tunnel', async () => {
  const proxy = await wayOut('https://rekisteri.example.fi')
  asked.length = 0
  for (const host of [
    '127.0.0.1',
    'localhost',
    '127.1',
    '2130706433',
    '0x7f.1',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
    '[::1]',
  ]) {
    expect([host, (await through(proxy, `http://${host}:${port}/`)).status]).toEqual([host, 502])
    expect([host, (await tunnel(proxy, `${host}:${port}`).catch(() => ({ status: 502 }))).status]).toEqual([host, 502])
  }
  for (const address of ['ftp://127.0.0.1/', '/etc/passwd', `https://127.0.0.1:${port}/`])
    expect([address, (await through(proxy, address)).status]).toEqual([address, 502])
  expect(asked).toEqual([])
})

test('our own server is, at its own port only', async () => {
  const proxy = await wayOut(ours)
  asked.length = 0
  expect(await through(proxy, `${ours}/visit.js`)).toMatchObject({ status: 200 })
  expect(await through(proxy, `http://localhost:${port + 1}/`)).toMatchObject({ status: 502 })
  expect(await through(proxy, `http://127.0.0.1:${port}/`)).toMatchObject({ status: 502 })
  expect(asked).toEqual(['/visit.js'])
})

test('what may be reached passes as it is, and a redirection is judged when it is followed', async () => {
  const proxy = await wayOut('https://rekisteri.example.fi', address => address === '127.0.0.1')
  asked.length = 0
  const body = 'a=1&b=ä'
  expect(await through(proxy, `${ours}/form?x=1`, { method: 'POST', body })).toEqual({ status: 200, body })
  expect(await tunnel(proxy, `127.0.0.1:${port}`)).toEqual({ status: 200, body: 'body' })
  expect(await through(proxy, `${ours}/away`)).toMatchObject({ status: 302 })
  expect(asked).toEqual(['/form?x=1', '/tunnel', '/away'])
})

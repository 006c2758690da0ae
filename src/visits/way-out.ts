/** Whatever the browser asks for goes through here, redirections and all: what lies behind our own wall is judged at the moment of connecting, and not reached. */

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { isPrivate, lookupOnly } from '../promises/visit.ts'

export interface WayOut {
  /** Of a proxy on this machine: `http://127.0.0.1:40123`. */
  readonly url: string
  close(): Promise<void>
}

/** `own`: the address of this server, which may lie on this machine. `mayReach`: whether an IP address may be connected to. */
export async function openWayOut(
  own: string,
  mayReach = (address: string): boolean => !isPrivate(address),
): Promise<WayOut> {
  const lookup = lookupOnly(mayReach)
  const ours = hostOf(new URL(own))
  const openSockets = new Set<Duplex>()

  /** How to connect; undefined for an address that may not be reached. A name is judged by what it leads to when it is connected. */
  function wayTo(url: URL) {
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const isOurs = hostOf(url) === ours
    if (!isOurs && isIP(host) !== 0 && !mayReach(host)) return undefined
    return { host, port: portOf(url), ...(!isOurs && { lookup }) }
  }

  /** Of http: the request as it stands, to the address that it names. */
  function pass(asked: IncomingMessage, answer: ServerResponse): void {
    const refuse = () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end())
    const url = urlOf(asked.url ?? '')
    const way = url?.protocol === 'http:' ? wayTo(url) : undefined
    if (url === undefined || way === undefined) return void refuse()
    const { 'proxy-connection': _hop, ...headers } = asked.headers
    const path = `${url.pathname}${url.search}`
    const sent = request({ ...way, method: asked.method, path, headers, agent: false }, told => {
      answer.writeHead(told.statusCode ?? 502, told.rawHeaders)
      told.on('error', refuse).pipe(answer)
    })
    sent.on('error', refuse)
    asked.on('error', () => sent.destroy()).pipe(sent)
  }

  /** Of https and of web sockets: bytes both ways, which nobody here reads. */
  function tunnel(asked: IncomingMessage, socket: Duplex, head: Buffer): void {
    openSockets.add(socket)
    socket.on('close', () => openSockets.delete(socket))
    const url = urlOf(`https://${asked.url}`)
    const way = url && wayTo(url)
    if (way === undefined) return void socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
    const out = connect(way, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      out.write(head)
      out.pipe(socket).pipe(out)
    })
    out.on('error', () => socket.destroy())
    socket.on('error', () => out.destroy())
    socket.on('close', () => out.destroy())
  }

  const server = createServer(pass).on('connect', tunnel)
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', listening)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise(closed => {
        for (const socket of openSockets) socket.destroy()
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

const urlOf = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)
const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'https:' ? 443 : 80)
/** Without the scheme, which a tunnel does not tell. */
const hostOf = (url: URL): string => `${url.hostname}:${portOf(url)}`

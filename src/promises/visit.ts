/** A page of the web as anybody gets it: only http and https, in bounded time and size, and never a machine behind our own wall. */

import { lookup } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

export interface Visited {
  readonly status: number
  /** The address that answered, after redirections. */
  readonly address: string
  /** Values of Set-Cookie, of every answer on the way. */
  readonly cookies: readonly { readonly host: string; readonly value: string }[]
  readonly body: Buffer
}

export interface Manner {
  /** The public address of this server, which may lie on this machine. */
  readonly own: string
  readonly stopping: AbortSignal
}

/** In milliseconds, for one answer. */
const patience = 10_000
const mostBytes = 4_000_000
const mostRedirections = 5

/** The answer at an address; undefined when nobody answers, too much or too late, or it is not an address to be visited. */
export async function visit(address: string, manner: Manner): Promise<Visited | undefined> {
  const cookies: { host: string; value: string }[] = []
  let at = address
  for (let hop = 0; hop <= mostRedirections; hop++) {
    const url = URL.canParse(at) ? new URL(at) : undefined
    if (url === undefined || !['http:', 'https:'].includes(url.protocol)) return undefined
    const answer = await get(url, manner).catch(() => undefined)
    if (answer === undefined) return undefined
    const { status, headers, body } = answer
    for (const value of headers['set-cookie'] ?? []) cookies.push({ host: url.hostname, value })
    const { location } = headers
    if (status < 300 || status > 399 || location === undefined) return { status, address: at, cookies, body }
    at = URL.canParse(location, at) ? new URL(location, at).href : ''
  }
  return undefined
}

interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

function get(url: URL, { own, stopping }: Manner): Promise<Answer> {
  const isOwn = url.origin === new URL(own).origin
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!isOwn && isIP(host) && isPrivate(host)) return Promise.reject(new Error('a private address'))
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((done, failed) => {
    const asked = request(
      url,
      {
        signal: AbortSignal.any([stopping, AbortSignal.timeout(patience)]),
        headers: { 'user-agent': 'Seloste/promises', accept: '*/*' },
        agent: false,
        ...(!isOwn && { lookup: lookupOnly(found => !isPrivate(found)) }),
      },
      answer => {
        const parts: Buffer[] = []
        let bytes = 0
        answer.on('data', (part: Buffer) => {
          bytes += part.length
          if (bytes > mostBytes) asked.destroy(new Error('too large'))
          else parts.push(part)
        })
        answer.on('end', () =>
          done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
        )
        answer.on('error', failed)
      },
    )
    asked.on('error', failed)
    asked.end()
  })
}

/** Names are judged by what they lead to, at the moment of connecting: a name may lead elsewhere a second later. */
export const lookupOnly =
  (mayReach: (address: string) => boolean): LookupFunction =>
  (host, options, answer) => {
    lookup(host, { ...options, all: true }, (fault, found) => {
      const reachable = fault ? [] : found.filter(({ address }) => mayReach(address))
      const [first] = reachable
      if (fault || first === undefined) return answer(fault ?? new Error('not to be reached'), '', 4)
      if (options.all) return answer(null, reachable)
      answer(null, first.address, first.family)
    })
  }

const closed = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  closed.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['2001::', 32], // Teredo and 6to4 hold an IPv4 address
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  closed.addSubnet(net, bits, 'ipv6')

/** Loopback, private, link-local and the like; an IPv4 address in IPv6 clothes counts as itself. */
export const isPrivate = (address: string): boolean =>
  closed.check(
    address.replace(/^::ffff:(?=\d+\.)/i, ''),
    isIP(address.replace(/^::ffff:(?=\d+\.)/i, '')) === 6 ? 'ipv6' : 'ipv4',
  )

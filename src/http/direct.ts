/** Doors that are knocked at thousands of times a second answer before the kit does, with a status alone; what is refused there is refused in the same words. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refused } from '../base/errors.ts'
import { newId } from '../base/ids.ts'
import { countedBy } from '../base/network.ts'
import { langFor } from '../texts/texts.ts'
import { addressFrom } from './arrival.ts'
import { metricsOf } from './health.ts'
import { logFault } from './log.ts'
import { problemOf } from './problem.ts'
import type { Program } from './program.ts'
import { type Allowance, rateLimit } from './rate-limit.ts'
import { headersOf } from './security-headers.ts'

export interface DirectAsk {
  readonly program: Program
  /** For limits and for telling visits apart; kept nowhere. */
  readonly address: string
  /** Empty where the request has none. */
  readonly header: (name: 'origin' | 'user-agent') => string
  readonly now: Date
}

/** Takes what a page of any other site posts without cookies, urlencoded, and answers with a status when it is done with it. */
export interface DirectDoor {
  readonly path: string
  readonly maxBytes: number
  /** By address. */
  readonly allowance: Allowance
  readonly handle: (ask: DirectAsk, fields: URLSearchParams) => Promise<204 | 205>
}

/** False for what is somebody else's to answer. */
export type DirectListener = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean

/** All that an answer without a body needs: no browser keeps, reads or runs it. */
const anySite = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }

/** No log line tells of what was done, for there would be nothing else in the log: /metrics counts it. What fails is logged. */
export function openDirect(program: Program, doors: readonly DirectDoor[]): DirectListener {
  const headers = { ...headersOf(program.url), ...anySite }
  const { note } = metricsOf(program)
  const open = new Map(
    doors.map(door => [door.path, { ...door, count: rateLimit(door.allowance, program.clock) }] as const),
  )
  return (incoming, outgoing) => {
    const door = open.get(incoming.url ?? '')
    if (door === undefined) return false
    const began = performance.now()
    const end = (status: number, more: Readonly<Record<string, string>> = anySite, body?: string): void => {
      outgoing.writeHead(status, more).end(body)
      note({ method: incoming.method ?? '', route: door.path, status, ms: performance.now() - began })
    }
    const refuse = (fault: unknown): void => {
      if (incoming.destroyed && !incoming.complete) return // they have gone
      const requestId = newId()
      const problem = problemOf(fault, langFor(incoming.headers['accept-language']), requestId)
      if (problem.status === 500) logFault(program, requestId, fault)
      const more = { 'content-type': 'application/problem+json', connection: 'close' }
      end(problem.status, { ...headers, ...more }, JSON.stringify(problem))
    }
    if (incoming.method !== 'POST') {
      end(405, { ...headers, allow: 'POST', connection: 'close' })
      return true
    }
    const forwarded = incoming.headers['x-forwarded-for']
    const address = addressFrom(incoming.socket.remoteAddress, forwarded?.toString())
    const { allowed, resetSeconds } = door.count(countedBy(address))
    if (!allowed) {
      program.noteAttempt({ what: 'limited', address, door: door.path })
      refuse(new Refused('http.too-many', 'limited', { seconds: resetSeconds }))
      return true
    }
    const ask: DirectAsk = {
      ...{ program, address, now: program.clock.now() },
      header: name => incoming.headers[name] ?? '',
    }
    readBody(incoming, door.maxBytes)
      .then(body => door.handle(ask, new URLSearchParams(body)))
      .then(status => end(status), refuse)
    return true
  }
}

/** Nothing is read beyond `limit` bytes; the connection ends with the answer. */
function readBody(incoming: IncomingMessage, limit: number): Promise<string> {
  return new Promise((read, failed) => {
    const pieces: Buffer[] = []
    let length = 0
    incoming.on('data', (piece: Buffer) => {
      length += piece.length
      if (length <= limit) pieces.push(piece)
      else {
        incoming.pause()
        failed(new Refused('http.body-too-large', 'invalid', { limit }))
      }
    })
    incoming.on('end', () => read((pieces.length === 1 ? pieces[0] : Buffer.concat(pieces))?.toString() ?? ''))
    incoming.on('error', failed)
  })
}

/** What a list says is sent once and whole, however it is written and however often, and a line that is no event is told by its number. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { settableClock } from '../base/time.ts'
import { readEvents } from './read-events.ts'
import { sendEvents } from './send-events.ts'
import { type ServiceEvent, service } from './service.ts'

const folder = mkdtempSync(join(tmpdir(), 'seloste-events-'))
const clock = settableClock('2026-11-23T09:00:00Z')
const secret = 'a secret of the connection'
const received: Buffer[] = []
let answers: number[] = []

/** As the door does: a signature that does not hold is 401. */
const server = createServer(async (request, response) => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  const body = Buffer.concat(parts)
  const headers = new Headers({ 'seloste-signature': String(request.headers['seloste-signature']) })
  const delivery = { method: 'POST' as const, headers, query: new URLSearchParams(), body }
  const status = (await service.authenticate(delivery, secret, clock.now())) ? (answers.shift() ?? 200) : 401
  if (status === 200) received.push(body)
  response.writeHead(status).end()
})
await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready))
const address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/service/x`)
afterAll(() => {
  server.close()
  rmSync(folder, { recursive: true })
})
beforeEach(() => {
  received.length = 0
  answers = []
})

const fileOf = (name: string, content: string): string => {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}
const pauses: number[] = []
const receiver = { address, secret, clock, wait: async (seconds: number) => void pauses.push(seconds) }
const idsOf = () =>
  received.flatMap(body => (JSON.parse(body.toString()) as { events: ServiceEvent[] }).events.map(({ id }) => id))

const rows = [
  'Email;Service;Action;At',
  'aino@example.org;Kudonta: luku 1;opened;2026-11-23T09:00:00+02:00',
  'bertta@example.org;Kudonta;finished;2026-11-23T09:00:00+02:00',
  ';;;',
  'aino@example.org;Kudonta;completed;eilen',
]

test('a table in any order of columns and JSON lines say the same, and lines that are no event are told', async () => {
  const table = await readEvents(fileOf('events.csv', rows.join('\n')))
  expect(table.wrong).toEqual([
    { line: 3, field: 'action' },
    { line: 5, field: 'at' },
  ])
  const lines = await readEvents(
    fileOf('events.jsonl', `${JSON.stringify({ ...table.events[0], id: undefined })}\n{"id":1\n[]\n`),
  )
  expect(lines.events).toEqual(table.events)
  expect(lines.wrong).toEqual([
    { line: 2, field: 'json' },
    { line: 3, field: 'json' },
  ])
  await expect(readEvents(fileOf('other.csv', 'a,b\n1,2\n'))).rejects.toMatchObject({ key: 'service-use.no-columns' })
  await expect(readEvents('/nowhere.csv')).rejects.toMatchObject({ key: 'service-use.no-file' })
})

test('a long list leaves in batches, waits for one who has too much to do, and says how far it came', async () => {
  const one = { at: '2026-11-23T09:00:00Z', action: 'opened', service: 'Kudonta', email: 'aino@example.org' } as const
  const events = Array.from({ length: 1201 }, (_, n) => ({ ...one, id: `e${n}` }))
  answers = [200, 429, 200, 200]
  expect(await sendEvents(receiver, events)).toBe(1201)
  expect([received.length, pauses, idsOf().length, new Set(idsOf()).size]).toEqual([3, [1], 1201, 1201])
  answers = [200, 400]
  await expect(sendEvents(receiver, events)).rejects.toMatchObject({ args: { sent: 500, why: '400' } })
  await expect(sendEvents({ ...receiver, secret: 'wrong' }, events)).rejects.toMatchObject({ args: { why: '401' } })
  const nobody = { ...receiver, address: new URL('http://127.0.0.1:1/') }
  await expect(sendEvents(nobody, events)).rejects.toMatchObject({ args: { sent: 0, why: 'unreachable' } })
})

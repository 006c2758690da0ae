/** A server that is killed again and again while it tells of a change leaves nobody out, and writes twice to at most one person a kill. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { addStaff, askingOf, kills, seloste, signIn } from './killing.ts'
import { headerOf, mailServer } from './mail-server.ts'
import { newHome, type Running, removeHome, start } from './running.ts'
import { withoutResearch, withResearch } from './two-notices.ts'

const persons = kills * 6

const home = newHome()
const mail = await mailServer()
let server: Running | undefined
afterAll(async () => {
  await server?.end('SIGKILL')
  await mail.close()
  removeHome(home)
})

async function command(words: readonly string[]): Promise<void> {
  const { code, errors, out } = await seloste(home, words, { env: { SELOSTE_NOTICE: join(home, 'old.yaml') } })
  if (code !== 0) throw new Error(errors || out)
}

test(`${kills} kills -9 in the middle of telling ${persons} persons`, { timeout: kills * 60_000 }, async () => {
  writeFileSync(join(home, 'old.yaml'), withoutResearch)
  const rows = Array.from({ length: persons }, (_, n) => `Asiakas ${n};asiakas${n}@example.org`)
  writeFileSync(join(home, 'persons.csv'), ['nimi;sähköposti', ...rows].join('\n'))
  const env = { SMTP_URL: mail.url, MAIL_PER_MINUTE: '9999', SELOSTE_NOTICE: join(home, 'old.yaml') }
  const origin = ['--source', 'forms', '--basis', 'contract', '--purpose', 'customer-care']
  await command(['import', join(home, 'persons.csv'), ...origin])
  await addStaff(home, 'privacy', { SELOSTE_NOTICE: join(home, 'old.yaml') })

  server = await start(home, env)
  const session = await signIn(server)
  const ask = askingOf(server, session)
  const { id: draft } = await ask('/drafts', { name: 'Tutkimus', from: { kind: 'text', text: withResearch } })
  const plan = await ask('/notice/publications/plan', { draft, revision: 1 })
  expect(plan.concerned).toMatchObject({ total: persons, byEmail: persons })
  const decided = { draft, revision: 1, effective: plan.earliest, persons }

  // Each kill comes after a few messages: now before the sender hears that the message was taken, now a moment later.
  let killed = 0
  let since = 0
  const ends: Promise<unknown>[] = []
  mail.onTaken = async () => {
    since++
    if (killed === kills || since < 3 + (killed % 3)) return
    since = 0
    killed++
    const kill = () => void ends.push(server?.end('SIGKILL') ?? Promise.resolve())
    if (killed % 2 === 0) kill()
    else setTimeout(kill, (killed * 7) % 40)
  }
  const { id } = await ask('/notice/publications', decided)
  for (let round = 0; round < kills; round++) {
    await vi.waitFor(() => expect(ends).toHaveLength(round + 1), 60_000)
    await ends[round]
    server = await start(home, env)
  }
  const again = askingOf(server, session)
  await vi.waitFor(
    async () => expect((await again(`/notice/publications/${id}`)).progress).toMatchObject({ told: persons }),
    { timeout: 60_000, interval: 500 },
  )

  const { progress } = await again(`/notice/publications/${id}`)
  expect(progress).toMatchObject({ total: persons, told: persons, waiting: 0, failed: 0, letters: 0 })
  const sent = new Map<string, string[]>()
  for (const one of mail.received) {
    const to = one.to[0] ?? ''
    sent.set(to, [...(sent.get(to) ?? []), headerOf(one, 'Message-ID') ?? ''])
  }
  expect(sent.size).toBe(persons)
  const twice = [...sent.values()].filter(ids => ids.length > 1)
  expect(twice.filter(ids => new Set(ids).size > 1)).toEqual([]) // the same message, which mail programs show once
  expect(mail.received.length - persons).toBeLessThanOrEqual(kills)
  process.stderr.write(
    `told ${persons} persons through ${kills} kills; ${mail.received.length - persons} messages went twice\n`,
  )
})

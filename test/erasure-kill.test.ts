/** A server that is killed in the middle of erasing has erased everybody whom it said to have, and nobody by half; and they are on the ledger. */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test, vi } from 'vitest'
import { ledgerFile } from '../src/database/erasure-ledger.ts'
import type { Opened } from '../src/opening.ts'
import { addStaff, askingOf, kills, onRegister, seloste, signIn } from './killing.ts'
import { newHome, type Running, removeHome, start } from './running.ts'

const home = newHome()
let server: Running | undefined
afterAll(async () => {
  await server?.end('SIGKILL')
  removeHome(home)
})

const aRound = 12

/** Of each person: everything that is held of them, by table, and whether the ledger of the database has them. */
async function held({ database }: Opened, persons: readonly string[]) {
  const { rows: tables } = await database.admin.query<{ place: string }>(
    `select c.oid::regclass::text as place from pg_class c join pg_attribute a on a.attrelid = c.oid
     where a.attname = 'person_id' and c.relkind in ('r', 'p') and not c.relispartition`,
  )
  const counts = tables
    .filter(({ place }) => place !== 'access.look')
    .map(({ place }) => `select '${place}' as place, person_id, count(*)::int as n from ${place} group by 2`)
  const { rows } = await database.admin.query<{ id: string; hash: string; there: boolean; rows: object }>(
    `select p.id, encode(backup.erasure_hash(p.id), 'hex') as hash, exists (select from register.person q where q.id = p.id) as there,
       coalesce((select jsonb_object_agg(t.place, t.n) from (${counts.join(' union all ')}) t where t.person_id = p.id), '{}') as rows
     from unnest($1::uuid[]) p (id)`,
    [persons],
  )
  return rows
}

test(`${kills} kills -9 in the middle of erasing`, { timeout: kills * 60_000 + 120_000 }, async () => {
  const lines = Array.from({ length: kills * aRound }, (_, n) => `Asiakas ${n};asiakas${n}@example.org`)
  writeFileSync(join(home, 'persons.csv'), ['nimi;sähköposti', ...lines].join('\n'))
  const origin = ['--source', 'forms', '--basis', 'contract', '--purpose', 'customer-care']
  expect(await seloste(home, ['import', join(home, 'persons.csv'), ...origin])).toMatchObject({ code: 0 })
  await addStaff(home, 'privacy')
  const persons = await onRegister(home, async ({ database }) =>
    (await database.admin.query<{ id: string }>('select id from register.person order by id')).rows.map(({ id }) => id),
  )

  let session: string | undefined
  let said = 0
  let unsaid = 0
  for (let round = 0; round < kills; round++) {
    const now = persons.slice(round * aRound, (round + 1) * aRound)
    server = await start(home)
    session ??= await signIn(server)
    const ask = askingOf(server, session)
    const requests = new Map<string, string>()
    for (const person of now) {
      const receivedAt = new Date().toISOString()
      const request = { kind: 'erasure', channel: 'phone', receivedAt, requester: 'merkki', asked: 'merkki', person }
      requests.set(person, (await ask('/requests', request, 'rights')).id)
    }
    const whole = (await onRegister(home, program => held(program, now)))[0]?.rows

    // Two at once, and the moment of the death is anybody's guess.
    const erased: string[] = []
    const left = [...now]
    const lane = async () => {
      for (let person = left.pop(); person !== undefined; person = left.pop()) {
        await ask(`/requests/${requests.get(person)}/erasure`, { expected: null }, 'rights')
        erased.push(person)
      }
    }
    const lanes = Promise.allSettled([lane(), lane()])
    const heard = Math.floor(Math.random() * 6)
    await Promise.race([lanes, vi.waitFor(() => expect(erased.length).toBeGreaterThanOrEqual(heard), 30_000)])
    await pause(Math.random() * 100)
    await server.end('SIGKILL')
    await lanes
    const ledger = existsSync(ledgerFile(home)) ? readFileSync(ledgerFile(home), 'utf8') : ''

    await onRegister(home, async program => {
      const after = await held(program, now)
      for (const { id, hash, there, rows } of after) {
        // What was acknowledged is done, and was on the disk before anybody heard of it.
        if (erased.includes(id)) expect([there, ledger.includes(hash)]).toEqual([false, true])
        expect(rows).toEqual(there ? whole : {})
      }
      const { rows } = await program.database.admin.query(
        `select count(*) filter (where e.request_id is null) as bare, count(*) filter (where s.id is null) as stepless
         from rights.erasure e full join (select * from rights.step where kind = 'erased') s using (request_id)`,
      )
      expect(rows).toEqual([{ bare: 0, stepless: 0 }])
      const gone = after.filter(({ there }) => !there).length
      said += erased.length
      unsaid += gone - erased.length
    })
  }
  server = await start(home)
  const { rows } = await onRegister(home, ({ database }) =>
    database.admin.query(`select encode(hash, 'hex') as hash from backup.erased where kept`),
  )
  const ledger = readFileSync(ledgerFile(home), 'utf8')
  expect(rows.filter(({ hash }) => !ledger.includes(hash))).toEqual([])
  expect(rows.length).toBeGreaterThanOrEqual(said + unsaid)
  expect(readFileSync(ledgerFile(home), 'utf8')).not.toContain('merkki')
  process.stdout.write(`\n${kills} kills: ${said} erasures acknowledged, ${unsaid} done and not heard of\n`)
})

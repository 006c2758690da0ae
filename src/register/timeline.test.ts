/** The timeline tells each thing once, newest first, in the asker's language, and to each purpose only what it may see. */

import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { courseNotice, courseRegister } from '../../test/course-register.ts'
import '../../test/drawn-cases.ts'
import { newId } from '../base/ids.ts'
import { transaction } from '../database/transaction.ts'
import { prepareQueue } from '../jobs/queue.ts'
import { queueMessages } from '../mail/outbox.ts'
import { readEveryChange, undoChange } from './changes.ts'
import { addRow, openPerson } from './persons.ts'
import { readTimeline } from './timeline.ts'
import { changes, permits } from './timeline-changes.ts'
import { activities, contacts, orders } from './timeline-rows.ts'
import { sent } from './timeline-sent.ts'
import { onPage, type TimelineSource } from './timeline-source.ts'

const register = await courseRegister(
  courseNotice.replace(
    '  shoe-size:',
    `  service-events:
    from: [phone, email, meetings]
    for: { customer-care: contract }
    keep: 24 months
  orders:
    from: [shop, phone]
    for: { customer-care: contract, marketing: { basis: interest keep-in-touch, fields: [product] } }
    keep: 24 months
  shoe-size:`,
  ),
)
afterAll(() => register.close())
const { db } = register
const care = register.ask('customer-care')
const all: readonly TimelineSource[] = [contacts, orders, activities, permits, sent, changes]

const openAino = () =>
  openPerson(care, {
    source: 'forms',
    categories: { identity: [{ given_name: 'Aino', family_name: 'Virtanen' }] },
    statements: [{ kind: 'contract', givenAt: '2026-03-01T10:00:00.000Z' }],
  })

const read = async (ask: typeof care, person: string, sources = all, kinds: readonly string[] = []) => {
  const lines = []
  let after: string | undefined
  do {
    const page = await readTimeline(ask, sources, person, { after, kinds })
    lines.push(...page.lines)
    after = page.next ?? undefined
  } while (after !== undefined)
  return lines
}
const sentences = async (...asked: Parameters<typeof read>) => (await read(...asked)).map(({ sentence }) => sentence)

describe('a person', () => {
  test('a call stands on the day of the call, and is told once', async () => {
    const person = await openAino()
    await addRow(care, person, 'service-events', {
      source: 'phone',
      values: {
        kind: 'call',
        direction: 'in',
        occurred: '2026-01-05T08:00:00.000Z',
        subject: 'Laskusta',
        content: 'Lupasimme soittaa.',
      },
    })
    await addRow(care, person, 'orders', {
      source: 'shop',
      values: { product: 'Avoveden kurssi', state: 'paid', ordered: '2026-01-06T08:00:00.000Z' },
    })
    await addRow(care, person, 'service-events', {
      source: 'phone',
      values: { kind: 'meeting', subject: 'Ilman päivää' },
    })
    const lines = await read(care, person)
    expect(lines.map(({ sentence }) => sentence)).toEqual([
      'Entinen työntekijä lisäsi: Asiakaspalvelutapahtumat',
      'Entinen työntekijä lisäsi: Nimi',
      'Entinen työntekijä lisäsi henkilön rekisteriin',
      'Entinen työntekijä kirjasi tilauksen: Avoveden kurssi, maksettu',
      'Entinen työntekijä kirjasi puhelun asiakkaalta: Laskusta',
    ])
    expect(lines.at(-1)).toMatchObject({ at: '2026-01-05T08:00:00.000Z', more: 'Lupasimme soittaa.', kind: 'contact' })
    expect(await sentences(care, person, all, ['order'])).toHaveLength(1)
    expect(await sentences({ ...care, lang: 'sv' }, person, all, ['contact'])).toEqual([
      'Tidigare anställd antecknade ett samtal från kunden: Laskusta',
    ])
    // What was logged by mistake goes by undoing its addition, and the removal is told.
    const call = lines.at(-1)?.changes[0]?.id ?? ''
    await undoChange(care, call)
    expect((await sentences(care, person)).filter(one => one.includes('Laskusta'))).toEqual([])
    expect((await sentences(care, person))[0]).toBe('Entinen työntekijä kumosi muutoksen: Asiakaspalvelutapahtumat')
  })

  test('each purpose is told what it may see, and of nobody whom it does not', async () => {
    const person = await openAino()
    const order = { product: 'Kurssi', state: 'paid', ordered: '2026-01-06T08:00:00.000Z' }
    await addRow(care, person, 'orders', { source: 'shop', values: order })
    const marketing = register.ask('marketing')
    const seen = await readTimeline(marketing, all, person, {})
    expect(seen.kinds.map(({ id }) => id)).toEqual(['permit', 'message', 'change'])
    expect(seen.lines.map(({ sentence }) => sentence)).toEqual(
      expect.arrayContaining(['Entinen työntekijä kirjasi: Sopimus alkoi', 'Entinen työntekijä lisäsi: Tilaukset']),
    )
    const told = seen.lines.flatMap(line => line.changes.flatMap(({ fields }) => fields.map(({ column }) => column)))
    expect(told).not.toContain('state')
    await expect(readTimeline(care, all, newId(), {})).rejects.toMatchObject({ key: 'register.person-absent' })
  })

  test('what was sent is told; what concerns rights, to whoever looks after rights', async () => {
    const person = await openAino()
    const at = new Date('2026-04-01T10:00:00.000Z')
    await prepareQueue(db)
    await transaction(db.app, async client => {
      for (const kind of ['my.link', 'rights.delivery'])
        await queueMessages(client, { kind, about: newId(), persons: [person], at })
    })
    expect(await sentences(care, person, [sent])).toEqual([
      'Rekisteri lähettää pian sähköpostilla: linkki omalle sivulle',
    ])
    expect(await sentences(register.ask('rights'), person, [sent])).toHaveLength(2)
  })

  test('pages neither skip nor repeat, whatever shares a moment', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 2 })), { minLength: 100, maxLength: 250 }),
        async rows => {
          const person = newId()
          const entries = rows.map(([minute, kind]) => ({
            id: newId(),
            at: new Date(Date.UTC(2026, 0, 1, 10, minute)),
            by: 'system',
            kind,
            sentence: () => 'x',
          }))
          const sources = [0, 1, 2].map(
            (kind): TimelineSource => ({
              kind: `k${kind}`,
              name: 'timeline.kind.change',
              read: async (_ask, page) =>
                onPage(
                  entries.filter(entry => entry.kind === kind),
                  page,
                ),
            }),
          )
          const seen = { ...care, reader: { query: async () => ({ rowCount: 1, rows: [] }) } }
          const lines = await read(Object.assign(Object.create(care), seen), person, sources)
          const ordered = entries.toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
          expect(lines.map(({ id }) => id)).toEqual(ordered.map(({ id }) => id))
        },
      ),
      { numRuns: 20 },
    )
  })

  test('ten thousand changes are told a page at a time, and are all there', async () => {
    const person = await openAino()
    await db.admin.query(
      `insert into register.change (person_id, id, at, actor, purpose, source, notice_version, category, row_id, before, after)
       select $1, register.new_id(), now() - n % 97 * interval '1 minute', 'system', 'customer-care', 'forms', 1, 'identity', $1,
         '{"given_name": "Aino"}', '{"given_name": "Aini"}' from generate_series(1, 10000) n`,
      [person],
    )
    const first = await readTimeline(care, all, person, {})
    expect(first.lines).toHaveLength(60)
    const second = await readTimeline(care, all, person, { after: first.next ?? undefined })
    const ids = [...first.lines, ...second.lines].map(({ id }) => id)
    expect(new Set(ids).size).toBe(120)
    const whole = (await readEveryChange(care, person)).toSorted(
      (a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? 1 : -1),
    )
    expect(ids).toEqual(whole.slice(0, 120).map(({ id }) => id))
  })
})

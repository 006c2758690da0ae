/** A register with persons whom the purpose `marketing` must never get at, for the attacks of hostile-*.test.ts. */

import pg from 'pg'
import { giveLogin } from '../src/access/login.ts'
import { newId } from '../src/base/ids.ts'
import { signActor } from '../src/database/actor-token.ts'
import { publishChecked } from '../src/database/publish.ts'
import type { TestDatabase } from './database.ts'
import { smallNotice } from './small-notice.ts'

const name = { type: 'text', format: 'person-name', search: 'prefix' } as const
const notice = smallNotice(
  [
    {
      id: 'identity',
      rows: 'one',
      fields: [
        { id: 'given-name', ...name },
        { id: 'family-name', ...name },
        { id: 'birth-year', type: 'integer', search: 'range' },
      ],
      uses: { marketing: ['consent', 'family-name', 'birth-year'], care: 'contract', rights: 'legal-obligation' },
    },
    {
      id: 'contact-points',
      fields: [{ id: 'email', type: 'text', format: 'email', search: 'prefix' }],
      uses: { marketing: 'consent', care: 'contract', rights: 'legal-obligation' },
    },
    { id: 'health', fields: [{ id: 'diagnosis', type: 'text', search: 'prefix' }], uses: { care: 'consent' } },
  ],
  undefined,
  { marketing: { email: 'consent or similar purchase' } },
)

export interface HostileRegister {
  token(purpose: string, key?: Buffer): string
  /** Has consented to marketing. */
  readonly aino: string
  /** Had consented to marketing, and has objected. */
  readonly bertta: string
  /** Has never said anything; 399 others bear his name, of whom every second has only bought something. */
  readonly kaarlo: string
  /** How many persons marketing sees. */
  readonly visible: number
  readonly all: number
}

export async function hostileRegister(db: TestDatabase): Promise<HostileRegister> {
  const token = (purpose: string, key = db.actorKey): string =>
    signActor(key, { actor: 'staff:test', purpose, request: newId() })
  await publishChecked(db, notice, { source: '', by: 'system', clock: db.clock })
  const rights = db.purpose('rights')
  const call = async (sql: string, ...args: unknown[]): Promise<string> =>
    (await rights.query(`select ${sql} as id`, [token('rights'), ...args])).rows[0].id
  const person = async (family: string, year: number, permit?: 'consent' | 'similar-purchase'): Promise<string> => {
    const id = await call(`register.add_person($1, 'forms', null)`)
    if (permit) {
      await call(
        `register.record_statement($1, 'forms', null, $2, $3, 'marketing', 'email', '2026-01-01', null, 'Yes')`,
        id,
        permit,
      )
    }
    const values = { given_name: 'Secret', family_name: family, birth_year: year }
    await call(`register.write_identity($1, 'forms', null, $2, null, $3, null)`, id, values)
    const email = { email: `${family.toLowerCase()}.${year}@example.fi` }
    await call(`register.write_contact_points($1, 'forms', null, $2, null, $3, null)`, id, email)
    return id
  }
  const aino = await person('Virtanen', 1990, 'consent')
  const kaarlo = await person('Kaarlonen', 0)
  for (let year = 1; year < 400; year++)
    await person('Kaarlonen', year, year % 2 === 0 ? 'similar-purchase' : undefined)
  for (let year = 0; year < 100; year++) await person(`Visible${year}`, 1900 + year, 'consent')
  const bertta = await person('Mäkelä', 1985, 'consent')
  await call(
    `register.record_statement($1, 'forms', null, $2, 'objection', 'marketing', null, '2026-01-02', null, null)`,
    bertta,
  )
  await db.admin.query('analyze register.identity; analyze register.contact_points')
  return { token, aino, bertta, kaarlo, visible: 101, all: 502 }
}

/** A named login of marketing, as a BI tool has it. */
export async function namedLogin(db: TestDatabase): Promise<pg.Pool> {
  const { url } = await giveLogin(
    async () => {},
    db,
    { name: 'Kaarlo', purpose: 'marketing', expiresAt: new Date(Date.now() + 3_600_000) },
    { by: 'test', at: new Date(), request: newId() },
  )
  return new pg.Pool({ connectionString: url, max: 1, types: db.app.options.types })
}

/** One line an attack, for whoever reads the run. */
export function report(tried: readonly (readonly [what: string, answer: string])[]): void {
  const width = Math.max(...tried.map(([what]) => what.length))
  const lines = tried.map(([what, answer]) => `  ${what.padEnd(width)}  ${answer}`)
  process.stdout.write(`\nHostile login: ${tried.length} attacks\n${lines.join('\n')}\n`)
}

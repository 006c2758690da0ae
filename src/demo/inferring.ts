/** What the demonstration infers of its customers: rules of its marketing, tried by a year of orders, of whoever consented. */

import { type Id, newId } from '../base/ids.ts'
import { bringUpToDate } from '../inference/judge.ts'
import { saveRule } from '../inference/rule.ts'
import type { RuleContent } from '../inference/rule-answers.ts'
import type { DemoProgram } from './year.ts'

const purpose = 'marketing'

const ordered = (product: string): Pick<RuleContent['parts'][number], 'rows' | 'where'> => ({
  rows: 'orders',
  where: [
    { column: 'product', is: 'starts', value: product },
    { column: 'state', is: 'equals', value: 'paid' },
  ],
})
const told = (interest: string): RuleContent['parts'][number] => ({
  rows: 'interests',
  where: [{ column: 'interest', is: 'equals', value: interest }],
  points: 4,
})

const rules: readonly (readonly [name: string, content: RuleContent])[] = [
  [
    'Kirjoittamisesta kiinnostuneet',
    {
      ...{ about: 'interests', value: 'Kirjoittaminen', halfLife: 180, threshold: 3, lasts: 12 },
      parts: [
        { ...ordered('Luovan kirjoittamisen'), points: 5 },
        { ...ordered('Blogikurssi'), points: 4 },
        { ...ordered('Uutiskirje'), points: 3 },
        told('kirjoittaminen'),
      ],
      met: ordered('Luovan kirjoittamisen'),
    },
  ],
  [
    'Valokuvauksesta kiinnostuneet',
    {
      ...{ about: 'interests', value: 'Valokuvaus', halfLife: 180, threshold: 3, lasts: 12 },
      parts: [{ ...ordered('Valokuvauksen'), points: 5 }, told('valokuvaus')],
      met: ordered('Valokuvauksen'),
    },
  ],
  [
    'Usean kurssin käyneet',
    {
      ...{ about: 'user-groups', value: 'Usean kurssin käyneet', halfLife: null, threshold: 4, lasts: 12, met: null },
      parts: [{ rows: 'orders', where: [{ column: 'state', is: 'equals', value: 'paid' }], points: 2 }],
    },
  ],
]

/** `by`: of the staff, who has written the rules. */
export async function inferOf(program: DemoProgram, by: `staff:${Id}`): Promise<void> {
  const { clock, database, sign } = program
  const published = await program.published()
  const ask = {
    ...{ purpose, published, program, clock },
    reader: database.purpose(purpose),
    token: sign({ actor: by, purpose, request: newId() }),
    asker: { kind: 'staff' as const, actor: by },
    lang: 'fi' as const,
  }
  for (const [name, content] of rules) await saveRule(ask, { name, content, why: 'Esittelyn sääntö' })
  await bringUpToDate(program, purpose)
}

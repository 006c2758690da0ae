/** The demonstration has contracts with customers of firms: a draft, one that ends soon and is not forgotten, one that goes on, and one that is over. */

import { recordAgreement, takeStep } from '../agreements/agreement.ts'
import type { NewAgreement } from '../agreements/agreement-answers.ts'
import { addDocument } from '../agreements/document.ts'
import { readAgreement } from '../agreements/found.ts'
import type { Id } from '../base/ids.ts'
import { dateInHelsinki } from '../base/time.ts'
import { atWork, daysAgo } from './at-work.ts'
import { inThePast } from './past.ts'
import type { DemoProgram } from './year.ts'

const purpose = 'customer-care'

interface Made {
  /** How many days ago it was written down; its days are told the same way. */
  readonly days: number
  readonly subject: string
  readonly signed?: number
  readonly starts?: number
  readonly ends?: number
  readonly more?: NewAgreement['terms']
  readonly over?: number
}

const made: readonly Made[] = [
  {
    ...{ days: 300, subject: 'Verkkokurssien käyttöoikeus henkilöstölle', signed: 300, starts: 290, ends: -75 },
    more: { kind: 'licence', notice_days: 30, renewal: 'renews', renewal_months: 12 },
  },
  {
    ...{ days: 210, subject: 'Kuukausittainen kirjoituspaja', signed: 210, starts: 200 },
    more: { kind: 'service', notice_days: 60, renewal: 'until-notice' },
  },
  {
    ...{ days: 330, subject: 'Valokuvauskoulutus myymälöille', signed: 330, starts: 320, over: 40 },
    more: { kind: 'service', notice_days: 30, renewal: 'until-notice' },
  },
  { days: 12, subject: 'Saavutettavuuskoulutus verkkotiimille', more: { kind: 'service' } },
]

/** A page that says what it is about; nothing of it is opened by the program. */
async function printed(subject: string): Promise<AsyncIterable<Uint8Array>> {
  const { default: PDFDocument } = await import('pdfkit')
  const paper = new PDFDocument({ size: 'A4' })
  paper.fontSize(18).text('Sopimus').fontSize(12).moveDown().text(subject).end()
  return paper
}

/** `by`: of the staff. */
export async function contract(program: DemoProgram, by: `staff:${Id}`): Promise<void> {
  const { rows } = await program.database
    .purpose(purpose)
    .query<{ person: Id }>(
      'select distinct person_id as person from register.work where organisation_link is not null order by 1 limit $1',
      [made.length],
    )
  const dayOf = (days: number) => dateInHelsinki(daysAgo(program, days))
  const on = async (days: number) => atWork(program, { purpose, actor: by, at: daysAgo(program, days) })
  for (const [n, one] of made.entries()) {
    const person = rows[n]?.person
    if (person === undefined) return
    const { days, subject, signed, starts, ends, more, over } = one
    await inThePast(program.database, days, async () => {
      const ask = await on(days)
      const id = await recordAgreement(ask, {
        person,
        state: signed === undefined ? 'draft' : 'in-force',
        terms: {
          ...{ ...more, subject, contract_number: `${dayOf(days).slice(0, 4)}-${String(n + 1).padStart(3, '0')}` },
          ...(signed !== undefined && { signed: dayOf(signed) }),
          ...(starts !== undefined && { starts: dayOf(starts) }),
          ...(ends !== undefined && { ends: dayOf(ends) }),
        },
      })
      if (signed !== undefined)
        await addDocument(ask, id, 'signed', { name: 'sopimus.pdf', content: await printed(subject) })
      if (over === undefined) return
      const later = await on(over)
      const { change: expected } = await readAgreement(later, id)
      await takeStep(later, id, {
        did: 'terminated',
        day: dayOf(over),
        why: 'Asiakas irtisanoi sopimuksen kirjeellä.',
        expected,
      })
    })
  }
}

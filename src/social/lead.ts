/** A lead is somebody who asked to be contacted: who they are, what they asked, and no more than the form's own answers. */

import type { Facts, Via } from '../arrivals/adapter.ts'
import { type Agreed, type ConsentSettings, permitOf } from './consent.ts'

export interface Lead {
  readonly id: string
  readonly form: string
  readonly at: string
  readonly name: string | undefined
  readonly given?: string | undefined
  readonly family?: string | undefined
  readonly email: string | undefined
  readonly phone: string | undefined
  readonly company?: string | undefined
  readonly title?: string | undefined
  readonly postcode?: string | undefined
  readonly city?: string | undefined
  /** Questions of the form that have no field of the register, with their answers. */
  readonly answers: readonly { readonly question: string; readonly answer: string }[]
  readonly agreed: Agreed
}

export function leadFacts(lead: Lead, { settings }: Via<ConsentSettings>): Facts {
  const { id, form, at, name, email, phone, company, title, postcode, city, answers, agreed } = lead
  const content = answers.map(({ question, answer }) => `${question}: ${answer}`).join('\n')
  const [first, ...others] = (name ?? '').trim().split(/\s+/)
  return {
    about: {
      email,
      phone,
      given: lead.given ?? (first || undefined),
      family: lead.family ?? (others.join(' ') || undefined),
    },
    reference: id.slice(0, 60),
    rows: [
      {
        category: 'service-events',
        values: { kind: 'social-message', direction: 'in', occurred: at, content: content || null },
      },
      ...(company || title
        ? [{ category: 'work', values: { organisation: company ?? null, title: title ?? null } }]
        : []),
      ...(postcode || city
        ? [{ category: 'contact-points', values: { postcode: postcode ?? null, city: city ?? null } }]
        : []),
    ],
    act: { kind: 'registration', at },
    // They asked to be contacted before there is anything to buy (Art. 6(1)(b)).
    saidByNewcomer: [{ kind: 'contract', givenAt: at, method: 'form' }],
    ...permitOf(settings, { form, agreed, givenAt: at }),
  }
}

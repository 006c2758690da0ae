/** A contract in words, part by part: what its history and a conflict are told in. */

import { codeName } from '../../web/codes.ts'
import { date } from '../../web/format.ts'
import type { Say } from '../../web/language.ts'
import type { ContractTermsAnswer } from './accountability-answers.ts'
import type { Mechanism } from './contract-terms.ts'
import type { Said } from './revised.web.tsx'

const day = (at: string | null): string => (at === null || at === '' ? '' : date(at))

export function contractInWords(say: Say, terms: ContractTermsAnswer): readonly Said[] {
  const site = ({ country, mechanism }: { readonly country: string; readonly mechanism: Mechanism | null }) =>
    [codeName(country, 'region'), ...(mechanism ? [say(`ui.contracts.mechanism-name.${mechanism}`)] : [])].join(', ')
  return [
    [say('ui.contracts.processor'), terms.processor],
    [say('ui.contracts.service'), terms.service],
    [say('ui.contracts.parties'), terms.parties],
    [say('ui.contracts.reference'), terms.reference],
    [say('ui.contracts.signed'), day(terms.signed)],
    [say('ui.contracts.until'), day(terms.until)],
    [say('ui.contracts.ended'), day(terms.ended)],
    [
      say('ui.contracts.clauses'),
      terms.clauses.map(one => (one === 'scope' ? say('ui.contracts.scope') : one)).join(', '),
    ],
    [say('ui.contracts.place'), site(terms)],
    [say('ui.contracts.mechanism-reference'), terms.mechanismReference],
    [
      say('ui.contracts.sub-processors'),
      terms.subProcessors.map(one => `${one.name} (${one.service}; ${site(one)})`).join('; '),
    ],
    [say('ui.contracts.review'), day(terms.review)],
  ]
}

/** The bases on which a file may be kept, each with the words of the notice; one that the notice never uses is not offered. */

import type { Scope } from '../register/scope-answer.ts'
import type { OriginRequest } from './requests.ts'

export type Basis = OriginRequest['basis']

/** The kinds of basis in the notice that a basis of a file stands on. */
const kindsOf: Readonly<Record<Basis, readonly string[]>> = {
  contract: ['contract'],
  consent: ['consent', 'permission'],
  'soft-opt-in': ['permission'],
  interest: ['interest'],
  none: [],
}

const order: readonly Basis[] = ['contract', 'consent', 'soft-opt-in', 'interest', 'none']

const usesFor = (scope: Scope, basis: Basis) =>
  scope.categories
    .flatMap(({ uses }) => uses.filter(use => kindsOf[basis].includes(use.basis)))
    .filter(use => basis !== 'soft-opt-in' || scope.similarPurchases.some(({ purpose }) => purpose === use.purpose))

/** The words of the purpose's own uses where it has any: another purpose's interests say nothing of this import. */
function wordsFor(scope: Scope, basis: Basis): readonly string[] {
  const uses = usesFor(scope, basis)
  const own = uses.filter(({ purpose }) => purpose === scope.purpose.id)
  return [...new Set((own.length > 0 ? own : uses).map(({ text }) => text))]
}

/** Sources from which the notice lets some category come that this purpose writes; what the register infers itself is in no file. */
export const fileSources = (scope: Scope): Scope['sources'] => {
  const named = new Set(scope.categories.flatMap(({ mayWrite, from }) => (mayWrite ? from : [])))
  return scope.sources.filter(({ id, kind }) => kind !== 'inferred' && named.has(id))
}

/** What may be answered, and what the notice says of each. */
export const basesOf = (scope: Scope): readonly { readonly basis: Basis; readonly words: readonly string[] }[] =>
  order
    .map(basis => ({ basis, words: wordsFor(scope, basis) }))
    .filter(({ basis, words }) => basis === 'none' || words.length > 0)

/** Purposes to which a permit may have been given. */
export function permitPurposes(scope: Scope, basis: Basis): readonly { readonly id: string; readonly name: string }[] {
  const byId = new Map(usesFor(scope, basis).map(({ purpose, name }) => [purpose, name]))
  return [...byId].map(([id, name]) => ({ id, name }))
}

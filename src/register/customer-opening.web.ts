/** Whether a customer may be opened for the purpose, and with which categories: those known of somebody when they come. */

import type { ScopeCategory } from '../../web/value.ts'
import type { Scope } from './scope-answer.ts'

const atFirst = ['identity', 'contact-points', 'profile']

/** Empty when the notice does not let the purpose write any of them. */
export const categoriesAtFirst = (scope: Scope): readonly ScopeCategory[] =>
  scope.categories.filter(({ id, mayWrite }) => mayWrite && atFirst.includes(id))

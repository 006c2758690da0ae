/** What the notice says of a chat stands before its first word: of what is said, and of the address that may be told. */

import type { layerOf } from '../forms/notice-layer.ts'
import { placesIn } from '../forms/offer.ts'
import type { PurposeScope } from '../register/scope.ts'

const told: Readonly<Record<string, string>> = { 'service-events': 'content', 'contact-points': 'email' }

/** For `layerMarkup` of forms: a chat asks for no permit. */
export const chatLayer = (scope: PurposeScope): Parameters<typeof layerOf>[0] => ({
  scope,
  permits: [],
  fields: placesIn(scope).filter(({ scoped, column }) => told[scoped.category.id] === column.name),
})

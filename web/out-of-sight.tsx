/** A screen says how much does not belong to the purpose in force: how many, and of what kind, never who. */

import { count } from './format.ts'
import { type Say, useText } from './language.ts'

interface LeftOut {
  readonly categories: readonly string[]
  readonly persons?: { readonly count: number; readonly exact: boolean }
}

/** The sentence, or undefined when everything belongs to the purpose. */
export function outOfSightText({ categories, persons }: LeftOut, say: Say): string | undefined {
  const kinds = categories.length === 0 ? undefined : say('ui.out-of-sight.categories', { count: categories.length })
  const number = persons && persons.count > 0 ? count(persons.count) : undefined
  const people =
    persons && number
      ? say(persons.exact ? 'ui.out-of-sight.persons' : 'ui.out-of-sight.about-persons', {
          count: persons.count,
          number,
        })
      : undefined
  if (kinds && people) return say('ui.out-of-sight.both', { categories: kinds, persons: people })
  const what = kinds ?? people
  return what && say('ui.out-of-sight.one', { what })
}

export function OutOfSight(leftOut: LeftOut) {
  const say = useText()
  const sentence = outOfSightText(leftOut, say)
  if (sentence === undefined) return <div role="status" />
  if (leftOut.categories.length === 0)
    return (
      <p role="status" className="out-of-sight figures">
        {sentence}
      </p>
    )
  return (
    <details className="out-of-sight">
      <summary>
        <span role="status" className="figures">
          {sentence}
        </span>
      </summary>
      {say('ui.out-of-sight.they-are', { names: leftOut.categories.join(', ') })}
    </details>
  )
}

/** A meaning has one name by which a screen or a command chooses it: `email`, `status-sms`, `shoe-size.size`, `left-out`. */

import { Refused } from '../base/errors.ts'
import { leftOut, type Meaning, value, words } from './meaning.ts'
import { prohibitionMeaning, statusMeaning } from './suggest.ts'

/** Meanings that are not values: what a column says of permissions. */
const statements: Readonly<Record<string, Meaning>> = {
  'status-email': statusMeaning('email'),
  'status-sms': statusMeaning('sms'),
  'prohibition-email': prohibitionMeaning('email'),
  'prohibition-sms': prohibitionMeaning('sms'),
  'permit-time-email': { is: 'moment', of: 'permit', channel: 'email', rank: 1 },
  'permit-time-sms': { is: 'moment', of: 'permit', channel: 'sms', rank: 1 },
  'objection-time-email': { is: 'moment', of: 'objection', channel: 'email', rank: 1 },
  'objection-time-sms': { is: 'moment', of: 'objection', channel: 'sms', rank: 1 },
  attributes: { is: 'attributes' },
}
export const statementTargets = Object.keys(statements)

export function targetOf(meaning: Meaning): string {
  switch (meaning.is) {
    case 'value':
      return meaning.word
    case 'column':
      return `${meaning.category}.${meaning.column}`
    case 'status':
      // A format's own status words are a status all the same.
      return `status-${meaning.channel}`
    case 'moment':
      return `${meaning.of}-time-${meaning.channel}`
    case 'attributes':
      return 'attributes'
    case 'left-out':
      return 'left-out'
  }
}

/** The meaning that a target names, in this group. Refuses (`import.no-such-target`) what is none. */
export function meaningOf(target: string, group: number): Meaning {
  if (target === 'left-out') return leftOut('chosen')
  const word = words.find(known => known === target)
  if (word !== undefined) return value(word, group)
  const statement = Object.hasOwn(statements, target) ? statements[target] : undefined
  if (statement !== undefined) return statement
  const [category, column] = target.split('.')
  if (category === undefined || column === undefined) throw new Refused('import.no-such-target', 'invalid', { target })
  return { is: 'column', category, column, group }
}

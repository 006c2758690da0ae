/** Purposes, the interests that justify some of them, and the duties of staff that give them. */

import { channelsShape, dutyShape, interestShape, purposeShape } from './language.ts'
import { keysOf } from './language-shape.ts'
import type { Channel, ChannelRule, Duty, Interest, Purpose } from './notice.ts'
import type { Part, Reading } from './reading.ts'
import { channelRules, channels, duties, entryOf, type KnownPurpose, purposes, vocabularyText } from './vocabulary.ts'

const maxPurposes = 60
const knownIds = Object.keys(purposes)

export function purposesOf(read: Reading, part: Part | undefined): readonly Purpose[] {
  if (part === undefined) return []
  const entries = read.entries(part)
  if (entries.length > maxPurposes) read.find('L02', part, part.at, { context: 'count', limit: maxPurposes })
  return entries.slice(0, maxPurposes).flatMap(([id, one]) => purposeOf(read, id, one) ?? [])
}

function purposeOf(read: Reading, id: string, part: Part): Purpose | undefined {
  if (!read.isId(id, part, part.at)) return undefined
  const parts = read.keys(part, keysOf(purposeShape))
  const known = entryOf(purposes, id)
  const name = read.text(parts.name) ?? (known && vocabularyText(`purposes.${id}.name`))
  if (name === undefined) return read.unknown('L10', part, part.at, id, knownIds, 'purpose')
  const explanation = read.text(parts.explanation) ?? (known && vocabularyText(`purposes.${id}.explanation`))
  if (explanation === undefined) return read.missing(part, 'explanation')
  const law = read.word(parts.law)
  return {
    id,
    name,
    explanation,
    custom: known === undefined,
    channels: channelsOf(read, parts.channels, known),
    ...(law !== undefined && { law }),
    seesAll: known?.seesAll ?? false,
    at: part.at,
  }
}

/** Only a purpose that contacts people may have channels; one of the author's own may, and is then direct marketing. */
function channelsOf(read: Reading, part: Part | undefined, known: KnownPurpose | undefined): Purpose['channels'] {
  if (part === undefined) return {}
  if (known !== undefined && known.contacts === undefined) {
    read.find('L11', part, part.at, { context: 'no-channels' })
    return {}
  }
  const rules: Partial<Record<Channel, ChannelRule>> = {}
  const parts = read.keys(part, keysOf(channelsShape))
  for (const channel of channels) {
    const rule = read.oneOf(parts[channel], channelRules)
    if (rule !== undefined) rules[channel] = rule
  }
  return rules
}

export function interestsOf(read: Reading, part: Part | undefined): readonly Interest[] {
  if (part === undefined) return []
  return read.entries(part).flatMap(([id, one]) => {
    if (!read.isId(id, one, one.at)) return []
    const parts = read.keys(one, keysOf(interestShape))
    const assessment = read.word(parts.assessment)
    const weighed = read.date(parts.weighed)
    return {
      id,
      text: read.text(parts.text) ?? {},
      ...(assessment !== undefined && { assessment }),
      ...(weighed !== undefined && { weighed }),
      at: one.at,
    }
  })
}

/** `customer-service: [customer-care]`, or `{ name, purposes }` for a duty of the author's own. */
export function dutiesOf(read: Reading, part: Part | undefined, purposeIds: readonly string[]): readonly Duty[] {
  if (part === undefined) return []
  return read.entries(part).flatMap(([id, one]) => {
    if (!read.isId(id, one, one.at)) return []
    const parts = one.tree.kind === 'mapping' ? read.keys(one, keysOf(dutyShape)) : { purposes: one }
    const known = duties.some(duty => duty === id)
    const name = read.text(parts.name) ?? (known ? vocabularyText(`duties.${id}`) : undefined)
    if (name === undefined) return read.unknown('L10', one, one.at, id, duties, 'duty') ?? []
    return { id, name, purposes: read.someOf(parts.purposes, purposeIds, 'L10', 'purpose'), at: one.at }
  })
}

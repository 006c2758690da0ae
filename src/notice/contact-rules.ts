/** By which channels each purpose contacts people, by which rule and for how long a permit counts: the rows by which the gate of the database decides. */

import type { Notice } from './notice.ts'
import { quoteText } from './sql-text.ts'
import { channels } from './vocabulary.ts'

/** What publishing runs, after what the version before said has been deleted. */
export function contactRules(notice: Notice): readonly string[] {
  const { purposes, minors } = notice
  const rows = purposes.flatMap(({ id, channels: rules }) =>
    channels.flatMap(channel => {
      const rule = rules[channel]
      if (rule === undefined) return []
      const life = lifeOf(notice, id)
      const texts = [id, channel, rule].map(quoteText).join(', ')
      return [`(${texts}, ${life === undefined ? 'null' : quoteText(life)})`]
    }),
  )
  return [
    'delete from notice.channel',
    'delete from notice.minors',
    ...(rows.length > 0 ? [`insert into notice.channel values\n  ${rows.join(',\n  ')}`] : []),
    ...(minors ? [`insert into notice.minors values (true, ${minors.from}, ${quoteText(minors.guardian)})`] : []),
  ]
}

/** Where statements are kept for a time from their recording, a permit ends with what proves it. */
function lifeOf({ categories }: Notice, purpose: string): string | undefined {
  const keep = categories.find(({ stored }) => stored === 'statement')?.keep ?? []
  const rule = keep.find(one => one.forPurpose === purpose) ?? keep.find(one => one.forPurpose === undefined)
  return rule?.anchor === 'recorded' ? rule.duration : undefined
}

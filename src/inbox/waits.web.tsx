/** How long somebody has waited, in words, by the largest unit that is full. */

import { count } from '../../web/format.ts'
import { type Say, useText } from '../../web/language.ts'

export function Waits({ since }: { since: string }) {
  const say = useText()
  return <>{say('ui.inbox.waited', { time: spanIn(Math.max(0, (Date.now() - Date.parse(since)) / 60_000), say) })}</>
}

export function spanIn(minutes: number, say: Say): string {
  if (minutes < 60) return say('ui.inbox.minutes', { count: count(Math.floor(minutes)) })
  if (minutes < 48 * 60) return say('ui.inbox.hours', { count: count(Math.floor(minutes / 60)) })
  return say('ui.inbox.days', { count: count(Math.floor(minutes / (24 * 60))) })
}

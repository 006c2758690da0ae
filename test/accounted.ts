/** What a reading leaves out of account: there must be nothing. */

import type { Reading } from '../src/notice/read-things.ts'

/** What of the text no span of the reading covers. */
export function unaccounted(reading: Reading): string {
  const spans = [
    ...reading.things.flatMap(thing => thing.spans),
    ...reading.boilerplate.map(one => one.span),
    ...reading.notUnderstood.map(one => one.span),
  ].sort((a, b) => a.start - b.start)
  let [left, at] = ['', 0]
  for (const { start, end } of spans) {
    if (start > at) left += reading.text.slice(at, start)
    at = Math.max(at, end)
  }
  return (left + reading.text.slice(at)).trim()
}

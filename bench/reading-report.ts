/** The reading of notices as lines of a report: each field over the real notices where they are at hand, the project's own, and those kept apart. */

import { existsSync } from 'node:fs'
import { f1, graded, keyed, precision, recall, timeFor } from './reading.ts'
import type { Line } from './report.ts'

const folder = (path: string): string => new URL(path, import.meta.url).pathname
const sets = [
  ['real notices', folder('../../shared/notices')],
  ['own notices', folder('../examples/read')],
  ['notices kept apart', folder('../examples/read/held-out')],
  ['firms and associations', folder('../examples/read/firms')],
  ['firms kept apart at first', folder('../examples/read/firms/held-out')],
  ['services', folder('../examples/read/services')],
  ['services, written later', folder('../examples/read/services/later')],
] as const

/** One line a field and set, and one for the time of 100 kB. What differs is only shown: it can be somebody's text. */
export function* readings(show: (line: string) => void): Iterable<Line> {
  for (const [name, path] of sets) {
    if (!existsSync(path)) continue
    const { grades, misses } = graded(path)
    for (const grade of grades)
      yield {
        what: `${grade.field}, ${keyed(path).length} ${name}`,
        figure: `F1 ${f1(grade).toFixed(3)}`,
        beside: `precision ${precision(grade).toFixed(3)}, recall ${recall(grade).toFixed(3)}`,
      }
    yield {
      what: `100 kB of ${name}`,
      figure: `${Math.round(timeFor(path, 100_000))} ms`,
      beside: 'aim: below 1000 ms',
    }
    for (const { notice, field, wrong, missed } of misses)
      show(`  ${notice}, ${field}: read ${wrong.join(', ') || '–'}; the key has ${missed.join(', ') || '–'}`)
  }
}

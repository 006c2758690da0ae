/** What was measured, as docs/measured.md shows it: between two marks, so that nothing else of the page changes. */

/** One figure and what stood beside it in the same run. */
export interface Line {
  readonly what: string
  readonly persons?: number
  readonly figure: string
  readonly beside: string
}

/** A file of bench/results. */
export interface Result {
  readonly date: string
  readonly machine: string
  readonly lines: readonly Line[]
}

const begin = '<!-- bench -->'
const end = '<!-- /bench -->'

/**
 * The page with its table replaced by the newest figure of each measurement, at the most persons that it was taken with; refused
 * when the page has no place for one.
 */
export function withTable(page: string, results: readonly Result[]): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`docs/measured.md has no ${begin} … ${end}`)
  const inOrder = [...results].sort((a, b) => a.date.localeCompare(b.date))
  const shown = new Map<string, Line>()
  for (const line of inOrder.flatMap(({ lines }) => lines)) {
    const known = shown.get(line.what)
    if (!known || (line.persons ?? 0) >= (known.persons ?? 0)) shown.set(line.what, line)
  }
  const rows = [...shown.values()].map(
    ({ what, persons, figure, beside }) =>
      `| ${what} | ${persons?.toLocaleString('en') ?? ''} | ${figure} | ${beside} |`,
  )
  const table = ['| measured | persons | figure | beside it |', '|---|---|---|---|', ...rows].join('\n')
  const taken = [...new Set(inOrder.map(({ date, machine }) => `${date}, ${machine}`))].join('; ')
  return `${page.slice(0, from)}${begin}\n${table}\n\n${taken}.\n${page.slice(to)}`
}

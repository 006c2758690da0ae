/** What was measured, as the README shows it: between two marks, so that nothing else of the page changes. */

/** One figure and what stood beside it in the same run. */
export interface Line {
  readonly what: string
  readonly persons?: number
  readonly figure: string
  readonly beside: string
}

const begin = '<!-- bench -->'
const end = '<!-- /bench -->'

/** The page with its table of results replaced; refused when the page has no place for one. */
export function readmeTable(page: string, lines: readonly Line[], machine: string, date: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`README.md has no ${begin} … ${end}`)
  const rows = lines.map(
    ({ what, persons, figure, beside }) =>
      `| ${what} | ${persons?.toLocaleString('en') ?? ''} | ${figure} | ${beside} |`,
  )
  const table = ['| measured | persons | figure | beside it |', '|---|---|---|---|', ...rows].join('\n')
  return `${page.slice(0, from)}${begin}\n${table}\n\n${date}, ${machine}.\n${page.slice(to)}`
}

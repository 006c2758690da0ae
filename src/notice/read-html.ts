/** HTML becomes lines: one a block, without a tree, in one pass, so that no depth and no missing end of a tag can hinder it. */

import { entityOf } from './read-entity.ts'
import type { Line } from './read-lines.ts'

const blocks = new Set(
  'address article aside blockquote body br button caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html label legend li main nav ol option p pre section select summary table tbody td tfoot th thead title tr ul'.split(
    ' ',
  ),
)
const skipped = new Set(['script', 'style', 'noscript', 'template', 'svg', 'title', 'iframe', 'textarea'])
const ofThePage = new Set(['nav', 'footer', 'button', 'select', 'option', 'aside'])
const bannerClass =
  /\b(?:class|id)\s*=\s*["']?[^"'>]{0,200}(?:cookie-?(?:banner|bar|consent|notice|popup)|consent-?(?:banner|bar|popup)|cookiebot|onetrust|cmplz|gdpr-?banner)/i

/** At least two tags that text about people does not contain by chance. */
export const looksLikeHtml = (pasted: string): boolean =>
  /<!doctype html|<html[\s>]/i.test(pasted.slice(0, 2000)) ||
  (pasted
    .slice(0, 200_000)
    .match(/<\/?(?:p|div|h[1-6]|ul|ol|li|br|table|tr|td|span|strong|section|main)(?:\s[^<>]{0,500})?\/?>/gi)?.length ??
    0) >= 2

interface Open {
  readonly tag: string
  readonly page: Line['page']
}

/** Lines in the order of the page; a row's cells have a tab between them. */
export function htmlLines(html: string): readonly Line[] {
  const lines: Line[] = []
  const open: Open[] = []
  let text: string[] = []
  let from: number[] = []
  let mark: Line['mark']
  let gap = true
  let cells = 0
  /** A term of a definition list waits for what it means: both are one line, "term: meaning". */
  let termed = false
  const tagAt = tagFinder(html)

  const flush = () => {
    if (text.length > 0) lines.push({ text: text.join(''), from, gap, ...(mark && { mark }), ...page() })
    text = []
    from = []
    mark = undefined
    gap = true
  }
  const page = (): Pick<Line, 'page'> => {
    const found = open.at(-1)?.page
    return found === undefined ? {} : { page: found }
  }
  const put = (character: string, at: number) => {
    const plain = /[\s\u00a0]/.test(character) ? ' ' : character
    if (plain === ' ' && (text.length === 0 || text.at(-1) === ' ' || text.at(-1) === '\t')) return
    text.push(...plain.split(''))
    for (let i = 0; i < plain.length; i++) from.push(at)
  }
  const start = (tag: string, attributes: string) => {
    if (tag === 'td' || tag === 'th') {
      if (cells > 0) {
        text.push('\t')
        from.push(from.at(-1) ?? 0)
      }
      cells++
      return
    }
    const joins = tag === 'dd' && termed && text.length > 0
    termed = false
    if (joins) for (const sign of ': ') put(sign, from.at(-1) ?? 0)
    else if (blocks.has(tag) && !(cells > 0 && (tag === 'p' || tag === 'div' || tag === 'br'))) flush()
    else if (cells > 0 && blocks.has(tag)) put(' ', from.at(-1) ?? 0)
    if (/^h[1-6]$/.test(tag)) mark = 'heading'
    if (tag === 'li') mark = 'item'
    if (tag === 'dt') mark = 'term'
    if (tag === 'tr') {
      mark = 'row'
      cells = 0
    }
    if (tag === 'br' || tag === 'hr') gap = false
    else if (blocks.has(tag)) {
      const outer = open.at(-1)?.page
      const own = bannerClass.test(attributes) ? 'cookie-banner' : ofThePage.has(tag) ? 'page' : undefined
      open.push({ tag, page: outer ?? own })
    }
  }
  const end = (tag: string) => {
    if (tag === 'tr' || tag === 'table') cells = 0
    termed = tag === 'dt' && cells === 0
    if (blocks.has(tag) && tag !== 'td' && tag !== 'th' && !termed && cells === 0) flush()
    // A stray end closes nothing; the search is short so that a hostile page costs no more than a long one.
    const at = open.slice(-20).findLastIndex(one => one.tag === tag)
    if (at >= 0) open.length = Math.max(open.length - 20, 0) + at
  }

  for (let at = 0; at < html.length; ) {
    const character = html[at] ?? ''
    if (character === '<') {
      const tag = tagAt(at)
      if (tag !== undefined) {
        if (tag.name !== '') {
          if (tag.ends) end(tag.name)
          else start(tag.name, tag.attributes)
        }
        at = tag.after
        continue
      }
    }
    const entity = character === '&' ? entityOf(html, at) : undefined
    put(entity?.text ?? character, at)
    at += entity?.length ?? 1
  }
  flush()
  return lines
}

interface Tag {
  readonly name: string
  readonly attributes: string
  readonly ends: boolean
  readonly after: number
}

/** Finds tags by going forward only: each search begins where the one before it ended, so that the whole takes linear time. */
function tagFinder(html: string): (at: number) => Tag | undefined {
  const lower = html.toLowerCase().length === html.length ? html.toLowerCase() : html
  const nothing = { name: '', attributes: '', ends: false }
  const last = new Map<string, number>()
  const next = new Map<string, number>()
  /** Where `sign` stands next, from `at` on; undefined when it does not stand there any more. */
  const find = (sign: string, at: number): number | undefined => {
    const final = last.get(sign) ?? lower.lastIndexOf(sign)
    last.set(sign, final)
    if (at > final) return undefined
    const known = next.get(sign)
    const found = known !== undefined && known >= at ? known : lower.indexOf(sign, at)
    next.set(sign, found)
    return found
  }
  return at => {
    if (lower.startsWith('<!--', at)) {
      const end = find('-->', at)
      return { ...nothing, after: end === undefined ? at + 4 : end + 3 }
    }
    const close = find('>', at)
    if (close === undefined) return undefined
    const head = /^<(\/?)([a-z][a-z0-9]{0,20}|[!?])/.exec(lower.slice(at, at + 24))
    const [, slash, name = ''] = head ?? []
    if (head === null) return undefined
    const within = html.slice(at + head[0].length, close)
    if (within.includes('<') && !/["']/.test(within)) return undefined // a sign of comparison
    if (name === '!' || name === '?') return { ...nothing, after: close + 1 }
    if (slash === '' && skipped.has(name) && !within.endsWith('/')) {
      const end = find(`</${name}`, close)
      return { ...nothing, after: end === undefined ? close + 1 : (find('>', end) ?? end) + 1 }
    }
    return { name, attributes: within.slice(0, 2000), ends: slash === '/', after: close + 1 }
  }
}

/** An edit changes the lines of the part that it names; comments, order, quotes and empty lines elsewhere stay as they are. */

import { isScalar, Scalar } from 'yaml'
import {
  blockOf,
  type Container,
  column,
  containerOf,
  contentsOf,
  isBlockScalar,
  isCollection,
  isFirstOnLine,
  lineEnd,
  lineStart,
  nameOf,
  nextLine,
  nodeAt,
  type Place,
  type Splice,
} from './edit-place.ts'
import {
  apply,
  at,
  type Edit,
  EditRefused,
  mapping,
  type Path,
  placeInOrder,
  saidIn,
  same,
  type Value,
} from './edit-value.ts'
import { after, flow, foldedLines, key as keyText, literalLines, scalar } from './edit-write.ts'
import { readTree } from './tree.ts'

/** The text after the edits, one after the other. Throws EditRefused for one that it cannot take. */
export const edited = (text: string, ...edits: readonly Edit[]): string => edits.reduce(editedOnce, text)

function editedOnce(text: string, edit: Edit): string {
  const before = valueIn(text)
  if (before === undefined) throw new EditRefused(edit.path)
  const wanted = apply(before, edit)
  if (same(before, wanted)) return text
  for (const candidate of candidates(text, edit, wanted)) if (same(valueIn(candidate), wanted)) return candidate
  throw new EditRefused(edit.path)
}

// The text before an edit is the one after the edit before it, and reading is what an edit costs.
let last: { readonly text: string; readonly value: Value | undefined } | undefined

/** What a text says; undefined when it cannot be read as YAML. */
export function valueIn(text: string): Value | undefined {
  if (last?.text !== text) {
    const { tree } = readTree(text)
    last = { text, value: tree && saidIn(tree) }
  }
  return last.value
}

/** Texts that may say what is wanted, the one that leaves most as it was first. */
function* candidates(whole: string, edit: Edit, wanted: Value): Iterable<string> {
  const mark = whole.startsWith('\ufeff') ? '\ufeff' : ''
  const text = whole.slice(mark.length)
  const ends = text.includes('\r\n') ? '\r\n' : '\n'
  const spliced = ({ from, to, insert }: Splice) =>
    mark + text.slice(0, from) + insert.replaceAll(/\r?\n/g, ends) + text.slice(to)
  const root = contentsOf(text)
  if (root === undefined) return
  for (const splice of splices(text, root, edit)) yield spliced(splice)
  for (let depth = edit.path.length - 1; depth > 0; depth--) {
    const path = edit.path.slice(0, depth)
    const place = placeOf(text, root, path)
    const value = at(wanted, path)
    if (place === undefined || value === undefined) continue
    if (/(^|\s)#/.test(text.slice(place.markEnd, place.end))) return // a comment would be lost
    yield spliced(rewrite(text, place, value))
  }
}

type Root = NonNullable<ReturnType<typeof contentsOf>>

function containerAt(text: string, root: Root, path: Path): Container | undefined {
  const node = nodeAt(root, path)
  return isCollection(node) ? containerOf(text, node) : undefined
}

const indexOf = ({ node }: Container, step: string | number | undefined): number =>
  'get' in node && typeof step === 'string'
    ? node.items.findIndex(one => one !== null && 'key' in one && nameOf(one) === step)
    : Number(step)

function placeOf(text: string, root: Root, path: Path): Place | undefined {
  const container = containerAt(text, root, path.slice(0, -1))
  return container?.places[indexOf(container, path.at(-1))]
}

function* splices(text: string, root: Root, edit: Edit): Iterable<Splice> {
  const container = containerAt(text, root, edit.path.slice(0, -1))
  if (container === undefined) {
    if (edit.do === 'set') yield* splices(text, root, outwards(edit))
    if (edit.do === 'insert')
      yield* splices(text, root, { do: 'set', path: edit.path.slice(0, -1), value: [edit.value] })
    return
  }
  const index = indexOf(container, edit.path.at(-1))
  const place = container.places[index]
  switch (edit.do) {
    case 'set':
      if (place === undefined) yield add(text, container, edit)
      else yield* replace(text, place, edit.value)
      return
    case 'insert':
      yield insert(text, container, index, edit)
      return
    case 'rename':
      if (place?.key?.range) yield { from: place.start, to: place.key.range[1], insert: keyText(edit.key) }
      return
    case 'remove':
      if (place !== undefined)
        yield container.inFlow ? removeFromFlow(container, index) : removeLines(text, container, index)
      return
    case 'move':
      if (!container.inFlow && container.places.every(({ start }) => isFirstOnLine(text, start)))
        yield move(text, container, index, edit.to)
  }
}

/** The same edit on the part around, which is not there yet. */
function outwards({ path, value, orders }: Edit & { readonly do: 'set' }): Edit {
  const last = path.at(-1)
  if (last === undefined || path.length < 2) throw new EditRefused(path)
  return { do: 'set', path: path.slice(0, -1), value: mapping({ [String(last)]: value }), orders }
}

/** A value in the place of another, written as the other was if that can be. */
function* replace(text: string, place: Place, value: Value): Iterable<Splice> {
  const { node } = place
  if (typeof value === 'string' && value !== '' && isScalar(node) && node.range && place.end > place.markEnd) {
    const [from] = node.range
    if (isBlockScalar(node)) {
      const header = lineEnd(text, from)
      const body = nextLine(text, from)
      const indent = Math.max(/^ */.exec(text.slice(body))?.[0].length ?? 0, 1)
      const lines = node.type === Scalar.BLOCK_FOLDED ? foldedLines : literalLines
      yield { from: header, to: place.end, insert: lines(value, indent) }
    } else if (node.type === Scalar.QUOTE_SINGLE && !value.includes('\n'))
      yield { from, to: place.end, insert: `'${value.replaceAll("'", "''")}'` }
    else if (node.type === Scalar.QUOTE_DOUBLE) yield { from, to: place.end, insert: JSON.stringify(value) }
    else if (place.inFlow || !value.includes('\n')) yield { from, to: place.end, insert: scalar(value, place.inFlow) }
  }
  yield rewrite(text, place, value)
}

/** Everything after the mark is written anew; a comment on the mark's line stays there. */
function rewrite(text: string, { start, markEnd, end, inFlow, mark }: Place, value: Value): Splice {
  if (inFlow) {
    const written = value === '' && mark === 'key' ? '' : flow(value)
    return { from: markEnd, to: end, insert: mark === 'key' && written !== '' ? ` ${written}` : written }
  }
  const written = after(mark, value, column(text, start))
  const below = written.indexOf('\n')
  const own = text.slice(markEnd, Math.min(end, lineEnd(text, markEnd)))
  const headComment = end > lineEnd(text, markEnd) ? (/(^|\s)#.*$/.exec(own)?.[0].trim() ?? '') : ''
  if (below < 0) return { from: markEnd, to: end, insert: headComment === '' ? written : `${written} ${headComment}` }
  const tail = text.slice(end, lineEnd(text, end))
  const comment = [headComment, tail.trim()].filter(one => one !== '').join(' ')
  const head = written.slice(0, below)
  return {
    from: markEnd,
    to: end + tail.length,
    insert: `${head}${comment === '' ? '' : ` ${comment}`}${written.slice(below)}`,
  }
}

function add(text: string, { node, places, inFlow }: Container, edit: Edit & { readonly do: 'set' }): Splice {
  const name = String(edit.path.at(-1))
  const names = 'get' in node ? node.items.flatMap(one => (one !== null && 'key' in one ? [nameOf(one)] : [])) : []
  const index = placeInOrder(names, name, edit.orders?.[edit.path.length - 1])
  const [before, first] = [places[index - 1], places[0]]
  if (first === undefined) throw new EditRefused(edit.path)
  if (inFlow) {
    const pair = edit.value === '' ? `${keyText(name)}:` : `${keyText(name)}: ${flow(edit.value)}`
    return besideInFlow(before, first, pair)
  }
  const indent = column(text, first.start)
  const pair = `${keyText(name)}:${after('key', edit.value, indent)}`
  const pad = ' '.repeat(indent)
  if (before === undefined) return { from: first.start, to: first.start, insert: `${pair}\n${pad}` }
  const from = lineEnd(text, before.end)
  const apart = edit.path.length === 1 && pair.includes('\n') ? '\n' : '' // a part of the notice stands for itself
  return { from, to: from, insert: `\n${apart}${pad}${pair}` }
}

/** Where a value ends; a value that is empty ends after its mark. */
function besideInFlow(before: Place | undefined, first: Place, written: string): Splice {
  if (before === undefined) return { from: first.start, to: first.start, insert: `${written}, ` }
  return { from: before.end, to: before.end, insert: `, ${written}` }
}

function insert(
  text: string,
  { places, inFlow }: Container,
  index: number,
  edit: Edit & { readonly do: 'insert' },
): Splice {
  const [before, first] = [places[index - 1], places[0]]
  if (first === undefined) throw new EditRefused(edit.path)
  if (inFlow) return besideInFlow(before, first, flow(edit.value))
  const indent = column(text, first.start)
  const item = `-${after('dash', edit.value, indent)}`
  const pad = ' '.repeat(indent)
  if (before !== undefined) {
    const from = lineEnd(text, before.end)
    return { from, to: from, insert: `\n${pad}${item}` }
  }
  const from = isFirstOnLine(text, first.start) ? blockOf(text, first).from + indent : first.start
  return { from, to: from, insert: `${item}\n${pad}` }
}

/** The child's own lines go, with a comment at their end; comments above stay, for they may speak of what follows. */
function removeLines(text: string, { places }: Container, index: number): Splice {
  const [place, next] = [places[index], places[index + 1]]
  if (place === undefined) throw new EditRefused([index])
  if (isFirstOnLine(text, place.start))
    return { from: lineStart(text, place.start), to: nextLine(text, place.end), insert: '' }
  const to = lineEnd(text, place.end)
  const follows = next !== undefined && text.slice(to, next.start).trim() === ''
  return { from: place.start, to: follows ? next.start : to, insert: '' }
}

function removeFromFlow({ places }: Container, index: number): Splice {
  const [before, place, next] = [places[index - 1], places[index], places[index + 1]]
  if (place === undefined) throw new EditRefused([index])
  if (next !== undefined) return { from: place.start, to: next.start, insert: '' }
  if (before !== undefined) return { from: before.end, to: place.end, insert: '' }
  return { from: place.start, to: place.end, insert: '' }
}

/** A child goes with the comments right above it. */
function move(text: string, { places }: Container, index: number, to: number): Splice {
  const whole = text.endsWith('\n') ? text : `${text}\n`
  const blocks = places.map(place => blockOf(whole, place))
  const [own, target] = [blocks[index], blocks[to]]
  if (own === undefined || target === undefined) throw new EditRefused([index])
  const lines = whole.slice(own.from, own.to)
  const moved =
    to < index
      ? { from: target.from, to: own.to, insert: lines + whole.slice(target.from, own.from) }
      : { from: own.from, to: target.to, insert: whole.slice(own.to, target.to) + lines }
  if (whole === text) return moved
  return {
    ...moved,
    to: Math.min(moved.to, text.length),
    insert: moved.to > text.length ? moved.insert.slice(0, -1) : moved.insert,
  }
}

/** A value becomes YAML that reads back as the same value, in the style of the notices that people write by hand. */

import { isList, isMapping, type Value } from './edit-value.ts'

const widest = 110

/** Words that need no quotes. Inside `[ ]` and `{ }` commas and brackets need them too. */
function isPlain(word: string, inFlow: boolean): boolean {
  if (word === '' || /[\n\r\t]/.test(word) || word !== word.trim()) return false
  if (/^[-?:,[\]{}#&*!|>'"%@`]/.test(word) || /: | #|:$/.test(word)) return false
  return !inFlow || !/[,[\]{}]/.test(word)
}

/** One word or sentence on one line. */
export const scalar = (word: string, inFlow: boolean): string => (isPlain(word, inFlow) ? word : JSON.stringify(word))

export const key = (word: string): string => (isPlain(word, true) ? word : JSON.stringify(word))

/** `[a, b]` and `{ a: b }`. */
export function flow(value: Value): string {
  if (isList(value)) return `[${value.map(flow).join(', ')}]`
  if (!isMapping(value)) return value === '' ? '""' : scalar(value, true)
  if (value.size === 0) return '{}'
  return `{ ${[...value].map(([name, one]) => (one === '' ? `${key(name)}:` : `${key(name)}: ${flow(one)}`)).join(', ')} }`
}

/** Short things of single words stand on one line. */
function fitsOnLine(value: Value, taken: number): boolean {
  const parts = isList(value) ? value : isMapping(value) ? [...value.values()] : []
  const simple = (one: Value): boolean => (isList(one) ? one.every(word => typeof word === 'string') : !isMapping(one))
  if (!parts.every(simple) || parts.some(one => typeof one === 'string' && (one === '' || one.includes('\n'))))
    return false
  return taken + flow(value).length <= widest
}

/**
 * What follows `key:` or `-`, with the space or line end before it; `indent` is the column of that key or dash.
 * After a dash the first key of a mapping stands on the same line.
 */
export function after(mark: 'key' | 'dash', value: Value, indent: number): string {
  const pad = ' '.repeat(indent + 2)
  if (isList(value)) {
    if (value.length === 0 || fitsOnLine(value, indent + 20)) return ` ${flow(value)}`
    return value.map(one => `\n${pad}-${after('dash', one, indent + 2)}`).join('')
  }
  if (isMapping(value)) {
    if (value.size === 0 || fitsOnLine(value, indent + 20)) return ` ${flow(value)}`
    const lines = [...value].map(([name, one]) => `${key(name)}:${after('key', one, indent + 2)}`)
    return mark === 'dash' ? ` ${lines.join(`\n${pad}`)}` : lines.map(line => `\n${pad}${line}`).join('')
  }
  if (value === '') return mark === 'dash' ? ' ""' : ''
  if (value.includes('\n') && !/^\s|\n\s/.test(value)) return ` |-${literalLines(value, indent + 2)}`
  return ` ${scalar(value, false)}`
}

/** The lines below `|-`, each with its line end before it. */
export const literalLines = (value: string, indent: number): string =>
  value
    .split('\n')
    .map(line => (line === '' ? '\n' : `\n${' '.repeat(indent)}${line}`))
    .join('')

/** The lines below `>-`: a line end in the value is an empty line here, and a single space may become a line end. */
export function foldedLines(value: string, indent: number): string {
  const pad = ' '.repeat(indent)
  const lines: string[] = []
  for (const [n, paragraph] of value.split('\n').entries()) {
    if (n > 0) lines.push('')
    let line = ''
    for (const word of paragraph.split(/(?<=\S) (?=\S)/)) {
      if (line !== '' && indent + line.length + 1 + word.length > widest + 10) {
        lines.push(line)
        line = word
      } else line = line === '' ? word : `${line} ${word}`
    }
    if (line !== '') lines.push(line)
  }
  return lines.map(line => (line === '' ? '\n' : `\n${pad}${line}`)).join('')
}

/** How well `notice read` reads: each field held against answer keys, as precision, recall and F1, and its time. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { readAnswer } from '../src/notice/read-answers.ts'
import { readNotice } from '../src/notice/read-notice.ts'
import type { Summary } from '../src/notice/read-things.ts'

const today = new Date('2026-11-22T12:00:00Z')

/** What is graded: a list is compared item by item, anything else as one item. */
const fields = [
  'language',
  'controller.name',
  'controller.business_id',
  'controller.address',
  'contact.email',
  'contact.phone',
  'register_name',
  'cites_repealed_law',
  'purposes',
  'legal_bases',
  'data',
  'sources',
  'retention_stated',
  'transfers_outside_eea',
  'recipients_stated',
  'rights',
  'cookies_section',
  'says_not_disclosed',
] as const
type Field = (typeof fields)[number]

/** Of one field over many notices. A borderline item is neither right nor wrong; one that the key lacks is wrong. */
export interface Grade {
  readonly field: Field
  right: number
  wrong: number
  missed: number
}

export const precision = ({ right, wrong }: Grade): number => (right + wrong === 0 ? 1 : right / (right + wrong))
export const recall = ({ right, missed }: Grade): number => (right + missed === 0 ? 1 : right / (right + missed))
export const f1 = (grade: Grade): number => {
  const [p, r] = [precision(grade), recall(grade)]
  return p + r === 0 ? 0 : (2 * p * r) / (p + r)
}

export interface Miss {
  readonly notice: string
  readonly field: Field
  readonly wrong: readonly string[]
  readonly missed: readonly string[]
}

/** The notices of a folder that have an answer key, with the text's file. */
export function keyed(
  folder: string,
): readonly { readonly name: string; readonly text: string; readonly key: Summary }[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder)
  return files
    .filter(file => file.endsWith('.json'))
    .sort()
    .flatMap(file => {
      const name = file.slice(0, -'.json'.length)
      const text = files.find(one => one !== file && one.startsWith(`${name}.`))
      const key = readAnswer.shape.summary.parse(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')))
      return text === undefined ? [] : [{ name, text: readFileSync(`${folder}/${text}`, 'utf8'), key }]
    })
}

/** Every field's grade over the notices of a folder, and what was wrong or missed in which notice. */
export function graded(folder: string): { readonly grades: readonly Grade[]; readonly misses: readonly Miss[] } {
  const grades = fields.map(field => ({ field, right: 0, wrong: 0, missed: 0 }))
  const misses: Miss[] = []
  for (const { name, text, key } of keyed(folder)) {
    const { summary } = readNotice(text, { today })
    for (const grade of grades) {
      const result = compared(grade.field, key, summary)
      grade.right += result.right
      grade.wrong += result.wrong.length
      grade.missed += result.missed.length
      if (result.wrong.length + result.missed.length > 0) misses.push({ notice: name, field: grade.field, ...result })
    }
  }
  return { grades, misses }
}

function compared(field: Field, key: Summary, summary: Summary) {
  const [wanted, given] = [itemsOf(key, field), itemsOf(summary, field)]
  const borderline = key.borderline[field] ?? []
  const spared = (key.borderline.fields ?? []).includes(field)
  const others = key.alternatives[field] ?? []
  const same = field === 'purposes' ? alike : (a: string, b: string) => plain(a) === plain(b)
  const single = !['purposes', 'legal_bases', 'data', 'sources', 'rights'].includes(field)
  if (single) {
    const right =
      [...wanted, ...others].some(one => given.some(two => same(one, two))) ||
      (wanted.length === 0 && given.length === 0)
    if (right || spared) return { right: right ? 1 : 0, wrong: [], missed: [] }
    return { right: 0, wrong: given, missed: wanted }
  }
  const free = [...wanted]
  const wrong: string[] = []
  let right = 0
  for (const one of given) {
    const at = free.findIndex(other => same(one, other))
    if (at >= 0) {
      free.splice(at, 1)
      if (!borderline.some(other => same(one, other))) right++
    } else if (!borderline.some(other => same(one, other))) wrong.push(one)
  }
  const missed = free.filter(one => !borderline.some(other => same(one, other)))
  return spared ? { right, wrong: [], missed: [] } : { right, wrong, missed }
}

function itemsOf(summary: Summary, field: Field): readonly string[] {
  let value: unknown = summary
  for (const part of field.split('.'))
    value = value !== null && typeof value === 'object' ? Reflect.get(value, part) : undefined
  if (value === null || value === undefined) return []
  return Array.isArray(value) ? value.map(String) : [String(value)]
}

const plain = (words: string): string =>
  words
    .toLowerCase()
    .replaceAll(/[^\p{L}\d@+]+/gu, ' ')
    .trim()

/** Two phrases for one purpose: most of their words begin alike, whatever their endings. */
function alike(a: string, b: string): boolean {
  const stems = (words: string) =>
    new Set(
      plain(words)
        .split(' ')
        .filter(word => word.length > 3)
        .map(word => word.slice(0, 6)),
    )
  const [one, two] = [stems(a), stems(b)]
  const common = [...one].filter(stem => two.has(stem)).length
  return common > 0 && common >= Math.max(one.size, two.size) * 0.5
}

/** Milliseconds to read a notice of about `size` characters, made of those of a folder: the median of five. */
export function timeFor(folder: string, size: number): number {
  const whole = keyed(folder)
    .map(one => one.text)
    .join('\n\n')
  const text = whole.repeat(Math.ceil(size / Math.max(whole.length, 1))).slice(0, size)
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now()
    readNotice(text, { today })
    return performance.now() - start
  }).sort((a, b) => a - b)
  return times[2] ?? 0
}

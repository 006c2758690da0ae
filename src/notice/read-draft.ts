/** A notice.yaml made of what was read: each part in the text's own words, what the text does not say left out, and the rest as comments. */

import { dateInHelsinki } from '../base/time.ts'
import { text } from '../texts/texts.ts'
import type { Lang } from './notice.ts'
import { parse } from './parse.ts'
import { isEmail, isPhone } from './parse-parties.ts'
import { categoryLines } from './read-draft-data.ts'
import { recipientLines, sourceLines } from './read-draft-flows.ts'
import { nothing, type Of, type Part } from './read-draft-part.ts'
import { purposeLines } from './read-draft-purposes.ts'
import { restLines, rightsLines } from './read-draft-rights.ts'
import { type Fact, shortened } from './read-fact.ts'
import type { Thing } from './read-things.ts'
import { comment, entry, idOf, word } from './read-yaml.ts'

export interface Drafted {
  readonly draft: string
  readonly things: readonly Thing[]
}

/** The draft, and every fact as a thing with its place in it. `notUnderstood` are sentences that the author should look at. */
export function draftOf(lang: Lang, facts: readonly Fact[], notUnderstood: readonly string[], today: Date): Drafted {
  const of: Of = kind => facts.filter(one => one.kind === kind)
  const head: Part = {
    lines: [...comment('', text(lang, 'read.draft.head', { date: dateInHelsinki(today) })), '', 'notice: 1'],
    paths: [],
  }
  const purposes = purposeLines(of)
  const parts = [
    head,
    registerLines(lang, of),
    dateLines(lang, of, today),
    { lines: [`languages: [${lang}]`, ''], paths: [] },
    controllerLines(of),
    contactLines(of),
    lawLines(of),
    purposes,
    categoryLines(of, purposes.ids),
    sourceLines(lang, of),
    recipientLines(lang, of),
    rightsLines(of),
    restLines(lang, of),
    notUnderstoodLines(lang, notUnderstood),
  ]
  const draft = `${parts
    .flatMap(part => part.lines)
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`
  return { draft, things: thingsOf(facts, new Map(parts.flatMap(part => part.paths)), draft) }
}

/** A path counts only when the parser finds it in the draft. */
function thingsOf(facts: readonly Fact[], paths: ReadonlyMap<Fact, string>, draft: string): readonly Thing[] {
  const places = parse(draft).notice?.places ?? {}
  return facts.map(one => {
    const path = paths.get(one) ?? ''
    return { ...one, path: Object.hasOwn(places, path) ? path : '', label: `read.things.${one.kind}` as const }
  })
}

function registerLines(lang: Lang, of: Of): Part {
  const [name] = of('register-name')
  const id = idOf(name?.value ?? '', new Set(), { fi: 'rekisteri', sv: 'register', en: 'register' }[lang])
  if (name === undefined) return { lines: ['register:', `  id: ${id}`, '  name: {}'], paths: [] }
  return { lines: ['register:', `  id: ${id}`, ...entry('  ', 'name', name.value)], paths: [[name, 'register.name']] }
}

/** The day that it was made and the day of its last change; today where the text has no date at all. */
function dateLines(lang: Lang, of: Of, today: Date): Part {
  const dated = of('date').map(one => ({
    one,
    made: one.known?.startsWith('made') === true,
    day: one.known?.slice(-10) ?? '',
  }))
  const made = dated.filter(one => one.made).sort((a, b) => a.day.localeCompare(b.day))[0]
  const revised = dated.filter(one => !one.made || one !== made).sort((a, b) => b.day.localeCompare(a.day))[0]
  const first = made ?? revised
  if (first === undefined)
    return { lines: [`effective: ${dateInHelsinki(today)}  # ${text(lang, 'read.draft.no-date')}`], paths: [] }
  const later = revised !== undefined && revised !== first && revised.day > first.day ? revised : undefined
  return {
    lines: [`effective: ${first.day}`, ...(later === undefined ? [] : [`reviewed: ${later.day}`])],
    paths: dated.map(({ one, day }) => [one, day === later?.day ? 'reviewed' : 'effective'] as const),
  }
}

function controllerLines(of: Of): Part {
  const [name] = of('controller-name')
  const [id] = of('business-id')
  const [address] = of('controller-address')
  const lines = [
    ...(name === undefined ? [] : entry('  ', 'name', name.value)),
    ...(id?.known === undefined ? [] : [`  business-id: ${id.known}`]),
    ...(id !== undefined && id.known === undefined ? [`  # business-id: ${id.value}`] : []),
    ...(address === undefined ? [] : entry('  ', 'address', address.value)),
  ]
  if (lines.length === 0) return nothing
  const all = [
    [name, 'controller.name'],
    [id, 'controller.business-id'],
    [address, 'controller.address'],
  ] as const
  return {
    lines: ['controller:', ...lines],
    paths: all.flatMap(([one, path]) => (one === undefined ? [] : [[one, path] as const])),
  }
}

function contactLines(of: Of): Part {
  const email = of('contact-email').find(one => isEmail(one.value))
  const phone = of('contact-phone').find(one => isPhone(one.value))
  const name = of('contact-name').find(one => one.known === 'name')
  const [address] = of('contact-address')
  const officer = (['name', 'email', 'phone'] as const).flatMap(key => {
    const one = of('dpo').find(fact => fact.known === key)
    const fits = one !== undefined && (key === 'name' || (key === 'email' ? isEmail(one.value) : isPhone(one.value)))
    return fits ? [[one, key] as const] : []
  })
  const all = [
    [name, 'name'],
    [email, 'email'],
    [phone, 'phone'],
    [address, 'address'],
  ] as const
  const lines = all.flatMap(([one, key]) => (one === undefined ? [] : entry('  ', key, one.value)))
  const authority = of('authority').filter(one => one.known === 'fi')
  return {
    lines: [
      ...(lines.length === 0 ? [] : ['contact:', ...lines]),
      ...(officer.length === 0 ? [] : ['dpo:', ...officer.flatMap(([one, key]) => entry('  ', key, one.value))]),
      ...(authority.length === 0 ? [] : ['authority: fi']),
      '',
    ],
    paths: [
      ...all.flatMap(([one, key]) => (one === undefined ? [] : [[one, `contact.${key}`] as const])),
      ...officer.map(([one, key]) => [one, `dpo.${key}`] as const),
      ...authority.map(one => [one, 'authority'] as const),
    ],
  }
}

/** Repealed laws in the words of the sentence that cites them, others by name; each once. */
function lawLines(of: Of): Part {
  const laws = of('law').slice(0, 30)
  const unique = [...new Set(laws.map(one => word(shortened(one.value, 200))))]
  if (unique.length === 0) return nothing
  return {
    lines: ['law:', ...unique.map(one => `  - ${one}`), ''],
    paths: laws.map(one => [one, `law.${unique.indexOf(word(shortened(one.value, 200)))}`] as const),
  }
}

const mostShown = 60

function notUnderstoodLines(lang: Lang, sentences: readonly string[]): Part {
  if (sentences.length === 0) return nothing
  const shown = sentences.slice(0, mostShown).flatMap(one => comment('', `– ${shortened(one, 240)}`))
  const more = sentences.length - mostShown
  const rest = more > 0 ? comment('', text(lang, 'read.draft.more', { count: more })) : []
  return { lines: ['', ...comment('', text(lang, 'read.draft.not-understood')), ...shown, ...rest], paths: [] }
}

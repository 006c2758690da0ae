/** Rights, cookies, profiling, minors, security and changes of a draft, in the sentences of the text. */

import type { Lang } from './notice.ts'
import { nothing, type Of, type Part } from './read-draft-part.ts'
import type { Fact } from './read-fact.ts'
import { comment, entry, item } from './read-yaml.ts'

const longest = 4000

/** The sentences together, as far as a text of the notice language may go. */
function together(facts: readonly Fact[]): { readonly words: string; readonly used: readonly Fact[] } {
  const used: Fact[] = []
  let words = ''
  for (const one of facts) {
    if (words.length + one.value.length > longest) break
    words = words === '' ? one.value : `${words} ${one.value}`
    used.push(one)
  }
  return { words, used }
}

export function rightsLines(of: Of): Part {
  const granted = of('right')
  const { words, used } = together(of('rights-text'))
  if (granted.length === 0 && used.length === 0) return nothing
  const ids = [...new Set(granted.flatMap(one => one.known ?? []))]
  const written = used.some(one => /kirjalli|skriftlig|in writing|written/i.test(one.value))
  return {
    lines: [
      'rights:',
      `  granted: [${ids.join(', ')}]`,
      ...(written ? ['  channels: [written-form]'] : []),
      ...(words === '' ? [] : entry('  ', 'text', words)),
      '',
    ],
    paths: [...granted.map(one => [one, 'rights.granted'] as const), ...used.map(one => [one, 'rights.text'] as const)],
  }
}

/** A short text could pass for a slip in a word of the vocabulary, so it says that it is a text. */
const measure = (lang: Lang, text: string): readonly string[] =>
  text.length > 60 ? item('  ', text) : [`  - { ${lang}: ${JSON.stringify(text)} }`]

export function restLines(lang: Lang, of: Of): Part {
  const cookies = together(of('cookies'))
  const changes = together(of('changes'))
  const security = of('security').slice(0, 40)
  const parts: readonly Part[] = [
    cookies.words === ''
      ? nothing
      : {
          lines: [...entry('', 'cookie-text', cookies.words), ''],
          paths: cookies.used.map(one => [one, 'cookie-text'] as const),
        },
    profilingLines(of('profiling')),
    minorsLines(of('minors')),
    security.length === 0
      ? nothing
      : {
          lines: ['security:', ...security.flatMap(one => measure(lang, one.value)), ''],
          paths: security.map((one, i) => [one, `security.${i}`] as const),
        },
    changes.words === ''
      ? nothing
      : {
          lines: [...entry('', 'changes', changes.words), ''],
          paths: changes.used.map(one => [one, 'changes'] as const),
        },
    { lines: [...of('persons'), ...of('duty-to-give')].slice(0, 20).flatMap(one => comment('', one.value)), paths: [] },
  ]
  return { lines: parts.flatMap(part => part.lines), paths: parts.flatMap(part => part.paths) }
}

/** Whether there are automated decisions is written only where the text denies them. */
function profilingLines(said: readonly Fact[]): Part {
  if (said.length === 0) return nothing
  const { words, used } = together(said)
  if (!said.some(one => one.known === 'no')) return { lines: comment('', words), paths: [] }
  return {
    lines: ['profiling:', '  automated-decisions: no', ...entry('  ', 'text', words), ''],
    paths: used.map(one => [one, 'profiling'] as const),
  }
}

/** The age is the text's; whether a guardian may consent below it is seldom said, so the author decides. */
const minorsLines = (said: readonly Fact[]): Part =>
  said.length === 0 ? nothing : { lines: said.slice(0, 10).flatMap(one => comment('', one.value)), paths: [] }

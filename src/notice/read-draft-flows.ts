/** Sources, recipients and disclosure of a draft. */

import { text } from '../texts/texts.ts'
import { serviceNamed } from './lexicon/services.ts'
import type { Lang } from './notice.ts'
import { companiesIn } from './read-contact.ts'
import { sourceIds } from './read-draft-data.ts'
import { nothing, type Of, type Part } from './read-draft-part.ts'
import { comment, entry, word } from './read-yaml.ts'

/** Sources that are not of the vocabulary, and the names of those who are not the person. */
export function sourceLines(lang: Lang, of: Of): Part {
  const ids = sourceIds(of)
  const namesOf = (kind: string) => [
    ...new Set(
      of('source')
        .filter(one => one.known === kind)
        .flatMap(one => companiesIn(one.value)),
    ),
  ]
  const partners = namesOf('partners')
  const lines = [
    ...(ids.includes('person')
      ? ['  person:', '    kind: person', ...entry('    ', 'name', text(lang, 'read.draft.person'))]
      : []),
    ...(ids.includes('public-sources')
      ? ['  public-sources:', '    kind: public', ...entry('    ', 'name', text(lang, 'read.draft.public-sources'))]
      : []),
    ...(ids.includes('partners') && partners.length > 0
      ? ['  partners:', `    named: [${partners.map(one => JSON.stringify(one)).join(', ')}]`]
      : []),
  ]
  const remarks = [
    ...new Set(
      of('source')
        .slice(0, 30)
        .map(one => one.value),
    ),
  ].flatMap(one => comment('', one))
  return {
    lines: lines.length === 0 ? [...remarks, ''] : ['sources:', ...remarks.map(line => `  ${line}`), ...lines, ''],
    paths: [],
  }
}

const most = 30

/** Services that are known by name become entries; other recipients stay comments, for their country or role is not in the text. */
export function recipientLines(lang: Lang, of: Of): Part {
  const recipients = of('recipient')
  const known = recipients.filter(one => serviceNamed(one.known ?? '') !== undefined).slice(0, most)
  const others = [...new Set(recipients.filter(one => !known.includes(one)).map(one => one.value))].slice(0, most)
  const entries = known.flatMap(one => {
    const service = serviceNamed(one.known ?? '')
    if (service === undefined) return []
    const role = service.does === 'social-media' ? 'joint-controller' : 'processor'
    return [`  - { name: ${word(service.name)}, role: ${role}, for: ${service.does}, country: ${service.country} }`]
  })
  const remarks = [
    ...others,
    ...new Set(
      of('transfer')
        .slice(0, most)
        .map(one => one.value),
    ),
  ].flatMap(one => comment('', one))
  const disclosure = disclosureLines(of)
  if (entries.length + remarks.length === 0) return disclosure
  return {
    lines: [
      ...(entries.length === 0
        ? remarks
        : [
            'recipients:',
            ...comment('  ', text(lang, 'read.draft.services')),
            ...remarks.map(line => `  ${line}`),
            ...entries,
          ]),
      '',
      ...disclosure.lines,
    ],
    paths: [
      ...known.map((one, i) => [one, `recipients.${i}`] as const),
      ...[...recipients.filter(one => !known.includes(one)), ...of('transfer')].map(
        one => [one, 'recipients'] as const,
      ),
      ...disclosure.paths,
    ],
  }
}

function disclosureLines(of: Of): Part {
  const said = of('disclosure')
  const publication = said.find(
    one => /julkais|publicer|publish/i.test(one.value) && !/\bei\b|inte|not /i.test(one.value),
  )
  if (!said.some(one => one.known === 'not-disclosed')) return nothing
  return {
    lines: [
      'disclosure:',
      '  regular: no',
      ...(publication === undefined ? [] : entry('  ', 'publication', publication.value)),
      '',
    ],
    paths: said.map(one => [one, one === publication ? 'disclosure.publication' : 'disclosure'] as const),
  }
}

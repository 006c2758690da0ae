/** A finding stands where the author would mend it: at the part that is wrong, or at what should have held the missing one. */

import { type Finding, type Lang, langs, type Notice, type Position, type Text } from './notice.ts'

/** The place of a part, of the nearest part around it that is written, or of the notice's first line. */
function placeOf(notice: Notice, path: string): Position {
  for (let part = path; part !== ''; part = part.slice(0, Math.max(part.lastIndexOf('.'), 0))) {
    const found = Object.hasOwn(notice.places, part) ? notice.places[part] : undefined
    if (found !== undefined) return found
  }
  return notice.places.notice ?? { line: 1, column: 1 }
}

const finding =
  (severity: Finding['severity']) =>
  (notice: Notice, rule: string, path: string, args: Finding['args'] = {}): Finding => ({
    rule,
    severity,
    args,
    at: placeOf(notice, path),
    path,
  })

/** Against the law: the notice cannot be published. `args.context` chooses among the texts of one rule. */
export const fault = finding('error')

/** Worth a second look. */
export const doubt = finding('warning')

/** A text of the notice and the path under which the author wrote it. */
export interface Said {
  readonly path: string
  readonly text: Text
}

/** Every text that the author wrote; those that came from the vocabulary are not the author's to mend. */
export function textsOf(notice: Notice): readonly Said[] {
  const all: { path: string; text: Text | undefined }[] = [
    { path: 'register.name', text: notice.register.name },
    ...notice.purposes.flatMap(one => [
      { path: `purposes.${one.id}.name`, text: one.name },
      { path: `purposes.${one.id}.explanation`, text: one.explanation },
    ]),
    ...notice.interests.map(one => ({ path: `interests.${one.id}.text`, text: one.text })),
    ...notice.categories.flatMap(one => [
      { path: `categories.${one.id}.name`, text: one.name },
      { path: `categories.${one.id}.without-it`, text: one.withoutIt },
      { path: `categories.${one.id}.logic`, text: one.logic },
      ...one.fields.map(field => ({ path: `categories.${one.id}.fields.${field.id}.name`, text: field.name })),
    ]),
    ...notice.sources.flatMap(one => [
      { path: `sources.${one.id}.name`, text: one.name },
      { path: `sources.${one.id}.not-told-because`, text: one.notToldBecause },
    ]),
    ...notice.recipients.flatMap((one, i) => [
      { path: `recipients.${i}.for`, text: one.for },
      { path: `recipients.${i}.arrangement`, text: one.arrangement },
    ]),
    { path: 'disclosure.publication', text: notice.disclosure?.publication },
    ...notice.duties.map(one => ({ path: `duties.${one.id}.name`, text: one.name })),
    ...notice.cookies.map(one => ({ path: `cookies.${one.name}.explanation`, text: one.explanation })),
    { path: 'cookie-text', text: notice.cookieText },
    { path: 'rights.text', text: notice.rights.text },
    { path: 'profiling.text', text: notice.profiling?.text },
    ...notice.security.map((text, i) => ({ path: `security.${i}`, text })),
    { path: 'changes', text: notice.changes },
  ]
  return all.flatMap(({ path, text }) =>
    text !== undefined && Object.hasOwn(notice.places, path) ? [{ path, text }] : [],
  )
}

/** The text in each language with the path of that very line. */
export function linesOf(notice: Notice, said: Said): readonly { lang: Lang; line: string; path: string }[] {
  return langs.flatMap(lang => {
    const line = said.text[lang]
    const exact = `${said.path}.${lang}`
    return line === undefined ? [] : [{ lang, line, path: Object.hasOwn(notice.places, exact) ? exact : said.path }]
  })
}

/** What is said in the language of record. */
export const inRecord = (notice: Notice, text: Text | undefined): string | undefined =>
  notice.languages[0] === undefined ? undefined : text?.[notice.languages[0]]

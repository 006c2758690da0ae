/** The two sides of a comparison as they stand in its address, so that a comparison can be linked to: `version:3`, `draft:<id>`; never a text. */

/** `version:3`, `draft:<id>`, `example:old-template`; `pasted` and `read` are texts in this window's memory. */
export type SideName = string

const patterns = {
  version: /^version:(\d{1,9})$/,
  draft: /^draft:([0-9a-f-]{36})$/,
  example: /^example:(old-template|course-company)$/,
  own: /^(pasted|read)$/,
}

/** The search of the screen's address with nothing in it but sides. */
export function sidesIn(search: Record<string, unknown>): { readonly a?: SideName; readonly b?: SideName } {
  const side = (value: unknown): SideName | undefined =>
    typeof value === 'string' && Object.values(patterns).some(pattern => pattern.test(value)) ? value : undefined
  const [a, b] = [side(search.a), side(search.b)]
  return { ...(a !== undefined && { a }), ...(b !== undefined && { b }) }
}

/** What the API is sent for a side that it has itself. */
export function sideOf(name: SideName): object {
  const [, version] = patterns.version.exec(name) ?? []
  if (version !== undefined) return { kind: 'version', version: Number(version) }
  const [, draft] = patterns.draft.exec(name) ?? []
  if (draft !== undefined) return { kind: 'draft', draft }
  return { kind: 'example', example: name.replace('example:', '') }
}

/** A template's notice and its lawful successor: what there is to compare while only one version has been published. */
export const newcomersSides = { a: 'example:old-template', b: 'example:course-company' } as const

/** A browser's own description of itself in two words, so that a person recognises which of their devices is meant. */

// Each pretends to be the earlier ones, so the order decides.
const browsers = [
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['Safari', 'Safari'],
] as const
const systems = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['Linux', 'Linux'],
] as const

/** «Firefox, Windows»; undefined when nothing is recognised. */
export function browserName(userAgent: string | null): string | undefined {
  const found = [browsers, systems].flatMap(list => list.find(([mark]) => userAgent?.includes(mark))?.[1] ?? [])
  return found.length === 0 ? undefined : found.join(', ')
}

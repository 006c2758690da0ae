/** A term of the lexica is a few words in which `*` is the rest of a word; matching it takes time in proportion to the text. */

/**
 * One expression for many terms, which are regular expressions themselves but for two signs: `*` is at most thirty further letters,
 * and `.*` at most two hundred characters; a last ` *` may be missing. A term begins where a word begins, unless it begins with `*`, and ends where a word ends.
 */
export function terms(all: readonly string[], flags = ''): RegExp {
  if (all.length === 0) return /(?!)/
  const alternatives = all.map(term =>
    term
      .replaceAll('.*', '.{0,200}')
      .replaceAll('\\p{L}*', '*')
      .replace(/ \*$/, '(?: *)?')
      .replaceAll('*', '\\p{L}{0,30}'),
  )
  return new RegExp(`(?<![\\p{L}\\d])(?:${alternatives.join('|')})(?![\\p{L}\\d])`, `iu${flags}`)
}

/** The keys whose expression is found in the text. */
export const keysFound = <Key extends string>(all: readonly (readonly [Key, RegExp])[], text: string): readonly Key[] =>
  all.flatMap(([key, expression]) => (expression.test(text) ? [key] : []))

/** Terms by key as pairs of key and expression, in the order of the keys. */
export const compiled = <Key extends string>(
  keys: readonly Key[],
  record: Readonly<Record<Key, readonly string[]>>,
  flags = '',
): readonly (readonly [Key, RegExp])[] => keys.map(key => [key, terms(record[key], flags)] as const)

/** Cells that hold several things are taken apart only where their writing says how. */

/** A whole name: `Virtanen, Aino` by its comma, else the last word is the family name, as it is in Finland. */
export function splitName(text: string): { readonly given?: string; readonly family?: string } {
  const comma = /^([^,]+),\s*(\S.*)$/.exec(text.trim())
  if (comma !== null) return { family: comma[1] ?? '', given: comma[2] ?? '' }
  const words = text.trim().split(/\s+/)
  const family = words.length > 1 ? words.pop() : undefined
  return { given: words.join(' '), ...(family === undefined ? {} : { family }) }
}

/** A formatted address of several lines: the line with a postcode gives postcode and city, those before it the street. */
export function splitAddress(text: string): {
  readonly street: string
  readonly postcode?: string
  readonly city?: string
} {
  const lines = text
    .split(/\r\n|\n|\r|,/)
    .map(line => line.trim())
    .filter(line => line !== '')
  const place = lines.findIndex(line => /^(FI-?)?\d{5}\s+\S/i.test(line))
  const [, postcode, city] = /^((?:FI-?)?\d{5})\s+(.+)$/i.exec(lines[place] ?? '') ?? []
  if (postcode === undefined || city === undefined) return { street: lines.join(', ') }
  return { street: lines.slice(0, place).join(', '), postcode, city }
}

/** Tags: a CSV in the cell (Mailchimp), or values between commas, semicolons or `:::`; Google marks its own with a star. */
export function splitLabels(text: string, joint: string | undefined): readonly string[] {
  const parts =
    joint !== undefined && text.includes(joint) ? text.split(joint) : (text.match(/"(?:[^"]|"")*"|[^,;]+/g) ?? [])
  const labels = parts
    .map(part =>
      part
        .trim()
        .replace(/^"(.*)"$/s, '$1')
        .replaceAll('""', '"')
        .trim(),
    )
    .filter(label => label !== '' && !label.startsWith('* '))
  return [...new Set(labels)]
}

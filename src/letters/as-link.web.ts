/** An address as people type it becomes one that a letter may have, where it is clear what they meant. */

/** `example.fi/kurssit` is reached by https, `kysy@example.fi` by e-mail; an address in other letters is written as browsers do. */
export function asLink(typed: string): string {
  const said = typed.trim()
  if (said === '' || /^mailto:/i.test(said)) return said
  if (/^[^\s/@:]+@[^\s/@:]+\.[^\s/@:]+$/.test(said)) return `mailto:${said}`
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(said) ? said : `https://${said}`
  return URL.canParse(whole) ? new URL(whole).href.replaceAll("'", '%27') : whole
}

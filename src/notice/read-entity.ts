/** Character references of HTML that stand in European prose: &auml; &nbsp; &#228; &#xe4; */

const named: Readonly<Record<string, string>> = {
  nbsp: '\u00a0',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '\u00ad',
  zwnj: '\u200c',
  zwj: '\u200d',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bull: '•',
  middot: '·',
  sect: '§',
  para: '¶',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  euro: '€',
  pound: '£',
  times: '×',
  rarr: '→',
  larr: '←',
  frac12: '½',
  aacute: 'á',
  agrave: 'à',
  acirc: 'â',
  atilde: 'ã',
  auml: 'ä',
  aring: 'å',
  aelig: 'æ',
  ccedil: 'ç',
  eacute: 'é',
  egrave: 'è',
  ecirc: 'ê',
  euml: 'ë',
  iacute: 'í',
  iuml: 'ï',
  ntilde: 'ñ',
  oacute: 'ó',
  ocirc: 'ô',
  otilde: 'õ',
  ouml: 'ö',
  oslash: 'ø',
  scaron: 'š',
  szlig: 'ß',
  uacute: 'ú',
  uuml: 'ü',
  yacute: 'ý',
  Auml: 'Ä',
  Aring: 'Å',
  AElig: 'Æ',
  Eacute: 'É',
  Ouml: 'Ö',
  Oslash: 'Ø',
  Scaron: 'Š',
  Uuml: 'Ü',
}

/** The reference that begins at the sign & and how long it is written; undefined when none does. */
export function entityOf(html: string, at: number): { readonly text: string; readonly length: number } | undefined {
  const found = /^&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,8}\d{0,2}));?/.exec(html.slice(at, at + 12))
  if (found === null) return undefined
  const [whole, decimal, hexadecimal, name = ''] = found
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  const text = Number.isNaN(code) ? (Object.hasOwn(named, name) ? named[name] : undefined) : characterOf(code)
  return text === undefined ? undefined : { text, length: whole.length }
}

const characterOf = (code: number): string | undefined =>
  code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? undefined : String.fromCodePoint(code)

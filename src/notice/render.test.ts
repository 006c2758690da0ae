/** Every statement of a notice stands in every rendering and language, at its place, and no name can act as markup. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isScalar, isSeq, parseDocument, Scalar, visit } from 'yaml'
import { textsOf } from './finding.ts'
import { type Lang, langs, type Notice } from './notice.ts'
import { parse } from './parse.ts'
import { documentOf } from './render-document.ts'
import { renderHtml } from './render-html.ts'
import { renderJson, statements } from './render-json.ts'
import { renderMarkdown } from './render-markdown.ts'
import { type Block, type Sourced, sectionsOf, wordsOf } from './render-model.ts'
import { noticePage } from './render-page.ts'
import { noticeStyle } from './render-style.ts'

const notice = understood(source('ixir.yaml'))
const old = understood(source('ixir-2022.yaml'))

function source(name: string): string {
  return readFileSync(new URL(`../../examples/notices/${name}`, import.meta.url), 'utf8')
}

function understood(text: string): Notice {
  const { notice: found, findings } = parse(text)
  if (found === undefined) throw new Error(JSON.stringify(findings))
  return found
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const wordsOfHtml = (html: string) =>
  html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/&(\w+|#\d+);/g, (_found, name: string) => entities[name] ?? '?')
const wordsOfMarkdown = (markdown: string) =>
  markdown
    .replaceAll(/\]\(<[^>]*>\)/g, '')
    .replaceAll(/(?<!\\)(\*\*|\[|<[^>]*>)/g, '')
    .replaceAll(/\\([^a-z0-9\s])/gi, '$1')
const plain = (words: string) =>
  words
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[.,:;)])/g, '')
    .toLowerCase()

/** A run of strings and spans is one phrase; whatever else is said stands under these keys. */
function wordsIn(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => {
    if (['text', 'term', 'register'].includes(key) && Array.isArray(value)) return wordsOf(value)
    if (key === 'cells' && Array.isArray(value)) return value.map(wordsOf)
    return typeof value === 'string' && ['heading', 'caption', 'title'].includes(key) ? value : wordsIn(value)
  })
}

/** What a reader sees, without markup. */
const renderings: Readonly<Record<string, (notice: Notice, lang: Lang) => string>> = {
  html: (one, lang) => plain(wordsOfHtml(renderHtml(documentOf(one, lang)))),
  markdown: (one, lang) => plain(wordsOfMarkdown(renderMarkdown(documentOf(one, lang)))),
  json: (one, lang) => plain(wordsIn(JSON.parse(renderJson(one, lang)).document).join(' ')),
}

const inAll = langs.flatMap(lang => Object.keys(renderings).map(kind => [lang, kind] as const))
const shown = (lang: Lang, kind: string, one = notice) => renderings[kind]?.(one, lang) ?? ''

describe('every statement is there', () => {
  test.each(inAll)('what the author wrote: %s %s', (lang, kind) => {
    const reader = shown(lang, kind)
    const missing = textsOf(notice)
      .map(({ text }) => plain((text[lang] ?? 'no text').replace(/\.$/, '')))
      .filter(text => !reader.includes(text))
    expect(missing).toEqual([])
  })

  test.each(inAll)('what the vocabulary says of it: %s %s', (lang, kind) => {
    const reader = shown(lang, kind)
    const names = [
      ...notice.purposes.flatMap(({ name, explanation }) => [name, explanation]),
      ...notice.categories.flatMap(({ name, fields }) => [name, ...fields.map(field => field.name)]),
      ...notice.duties.map(({ name }) => name),
      ...notice.recipients.map(recipient => recipient.for),
      ...notice.security,
    ]
    expect(names.map(name => plain(name[lang] ?? 'no text')).filter(name => !reader.includes(name))).toEqual([])
  })

  test.each(inAll)('names, numbers and addresses: %s %s', (lang, kind) => {
    const reader = shown(lang, kind)
    const { controller, contact, recipients, sources, cookies } = notice
    const facts = [
      controller.name,
      controller.businessId,
      controller.address,
      contact.email,
      'tietosuoja@om.fi',
      '029 566 6700'.replace('029', lang === 'en' ? '+358 29' : '029'),
      ...recipients.map(({ name }) => name),
      ...sources.flatMap(({ named }) => named),
      ...cookies.map(({ name }) => name),
    ]
    expect(facts.filter(fact => fact !== undefined && !reader.includes(plain(fact)))).toEqual([])
  })

  test.each(langs)('each at the place that it comes from: %s', lang => {
    const paths = new Set(placesIn(documentOf(notice, lang)))
    const wanted = [
      ...notice.purposes.map(({ id }) => `purposes.${id}`),
      ...notice.interests.map(({ id }) => `interests.${id}`),
      ...notice.categories.flatMap(({ id, uses }) => [
        `categories.${id}.fields`,
        `categories.${id}.from`,
        `categories.${id}.keep`,
        ...uses.map(use => `categories.${id}.for.${use.purpose}`),
      ]),
      ...notice.sources.filter(({ told }) => told).flatMap(({ id }) => [`sources.${id}.named`, `sources.${id}.told`]),
      ...notice.recipients.map((_one, i) => `recipients.${i}`),
      ...notice.security.map((_one, i) => `security.${i}`),
      ...notice.duties.map(({ id }) => `duties.${id}`),
      ...notice.cookies.map(({ name }) => `cookies.${name}`),
      ...['effective', 'register.name', 'contact.email', 'disclosure.regular', 'disclosure.publication', 'cookie-text'],
      ...['profiling.text', 'profiling.automated-decisions', 'minors', 'relationship-ends', 'authority', 'changes'],
      ...[
        'rights.granted',
        'rights.channels',
        'rights.identity',
        'categories.contact-points.required',
        'categories.inferences.logic',
      ],
    ]
    expect(wanted.filter(path => !paths.has(path))).toEqual([])
  })
})

function placesIn(document: ReturnType<typeof documentOf>): readonly string[] {
  const inBlock = (block: Block): readonly Sourced[] => {
    if (block.kind === 'paragraph') return [block]
    if (block.kind === 'table') return block.rows
    return block.kind === 'entries' ? block.items.flatMap(entry => [entry, ...entry.details]) : block.items
  }
  const blocks = [...document.opening, ...sectionsOf(document).flatMap(section => section.blocks), ...document.closing]
  return blocks.flatMap(inBlock).flatMap(({ path, also = [] }) => [path, ...also])
}

describe('it reads as a document', () => {
  test('the eleven sections of the old template, in its order', () => {
    expect(documentOf(notice, 'fi').sections.map(({ number, heading }) => `${number} ${heading}`)).toEqual([
      '1 Rekisterinpitäjä',
      '2 Yhteystiedot rekisteriasioissa',
      '3 Rekisterin nimi',
      '4 Henkilötietojen käsittelyn tarkoitus ja oikeusperuste',
      '5 Rekisterin tietosisältö',
      '6 Säännönmukaiset tietolähteet',
      '7 Evästeet ja muut vastaavat tekniikat',
      '8 Tietojen säännönmukaiset luovutukset ja tietojen siirto EU:n tai ETA:n ulkopuolelle',
      '9 Rekisterin suojaus',
      '10 Oikeutesi',
      '11 Tietosuojaselosteen muuttaminen',
    ])
  })

  test.each([
    [
      'fi',
      'Oikeutettu etumme (6 artiklan 1 kohdan f alakohta) on ymmärtää, mitä asiakkaamme tarvitsevat ja miten asiakassuhteet kehittyvät. Tiedot: nimi, asiakassuhde ja tilaukset.',
    ],
    [
      'fi',
      'Sopimuksen täytäntöönpano tai sitä edeltävät toimet pyynnöstäsi (6 artiklan 1 kohdan b alakohta). Tiedot: nimi, yhteystiedot (sähköpostiosoite), profiili, sähköisten palvelujen käyttö ja tilaukset.',
    ],
    [
      'fi',
      'Lakisääteinen velvoite (6 artiklan 1 kohdan c alakohta): kirjanpitolaki 1336/1997, 2 luvun 10 §. Tiedot: nimi, yhteystiedot (postiosoite) ja tilaukset.',
    ],
    ['fi', 'Profiili: sinulta itseltäsi verkkolomakkeilla, sähköpostitse, puhelimitse ja verkkokaupassa.'],
    [
      'fi',
      'Kerromme sinulle tietojen saamisesta 1 kuukauden kuluessa tai silloin, kun olemme sinuun ensimmäisen kerran yhteydessä, sen mukaan mikä näistä on ensimmäisenä.',
    ],
    ['fi', 'Asiakassuhde katsotaan päättyneeksi viimeistään, kun viimeisestä yhteydenpidosta on kulunut 24 kuukautta.'],
    [
      'fi',
      'Voit käyttää oikeuksiasi sähköpostitse, kirjeitse tai puhelimitse. Pyynnölle ei ole määrämuotoa, ja sen käsittely on sinulle maksutonta.',
    ],
    [
      'fi',
      'Seloste on saatavilla suomeksi, ruotsiksi ja englanniksi. Jos kieliversiot poikkeavat toisistaan, noudatetaan suomenkielistä tekstiä.',
    ],
    ['fi', 'Tiedot: päätelmän kohde (kiinnostuksen kohteet ja käyttäjäryhmät), päätelmä, päättelysääntö'],
    ['fi', 'Seloste on voimassa 22.11.2026 alkaen.'],
    [
      'sv',
      'Ditt samtycke (artikel 6.1 a). Uppgifter: uppgivna intressen, användning av elektroniska tjänster, marknadsföringsåtgärder och slutledda uppgifter.',
    ],
    [
      'sv',
      'Du kan utöva dina rättigheter per e-post, per brev eller per telefon. Begäran behöver inte ha någon viss form och behandlas avgiftsfritt.',
    ],
    [
      'en',
      'Legal obligation (Article 6(1)(c)): General Data Protection Regulation (EU) 2016/679, Articles 7 and 12–22. Data: all data in the register.',
    ],
    ['en', 'Change history and record of look-ups: from the register’s own records.'],
    ['en', 'Israel: Commission adequacy decision (Article 45)'],
  ] as const)('%s: %s', (lang, sentence) => {
    for (const kind of Object.keys(renderings)) expect(shown(lang, kind), kind).toContain(plain(sentence))
  })

  test('the objection stands apart, before everything that is numbered', () => {
    const { objection } = documentOf(notice, 'fi')
    expect(objection?.prominent).toBe(true)
    expect(objection?.blocks.map(block => (block.kind === 'paragraph' ? wordsOf(block.text) : ''))[0]).toContain(
      'kieltää tietojesi käytön suoramarkkinointiin',
    )
    const html = renderHtml(documentOf(notice, 'fi'))
    expect(html.indexOf('id="objection"')).toBeLessThan(html.indexOf('id="controller"'))
  })

  test('what the notice does not say is not said: the old one has no retention, recipients, complaint or objection', () => {
    const document = documentOf(old, 'fi')
    const ids = sectionsOf(document).map(section => section.id)
    expect(ids).not.toContain('retention')
    expect(ids).not.toContain('complaint')
    expect(ids).not.toContain('objection')
    expect(ids).not.toContain('provision')
    expect(shown('fi', 'html', old)).not.toMatch(/vastaanottajat|valitus|maksutonta/)
    expect(document.sections).toHaveLength(11)
  })

  test('references lead to sections that exist', () => {
    for (const lang of langs) {
      const html = renderHtml(documentOf(notice, lang))
      const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
      const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
      expect(targets.length).toBeGreaterThan(4)
      expect(targets.filter(id => !ids.has(id))).toEqual([])
    }
  })

  test('a language that the notice lacks falls back to its language of record, marked', () => {
    expect(renderHtml(documentOf(old, 'sv'))).toContain(
      '<span lang="fi">Ixir-verkkokurssit Oy:n asiakasrekisteri</span>',
    )
  })
})

test('the same notice gives the same bytes', () => {
  const again = understood(source('ixir.yaml'))
  for (const lang of langs) {
    expect(renderHtml(documentOf(again, lang))).toBe(renderHtml(documentOf(notice, lang)))
    expect(renderMarkdown(documentOf(again, lang))).toBe(renderMarkdown(documentOf(notice, lang)))
    expect(renderJson(again, lang)).toBe(renderJson(notice, lang))
  }
})

const attack = `<script>alert(1)</script> "'><img src=x onerror=alert(1)> **b** _i_ [x](javascript:alert(1)) | \`c\` # h\n- l & <b> &lt; {{controller}} $t(app.name) '; drop table person; -- ]]> https://evil.example www.evil.example`

/** The example with every word that an author writes for a reader replaced. */
function withWords(word: string): Notice {
  const read = parseDocument(source('ixir.yaml'))
  visit(read, {
    Pair(_key, { key, value }) {
      if (!isScalar(key) || !['fi', 'sv', 'en', 'name', 'named', 'address', 'law'].includes(String(key.value))) return
      if (isSeq(value)) value.items = [new Scalar(word)]
      if (isScalar(value)) value.value = word
    },
  })
  return understood(String(read))
}

describe('no name can act as markup', () => {
  const hostile = withWords(attack)
  const harmless = withWords('word')
  const tags = (html: string) => [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, ''))

  test('the words were really put in', () => {
    expect(shown('fi', 'html', hostile).split(plain(attack)).length).toBeGreaterThan(40)
    expect(JSON.stringify(statements.parse(hostile))).toContain('drop table person')
  })

  test.each(langs)('HTML has the same elements and attributes: %s', lang => {
    const page = (one: Notice) => noticePage(documentOf(one, lang), { css: noticeStyle })
    expect(tags(page(hostile))).toEqual(tags(page(harmless)))
    expect(page(hostile)).not.toMatch(/<script|<img|href="javascript/i)
  })

  test.each(langs)('Markdown has the same lines, openings of lines, and marks within them: %s', lang => {
    const marks = (one: Notice) =>
      renderMarkdown(documentOf(one, lang))
        .replaceAll(/\\[^a-z0-9\s]/gi, '')
        .split('\n')
        .map(line => `${/^[#>+\-\d. ]*/.exec(line)?.[0]}${line.replaceAll(/[^*_`[\]<>|&~$]/g, '')}`)
    expect(marks(hostile)).toEqual(marks(harmless))
  })

  test('JSON keeps every character', () => {
    const { document } = JSON.parse(renderJson(hostile, 'fi'))
    expect(document.register).toEqual([attack])
  })
})

describe('the page', () => {
  const page = noticePage(documentOf(notice, 'fi'), { href: '/notice.css' }, lang => `/notice?lang=${lang}`)

  test('is well-formed', () => {
    expect(unclosed(page)).toEqual([])
    expect(unclosed('<p><b>x</p>')).not.toEqual([])
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('has no script, no inline style, one stylesheet, and links to the other languages', () => {
    expect(page).not.toMatch(/<script|<style| style=| on\w+=/)
    expect(page.match(/<link rel="stylesheet"/g)).toHaveLength(1)
    expect(page).toContain('<a lang="sv" hreflang="sv" href="/notice?lang=sv">Svenska</a>')
    expect(page).toContain('<html lang="fi">')
  })

  test('tables have captions and headers with scope', () => {
    const tables = [...page.matchAll(/<table>[\s\S]*?<\/table>/g)].map(([table]) => table)
    expect(tables).toHaveLength(3)
    for (const table of tables) {
      expect(table).toMatch(/^<table>\n<caption>[^<]+<\/caption>/)
      expect(table.match(/<th(?=[ >])(?! scope=)/g)).toBeNull()
    }
  })
})

/** Elements that are not closed in their order. */
function unclosed(html: string): readonly string[] {
  const empty = new Set(['meta', 'link', 'br', '!doctype'])
  const open: string[] = []
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([!\w]+)[^>]*>/g)) {
    if (empty.has(name)) continue
    if (slash === '') open.push(name)
    else if (open.pop() !== name) return [...open, name]
  }
  return open
}

describe('data for other programs', () => {
  test('holds the statements, and nothing that is for the house only', () => {
    const json = JSON.parse(renderJson(notice, 'sv'))
    expect(json.format).toBe('seloste-notice/1')
    expect(json.hash).toBe(notice.hash)
    expect(json.statements.categories[0]).toMatchObject({
      id: 'identity',
      name: { fi: 'Nimi', sv: 'Namn', en: 'Name' },
      keep: [{ duration: 'P6Y', anchor: 'fiscal-year.ended', ending: 'delete', forPurpose: 'bookkeeping' }, {}, {}],
    })
    expect(JSON.stringify(json.statements)).not.toMatch(/"(at|places|columns|assessment|contract|stored)":/)
  })

  test('has every statement of the notice but positions and what is internal', () => {
    expect(
      Object.keys(notice)
        .filter(key => !Object.hasOwn(statements.shape, key))
        .sort(),
    ).toEqual(['effective', 'hash', 'languages', 'places', 'version'])
  })
})

/** What a letter says never becomes markup, whoever wrote it and whatever the register holds; whoever has no value gets the fallback. */

import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { expect, test } from 'vitest'
import { type Content, content as contentShape, type EmailText, type SmsText } from './content.ts'
import { gapsIn, isReady } from './gaps.ts'
import { isLink } from './link.ts'
import { type PersonalValues, renderLetter } from './render.ts'

const url = 'https://rekisteri.example.fi'
const image = '0199c0de-0000-7000-8000-000000000001'
const field = { field: 'identity.given_name', fallback: 'ystävä' }

const letter: EmailText = {
  subject: [{ text: 'Hei ' }, field],
  preheader: [{ text: 'Kevään kurssit' }],
  blocks: [
    { kind: 'heading', content: [{ text: 'Kevät & kurssit' }] },
    {
      kind: 'text',
      paragraphs: [
        {
          kind: 'paragraph',
          content: [
            { text: 'Hei ' },
            { ...field, bold: true },
            { text: ', tervetuloa\nmukaan. Lue ' },
            { text: 'lisää', href: 'https://example.fi/kurssit?a=1&b=2', italic: true },
            { text: '.' },
          ],
        },
        { kind: 'list', numbered: true, items: [[{ text: 'Savi' }], [{ text: 'Lasitus' }]] },
      ],
    },
    { kind: 'image', image, width: 900, alt: 'Ruukku "sininen"', href: '' },
    { kind: 'divider' },
    {
      kind: 'columns',
      columns: [
        [{ kind: 'text', paragraphs: [{ kind: 'paragraph', content: [{ text: 'Vasen' }] }] }],
        [{ kind: 'button', label: 'Ilmoittaudu', href: 'https://example.fi/' }],
      ],
    },
  ],
}

const email = (one: EmailText): Content => ({ channel: 'email', texts: { fi: one } })
const render = (content: Content, values: PersonalValues = {}, lang: 'fi' | 'sv' | 'en' = 'fi') =>
  renderLetter(
    { content },
    { lang, values, url, footer: [{ kind: 'link', label: 'Lopeta', href: `${url}/preferences/x` }] },
  )
const sent = (content: Content, values?: PersonalValues) => {
  const rendered = render(content, values)
  if (rendered.channel !== 'email') throw new Error('not an e-mail')
  return rendered
}

/** Every tag with its attributes' names, in their order; the addresses to which it leads; all that is read. */
function readHtml(html: string) {
  const tags: string[] = []
  const leads: string[] = []
  let words = ''
  let comments = ''
  const parser = new Parser({
    onopentag: (name, attributes) => {
      tags.push(`${name} ${Object.keys(attributes).join(' ')}`)
      for (const at of ['href', 'src']) if (attributes[at] !== undefined) leads.push(attributes[at])
    },
    ontext: text => {
      words += text
    },
    oncomment: comment => {
      comments += comment
    },
  })
  parser.end(html)
  return { tags, leads, words, comments }
}

test('the parts are laid out as a whole document, with tables for Outlook and a text beside it', () => {
  expect(contentShape.parse(email(letter))).toEqual(email(letter))
  const { subject, html, text } = sent(email(letter), { 'identity.given_name': 'Aino' })
  expect(subject).toBe('Hei Aino')
  expect(html).toMatch(/^<!doctype html>[\s\S]*<\/html>\s*$/)
  expect(html).not.toContain('{{')
  expect(html).not.toContain('cut:')
  expect(html.match(/<table/g)?.length).toBe(html.match(/<\/table>/g)?.length)
  const { leads, words } = readHtml(html)
  expect(leads).toEqual([
    'https://example.fi/kurssit?a=1&b=2',
    `${url}/letters/images/${image}`,
    'https://example.fi/',
    `${url}/preferences/x`,
  ])
  expect(words).toContain('Hei Aino, tervetuloa')
  expect(html).toContain('alt="Ruukku &quot;sininen&quot;"')
  expect(html).toContain('width="572"') // no wider than the sheet
  expect(html).toContain('prefers-color-scheme: dark')
  expect(text).toBe(
    [
      'Kevät & kurssit',
      'Hei Aino, tervetuloa\nmukaan. Lue lisää (https://example.fi/kurssit?a=1&b=2).',
      '1. Savi\n2. Lasitus',
      '[Ruukku "sininen"]',
      '—',
      'Vasen',
      'Ilmoittaudu:\nhttps://example.fi/',
      '—',
      `Lopeta:\n${url}/preferences/x\n`,
    ].join('\n\n'),
  )
})

test('whoever has no value, or one that would lead somewhere, gets the fallback', () => {
  for (const value of [undefined, '', '  ', '\u202e', 'Voita https://evil.example nyt', 'WWW.evil.example'])
    expect(sent(email(letter), { 'identity.given_name': value }).subject).toBe('Hei ystävä')
  expect(sent(email(letter), JSON.parse('{"__proto__":{"identity.given_name":"x"}}')).subject).toBe('Hei ystävä')
})

test('a hostile name stays a name: one line, no markup, no header, nothing turned around', () => {
  const hostile = '<b onmouseover=alert(1)>"Aino"</b>\r\nBcc: kaarlo@example.org \u202eoniA\u0000{{footer}}'
  const { subject, html, text } = sent(email(letter), { 'identity.given_name': hostile })
  expect(subject).toBe('Hei <b onmouseover=alert(1)>"Aino"</b> Bcc: kaarlo@example.org oniA {{footer}}')
  expect(text).toContain(`Hei <b onmouseover=alert(1)>"Aino"</b> Bcc: kaarlo@example.org oniA {{footer}}, `)
  expect(readHtml(html).tags).toEqual(readHtml(sent(email(letter)).html).tags)
  expect([...(subject.match(/./gsu) ?? [])].length).toBeLessThan(210)
})

test('a letter is written in the language of its reader, or in the first that it has', () => {
  const both: Content = { channel: 'email', texts: { fi: letter, sv: { ...letter, subject: [{ text: 'Hej' }] } } }
  expect(render(both, {}, 'sv')).toMatchObject({ lang: 'sv', subject: 'Hej' })
  expect(render(both, {}, 'en')).toMatchObject({ lang: 'fi', subject: 'Hei ystävä' })
  expect(() => render({ channel: 'email', texts: {} })).toThrow('letters.no-language')
})

test('a link leads by https or to an address, and by no other way', () => {
  for (const href of ['https://example.fi/a?b=c#d', 'mailto:asiakas@example.fi?subject=Hei%20te'])
    expect(isLink(href), href).toBe(true)
  for (const href of [
    ...['http://example.fi', 'javascript:alert(1)', 'https://user@example.fi', 'https://example.fi/"onclick="x'],
    ...[
      'https://example.fi/a b',
      'data:text/html,x',
      '//example.fi',
      'https://localhost',
      'mailto:',
      'https://ex.fi/\n',
    ],
  ])
    expect(isLink(href), href).toBe(false)
  const blocks = [{ kind: 'button', label: 'x', href: 'javascript:alert(1)' }]
  expect(contentShape.safeParse(email({ ...letter, blocks } as EmailText)).success).toBe(false)
  const html = [{ kind: 'html', html: '<script>' }]
  expect(contentShape.safeParse(email({ ...letter, blocks: html } as unknown as EmailText)).success).toBe(false)
})

test('what is missing is told in each language, and a letter is ready when nothing is', () => {
  expect(isReady(email(letter))).toBe(true)
  expect(isReady({ channel: 'email', texts: {} })).toBe(false)
  const sv: EmailText = {
    subject: [{ text: ' ' }],
    preheader: [],
    blocks: [
      { kind: 'button', label: '', href: '' },
      { kind: 'image', image, width: 10, alt: '', href: '' },
    ],
  }
  const content: Content = { channel: 'email', texts: { fi: letter, sv } }
  expect(gapsIn(content, 'sv')).toEqual([
    { what: 'subject' },
    { what: 'label', block: 0 },
    { what: 'link', block: 0 },
    { what: 'alt', block: 1 },
    { what: 'fewer' },
  ])
  expect(gapsIn(content, 'en')).toEqual([{ what: 'absent' }])
  expect(isReady(content)).toBe(false)
})

test('a text message has its personal fields, its last line and its parts counted', () => {
  const body: SmsText['body'] = [{ text: 'Hei ' }, field, { text: '!\nKurssi alkaa.' }]
  const rendered = renderLetter(
    { content: { channel: 'sms', texts: { fi: { body } } } },
    { lang: 'fi', values: {}, url, footer: [{ kind: 'paragraph', text: 'Lopeta viestit: vastaa STOP' }] },
  )
  expect(rendered).toMatchObject({
    text: 'Hei ystävä!\nKurssi alkaa.\nLopeta viestit: vastaa STOP',
    length: { encoding: 'gsm-7', parts: 1 },
  })
})

// ── Any letter ──────────────────────────────────────────────────────────────────────────────────────────────────────

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=y>',
    '<!--[if mso]>',
    '-->',
    '&lt;',
    "' style='x",
    '{{content}}',
  ),
)
const clean = words.map(one => one.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, ''))
const aField = fc.record({
  field: fc.constantFrom('identity.given_name', 'identity.family_name'),
  fallback: clean.filter(one => one.trim() !== ''),
})
const line = fc.array(fc.oneof(fc.record({ text: clean }), aField), { maxLength: 3 })
const href = fc.constantFrom('https://example.fi/?a=1&b=2', 'mailto:a@example.fi')
const marks = fc.record({ bold: fc.constant(true as const), href }, { requiredKeys: [] })
const pieces = fc.array(
  fc.tuple(fc.oneof(fc.record({ text: clean }), aField), marks).map(([one, how]) => ({ ...one, ...how })),
  { maxLength: 3 },
)
const simple = fc.oneof(
  line.map(content => ({ kind: 'heading' as const, content })),
  pieces.map(content => ({ kind: 'text' as const, paragraphs: [{ kind: 'paragraph' as const, content }] })),
  fc.array(pieces, { minLength: 1, maxLength: 2 }).map(items => ({
    kind: 'text' as const,
    paragraphs: [{ kind: 'list' as const, numbered: false, items }],
  })),
  fc.tuple(clean, href).map(([label, to]) => ({ kind: 'button' as const, label, href: to })),
  fc.tuple(clean, fc.oneof(href, fc.constant(''))).map(([alt, to]) => ({
    ...{ kind: 'image' as const, image, width: 300, alt, href: to },
  })),
)
const anyBlock = fc.oneof(
  simple,
  fc.constant({ kind: 'divider' as const }),
  fc
    .tuple(fc.array(simple, { maxLength: 2 }), fc.array(simple, { maxLength: 2 }))
    .map(columns => ({ kind: 'columns' as const, columns })),
)
const anyLetter = fc.record({ subject: line, preheader: line, blocks: fc.array(anyBlock, { maxLength: 5 }) })

/** The same letter with harmless words everywhere. */
const tame = (one: EmailText): EmailText =>
  JSON.parse(JSON.stringify(one), (key, value) =>
    ['text', 'fallback', 'label', 'alt'].includes(key) && value !== '' ? 'x' : value,
  )

test('whatever is written and held, the markup is that of harmless words', () => {
  const values = fc.record({ 'identity.given_name': words, 'identity.family_name': words })
  fc.assert(
    fc.property(anyLetter, values, (one, held) => {
      expect(contentShape.safeParse(email(one)).success).toBe(true)
      const hostile = sent(email(one), held)
      const harmless = sent(email(tame(one)), { 'identity.given_name': 'x', 'identity.family_name': 'x' })
      const found = readHtml(hostile.html)
      const wanted = readHtml(harmless.html)
      expect(found.tags).toEqual(wanted.tags)
      expect(found.leads).toEqual(wanted.leads)
      expect(found.comments).toBe(wanted.comments)
      expect(hostile.subject).not.toMatch(/[\r\n]/)
    }),
    { numRuns: process.env.SELOSTE_LONG === undefined ? 150 : 5000 },
  )
})

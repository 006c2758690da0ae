/** The PDF is built as PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1) want it, as far as its own objects show: no validator is to be had here. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Dict, isDict, nameOf, operatorsOf, type Pdf, readPdf, type Value } from '../../test/pdf-reader.ts'
import type { Notice } from './notice.ts'
import { parse } from './parse.ts'
import { asPast } from './past-notice.ts'
import { documentOf } from './render-document.ts'
import { wordsOf } from './render-model.ts'
import { renderPdf } from './render-pdf.ts'
import { recordOf } from './render-record.ts'

const { notice } = parse(readFileSync('examples/notices/ixir.yaml', 'utf8'))
if (notice === undefined) throw new Error('the example is not understood')
const strange: Notice = {
  ...notice,
  controller: { ...notice.controller, name: 'Šeikki <Ελλάς> & "Привет" Oy' },
  register: { ...notice.register, name: { fi: 'Rekisteri <A> & "B"' } },
}
const past = { from: '2026-01-01', until: '2026-06-01', replacedBy: 'a', now: 'https://example.fi/notice' }

const files = {
  'the notice': documentOf(notice, 'fi'),
  'the notice in Swedish': documentOf(notice, 'sv'),
  'the record of processing': recordOf(notice, 'en'),
  'a notice that was replaced': asPast(documentOf(notice, 'en'), past),
  'names beyond the Latin alphabet, with signs of XML': documentOf(strange, 'fi'),
}

/** Operators that put something on the paper. */
const painting = new Set(['Tj', 'TJ', "'", '"', 'S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'sh', 'Do', 'BI'])
const standard = 'Document Part Sect Div Caption P H1 H2 H3 L LI Lbl LBody Table TR TH TD THead TBody Span Link'.split(
  ' ',
)

describe.each(Object.entries(files))('%s', (_, document) => {
  const made = renderPdf(document)
  const opened = made.then(file => {
    const pdf = readPdf(file)
    const catalog = pdf.dict(pdf.trailer.Root)
    const pages = pdf.list(pdf.dict(catalog.Pages).Kids).map(pdf.dict)
    return { file, pdf, catalog, pages, tree: pdf.dict(catalog.StructTreeRoot) }
  })

  test('a file of its own: no encryption, no scripts, an identifier, and bytes that tell it from text', async () => {
    const { file, pdf, catalog } = await opened
    expect(pdf.trailer.Encrypt).toBeUndefined()
    expect(pdf.list(pdf.trailer.ID)).toHaveLength(2)
    expect([...file.subarray(file.indexOf('\n') + 2, file.indexOf('\n') + 6)].every(byte => byte > 127)).toBe(true)
    for (const key of ['OpenAction', 'AA', 'AcroForm', 'OCProperties']) expect(catalog[key]).toBeUndefined()
    expect(file.toString('latin1')).not.toMatch(/\/(?:JavaScript|EmbeddedFile|LZWDecode|Launch)\b/)
  })

  test('says what it is: language, title, marks, colours, and XMP that agrees with it', async () => {
    const { pdf, catalog } = await opened
    expect(catalog.Lang).toBe(document.lang)
    expect(pdf.dict(catalog.MarkInfo).Marked).toBe(true)
    expect(pdf.dict(catalog.ViewerPreferences).DisplayDocTitle).toBe(true)
    const [intent] = pdf.list(catalog.OutputIntents).map(pdf.dict)
    expect(nameOf(intent?.S)).toBe('GTS_PDFA1')
    expect(profileOf(pdf, intent)?.subarray(36, 40).toString('latin1')).toBe('acsp')

    const metadata = pdf.objects.get(idOf(catalog.Metadata))
    expect(metadata?.value).not.toHaveProperty('Filter')
    const xmp = metadata?.data?.toString('utf8') ?? ''
    expect(wellFormed(xmp)).toBe(true)
    expect(xmp).toContain('<pdfaid:part>2</pdfaid:part>')
    expect(xmp).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
    expect(xmp).toContain(`<xmp:ModifyDate>${document.effective}T00:00:00Z<`)
    expect(xmp).toContain('<pdfuaid:part>1</pdfuaid:part>')
    expect(xmp).toContain('<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>')
    const title = `${document.title} – ${wordsOf(document.register)}`
    expect(pdf.at(pdf.dict(pdf.trailer.Info).Title)).toBe(title)
    expect(unescaped(/<dc:title>[\s\S]*?<rdf:li[^>]*>([^<]*)/.exec(xmp)?.[1] ?? '')).toBe(title)
    expect(unescaped(/<dc:creator>[\s\S]*?<rdf:li[^>]*>([^<]*)/.exec(xmp)?.[1] ?? '')).toBe(document.controller)
  })

  test('every font is within it, and every sign can be turned back into a letter', async () => {
    const { pdf } = await opened
    const fonts = [...pdf.objects.values()].filter(({ value }) => isDict(value) && nameOf(value.Type) === 'Font')
    const outer = fonts.map(({ value }) => pdf.dict(value)).filter(font => !nameOf(font.Subtype)?.startsWith('CIDFont'))
    expect(outer.length).toBeGreaterThan(1)
    for (const font of outer) {
      expect(nameOf(font.Subtype)).toBe('Type0')
      expect(pdf.at(font.ToUnicode)).toBeDefined()
      const [inner = {}] = pdf.list(font.DescendantFonts).map(pdf.dict)
      const descriptor = pdf.dict(inner.FontDescriptor)
      expect(pdf.at(descriptor.FontFile2 ?? descriptor.FontFile3)).toBeDefined()
      expect(String(nameOf(descriptor.FontName))).toMatch(/^[A-Z]{6}\+/)
      if (nameOf(inner.Subtype) === 'CIDFontType2') expect(nameOf(inner.CIDToGIDMap)).toBe('Identity')
    }
  })

  test('nothing shines through', async () => {
    const { pdf, pages } = await opened
    for (const page of pages) expect(page.Group).toBeUndefined()
    for (const { value } of pdf.objects.values()) {
      const state = pdf.dict(value)
      if (nameOf(state.Type) !== 'ExtGState') continue
      expect([state.ca ?? 1, state.CA ?? 1, nameOf(state.SMask) ?? 'None', nameOf(state.BM) ?? 'Normal']).toEqual([
        1,
        1,
        'None',
        'Normal',
      ])
    }
  })

  test('all that is on the paper is said aloud or is an artifact, once, and can be found from the root', async () => {
    const { pdf, pages, tree } = await opened
    const said = new Set(leavesOf(pdf, tree).map(([page, mark]) => `${page} ${mark}`))
    const marks = new Set<string>()
    for (const page of pages) {
      const own = pages.indexOf(page)
      const open: string[] = []
      for (const { name, operands } of operatorsOf(contentOf(pdf, page))) {
        if (name === 'BDC' || name === 'BMC') {
          const [tag, properties] = operands
          const mark = isDict(properties) ? properties.MCID : undefined
          expect(open).toEqual([]) // one does not stand within another
          open.push(nameOf(tag) ?? '')
          if (mark === undefined) expect(nameOf(tag)).toBe('Artifact')
          else {
            expect(marks.has(`${own} ${mark}`)).toBe(false)
            marks.add(`${own} ${mark}`)
          }
        }
        if (name === 'EMC') expect(open.pop()).toBeDefined()
        if (painting.has(name)) expect(open).toHaveLength(1)
      }
      expect(open).toEqual([])
    }
    expect(marks.size).toBeGreaterThan(100)
    expect([...marks].filter(mark => !said.has(mark))).toEqual([])
    expect([...said].filter(mark => !marks.has(mark))).toEqual([])
  })

  test('and from the paper the way leads back to its element', async () => {
    const { pdf, pages, tree } = await opened
    const numbers = pdf.list(pdf.dict(tree.ParentTree).Nums)
    const parents = new Map(
      numbers.flatMap((key, i) => (i % 2 === 0 ? [[key, pdf.list(numbers[i + 1])] as const] : [])),
    )
    const leaves = leavesOf(pdf, tree)
    for (const [own, page] of pages.entries()) {
      const elements = parents.get(page.StructParents ?? null) ?? []
      for (const [at, mark, element] of leaves) if (at === own) expect(pdf.at(elements[mark])).toBe(element)
    }
  })

  test('its elements are of the standard kinds, in their places, and no heading is left out', async () => {
    const { pdf, tree } = await opened
    const elements = elementsOf(pdf, tree)
    expect([...new Set(elements.map(({ tag }) => tag))].filter(tag => !standard.includes(tag))).toEqual([])
    expect(elements[0]?.tag).toBe('Document')
    const within: Readonly<Record<string, readonly string[]>> = {
      LI: ['L'],
      Lbl: ['LI'],
      LBody: ['LI'],
      TR: ['Table'],
      TH: ['TR'],
      TD: ['TR'],
      Caption: ['Table'],
    }
    for (const { tag, parent } of elements) if (within[tag]) expect(within[tag]).toContain(parent)
    const levels = elements.flatMap(({ tag }) => (/^H\d$/.test(tag) ? [Number(tag[1])] : []))
    expect(levels[0]).toBe(1)
    for (const [i, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[i - 1] ?? 0) + 1)
    expect(elements.filter(({ tag, dict }) => tag === 'Figure' && dict.Alt === undefined)).toEqual([])
  })

  test('the cells of a table know their headings', async () => {
    const { pdf, tree } = await opened
    const elements = elementsOf(pdf, tree)
    const heads = elements.filter(({ tag }) => tag === 'TH')
    for (const { dict } of heads) {
      const [attributes] = pdf.list(dict.A).map(pdf.dict)
      expect(nameOf(attributes?.O)).toBe('Table')
      expect(['Row', 'Column']).toContain(nameOf(attributes?.Scope))
    }
    for (const table of elements.filter(({ tag }) => tag === 'Table')) {
      const rows = pdf
        .list(table.dict.K)
        .map(pdf.dict)
        .filter(row => nameOf(row.S) === 'TR')
      const widths = new Set(rows.map(row => pdf.list(row.K).length))
      expect([rows.length > 1, widths.size]).toEqual([true, 1])
    }
  })

  test('no annotation stands outside the structure', async () => {
    const { pdf, pages } = await opened
    for (const page of pages) expect(pdf.list(page.Annots)).toEqual([])
  })
})

interface Found {
  readonly tag: string
  readonly parent: string
  readonly dict: Dict
}

/** Structure elements as they are read aloud. */
function elementsOf(pdf: Pdf, element: Dict, parent = ''): readonly Found[] {
  const tag = nameOf(element.S) ?? ''
  const own = tag === '' ? [] : [{ tag, parent, dict: element }]
  const below = pdf.list(element.K).flatMap(kid => (isElement(pdf, kid) ? elementsOf(pdf, pdf.dict(kid), tag) : []))
  return [...own, ...below]
}

const isElement = (pdf: Pdf, kid: Value): boolean => pdf.dict(kid).S !== undefined

/** Page, mark and element of every marked content that the structure names. */
function leavesOf(pdf: Pdf, root: Dict): readonly (readonly [page: number, mark: number, element: Dict])[] {
  const pages = pdf.list(pdf.dict(pdf.dict(pdf.trailer.Root).Pages).Kids).map(pdf.dict)
  const walk = (element: Dict): readonly (readonly [number, number, Dict])[] =>
    pdf.list(element.K).flatMap((kid): readonly (readonly [number, number, Dict])[] => {
      if (isElement(pdf, kid)) return walk(pdf.dict(kid))
      const mark = typeof kid === 'number' ? kid : pdf.dict(kid).MCID
      const page = typeof kid === 'number' ? element.Pg : (pdf.dict(kid).Pg ?? element.Pg)
      return typeof mark === 'number' ? [[pages.indexOf(pdf.dict(page)), mark, element]] : []
    })
  return walk(root)
}

const idOf = (value: Value | undefined): number =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'number' ? value.id : 0

const profileOf = (pdf: Pdf, intent: Dict | undefined): Buffer | undefined =>
  pdf.objects.get(idOf(intent?.DestOutputProfile))?.data

const contentOf = (pdf: Pdf, page: Dict): Buffer =>
  Buffer.concat(
    (Array.isArray(page.Contents) ? page.Contents : [page.Contents]).map(
      one => pdf.objects.get(idOf(one))?.data ?? Buffer.of(),
    ),
  )

/** Every element is closed in its turn and every & begins an entity. */
function wellFormed(xml: string): boolean {
  const open: string[] = []
  for (const [, closing, name = '', attributes = '', empty] of xml.matchAll(
    /<(\/?)([\w:]+)((?:\s+[\w:]+=(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g,
  )) {
    if (attributes.includes('<')) return false
    if (closing === '/') {
      if (open.pop() !== name) return false
    } else if (empty !== '/') open.push(name)
  }
  const rest = xml.replaceAll(/<\?[\s\S]*?\?>|<\/?[\w:]+(?:\s+[\w:]+=(?:"[^"]*"|'[^']*'))*\s*\/?>/g, '')
  return open.length === 0 && !/[<>]/.test(rest) && !/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(rest)
}

const unescaped = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

/** The notice on paper says what the page says, can be read aloud and archived, and is the same file whenever it is made. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { langs } from './notice.ts'
import { parse } from './parse.ts'
import { asPast } from './past-notice.ts'
import { documentOf } from './render-document.ts'
import { sectionsOf, wordsOf } from './render-model.ts'
import { renderPdf } from './render-pdf.ts'
import { recordOf } from './render-record.ts'

const { notice } = parse(readFileSync('examples/notices/ixir.yaml', 'utf8'))
if (notice === undefined) throw new Error('the example is not understood')

const folder = mkdtempSync(join(tmpdir(), 'seloste-pdf-'))
afterAll(() => rmSync(folder, { recursive: true }))

const asText = (file: Buffer): string => file.toString('latin1')

test('it says that it is PDF/A-2a, tagged, in its language, with the colours that it means', async () => {
  const file = asText(await renderPdf(documentOf(notice, 'fi')))
  expect(file).toMatch(/^%PDF-1\.7/)
  expect(file).toContain('<pdfaid:part>2</pdfaid:part>')
  expect(file).toContain('<pdfaid:conformance>A</pdfaid:conformance>')
  expect(file).toMatch(/\/Marked true/)
  expect(file).toMatch(/\/StructTreeRoot/)
  expect(file).toMatch(/\/Lang \(fi\)/)
  expect(file).toMatch(/\/GTS_PDFA1/)
  for (const tag of ['H1', 'H2', 'H3', 'L', 'LI', 'Table', 'TH', 'TD']) expect(file).toContain(`/S /${tag}\n`)
})

test('the same notice gives the same bytes', async () => {
  const [first, second] = [await renderPdf(documentOf(notice, 'sv')), await renderPdf(documentOf(notice, 'sv'))]
  expect(first.equals(second)).toBe(true)
})

const poppler = spawnSync('pdftotext', ['-v']).error === undefined

describe.skipIf(!poppler).each(langs)('read back with pdftotext, which Debian has in poppler-utils, in %s', lang => {
  const words = async (kind: 'notice' | 'record'): Promise<string> => {
    const file = join(folder, `${kind}-${lang}.pdf`)
    writeFileSync(file, await renderPdf((kind === 'notice' ? documentOf : recordOf)(notice, lang)))
    return spawnSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).stdout.replaceAll(/\s+/g, '')
  }

  test.each(['notice', 'record'] as const)('every sentence of the %s is on it', async kind => {
    const paper = await words(kind)
    const document = (kind === 'notice' ? documentOf : recordOf)(notice, lang)
    const sentences = sectionsOf(document).flatMap(({ heading, blocks }) => [
      heading,
      ...blocks.flatMap(block => {
        if (block.kind === 'paragraph') return [wordsOf(block.text)]
        if (block.kind === 'table') return block.rows.map(({ cells }) => wordsOf(cells[0] ?? []))
        if (block.kind === 'entries')
          return block.items.flatMap(({ term, details }) => [term, ...details.map(d => d.text)].map(wordsOf))
        return block.items.map(item => wordsOf(item.text))
      }),
    ])
    expect(sentences.length).toBeGreaterThan(60)
    // Where a page ends its foot comes between: a sentence is looked for by its beginning.
    const missing = sentences.filter(sentence => !paper.includes(sentence.replaceAll(/\s+/g, '').slice(0, 24)))
    expect(missing).toEqual([])
  })
})

test.skipIf(!poppler)('a notice that was replaced gives on paper the address of the one in force', async () => {
  const past = { from: '2026-01-01', until: '2026-06-01', replacedBy: 'a', now: 'https://example.fi/notice' }
  const file = await renderPdf(asPast(documentOf(notice, 'en'), past))
  const { stdout } = spawnSync('pdftotext', ['-raw', '-', '-'], { input: file, encoding: 'utf8' })
  expect(stdout.replaceAll(/\s+/g, '')).toContain('https://example.fi/notice?lang=en')
})

test('letters beyond the Latin alphabet have a font', async () => {
  const strange = { ...notice, controller: { ...notice.controller, name: 'Šeikki Ελλάς Привет Oy' } }
  const file = await renderPdf(documentOf(strange, 'fi'))
  expect(asText(file)).not.toContain('/BaseFont /Helvetica')
})

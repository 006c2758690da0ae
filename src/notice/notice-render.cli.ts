/** `seloste notice render`: the notice's file as the document that customers read, without a database. */

import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { text } from '../texts/texts.ts'
import { type Lang, langs, type Notice } from './notice.ts'
import { parse } from './parse.ts'
import { documentOf } from './render-document.ts'
import { renderDpv } from './render-dpv.ts'
import { renderJson } from './render-json.ts'
import { renderMarkdown } from './render-markdown.ts'
import { noticePage } from './render-page.ts'
import { renderPdf } from './render-pdf.ts'
import { recordOf } from './render-record.ts'
import { recordCsv } from './render-record-csv.ts'
import { noticeStyle } from './render-style.ts'

const formats: Readonly<Record<string, (notice: Notice, lang: Lang) => string | Promise<Buffer>>> = {
  html: (notice, lang) => noticePage(documentOf(notice, lang), { css: noticeStyle }),
  markdown: (notice, lang) => renderMarkdown(documentOf(notice, lang)),
  json: (notice, lang) => renderJson(notice, lang),
  jsonld: notice => renderDpv(notice),
  record: (notice, lang) => noticePage(recordOf(notice, lang), { css: noticeStyle }),
  'record-csv': recordCsv,
  pdf: (notice, lang) => renderPdf(documentOf(notice, lang)),
  'record-pdf': (notice, lang) => renderPdf(recordOf(notice, lang)),
}

/** Prints the document, or writes it to `--out`. A notice that `check` fails is rendered too: it is being written. */
export const noticeRender: Command<unknown> = {
  name: 'notice render',
  usage: 'FILE [--format html|markdown|json|jsonld|pdf|record|record-csv|record-pdf] [--lang fi|sv|en] [--out FILE]',
  run: async (args, io) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { format: { type: 'string' }, lang: { type: 'string' }, out: { type: 'string' } },
      allowPositionals: true,
    })
    const format = values.format ?? 'html'
    const render = Object.hasOwn(formats, format) ? formats[format] : undefined
    const [file] = positionals
    const wrongLang = values.lang !== undefined && !langs.some(one => one === values.lang)
    if (file === undefined || positionals.length > 1 || render === undefined || wrongLang) throw new WrongUsage()

    const notice = noticeIn(file, await read(file))
    const lang = langs.find(one => one === values.lang) ?? notice.languages[0] ?? 'fi'
    const rendered = await render(notice, lang)
    if (values.out !== undefined) {
      await write(values.out, rendered)
      return io.answer({ file, format, lang, out: values.out })
    }
    if (typeof rendered !== 'string') throw new WrongUsage(text(io.lang, 'cli.out-needed', { format }))
    io.say(rendered.trimEnd())
    io.answer({ file, format, lang, text: rendered })
  },
}

function noticeIn(file: string, source: string): Notice {
  const { notice, findings } = parse(source)
  if (notice !== undefined) return notice
  const [first] = findings
  const place = first === undefined ? undefined : { file, line: first.at.line, column: first.at.column }
  throw new Refused('notice.not-understood', 'invalid', { file, count: findings.length }, place)
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    throw new Refused('notice.no-file', 'absent', { file })
  }
}

async function write(file: string, rendered: string | Buffer): Promise<void> {
  try {
    await writeFile(file, rendered)
  } catch {
    throw new Refused('notice.cannot-write', 'invalid', { file })
  }
}

/** `seloste notice render`: the notice's file as the document that customers read, without a database. */

import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Command, WrongUsage } from '../base/command.ts'
import { Refused } from '../base/errors.ts'
import { type Lang, langs, type Notice } from './notice.ts'
import { parse } from './parse.ts'
import { documentOf } from './render-document.ts'
import { renderJson } from './render-json.ts'
import { renderMarkdown } from './render-markdown.ts'
import { noticePage } from './render-page.ts'
import { recordOf } from './render-record.ts'
import { recordCsv } from './render-record-csv.ts'
import { noticeStyle } from './render-style.ts'

const formats: Readonly<Record<string, (notice: Notice, lang: Lang) => string>> = {
  html: (notice, lang) => noticePage(documentOf(notice, lang), { css: noticeStyle }),
  markdown: (notice, lang) => renderMarkdown(documentOf(notice, lang)),
  json: renderJson,
  record: (notice, lang) => noticePage(recordOf(notice, lang), { css: noticeStyle }),
  'record-csv': recordCsv,
}

/** Prints the document, or writes it to `--out`. A notice that `check` fails is rendered too: it is being written. */
export const noticeRender: Command<unknown> = {
  name: 'notice render',
  usage: 'FILE [--format html|markdown|json|record|record-csv] [--lang fi|sv|en] [--out FILE]',
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
    const rendered = render(notice, lang)
    if (values.out === undefined) io.say(rendered.trimEnd())
    else await write(values.out, rendered)
    io.answer({ file, format, lang, ...(values.out === undefined ? { text: rendered } : { out: values.out }) })
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

async function write(file: string, rendered: string): Promise<void> {
  try {
    await writeFile(file, rendered)
  } catch {
    throw new Refused('notice.cannot-write', 'invalid', { file })
  }
}

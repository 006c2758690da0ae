/** Reads one hostile file or mail in a process of its own, and prints how that ended and how much memory it took: `hostile-file.ts NAME SCALE`. */

import { Refused } from '../src/base/errors.ts'
import { headBytes, inspect } from '../src/import/inspect.ts'
import { outlineOf } from '../src/import/outline.ts'
import { startScan } from '../src/import/scan.ts'
import { readTable } from '../src/import/table.ts'
import { masked } from '../src/mailbox/letter-adapter.ts'
import { readMail } from '../src/mailbox/mime.ts'
import { workbookParts, zipOf } from './workbook.ts'

type Bytes = () => AsyncIterable<Uint8Array>

const piece = 64 * 1024

/** The text so often that it fills so many bytes, in pieces. */
async function* filled(text: string, bytes: number): AsyncGenerator<Uint8Array> {
  const block = Buffer.from(text.repeat(Math.ceil(piece / text.length)))
  for (let left = bytes; left > 0; left -= block.length) yield block
}

async function* joined(...parts: readonly (string | AsyncIterable<Uint8Array>)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (typeof part === 'string') yield Buffer.from(part)
    else yield* part
  }
}

async function* split(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
}

async function whole(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const one of bytes) all.push(one)
  return Buffer.concat(all)
}

/** As the intake of a file reads it: kind, outline, what each column means, every record. Answers how many. */
async function readFile(bytes: Bytes): Promise<string> {
  const scan = startScan()
  const head: Uint8Array[] = []
  let kept = 0
  for await (const one of bytes()) {
    scan.push(one)
    if (kept < headBytes) head.push(one)
    kept += one.length
  }
  const scanned = scan.end()
  const outline = await outlineOf(scanned.kind, bytes)
  const { mapping } = await inspect({ ...scanned, ...outline }, Buffer.concat(head).subarray(0, headBytes), 'file')
  let rows = 0
  for await (const batch of readTable(bytes(), outline, mapping.dialect)) rows += batch.length
  return `${rows} rows`
}

async function readLetter(bytes: Bytes): Promise<string> {
  const { text, subject, parts } = await readMail(await whole(bytes()))
  return `${masked(text, 1000).length + subject.length > 0 ? 'read' : 'empty'}, ${parts.length} parts`
}

const mail = (headers: string, body: AsyncIterable<Uint8Array> | string = 'Hei'): AsyncIterable<Uint8Array> =>
  joined(`From: aino.virtanen@example.org\r\nSubject: Kysymys\r\n${headers}\r\n`, body)
const multipart = 'Content-Type: multipart/mixed; boundary=b\r\n'
const million = 1_000_000

/** By name: what is read, and by what. `scale`: 1 is as large as the limits speak of. */
const hostile: Readonly<Record<string, (scale: number) => Promise<string>>> = {
  'a mail with an attachment as large as a mail may be': scale =>
    readLetter(() =>
      mail(
        multipart,
        joined(
          '--b\r\nContent-Transfer-Encoding: base64\r\n\r\n',
          filled(`${'QUJD'.repeat(19)}\r\n`, 25 * million * scale),
          '\r\n--b--',
        ),
      ),
    ),
  'a mail of 10,000 parts': scale =>
    readLetter(() => mail(multipart, filled('--b\r\n\r\nx\r\n', 110_000 * Math.max(scale, 0.1)))),
  'a mail nested 1,000 deep': () =>
    readLetter(() =>
      mail(
        'Content-Type: multipart/mixed; boundary=b0\r\n',
        Array.from(
          { length: 1000 },
          (_, n) => `--b${n}\r\nContent-Type: multipart/mixed; boundary=b${n + 1}\r\n\r\n`,
        ).join(''),
      ),
    ),
  'mails within each other 1,000 deep': () =>
    readLetter(() => mail('Content-Type: message/rfc822\r\n', 'Content-Type: message/rfc822\r\n\r\n'.repeat(1000))),
  'a mail of heads alone': scale => readLetter(() => mail('X: 1', filled('X-Flood: y\r\n', 20 * million * scale))),
  'a head folded a million times': scale =>
    readLetter(() =>
      joined(
        'From: aino.virtanen@example.org\r\nReferences: <1@x>',
        filled('\r\n <2@x>', 20 * million * scale),
        '\r\n\r\nHei',
      ),
    ),
  'a text of a million lines': scale => readLetter(() => mail('', filled('\r\n', 25 * million * scale))),
  'base64 that begins anew everywhere': scale =>
    readLetter(() =>
      mail('Content-Transfer-Encoding: base64\r\n', filled(`${'QQ='.repeat(25)}\r\n`, 25 * million * scale)),
    ),
  'a head of encoded words': scale =>
    readLetter(() => mail('X-A: 1\r\nSubject:', filled(' =?utf-8?Q?=F0=9F=98?=', 200_000 * scale))),
  'quoted-printable that is none': scale =>
    readLetter(() =>
      mail('Content-Transfer-Encoding: quoted-printable\r\n', filled('=ZZ==\r\n=\r\n=0', 20 * million * scale)),
    ),
  'base64 that is none': scale =>
    readLetter(() => mail('Content-Transfer-Encoding: base64\r\n', filled('%$€=A=\u0000', 20 * million * scale))),
  'HTML without an end': scale =>
    readLetter(() => mail('Content-Type: text/html\r\n', filled('<div><b x="', 20 * million * scale))),
  'a charset that nobody knows': () =>
    readLetter(() => mail('Content-Type: text/plain; charset=x-nobody\r\n', 'Hei \xe4')),
  'text of one letter': scale => readLetter(() => mail('', filled('4', 20 * million * scale))),
  'a table of a million columns': scale =>
    readFile(() => joined(filled('a,', 2 * million * Math.max(scale, 0.2)), '\n')),
  'a table whose quotation mark never closes': scale =>
    readFile(() => joined('Nimi,Sähköposti\n"', filled('a,b\n', 200 * million * scale))),
  'a table of lines without a break': scale => readFile(() => filled('a', 200 * million * scale)),
  'a table of nothing but breaks': scale =>
    readFile(() => joined('Nimi,Sähköposti\n', filled('\n', 20 * million * scale))),
  'a card folded a million times': scale =>
    readFile(() =>
      joined('BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:', filled('\r\n x', 200 * million * scale), '\r\nEND:VCARD\r\n'),
    ),
  'cards within cards': scale =>
    readFile(() => joined(filled('BEGIN:VCARD\r\nVERSION:3.0\r\nAGENT:\r\n', 20 * million * scale), 'END:VCARD\r\n')),
  'a card with a million numbers': scale =>
    readFile(() =>
      joined('BEGIN:VCARD\r\nVERSION:3.0\r\n', filled('TEL:1\r\n', 20 * million * scale), 'END:VCARD\r\n'),
    ),
  'a workbook of a billion laughs': () => {
    const entities = Array.from({ length: 10 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`).join('')
    const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">${entities}]><sst><si><t>&a10;</t></si></sst>`
    const bytes = zipOf({ ...workbookParts([{ name: 'A', rows: '' }]), 'xl/sharedStrings.xml': laughs })
    return readFile(() => split(bytes))
  },
}

export const hostileNames: readonly string[] = Object.keys(hostile)

if (import.meta.main) {
  const [, , name = '', scale = '1'] = process.argv
  const before = process.resourceUsage().maxRSS
  const began = process.cpuUsage()
  const outcome = await hostile[name]?.(Number(scale)).catch((fault: unknown) => {
    if (fault instanceof Refused) return fault.key
    throw fault
  })
  const { user } = process.cpuUsage(began)
  const megabytes = Math.round((process.resourceUsage().maxRSS - before) / 1024)
  process.stdout.write(JSON.stringify({ name, outcome, megabytes, seconds: user / million }))
}

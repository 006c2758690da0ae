/** The copy with its files: what a person can read and the files themselves, in one ZIP that is made as it leaves and kept by nobody. */

import { Readable } from 'node:stream'
import { type ExportFile, fileIn, formats } from '../accountability/export-file.ts'
import { Refused } from '../base/errors.ts'
import { readWhole } from '../files/sealed-folder.ts'
import type { Notice } from '../notice/notice.ts'
import { type TextLang, text } from '../texts/texts.ts'
import type { AccessPackage, SealedFile } from './access-package.ts'
import { packageExport } from './package-file.ts'
import { type ZipEntry, zipped } from './zip-file.ts'

export const copyFormats = [...formats, 'zip'] as const
export type CopyFormat = (typeof copyFormats)[number]

/** A file that leaves as it is made. */
export interface Leaving {
  readonly name: string
  readonly type: string
  readonly content: AsyncIterable<Buffer>
}

/** In bytes of files: what an answer of the API carries; links, the own page and the command line carry more. */
const mostAtOnce = 100_000_000

/** The copy in the form that is asked for. */
export async function copyFile(
  home: string,
  format: CopyFormat,
  copy: AccessPackage,
  notice: Notice,
): Promise<Leaving> {
  const exported = packageExport(copy, notice)
  if (format !== 'zip') {
    const { name, type, bytes } = await fileIn(format, exported)
    return { name, type, content: only(bytes) }
  }
  const papers = await Promise.all((['pdf', 'json', 'csv'] as const).map(one => fileIn(one, exported)))
  return withFiles(home, `${exported.name}.zip`, papers, copy)
}

/** A file that is there already. */
export async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

/** As an answer of a page. */
export const answerWith = ({ name, type, content }: Leaving): Response =>
  new Response(Readable.toWeb(Readable.from(content)) as ReadableStream<Uint8Array>, {
    headers: { 'content-type': type, 'content-disposition': attachment(name) },
  })

/** RFC 6266: names beyond ASCII are told twice. */
export const attachment = (name: string): string =>
  `attachment; filename="${name.replace(/[^\x20-\x7e]|["\\]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name)}`

/** These papers, and in a folder of their own the files of which the copy tells. */
export const withFiles = (
  home: string,
  name: string,
  papers: readonly ExportFile[],
  { files, lang, madeAt }: Pick<AccessPackage, 'files' | 'lang' | 'madeAt'>,
): Leaving => ({ name, type: 'application/zip', content: zipped(entries(home, papers, files, lang), new Date(madeAt)) })

async function* entries(
  home: string,
  papers: readonly ExportFile[],
  files: readonly SealedFile[],
  lang: TextLang,
): AsyncGenerator<ZipEntry> {
  yield* papers
  const folderName = text(lang, 'rights.package.files')
  for (const { folder, id, name } of files) {
    // What has gone since the copy was made, by an erasure or its date, is not given any more.
    const bytes = await readWhole({ home, folder, id }).catch((fault: unknown) => {
      if (fault instanceof Refused && fault.key === 'files.gone') return undefined
      throw fault
    })
    if (bytes) yield { name: `${folderName}/${name ?? text(lang, 'rights.package.nameless')}`, bytes }
  }
}

/** The whole of it; refuses (`rights.files-too-large`) what an answer does not carry. */
export async function wholeCopy(
  home: string,
  format: CopyFormat,
  copy: AccessPackage,
  notice: Notice,
): Promise<ExportFile> {
  if (format === 'zip' && copy.files.reduce((sum, { bytes }) => sum + bytes, 0) > mostAtOnce)
    throw new Refused('rights.files-too-large', 'conflict', { megabytes: mostAtOnce / 1_000_000 })
  const { name, type, content } = await copyFile(home, format, copy, notice)
  const pieces: Buffer[] = []
  for await (const piece of content) pieces.push(piece)
  return { name, type, bytes: Buffer.concat(pieces) }
}
